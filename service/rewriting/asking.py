"""Which feeling, need and request go with an event: the writer's own first, then a topic that is sure, then plain ones."""

import re
from collections.abc import Sequence
from itertools import pairwise

from service.ports import Grammar, Phrasing
from service.rewriting.feeling import fitting
from service.rewriting.phrases import Telling
from service.rewriting.records import DeedCue, Frame, RewritingData, Topic
from service.rewriting.topics import CERTAIN
from service.rewriting.understand import Understanding

_SURE = 4.0
_LIKELY = 3.0
_LIKELY_FELT, _ALSO_FELT = 0.2, 0.12
_OWNERS = frozenset({"my", "your"})
_NEED_FITS, _REQUEST_FITS = 0.55, 0.58
"""How well a phrasing has to fit a message to be offered: below it the lists know as much."""
_MUCH_THE_SAME = 0.6
_AHEAD = 0.9
_LONG = 24
_IN_LONG = 2.1
"""How much surer a topic has to be in a long message, where cue words fall by the way."""
_MOST_WISHED = 10
_HAS_TIME = re.compile(
    r"\b(?:tonight|today|tomorrow|this|next|every|each|once|on|when|before|after|at|first|now|more|weekend|morning|evening|night|by|back)\b"
)
_UNTIMED = re.compile(
    r" (?:last \w+|yesterday|any ?more|at all|either|anyway|since .*|no more|for (?:years|months|weeks|days)|"
    r"(?:this|in a|in \w+) (?:month|year|weeks?|fortnight|months?|years?|days?))\b"
)
_TIMES = frozenset(
    "night nights day days week weeks weekend weekends month months year years hour hours minute minutes morning evening afternoon "  # noqa: SIM905
    "monday tuesday wednesday thursday friday saturday sunday tonight today yesterday tomorrow easter january february march april may "
    "june july august september october november december christmas times home half end start middle rest one two three way".split()
)
_NOT_TODAY = frozenset("come book plan visit buy fix mow repair invite thank introduce sign order pay collect".split())  # noqa: SIM905
_PREPOSITIONS = frozenset(
    [
        "on",
        "in",
        "at",
        "from",
        "to",
        "for",
        "with",
        "since",
        "until",
        "till",
        "by",
        "after",
        "before",
        "about",
        "over",
        "under",
        "round",
        "across",
        "into",
        "near",
        "of",
        "during",
        "without",
        "between",
    ]
)
_DROPPED = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "all",
        "every",
        "some",
        "any",
        "whole",
        "another",
        "no",
        "more",
        "other",
        "much",
        "many",
        "such",
        "same",
        "own",
        "last",
        "first",
        "next",
        "good",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
    ]
)


