/** Help: lines, the closed question, the choice of a country. */

import { h, type Child } from "./dom";
import type { Translate } from "./i18n";
import type { CheckIn, Question, Resource } from "./records";

/** Help lines as a list; a number that can be dialled is a link. */
export function lines(resources: readonly Resource[], t: Translate): Child {
  if (!resources.length) return null;
  return h("ul", { class: "lines" }, ...resources.map((one) => line(one, t)));
}

function line(one: Resource, t: Translate): HTMLElement {
  const [first] = one.dial;
  const phone = one.dial.length === 1 && first ? [dial(first, one.phone)] : [one.phone && h("span", { class: "phone", dir: "ltr" }, one.phone), ...one.dial.map((n) => dial(n, t("call", { n })))];
  return h(
    "li",
    { class: "line", part: "resource" },
    h("span", {}, h("strong", {}, one.name), one.scope && ` (${one.scope})`),
    one.phone && h("div", { class: "row" }, ...phone),
    (one.sms || one.chat_url || one.url) &&
      h("div", { class: "row" }, one.sms && h("span", {}, t("text", { n: one.sms })), away(one.chat_url, t("chat"), one.name), away(one.url, t("website"), one.name)),
    one.hours && h("span", { class: "soft" }, one.hours),
  );
}

function dial(digits: string, words: string): HTMLElement {
  return h("a", { class: "phone", dir: "ltr", href: `tel:${digits.replace(/[^\d+*#]/g, "")}` }, words);
}

function away(address: string, words: string, name: string): Child {
  return address && h("a", { href: address, target: "_blank", rel: "noreferrer noopener", "aria-label": `${words}: ${name}` }, words);
}

/** The closed question with its answers. */
export function question(asked: Question, t: Translate, answer: (reply: CheckIn) => void): HTMLElement {
  const words = answerWords(t);
  return h(
    "fieldset",
    { class: "stack", part: "question" },
    h("legend", {}, asked.text),
    h("div", { class: "row" }, ...asked.options.map((one) => h("button", { type: "button", key: `answer-${one}`, onClick: () => answer(one) }, words[one]))),
  );
}

/** The three answers in words. */
export function answerWords(t: Translate): Record<CheckIn, string> {
  return { yes: t("question_yes"), not_sure: t("question_not_sure"), no: t("question_no") };
}

/** Countries by their names in the language of the box; never a guessed one. */
export function countryChoice(id: string, chosen: string, language: string, t: Translate, pick: (code: string) => void): HTMLElement {
  const names = new Intl.DisplayNames(language, { type: "region" });
  const named = COUNTRIES.map((code) => [code, names.of(code) ?? code] as const).sort((a, b) => a[1].localeCompare(b[1], language));
  const select = h(
    "select",
    { id, key: id, class: "narrow", onChange: (event: Event) => pick((event.target as HTMLSelectElement).value) },
    h("option", { value: "" }, t("country_any")),
    ...named.map(([code, name]) => h("option", { value: code, selected: code === chosen }, name)),
  );
  return h("div", { class: "row" }, h("label", { for: id }, t("country")), select);
}

/** Text with blank lines as paragraphs. */
export function paragraphs(text: string): HTMLElement[] {
  return text.split(/\n\s*\n/).map((part) => h("p", { dir: "auto" }, part));
}

// The countries of the world by their two letters; which of them have lines, the service knows.
const COUNTRIES =
  "AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG BH BI BJ BN BO BR BS BT BW BY BZ CA CD CF CG CH CI CL CM CN CO CR CU CV CY CZ DE DJ DK DM DO DZ EC EE EG ER ES ET FI FJ FM FR GA GB GD GE GH GM GN GQ GR GT GW GY HK HN HR HT HU ID IE IL IN IQ IR IS IT JM JO JP KE KG KH KI KM KN KP KR KW KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MH MK ML MM MN MR MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ OM PA PE PG PH PK PL PS PT PW PY QA RO RS RU RW SA SB SC SD SE SG SI SK SL SM SN SO SR SS ST SV SY SZ TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VN VU WS XK YE ZA ZM ZW".split(
    " ",
  );
