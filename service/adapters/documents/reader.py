"""Opens a file an operator brings and hands it to the reader for its format."""

import hashlib
from pathlib import Path

from service.adapters.documents.encoding import decoded, mended
from service.domain.errors import DocumentError, InvalidInputError
from service.domain.importing import Block, BlockKind, Note, Source

FORMATS = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
_LARGEST = 20_000_000


class FileReader:
    """Reads plain text, Markdown, HTML, PDF and DOCX; the ending of the name tells which."""

    def read(self, file: Path) -> Source:
        """The pieces of a file, with wrongly decoded characters put right.

        Raises:
            InvalidInputError: there is no such file, or its kind is not known.
            DocumentError: it cannot be read, with the reason.
        """
        kind = FORMATS.get(file.suffix.lower())
        if kind is None:
            raise InvalidInputError(f"{file.name}: files ending in {', '.join(FORMATS)} can be read")
        data = _bytes(file)
        title, blocks, notes = _parts(kind, file, data)
        blocks, repairs = mended(blocks)
        unit = {"pdf": "page", "docx": "paragraph"}.get(kind, "line")
        return Source(file.name, kind, hashlib.sha256(data).hexdigest(), unit, blocks, title, (*notes, *repairs))


def _bytes(file: Path) -> bytes:
    if not file.is_file():
        raise InvalidInputError(f"{file}: there is no such file")
    if file.stat().st_size > _LARGEST:
        raise DocumentError(f"{file.name}: it is larger than {_LARGEST // 1_000_000} MB")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise DocumentError(f"{file.name}: it cannot be opened: {error.strerror}") from error
    if not data.strip():
        raise DocumentError(f"{file.name}: it is empty")
    return data


def _parts(kind: str, file: Path, data: bytes) -> tuple[str | None, tuple[Block, ...], tuple[Note, ...]]:
    if kind == "docx":
        from service.adapters.documents.docx import docx_blocks

        title, blocks = docx_blocks(file)
        return title, tuple(blocks), ()
    if kind == "pdf":
        from service.adapters.documents.pdf import pdf_blocks

        title, blocks, dropped = pdf_blocks(file)
        return title, tuple(blocks), tuple(dropped)
    text, notes = decoded(data, file.name)
    if kind == "html":
        from service.adapters.documents.html import html_blocks

        title, blocks, dropped = html_blocks(text)
        return title, tuple(blocks), (*notes, *dropped)
    if kind == "markdown":
        from service.adapters.documents.markdown import markdown_blocks

        return None, tuple(markdown_blocks(text)), notes
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return None, tuple(Block(BlockKind.LINE, line, number) for number, line in enumerate(lines, start=1)), notes
