/** The quiet link to help that is always there, and the lines behind it. */

import { Failure, helpLines } from "./api";
import { h, redraw } from "./dom";
import { countryChoice, lines, paragraphs } from "./help";
import type { Translate } from "./i18n";

export interface HelpSource {
  address(): string;
  country(): string;
  pick(code: string): void;
  shown(): void;
}

export class HelpPanel {
  #asking: AbortController | null = null;

  constructor(
    readonly region: HTMLElement,
    readonly button: HTMLElement,
    readonly t: Translate,
    readonly language: string,
    readonly source: HelpSource,
  ) {}

  toggle(): void {
    if (this.region.hidden) void this.#open();
    else this.close();
  }

  close(): void {
    this.stop();
    this.region.replaceChildren();
    this.#set(false);
  }

  stop(): void {
    this.#asking?.abort();
    this.#asking = null;
  }

  #set(open: boolean): void {
    this.region.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    this.button.textContent = this.t(open ? "help_close" : "help_open");
  }

  async #open(): Promise<void> {
    this.#set(true);
    await this.#show();
    this.source.shown();
  }

  async #show(): Promise<void> {
    this.stop();
    const asking = new AbortController();
    this.#asking = asking;
    redraw(this.region, this.#top());
    try {
      const found = await helpLines(this.source.address(), this.source.country(), asking.signal);
      redraw(this.region, [...this.#top(), lines(found, this.t)]);
    } catch (error) {
      if (!(error instanceof Failure)) return;
      redraw(this.region, [...this.#top(), ...paragraphs(this.t(error.trouble === "offline" ? "help_offline" : "help_unreachable"))]);
    }
  }

  #top(): HTMLElement[] {
    const pick = (code: string): void => {
      this.source.pick(code);
      void this.#show();
    };
    return [
      h("h3", {}, this.t("help_heading")),
      h("p", {}, this.t("danger")),
      countryChoice("help-country", this.source.country(), this.language, this.t, pick),
    ];
  }
}
