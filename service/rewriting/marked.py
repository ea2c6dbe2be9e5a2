"""Tells what a marker that learnt from many hands finds tellable: whole sentences of the writer's words, without the rest.

The marker only chooses words. What it chose must still be free of blame by every list, keep each "not" and read as a sentence;
what does not is left out, and where nothing is left the clauses are told one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from service.ports import Marking
from service.rewriting.clause_words import SUBJECTS
from service.rewriting.story import Told
from service.rewriting.whole import WholeTeller

STOP, ASKED, COMMA = ".", "?", ","
_ENDS = frozenset({STOP, ASKED})
_EVEN = 0.5
_SURE = 0.72
_CHANGE = 1.2
"""What it costs, in log-odds, to begin or to stop telling inside a sentence: words are told in runs."""
_LEAST_SHARE = 0.001
_NEGATIONS = frozenset("not never no nobody nothing none without neither nor hardly barely rarely".split())  # noqa: SIM905
_DENYING = ("n't", "not", "never", "no ")
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

    def __init__(self, whole: WholeTeller) -> None:
        self._whole = whole

    def told(self, words: Sequence[str], marking: Marking, written: Mapping[str, str]) -> list[Told]:
        """The sentences that can be told, in order; nothing where the marks are unsure or what they leave is none."""
        found = (self._sentence(span, words, marking, written) for span in _spans(words, marking))
        return [told for told in found if told]

    def _sentence(self, span: _Span, words: Sequence[str], marking: Marking, written: Mapping[str, str]) -> Told | None:
        if _sureness(span, marking) < _SURE or _loses_a_negation(span, words, marking):
            return None
        return self._whole.marked(_joined(span, words, marking), written)


def flat(sentences: Sequence[Sequence[str]], questions: Sequence[bool]) -> list[str]:
    """Sentences as one run of words with a mark behind each."""
    return [word for sentence, asks in zip(sentences, questions, strict=True) for word in (*sentence, ASKED if asks else STOP)]


def _spans(words: Sequence[str], marking: Marking) -> Iterator[_Span]:
    """The marked sentences; a mark of the writer's ends one."""
    told = _runs(words, marking)
    places: list[int] = []
    for place, word in enumerate(words):
        opens = told[place] and marking.opens[place] > _EVEN
        if (word in _ENDS or opens) and places:
            yield _Span(tuple(places))
            places = []
        if told[place]:
            if not places and place and words[place - 1] in SUBJECTS and not told[place - 1] and not opens:
                places.append(place - 1)
            places.append(place)
    if places:
        yield _Span(tuple(places))


def _runs(words: Sequence[str], marking: Marking) -> list[bool]:
    """Which words are told: the likeliest choice in which telling seldom begins and stops inside a sentence."""
    best = [0.0, 0.0]
    came: list[tuple[int, int]] = []
    for place, word in enumerate(words):
        cost = 0.0 if word in _ENDS or (place and words[place - 1] in _ENDS) else _CHANGE
        share = min(max(marking.told[place], _LEAST_SHARE), 1 - _LEAST_SHARE)
        gains = (log(1 - share), log(share)) if word not in (*_ENDS, COMMA) else (0.0, 0.0 if word == COMMA else -_CHANGE)
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
    shares = [max(marking.told[place], 1 - marking.told[place]) for place in span.within]
    return sum(shares) / len(shares)


def _loses_a_negation(span: _Span, words: Sequence[str], marking: Marking) -> bool:
    """Whether a "not" inside the sentence was left out and nothing put in its place."""
    kept = set(span.places)
    lost = any(words[place] in _NEGATIONS for place in span.within if place not in kept)
    return lost and not any(sign in marking.added[place] for place in span.places for sign in _DENYING)


def _joined(span: _Span, words: Sequence[str], marking: Marking) -> list[str]:
    """The words of a sentence with what is put before them; two clauses whose joining word was left out are joined again."""
    out: list[str] = []
    last = span.places[0]
    for place in span.places:
        gap = words[last + 1 : place]
        if gap and words[place] in SUBJECTS and not marking.added[place] and out[-1:] and out[-1] not in _JOINING:
            out.append("and" if _JOINING & set(gap) else COMMA)
        out += [*marking.added[place].split(), words[place]]
        last = place
    return _trimmed(out)


def _trimmed(words: Sequence[str]) -> list[str]:
    """The words without commas before one another, and without what joins at the end."""
    out: list[str] = []
    for word in words:
        if word != COMMA or (out and out[-1] != COMMA):
            out.append(word)
    while out and (out[-1] == COMMA or out[-1] in _JOINING):
        out.pop()
    return out
