"""The hand-written lines: one line holds several wordings of something true, and what it turns into when it is false."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LINES = Path(__file__).parent / "lines.v1.txt"
MORE_LINES = Path(__file__).parent / "lines_more.v1.txt"
FREE_LINES = Path(__file__).parent / "lines_free.v1.txt"
MORE_FREE_LINES = Path(__file__).parent / "lines_free_more.v1.txt"
HELD_LINES = Path(__file__).parent / "lines_held.v1.txt"
INVENTIONS = Path(__file__).parent / "inventions.v1.txt"
_SLOT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a line: wordings that keep it true, and wordings that make it false."""

    true: tuple[str, ...]
    false: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line for a section; `pieces` are the fixed texts around the slots."""

    section: str
    pieces: tuple[str, ...]
    slots: tuple[Slot, ...]

    @property
    def plain(self) -> str:
        """The reading with the first wording in each place."""
        return self._filled([slot.true[0] for slot in self.slots])

    @property
    def turns(self) -> tuple[tuple[int, str], ...]:
        """Every way to make it false: the place and the wording."""
        return tuple((n, wording) for n, slot in enumerate(self.slots) for wording in slot.false)

    def reading(self, chance: random.Random, turn: tuple[int, str] | None = None) -> str:
        """A reading with chosen wordings, made false at one place where `turn` says so."""
        chosen = [chance.choice(slot.true) for slot in self.slots]
        if turn is not None:
            chosen[turn[0]] = turn[1]
        return self._filled(chosen)

    def _filled(self, chosen: Sequence[str]) -> str:
        text = "".join(piece + wording for piece, wording in zip(self.pieces, [*chosen, ""], strict=True))
        text = re.sub(r"\s+([,.;:?])", r"\1", re.sub(r"\s+", " ", text)).strip()
        return text[:1].upper() + text[1:]


def lines(file: Path = LINES) -> tuple[Line, ...]:
    """Every line with its section.

    Raises:
        ValueError: a line stands before the first section, or a place has no true wording.
    """
    found, section = [], ""
    for number, row in enumerate(file.read_text("utf-8").splitlines(), 1):
        if row.startswith("# "):
            section = row[2:].strip()
        elif row.strip() and not row.startswith("%"):
            if not section:
                raise ValueError(f"{file.name}:{number}: no section above")
            found.append(_line(section, row))
    return tuple(found)


def without_section(file: Path) -> tuple[Line, ...]:
    """Lines that belong to no section: the inventions, which no section supports, and those that are their own evidence."""
    return tuple(_line("", row) for row in file.read_text("utf-8").splitlines() if row.strip() and not row.startswith(("#", "%")))


def _line(section: str, row: str) -> Line:
    slots = tuple(_slot(inside) for inside in _SLOT.findall(row))
    return Line(section, tuple(_SLOT.split(row)[::2]), slots)


def _slot(inside: str) -> Slot:
    true, *false = inside.split("|")
    return Slot(tuple(true.split("~")), tuple(wording for part in false for wording in part.split("~")))
