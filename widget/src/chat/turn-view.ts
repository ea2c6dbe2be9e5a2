/** One turn on the screen: what the person wrote, and the reply, which grows sentence by sentence. */

import { h, redraw, type Child } from "../shared/dom";
import { answerWords, countryChoice, lines, question } from "../shared/help";
import type { Translate } from "../shared/i18n";
import type { CheckIn, Resource } from "../shared/records";
import { failureView } from "../shared/trouble";
import type { Citation, Reply, Sentence } from "./coach";
import { plain, type Turn } from "./conversation";

/** What a person can do with a turn, and what its view has to know of the page. */
export interface TurnActions {
  country(): string;
  language(): string;
  pick(code: string): void;
  answer(reply: CheckIn | ""): void;
  again(): void;
  edit(): void;
  copy(button: HTMLElement): void;
  open(citation: Citation, opener: HTMLElement): void;
}

export class TurnView {
  readonly root: HTMLElement;
  readonly #tools = h("div", { class: "row tools" });
  readonly #theirs = h("div", { class: "theirs", tabindex: -1 });
  #prose: HTMLElement | null = null;
  #busy = false;
  #last = true;

  constructor(
    readonly turn: Turn,
    readonly number: number,
    readonly t: Translate,
    readonly actions: TurnActions,
  ) {
    this.root = h(
      "li",
      { class: "turn" },
      h("div", { class: "mine" }, h("h2", { class: "hush" }, t("you")), h("p", { class: "bubble", dir: "auto" }, turn.text), this.#tools),
      this.#theirs,
    );
  }

  /** Only the last turn can be changed or asked again, and only while nothing runs. */
  settle(busy: boolean, last: boolean): void {
    this.#busy = busy;
    this.#last = last;
    this.#theirs.setAttribute("aria-busy", String(busy));
    const edit = h("button", { class: "plain small", type: "button", key: "edit", "aria-label": this.t("edit_label"), onClick: this.actions.edit }, this.t("edit"));
    redraw(this.#tools, [last && !busy && edit]);
  }

  /** Draw the reply as it is now. */
  draw(): void {
    const { turn, t } = this;
    const { reply, failure } = turn;
    const routed = reply?.verdict.routed ?? false;
    // Coaching is in English; help comes in the language of the conversation where it is known.
    this.#prose = reply ? h("div", { class: "prose stack", lang: routed ? null : "en" }) : null;
    const emergency = routed && reply?.verdict.level === "emergency";
    redraw(this.#theirs, [
      h("h2", { class: routed ? "" : "hush", tabindex: -1, key: "heading" }, t(emergency ? "emergency_heading" : routed ? "route_heading" : "reply")),
      reply && emergency && numbers(reply, t),
      this.#prose,
      turn.stopped && h("p", { class: "soft" }, t(reply?.sentences.length ? "stopped_here" : "stopped_empty")),
      failure && reply && reply.sentences.length > 0 && !reply.whole && h("p", { class: "soft" }, t("broke_off")),
      ...(reply && routed ? this.#help(reply) : reply ? this.#advice(reply) : []),
      this.#busy && h("p", { class: "soft dots", "aria-hidden": "true" }, t(reply?.sentences.length ? "writing" : "reading")),
      failure && failureView(failure, turn.connected, t, this.actions.again).view,
      this.#row(),
    ]);
    for (const sentence of reply?.sentences ?? []) this.add(sentence);
  }

  /** One more sentence, without touching those that stand there. */
  add(sentence: Sentence): void {
    const prose = this.#prose;
    if (!prose) return;
    const waiting = this.#theirs.querySelector(".dots");
    if (waiting) waiting.textContent = this.t("writing");
    let paragraph = prose.lastElementChild;
    if (!paragraph || sentence.opens) prose.append((paragraph = h("p", { dir: "auto" })));
    else paragraph.append(" ");
    const [text, marks] = [h("span", { class: "sentence" }, sentence.text), sentence.citations.map((n) => this.#mark(n))];
    paragraph.append(text, ...marks.filter((one) => one !== null));
  }

  focus(): void {
    this.#theirs.querySelector<HTMLElement>("[data-key=heading]")?.focus({ preventScroll: true });
  }

  #mark(n: number): HTMLElement | null {
    const citation = this.turn.reply?.citations.find((one) => one.n === n);
    return citation ? this.#link(citation, { class: "cite", "aria-label": this.t("source", { n, heading: citation.heading }) }, String(n)) : null;
  }

  #link(citation: Citation, props: Record<string, string>, ...children: Child[]): HTMLElement {
    const button = h("button", { type: "button", "aria-haspopup": "dialog", ...props, onClick: () => this.actions.open(citation, button) }, ...children);
    return button;
  }

  #help(reply: Reply): Child[] {
    if (!reply.whole) return [];
    const { t, actions } = this;
    const emergency = reply.verdict.level === "emergency";
    return [
      lines(emergency ? reply.resources.filter((one) => !isNumber(one)) : reply.resources, t),
      countryChoice(`country-${this.number}`, actions.country(), actions.language(), t, actions.pick),
      reply.question && question(reply.question, t, actions.answer),
      this.#answered(),
      !emergency && h("p", { class: "notice" }, t("device_note")),
    ];
  }

  #advice(reply: Reply): Child[] {
    if (!reply.whole && !this.turn.stopped && !this.turn.failure) return [];
    const { t } = this;
    const cited = new Set(reply.sentences.flatMap((one) => one.citations));
    const sources = reply.citations.filter((one) => cited.has(one.n));
    const row = (one: Citation): HTMLElement =>
      h("li", {}, this.#link(one, { class: "source", lang: "en" }, h("span", { class: "number" }, String(one.n)), h("span", {}, h("span", { class: "heading", dir: "auto" }, one.heading), h("span", { class: "soft", dir: "auto" }, one.title))));
    return [
      this.#answered(),
      sources.length > 0 && h("div", { class: "sources" }, h("h3", {}, t("sources")), h("ul", {}, ...sources.map(row))),
      reply.resources.length > 0 && h("details", {}, h("summary", {}, t("more_help")), lines(reply.resources, t), h("p", { class: "soft" }, t("device_note"))),
    ];
  }

  #answered(): Child {
    const { t, turn, actions } = this;
    if (!turn.answer || this.#busy) return null;
    return h(
      "p",
      { class: "row soft" },
      t("answered", { reply: answerWords(t)[turn.answer] }),
      h("button", { class: "plain small", type: "button", key: "answer-change", onClick: () => actions.answer("") }, t("answer_change")),
    );
  }

  #row(): Child {
    const { t, turn, actions } = this;
    if (this.#busy || (!turn.reply?.sentences.length && !turn.stopped)) return null;
    const copy = h("button", { class: "small", type: "button", key: "copy", onClick: () => actions.copy(copy) }, t("copy"));
    return h(
      "div",
      { class: "row tools" },
      turn.reply && turn.reply.sentences.length > 0 && copy,
      this.#last && !turn.failure && h("button", { class: "small", type: "button", key: "again", onClick: actions.again }, t("again")),
    );
  }
}

/** The number that an emergency view shows first. */
function isNumber(one: Resource): boolean {
  return one.category === "emergency" && one.dial.length > 0;
}

/** In an emergency the numbers come before everything else, and first the one that the reply names: which it is, depends on the danger. */
function numbers(reply: Reply, t: Translate): Child {
  const first = reply.resources.find(isNumber);
  if (!first) return null;
  const text = plain(reply.sentences);
  const place = (n: string): number => (text.includes(n) ? text.indexOf(n) : Infinity);
  const ordered = [...first.dial].sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
  const dial = (n: string, at: number): HTMLElement => h("a", { class: at ? "call other" : "call", dir: "ltr", href: `tel:${n.replace(/[^\d+*#]/g, "")}` }, t("call", { n }));
  return h("p", { class: "row" }, ...ordered.map(dial));
}
