"""Peels off the ways in which a complaint is wrapped: rhetorical questions, duties, orders, sarcasm, "I feel like".

What remains is a plain statement, with marks for what the wrapper meant. The wrappers are data: `data/wrappers.yaml`.
"""

import re
from collections.abc import Sequence

OWN_REQUEST = re.compile(
    r"^(?:(?:next time|please|so|and|maybe|tonight) ,? ?)*(?:would|could|can|will|shall|may) (?:you|we|i) "
    r"(?!not |even |just |ever |at least |be any |stop |quit |please stop |please quit )\w+"
)
"""A question of the writer's own that asks plainly."""
_MARKS = re.compile(r"^((?:<\w+> )*)(.*)$", re.DOTALL)
_MOST = 6


class Peeler:
    """Peels sentences of clean words."""

    def __init__(self, wrappers: Sequence[tuple[re.Pattern[str], str]]) -> None:
        self._wrappers = tuple(wrappers)

    def peel(self, sentence: str) -> tuple[frozenset[str], str]:
        """The marks and the plain statement inside a sentence."""
        marks: set[str] = set()
        for _ in range(_MOST):
            before = sentence
            sentence = self._once(sentence)
            if match := _MARKS.match(sentence):
                marks.update(match[1].split())
                sentence = match[2].strip(" ,")
            if sentence == before:
                break
        return frozenset(marks), sentence

    def _once(self, sentence: str) -> str:
        for pattern, instead in self._wrappers:
            changed, times = pattern.subn(instead, sentence, count=1)
            if times and changed != sentence:
                return changed
        return sentence
