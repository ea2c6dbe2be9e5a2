/** Plain functions on text: marks, blanks, and single changes of a wording that can be taken back. */

import type { Blame, Change, Receipt, Suggestion } from "./api";

/** A stretch of text; `mark` is the number of what covers it, -1 for nothing. */
export interface Stretch {
  text: string;
  mark: number;
}

/**
 * Cut a text at its marks. The service counts characters as Python does, one for each code point;
 * JavaScript counts an emoji as two, so the text is taken apart by code points first.
 */
export function stretches(whole: string, marks: readonly Blame[]): Stretch[] {
  const characters = Array.from(whole);
  const out: Stretch[] = [];
  let at = 0;
  const ordered = marks.map((mark, number) => ({ span: mark.span, number })).sort((a, b) => a.span[0] - b.span[0]);
  for (const { span, number } of ordered) {
    const [start, end] = [Math.max(span[0], at), Math.min(span[1], characters.length)];
    if (!(start < end)) continue;
    if (at < start) out.push({ text: characters.slice(at, start).join(""), mark: -1 });
    out.push({ text: characters.slice(start, end).join(""), mark: number });
    at = end;
  }
  if (at < characters.length) out.push({ text: characters.slice(at).join(""), mark: -1 });
  return out;
}

const BLANK = /\[[^[\]]+\]/g;

/** The blanks of a wording, such as `[what happened]`, each once. */
export function blanks(text: string): string[] {
  return [...new Set(text.match(BLANK) ?? [])];
}

/** One change of a wording that can be undone alone. `found` is what stands there now, `instead` what comes in its place. */
export interface Edit {
  kind: "need" | "request" | "change";
  label: string;
  from: string;
  found: string;
  instead: string;
}

/** The single changes that a wording offers: what matters and the request can be left out, replaced words can come back. */
export function editsOf(suggestion: Suggestion, receipt: Receipt): Edit[] {
  const out: Edit[] = [];
  const part = (kind: "need" | "request", words: string): void => {
    const found = words ? clause(suggestion.text, words) : "";
    if (found && found.trim() !== suggestion.text.trim()) out.push({ kind, label: words, from: "", found, instead: "" });
  };
  part("need", suggestion.need);
  part("request", suggestion.request);
  for (const change of receipt.changed) {
    if (isChange(change) && change.from && change.to && suggestion.text.includes(change.to)) {
      out.push({ kind: "change", label: change.to, from: change.from, found: change.to, instead: change.from });
    }
  }
  return out;
}

/** A wording that the person took over and goes on changing. */
export interface Draft {
  base: string;
  edits: Edit[];
  off: ReadonlySet<number>;
  fills: Readonly<Record<string, string>>;
  past: Omit<Draft, "past">[];
}

/** Start from a suggestion. */
export function draftOf(suggestion: Suggestion, receipt: Receipt): Draft {
  return { base: suggestion.text, edits: editsOf(suggestion, receipt), off: new Set(), fills: {}, past: [] };
}

/** The draft as text: changes that were taken back are back, blanks that were filled in are full. */
export function compose(draft: Draft): string {
  let text = draft.base;
  draft.edits.forEach((edit, number) => {
    if (draft.off.has(number)) text = text.replace(edit.found, () => edit.instead);
  });
  for (const [blank, words] of Object.entries(draft.fills)) if (words) text = text.replaceAll(blank, () => words);
  return text === draft.base ? text : text.replace(/ {2,}/g, " ").trim();
}

/** The next state of a draft, which remembers the one before. */
export function step(draft: Draft, next: Partial<Omit<Draft, "past">>): Draft {
  const { past, ...now } = draft;
  return { ...now, ...next, past: [...past, now] };
}

/** One step back. */
export function back(draft: Draft): Draft {
  const before = draft.past.at(-1);
  return before ? { ...before, past: draft.past.slice(0, -1) } : draft;
}

/** What was typed by hand becomes the new base; typing on is one step, not one for each key. */
export function retype(draft: Draft, text: string, going: boolean): Draft {
  const next = { base: text, off: new Set<number>(), fills: {} };
  return going ? { ...draft, ...next } : step(draft, next);
}

function isChange(change: string | Change): change is Change {
  return typeof change !== "string";
}

/**
 * The clause that holds some words, with what joins it to the rest: `, and I need some rest` or ` Would you …?`.
 * Without it the sentence still stands.
 */
function clause(text: string, words: string): string {
  const at = text.toLowerCase().indexOf(words.toLowerCase());
  if (at < 0) return "";
  const before = text.slice(0, at);
  const sentence = Math.max(before.lastIndexOf(". "), before.lastIndexOf("? "), before.lastIndexOf("! ")) + 1;
  const rest = text.slice(at + words.length);
  const stop = /[.?!]/.exec(words.at(-1) ?? "") ? 0 : rest.search(/[.?!](?=\s|$)/);
  const end = at + words.length + (stop < 0 ? rest.length : stop);
  const joints = [...before.slice(sentence).matchAll(/,? because |,? and (?=I )|, and |, so |; /g)];
  const joint = joints.at(-1)?.index ?? -1;
  if (joint > 0) return text.slice(sentence + joint, end);
  const close = stop < 0 || stop === 0 ? end : end + 1;
  return sentence > 0 ? text.slice(sentence, close) : text.slice(0, close) + (text[close] === " " ? " " : "");
}
