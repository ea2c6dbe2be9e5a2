"""Reads PDF with pdfminer.six, which tells where every line stands and how large and bold it is."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from service.domain.errors import DocumentError
from service.domain.importing import Block, BlockKind, Note, NoteKind

if TYPE_CHECKING:
    from pdfminer.layout import LTPage

_MOST_PAGES = 500
_EDGE = 0.08
_LARGER = 1.12
_NEW_PARAGRAPH = 0.8
_MOST_HEADING_WORDS = 16
_BULLET = re.compile(r"^[•‣◦▪●·*–-]\s+")
_NUMBER = re.compile(r"^(\d{1,2})[.)]\s+")
_SHORT = 60


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page: its text, size of type, weight, and where it stands (0 at the foot, 1 at the head)."""

    page: int
    text: str
    size: float
    bold: bool
    top: float
    foot: float
    height: float


def pdf_blocks(file: Path) -> tuple[str | None, list[Block], list[Note]]:
    """The title, the pieces of a PDF and notes on what was left out; `line` counts pages.

    The title is the heading in the largest type, where there is one of that size and on the first page.

    Raises:
        DocumentError: it is no PDF, is locked, has too many pages, or holds pictures of text only.
    """
    lines = list(_lines(file))
    if not lines:
        raise DocumentError(f"{file.name}: it holds no text, perhaps only pictures of pages; run it through text recognition first")
    running, notes = _running_heads(lines)
    kept = [line for line in lines if line not in running]
    blocks = list(_blocks(kept))
    largest = [block for block in blocks if block.kind is BlockKind.HEADING and block.level == 1]
    title = largest[0].text if len(largest) == 1 and largest[0].line == 1 else None
    return title, blocks, notes


def _lines(file: Path) -> Iterator[_Line]:
    from pdfminer.high_level import extract_pages
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException

    try:
        for number, page in enumerate(extract_pages(file), start=1):
            if number > _MOST_PAGES:
                raise DocumentError(f"{file.name}: it has more than {_MOST_PAGES} pages; bring it in parts")
            yield from _page_lines(page, number)
    except PDFPasswordIncorrect as error:
        raise DocumentError(f"{file.name}: it is locked with a password") from error
    except (PDFException, PSException, ValueError, KeyError, TypeError, IndexError) as error:
        raise DocumentError(f"{file.name}: it is no PDF that can be read") from error


def _page_lines(page: "LTPage", number: int) -> Iterator[_Line]:
    from pdfminer.layout import LTChar, LTTextContainer, LTTextLine

    for box in page:
        for line in box if isinstance(box, LTTextContainer) else ():
            chars = [char for char in line if isinstance(char, LTChar)] if isinstance(line, LTTextLine) else []
            text = " ".join(line.get_text().split()) if chars else ""
            if text:
                sizes = Counter(round(char.size, 1) for char in chars)
                bold = sum("bold" in char.fontname.lower() for char in chars) > len(chars) / 2
                height = page.height or 1
                yield _Line(number, text, sizes.most_common(1)[0][0], bold, line.y1, line.y0, height)


def _running_heads(lines: list[_Line]) -> tuple[set[_Line], list[Note]]:
    """Lines at the very edge of a page that repeat on other pages, but for numbers, or that are page numbers."""
    edge = [line for line in lines if line.foot > line.height * (1 - _EDGE) or line.top < line.height * _EDGE]
    shapes = Counter(re.sub(r"\d+", "0", line.text) for line in edge)
    pages = len({line.page for line in lines})
    running = {
        line
        for line in edge
        if (pages > 1 and shapes[re.sub(r"\d+", "0", line.text)] > 1)
        or re.fullmatch(r"(?:page )?\d+(?:\s*(?:/|of)\s*\d+)?", line.text, re.IGNORECASE)
    }
    first = {re.sub(r"\d+", "0", line.text): line for line in reversed(lines) if line in running}
    return running, [Note(NoteKind.DROPPED, line.page, "head or foot of the pages", line.text[:_SHORT]) for line in first.values()]


def _blocks(lines: list[_Line]) -> Iterator[Block]:
    words: Counter[float] = Counter()
    for line in lines:
        words[line.size] += len(line.text)
    body = words.most_common(1)[0][0]
    sizes = sorted({line.size for line in lines if line.size > body * _LARGER}, reverse=True)
    for group in _paragraphs(lines, body):
        text, first = _joined(group), group[0]
        if _is_heading(group, text, body):
            level = sizes.index(first.size) + 1 if first.size in sizes else len(sizes) + 1
            yield Block(BlockKind.HEADING, text, first.page, level=level)
        elif bullet := _BULLET.match(text):
            yield Block(BlockKind.ITEM, text[bullet.end() :], first.page)
        elif number := _NUMBER.match(text):
            yield Block(BlockKind.ITEM, text[number.end() :], first.page, number=number.group(1))
        else:
            yield Block(BlockKind.TEXT, text, first.page)


def _is_heading(group: list[_Line], text: str, body: float) -> bool:
    larger = group[0].size > body * _LARGER
    stands_out = larger or all(line.bold for line in group)
    return stands_out and len(text.split()) <= _MOST_HEADING_WORDS and not text.endswith((".", ",", ";", ":"))


def _paragraphs(lines: Iterable[_Line], body: float) -> Iterator[list[_Line]]:
    """Lines that belong together: same type, close to each other, no new bullet; a sentence may run over a page."""
    group: list[_Line] = []
    for line in lines:
        if group and not _continues(group[-1], line, body):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _continues(before: _Line, line: _Line, body: float) -> bool:
    if (before.size, before.bold) != (line.size, line.bold) or _BULLET.match(line.text) or _NUMBER.match(line.text):
        return False
    if before.page != line.page:
        return line.size <= body * _LARGER and not before.text.endswith((".", "!", "?", ":")) and line.text[:1].islower()
    return -before.size < before.foot - line.top < before.size * _NEW_PARAGRAPH


def _joined(group: list[_Line]) -> str:
    """One text; a word cut at the end of a line is made whole."""
    text = group[0].text
    for line in group[1:]:
        cut = text.endswith("-") and text[-2:-1].isalpha() and line.text[:1].islower()
        text = text[:-1] + line.text if cut else f"{text} {line.text}"
    return text
