"""Runs many patterns over one text, touching only those whose words all occur in it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import Generic, TypeVar

from service.language.normalise import Normaliser, NormalText
from service.language.pattern import Pattern, PatternCompiler

R = TypeVar("R")
# More needs than this keep hardly any further pattern out.
_PLACES = 6


@dataclass(frozen=True, slots=True)
class Language:
    """What is needed to read text by patterns: one spelling and one set of lexicons."""

    normalise: Normaliser
    compiler: PatternCompiler


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern matched, as token numbers: first, one past the last, and the act inside it."""

    first: int
    last: int
    act: int


class PatternIndex(Generic[R]):
    """Records by what their patterns need, so that only patterns run whose words are all there.

    Sets of patterns are whole numbers, a bit a pattern. For each word there is one set a place: the patterns whose
    first need it meets, whose second, and so on. A pattern may match where all its needs are met.
    """

    def __init__(self, records: Iterable[tuple[R, Sequence[Pattern]]]) -> None:
        self._pairs = [(record, pattern) for record, patterns in records for pattern in patterns]
        words: dict[str, list[int]] = defaultdict(lambda: [0] * _PLACES)
        self._needless = [0] * _PLACES
        for number, (_, pattern) in enumerate(self._pairs):
            needs = pattern.needs[:_PLACES]
            for place, need in enumerate(needs):
                for word in need:
                    words[word][place] |= 1 << number
            for place in range(len(needs), _PLACES):
                self._needless[place] |= 1 << number
        self._words = {word: tuple(sets) for word, sets in words.items() if not word.endswith("*")}
        self._prefixes = {word[:-1]: tuple(sets) for word, sets in words.items() if word.endswith("*")}
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})

    def compile(self) -> None:
        """Compile every pattern now instead of when its words are first seen."""
        for _, pattern in self._pairs:
            pattern.regexp  # noqa: B018  the property compiles

    def matches(self, text: NormalText) -> Iterator[tuple[R, Match]]:
        """Each record with each place where one of its patterns matches, in the order of the records."""
        for number in _bits(self._candidates(text)):
            record, pattern = self._pairs[number]
            for match in _matches(pattern, text):
                yield record, match

    def _candidates(self, text: NormalText) -> int:
        met = list(self._needless)
        for token in set(text.tokens):
            if sets := self._words.get(token):
                met = [known | new for known, new in zip(met, sets, strict=True)]
            for length in self._lengths:
                if length > len(token):
                    break
                if sets := self._prefixes.get(token[:length]):
                    met = [known | new for known, new in zip(met, sets, strict=True)]
        return reduce(and_, met)


def _bits(number: int) -> Iterator[int]:
    """The places of the ones in a whole number, lowest first."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


def _matches(pattern: Pattern, text: NormalText) -> Iterator[Match]:
    for match in pattern.regexp.finditer(text.data):
        first, last = text.token_range(*match.span())
        if first < last and text.tokens[first] == ".":
            first += 1  # the sentence before ends here; it is not part of what was found
        begins, ends = match.span(pattern.act)
        act = text.token_range(begins, ends)[0] if pattern.act and begins >= 0 else first
        if last > first:
            yield Match(first, last, act)
