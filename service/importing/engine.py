"""The order of steps from the pieces of a file to a guide, and the report of what became of each piece."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.domain.corpus import Section
from service.domain.errors import DocumentError
from service.domain.importing import BlockKind, EditionWords, ImportReport, Kept, Note, NoteKind, Source
from service.importing.edition import SectionMaker, slug
from service.importing.furniture import Furniture
from service.importing.outline import Part, outlined
from service.importing.repair import restored, too_broken, unreadable
from service.importing.screen import Screen
from service.importing.structure import structured

_COUNTED = {
    word: number
    for number, word in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], start=2)
}
_ANNOUNCED = re.compile(
    rf"\b(\d{{1,2}}|{'|'.join(_COUNTED)})\s+(?:[a-z-]+\s+){{0,3}}?(?:steps|ways|tips|rules|strategies|secrets|stages|methods|keys)\b",
    re.IGNORECASE,
)
_SHORT = 60
_FEWEST_WORDS = 40
_TITLE_WORDS = 24
_LONGEST_PHRASE, _SHORTEST_PHRASE = 10, 4


@dataclass(frozen=True, slots=True)
class Prepared:
    """A guide before it is written: its title, its sections, and the report."""

    title: str
    sections: tuple[Section, ...]
    report: ImportReport


class ImportEngine:
    """Repairs, structures and cleans the pieces of a file, and makes sections of them."""

    def __init__(self, furniture: Furniture, screen: Screen, words: EditionWords, topics: Sequence[str]) -> None:
        self._furniture = furniture
        self._screen = screen
        self._words = words
        self._sections = SectionMaker(words, topics, screen.may_be_said)

    def prepare(self, source: Source, *, guide: str | None = None, title: str | None = None) -> Prepared:
        """A guide made from a source; `guide` and `title` replace the id and title that would be found.

        Raises:
            DocumentError: too much of it is unreadable, or no text is left.
        """
        blocks, repairs = restored(source.blocks)
        if too_broken(len(unreadable(blocks)), len(blocks)):
            line = unreadable(blocks)[0].line
            raise DocumentError(
                f"{source.name}: from {source.unit} {line} on, characters are lost and cannot be told from their neighbours; "
                "save the file as UTF-8 from its first source and try again"
            )
        blocks, lines_dropped = self._furniture.without_lines(blocks)
        blocks, dropped = self._furniture.cleaned(structured(blocks))
        found, parts, notes = outlined(blocks, source.title, self._words)
        notes = [*source.notes, *repairs, *lines_dropped, *dropped, *notes]
        kept_title = _plain_title(title or found or "", source, notes)
        parts = self._screened(parts, notes)
        _check_enough(source, parts)
        notes += _warnings(parts, source)
        name = guide or slug(kept_title)
        if not name:
            raise DocumentError(f"{source.name}: no id can be made from the title; give one with --id")
        sections = tuple(self._sections.section(part, name, number, kept_title) for number, part in enumerate(parts, start=1))
        kept = tuple(_kept(part, section) for part, section in zip(parts, sections, strict=True))
        ordered = tuple(sorted(notes, key=lambda note: note.line))
        report = ImportReport(name, kept_title, source.name, source.format, source.sha256, source.unit, kept, ordered)
        return Prepared(kept_title, sections, report)

    def _screened(self, parts: Sequence[Part], notes: list[Note]) -> list[Part]:
        kept = []
        for part in parts:
            blocks = []
            for block in part.blocks:
                clean, found = self._screen.screened(block)
                notes += found
                blocks += [clean] if clean else []
            if not blocks:
                continue
            part.blocks, found = self._screen.whole(blocks)
            notes += found
            heading = self._screen.heading(part.heading)
            if heading != part.heading:
                notes.append(Note(NoteKind.WITHHELD, part.line, "words of a heading that the ledger blocks", part.heading[:_SHORT]))
            part.heading, part.group = heading, self._screen.heading(part.group)
            kept.append(part)
        return kept


def _plain_title(title: str, source: Source, notes: list[Note]) -> str:
    """The title; where none was found, one made of the file's name, with a warning."""
    title = " ".join(title.split())
    if title and len(title.split()) <= _TITLE_WORDS:
        return title
    if phrase := _repeated_phrase(source):
        notes.append(
            Note(NoteKind.WARNING, 1, "no title was found; this phrase, which the text repeats, stands in; --title gives one", phrase)
        )
        return phrase
    stem = re.sub(r"[_\s-]+", " ", source.name.rsplit(".", 1)[0]).strip()
    notes.append(Note(NoteKind.WARNING, 1, "no title was found, so the name of the file stands in; --title gives one", stem[:_SHORT]))
    return stem[:1].upper() + stem[1:]


def _repeated_phrase(source: Source) -> str:
    """The longest phrase of the kind "how to ..." that the text says twice or more, as pages written for searches do."""
    words = re.findall(r"[\w’'-]+", " ".join(block.text for block in source.blocks).lower())
    starts = [i for i, pair in enumerate(pairwise(words)) if pair == ("how", "to")]
    for length in range(_LONGEST_PHRASE, _SHORTEST_PHRASE - 1, -1):
        counted = Counter(tuple(words[i : i + length]) for i in starts if i + length <= len(words))
        if counted and (best := counted.most_common(1)[0])[1] > 1:
            phrase = " ".join(best[0])
            return phrase[:1].upper() + phrase[1:]
    return ""


def _check_enough(source: Source, parts: Sequence[Part]) -> None:
    words = sum(part.words for part in parts)
    if words < _FEWEST_WORDS:
        raise DocumentError(f"{source.name}: only {words} words of text are left after cleaning, which is too little for a guide")


def _warnings(parts: Sequence[Part], source: Source) -> Iterator[Note]:
    numbered = [part for part in parts if re.match(r"(?:\d{1,2}[.)]|Step \d)", part.heading) and not part.heading.endswith(")")]
    early = [block for part in parts[:2] for block in part.blocks[:4]]
    for block in early:
        for match in _ANNOUNCED.finditer(block.text):
            count = _COUNTED.get(match.group(1).lower()) or int(match.group(1))
            if len(numbered) >= 3 and count != len(numbered):
                reason = f"the text announces {count}, and {len(numbered)} numbered parts were found"
                yield Note(NoteKind.WARNING, block.line, reason, match.group(0)[:_SHORT])
    for part in parts:
        for block in part.blocks:
            if block.text.count("“") != block.text.count("”"):
                yield Note(NoteKind.WARNING, block.line, "a quotation mark has no partner", block.text[:_SHORT])
        if sum(block.kind is BlockKind.ROW and "|" not in block.text for block in part.blocks) >= 2:
            yield Note(NoteKind.WARNING, part.line, "a table whose columns are lost; its rows stand as they are", part.heading[:_SHORT])
    if all(part.heading in ("Introduction", "Closing", "Conclusion") for part in parts):
        yield Note(NoteKind.WARNING, 1, "no headings were found, so the whole text is one or two sections", source.name)


def _kept(part: Part, section: Section) -> Kept:
    lines = tuple(sorted({line for line in (part.line, *(block.line for block in part.blocks)) if line}))
    return Kept(section.id, section.heading, lines[0], lines[-1], lines, part.words)