class Asker:
    """Chooses feelings, needs and requests."""

    def __init__(self, data: RewritingData, grammar: Grammar) -> None:
        self._data, self._grammar = data, grammar
        self._frames: dict[tuple[str, ...], list[tuple[DeedCue, Frame]]] = {}
        for frame in data.frames:
            for cue in frame.deeds:
                self._frames.setdefault((cue.who, cue.verb), []).append((cue, frame))
        for known in self._frames.values():
            known.sort(key=lambda pair: -pair[0].exactness)

    def _known(self, word: str) -> bool:
        return self._grammar.lemma(word, "NOUN") is not None

    def topic(self, found: Understanding) -> Topic | None:
        """The topic, where one is likely enough to colour feeling and need."""
        least = _LIKELY if found.tellings or found.facts else 0.0
        return found.topics[0] if found.topics and self._ahead(found, least) else None

    def feelings(self, main: Telling | None, found: Understanding, seed: int) -> list[str]:
        """Feelings that fit, best first."""
        posed = [feeling for _, feeling, _ in found.posing]
        return fitting(found.named, [*posed, *_marked(found)], self._sources(main, found), heat=found.reading.heat, seed=seed)

    def needs(self, main: Telling, found: Understanding, seed: int) -> tuple[str, str]:
        """Two needs, the better one first."""
        pool = self._fitting(found.marking.needs, found, _NEED_FITS) if found.marking else []
        pool += [need for source in self._sources(main, found) for need in _turned(source.needs, seed)]
        pool += _turned(self._data.plain.needs, seed)
        return pool[0], _other(pool)

    def _sources(self, main: Telling | None, found: Understanding) -> list[Topic | Frame]:
        """What knows the feelings and needs, best first: a frame of the deed, and the topic as far as it is sure."""
        frame = self._frame(main) if main else None
        if frame and frame.weak and _long(found):
            frame = None
        topic = self.topic(found)
        if frame is None or topic is None:
            return [source for source in (frame, topic) if source]
        sure = found.scores[0] >= CERTAIN or (frame.weak and self._ahead(found, _SURE))
        return [topic, frame] if sure else [frame, topic]

    def _frame(self, main: Telling) -> Frame | None:
        """The frame of what was done, the most exact one; None where no frame knows the deed."""
        for cue, frame in self._frames.get(main.deed[:2], ()):
            if cue.fits(main.deed):
                return frame
        return None

    def requests(self, main: Telling, found: Understanding, seed: int, left: str = "") -> tuple[str, str]:
        """Two requests, the better one first; where nothing better is known they ask to talk about what is `left` to be told."""
        if found.request:
            own = f"{found.request[:1].upper()}{found.request[1:]}?"
            return own, own
        pool = self._fitting(found.marking.requests, found, _REQUEST_FITS) if found.marking else []
        if wished := self._wished(main, seed):
            pool.append(wished)
        if main.instead:
            pool.append(main.instead)
        for source in self._sources(main, found):
            if isinstance(source, Frame) or self._ahead(found, _SURE):
                pool += _turned(source.requests, seed)
        if thing := left or (self._thing(main, found) if main.link == "about" else ""):
            pool += [request.format(o=thing) for request in _turned(self._data.plain.about, seed)]
        pool += _turned(self._data.plain.requests, seed)
        return pool[0], _other(pool)

    def _fitting(self, phrasings: Sequence[Phrasing], found: Understanding, least: float) -> list[str]:
        """Phrasings that fit well and name nothing that the writer does not know of."""
        said = frozenset(word for sentence in found.reading.raw for word in sentence)
        said |= {f"{one}+{two}" for sentence in found.reading.raw for one, two in pairwise(sentence) if one in _OWNERS}
        return [p.text for p in phrasings if p.fit >= least and self._data.asks.suits(p.things, said)]

    def _ahead(self, found: Understanding, least: float) -> bool:
        scores = [*found.scores, 0.0, 0.0]
        more = _IN_LONG if _long(found) else 1.0
        return scores[0] >= least * more and (not least or scores[0] - scores[1] >= _AHEAD * more)

    def _thing(self, main: Telling, found: Understanding) -> str:
        """What the complaint is about, in a few words of the writer."""
        told = set(re.findall(r"[\w']+", main.text.lower()))
        for chunk in sorted(
            found.facts, key=lambda chunk: (not chunk.keys & told, chunk.words[0] not in ("my", "our", "the", "your"), chunk.at)
        ):
            if chunk.bare:
                continue
            end = next((at for at, word in enumerate(chunk.words) if at and word in _PREPOSITIONS), len(chunk.words))
            words = list(chunk.words[:end])
            owned = words[:1] and words[0] in ("my", "our", "your", "his", "her", "their")
            owner = words[:1] if owned else ["the"]
            rest = [word for word in (words[1:] if owned else words) if word not in _DROPPED]
            while rest and rest[-1] in ("again", "tonight", "today", "once", "twice", "yesterday", "late", "early"):
                rest.pop()
            if not rest or rest[-1] in self._data.lists.not_things or "'s" in rest[-1:] or self._is_name(rest[-1], found):
                continue
            if len(rest) > 4 or rest[-1] in _TIMES or not (set(rest) & chunk.keys) or any(w[0].isdigit() or w[0] in "£$€" for w in rest):
                continue
            if owner == ["the"] and "'s" in rest:
                owner = []
            shown = [found.reading.written.get(word, word) for word in rest]
            return " ".join([*owner, *shown]).replace(" 's", "'s")
        return ""

    def _is_name(self, word: str, found: Understanding) -> bool:
        return found.reading.written.get(word, "")[:1].isupper() or not self._known(word)

    def _wished(self, main: Telling, seed: int) -> str:
        """The writer's wish as a request; empty where it is none that somebody can do."""
        wish = re.sub(r" (?:again|in this (?:family|house|home|place|flat)|apart from me|for once)\b", "", main.wish)
        if not self._doable(wish):
            return ""
        if main.group:
            return f"Would each of you {wish} this week?"
        if main.past and not re.search(r"\b(?:last|yesterday)\b", wish):
            return f"Next time, would you {wish}?"
        wish = re.sub(r"\bany(?=thing|one|body|where|\b)", "some", _UNTIMED.sub("", wish))
        if wish.split(maxsplit=1)[0] in ("turn", "switch", "shut", "close"):
            return f"Would you {wish}, please?"
        if _HAS_TIME.search(wish):
            return f"Would you {wish}?"
        soon = "this week" if wish.split(maxsplit=1)[0] in _NOT_TODAY else ("tonight", "this week", "today")[seed % 3]
        return f"Would you {wish} {soon}?"

    def _doable(self, wish: str) -> bool:
        words = wish.split()
        if not 2 <= len(words) <= _MOST_WISHED or words[0] not in self._data.plain.doable:
            return False
        lists = self._data.lists
        return not lists.not_asked.search(wish.lower()) and not set(words) & (lists.insults | lists.verdicts)


def _marked(found: Understanding) -> list[str]:
    """The feelings that the marker finds likely; none where it has no clear first."""
    shares = found.marking.feelings if found.marking else ()
    return [feeling for feeling, share in shares if share >= _ALSO_FELT] if shares and shares[0][1] >= _LIKELY_FELT else []


def _other(pool: Sequence[str]) -> str:
    """The next best of a pool that says something else than its first."""
    first = set(pool[0].lower().split())
    return next((text for text in pool[1:] if len(first & set(text.lower().split())) < _MUCH_THE_SAME * len(first)), pool[1])


def _long(found: Understanding) -> bool:
    """Whether a message is long enough to tell of several things, so that one word of it says little about the rest."""
    return sum(map(len, found.reading.sentences)) > _LONG


def _turned(options: Sequence[str], seed: int) -> list[str]:
    at = seed % len(options)
    return [*options[at:], *options[:at]]
