/** Attributes as properties, both ways; what they mean is in `types/i-statement.d.ts`. */

import type { IStatementMode, IStatementTheme } from "../types/i-statement";
import { count, oneOf, reflect, region, webAddress } from "./attributes";

const EXIT = "https://www.bbc.co.uk/weather";
export const MODES = ["say", "hear"] as const;
const THEMES = ["auto", "light", "dark"] as const;

export class Properties extends HTMLElement {
  get endpoint(): string {
    return this.getAttribute("endpoint") ?? "";
  }
  set endpoint(value: string) {
    reflect(this, "endpoint", value);
  }
  get mode(): IStatementMode {
    return oneOf(this, "mode", MODES);
  }
  set mode(value: IStatementMode) {
    reflect(this, "mode", value);
  }
  get theme(): IStatementTheme {
    return oneOf(this, "theme", THEMES);
  }
  set theme(value: IStatementTheme) {
    reflect(this, "theme", value);
  }
  get name(): string {
    return this.getAttribute("name") ?? "";
  }
  set name(value: string) {
    reflect(this, "name", value);
  }
  get maxLength(): number {
    return count(this, "max-length", 2000);
  }
  set maxLength(value: number) {
    reflect(this, "max-length", value);
  }
  get quickExitHref(): string {
    return webAddress(this, "quick-exit-href", EXIT);
  }
  set quickExitHref(value: string) {
    reflect(this, "quick-exit-href", value);
  }
  get resourcesRegion(): string {
    return region(this, "resources-region");
  }
  set resourcesRegion(value: string) {
    reflect(this, "resources-region", value);
  }
  get readOnly(): boolean {
    return this.hasAttribute("readonly");
  }
  set readOnly(value: boolean) {
    reflect(this, "readonly", value);
  }
  get required(): boolean {
    return this.hasAttribute("required");
  }
  set required(value: boolean) {
    reflect(this, "required", value);
  }
  get disabled(): boolean {
    return this.hasAttribute("disabled");
  }
  set disabled(value: boolean) {
    reflect(this, "disabled", value);
  }
  get shareText(): boolean {
    return this.hasAttribute("share-text");
  }
  set shareText(value: boolean) {
    reflect(this, "share-text", value);
  }
}
