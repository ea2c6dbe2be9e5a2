/** A section of a guide in the side sheet: its place, its text with the quoted words marked, and the way to its neighbours. */

import { h, type Child } from "../shared/dom";
import type { Translate } from "../shared/i18n";
import { Failure } from "../shared/service";
import { section, type Neighbour, type Section } from "./coach";
import type { SideSheet } from "./side-sheet";

export class GuideView {
  #asking: AbortController | null = null;

  constructor(
    readonly sheet: SideSheet,
    readonly t: Translate,
    readonly address: () => string,
  ) {}

  /** Open a section; the sheet is there at once, its text as soon as it has come. */
  open(id: string, heading: string, quote: string, opener: HTMLElement): void {
    this.sheet.show(heading, opener, [], () => this.#asking?.abort());
    void this.#fetch(id, quote);
  }

  async #fetch(id: string, quote: string): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    this.sheet.fill([h("p", { class: "soft", role: "status" }, this.t("sheet_loading"))]);
    try {
      this.sheet.fill(this.#page(await section(this.address(), id, asking.signal), quote));
      this.sheet.root.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    } catch (error) {
      if (!(error instanceof Failure)) return;
      const words = this.t(error.trouble === "offline" ? "sheet_offline" : "sheet_failed");
      const again = h("button", { type: "button", key: "sheet-retry", onClick: () => void this.#fetch(id, quote) }, this.t("retry"));
      this.sheet.fill([h("div", { class: "notice trouble stack", role: "alert" }, h("p", {}, words), h("div", {}, again))]);
    }
  }

  #page(found: Section, quote: string): Child[] {
    const { t } = this;
    const beside = (to: Neighbour | null, key: "sheet_before" | "sheet_after"): Child =>
      to && h("button", { type: "button", class: "plain", key, onClick: () => void this.#fetch(to.id, "") }, t(key, { heading: to.heading }));
    return [
      h("p", { class: "soft" }, h("span", { lang: "en" }, found.guide), found.all > 0 && ` · ${t("sheet_place", { at: found.at, all: found.all })}`),
      h("h2", { tabindex: -1, key: "heading", lang: "en" }, found.heading),
      h("div", { class: "prose stack", lang: "en" }, ...blocks(found.text, quote)),
      h("div", { class: "beside" }, beside(found.before, "sheet_before"), beside(found.after, "sheet_after")),
    ];
  }
}

/** Paragraphs and lists, with the quoted words marked where they stand. */
function blocks(text: string, quote: string): HTMLElement[] {
  return text.split(/\n\s*\n/).map((block) => {
    const rows = block.split("\n");
    const listed = rows.every((row) => /^[-*] /.test(row));
    return listed ? h("ul", { class: "bullets" }, ...rows.map((row) => h("li", {}, ...marked(row.slice(2), quote)))) : h("p", {}, ...marked(block, quote));
  });
}

function marked(text: string, quote: string): Child[] {
  const at = quote ? text.indexOf(quote) : -1;
  return at < 0 ? [text] : [text.slice(0, at), h("mark", {}, quote), text.slice(at + quote.length)];
}
