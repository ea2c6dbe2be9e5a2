/** The routed state of the widget. */

import type { Result } from "./api";
import { h, type Child } from "./shared/dom";
import { countryChoice, lines, paragraphs, question } from "./shared/help";
import type { Translate } from "./shared/i18n";
import type { CheckIn } from "./shared/records";

export interface HelpActions {
  answer(reply: CheckIn): void;
  country(code: string): void;
  unfold(): void;
}

/** What stands in place of wordings where a text shows danger: reviewed words, lines, the question, the note on devices. */
export function routed(result: Result, country: string, language: string, t: Translate, actions: HelpActions): Child[] {
  return [
    h(
      "div",
      { class: "stack", part: "notice" },
      h("h2", { tabindex: -1, key: "heading" }, t("route_heading")),
      h("div", { class: "stack prose" }, ...paragraphs(result.note || t("danger"))),
    ),
    h("div", { class: "stack" }, lines(result.resources, t), countryChoice("route-country", country, language, t, actions.country)),
    result.question && question(result.question, t, actions.answer),
    h("p", { class: "notice", part: "notice" }, t("device_note")),
    h("div", {}, h("button", { class: "plain", type: "button", key: "unfold", onClick: actions.unfold }, t("back_to_text"))),
  ];
}
