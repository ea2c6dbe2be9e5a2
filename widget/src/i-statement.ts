/** `<i-statement>`: the element itself. It holds the state of two tabs in memory and draws what is in it. */

import type { IStatement as Api, IStatementEventMap } from "../types/i-statement";
import { reflect } from "./attributes";
import { rewrite, serviceAddress, type Asked, type Mode } from "./api";
import { announce, redraw, type Child } from "./shared/dom";
import { compose } from "./edits";
import { join, leave, part, type Leaver } from "./shared/exit";
import { routed } from "./routed";
import { FoldingHelp } from "./help-panel";
import { addMessages, bestLanguage, direction, inheritedLanguage, translator, type Messages, type Translate } from "./shared/i18n";
import { emptyPane, type Pane } from "./pane";
import { Properties, MODES } from "./properties";
import { Failure } from "./shared/service";
import en from "./messages/en.json";
import es from "./messages/es.json";
import { resultView } from "./result";
import { buildShell, type Shell } from "./shell";
import { dress } from "./sheet";
import { helpSteps, resultSteps, type Desk } from "./steps";
import { failureView } from "./shared/trouble";

const SCRIPT = import.meta.url;
addMessages("en", en);
addMessages("es", es);
const DARK = "(prefers-color-scheme: dark)";

export class IStatement extends Properties implements Api {
  static readonly formAssociated = true as const;
  static readonly observedAttributes = [
    "dir", "disabled", "endpoint", "lang", "max-length", "mode", "name", "quick-exit-href", "readonly", "required",
    "resources-region", "share-text", "theme", "value",
  ];

  static addMessages(language: string, messages: Record<string, string | Record<string, string>>): void {
    addMessages(language, messages as Partial<Messages>);
  }

  readonly #internals = this.attachInternals();
  readonly #root = this.attachShadow({ mode: "open" });
  readonly #dark = matchMedia(DARK);
  readonly #panes: Record<Mode, Pane> = { say: emptyPane("say"), hear: emptyPane("hear") };
  #mode: Mode = "say";
  #language = "en";
  #t: Translate = translator("en");
  #shell: Shell | null = null;
  #running: AbortController | null = null;
  #help: FoldingHelp | null = null;
  #country = "";
  #disabled = false;
  #upgraded = false;

  readonly #leaver: Leaver = {
    blank: () => this.#blank(),
    presses: (left) => {
      if (this.#shell) this.#shell.presses.textContent = left > 0 ? this.#t("exit_press", { n: left }) : "";
    },
    exitAddress: () => this.quickExitHref,
  };

