/** The quiet link to help in the foot of the widget, and the lines that fold out under it. */

import { HelpPanel, type HelpSource } from "./shared/help-panel";
import type { Translate } from "./shared/i18n";

export interface FoldingSource extends HelpSource {
  shown(): void;
}

export class FoldingHelp extends HelpPanel {
  constructor(
    region: HTMLElement,
    readonly button: HTMLElement,
    t: Translate,
    language: string,
    override readonly source: FoldingSource,
  ) {
    super(region, t, language, source);
  }

  toggle(): void {
    if (this.region.hidden) void this.#open();
    else this.close();
  }

  close(): void {
    this.stop();
    this.region.replaceChildren();
    this.#set(false);
  }

  async #open(): Promise<void> {
    this.#set(true);
    await this.show();
    this.source.shown();
  }

  #set(open: boolean): void {
    this.region.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    this.button.textContent = this.t(open ? "help_close" : "help_open");
  }
}
