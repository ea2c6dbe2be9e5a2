"""Tells what a marker that learnt from many hands finds tellable: whole sentences of the writer's words, without the rest.

The marker only chooses words. What it chose must still be free of blame by every list, keep each "not" and read as a sentence;
what does not is left out, and where nothing is left the clauses are told one by one.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from service.ports import Grammar, Marking
from service.rewriting.address import to_you
from service.rewriting.chunks import NUMBER_WORDS
from service.rewriting.clause_words import SUBJECTS
from service.rewriting.referents import Referents
from service.rewriting.story import Told
from service.rewriting.whole import WholeTeller
from service.rewriting.words import PREPOSITIONS, Reading, run_of

STOP, ASKED, COMMA = ".", "?", ","
_ENDS = frozenset({STOP, ASKED})
_EVEN = 0.5
_SURE = 0.72
_CHANGE = 1.2
"""What it costs, in log-odds, to begin or to stop telling inside a sentence: words are told in runs."""
_LEANING = 0.4
"""How much telling is favoured, in log-odds: a fact that is lost weighs more than a word too many, which the lists still see."""
_LEAST_SHARE = 0.001
_NEGATIONS = frozenset("not never no nobody nothing none without neither nor hardly barely rarely".split())  # noqa: SIM905
_TURNING = frozenset(
    "fail failed fails refuse refused refuses forget forgot forgets stop stopped almost nearly instead unless if pretend pretended".split()  # noqa: SIM905
)
_AND = frozenset({"and", "or", "but"})
_HELPERS = frozenset("do does did have has had am is are was were can could will would should may might must nor".split())  # noqa: SIM905
_FRAMES = frozenset(
    "say says said saying tell tells told think thinks thought wish wishes wished doubt doubts dream dreamt dreamed guess hope hoped "  # noqa: SIM905
    "imagine imagined claim claims claimed hear heard reckon reckons bet suppose believe believed swear swore if unless whether".split()
)
"""What stands directly before these is no fact of the writer's."""
_UNDONE = re.compile(
    r"(?:, )?(?:and|but) (?:then |still )?(?:you |it |he |she |they )?(?:did|have|has|had|were|was|could) not(?= [.,?]| as\b|$)"
)
_UNDONE_WITHIN = 7
_TRAILING = frozenset("only just even like before after since that which where who if as he she they we i both".split())  # noqa: SIM905
_WORD = re.compile(r"[\w-]+")
_TIMES = frozenset("day week month year night morning evening afternoon minute moment second time weekend".split())  # noqa: SIM905
_SAME = frozenset({"same", "very", "the", "every", "each"})
_MOST_FILLED, _JUST_SAID = 4, 12
_WANTING = frozenset("to the a an my your our his her their of at in on for with about till until by from than very so too".split())  # noqa: SIM905
"""After one of these something must follow: what was left out there is told after all."""
_LEADING_IN = PREPOSITIONS - {"before", "after", "since", "until", "till"} | frozenset("the a an my your our his her their".split())  # noqa: SIM905
"""A told word keeps one of these before it, though it was not marked."""
_JOINING = frozenset({"and", "but", "or", "so", "then", "while", "because", "when"})


@dataclass(frozen=True, slots=True)
class _Span:
    """A sentence as it was marked: where its words stand."""

    places: tuple[int, ...]

    @property
    def within(self) -> range:
        """All places from its first word to its last."""
        return range(self.places[0], self.places[-1] + 1)


class MarkedTeller:
    """Makes sentences of what was marked."""

    def __init__(self, whole: WholeTeller, grammar: Grammar) -> None:
        self._whole, self._referents = whole, Referents(grammar)

    def told(self, words: Sequence[str], marking: Marking, reading: Reading) -> list[Told]:
        """The sentences that can be told, in order; nothing where the marks are unsure or what they leave is none."""
        out: list[Told] = []
        for span in _spans(words, marking):
            known = frozenset(word for told in out for word in _WORD.findall(told.telling.text.lower()))
            out += self._sentences(span, words, marking, reading, known)
        return out

    def _sentences(self, span: _Span, words: Sequence[str], marking: Marking, reading: Reading, known: Collection[str]) -> list[Told]:
        """What was marked as one sentence; as several where its writer left out full stops and each can stand alone."""
        parts = list(_parted(span, words, marking))
        told = [one for part in parts if (one := self._sentence(part, words, marking, reading, known))]
        if len(told) == len(parts) > 1:
            return told
        whole = self._sentence(span, words, marking, reading, known)
        return [whole] if whole else []

    def _sentence(self, span: _Span, words: Sequence[str], marking: Marking, reading: Reading, known: Collection[str]) -> Told | None:
        span = _with_quotes(span, words, reading)
        if _sureness(span, marking) < _SURE or _breaks_off(span, words, marking):
            return None
        if _turned_before(span, words, marking) or _turned_inside(span, words, marking) or _asks(span, words, marking):
            return None
        known = {*known, *words[max(0, span.places[0] - _JUST_SAID) : span.places[0]]} if _follows(span, marking) else known
        named = self._referents.named(words, span.places, known, reading.written)
        return self._whole.marked(_joined(span, words, marking, named), reading)


