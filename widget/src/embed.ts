/** The page for frames: takes its settings from the address, and tells the page around it how high it is. No text leaves it. */

import "./i-statement";

const PASSED = ["lang", "dir", "theme", "mode", "max-length", "resources-region", "quick-exit-href"] as const;
const box = document.querySelector("i-statement");
const wanted = new URLSearchParams(location.search);

if (box) {
  for (const name of PASSED) {
    const value = wanted.get(name);
    if (value && value.length <= 300) box.setAttribute(name, value);
  }
  document.documentElement.lang = box.getAttribute("lang") ?? document.documentElement.lang;
}

/** Only the origin right around this frame hears of the height; without one nothing is said. */
function outerOrigin(): string {
  if (window.parent === window) return "";
  const known = location.ancestorOrigins?.[0] ?? wanted.get("origin") ?? "";
  return /^https?:\/\/[^/]+$/.test(known) ? known : "";
}

const origin = outerOrigin();
if (origin) {
  let last = 0;
  new ResizeObserver(() => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height !== last) window.parent.postMessage({ type: "i-statement-height", height: (last = height) }, origin);
  }).observe(document.documentElement);
}
