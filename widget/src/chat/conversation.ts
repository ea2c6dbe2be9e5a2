/** What the page holds in memory, and nowhere else: the turns so far, and what is sent of them. */

import type { CheckIn } from "../shared/records";
import type { Failure } from "../shared/service";
import type { Asked, Message, Reply, Sentence } from "./coach";

export interface Turn {
  text: string;
  reply: Reply | null;
  failure: Failure | null;
  /** The connection came back after a failure. */
  connected: boolean;
  stopped: boolean;
  /** The answer to the closed question of this turn. */
  answer: CheckIn | "";
}

/** An answer that stays in force; a sign of danger in a later message than these is asked about anew. */
interface Standing {
  answer: CheckIn;
  messages: number;
}

export class Conversation {
  readonly turns: Turn[] = [];
  #standing: Standing | null = null;

  get last(): Turn | undefined {
    return this.turns.at(-1);
  }

  add(text: string): Turn {
    const turn: Turn = { text, reply: null, failure: null, connected: false, stopped: false, answer: "" };
    this.turns.push(turn);
    return turn;
  }

  /** Take the last turn away, as it is written anew; an answer that was given in it goes with it. */
  dropLast(): void {
    if (this.turns.pop()?.answer) this.#standing = null;
  }

  /** Answer the closed question, or take the answer back. */
  answer(turn: Turn, reply: CheckIn | ""): void {
    turn.answer = reply;
    this.#standing = reply === "yes" || reply === "no" ? { answer: reply, messages: this.messages(turn).length } : null;
  }

  /** What is sent for a turn: everything up to it, as the service remembers nothing. */
  messages(turn: Turn): Message[] {
    const before = this.turns.slice(0, this.turns.indexOf(turn));
    const said = before.flatMap((one): Message[] => {
      const reply = one.reply ? plain(one.reply.sentences) : "";
      return [{ role: "user", content: one.text }, ...(reply ? [{ role: "assistant" as const, content: reply }] : [])];
    });
    return [...said, { role: "user", content: turn.text }];
  }

  /** English is not named: the page is also in English for those whose language it does not know, and then their text must tell. */
  request(turn: Turn, country: string, language: string): Asked {
    const answer = turn.answer || this.#standing?.answer;
    return { messages: this.messages(turn), ...(language !== "en" && { language }), ...(country && { country }), ...(answer && { check_in: answer }) };
  }

  /** Whether a `no` given earlier would now cover a sign that came after it; then it is forgotten, and the question is asked again. */
  outgrown(turn: Turn, latest: number): boolean {
    if (turn.answer || this.#standing?.answer !== "no" || latest < this.#standing.messages) return false;
    this.#standing = null;
    return true;
  }
}

/** Sentences as paragraphs of text. */
export function plain(sentences: readonly Sentence[], mark: (sentence: Sentence) => string = (one) => one.text): string {
  return sentences.map((one, at) => (at === 0 ? "" : one.opens ? "\n\n" : " ") + mark(one)).join("");
}

/** A reply to take along: the text with its numbers, and what they stand for. */
export function withSources(reply: Reply): string {
  const text = plain(reply.sentences, (one) => one.text + one.citations.map((n) => ` [${n}]`).join(""));
  const cited = new Set(reply.sentences.flatMap((one) => one.citations));
  const notes = reply.citations.filter((one) => cited.has(one.n)).map((one) => `[${one.n}] ${one.title} — ${one.heading}`);
  const help = reply.resources.map((one) => `${one.name}: ${[one.phone, one.sms, one.chat_url || one.url].filter(Boolean).join(" · ")}`);
  return [text, notes.join("\n"), help.join("\n")].filter(Boolean).join("\n\n");
}