def words_to_mark(reading: Reading, partners: Sequence[str], grammar: Grammar) -> list[str]:
    """A statement as the marker reads it: spoken to "you", one run of words with a mark behind each sentence."""
    sentences, _ = to_you([list(sentence) for sentence in reading.sentences], partners, grammar)
    return [word for sentence, asks in zip(sentences, reading.questions, strict=True) for word in (*sentence, ASKED if asks else STOP)]


def _spans(words: Sequence[str], marking: Marking) -> Iterator[_Span]:
    """The marked sentences; a mark of the writer's ends one."""
    told = _runs(words, marking)
    places: list[int] = []
    for place, word in enumerate(words):
        opens = told[place] and marking.opens[place] > _EVEN and not (place - 1 in places[-1:] and _goes_on(words, place))
        if (word in _ENDS or opens) and places:
            yield _Span(_completed(places, words))
            places = []
        if told[place]:
            if not places and place and words[place - 1] in SUBJECTS and not told[place - 1] and not opens:
                places.append(place - 1)
            places.append(place)
    if places:
        yield _Span(_completed(places, words))


def _parted(span: _Span, words: Sequence[str], marking: Marking) -> Iterator[_Span]:
    """The sentence cut where a full stop was left out."""
    places: list[int] = []
    for place in span.places:
        places.append(place)
        if marking.marks[place] == STOP and place != span.places[-1] and not _goes_on(words, place + 1):
            yield _Span(tuple(places))
            places = []
    yield _Span(tuple(places))


def _follows(span: _Span, marking: Marking) -> bool:
    """Whether what stands right before a sentence is told as well."""
    first = span.places[0]
    return bool(first) and marking.told[first - 1] > _EVEN


def _goes_on(words: Sequence[str], place: int) -> bool:
    """Whether the words at a place only say which time was meant before it: "the same week I paid the rent"."""
    return words[place] in SUBJECTS and words[place - 1] in _TIMES and words[place - 2] in _SAME


def _completed(places: Sequence[int], words: Sequence[str]) -> tuple[int, ...]:
    """The places with what a sentence must not lose at its end: the thing behind a number, and "and did not"."""
    at = places[-1] + 1
    following = " ".join(words[at : at + _UNDONE_WITHIN])
    last = words[places[-1]]
    if (last.isdigit() or last in NUMBER_WORDS) and at < len(words) and (words[at].endswith("s") or words[at] == "quid"):
        return (*places, at)
    undone = _UNDONE.match(following)
    return (*places, *range(at, at + len(undone[0].split()))) if undone else tuple(places)


def _runs(words: Sequence[str], marking: Marking) -> list[bool]:
    """Which words are told: the likeliest choice in which telling seldom begins and stops inside a sentence."""
    best = [0.0, 0.0]
    came: list[tuple[int, int]] = []
    for place, word in enumerate(words):
        cost = 0.0 if word in _ENDS or (place and words[place - 1] in _ENDS) else _CHANGE
        share = min(max(marking.told[place], _LEAST_SHARE), 1 - _LEAST_SHARE)
        gains = (0.0, 0.0) if word in (*_ENDS, COMMA) else (log(1 - share), log(share) + _LEANING)
        before = [max((0, 1), key=lambda other, now=now: best[other] - (cost if other != now else 0.0)) for now in (0, 1)]  # type: ignore[misc]
        best = [best[before[now]] - (cost if before[now] != now else 0.0) + gains[now] for now in (0, 1)]
        came.append((before[0], before[1]))
    now = int(best[1] > best[0])
    out: list[bool] = []
    for place in range(len(words) - 1, -1, -1):
        out.append(bool(now) and words[place] not in _ENDS)
        now = came[place][now]
    return out[::-1]


