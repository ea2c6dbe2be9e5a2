"""Puts an understanding into words: observation, feeling, need and request, in several shapes."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from zlib import crc32

from service.domain.rewriting import Suggestion, Tone
from service.ports import Grammar
from service.rewriting.account import Account
from service.rewriting.asking import Asker
from service.rewriting.choosing import Chooser, likely
from service.rewriting.feeling import strengthened
from service.rewriting.leftover import left
from service.rewriting.phrases import Telling
from service.rewriting.records import RewritingData
from service.rewriting.understand import Understanding
from service.rewriting.words import Reading, with_quotes

MOST_WORDS = 70
Passes = Callable[[str], bool]
_GET = frozenset("anxious worried frustrated angry tense nervous lonely upset sad stressed annoyed irritated discouraged".split())  # noqa: SIM905
_WAS = frozenset("worried frustrated angry upset sad annoyed irritated disappointed embarrassed hurt furious shocked".split())  # noqa: SIM905
_SECOND_WHEN = re.compile(r" (?:when|if|while|every time) ")
_ONLY = re.compile(
    r" but (?=(?:me|you|us|him|her|them|mine)\b)"
    r"|(?<=\bnothing) but |(?<=\bnobody) but |(?<=\banything) but |(?<=\beverything) but |(?<=\beveryone) but |(?<=\ball) but "
)
"""Where "but" leaves something out, and sets nothing against what stands before."""
_ROOM = 46
_WORTH_A_SENTENCE = 0.5
_ALSO = ("It's also about {x}.", "There's {x} as well.", "I'm also thinking of {x}.")


@dataclass(frozen=True, slots=True)
class Parts:
    """The bare parts that all shapes share."""

    feeling: str
    guessed_feeling: bool
    told: Account
    need: str
    second_need: str
    request: str
    second_request: str
    blank: bool
    reading: Reading

    @property
    def main(self) -> Telling:
        """The event in the sentence of the feeling."""
        return self.told.main


class Wordsmith:
    """Words an understanding anew."""

    def __init__(self, data: RewritingData, grammar: Grammar) -> None:
        self._data = data
        self._asker = Asker(data, grammar)
        self._chooser = Chooser(data, self._asker)

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
        main = next((t for t in found.tellings if not t.own), None)
        return tuple(self._asker.feelings(main, found, _seed(found)))[:6]

    # ---------------------------------------------------------------- parts

    def _parts(self, found: Understanding, seed: int, *, feeling: str | None, passes: Passes) -> Parts:
        first: Parts | None = None
        for told, main, blank in self._chooser.events(found):
            main = told.main if told.story else main  # noqa: PLW2901  a story asks for what is wished anywhere in it
            parts = self._around(told, main, found, seed, feeling=feeling, blank=blank)
            if passes(self._feeling_first(parts, found, seed).text):
                return parts
            first = first or parts
        assert first is not None  # noqa: S101  there is always a blank
        return first

    def _around(self, told: Account, main: Telling, found: Understanding, seed: int, *, feeling: str | None, blank: bool) -> Parts:
        feelings = self._asker.feelings(main, found, seed)
        given = self._genuine(feeling)
        chosen = given or feelings[0]
        named = bool(given or found.named)
        need, second_need = self._asker.needs(main, found, seed)
        request, second_request = self._asker.requests(
            main, found, seed, "" if blank or told.marked else " and ".join(left(told.text, found, own=told.story))
        )
        return Parts(
            feeling=chosen if given else strengthened(chosen, heat=found.reading.heat, named=named),
            guessed_feeling=not named,
            told=told,
            need=need,
            second_need=second_need,
            request=request,
            second_request=second_request,
            blank=blank,
            reading=found.reading,
        )

    def _genuine(self, feeling: str | None) -> str | None:
        if not feeling:
            return None
        word = " ".join(feeling.lower().split())
        if word in self._data.feelings.genuine:
            return word
        return self._data.feelings.not_feelings.get(word, (None, ""))[0]

    # ---------------------------------------------------------------- shapes

    def _feeling_first(self, parts: Parts, found: Understanding, seed: int) -> Suggestion:
        main = parts.main
        lead = self._lead(parts, seed)
        before, more = " ".join(parts.told.before), self._more(parts, found, seed, parts.request)
        long = len(main.text.split()) > 16 or "because" in main.text or bool(more)
        if parts.told.plain:
            first, because = f"I feel {parts.feeling}, {'and' if seed % 2 else 'because'} {parts.need}.", parts.need
        elif _done(main):
            first = f"{_capital(main.text)}, and I feel {parts.feeling}."
            because = ""
        else:
            because = "" if main.link == "about" or long else f", because {parts.need}"
            first = f"{lead} {_linked(main)}{because}."
        need = "" if because else f"{_capital(parts.need)}."
        text = " ".join(p for p in (before, first, more, need, parts.request, self._limit(found)) if p)
        return self._suggestion(text, "feeling_first", parts, parts.need, parts.request, found)

    def _event_first(self, parts: Parts, found: Understanding, seed: int) -> Suggestion:
        main = parts.main
        feel = _feel(parts.feeling, past=main.past and not _done(main), seed=seed + 1)
        if parts.told.plain:
            text = f"I feel {parts.feeling} about that. {_capital(parts.second_need)}."
        elif main.link == "about":
            text = f"I'm still thinking about {main.text}. {_capital(feel)}, and {parts.second_need}."
        elif main.link in ("that", "with") or _done(main):
            text = f"{_capital(main.text)}. {_capital(feel)} about that, because {parts.second_need}."
        else:
            text = f"{_capital(main.link)} {main.text}, {feel}. {_capital(parts.second_need)}."
        before, more = " ".join(parts.told.before), self._more(parts, found, seed, parts.second_request)
        text = " ".join(p for p in (before, text, more, parts.second_request, self._limit(found)) if p)
        return self._suggestion(text, "event_first", parts, parts.second_need, parts.second_request, found)

    def _short(self, parts: Parts, seed: int) -> Suggestion:
        main = parts.main
        first = (
            f"{_capital(main.text)}, and I feel {parts.feeling}"
            if _done(main) or parts.told.plain
            else f"{self._lead(parts, seed + 2)} {_linked(main)}"
        )
        return self._suggestion(f"{first}. {parts.request}", "short", parts, "", parts.request, None)

    def _both_sides(self, parts: Parts, found: Understanding, seed: int) -> Suggestion:
        base = self._feeling_first(parts, found, seed)
        text = f"I know {found.perspective}, and {base.text}"
        return replace(base, text=text, shape="both_sides")

    def _lead(self, parts: Parts, seed: int) -> str:
        if parts.main.link in ("about", "that"):
            seed = 0
        return _capital(_feel(parts.feeling, past=parts.main.past, seed=seed))

    def _more(self, parts: Parts, found: Understanding, seed: int, request: str) -> str:
        """What else happened, and the things of the writer's that are told nowhere, as far as there is room."""
        out = list(parts.told.after)
        if parts.blank:
            return ""
        if parts.told.story:
            return " ".join(out)
        told = f"{parts.told.text} {request} {found.boundary}"
        others = [
            thing
            for thing in left(told, found, weighty=True)
            if not thing.startswith(parts.main.text) and likely(thing, found, _WORTH_A_SENTENCE)
        ]
        if others and len(told.split()) < _ROOM:
            out.append(_ALSO[seed % len(_ALSO)].format(x=" and ".join(others)))
        return " ".join(out)

    def _limit(self, found: Understanding) -> str:
        if not found.boundary:
            return ""
        if found.ending:
            return "I'm close to my limit with this."
        return f"If not, {found.boundary}."

    def _suggestion(self, text: str, shape: str, parts: Parts, need: str, request: str, found: Understanding | None) -> Suggestion:
        text = with_quotes(_tidied(text), parts.reading)
        if found and found.address and found.address not in text:
            opening = text[:1] if re.match(r"I\b", text) else text[:1].lower()
            text = f"{found.address}, {opening}{text[1:]}"
        told = [parts.main.text, *(s.rstrip(".") for s in (*parts.told.before, *parts.told.after))] if not parts.blank else []
        kept = [with_quotes(part, parts.reading) for part in told]
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


def _feel(feeling: str, *, past: bool, seed: int) -> str:
    plain = feeling.removeprefix("really ").removeprefix("very ")
    if past:
        return f"I {'was' if seed % 3 == 2 and plain in _WAS else 'felt'} {feeling}"
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
    link = "that" if telling.link == "when" and _SECOND_WHEN.search(telling.text) else telling.link
    return f"{link} {telling.text}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _tidied(text: str) -> str:
    text = re.sub(r"\bnever too\b", "not too", text)
    text = _ONLY.sub(" except ", text).replace(" but ", " and ")
    text = re.sub(r"\s+([.,?])", r"\1", re.sub(r"\s+", " ", text)).strip()
    return re.sub(r"([.?])\.+", r"\1", text).replace(",.", ".").replace(" ,", ",")
