/** The service as the chat page sees it: one call that answers sentence by sentence, and the sections of guides. */

import { list, readQuestion, readResource, record, text, type CheckIn, type Question, type Resource } from "../shared/records";
import { ask, askJson, Failure, posted, trouble } from "../shared/service";

export interface Message {
  role: "user" | "assistant";
  content: string;
}
export interface Asked {
  messages: Message[];
  language?: string;
  country?: string;
  check_in?: CheckIn;
}
export interface Verdict {
  routed: boolean;
  level: string;
  /** The index of the latest message with a sign of danger, -1 for none. */
  latest: number;
}
export interface Sentence {
  text: string;
  citations: number[];
  /** Whether it begins a paragraph. */
  opens: boolean;
}
export interface Citation {
  n: number;
  section: string;
  guide: string;
  title: string;
  heading: string;
  quote: string;
}
export interface Reply {
  verdict: Verdict;
  sentences: Sentence[];
  citations: Citation[];
  question: Question | null;
  resources: Resource[];
  /** Whether all of it is there. */
  whole: boolean;
}
export interface Section {
  heading: string;
  guide: string;
  text: string;
  at: number;
  all: number;
  before: Neighbour | null;
  after: Neighbour | null;
}
export interface Neighbour {
  id: string;
  heading: string;
}

/** What happens while a reply is made; nothing comes before the verdict. */
export interface Listener {
  verdict(verdict: Verdict): void;
  sources(citations: Citation[]): void;
  sentence(sentence: Sentence): void;
  resources(resources: Resource[]): void;
}

/** Ask, and hear the events; gives the whole reply. Throws `Failure`, or an `AbortError` when stopped. */
export function talk(address: string, asked: Asked, listener: Listener, signal: AbortSignal): Promise<Reply> {
  return ask(`${address}/v1/chat`, posted({ ...asked, stream: true }), signal, async (response, alive) => {
    for await (const [name, data] of events(response, alive)) {
      if (name === "verdict") listener.verdict(readVerdict(data));
      else if (name === "sources") listener.sources(list(data).map(readCitation));
      else if (name === "sentence") listener.sentence(readSentence(data));
      else if (name === "resources") listener.resources(list(data).map(readResource));
      else if (name === "problem") throw problem(data);
      else if (name === "done") return readReply(data);
    }
    throw new Failure("broken");
  });
}

/** One section of a guide in its place. */
export async function section(address: string, id: string, signal: AbortSignal): Promise<Section> {
  const [guide = "", number = ""] = id.split("#");
  const url = `${address}/v1/guides/${encodeURIComponent(guide)}?section=${encodeURIComponent(number)}`;
  const body = record(await askJson(url, {}, signal));
  const place = record(body["place"]);
  const found = record(list(body["sections"])[0]);
  if (!text(found["text"])) throw new Failure("broken");
  return {
    heading: text(found["heading"]),
    guide: text(body["title"]),
    text: text(found["text"]),
    at: Number(place["position"]) || 0,
    all: Number(body["section_count"]) || 0,
    before: neighbour(place["before"]),
    after: neighbour(place["after"]),
  };
}

/** The server-sent events of an answer as name and data; comments only tell that somebody is still there. */
async function* events(response: Response, alive: () => void): AsyncGenerator<[string, unknown]> {
  if (!response.body) throw new Failure("broken");
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      alive();
      const blocks = (rest + value).replaceAll("\r\n", "\n").split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const lines = block.split("\n");
        const field = (name: string): string[] => lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trimStart());
        const data = field("data");
        if (data.length) yield [field("event").at(-1) ?? "message", JSON.parse(data.join("\n"))];
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function problem(data: unknown): Failure {
  const body = record(data);
  return new Failure(trouble(Number(body["status"]) || 500), text(body["request_id"]), 5);
}

function readReply(data: unknown): Reply {
  const body = record(data);
  return {
    verdict: readVerdict(body["verdict"], text(body["kind"])),
    sentences: list(record(body["reply"])["sentences"]).map(readSentence),
    citations: list(body["citations"]).map(readCitation),
    question: readQuestion(body["question"]),
    resources: list(body["resources"]).map(readResource),
    whole: true,
  };
}

/** Where kind and verdict differ, help is shown: better once too often. */
function readVerdict(data: unknown, kind = ""): Verdict {
  const body = record(data);
  const hits = list(body["hits"]).map((hit) => Number(record(hit)["message"]));
  return { routed: body["routed"] === true || kind === "resources", level: text(body["level"]), latest: Math.max(-1, ...hits.filter(Number.isInteger)) };
}

function readSentence(data: unknown): Sentence {
  const body = record(data);
  return { text: text(body["text"]), citations: list(body["citations"]).map(Number).filter(Number.isInteger), opens: body["opens"] === true };
}

function readCitation(data: unknown): Citation {
  const body = record(data);
  const of = (name: string): string => text(body[name]);
  return { n: Number(body["n"]), section: of("section"), guide: of("guide"), title: of("title"), heading: of("heading"), quote: of("quote") };
}

function neighbour(data: unknown): Neighbour | null {
  const body = record(data);
  return text(body["id"]) ? { id: text(body["id"]), heading: text(body["heading"]) } : null;
}
