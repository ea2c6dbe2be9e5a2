"""How a message is put before the encoder: the same event gives the same words, whoever did it and however it is played down.

Case, punctuation and disguise are gone already in the normal form. Here gendered words become one word, given names one
name, and minimising phrases are left out, so that swapping or adding them cannot change a score, and so are figures of speech.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from service.domain.errors import PatternError, RuleError
from service.language.matching import Language, PatternIndex
from service.language.normalise import NormalText

_FILE, _NAMES = "plain_form.yaml", "names.txt"
_MARKS = frozenset({".", ","})


@dataclass(frozen=True, slots=True)
class PlainWords:
    """The words for the encoder, and which token of the normal form each one came from."""

    words: tuple[str, ...]
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of plain words that the encoder reads at once; `first` and `last` are numbers of normal tokens, inclusive."""

    text: str
    first: int
    last: int


class PlainForm:
    """Applies the reviewed lists of one folder; pure and linear in the text."""

    def __init__(self, same: Mapping[str, str], agreement: Mapping[str, str], aside: PatternIndex[None]) -> None:
        self._same = same
        self._agreement = agreement
        self._aside = aside

    def __call__(self, normal: NormalText) -> PlainWords:
        """The plain words of a text in normal form."""
        left_out = {token for _, match in self._aside.matches(normal) for token in range(match.first, match.last)}
        kept = [i for i, token in enumerate(normal.tokens) if i not in left_out and token not in _MARKS]
        return PlainWords(tuple(self._words(normal, kept)), tuple(kept))

    def _words(self, normal: NormalText, kept: Sequence[int]) -> Iterator[str]:
        previous = ""
        for i in kept:
            token = normal.tokens[i]
            yield self._agreement.get(token, token) if previous == "they" else self._same.get(token, token)
            previous = token


def windows(plain: PlainWords, size: int, stride: int) -> tuple[Window, ...]:
    """Overlapping stretches of `size` words, a new one every `stride` words; none for a text without words."""
    starts = range(0, max(1, len(plain.words) - size + stride), stride) if plain.words else range(0)
    return tuple(
        Window(" ".join(plain.words[at : at + size]), plain.tokens[at], plain.tokens[min(at + size, len(plain.tokens)) - 1])
        for at in starts
    )


def load_plain_form(folder: Path, language: Language) -> PlainForm:
    """Read `plain_form.yaml` and `names.txt`.

    Raises:
        RuleError: a file is missing or broken.
    """
    try:
        data: dict[str, Any] = yaml.safe_load((folder / _FILE).read_text("utf-8"))
        names = (folder / _NAMES).read_text("utf-8").split()
        same = dict.fromkeys(names, data["name"])
        same |= {word: kept for kept, words in data["same"].items() for word in words.split("|")}
        patterns = tuple(language.compiler.compile(text) for text in (*data["figures"], *data["minimisers"]))
    except (OSError, yaml.YAMLError, KeyError, AttributeError, TypeError, PatternError) as error:
        raise RuleError(f"{folder / _FILE}: {error}") from error
    return PlainForm(same, data["agreement"], PatternIndex([(None, patterns)]))
