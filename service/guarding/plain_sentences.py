"""Sentences that may stand without a source: a link, a question, or what reflects the person's own words."""

from collections.abc import Iterable, Sequence
from typing import Any

import re2

from service.guarding.words import Words


class PlainSentences:
    """Knows a harmless sentence by how it begins and by the words that it makes do with."""

    def __init__(self, frames: Sequence[str], never: Sequence[str], stems: Iterable[str]) -> None:
        self._frames = _set(frames)
        self._never = _set(never)
        self._stems = frozenset(stems)

    def allows(self, text: str, words: Words, own: frozenset[str], near: frozenset[str]) -> bool:
        """Whether a sentence needs no source.

        `own` are the stems of what the person said. `near` are those of the passages, which only a question may use:
        asking about a matter claims nothing.
        """
        if not any(frame.search(text) for frame in self._frames) or any(never.search(text) for never in self._never):
            return False
        allowed = self._stems | own | (near if text.endswith("?") else frozenset())
        return set(words.stems) <= allowed


def _set(patterns: Sequence[str]) -> tuple[Any, ...]:
    return tuple(re2.compile(f"(?i){pattern}") for pattern in patterns)
