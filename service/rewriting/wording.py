"""Puts an understanding into words: observation, feeling, need and request, in several shapes."""

import re
from dataclasses import dataclass
from zlib import crc32

from service.domain.rewriting import Suggestion, Tone
from service.rewriting.feeling import fitting, strengthened
from service.rewriting.phrases import Telling
from service.rewriting.records import RewritingData, Topic
from service.rewriting.understand import Understanding

MOST_WORDS = 70
_GET = frozenset(
    {
        "anxious",
        "worried",
        "frustrated",
        "angry",
        "tense",
        "nervous",
        "lonely",
        "upset",
        "sad",
        "stressed",
        "annoyed",
        "irritated",
        "discouraged",
    }
)
_FILLERS = (
    "Could we talk about it for ten minutes this evening?",
    "Would you tell me how you see it?",
    "Could we find a quiet half hour for this tonight?",
    "Would you hear me out for five minutes, and then I'll hear you?",
    "Could we take a walk tomorrow and talk about it?",
)
_NEEDS = (
    "I'd like us to find a way that works for us both",
    "I need to feel that we're on the same side",
    "it matters to me that we sort this out together",
    "I need to know that I count",
    "consideration matters to me",
    "I need some care between us",
    "I'd like us to look out for each other",
)
_BLANK = "[what happened]"
_HAS_TIME = re.compile(
    r"\b(?:tonight|today|tomorrow|this|next|every|each|once|on|when|before|after|at|first|now|more|weekend|morning|evening|night|by|back)\b"
)
_VAGUE_WISH = re.compile(
    r"^(?:be|admit|have|touch|kiss|hold|hug|fancy|sleep|initiate|fuck|desire|compliment|have|do (?:it|that|this|anything|"
    r"something|one thing|shit)|make|get|want|seem|care|know|see|feel|think|like|act|let|take (?:me|it|my)|put|stop|"
    r"go away|give (?:a|me a break)|say (?:a|two|anything|one|something|sorry)|look at me|keep|change|try|treat|hear|"
    r"understand|lift|man up|grow|own|even|come up|pretend|live|work|stand|love|spend|leave|wait|not|own)\b|\bnot\b"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The bare parts that all shapes share."""

    feeling: str
    feelings: tuple[str, ...]
    guessed_feeling: bool
    main: Telling
    others: tuple[Telling, ...]
    need: str
    second_need: str
    request: str
    second_request: str
    blank: bool


class Wordsmith:
    """Words an understanding anew."""

    def __init__(self, data: RewritingData) -> None:
        self._data = data

    def suggestions(self, found: Understanding, *, feeling: str | None, tone: Tone | None) -> tuple[Suggestion, ...]:
        """Two to four wordings, the best first; every text is different."""
        seed = crc32(" ".join(" ".join(s) for s in found.reading.sentences).encode())
        parts = self._parts(found, seed, feeling=feeling)
        shapes = [self._feeling_first(parts, found, seed), self._event_first(parts, found, seed), self._short(parts, seed)]
        if found.perspective:
            shapes.insert(0, self._both_sides(parts, found, seed))
        if tone is Tone.DIRECT:
            shapes.sort(key=lambda s: s.shape != "short")
        elif tone is Tone.GENTLE:
            shapes.sort(key=lambda s: s.shape not in ("both_sides", "feeling_first"))
        out: dict[str, Suggestion] = {}
        for shape in shapes:
            if len(shape.text.split()) <= MOST_WORDS:
                out.setdefault(shape.text, shape)
        return tuple(out.values()) or (self._short(parts, seed),)

    def feelings(self, found: Understanding) -> tuple[str, ...]:
        """Feelings that would fit, best first, for the writer to choose from."""
        seed = crc32(" ".join(" ".join(s) for s in found.reading.sentences).encode())
        return tuple(fitting(found.named, found.posing, found.topics, heat=found.reading.heat, seed=seed))[:6]

    # ---------------------------------------------------------------- parts

    def _parts(self, found: Understanding, seed: int, *, feeling: str | None) -> Parts:
        topics = found.topics
        heat = found.reading.heat
        feelings = fitting(found.named, found.posing, topics, heat=heat, seed=seed)
        chosen = self._genuine(feeling) or feelings[0]
        named = bool(feeling) or bool(found.named)
        main, others, blank = self._events(found)
        main, others = _merged(main, others)
        topic = topics[0] if topics else None
        needs = topic.needs if topic else _NEEDS
        need = needs[seed % len(needs)]
        requests = self._requests(main, topic, seed)
        if found.request:
            requests = (f"{_capital(found.request)}?", f"{_capital(found.request)}?")
        return Parts(
            feeling=chosen if feeling else strengthened(chosen, heat=heat, named=named),
            feelings=tuple(dict.fromkeys([chosen, *feelings]))[:6],
            guessed_feeling=not named,
            main=main,
            others=others,
            need=need,
            second_need=needs[(seed + 1) % len(needs)],
            request=requests[0],
            second_request=requests[1],
            blank=blank,
        )

    def _genuine(self, feeling: str | None) -> str | None:
        if not feeling:
            return None
        word = " ".join(feeling.lower().split())
        if word in self._data.feelings.genuine:
            return word
        return self._data.feelings.not_feelings.get(word, (None, ""))[0]

    def _events(self, found: Understanding) -> tuple[Telling, tuple[Telling, ...], bool]:
        told = [t for t in found.tellings if t.text]
        facts = [t for t in told if t.sure] or told
        if not facts:
            topic = found.topics[0] if found.topics else None
            slot = topic.slot if topic else _BLANK
            return Telling(slot, "about", past=False, sure=False), (), True
        yours = [t for t in facts if not t.own]
        main = max(yours or facts, key=lambda t: (t.weight >= 1.5, t.weight, -facts.index(t)))
        others = tuple(t for t in facts if t is not main)
        return main, others, False

    def _requests(self, main: Telling, topic: Topic | None, seed: int) -> tuple[str, str]:
        pool = list(topic.requests if topic else _FILLERS)
        pool = pool[seed % len(pool) :] + pool[: seed % len(pool)]
        if main.instead:
            pool.insert(0, main.instead)
        if main.wish and not _VAGUE_WISH.search(main.wish) and len(main.wish.split()) <= 12 and "you" not in main.wish.split():
            pool.insert(0, self._wished(main, seed))
        return pool[0], pool[1]

    def _wished(self, main: Telling, seed: int) -> str:
        wish = re.sub(r" (?:again|once|in this (?:family|house|home|place))\b", "", main.wish)
        if main.group:
            return f"Would each of you {wish} this week?"
        if main.past and not re.search(r"\b(?:last|yesterday)\b", wish):
            return f"Next time, would you {wish}?"
        wish = re.sub(
            r" (?:last \w+|yesterday|any ?more|at all|either|anyway|since .*|in (?:\d+|\w+) (?:years?|months?|weeks?|days?)|"
            r"for (?:years|months|weeks|days)|no more)\b",
            "",
            wish,
        )
        wish = re.sub(r"\bany(?=thing|one|body|where|\b)", "some", wish)
        if _HAS_TIME.search(wish):
            return f"Would you {wish}?"
        return f"Would you {wish} {('tonight', 'this week', 'today')[seed % 3]}?"

    # ---------------------------------------------------------------- shapes

    def _feeling_first(self, parts: Parts, found: Understanding, seed: int) -> Suggestion:
        lead = self._lead(parts, seed)
        observation = _linked(parts.main)
        more = self._more(parts)
        because = (
            f", because {parts.need}"
            if parts.main.link != "about" and len(parts.main.text.split()) <= 16 and "because" not in parts.main.text and not more
            else ""
        )
        first = f"{lead} {observation}{because}."
        text = " ".join(p for p in (first, more, "" if because else f"{_capital(parts.need)}.", parts.request, self._limit(found)) if p)
        return self._suggestion(text, "feeling_first", parts, parts.need, parts.request, found)

    def _event_first(self, parts: Parts, found: Understanding, seed: int) -> Suggestion:
        main = parts.main
        feel = _feel(parts.feeling, past=main.past, seed=seed + 1)
        if main.link == "about":
            text = f"I'm still thinking about {main.text}. {_capital(feel)}, and {parts.second_need}."
        elif main.link in ("that", "with"):
            text = f"{_capital(main.text)}. {_capital(feel)} about that, because {parts.second_need}."
        else:
            text = f"{_capital(main.link)} {main.text}, {feel}. {_capital(parts.second_need)}."
        more = self._more(parts)
        text = " ".join(p for p in (text, more, parts.second_request, self._limit(found)) if p)
        return self._suggestion(text, "event_first", parts, parts.second_need, parts.second_request, found)

    def _short(self, parts: Parts, seed: int) -> Suggestion:
        text = f"{self._lead(parts, seed + 2)} {_linked(parts.main)}. {parts.request}"
        return self._suggestion(text, "short", parts, "", parts.request, None)

    def _both_sides(self, parts: Parts, found: Understanding, seed: int) -> Suggestion:
        base = self._feeling_first(parts, found, seed)
        text = f"I know {found.perspective}, and {base.text}"
        return Suggestion(text, "both_sides", base.feeling, base.observation, base.need, base.request, base.kept, base.guessed)

    def _lead(self, parts: Parts, seed: int) -> str:
        if parts.main.link == "about":
            seed = 0
        return _capital(_feel(parts.feeling, past=parts.main.past, seed=seed))

    def _more(self, parts: Parts) -> str:
        """The writer's other facts, a sentence each, as many as fit."""
        out: list[str] = []
        budget = 42 - len(parts.main.text.split())
        for telling in parts.others:
            size = len(telling.text.split())
            if size > budget:
                continue
            budget -= size
            out.append(_as_sentence(telling))
        return " ".join(out)

    def _limit(self, found: Understanding) -> str:
        if not found.boundary:
            return ""
        if found.ending:
            return "I'm close to my limit with this."
        return f"If not, {found.boundary}."

    def _suggestion(self, text: str, shape: str, parts: Parts, need: str, request: str, found: Understanding | None) -> Suggestion:
        text = _tidied(text)
        kept = [parts.main.text, *(t.text for t in parts.others)] if not parts.blank else []
        guessed = [
            part
            for part, is_guess in ((parts.feeling, parts.guessed_feeling), (need, True), (request, not (found and found.request)))
            if part and is_guess
        ]
        if parts.blank:
            guessed.insert(0, parts.main.text)
        return Suggestion(
            text,
            shape,
            parts.feeling,
            parts.main.text,
            need,
            request,
            tuple(k for k in kept if k in text or _capital(k) in text),
            tuple(guessed),
        )


def _merged(main: Telling, others: tuple[Telling, ...]) -> tuple[Telling, tuple[Telling, ...]]:
    """The main event with the next one of its kind, where both fit one clause."""
    for other in others:
        same = other.link == main.link == "when" and other.past == main.past and other.own == main.own
        if same and len(f"{main.text} {other.text}".split()) <= 24 and not (main.own and other.own):
            first, second = (main.text, other.text) if others.index(other) >= 0 and other.weight <= main.weight else (other.text, main.text)
            if second.startswith("you ") and first.startswith("you "):
                second = second[4:] if not re.match(r"you(?:'| are| were| have)", second) else second
            joined = Telling(
                f"{first} and {second}", "when", main.past, main.wish, main.instead, main.sure, main.own, main.weight, main.group
            )
            return joined, tuple(o for o in others if o is not other)
    return main, others


def _feel(feeling: str, *, past: bool, seed: int) -> str:
    plain = feeling.removeprefix("really ").removeprefix("very ")
    if past:
        return f"I {('felt', 'felt', 'was')[seed % 3]} {feeling}"
    if plain in _GET and seed % 3 == 1:
        return f"I get {feeling}"
    return f"I feel {feeling}"


def _linked(telling: Telling) -> str:
    return f"{telling.link} {telling.text}"


def _as_sentence(telling: Telling) -> str:
    if telling.link == "when" and not telling.past and not telling.own:
        return f"Another part of it is that {telling.text}."
    if telling.link in {"when", "that"}:
        return f"{_capital(telling.text)}."
    return f"{_capital(telling.link)} {telling.text}, too."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tidied(text: str) -> str:
    text = re.sub(r"\bnever too\b", "not too", text).replace(" but ", " and ")
    text = re.sub(r"\s+([.,?])", r"\1", re.sub(r"\s+", " ", text)).strip()
    return re.sub(r"([.?])\.+", r"\1", text).replace(",.", ".").replace(" ,", ",")