  connectedCallback(): void {
    dress(this.#root, this);
    if (!this.#upgraded) this.#takeOver();
    this.#upgraded = true;
    this.#build();
    join(this.#leaver);
    this.#dark.addEventListener("change", this.#paint);
    addEventListener("online", this.#online);
    this.#tell("ist-ready", null);
  }

  disconnectedCallback(): void {
    this.stop();
    this.#help?.stop();
    part(this.#leaver);
    this.#dark.removeEventListener("change", this.#paint);
    removeEventListener("online", this.#online);
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.#upgraded || !this.isConnected) return;
    if (name === "value") this.value = after ?? "";
    else if (name === "mode") this.#choose(this.mode);
    else if (name === "lang") this.#build();
    else if (name === "resources-region") this.#country = this.resourcesRegion;
    this.#settle();
  }

  // ---------------------------------------------------------------- properties

  get value(): string {
    const pane = this.#pane;
    return pane.draft ? compose(pane.draft) : pane.text;
  }
  set value(text: string) {
    const pane = this.#panes[this.#mode];
    Object.assign(pane, emptyPane(pane.mode), { text: String(text ?? "") });
    this.#draw();
  }
  get form(): HTMLFormElement | null {
    return this.#internals.form;
  }
  get validity(): ValidityState {
    return this.#internals.validity;
  }
  get validationMessage(): string {
    return this.#internals.validationMessage;
  }
  checkValidity(): boolean {
    return this.#internals.checkValidity();
  }
  reportValidity(): boolean {
    return this.#internals.reportValidity();
  }
  formResetCallback(): void {
    this.clear();
    this.value = this.getAttribute("value") ?? "";
  }
  formDisabledCallback(disabled: boolean): void {
    this.#disabled = disabled;
    this.#settle();
  }

  // ---------------------------------------------------------------- what a host may call

  async rewrite(): Promise<void> {
    const pane = this.#pane;
    if (!pane.text.trim()) {
      this.#say(this.#t("empty"));
      this.#shell?.input.focus();
      return;
    }
    if (Array.from(pane.text).length > this.maxLength) return this.#shell?.input.focus();
    if (pane.asked !== pane.text) Object.assign(pane, { feeling: "", checkIn: "" });
    await this.#ask(pane);
  }

  /** Into the field, and never onto the exit, where the next Enter would leave. */
  override focus(options?: FocusOptions): void {
    (this.#pane.folded ? this.#shell?.output : this.#shell?.input)?.focus(options);
  }

  stop(): void {
    if (!this.#running) return;
    this.#running.abort();
    this.#running = null;
    this.#say(this.#t("stopped"));
    this.#settle();
  }

  clear(): void {
    this.stop();
    for (const mode of MODES) this.#panes[mode] = emptyPane(mode);
    this.#draw();
    this.#say(this.#t("cleared"));
  }

  // ---------------------------------------------------------------- asking

  async #ask(pane: Pane, text = pane.text): Promise<void> {
    if (this.#disabled) return;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#settle();
    this.#say(this.#t("working"));
    try {
      const result = await rewrite(serviceAddress(this.endpoint, SCRIPT), this.#request(pane, text), running.signal);
      Object.assign(pane, { result, failure: null, connected: false, asked: text, draft: null, mark: -1, folded: result.kind === "route" });
    } catch (error) {
      if (running.signal.aborted) return;
      pane.failure = error instanceof Failure ? error : new Failure("broken");
    }
    if (this.#running === running) this.#running = null;
    this.#draw();
    this.#report(pane);
  }

  #request(pane: Pane, text: string): Asked {
    const tone = this.#shell?.tones.find((one) => one.checked)?.value;
    return {
      statement: text,
      mode: pane.mode,
      ...(pane.feeling && { feeling: pane.feeling }),
      ...(tone && { tone }),
      ...(this.#country && { country: this.#country }),
      ...(pane.checkIn && { check_in: pane.checkIn }),
    };
  }

  #report(pane: Pane): void {
    const { failure, result } = pane;
    if (failure) {
      this.#say(failureView(failure, pane.connected, this.#t).words, true);
      return this.#tell("ist-error", { trouble: failure.trouble });
    }
    if (!result) return;
    const words = { rewrite: "result_rewrite", affirm: "result_affirm", leave: "result_leave", route: "result_route" } as const;
    this.#say(this.#t(words[result.kind], { n: result.suggestions.length }));
    const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.#shell?.output.scrollIntoView({ block: "nearest", behavior: smooth ? "smooth" : "auto" });
    this.#tell("ist-result", { mode: pane.mode });
    if (result.kind === "route") this.#tell("ist-safety", null);
  }

  // ---------------------------------------------------------------- drawing

  get #pane(): Pane {
    return this.#panes[this.#mode];
  }

  /** Take text, and the focus, from the form field that stood here before the script came. */
  #takeOver(): void {
    const field = this.querySelector<HTMLTextAreaElement | HTMLInputElement>("textarea, input[type=text]");
    this.#mode = this.mode;
    this.#country = this.resourcesRegion;
    this.#pane.text = field?.value || (this.getAttribute("value") ?? "");
    if (!field) return;
    if (document.activeElement === field) queueMicrotask(() => this.#shell?.input.focus());
    field.disabled = true; // otherwise the form would send the text twice
  }

  #build(): void {
    this.#language = bestLanguage(inheritedLanguage(this) || navigator.language);
    this.#t = translator(this.#language);
    const shell = buildShell(this.#t, {
      exit: (event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        leave(this.#leaver);
      },
      choose: (mode) => this.#choose(mode),
      typed: (text) => this.#typed(text),
      go: () => (this.#running ? this.stop() : void this.rewrite()),
      clear: () => this.#clearPane(),
      help: () => this.#help?.toggle(),
    });
    shell.root.addEventListener("keydown", this.#onKey);
    this.#shell?.root.remove();
    this.#help?.stop();
    this.#shell = shell;
    this.#help = new FoldingHelp(shell.help, shell.helpButton, this.#t, this.#language, {
      address: () => serviceAddress(this.endpoint, SCRIPT),
      country: () => this.#country,
      pick: (code) => (this.#country = code),
      shown: () => this.#tell("ist-safety", null),
    });
    this.#root.append(shell.root);
    this.#draw();
  }

  /** Put the state on the screen: the box, the tabs, and the result under it. */
  #draw(): void {
    const { input, output } = this.#shell ?? {};
    if (!input || !output) return;
    const pane = this.#pane;
    if (input.value !== pane.text) input.value = pane.text;
    this.#settle();
    const { result, failure } = pane;
    const children: Child[] = failure ? [failureView(failure, pane.connected, this.#t, () => void this.#ask(pane)).view] : [];
    if (result?.kind === "route") children.push(...routed(result, this.#country, this.#language, this.#t, helpSteps(this.#desk(pane))));
    else if (result) children.push(...resultView(pane, result, this.#t, resultSteps(this.#desk(pane))));
    const lostFocus = pane.folded && this.#shell?.composer.contains(this.#root.activeElement);
    this.#shell?.composer.toggleAttribute("hidden", pane.folded);
    redraw(output, children);
    if (lostFocus) (output.querySelector<HTMLElement>("[data-key=heading]") ?? output).focus({ preventScroll: true });
  }

  /** What can change without a new result: states, labels, the form value. */
  #settle(): void {
    const shell = this.#shell;
    if (!shell) return;
    const [pane, t] = [this.#pane, this.#t];
    const say = pane.mode === "say";
    for (const mode of MODES) {
      shell.tabs[mode].setAttribute("aria-selected", String(mode === this.#mode));
      shell.tabs[mode].tabIndex = mode === this.#mode ? 0 : -1;
    }
    shell.panel.setAttribute("aria-labelledby", `tab-${this.#mode}`);
    shell.label.textContent = t(say ? "say_label" : "hear_label");
    shell.hint.textContent = [t(say ? "say_hint" : "hear_hint"), t("language_note")].filter(Boolean).join(" ");
    shell.go.textContent = t(this.#running ? "stop" : say ? "go_say" : "go_hear");
    shell.working.hidden = !this.#running;
    shell.output.setAttribute("aria-busy", String(Boolean(this.#running)));
    shell.input.readOnly = this.readOnly;
    shell.input.disabled = shell.go.disabled = shell.clear.disabled = this.#disabled;
    shell.exit.href = this.quickExitHref;
    this.#countLeft(shell, pane);
    this.#paint();
    this.#internals.setFormValue(this.value, null); // no state: the browser must not keep a copy for its history
    const missing = this.required && !this.value.trim();
    this.#internals.setValidity(missing ? { valueMissing: true } : {}, missing ? t("empty") : "", shell.input);
  }

  #countLeft(shell: Shell, pane: Pane): void {
    const left = this.maxLength - Array.from(pane.text).length;
    shell.count.textContent = left < 0 ? this.#t("over", { n: -left }) : left < this.maxLength * 0.2 ? this.#t("left", { n: left }) : "";
    shell.count.hidden = !shell.count.textContent;
    shell.input.setAttribute("aria-invalid", String(left < 0));
  }

  readonly #paint = (): void => {
    const root = this.#shell?.root;
    const theme = this.theme;
    root?.classList.toggle("dark", theme === "dark" || (theme === "auto" && this.#dark.matches));
    root?.setAttribute("dir", this.getAttribute("dir") || direction(inheritedLanguage(this) || this.#language));
    root?.setAttribute("lang", this.#language);
  };

  readonly #online = (): void => {
    if (this.#pane.failure?.trouble !== "offline") return;
    this.#pane.connected = true;
    this.#draw();
    this.#say(this.#t("error_online"));
  };

  // ---------------------------------------------------------------- what the person does

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void this.rewrite();
    } else if (event.key === "Escape" && this.#running) {
      event.preventDefault();
      this.stop();
    }
  };

  #choose(mode: Mode): void {
    if (mode === this.#mode) return;
    this.stop();
    this.#mode = mode;
    reflect(this, "mode", mode);
    this.#draw();
  }

  #typed(text: string): void {
    this.#pane.text = text;
    this.#settle();
    this.#tell("ist-input", { mode: this.#mode, length: Array.from(text).length });
  }

  #clearPane(): void {
    this.stop();
    this.#panes[this.#mode] = emptyPane(this.#mode);
    this.#draw();
    this.#say(this.#t("cleared"));
    this.#shell?.input.focus();
  }

  /** What the views below may do with the state. */
  #desk(pane: Pane): Desk {
    return {
      pane,
      t: this.#t,
      output: () => this.#shell?.output,
      draw: () => this.#draw(),
      settle: () => this.#settle(),
      ask: (text) => void this.#ask(pane, text),
      say: (text, urgently) => this.#say(text, urgently),
      accepted: () => this.#tell("ist-accept", this.#shared(pane)),
      copied: () => this.#tell("ist-copy", this.#shared(pane)),
      country: (code) => (this.#country = code),
      input: () => this.#shell?.input,
    };
  }

  #shared(pane: Pane): { mode: Mode; text?: string } {
    return { mode: pane.mode, ...(this.shareText && pane.draft && { text: compose(pane.draft) }) };
  }

  // ---------------------------------------------------------------- help and leaving

  #blank(): void {
    this.#running?.abort();
    this.#help?.stop();
    this.#running = null;
    const shell = this.#shell;
    if (shell) {
      shell.cover.hidden = false;
      shell.cover.showPopover?.();
    }
    for (const mode of MODES) this.#panes[mode] = emptyPane(mode);
    this.#draw();
    this.#help?.close();
    this.replaceChildren();
    this.removeAttribute("value");
    this.#tell("ist-exit", null);
  }

  #say(text: string, urgently = false): void {
    const shell = this.#shell;
    if (shell) announce(urgently ? shell.urgent : shell.status, text);
  }

  #tell<K extends keyof IStatementEventMap>(name: K, detail: IStatementEventMap[K]["detail"]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

if (!customElements.get("i-statement")) customElements.define("i-statement", IStatement);
