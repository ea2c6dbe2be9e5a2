/** What came back, as a view: marks, feelings, wordings, the draft and the receipt. */

import type { Receipt, Result, Suggestion } from "./api";
import { h, type Child } from "./shared/dom";
import { blanks, compose, stretches, type Draft } from "./edits";
import { lines, paragraphs } from "./shared/help";
import type { Key, Translate } from "./shared/i18n";
import type { Pane } from "./pane";

export interface ResultActions {
  mark(number: number): void;
  feeling(word: string): void;
  use(number: number): void;
  edit(number: number): void;
  fill(blank: string, words: string): void;
  retype(text: string, going: boolean): void;
  undo(): void;
  copy(): void;
  discard(): void;
}

/** Everything below the box for a result that is not routed. */
export function resultView(pane: Pane, result: Result, t: Translate, actions: ResultActions): Child[] {
  const heading: Record<string, Key> = { affirm: "affirm_heading", leave: "leave_heading" };
  const title = heading[result.kind];
  return [
    (title || result.note) &&
      h("div", { class: "notice stack", part: "notice" }, title && h("h2", {}, t(title)), ...(result.note ? paragraphs(result.note) : []), ...listOf(result.kind === "affirm" ? result.receipt.kept : [])),
    result.blame.length > 0 && blame(pane, result, t, actions),
    !pane.draft && result.suggestions.length > 0 && feelings(pane, result, t, actions),
    !pane.draft && result.suggestions.length > 0 && wordings(pane, result, t, actions),
    pane.draft && draft(pane.draft, t, actions),
    result.kind === "rewrite" && receipt(result.receipt, t),
    result.resources.length > 0 && h("details", { part: "help" }, h("summary", {}, t("more_help")), lines(result.resources, t)),
  ];
}

function blame(pane: Pane, result: Result, t: Translate, actions: ResultActions): HTMLElement {
  const count = result.blame.length;
  const pieces = stretches(pane.asked, result.blame).map((piece) => {
    if (piece.mark < 0) return piece.text;
    const show = (): void => actions.mark(piece.mark);
    const press = (event: KeyboardEvent): void => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        show();
      }
    };
    return h(
      "span",
      {
        class: "mark",
        part: "mark",
        role: "button",
        tabindex: 0,
        key: `mark-${piece.mark}`,
        "data-mark": piece.mark,
        "aria-describedby": `reason-${piece.mark}`,
        onClick: show,
        onFocus: show,
        onMouseenter: show,
        onKeydown: press,
      },
      piece.text,
    );
  });
  return h(
    "div",
    { class: "stack", part: "blame" },
    h("h2", {}, t("blame_heading")),
    h("p", { class: "soft" }, t("blame_hint", { n: count })),
    h("p", { class: "said", dir: "auto" }, ...pieces),
    h("div", { class: "reason", part: "reason", hidden: pane.mark < 0 }, result.blame[pane.mark]?.reason),
    h("div", { hidden: true }, ...result.blame.map((one, number) => h("span", { id: `reason-${number}` }, one.reason))),
  );
}

/** Show the reason of one mark without drawing everything anew. */
export function showReason(output: HTMLElement, result: Result, number: number): void {
  const reason = output.querySelector<HTMLElement>(".reason");
  if (!reason) return;
  reason.textContent = result.blame[number]?.reason ?? "";
  reason.hidden = number < 0;
  for (const mark of output.querySelectorAll<HTMLElement>(".mark")) mark.classList.toggle("on", mark.dataset["mark"] === String(number));
}

function feelings(pane: Pane, result: Result, t: Translate, actions: ResultActions): Child {
  const guessed = result.suggestions[0]?.feeling ?? "";
  const current = pane.feeling || guessed;
  const words = [...new Set([current, guessed, ...result.feelings].filter(Boolean))].sort((a, b) => order(result, a) - order(result, b));
  if (!words.length) return null;
  const choices = words.map((word) =>
    h(
      "label",
      { class: "choice", part: "feeling" },
      h("input", { type: "radio", name: "feeling", value: word, key: `feeling-${word}`, checked: word === current, onChange: () => actions.feeling(word) }),
      h("span", {}, word),
    ),
  );
  const own = h("input", { type: "text", id: "own", key: "own", class: "narrow", maxlength: 40, autocomplete: "off" });
  const take = (): void => {
    if (own.value.trim()) actions.feeling(own.value.trim());
  };
  own.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      take();
    }
  });
  return h(
    "fieldset",
    { class: "stack", part: "feelings" },
    h("legend", {}, t("feeling_heading")),
    h("p", { class: "soft" }, t("feeling_hint")),
    h("div", { class: "choices" }, ...choices),
    h("div", { class: "row" }, h("label", { for: "own" }, t("feeling_own")), own, h("button", { type: "button", key: "own-use", onClick: take }, t("feeling_use"))),
  );
}

function order(result: Result, word: string): number {
  const at = result.feelings.indexOf(word);
  return at < 0 ? result.feelings.length : at;
}

function wordings(pane: Pane, result: Result, t: Translate, actions: ResultActions): HTMLElement {
  const cards = result.suggestions.map((one, number) => {
    const name = shapeName(one.shape, number, t);
    return h(
      "li",
      { class: "card", part: "suggestion" },
      h("p", { class: "tag", id: `shape-${number}` }, name),
      h("p", { class: "wording", part: "suggestion-text", id: `wording-${number}`, dir: "auto" }, ...wordingText(one)),
      h(
        "div",
        { class: "row" },
        h(
          "button",
          { type: "button", part: "button", key: `use-${number}`, "aria-describedby": `wording-${number}`, onClick: () => actions.use(number) },
          t("use"),
        ),
      ),
    );
  });
  return h("div", { class: "stack" }, h("h2", {}, t(pane.mode === "say" ? "wordings_heading" : "replies_heading")), h("ul", { class: "cards" }, ...cards));
}

