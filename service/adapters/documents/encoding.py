"""From bytes to text: finds the encoding, and undoes what wrong decoding did to a text."""

import codecs
from collections.abc import Iterable

from service.domain.errors import DocumentError
from service.domain.importing import Block, Note, NoteKind

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Tried before guessing: what office programs and old web pages in Western Europe and America wrote.
_WESTERN = "cp1252"
_SHORT = 60


def decoded(data: bytes, name: str) -> tuple[str, tuple[Note, ...]]:
    """The text in `data`, and a note where it was not UTF-8.

    Raises:
        DocumentError: the bytes are no text in any encoding that is known.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, errors="replace"), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        bad_line = data.count(b"\n", 0, error.start) + 1
    if b"\0" in data:
        raise DocumentError(f"{name}: it is not text; plain text, Markdown, HTML, PDF and DOCX can be read")
    text, codec = _guessed(data, name)
    return text, (Note(NoteKind.REPAIRED, bad_line, f"read as {codec}, because it is not UTF-8"),)


def _guessed(data: bytes, name: str) -> tuple[str, str]:
    """Mostly UTF-8 with a few bad bytes stays UTF-8; else the Western code page, unless another fits clearly better."""
    from charset_normalizer import from_bytes

    loose = data.decode("utf-8", errors="replace")
    good = sum(1 for char in loose if ord(char) > 127 and char != "\N{REPLACEMENT CHARACTER}")
    if good > loose.count("\N{REPLACEMENT CHARACTER}"):
        return loose, "UTF-8 with unreadable bytes"
    best = from_bytes(data).best()
    try:
        western = data.decode(_WESTERN)
    except UnicodeDecodeError:
        western = ""
    if western and (best is None or _latin(str(best)) >= _latin(western)):
        return western, _WESTERN
    if best is None:
        raise DocumentError(f"{name}: its encoding is unknown; save it as UTF-8 and try again")
    return str(best), best.encoding


def _latin(text: str) -> float:
    """Share of letters beyond ASCII that are Latin: high for Western text, low for Greek or Russian read rightly."""
    letters = [char for char in text if char.isalpha() and ord(char) > 127]
    return sum(ord(char) < 0x250 for char in letters) / len(letters) if letters else 1.0


def mended(blocks: Iterable[Block]) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """The same pieces with wrongly decoded characters put right, control characters gone, and a note for each."""
    from dataclasses import replace

    import ftfy

    config = ftfy.TextFixerConfig(unescape_html=False, uncurl_quotes=False, fix_character_width=False, normalization="NFC")
    mended_blocks, notes = [], []
    for block in blocks:
        text = ftfy.fix_text(block.text, config).replace("\N{SOFT HYPHEN}", "").replace("\N{ZERO WIDTH SPACE}", "")
        if text != block.text:
            mended_blocks.append(replace(block, text=text))
            if _visible(text) != _visible(block.text):
                notes.append(Note(NoteKind.REPAIRED, block.line, "wrongly decoded characters put right", text.strip()[:_SHORT]))
        else:
            mended_blocks.append(block)
    return tuple(mended_blocks), tuple(notes)


def _visible(text: str) -> str:
    """The text without what nobody sees."""
    import unicodedata

    return unicodedata.normalize("NFC", "".join(char for char in text if char.isprintable() and char != "\N{SOFT HYPHEN}"))
