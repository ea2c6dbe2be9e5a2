/** What the service sends, read with care: a field that is missing or odd becomes empty and breaks nothing. */

export type CheckIn = "yes" | "not_sure" | "no";

export interface Resource {
  category: string;
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

export function readResource(data: unknown): Resource {
  const one = record(data);
  const of = (name: string): string => text(one[name]);
  return {
    category: of("category"),
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

export function readQuestion(data: unknown): Question | null {
  const { text: words, options } = record(data);
  const known = texts(options).filter((one): one is CheckIn => one === "yes" || one === "not_sure" || one === "no");
  return text(words) && known.length ? { text: text(words), options: known } : null;
}

export function record(data: unknown): Record<string, unknown> {
  return typeof data === "object" && data !== null ? (data as Record<string, unknown>) : {};
}

export function list(data: unknown): unknown[] {
  return Array.isArray(data) ? data : [];
}

export function text(data: unknown): string {
  return typeof data === "string" ? data : "";
}

export function texts(data: unknown): string[] {
  return list(data).filter((one): one is string => typeof one === "string" && one !== "");
}

function webAddress(value: string): string {
  return /^https?:\/\//i.test(value) ? value : "";
}
