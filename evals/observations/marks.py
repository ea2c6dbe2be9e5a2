"""Lines in which marks were taken out, so that the marker learns where a writer who sets none would have set them."""

import json
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.rewriting.words import Reader

NONE, COMMA, STOP = range(3)
UNKNOWN = -1
"""Where a mark still stands, or nobody knows whether one is due."""
_BARE_SHARE = 0.6
_SOME_SHARE = 0.5
_FEWEST_WORDS, _MOST_WORDS = 8, 90
_CHOICES = re.compile(r"\{\{.*?\}\}")
_MARKED_WELL = re.compile(r"[a-z][.!?] +[A-Z]|[a-z], ")


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line as clean words without some or all of its marks, and what its writer set behind each word."""

    words: tuple[str, ...]
    marks: tuple[int, ...]
    """`NONE`, `COMMA` or `STOP` behind each word; `UNKNOWN` where the mark still stands, or where the word is one."""


def texts(files: Iterable[Path]) -> list[str]:
    """The texts whose writers set marks."""
    lines = (json.loads(line)["text"] for file in files for line in file.read_text("utf-8").splitlines())
    return [text for text in dict.fromkeys(lines) if _MARKED_WELL.search(text) and not _CHOICES.search(text)]


def marked_lines(some: Sequence[str], reader: Reader, chance: random.Random) -> Iterator[MarkedLine]:
    """One line a text, read as the service reads messages."""
    for text in some:
        sentences = reader.read(text).sentences
        count = sum(map(len, sentences))
        if _FEWEST_WORDS <= count <= _MOST_WORDS:
            yield _taken_out(sentences, chance.random() < _BARE_SHARE, chance)


def _taken_out(sentences: Sequence[Sequence[str]], bare: bool, chance: random.Random) -> MarkedLine:  # noqa: FBT001  one of two ways
    words: list[str] = []
    marks: list[int] = []
    for number, sentence in enumerate(sentences):
        for word in sentence:
            if word == ",":
                _set(COMMA, words, marks, kept=not bare and chance.random() < _SOME_SHARE)
                continue
            words.append(word)
            marks.append(NONE)
        last = number == len(sentences) - 1
        _set(STOP, words, marks, kept=last or (not bare and chance.random() < _SOME_SHARE))
    return MarkedLine(tuple(words), tuple(marks))


def _set(mark: int, words: list[str], marks: list[int], *, kept: bool) -> None:
    if not words:
        return
    if not kept:
        marks[-1] = mark
        return
    marks[-1] = UNKNOWN
    words.append("," if mark == COMMA else ".")
    marks.append(UNKNOWN)
