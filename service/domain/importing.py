"""What bringing a guide in works with: the pieces of a file, and notes on what was kept, dropped and repaired."""

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a piece of a document is; `LINE` is a bare line whose part is not known yet."""

    LINE = "line"
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    ROW = "row"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document, with the place it stood at.

    `line` counts lines, paragraphs or pages, whichever the document has. `level` is the depth of a heading, 0 where
    unknown; `number` is that of a numbered item. `loose` is set where two blank lines or more stood before it.
    """

    kind: BlockKind
    text: str
    line: int
    level: int = 0
    number: str | None = None
    loose: bool = False


class NoteKind(StrEnum):
    """What happened to a piece of the source."""

    DROPPED = "dropped"
    REPAIRED = "repaired"
    WITHHELD = "withheld"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that a person should know of an import; `text` is a short piece of the source, not of any message."""

    kind: NoteKind
    line: int
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A file as a reader gives it: pieces in reading order, and what was repaired while reading.

    `unit` says what the line numbers of the pieces count.
    """

    name: str
    format: str
    sha256: str
    unit: str
    blocks: tuple[Block, ...]
    title: str | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A section of the edition and the lines of the source that went into it."""

    section: str
    heading: str
    first_line: int
    last_line: int
    lines: tuple[int, ...]
    words: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of one file."""

    guide: str
    title: str
    source: str
    format: str
    sha256: str
    unit: str
    kept: tuple[Kept, ...]
    notes: tuple[Note, ...]

    def of(self, kind: NoteKind) -> tuple[Note, ...]:
        """The notes of one kind, in order of lines."""
        return tuple(note for note in self.notes if note.kind is kind)


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """What belongs to a page and not to a guide, as data.

    `scope` says what is compared and dropped: a whole `line`, one `sentence`, the part under a heading (`section`), or
    everything from a heading to the end (`tail`).
    """

    id: str
    scope: str
    patterns: tuple[str, ...]
    reason: str
    fires: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EditionWords:
    """Words by which the importer chooses steps and kinds, and the plain sentences it fills gaps with."""

    advice_starts: frozenset[str]
    example_starts: tuple[str, ...]
    closing_starts: tuple[str, ...]
    fallback_step: str
    next_action: str
    question: str
    withheld: str
