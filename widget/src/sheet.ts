/** The style sheet, made by script so that a strict policy on styles lets it pass, and shared by all boxes of a page. */

import base from "./shared/base.css";
import own from "./styles.css";

const css = base + own;

let shared: CSSStyleSheet | null = null;

/** Give a shadow root its styles. Browsers without constructed sheets get an element, with the host's nonce where it gives one. */
export function dress(root: ShadowRoot, host: HTMLElement): void {
  if (root.adoptedStyleSheets?.length || root.querySelector("style")) return;
  try {
    if (!shared) {
      shared = new CSSStyleSheet();
      shared.replaceSync(css);
    }
    root.adoptedStyleSheets = [shared];
  } catch {
    const element = document.createElement("style");
    element.nonce = host.nonce || (host.getAttribute("nonce") ?? "");
    element.textContent = css;
    root.prepend(element);
  }
}
