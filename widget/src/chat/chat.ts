/** The chat page: holds one conversation in memory, draws it, and forgets it when the page goes. */

import { copyText } from "../shared/copy";
import { announce, h } from "../shared/dom";
import { join, leave, type Leaver } from "../shared/exit";
import { HelpPanel } from "../shared/help-panel";
import { addMessages, bestLanguage, direction, translator, type Translate } from "../shared/i18n";
import type { CheckIn } from "../shared/records";
import { Failure } from "../shared/service";
import { failureView } from "../shared/trouble";
import { talk, type Listener, type Reply } from "./coach";
import { Conversation, withSources, type Turn } from "./conversation";
import { GuideView } from "./guide-view";
import en from "./messages/en.json";
import es from "./messages/es.json";
import { buildShell, FINE_POINTER, type Shell } from "./shell";
import { TurnView } from "./turn-view";

addMessages("en", en);
addMessages("es", es);

const EXIT = "https://www.bbc.co.uk/weather";
const TELL_FROM = 0.2;
const GAP_PX = 16;

/** What the service wrote into the page: where the exit leads, the country of its settings, its limits. */
interface Page {
  exit: string;
  country: string;
  maxChars: number;
  maxMessages: number;
}

class Chat {
  readonly #page: Page;
  readonly #address = new URL(".", document.baseURI).href.replace(/\/+$/, "");
  #talk = new Conversation();
  readonly #views = new Map<Turn, TurnView>();
  #shell!: Shell;
  #help!: HelpPanel;
  #guide!: GuideView;
  #t: Translate = translator("en");
  #language = "en";
  #country: string;
  #running: AbortController | null = null;
  /** What stood in the box before the last message was taken back into it; null while nothing is changed. */
  #laidAside: string | null = null;

  readonly #leaver: Leaver = {
    blank: () => this.#blank(),
    presses: (left) => (this.#shell.presses.textContent = left > 0 ? this.#t("exit_press", { n: left }) : ""),
    exitAddress: () => this.#page.exit,
  };

