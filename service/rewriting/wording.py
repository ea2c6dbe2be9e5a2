"""Puts an understanding into words: observation, feeling, need and request, in several shapes."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from service.domain.rewriting import Suggestion, Tone
from service.ports import Grammar
from service.rewriting.asking import Asker
from service.rewriting.chunks import Chunk
from service.rewriting.feeling import strengthened
from service.rewriting.phrases import Telling
from service.rewriting.records import RewritingData
from service.rewriting.understand import Understanding
from service.rewriting.words import surface

MOST_WORDS = 70
Passes = Callable[[str], bool]
_GET = frozenset("anxious worried frustrated angry tense nervous lonely upset sad stressed annoyed irritated discouraged".split())  # noqa: SIM905
_BLANK = "[what happened]"
_WEIGHTY = 1.5
_ROOM = 44
_STEM = 4
_TOO = ("It also stayed with me that", "I noticed as well that", "It's also on my mind that")
_OF = ("I'm thinking of {x}.", "This is about {x}.", "I have {x} in mind.")


@dataclass(frozen=True, slots=True)
class Parts:
    """The bare parts that all shapes share."""

    feeling: str
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

    def __init__(self, data: RewritingData, grammar: Grammar) -> None:
        self._data = data
        self._asker = Asker(data, grammar)

    def suggestions(
        self, found: Understanding, *, feeling: str | None, tone: Tone | None, passes: Passes = lambda _: True
    ) -> tuple[Suggestion, ...]:
        """Two to four wordings, the best first; every text is different.

        `passes` checks a text: the main event is the first with which the wording passes, so that an event that
        cannot be told well gives way to a plainer one.
        """
        seed = _seed(found)
        parts = self._parts(found, seed, feeling=feeling, passes=passes)
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
        return tuple(self._asker.feelings(found, _seed(found)))[:6]

    # ---------------------------------------------------------------- parts

    def _parts(self, found: Understanding, seed: int, *, feeling: str | None, passes: Passes) -> Parts:
        first: Parts | None = None
        for main, others, blank in self._events(found):
            parts = self._around(main, others, found, seed, feeling=feeling, blank=blank)
            if passes(self._feeling_first(parts, found, seed).text):
                return parts
            first = first or parts
        assert first is not None  # noqa: S101  there is always a blank
        return first

    def _around(
        self, main: Telling, others: tuple[Telling, ...], found: Understanding, seed: int, *, feeling: str | None, blank: bool
    ) -> Parts:
        feelings = self._asker.feelings(found, seed)
        chosen = self._genuine(feeling) or feelings[0]
        named = bool(feeling) or bool(found.named)
        need, second_need = self._asker.needs(found, seed)
        request, second_request = self._asker.requests(main, found, seed)
        return Parts(
            feeling=chosen if feeling else strengthened(chosen, heat=found.reading.heat, named=named),
            guessed_feeling=not named,
            main=main,
            others=others,
            need=need,
            second_need=second_need,
            request=request,
            second_request=second_request,
            blank=blank,
        )

    def _genuine(self, feeling: str | None) -> str | None:
        if not feeling:
            return None
        word = " ".join(feeling.lower().split())
        if word in self._data.feelings.genuine:
            return word
        return self._data.feelings.not_feelings.get(word, (None, ""))[0]

    def _events(self, found: Understanding) -> Iterator[tuple[Telling, tuple[Telling, ...], bool]]:
        """The main event and the others, the best choice first; the last is a blank."""
        facts = [t for t in found.tellings if t.text and t.sure]
        weak = [t for t in found.tellings if t.text and not t.sure]
        things = self._things(found)
        if facts:
            yours = [t for t in facts if not t.own]
            main = max(yours or facts, key=lambda t: (t.weight >= _WEIGHTY, t.weight, -facts.index(t)))
            yield (*_merged(main, tuple(t for t in facts if t is not main)), False)
            for other in sorted(facts, key=lambda t: -t.weight):
                yield other, (), False
        if weak and not (things and not facts and len(things.text.split()) > 1):
            yield weak[0], (), False
        if things:
            yield things, (), False
        if weak:
            yield weak[0], (), False
        topic = self._asker.topic(found)
        yield Telling(topic.slot if topic else _BLANK, "about", past=False, sure=False), (), True

    def _things(self, found: Understanding) -> Telling | None:
        """The writer's things, where nothing can be told as an event."""
        if not found.facts:
            return None
        best = sorted(found.facts, key=lambda chunk: (-len(chunk.keys), chunk.at))[:2]
        ordered = [chunk for chunk in found.facts if chunk in best]
        text = " and ".join(_phrase(chunk, found) for chunk in ordered)
        return Telling(text, "about", past=False, weight=1)

    # ---------------------------------------------------------------- shapes

    def _feeling_first(self, parts: Parts, found: Understanding, seed: int) -> Suggestion:
        main = parts.main
        lead = self._lead(parts, seed)
        more = self._more(parts, found, seed, parts.request)
        long = len(main.text.split()) > 16 or "because" in main.text or bool(more)
        if _done(main):
            first = f"{_capital(main.text)}, and I feel {parts.feeling}."
            because = ""
        else:
            because = "" if main.link == "about" or long else f", because {parts.need}"
            first = f"{lead} {_linked(main)}{because}."
        text = " ".join(p for p in (first, more, "" if because else f"{_capital(parts.need)}.", parts.request, self._limit(found)) if p)
        return self._suggestion(text, "feeling_first", parts, parts.need, parts.request, found)

    def _event_first(self, parts: Parts, found: Understanding, seed: int) -> Suggestion:
        main = parts.main
        feel = _feel(parts.feeling, past=main.past and not _done(main), seed=seed + 1)
        if main.link == "about":
            text = f"I'm still thinking about {main.text}. {_capital(feel)}, and {parts.second_need}."
        elif main.link in ("that", "with") or _done(main):
            text = f"{_capital(main.text)}. {_capital(feel)} about that, because {parts.second_need}."
        else:
            text = f"{_capital(main.link)} {main.text}, {feel}. {_capital(parts.second_need)}."
        more = self._more(parts, found, seed, parts.second_request)
        text = " ".join(p for p in (text, more, parts.second_request, self._limit(found)) if p)
        return self._suggestion(text, "event_first", parts, parts.second_need, parts.second_request, found)

    def _short(self, parts: Parts, seed: int) -> Suggestion:
        main = parts.main
        first = f"{_capital(main.text)}, and I feel {parts.feeling}" if _done(main) else f"{self._lead(parts, seed + 2)} {_linked(main)}"
        return self._suggestion(f"{first}. {parts.request}", "short", parts, "", parts.request, None)

    def _both_sides(self, parts: Parts, found: Understanding, seed: int) -> Suggestion:
        base = self._feeling_first(parts, found, seed)
        text = f"I know {found.perspective}, and {base.text}"
        return replace(base, text=text, shape="both_sides")

    def _lead(self, parts: Parts, seed: int) -> str:
        if parts.main.link == "about":
            seed = 0
        return _capital(_feel(parts.feeling, past=parts.main.past, seed=seed))

    def _more(self, parts: Parts, found: Understanding, seed: int, request: str) -> str:
        """The writer's other facts, a sentence each, as many as fit."""
        out: list[str] = []
        budget = _ROOM - len(parts.main.text.split())
        for telling in parts.others:
            size = len(telling.text.split())
            if size <= budget and telling.link != "about":
                budget -= size
                out.append(_as_sentence(telling, seed + len(out)))
        if parts.blank:
            return " ".join(out)
        told = f"{parts.main.text} {' '.join(out)} {request} {found.boundary}"
        left = [_phrase(chunk, found) for chunk in found.facts if _missing(chunk, told)]
        left = [phrase for phrase in dict.fromkeys(left) if len(phrase.split()) <= max(budget, 6)][:3]
        if left:
            joined = ", ".join(left[:-1]) + " and " + left[-1] if len(left) > 1 else left[0]
            out.append(_OF[seed % len(_OF)].format(x=joined))
        return " ".join(out)

    def _limit(self, found: Understanding) -> str:
        if not found.boundary:
            return ""
        if found.ending:
            return "I'm close to my limit with this."
        return f"If not, {found.boundary}."

    def _suggestion(self, text: str, shape: str, parts: Parts, need: str, request: str, found: Understanding | None) -> Suggestion:
        text = _tidied(text)
        if found and found.address and found.address not in text:
            opening = text[:1] if re.match(r"I\b", text) else text[:1].lower()
            text = f"{found.address}, {opening}{text[1:]}"
        kept = [parts.main.text, *(t.text for t in parts.others)] if not parts.blank else []
        guessed = [
            part
            for part, is_guess in ((parts.feeling, parts.guessed_feeling), (need, True), (request, not (found and found.request)))
            if part and is_guess
        ]
        if parts.blank:
            guessed.insert(0, parts.main.text)
        shown = tuple(k for k in kept if k in text or _capital(k) in text)
        return Suggestion(text, shape, parts.feeling, parts.main.text, need, request, shown, tuple(guessed))


