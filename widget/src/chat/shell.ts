/** The parts of the page that stay while the conversation grows. */

import { h } from "../shared/dom";
import { countryChoice } from "../shared/help";
import type { Key, Translate } from "../shared/i18n";
import { SideSheet } from "./side-sheet";

export interface ShellActions {
  exit(event: MouseEvent): void;
  help(): void;
  fresh(): void;
  send(): void;
  typed(): void;
  keyed(event: KeyboardEvent): void;
  keep(): void;
  begin(text: string): void;
  country(code: string): void;
  language(code: string): void;
}

export interface Shell {
  parts: HTMLElement[];
  exit: HTMLAnchorElement;
  presses: HTMLElement;
  helpButton: HTMLButtonElement;
  fresh: HTMLButtonElement;
  start: HTMLElement;
  turns: HTMLOListElement;
  offline: HTMLElement;
  composer: HTMLFormElement;
  editing: HTMLElement;
  input: HTMLTextAreaElement;
  count: HTMLElement;
  go: HTMLButtonElement;
  country: HTMLElement;
  heard: HTMLElement;
  status: HTMLElement;
  urgent: HTMLElement;
  cover: HTMLElement;
  sheet: SideSheet;
}

/** A mouse or the like, and so most likely a keyboard. */
export const FINE_POINTER = "(hover: hover) and (pointer: fine)";
const STARTERS: readonly Key[] = ["starter_1", "starter_2", "starter_3"];
const LANGUAGES: readonly (readonly [string, string])[] = [
  ["en", "English"],
  ["es", "Español"],
];

/** Build the page in one language; `leads` is where the exit leads. */
export function buildShell(t: Translate, language: string, country: string, leads: string, actions: ShellActions): Shell {
  const exit = h("a", { class: "exit", href: leads, rel: "noreferrer noopener nofollow", onClick: actions.exit }, t("exit"));
  const presses = h("p", { class: "presses", role: "status" });
  const helpButton = h("button", { class: "plain", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false", onClick: actions.help }, t("help_open"));
  const fresh = h("button", { class: "plain", type: "button", hidden: true, onClick: actions.fresh }, t("new"));
  const start = welcome(t, actions);
  const turns = h("ol", { class: "turns" });
  const main = h("main", { class: "column" }, start, turns);
  const offline = h("p", { class: "notice trouble", role: "status", hidden: true });
  const editing = h(
    "div",
    { class: "row editing", hidden: true },
    h("p", { class: "soft", id: "editing" }, t("editing")),
    h("button", { class: "plain small", type: "button", onClick: actions.keep }, t("edit_cancel")),
  );
  const { input, count, go, line } = writing(t, actions);
  const composer = h("form", { class: "composer column", autocomplete: "off", "aria-label": t("composer"), onSubmit: (event: Event) => event.preventDefault() }, offline, editing, line, count);
  composer.addEventListener("submit", () => actions.send());
  const chosen = h("div", {}, countryChoice("country", country, language, t, actions.country));
  const foot = footer(t, language, chosen, actions);
  const sheet = new SideSheet(t, [main, composer, foot]);
  const top = h("header", { class: "top" }, h("div", { class: "bar" }, exit, h("div", { class: "row menu" }, fresh, helpButton), presses), sheet.root);
  const heard = h("div", { class: "hush", role: "log", "aria-live": "polite" });
  const status = h("p", { class: "hush", role: "status" });
  const urgent = h("p", { class: "hush", role: "alert" });
  const cover = h("div", { class: "cover", popover: "manual", hidden: true }, t("leaving"));
  const parts = [top, main, composer, foot, h("div", { class: "aloud" }, heard, status, urgent), cover];
  return { parts, exit, presses, helpButton, fresh, start, turns, offline, composer, editing, input, count, go, country: chosen, heard, status, urgent, cover, sheet };
}

function welcome(t: Translate, actions: ShellActions): HTMLElement {
  const starter = (key: Key): HTMLElement | null => {
    const words = t(key);
    return words ? h("li", {}, h("button", { type: "button", class: "starter", onClick: () => actions.begin(words) }, words)) : null;
  };
  return h(
    "section",
    { class: "start" },
    h("h1", {}, t("chat_heading")),
    h("p", { class: "first notice" }, t("notice"), " ", h("span", { class: "more" }, t("chat_forgets"))),
    h("div", { class: "stack opening" }, h("p", {}, t("chat_lead")), t("chat_language_note") && h("p", {}, t("chat_language_note"))),
    t("starters") && h("div", { class: "stack opening" }, h("h2", {}, t("starters")), h("ul", { class: "starters" }, ...STARTERS.map(starter))),
  );
}

function writing(t: Translate, actions: ShellActions): Pick<Shell, "input" | "count" | "go"> & { line: HTMLElement } {
  const input = h("textarea", {
    id: "message",
    rows: 1,
    dir: "auto",
    autocomplete: "off",
    autocapitalize: "sentences",
    spellcheck: "true",
    "aria-label": t("message_label"),
    "aria-describedby": "hint count",
    placeholder: t("message_label"),
    onInput: actions.typed,
    onKeydown: actions.keyed,
  });
  const go = h("button", { class: "main go", type: "submit" }, t("send"));
  const count = h("p", { class: "soft", id: "count", hidden: true });
  const line = h("div", { class: "line-in" }, input, go, h("p", { class: "hush", id: "hint" }, matchMedia(FINE_POINTER).matches && t("message_hint")));
  return { input, count, go, line };
}

function footer(t: Translate, language: string, country: HTMLElement, actions: ShellActions): HTMLElement {
  const choice = h(
    "select",
    { id: "language", class: "narrow", onChange: (event: Event) => actions.language((event.target as HTMLSelectElement).value) },
    ...LANGUAGES.map(([code, name]) => h("option", { value: code, lang: code, selected: code === language }, name)),
  );
  const about = h(
    "details",
    {},
    h("summary", {}, t("about")),
    h(
      "div",
      { class: "stack" },
      ...(["chat_sources", "privacy_service", "privacy_exit"] as const).map((key) => h("p", {}, t(key))),
      h("p", { class: "soft" }, t("for_builders"), " ", h("a", { href: "docs", target: "_blank", rel: "noopener" }, t("for_builders_docs")), " · ", h("a", { href: "widget", target: "_blank", rel: "noopener" }, t("for_builders_widget"))),
    ),
  );
  return h("footer", { class: "foot column" }, h("div", { class: "row choices-row" }, country, h("div", { class: "row" }, h("label", { for: "language" }, t("language")), choice)), about);
}
