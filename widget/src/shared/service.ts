/** Calls to the service: without cookies, referrer or cache, and with one class for every way in which they fail. */

import { list, readResource, record, type Resource } from "./records";

export type Trouble = "offline" | "unreachable" | "timeout" | "busy" | "too_large" | "refused" | "broken";

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
const RETRY_SECONDS = 5;

/** Reads an answer; `alive` tells that something came, and the clock begins anew. */
export type Read<T> = (response: Response, alive: () => void) => Promise<T>;

/** Ask the service. Throws `Failure`, or an `AbortError` when stopped by the signal. */
export async function ask<T>(url: string, init: RequestInit, signal: AbortSignal, read: Read<T>): Promise<T> {
  const both = new AbortController();
  let late = false;
  let clock: ReturnType<typeof setTimeout> | undefined;
  const wait = (): void => {
    clearTimeout(clock);
    clock = setTimeout(() => {
      late = true;
      both.abort();
    }, PATIENCE_MS);
  };
  const stop = (): void => both.abort();
  signal.addEventListener("abort", stop, { once: true });
  wait();
  try {
    const response = await fetch(url, { ...init, signal: both.signal, credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" });
    if (!response.ok) throw failureOf(response);
    return await read(response, wait);
  } catch (error) {
    if (signal.aborted || error instanceof Failure) throw error;
    if (late) throw new Failure("timeout");
    if (error instanceof SyntaxError) throw new Failure("broken");
    throw new Failure(navigator.onLine ? "unreachable" : "offline");
  } finally {
    clearTimeout(clock);
    signal.removeEventListener("abort", stop);
  }
}

/** Ask for JSON. */
export function askJson(url: string, init: RequestInit, signal: AbortSignal): Promise<unknown> {
  return ask(url, init, signal, (response) => response.json());
}

/** What a `POST` of a record takes. */
export function posted(body: object): RequestInit {
  return { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
}

/** Help lines of a country; without one, where to look in any country. */
export async function helpLines(address: string, country: string, signal: AbortSignal): Promise<Resource[]> {
  const query = country ? `?country=${encodeURIComponent(country)}` : "";
  return list(record(await askJson(`${address}/v1/resources${query}`, {}, signal))["resources"]).map(readResource);
}

/** The kind of trouble that a status tells of. */
export function trouble(status: number): Trouble {
  if (status === 413) return "too_large";
  if (status === 429 || status === 503) return "busy";
  return status < 500 ? "refused" : "broken";
}

function failureOf(response: Response): Failure {
  const wait = Number(response.headers.get("Retry-After"));
  const seconds = Number.isFinite(wait) && wait > 0 ? Math.ceil(wait) : RETRY_SECONDS;
  return new Failure(trouble(response.status), response.headers.get("X-Request-Id") ?? "", seconds);
}
