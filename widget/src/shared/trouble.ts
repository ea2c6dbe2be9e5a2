/** What is shown when there is no answer: what happened, what to do, and where help is. The text stays in the box. */

import { h } from "./dom";
import type { Key, Translate } from "./i18n";
import type { Failure, Trouble } from "./service";

const WORDS: Record<Trouble, Key> = {
  offline: "error_offline",
  unreachable: "error_unreachable",
  timeout: "error_timeout",
  busy: "error_busy",
  too_large: "error_too_large",
  refused: "error_refused",
  broken: "error_broken",
};

/** The words to announce and the view to show. */
export function failureView(failure: Failure, connected: boolean, t: Translate, retry?: () => void): { words: string; view: HTMLElement } {
  const words = connected ? t("error_online") : t(WORDS[failure.trouble], { n: failure.seconds });
  const view = h(
    "div",
    { class: "notice trouble stack", part: "error" },
    h("p", {}, words),
    h("p", { class: "soft" }, t("danger")),
    failure.reference && h("p", { class: "soft" }, t("error_reference", { id: failure.reference })),
    h("div", {}, h("button", { type: "button", part: "button", key: "retry", onClick: () => retry?.() }, t("retry"))),
  );
  return { words, view };
}