def _sureness(span: _Span, marking: Marking) -> float:
    """The mean share of what was decided for the words of a sentence, and for those that were left out of it."""
    kept = set(span.places)
    shares = [marking.told[place] if place in kept else 1 - marking.told[place] for place in span.within]
    return sum(shares) / len(shares)


def _with_quotes(span: _Span, words: Sequence[str], reading: Reading) -> _Span:
    """The sentence with all of what it quotes, where it holds a part of that or what stands round it."""
    places = set(span.places)
    for said in reading.quoted:
        run = run_of(said, words)
        if run and run.start > span.within.start and run.stop <= span.within.stop:
            places |= set(run)
    return _Span(tuple(sorted(places)))


def _breaks_off(span: _Span, words: Sequence[str], marking: Marking) -> bool:
    """Whether a sentence ends where the reach of the marker does, or on a preposition, in the middle of what was written."""
    end = span.places[-1] + 1
    goes_on = end < len(words) and words[end] not in (*_ENDS, COMMA)
    return goes_on and (end == marking.reached or (words[end - 1] in PREPOSITIONS and words[end] not in SUBJECTS))


def _turned_before(span: _Span, words: Sequence[str], marking: Marking) -> bool:
    """Whether what stands before a sentence, and is not told, turns it round or makes it a question, a wish or hearsay."""
    first = span.places[0]
    start = next((at for at in range(first - 1, -1, -1) if words[at] in (*_ENDS, COMMA) or marking.told[at] > _EVEN), -1)
    before = [word for word in words[start + 1 : first] if word != "that"]
    if not before or (before[-1] == "not" and before[-2:-1] == ["but"]):
        return False  # "you can remember every score but not that I had my scan"
    denied = bool(_NEGATIONS & set(before)) and not _denies(marking.added[first])
    asked = before[-1] in _HELPERS and words[first] in SUBJECTS
    return denied or asked or before[-1] in _FRAMES


def _asks(span: _Span, words: Sequence[str], marking: Marking) -> bool:
    """Whether the words of a sentence stand in the order of a question: "can you read"."""
    first, *rest = span.places
    return not marking.added[first] and words[first] in _HELPERS and bool(rest) and words[rest[0]] in SUBJECTS


def _turned_inside(span: _Span, words: Sequence[str], marking: Marking) -> bool:
    """Whether a word was left out inside a sentence without which it says something else."""
    for last, place in pairwise(span.places):
        gap = set(words[last + 1 : place])
        if gap & _NEGATIONS and not _denies(marking.added[place]):
            return True
        if gap & _TURNING or (gap & _AND and words[place] not in SUBJECTS | _JOINING):
            return True
    return False


def _denies(added: str) -> bool:
    return "n't" in added or "not" in added.split()


def _joined(span: _Span, words: Sequence[str], marking: Marking, named: Mapping[int, Sequence[str]]) -> list[str]:
    """The words of a sentence with what is put before them; two clauses whose joining word was left out are joined again.

    `named` are words to be told in the place of pronouns.
    """
    out: list[str] = []
    last = span.places[0]
    for place in span.places:
        gap = words[last + 1 : place]
        added = marking.added[place] if marking.told[place] > _EVEN else ""
        if gap and words[place] in SUBJECTS and not added and out[-1:] and out[-1] not in _JOINING:
            out.append("and" if _JOINING & set(gap) else COMMA)
        elif gap and not added and words[last] in _WANTING and len(gap) <= _MOST_FILLED and not {COMMA, *_AND} & set(gap):
            out += gap
        elif gap and not added and gap[-1] in _LEADING_IN and COMMA not in gap:
            out.append(gap[-1])
        out += [*added.split(), *named.get(place, (words[place],))]
        if marking.marks[place] == COMMA and place + 1 in span.places:
            out.append(COMMA)
        last = place
    return _trimmed(out)


def _trimmed(words: Sequence[str]) -> list[str]:
    """The words without commas before one another, and without what joins at the end."""
    out: list[str] = []
    for word in words:
        if word != COMMA or (out and out[-1] != COMMA):
            out.append(word)
    while out and (out[-1] == COMMA or out[-1] in _JOINING | _TRAILING):
        out.pop()
    return out