def _seed(found: Understanding) -> int:
    return crc32(" ".join(" ".join(s) for s in found.reading.sentences).encode())


def _phrase(chunk: Chunk, found: Understanding) -> str:
    return surface(chunk.words, found.reading.written)


def _missing(chunk: Chunk, told: str) -> bool:
    """Whether a word of the chunk that carries a fact stands nowhere in what is told."""
    words = re.findall(r"[\w£$€₹]+(?:[.:,]\d+)*", told.lower())
    return any(not _among(key, words) for key in chunk.keys)


def _among(key: str, words: Sequence[str]) -> bool:
    if len(key) <= _STEM or key[0].isdigit() or key[0] in "£$€₹":
        return key in words or f"{key}s" in words or any(w.startswith(key) for w in words if key[-1:].isdigit())
    return any(word[: max(_STEM, len(key) - 2)] == key[: max(_STEM, len(key) - 2)] for word in words)


def _merged(main: Telling, others: tuple[Telling, ...]) -> tuple[Telling, tuple[Telling, ...]]:
    """The main event with the next one of its kind, where both fit one clause."""
    for other in others:
        same = other.link == main.link == "when" and other.past == main.past and other.own == main.own
        if same and len(f"{main.text} {other.text}".split()) <= 24 and not (main.own and other.own):
            first, second = (main.text, other.text) if other.weight <= main.weight else (other.text, main.text)
            if second.startswith("you ") and first.startswith("you ") and not re.match(r"you(?:'| are| were| have)", second):
                second = second[4:]
            joined = replace(main, text=f"{first} and {second}")
            return joined, tuple(o for o in others if o is not other)
    return main, others


