"""Whether to word nothing although no safety rule has spoken: a message may go to somebody who hurts the writer.

A chat answers the writer alone. A wording is carried to the other, so less is enough to hold it back: what the second
safety tier says of a short message may stay below its line where a small sign stands in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.rewriting import BlameMark
from service.domain.text import Span
from service.language.matching import Language, PatternIndex
from service.rewriting.records import Caution, Sign


@dataclass(frozen=True, slots=True)
class Doubt:
    """How far below its line the second tier may stay for this message, and the sign that moved it, if any."""

    allowance: float
    sign: BlameMark | None = None


class Doubts:
    """Finds the small signs of a message by reviewed patterns."""

    def __init__(self, caution: Caution, language: Language) -> None:
        self._caution = caution
        self._normalise = language.normalise
        self._signs: PatternIndex[Sign] = PatternIndex((sign, sign.patterns) for sign in caution.signs)

    def compile(self) -> None:
        """Compile every pattern now."""
        self._signs.compile()

    def of(self, statement: str) -> Doubt:
        """What is allowed for this statement; the sign is the first in it."""
        if len(statement.split()) > self._caution.words:
            return Doubt(self._caution.longer)
        normal = self._normalise(statement)
        found: Sequence[tuple[Span, Sign]] = sorted(
            ((normal.origin(match.first, match.last), sign) for sign, match in self._signs.matches(normal)),
            key=lambda pair: (pair[0].start, -pair[0].end, pair[1].id),
        )
        if not found:
            return Doubt(self._caution.alone)
        span, sign = found[0]
        return Doubt(self._caution.beside_sign, BlameMark(sign.id, span, statement[span.start : span.end], sign.reason))
