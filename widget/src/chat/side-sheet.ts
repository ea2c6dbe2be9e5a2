/** A sheet beside the conversation, over it where there is little room. The line with the exit stays free. */

import { h, redraw, type Child } from "../shared/dom";
import type { Translate } from "../shared/i18n";

const NARROW = "(max-width: 63.99rem)";

export class SideSheet {
  readonly root: HTMLElement;
  readonly #body = h("div", { class: "sheet-body stack" });
  readonly #narrow = matchMedia(NARROW);
  #opener: HTMLElement | null = null;
  #closed: () => void = () => undefined;

  constructor(
    readonly t: Translate,
    /** What lies under the sheet where there is little room. */
    readonly under: readonly HTMLElement[],
  ) {
    this.root = h(
      "div",
      { class: "sheet", role: "dialog", tabindex: -1, hidden: true },
      h("div", { class: "sheet-top" }, h("button", { type: "button", class: "small", key: "close", onClick: () => this.close() }, t("sheet_close"))),
      this.#body,
    );
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
    this.#narrow.addEventListener("change", this.#cover);
  }

  get open(): boolean {
    return !this.root.hidden;
  }

  /** Show something; `opener` gets the focus back, and `closed` is told when it is over. */
  show(name: string, opener: HTMLElement, children: Child[], closed: () => void = () => undefined): void {
    if (this.open) this.#closed();
    else document.documentElement.classList.add("with-sheet");
    this.#opener?.setAttribute("aria-expanded", "false");
    [this.#opener, this.#closed] = [opener, closed];
    opener.setAttribute("aria-expanded", "true");
    this.root.setAttribute("aria-label", name);
    this.root.hidden = false;
    this.#body.replaceChildren();
    this.fill(children);
    this.#cover();
    this.root.scrollTop = 0;
    this.root.focus({ preventScroll: true });
  }

  fill(children: Child[]): void {
    redraw(this.#body, children);
    this.root.scrollTop = 0;
  }

  close(): void {
    if (!this.open) return;
    this.root.hidden = true;
    this.#body.replaceChildren();
    document.documentElement.classList.remove("with-sheet");
    this.#cover();
    this.#opener?.setAttribute("aria-expanded", "false");
    if (this.#opener?.isConnected) this.#opener.focus({ preventScroll: true });
    this.#closed();
    [this.#opener, this.#closed] = [null, () => undefined];
  }

  /** Another page is built in its place. */
  dispose(): void {
    this.close();
    this.#narrow.removeEventListener("change", this.#cover);
  }

  readonly #cover = (): void => {
    for (const one of this.under) one.inert = this.open && this.#narrow.matches;
  };
}
