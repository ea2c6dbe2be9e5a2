/** The lines of a country, fetched when somebody wants to see them. */

import { h, redraw } from "./dom";
import { countryChoice, lines, paragraphs } from "./help";
import type { Translate } from "./i18n";
import { Failure, helpLines } from "./service";

export interface HelpSource {
  address(): string;
  country(): string;
  pick(code: string): void;
}

export class HelpPanel {
  #asking: AbortController | null = null;

  constructor(
    readonly region: HTMLElement,
    readonly t: Translate,
    readonly language: string,
    readonly source: HelpSource,
  ) {}

  /** Nothing more is awaited. */
  stop(): void {
    this.#asking?.abort();
    this.#asking = null;
  }

  async show(): Promise<void> {
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
      void this.show();
    };
    return [
      h("h3", {}, this.t("help_heading")),
      h("p", {}, this.t("danger")),
      countryChoice("help-country", this.source.country(), this.language, this.t, pick),
    ];
  }
}
