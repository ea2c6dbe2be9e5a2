/** Attributes and what they mean; a wrong value falls back and is told once on the console. */

const warned = new Set<string>();

function warn(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  console.warn(`<i-statement>: ${message}`);
}

/** One of a few values; the first is the default. */
export function oneOf<T extends string>(element: Element, name: string, allowed: readonly [T, ...T[]]): T {
  const found = element.getAttribute(name);
  if (found === null || found === "") return allowed[0];
  const fit = allowed.find((value) => value === found.trim().toLowerCase());
  if (!fit) warn(`${name} takes ${allowed.join(", ")}; ${allowed[0]} is used`);
  return fit ?? allowed[0];
}

/** A whole number from one up. */
export function count(element: Element, name: string, fallback: number): number {
  const found = element.getAttribute(name);
  if (found === null) return fallback;
  const number = Number(found);
  if (Number.isInteger(number) && number > 0) return number;
  warn(`${name} takes a whole number from 1; ${fallback} is used`);
  return fallback;
}

/** An address on the web; anything else, such as a script, is refused. */
export function webAddress(element: Element, name: string, fallback: string): string {
  const found = element.getAttribute(name);
  if (!found) return fallback;
  try {
    const url = new URL(found, document.baseURI);
    if (url.protocol === "https:" || url.protocol === "http:") return url.href;
  } catch {
    // told below
  }
  warn(`${name} takes a web address; ${fallback} is used`);
  return fallback;
}

/** Two letters of a country, or nothing. */
export function region(element: Element, name: string): string {
  const found = (element.getAttribute(name) ?? "").trim().toUpperCase();
  if (!found || /^[A-Z]{2}$/.test(found)) return found;
  warn(`${name} takes two letters such as GB; none is used`);
  return "";
}

/** Set an attribute where a property was set; `false` and `null` take it away. */
export function reflect(element: Element, name: string, value: string | number | boolean | null): void {
  if (value === false || value === null) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}
