/** Elements without markup strings, so that no Trusted Types policy and no inline style is ever needed. */

type Value = string | number | boolean | null | undefined | ((event: never) => void);
export type Child = Node | string | null | undefined | false;
export type Props = Record<string, Value>;

/**
 * Make an element. `on…` functions become listeners, `true` an empty attribute; `false`, `null` and `undefined` are left out.
 * `key` names the element for the time of one view, so that focus can return to it after the view is drawn anew.
 */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(name.slice(2).toLowerCase(), value as EventListener);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name === "key" ? "data-key" : name, String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

/** Draw a region anew; focus stays on the element with the same key. */
export function redraw(region: HTMLElement, children: Child[]): void {
  const root = region.getRootNode() as ShadowRoot;
  const focused = root.activeElement instanceof HTMLElement && region.contains(root.activeElement) ? root.activeElement : null;
  const key = focused?.dataset["key"];
  region.replaceChildren(...children.filter((child): child is Node | string => Boolean(child)));
  if (!focused) return;
  const again = key ? region.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) : null;
  (again ?? region.querySelector<HTMLElement>("h2[tabindex]") ?? region).focus({ preventScroll: true });
}

/** Say something once to screen readers: the region is emptied first, so that the same words are read again. */
export function announce(region: HTMLElement, text: string): void {
  region.textContent = "";
  if (text) requestAnimationFrame(() => (region.textContent = text));
}
