"""Where a sentence says the opposite of a passage: a word turned round by a negation, or exchanged for its opposite.

A word is compared only with places that speak of the same matter: where another of the words around it stands too.
"""

from collections.abc import Iterator, Mapping, Sequence

from service.guarding.words import Mark, Words

_AROUND = 5


def turned(words: Words, near: Sequence[Words], whole: Sequence[Words]) -> int:
    """How many words of the sentence stand in the nearest parts only with the other sign."""
    found = 0
    for index, mark in enumerate(words.marks):
        around = _around(words.marks, index)
        signs = {sign for part in near for sign in _signs(mark.stem, part, around)}
        if signs == {-mark.sign} and not any(mark.sign in _signs(mark.stem, part, around) for part in whole):
            found += 1
    return found


def opposed(words: Words, near: Sequence[Words], whole: Sequence[Words], opposites: Mapping[str, frozenset[str]]) -> int:
    """How many words stand where the nearest parts have their opposite, and nowhere beside the same matter themselves."""
    found = 0
    for index, mark in enumerate(words.marks):
        if not (others := opposites.get(mark.stem)):
            continue
        around = _around(words.marks, index)
        there = any(mark.sign in _signs(other, part, around) for other in others for part in near)
        if there and not any(mark.sign in _signs(mark.stem, part, around) for part in whole):
            found += 1
    return found


def _signs(stem: str, part: Words, around: frozenset[str]) -> Iterator[int]:
    """The signs of a stem in a part, at places that share another word with `around`."""
    for index, mark in enumerate(part.marks):
        if mark.stem == stem and _around(part.marks, index) & around:
            yield mark.sign


def _around(marks: Sequence[Mark], index: int) -> frozenset[str]:
    nearby = (*marks[max(0, index - _AROUND) : index], *marks[index + 1 : index + 1 + _AROUND])
    return frozenset(mark.stem for mark in nearby)
