"""What the marker of observations learns from: messages in which a writer marked what can be told.

A line of `rows_*.jsonl` holds a message, the sentences that can be told of it, a feeling and a topic, the feelings
that fit, a need and a request. The sentences are made of words of the message in their order; what was added stands in
round brackets.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from evals.observations.marks import COMMA, NONE, STOP, UNKNOWN
from service.ports import Grammar
from service.rewriting.marked import words_to_mark
from service.rewriting.records import Lists
from service.rewriting.words import Reader

FOLDER = Path(__file__).parent
_ADDED = re.compile(r"\(([^)]*)\)")
_FEWEST_ADDED = 8
_FEWEST_TOLD = 0.7


@dataclass(frozen=True, slots=True)
class Row:
    """One message as clean words, with what each of them is: told or not, the first of a told sentence, and what is put before it.

    `marks` are the marks that were set behind told words where the message has none; `UNKNOWN` where nobody knows.
    """

    words: tuple[str, ...]
    told: tuple[bool, ...]
    opens: tuple[bool, ...]
    added: tuple[str, ...]
    marks: tuple[int, ...]
    feelings: tuple[str, ...]
    topic: str
    source: str
    asks: tuple[str, str] = ("", "")
    """The need and the request, each empty where the writer gave none."""
    message: str = ""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A told word, what was put before it, and whether a comma stands behind it."""

    word: str
    before: str
    comma: bool = False


class Material:
    """Reads rows as the service reads messages."""

    def __init__(self, lists: Lists, grammar: Grammar) -> None:
        self.reader, self._lists, self._grammar = Reader(lists, grammar), lists, grammar

    def rows(self, files: Iterable[Path]) -> list[Row]:
        """Every row whose sentences were found in its message."""
        found = (self._row(json.loads(line), file.stem) for file in files for line in file.read_text("utf-8").splitlines())
        return [row for row in found if row]

    def words(self, message: str) -> list[str]:
        """The message as the service reads it, a mark behind each sentence."""
        return words_to_mark(self.reader.read(message), self._lists.partners, self._grammar)

    def _row(self, line: dict[str, Any], source: str) -> Row | None:
        words = self.words(line["message"])
        told, opens, added = [False] * len(words), [False] * len(words), [""] * len(words)
        marks = [UNKNOWN] * len(words)
        at, wanted, met = 0, 0, 0
        for sentence in filter(None, (part.strip() for part in line["telling"].split("|"))):
            pieces = self._words_of(sentence)
            places = _aligned([piece.word for piece in pieces], words, at)
            wanted, met = wanted + len(pieces), met + sum(place is not None for place in places)
            found = [(place, piece) for place, piece in zip(places, pieces, strict=True) if place is not None]
            for number, (place, piece) in enumerate(found):
                told[place], opens[place], added[place] = True, number == 0, piece.before
                if number and words[at:place] == [","]:
                    told[at] = True
                if line.get("set") and words[place + 1 : place + 2] not in ([","], ["."], ["?"]):
                    marks[place] = COMMA if piece.comma else STOP if number == len(found) - 1 else NONE
                at = place + 1
        if wanted and met < _FEWEST_TOLD * wanted:
            return None
        marks = [mark if on else UNKNOWN for mark, on in zip(marks, [*told[1:], False], strict=True)]
        feelings = (*line.get("feelings", ()), line["feeling"])
        return Row(
            tuple(words), tuple(told), tuple(opens), tuple(added), tuple(marks), tuple(dict.fromkeys(feelings)), line["topic"], source,
            (line.get("need", ""), line.get("request", "")), line["message"],
        )  # fmt: skip

    def _words_of(self, sentence: str) -> list[_Piece]:
        """The words of a told sentence that stand in the message."""
        out: list[_Piece] = []
        before = ""
        for piece, addition in _pieces(sentence):
            if addition:
                before = f"{before} {piece.lower()}".strip()
                continue
            for word in (word for part in self.reader.read(piece).sentences for word in part):
                if word == ",":
                    out[-1:] = [replace(last, comma=True) for last in out[-1:]]
                    continue
                out.append(_Piece(word, before))
                before = ""
            if out and piece.rstrip().endswith(","):
                out[-1] = replace(out[-1], comma=True)
        return out


def _aligned(wanted: Sequence[str], words: Sequence[str], start: int) -> list[int | None]:
    """Where each word stands, in order from `start` on, as close together as they can; None for a word that is not found."""
    places: list[int | None] = []
    at = start
    for word in wanted:
        place = next((n for n in range(at, len(words)) if words[n] == word), None)
        places.append(place)
        at = at if place is None else place + 1
    after = at
    for number in range(len(places) - 1, -1, -1):
        if places[number] is not None:
            after = next(n for n in range(after - 1, start - 1, -1) if words[n] == wanted[number])
            places[number] = after
    return places


def additions(rows: Sequence[Row]) -> list[str]:
    """What is put before a word often enough to be learnt; the first is nothing."""
    counted = Counter(text for row in rows for text in row.added if text)
    return ["", *(text for text, times in counted.most_common() if times >= _FEWEST_ADDED)]


def _pieces(sentence: str) -> list[tuple[str, bool]]:
    """The parts of a sentence, and whether each was added."""
    parts = _ADDED.split(sentence)
    return [(part.strip(), bool(n % 2)) for n, part in enumerate(parts) if part.strip()]