def _feel(feeling: str, *, past: bool, seed: int) -> str:
    plain = feeling.removeprefix("really ").removeprefix("very ")
    if past:
        return f"I {('felt', 'felt', 'was')[seed % 3]} {feeling}"
    if plain in _GET and seed % 3 == 1:
        return f"I get {feeling}"
    return f"I feel {feeling}"


def _done(telling: Telling) -> bool:
    """Whether an event is something that the writer did or does now, which stands as a sentence of its own."""
    return (
        telling.own
        and telling.link != "about"
        and (telling.past or re.match(r"I(?:'m|'ve|'ll| have| am| had)\b", telling.text) is not None)
    )


def _linked(telling: Telling) -> str:
    return f"{telling.link} {telling.text}"


def _as_sentence(telling: Telling, seed: int) -> str:
    if telling.link in ("when", "that"):
        if telling.text.startswith("you"):
            return f"{_TOO[seed % len(_TOO)]} {telling.text}."
        return f"{_capital(telling.text)}."
    return _OF[seed % len(_OF)].format(x=telling.text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tidied(text: str) -> str:
    text = re.sub(r"\bnever too\b", "not too", text).replace(" but ", " and ")
    text = re.sub(r"\s+([.,?])", r"\1", re.sub(r"\s+", " ", text)).strip()
    return re.sub(r"([.?])\.+", r"\1", text).replace(",.", ".").replace(" ,", ",")
