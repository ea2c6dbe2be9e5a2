"""Runs many patterns over one text, touching only those whose anchor words occur in it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from service.language.normalise import Normaliser, NormalText
from service.language.pattern import Pattern, PatternCompiler

R = TypeVar("R")


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
    """Records by the anchor words of their patterns."""

    def __init__(self, records: Iterable[tuple[R, Sequence[Pattern]]]) -> None:
        self._pairs = [(record, pattern) for record, patterns in records for pattern in patterns]
        self._words: dict[str, list[int]] = defaultdict(list)
        self._prefixes: dict[str, list[int]] = defaultdict(list)
        for number, (_, pattern) in enumerate(self._pairs):
            for anchor in pattern.anchors:
                if anchor.endswith("*"):
                    self._prefixes[anchor[:-1]].append(number)
                else:
                    self._words[anchor].append(number)
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})

    def compile(self) -> None:
        """Compile every pattern now instead of when its words are first seen."""
        for _, pattern in self._pairs:
            pattern.regexp  # noqa: B018  the property compiles

    def matches(self, text: NormalText) -> Iterator[tuple[R, Match]]:
        """Each record with each place where one of its patterns matches, in the order of the records."""
        for number in sorted(self._candidates(text)):
            record, pattern = self._pairs[number]
            for match in _matches(pattern, text):
                yield record, match

    def _candidates(self, text: NormalText) -> set[int]:
        found: set[int] = set()
        for token in set(text.tokens):
            found.update(self._words.get(token, ()))
            for length in self._lengths:
                if length > len(token):
                    break
                found.update(self._prefixes.get(token[:length], ()))
        return found


def _matches(pattern: Pattern, text: NormalText) -> Iterator[Match]:
    for match in pattern.regexp.finditer(text.data):
        first, last = text.token_range(*match.span())
        if first < last and text.tokens[first] == ".":
            first += 1  # the sentence before ends here; it is not part of what was found
        act = text.token_range(*match.span(pattern.act))[0] if pattern.act else first
        if last > first:
            yield Match(first, last, act)
