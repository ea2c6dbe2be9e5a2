"""Reads single words as they are typed: contractions, disguises, long-drawn letters and slips of the keyboard.

A disguise is undone only where the result is a word that is known, so that codes, names and numbers stay as they are.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import product

from service.language.slips import Slips

# What may stand for a letter; some signs stand for two.
_STANDS_FOR = {
    "0": "o", "1": "il", "2": "z", "3": "e", "4": "a", "5": "s", "6": "gb", "7": "t", "8": "b", "9": "g",
    "@": "a", "$": "s", "+": "t", "!": "il", "|": "il",
}  # fmt: skip
_SIGNS = re.compile("[" + re.escape("".join(_STANDS_FOR)) + "]")
_AMOUNT = re.compile(r"\d+(?:am|pm|st|nd|rd|th|k|km|m|cm|mm|ft|in|s|secs?|mins?|h|hrs?|d|x|p|k?g|mg|ml|l|lbs?|yo|yrs?|wks?|gb|mb|b)")
_RUN = re.compile(r"(.)\1{2,}")
_PAIR = re.compile(r"(.)\1")
# A word with more doubtful places than this is not read in every way.
_MOST_DOUBTS = 4
_FEWEST_LETTERS = 2
_SHORTEST_GUESS = 3


@dataclass(frozen=True, slots=True)
class Spelling:
    """The reviewed word lists behind normalising, from `rules/spelling.yaml` and `rules/vocabulary.txt`.

    `rewrites` maps a typed word to the words it stands for, `watched` holds the words that matter most to the rules,
    `ordinary` other words of the language, `signs` maps emoji to words, `lookalikes` letters of other scripts to Latin ones.
    """

    rewrites: dict[str, tuple[str, ...]] = field(default_factory=dict)
    watched: frozenset[str] = frozenset()
    ordinary: frozenset[str] = frozenset()
    signs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lookalikes: dict[int, str] = field(default_factory=dict)


class Speller:
    """Applies one `Spelling` to words; pure."""

    def __init__(self, spelling: Spelling) -> None:
        self._spelling = spelling
        self._slips = Slips(spelling.watched)
        self._known = spelling.watched | spelling.ordinary | spelling.rewrites.keys()

    def knows(self, word: str) -> bool:
        """Whether it is a word of the lists as it stands."""
        return word in self._known

    def watches(self, word: str) -> bool:
        """Whether it is a word that matters to the rules."""
        return word in self._spelling.watched

    def spells(self, word: str) -> bool:
        """Whether single letters in a row may be taken for it."""
        return word in self._spelling.watched or word in self._spelling.ordinary

    def sign(self, sign: str) -> tuple[str, ...]:
        """The words that an emoji or another sign stands for."""
        return self._spelling.signs.get(sign, ())

    def words(self, typed: str) -> Sequence[str]:
        """The words that a typed word stands for, none if nothing but signs was typed."""
        word = _unmarked(typed)
        if word.isdigit():
            return (word,)
        if not word.isascii():
            word = self._latin(word)
        if rewritten := self._spelling.rewrites.get(word):
            return rewritten
        if word in self._known:
            return (word,)
        if not word.isalpha():
            word = self._undisguised(word)
        if word not in self._known:
            word = self._shortened(word) if _PAIR.search(word) else word
        if word not in self._known:
            word = self._slips.meant(word) or word
        if word and word != typed:
            return self.words(word)
        return (word,) if word else ()

    def readings(self, typed: str) -> Iterator[str]:
        """Every way to read digits and signs as letters, the usual one first; only the word itself if there are too many."""
        choices = [_STANDS_FOR.get(character, character) for character in typed]
        if sum(len(choice) > 1 for choice in choices) > _MOST_DOUBTS:
            choices = [choice[0] for choice in choices]
        return ("".join(letters) for letters in product(*choices))

    def _latin(self, word: str) -> str:
        swapped = word.translate(self._spelling.lookalikes)
        return swapped if swapped.isascii() else word

    def _undisguised(self, word: str) -> str:
        if "*" in word and (meant := self._starred(word)):
            return meant
        return self._with_letters(word) or _letters(word)

    def _starred(self, word: str) -> str | None:
        """The watched word that this is with stars for letters; fewer than two letters tell nothing."""
        if sum(character.isalpha() for character in word) < _FEWEST_LETTERS:
            return None
        mask = word.replace("*", "?")
        return min((watched for watched in self._spelling.watched if fnmatchcase(watched, mask)), default=None)

    def _with_letters(self, word: str) -> str | None:
        """The known word that this is with digits and signs for letters, long-drawn or not; amounts such as `5am` are none."""
        if not _SIGNS.search(word):
            return None
        readings = [*self.readings(word)]
        if meant := _first(readings, self._spelling.watched):
            return meant
        if _AMOUNT.fullmatch(word) or word.isdigit() or not any(map(str.isalpha, word)):
            return None
        if len(word) < _SHORTEST_GUESS and not word[0].isalpha():
            return None
        if meant := _first(readings, self._known):
            return meant
        return next((short for reading in readings if _RUN.search(reading) and (short := self._shortened(reading)) in self._known), None)

    def _shortened(self, word: str) -> str:
        """The known word without long-drawn letters; unknown words keep two of each, and a mere pair is left alone."""
        runs = [match.span() for match in _RUN.finditer(word)]
        if runs and len(runs) <= _MOST_DOUBTS:
            ways = [_drawn(word, runs, lengths) for lengths in product((2, 1), repeat=len(runs))]
            if meant := _first(ways, self._spelling.watched) or _first(ways, self._known):
                return meant
        once = _RUN.sub(r"\1\1", word)
        doubled = (once[: pair.start()] + once[pair.start() + 1 :] for pair in _PAIR.finditer(once))
        return _first(doubled, self._spelling.watched) or once


def _first(words: Iterable[str], known: Container[str]) -> str | None:
    return next((word for word in words if word in known), None)


def _drawn(word: str, runs: Sequence[tuple[int, int]], lengths: Sequence[int]) -> str:
    """The word with each run of one letter cut to a length."""
    pieces, at = [], 0
    for (start, end), length in zip(runs, lengths, strict=True):
        pieces += [word[at:start], word[start] * length]
        at = end
    return "".join([*pieces, word[at:]])


def _unmarked(word: str) -> str:
    """The word without quotes or the stars of *emphasis* around it; a star inside a word stays."""
    if word.startswith("*") and word.endswith("*") and (inner := word.strip("*")) and "*" not in inner:
        word = inner
    return word.strip("'") if "'" in word else word


def _letters(word: str) -> str:
    """The word without the signs around and inside it: `$100*` is `100`."""
    return re.sub(r"[^\w']|_", "", word).strip("'")
