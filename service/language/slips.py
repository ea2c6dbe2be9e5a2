"""Finds the watched word that a slip of the keyboard or of a dictation turned into something that is no word."""

from collections.abc import Iterable, Iterator

# Shorter words have too many neighbours; the first letter is hardly ever the one that is wrong.
_SHORTEST = 6
_SHORTEST_TYPED = 5
_LONGEST_TYPED = 24


class Slips:
    """An index of words by what is left of them without one letter, so that a look-up costs a few set look-ups."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_rest: dict[str, set[str]] = {}
        for word in words:
            if len(word) >= _SHORTEST and word.isalpha():
                for rest in _rests(word):
                    self._by_rest.setdefault(rest, set()).add(word)

    def meant(self, typed: str) -> str | None:
        """The word that `typed` is one slip away from, the first in the alphabet where there are several."""
        if not _SHORTEST_TYPED <= len(typed) <= _LONGEST_TYPED:
            return None
        found = {word for rest in _rests(typed) for word in self._by_rest.get(rest, ())}
        return min((word for word in found if word[0] == typed[0] and one_slip_away(typed, word)), default=None)


def one_slip_away(one: str, other: str) -> bool:
    """Whether one letter was left out, added, changed or swapped with its neighbour."""
    if one == other:
        return False
    if len(one) == len(other):
        wrong = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(wrong) == 1:
            return True
        return len(wrong) == 2 and wrong[1] == wrong[0] + 1 and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]
    shorter, longer = sorted((one, other), key=len)
    return len(longer) == len(shorter) + 1 and shorter in _without_one(longer)


def _rests(word: str) -> Iterator[str]:
    yield word
    yield from _without_one(word)


def _without_one(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))
