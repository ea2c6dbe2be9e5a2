"""Finds thousands of known texts in a reply at the cost of reading it once."""

from collections import defaultdict
from collections.abc import Sequence

# How a text begins decides whether it is looked at; a shorter one is looked for by itself.
_KEY = 12


class KnownTexts:
    """Groups of texts; where one text of a group stands, the group stands."""

    def __init__(self, groups: Sequence[Sequence[str]]) -> None:
        self._by_beginning: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._short: list[tuple[str, int]] = []
        for number, texts in enumerate(groups):
            for text in texts:
                (self._by_beginning[text[:_KEY]] if len(text) >= _KEY else self._short).append((text, number))

    def places(self, reply: str) -> dict[int, int]:
        """The groups that stand in the reply, by number, each with its first place."""
        found = [(reply.find(text), number) for text, number in self._short if text in reply]
        for place in range(len(reply) - _KEY + 1):
            for text, number in self._by_beginning.get(reply[place : place + _KEY], ()):
                if reply.startswith(text, place):
                    found.append((place, number))
        return {number: place for place, number in sorted(found, reverse=True)}
