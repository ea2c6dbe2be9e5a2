/** The words of the interface, by language, with plural rules and the direction of writing. */

import en from "./messages/en.json";
import es from "./messages/es.json";
import type chat from "../chat/messages/en.json";
import type widget from "../messages/en.json";

export type Messages = typeof en & typeof widget & typeof chat;
export type Key = keyof Messages;
type Plural = Partial<Record<Intl.LDMLPluralRule, string>>;

const RIGHT_TO_LEFT = new Set(["ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"]);
const books = new Map<string, Partial<Messages>>([
  ["en", en],
  ["es", es],
]);

/** Looks up words: `t("left", {n: 3})`. A number `n` chooses the plural form. */
export type Translate = (key: Key, values?: Record<string, string | number>) => string;

/** Add or replace the words of a language; what is missing falls back to English. */
export function addMessages(language: string, messages: Partial<Messages>): void {
  const key = language.toLowerCase();
  books.set(key, { ...books.get(key), ...messages });
}

/** The best language that there are words for: `es-MX` finds `es`, an unknown one finds `en`. */
export function bestLanguage(wanted: string): string {
  const key = wanted.toLowerCase();
  for (const candidate of [key, key.split("-")[0] ?? ""]) if (books.has(candidate)) return candidate;
  return "en";
}

/** The words of one language. */
export function translator(language: string): Translate {
  const book = books.get(language) ?? {};
  const english = books.get("en") ?? {};
  const rules = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const found: string | Plural | undefined = book[key] ?? english[key];
    if (found === undefined) return "";
    const text = typeof found === "string" ? found : (found[rules.select(Number(values["n"]))] ?? found.other ?? "");
    return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
  };
}

/** Which way a language is written. */
export function direction(language: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(language.toLowerCase().split("-")[0] ?? "") ? "rtl" : "ltr";
}

/** The language that an element inherits, across shadow roots. */
export function inheritedLanguage(element: Element): string {
  for (let node: Element | null = element; node; ) {
    const holder: Element | null = node.closest("[lang]");
    if (holder) return holder.getAttribute("lang") ?? "";
    const root: Node = node.getRootNode();
    node = root instanceof ShadowRoot ? root.host : null;
  }
  return "";
}
