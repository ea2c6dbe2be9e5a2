/** The service as the widget sees it: one call for wordings, which leaves no trace. */

import { list, readQuestion, readResource, record, text, texts, type CheckIn, type Question, type Resource } from "./shared/records";
import { askJson, Failure, posted } from "./shared/service";

export type Mode = "say" | "hear";
export type Kind = "rewrite" | "affirm" | "leave" | "route";

export interface Blame {
  span: [number, number];
  reason: string;
}
export interface Change {
  from: string;
  to: string;
  reason?: string;
}
export interface Suggestion {
  text: string;
  shape: string;
  feeling: string;
  observation: string;
  need: string;
  request: string;
  kept: string[];
  guessed: string[];
}
export interface Receipt {
  changed: (string | Change)[];
  kept: string[];
  guessed: string[];
}
export interface Result {
  kind: Kind;
  blame: Blame[];
  suggestions: Suggestion[];
  feelings: string[];
  receipt: Receipt;
  resources: Resource[];
  question: Question | null;
  note: string;
  notice: string;
}
export interface Asked {
  statement: string;
  mode: Mode;
  feeling?: string;
  tone?: string;
  country?: string;
  check_in?: CheckIn;
}

const REWRITE = "/v1/rewrite";

/** The address of the service: the part before `/v1/…`, or where the script came from. */
export function serviceAddress(endpoint: string, script: string): string {
  const url = new URL(endpoint || ".", endpoint ? document.baseURI : new URL("..", script));
  return (url.origin + url.pathname).replace(REWRITE, "").replace(/\/+$/, "");
}

/** Ask for wordings. Throws `Failure`, or an `AbortError` when stopped. */
export async function rewrite(address: string, asked: Asked, signal: AbortSignal): Promise<Result> {
  return readResult(await askJson(address + REWRITE, posted(asked), signal));
}

function readResult(data: unknown): Result {
  const body = record(data);
  const verdict = record(body["verdict"]);
  const receipt = record(body["receipt"]);
  // Where the kind is not known and the verdict says danger, help is shown: better once too often.
  const kind = verdict["routed"] === true ? "route" : body["kind"];
  if (kind !== "rewrite" && kind !== "affirm" && kind !== "leave" && kind !== "route") throw new Failure("broken");
  return {
    kind,
    blame: kind === "route" ? [] : list(body["blame"]).map(readBlame),
    suggestions: kind === "route" ? [] : list(body["suggestions"]).map(readSuggestion).filter((one) => one.text),
    feelings: texts(body["feelings"]),
    receipt: { changed: list(receipt["changed"]).map(readChange), kept: texts(receipt["kept"]), guessed: texts(receipt["guessed"]) },
    resources: list(body["resources"]).map(readResource),
    question: readQuestion(body["question"]),
    note: text(body["note"]),
    notice: text(body["notice"]),
  };
}

function readBlame(data: unknown): Blame {
  const { span, reason } = record(data);
  const [start, end] = list(span).map(Number);
  return { span: [start ?? 0, end ?? 0], reason: text(reason) };
}

function readChange(data: unknown): string | Change {
  if (typeof data === "string") return data;
  const { from, to, reason } = record(data);
  return { from: text(from), to: text(to), reason: text(reason) };
}

function readSuggestion(data: unknown): Suggestion {
  const one = record(data);
  const of = (name: string): string => text(one[name]);
  return {
    text: of("text"),
    shape: of("shape"),
    feeling: of("feeling"),
    observation: of("observation"),
    need: of("need"),
    request: of("request"),
    kept: texts(one["kept"]),
    guessed: texts(one["guessed"]),
  };
}
