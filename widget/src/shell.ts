/** The parts of the box that stay while results come and go. */

import type { Mode } from "./api";
import { h } from "./shared/dom";
import type { Translate } from "./shared/i18n";

export interface ShellActions {
  exit(event: MouseEvent): void;
  choose(mode: Mode): void;
  typed(text: string): void;
  go(): void;
  clear(): void;
  help(): void;
}

export interface Shell {
  root: HTMLElement;
  exit: HTMLAnchorElement;
  presses: HTMLElement;
  tabs: Record<Mode, HTMLButtonElement>;
  panel: HTMLElement;
  composer: HTMLElement;
  label: HTMLLabelElement;
  hint: HTMLElement;
  input: HTMLTextAreaElement;
  count: HTMLElement;
  go: HTMLButtonElement;
  clear: HTMLButtonElement;
  working: HTMLElement;
  tones: HTMLInputElement[];
  output: HTMLElement;
  status: HTMLElement;
  urgent: HTMLElement;
  help: HTMLElement;
  helpButton: HTMLButtonElement;
  cover: HTMLElement;
}

const MODES: readonly Mode[] = ["say", "hear"];
const TONES = ["", "gentle", "direct"] as const;

/** Build the shell in one language. */
export function buildShell(t: Translate, actions: ShellActions): Shell {
  const exit = h("a", { class: "exit", part: "exit", rel: "noreferrer noopener nofollow", target: "_top", onClick: actions.exit }, t("exit"));
  const presses = h("p", { class: "presses", role: "status" });
  const tabs = tabButtons(t, actions);
  const label = h("label", { class: "name", for: "text" });
  const hint = h("p", { class: "soft", id: "hint" });
  const count = h("p", { class: "soft", id: "count" });
  const input = h("textarea", {
    id: "text",
    part: "input",
    rows: 4,
    dir: "auto",
    autocomplete: "off",
    autocapitalize: "sentences",
    spellcheck: "true",
    "aria-describedby": "hint count",
    onInput: (event: InputEvent) => actions.typed((event.target as HTMLTextAreaElement).value),
  });
  const go = h("button", { class: "main", part: "button-primary", type: "button", onClick: actions.go });
  const clear = h("button", { class: "plain", part: "button", type: "button", onClick: actions.clear }, t("clear"));
  const working = h("span", { class: "soft dots", "aria-hidden": "true", hidden: true }, t("working")); // said aloud by the status line
  const [toneSet, tones] = toneChoice(t);
  const composer = h(
    "div",
    { class: "stack composer" },
    label,
    hint,
    input,
    count,
    toneSet,
    h("div", { class: "row" }, go, clear, working, h("slot", { name: "actions" })),
  );
  const output = h("section", { part: "output", class: "stack roomy", tabindex: -1, "aria-label": t("wordings_heading") });
  const status = h("p", { class: "hush", role: "status" });
  const urgent = h("p", { class: "hush", role: "alert" });
  const panel = h("div", { role: "tabpanel", id: "panel", class: "stack roomy", part: "panel" }, composer, output);
  const help = h("section", { class: "stack", part: "help", id: "help", hidden: true, tabindex: -1, "aria-label": t("help_heading") });
  const helpButton = h(
    "button",
    { class: "plain", part: "button", type: "button", "aria-controls": "help", "aria-expanded": "false", onClick: actions.help },
    t("help_open"),
  );
  const cover = h("div", { class: "cover", popover: "manual", hidden: true }, t("leaving"));
  const root = h(
    "div",
    { class: "root", part: "container" },
    h(
      "div",
      { class: "frame" },
      h("div", { class: "bar", part: "header" }, exit, h("h2", {}, h("slot", { name: "heading" }, t("heading"))), presses),
      h("div", { class: "body" }, h("div", { role: "tablist", "aria-label": t("tabs"), part: "tabs" }, tabs.say, tabs.hear), panel),
      footer(t, help, helpButton),
    ),
    status,
    urgent,
    cover,
  );
  return { root, exit, presses, tabs, panel, composer, label, hint, input, count, go, clear, working, tones, output, status, urgent, help, helpButton, cover };
}

function tabButtons(t: Translate, actions: ShellActions): Record<Mode, HTMLButtonElement> {
  const tab = (mode: Mode): HTMLButtonElement =>
    h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${mode}`,
        part: "tab",
        "aria-controls": "panel",
        onClick: () => actions.choose(mode),
        onKeydown: (event: KeyboardEvent) => {
          const to = { ArrowRight: 1, ArrowLeft: 1, Home: "say", End: "hear" }[event.key] as 1 | Mode | undefined;
          if (!to) return;
          event.preventDefault();
          const next = to === 1 ? (MODES[1 - MODES.indexOf(mode)] ?? mode) : to;
          actions.choose(next);
          tabs[next].focus();
        },
      },
      t(mode === "say" ? "tab_say" : "tab_hear"),
    );
  const tabs = { say: tab("say"), hear: tab("hear") };
  return tabs;
}

function toneChoice(t: Translate): [HTMLElement, HTMLInputElement[]] {
  const labels = { "": t("tone_any"), gentle: t("tone_gentle"), direct: t("tone_direct") };
  const inputs = TONES.map((tone) => h("input", { type: "radio", name: "tone", value: tone, checked: tone === "" }));
  const choices = inputs.map((input) => h("label", { class: "choice" }, input, h("span", {}, labels[input.value as keyof typeof labels])));
  return [h("fieldset", { class: "stack", part: "tone" }, h("legend", {}, t("tone")), h("div", { class: "choices" }, ...choices)), inputs];
}

function footer(t: Translate, help: HTMLElement, helpButton: HTMLElement): HTMLElement {
  const privacy = h(
    "details",
    {},
    h("summary", {}, t("privacy")),
    h("div", { class: "stack" }, ...(["privacy_service", "privacy_host", "privacy_exit"] as const).map((key) => h("p", {}, t(key)))),
  );
  return h(
    "div",
    { class: "foot", part: "footer" },
    h("div", { class: "row" }, h("p", {}, t("notice"), h("slot", { name: "disclaimer" })), helpButton),
    help,
    privacy,
    h("slot", { name: "footer" }),
  );
}
