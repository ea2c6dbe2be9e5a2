/** The service as the widget sees it: one call for wordings, one for help lines; neither leaves a trace. */

export type Mode = "say" | "hear";
export type Kind = "rewrite" | "affirm" | "leave" | "route";
export type CheckIn = "yes" | "not_sure" | "no";
export type Trouble = "offline" | "unreachable" | "timeout" | "busy" | "too_large" | "refused" | "broken";

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
export interface Resource {
  name: string;
  phone: string;
  dial: string[];
  sms: string;
  chat_url: string;
  url: string;
  hours: string;
  scope: string;
}
export interface Question {
  text: string;
  options: CheckIn[];
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

/** Why there is no answer. It never holds what was written. */
export class Failure extends Error {
  constructor(
    readonly trouble: Trouble,
    readonly reference = "",
    readonly seconds = 0,
  ) {
    super(trouble);
  }
}

const PATIENCE_MS = 20_000;
const REWRITE = "/v1/rewrite";

/** The address of the service: the part before `/v1/…`, or where the script came from. */
export function serviceAddress(endpoint: string, script: string): string {
  const url = new URL(endpoint || ".", endpoint ? document.baseURI : new URL("..", script));
  return (url.origin + url.pathname).replace(REWRITE, "").replace(/\/+$/, "");
}

/** Ask for wordings. Throws `Failure`, or an `AbortError` when stopped. */
export async function rewrite(address: string, asked: Asked, signal: AbortSignal): Promise<Result> {
  const body = JSON.stringify(asked);
  return readResult(await call(address + REWRITE, { method: "POST", body, headers: { "Content-Type": "application/json" } }, signal));
}

/** Help lines of a country; without one, where to look in any country. */
export async function helpLines(address: string, country: string, signal: AbortSignal): Promise<Resource[]> {
  const query = country ? `?country=${encodeURIComponent(country)}` : "";
  return list(record(await call(`${address}/v1/resources${query}`, {}, signal))["resources"]).map(readResource);
}

async function call(url: string, init: RequestInit, signal: AbortSignal): Promise<unknown> {
  const clock = AbortSignal.timeout(PATIENCE_MS);
  const both = new AbortController();
  for (const source of [signal, clock]) source.addEventListener("abort", () => both.abort(), { once: true });
  let response: Response;
  try {
    response = await fetch(url, { ...init, signal: both.signal, credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" });
    if (response.ok) return await response.json();
  } catch (error) {
    if (signal.aborted) throw error;
    if (clock.aborted) throw new Failure("timeout");
    if (error instanceof SyntaxError) throw new Failure("broken");
    throw new Failure(navigator.onLine ? "unreachable" : "offline");
  }
  throw new Failure(trouble(response.status), response.headers.get("X-Request-Id") ?? "", seconds(response));
}

function trouble(status: number): Trouble {
  if (status === 413) return "too_large";
  if (status === 429 || status === 503) return "busy";
  return status < 500 ? "refused" : "broken";
}

function seconds(response: Response): number {
  const wait = Number(response.headers.get("Retry-After"));
  return Number.isFinite(wait) && wait > 0 ? Math.ceil(wait) : 5;
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

function readResource(data: unknown): Resource {
  const one = record(data);
  const of = (name: string): string => text(one[name]);
  return {
    name: of("name"),
    phone: of("phone"),
    dial: texts(one["dial"]),
    sms: of("sms"),
    chat_url: webAddress(of("chat_url")),
    url: webAddress(of("url")),
    hours: of("hours"),
    scope: of("scope"),
  };
}

function readQuestion(data: unknown): Question | null {
  const { text: words, options } = record(data);
  const known = texts(options).filter((one): one is CheckIn => one === "yes" || one === "not_sure" || one === "no");
  return text(words) && known.length ? { text: text(words), options: known } : null;
}

function webAddress(value: string): string {
  return /^https?:\/\//i.test(value) ? value : "";
}

function record(data: unknown): Record<string, unknown> {
  return typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
}

function list(data: unknown): unknown[] {
  return Array.isArray(data) ? data : [];
}

function text(data: unknown): string {
  return typeof data === "string" ? data : "";
}

function texts(data: unknown): string[] {
  return list(data).filter((one): one is string => typeof one === "string" && one !== "");
}