function shapeName(shape: string, number: number, t: Translate): string {
  const key = `shape_${shape.toLowerCase().replace(/[\s-]+/g, "_")}` as Key;
  return t(key) || t("wording", { n: number + 1 });
}

/** A wording with its slots and blanks as elements, so that a host can style them and blanks are seen as blanks. */
function wordingText(one: Suggestion): Child[] {
  const spots: { start: number; end: number; props: Record<string, string> }[] = [];
  const add = (words: string, props: Record<string, string>): void => {
    const start = words ? one.text.indexOf(words) : -1;
    if (start >= 0 && !spots.some((spot) => start < spot.end && spot.start < start + words.length)) spots.push({ start, end: start + words.length, props });
  };
  for (const blank of blanks(one.text)) add(blank, { class: "blank", part: "blank" });
  for (const slot of ["feeling", "observation", "need", "request"] as const) add(one[slot], { part: `slot-${slot}` });
  spots.sort((a, b) => a.start - b.start);
  let at = 0;
  const out: Child[] = [];
  for (const { start, end, props } of spots) {
    out.push(one.text.slice(at, start), h("span", props, one.text.slice(start, end)));
    at = end;
  }
  return [...out, one.text.slice(at)];
}

function draft(now: Draft, t: Translate, actions: ResultActions): HTMLElement {
  let typing = false;
  const area = h("textarea", {
    id: "draft",
    key: "draft",
    part: "draft",
    rows: 3,
    dir: "auto",
    autocomplete: "off",
    spellcheck: "true",
    onInput: (event: InputEvent) => {
      actions.retype((event.target as HTMLTextAreaElement).value, typing);
      typing = true;
    },
  });
  area.value = compose(now);
  const open = blanks(now.base);
  const here = now.edits.flatMap((edit, number) => (now.base.includes(edit.found) ? [{ edit, number }] : []));
  return h(
    "div",
    { class: "draft stack" },
    h("h2", { tabindex: -1, key: "draft-heading" }, t("draft_heading")),
    h("label", { for: "draft" }, t("draft_label")),
    area,
    open.length > 0 &&
      h("fieldset", { class: "stack" }, h("legend", {}, t("blanks")), ...open.map((blank, number) => blankField(blank, number, now.fills[blank] ?? "", actions))),
    here.length > 0 && h("div", { class: "stack", role: "group", "aria-label": t("parts_heading") }, h("h3", {}, t("parts_heading")), h("ul", {}, ...here.map(({ edit, number }) => change(now, edit, number, t, actions)))),
    h(
      "div",
      { class: "row" },
      h("button", { class: "main", part: "button-primary", type: "button", key: "copy", onClick: actions.copy }, t("copy")),
      h("button", { type: "button", part: "button", key: "undo", disabled: now.past.length === 0, onClick: actions.undo }, t("undo")),
      h("button", { class: "plain", part: "button", type: "button", key: "discard", onClick: actions.discard }, t("discard")),
    ),
  );
}

function blankField(blank: string, number: number, words: string, actions: ResultActions): HTMLElement {
  const input = h("input", {
    type: "text",
    id: `blank-${number}`,
    key: `blank-${number}`,
    autocomplete: "off",
    dir: "auto",
    onInput: (event: InputEvent) => actions.fill(blank, (event.target as HTMLInputElement).value),
  });
  input.value = words;
  return h("div", { class: "stack" }, h("label", { for: `blank-${number}` }, blank.slice(1, -1)), input);
}

function change(now: Draft, edit: Draft["edits"][number], number: number, t: Translate, actions: ResultActions): HTMLElement {
  const off = now.off.has(number);
  const [take, give]: [Key, Key] = edit.kind === "change" ? ["undo_change", "redo_change"] : ["leave_out", "put_back"];
  const label = edit.kind === "change" ? t("part_change", { to: edit.label, from: edit.from }) : t(edit.kind === "need" ? "part_need" : "part_request");
  return h(
    "li",
    { class: off ? "edit off" : "edit", part: "change" },
    h("span", { id: `edit-${number}` }, edit.kind === "change" ? h("q", {}, label) : `${label}: `, edit.kind !== "change" && h("q", {}, edit.label)),
    h("button", { type: "button", key: `edit-${number}`, "aria-describedby": `edit-${number}`, onClick: () => actions.edit(number) }, t(off ? give : take)),
  );
}

function receipt(kept: Receipt, t: Translate): Child {
  const changed = kept.changed.map((one) => (typeof one === "string" ? one : [t("part_change", { to: one.to, from: one.from }), one.reason].filter(Boolean).join(": ")));
  const parts = [
    [t("receipt_changed"), changed],
    [t("receipt_kept"), kept.kept],
    [t("receipt_guessed"), kept.guessed],
  ] as const;
  const filled = parts.filter(([, items]) => items.length);
  if (!filled.length) return null;
  return h("details", { part: "receipt", key: "receipt" }, h("summary", {}, t("receipt")), h("div", { class: "stack roomy" }, ...filled.map(([name, items]) => h("div", { class: "stack" }, h("h3", {}, name), ...listOf(items)))));
}

function listOf(items: readonly string[]): HTMLElement[] {
  return items.length ? [h("ul", { class: "bullets" }, ...items.map((one) => h("li", { dir: "auto" }, one)))] : [];
}