  constructor(page: Page) {
    this.#page = page;
    this.#country = page.country;
    this.#build(bestLanguage(navigator.language));
    join(this.#leaver);
    addEventListener("keydown", this.#onKey);
    addEventListener("offline", () => this.#connection());
    addEventListener("online", () => this.#connection());
    addEventListener("pagehide", () => this.#forget()); // what was written must not come back with Back
    this.#connection();
  }

  // ---------------------------------------------------------------- drawing

  #build(language: string): void {
    const text = this.#shell?.input.value ?? "";
    this.#shell?.sheet.dispose();
    this.#language = language;
    const t = (this.#t = translator(language));
    document.documentElement.lang = language;
    document.documentElement.dir = direction(language);
    this.#shell = buildShell(t, language, this.#country, this.#page.exit, {
      exit: (event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        leave(this.#leaver);
      },
      help: () => this.#openHelp(),
      fresh: () => this.#fresh(),
      send: () => (this.#running ? this.#stop() : this.#send()),
      typed: () => this.#settle(),
      keyed: (event) => this.#keyed(event),
      keep: () => this.#keep(),
      begin: (words) => this.#write(words),
      country: (code) => (this.#country = code),
      language: (code) => {
        this.#build(code);
        document.querySelector<HTMLElement>("#language")?.focus();
      },
    });
    this.#guide = new GuideView(this.#shell.sheet, t, () => this.#address);
    document.body.replaceChildren(...this.#shell.parts);
    this.#shell.input.value = text;
    this.#views.clear();
    for (const turn of this.#talk.turns) this.#show(turn);
    this.#settle();
    this.#connection(true);
  }

  #show(turn: Turn): TurnView {
    const view = new TurnView(turn, this.#talk.turns.indexOf(turn), this.#t, {
      country: () => this.#country,
      language: () => this.#language,
      pick: (code) => {
        this.#country = code;
        this.#redrawCountry();
        void this.#ask(turn);
      },
      answer: (reply) => this.#answer(turn, reply),
      again: () => void this.#ask(turn),
      edit: () => this.#edit(turn),
      copy: (button) => void this.#copy(turn, button),
      open: (citation, opener) => this.#guide.open(citation.section, citation.heading, citation.quote, opener),
    });
    this.#views.set(turn, view);
    this.#shell.turns.append(view.root);
    view.settle(this.#running !== null && turn === this.#talk.last, turn === this.#talk.last);
    view.draw();
    return view;
  }

  /** What can change without a new reply: states, labels, counts. */
  #settle(): void {
    const { input, count, go, start, fresh, editing } = this.#shell;
    const left = this.#page.maxChars - Array.from(input.value).length;
    count.textContent = left < 0 ? this.#t("over", { n: -left }) : left < this.#page.maxChars * TELL_FROM ? this.#t("left", { n: left }) : "";
    count.hidden = !count.textContent;
    input.setAttribute("aria-invalid", String(left < 0));
    go.textContent = this.#t(this.#running ? "stop" : "send");
    start.classList.toggle("begun", this.#talk.turns.length > 0);
    fresh.hidden = !this.#talk.turns.length;
    editing.hidden = this.#laidAside === null;
    input.setAttribute("aria-describedby", editing.hidden ? "hint count" : "editing count"); // hidden words would be read too
    for (const [turn, view] of this.#views) view.settle(this.#running !== null && turn === this.#talk.last, turn === this.#talk.last && this.#laidAside === null);
  }

  #redrawCountry(): void {
    const choice = this.#shell.country.querySelector("select");
    if (choice) choice.value = this.#country;
  }

  #connection(quiet = false): void {
    const { offline } = this.#shell;
    const before = offline.hidden;
    offline.hidden = navigator.onLine;
    offline.textContent = navigator.onLine ? "" : this.#t("offline_now");
    if (!navigator.onLine || before || quiet) return;
    const turn = this.#talk.last;
    if (turn?.failure?.trouble === "offline") {
      turn.connected = true;
      this.#views.get(turn)?.draw();
    }
    this.#say(this.#t("online_again"));
  }

  // ---------------------------------------------------------------- asking

  #send(): void {
    const { input } = this.#shell;
    const text = input.value.trim();
    if (!text) {
      this.#say(this.#t("empty"));
      return input.focus();
    }
    if (Array.from(input.value).length > this.#page.maxChars) return input.focus();
    if (this.#laidAside !== null) this.#takeBack();
    if (this.#talk.turns.length * 2 >= this.#page.maxMessages) return this.#say(this.#t("too_many"), true);
    input.value = this.#laidAside ?? "";
    this.#laidAside = null;
    const turn = this.#talk.add(text);
    this.#show(turn);
    void this.#ask(turn);
  }

  /** Ask for the reply to a turn. What is there already stays until something new has come. */
  async #ask(turn: Turn): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    Object.assign(turn, { failure: null, connected: false, stopped: false });
    const before = turn.reply;
    this.#shell.heard.replaceChildren();
    this.#say(this.#t("reading"));
    this.#settle();
    if (!before) this.#views.get(turn)?.draw();
    this.#follow(turn);
    try {
      const hearing = this.#hear(turn, running);
      turn.reply = await talk(this.#address, this.#talk.request(turn, this.#country, this.#language), hearing, running.signal);
    } catch (error) {
      if (running.signal.aborted) return;
      turn.failure = error instanceof Failure ? error : new Failure("broken");
    }
    if (this.#running !== running) return;
    this.#running = null;
    this.#settle();
    this.#views.get(turn)?.draw();
    this.#follow(turn);
    this.#report(turn);
  }

  /** What happens on the screen while a reply comes. One that is asked for anew and shows help again takes the place of the old one at once. */
  #hear(turn: Turn, running: AbortController): Listener {
    const again = turn.reply !== null;
    const coming: Reply = { verdict: { routed: false, level: "", latest: -1 }, sentences: [], citations: [], question: null, resources: [], whole: false };
    let shown = false;
    const live = (): boolean => this.#running === running;
    return {
      verdict: (verdict) => {
        if (!live()) return;
        if (this.#talk.outgrown(turn, verdict.latest)) return void this.#ask(turn);
        coming.verdict = verdict;
        shown = !(again && verdict.routed);
        if (!shown) return;
        turn.reply = coming;
        this.#views.get(turn)?.draw();
      },
      sources: (citations) => (coming.citations = citations),
      resources: (resources) => (coming.resources = resources),
      sentence: (sentence) => {
        if (!live()) return;
        coming.sentences.push(sentence);
        this.#shell.heard.append(h("p", { lang: coming.verdict.routed ? null : "en" }, sentence.text));
        if (!shown) return;
        this.#views.get(turn)?.add(sentence);
        this.#follow(turn);
      },
    };
  }

  #report(turn: Turn): void {
    if (turn.failure) this.#say(failureView(turn.failure, false, this.#t).words, true);
    else this.#say(this.#t(turn.reply?.verdict.routed ? "result_route" : "reply_done"));
  }

  #stop(): void {
    const turn = this.#talk.last;
    if (!this.#running || !turn) return;
    this.#running.abort();
    this.#running = null;
    turn.stopped = !turn.reply?.whole;
    this.#settle();
    this.#views.get(turn)?.draw();
    this.#say(this.#t(turn.reply?.sentences.length ? "stopped_here" : "stopped_empty"));
  }

  /** Keep what grows in sight, but never push its beginning out of it. */
  #follow(turn: Turn): void {
    const root = this.#views.get(turn)?.root;
    if (!root) return;
    const hidden = root.getBoundingClientRect().bottom - this.#shell.composer.getBoundingClientRect().top;
    const room = root.getBoundingClientRect().top - (this.#shell.exit.parentElement?.getBoundingClientRect().bottom ?? 0) - GAP_PX;
    const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (hidden > 0 && room > 0) scrollBy({ top: Math.min(hidden, room), behavior: smooth ? "smooth" : "auto" });
  }

  // ---------------------------------------------------------------- what the person does

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (this.#running) this.#stop();
    else if (this.#shell.sheet.open) this.#shell.sheet.close();
    else if (this.#laidAside !== null) this.#keep();
  };

  /** Enter sends where there is a keyboard; on a screen keyboard it makes a line, as people expect there. */
  #keyed(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.isComposing || event.shiftKey || event.altKey) return;
    if (!event.ctrlKey && !event.metaKey && !matchMedia(FINE_POINTER).matches) return;
    event.preventDefault();
    if (!this.#running) this.#send();
  }

  #answer(turn: Turn, reply: CheckIn | ""): void {
    this.#talk.answer(turn, reply);
    void this.#ask(turn);
  }

  #write(text: string): void {
    const { input } = this.#shell;
    input.value = text;
    this.#settle();
    input.focus();
    input.setSelectionRange(text.length, text.length);
  }

  #edit(turn: Turn): void {
    this.#laidAside = this.#shell.input.value;
    this.#write(turn.text);
  }

  #keep(): void {
    const text = this.#laidAside ?? "";
    this.#laidAside = null;
    this.#write(text);
    this.#say(this.#t("edit_cancelled"));
  }

  #takeBack(): void {
    const turn = this.#talk.last;
    if (!turn) return;
    this.#views.get(turn)?.root.remove();
    this.#views.delete(turn);
    this.#talk.dropLast();
  }

  async #copy(turn: Turn, button: HTMLElement): Promise<void> {
    if (!turn.reply) return;
    const field = h("textarea", { class: "hush", readonly: true, tabindex: -1, "aria-hidden": "true" });
    field.value = withSources(turn.reply);
    document.body.append(field);
    const done = await copyText(field.value, field);
    field.remove();
    button.focus({ preventScroll: true });
    if (done) button.textContent = this.#t("copied");
    this.#say(this.#t(done ? "copied" : "copy_blocked"), !done);
  }

  #openHelp(): void {
    const { sheet, helpButton } = this.#shell;
    const region = h("section", { class: "stack", tabindex: -1, "aria-label": this.#t("help_heading") });
    this.#help = new HelpPanel(region, this.#t, this.#language, {
      address: () => this.#address,
      country: () => this.#country,
      pick: (code) => {
        this.#country = code;
        this.#redrawCountry();
      },
    });
    sheet.show(this.#t("help_heading"), helpButton, [region], () => this.#help.stop());
    void this.#help.show();
  }

  #fresh(): void {
    this.#forget();
    this.#say(this.#t("new_done"));
    this.#shell.input.focus();
  }

  // ---------------------------------------------------------------- forgetting

  #forget(): void {
    this.#running?.abort();
    this.#running = null;
    this.#laidAside = null;
    this.#talk = new Conversation();
    this.#views.clear();
    const { input, turns, heard, status, urgent, sheet } = this.#shell;
    sheet.close();
    input.value = "";
    for (const one of [turns, heard, status, urgent]) one.replaceChildren();
    this.#settle();
  }

  #blank(): void {
    const { cover } = this.#shell;
    cover.hidden = false;
    cover.showPopover?.();
    this.#forget();
  }

  #say(text: string, urgently = false): void {
    announce(urgently ? this.#shell.urgent : this.#shell.status, text);
  }
}

/** The exit and the limits stand in the page, which also works without this script. */
function pageOf(body: HTMLElement): Page {
  const { country = "", maxChars = "", maxMessages = "" } = body.dataset;
  const exit = body.querySelector<HTMLAnchorElement>("a.exit")?.href ?? EXIT;
  return { exit, country, maxChars: Number(maxChars) || 20_000, maxMessages: Number(maxMessages) || 100 };
}

new Chat(pageOf(document.body));
