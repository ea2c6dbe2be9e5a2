"""Reads DOCX with python-docx: headings, lists and tables by their styles, in the order of the text."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from service.domain.errors import DocumentError
from service.domain.importing import Block, BlockKind

_MOST_UNPACKED = 200_000_000


def docx_blocks(file: Path) -> tuple[str | None, list[Block]]:
    """The document's title and the pieces of its text; `line` counts paragraphs.

    Raises:
        DocumentError: it is no DOCX file, or far larger than it says.
    """
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        with zipfile.ZipFile(file) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
                raise DocumentError(f"{file.name}: it unpacks to more than {_MOST_UNPACKED // 1_000_000} MB")
        document = Document(str(file))
    except (zipfile.BadZipFile, OpcError, KeyError, ValueError) as error:
        raise DocumentError(f"{file.name}: it is no DOCX file that can be read") from error
    blocks = list(_blocks(document))
    titles = [block.text for block in blocks if block.kind is BlockKind.HEADING and block.level == 1]
    return titles[0] if titles else (document.core_properties.title or None), blocks


def _blocks(document: object) -> Iterator[Block]:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for place, part in enumerate(document.iter_inner_content(), start=1):  # type: ignore[attr-defined]
        if isinstance(part, Table):
            for row in part.rows:
                cells = list(dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells))
                yield Block(BlockKind.ROW, " | ".join(cell for cell in cells if cell), place)
        elif isinstance(part, Paragraph) and part.text.strip():
            yield _paragraph(part, place)


def _paragraph(paragraph: object, place: int) -> Block:
    style = (paragraph.style.name if paragraph.style is not None else "") or ""  # type: ignore[attr-defined]
    text = " ".join(paragraph.text.split())  # type: ignore[attr-defined]
    name, _, depth = style.rpartition(" ")
    if style == "Title":
        return Block(BlockKind.HEADING, text, place, level=1)
    if name == "Heading" and depth.isdigit():
        return Block(BlockKind.HEADING, text, place, level=int(depth) + 1)
    if style.startswith("List Number"):
        return Block(BlockKind.ITEM, text, place, number="#")
    properties = paragraph._p.pPr  # type: ignore[attr-defined]  # noqa: SLF001  the only way to see a list without a style
    if style.startswith("List") or (properties is not None and properties.numPr is not None):
        return Block(BlockKind.ITEM, text, place)
    return Block(BlockKind.TEXT, text, place)
