"""Puts back punctuation of which only the first byte is left.

UTF-8 writes quotes, dashes and the ellipsis as three bytes that all begin with 0xE2. A program that reads that byte in an
old code page and throws the other two away leaves one strange letter in the place of all of them, so that decoding again
cannot help; only the surroundings can tell what stood there.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from service.domain.importing import Block, Note, NoteKind

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Three marks in a row are the three bytes of one sign, each unreadable by itself.
_THREE_BYTES = "\ue0e2"
_NO_TEXT = ("Cc", "Co", "Cn", "Cs")
_CODE_PAGES = ("cp874", "cp1250", "cp1251", "cp1252", "cp1253", "cp1255", "cp1256", "cp437", "cp850", "cp866", "koi8_r", "mac_roman")
_FIRST_BYTE = b"\xe2"
_FEWEST = 2
_MOSTLY = 0.8
_AFTER_APOSTROPHE = r"(?:s|t|re|ve|ll|d|m)\b"
# Where even a letter may be lost, as in "naïve" or "cafés", only these are sure to be an apostrophe.
_COMMON = re.compile(
    r"n’t\b|\b(?:it|that|he|she|who|what|there|here|let|one|where|how|today|everyone|someone|nobody|partner)’s\b|"
    r"\b(?:i|you|we|they)’(?:ve|re|ll|d|m)\b|\b(?:it|that|he|she)’(?:ll|d)\b",
    re.IGNORECASE,
)
_SHORT = 60
# More than this share of sentences with unreadable characters, and the file is not worth taking in.
_MOST_BROKEN = 0.1


def stand_ins() -> frozenset[str]:
    """The letters that the byte 0xE2 becomes in the code pages of this world, and the mark for "unreadable"."""
    found = {REPLACEMENT, _THREE_BYTES}
    for page in _CODE_PAGES:
        found.update(_FIRST_BYTE.decode(page, errors="ignore"))
    return frozenset(char for char in found if ord(char) > 127)


def restored(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """The same pieces with lost punctuation put back, and one note for each piece that changed."""
    blocks = [replace(block, text=_printable(block.text).replace(REPLACEMENT * 3, _THREE_BYTES)) for block in blocks]
    text = "\n".join(block.text for block in blocks)
    damaged = [char for char in sorted(stand_ins()) if _is_damage(char, text)]
    if not damaged:
        return tuple(blocks), ()
    done, notes = [], []
    for block in blocks:
        mended, kinds = block.text, Counter[str]()
        for char in damaged:
            mended, found = _put_back(mended, char)
            kinds += found
        done.append(replace(block, text=mended))
        if kinds:
            told = ", ".join(f"{count} × {char}" for char, count in sorted(kinds.items()))
            notes.append(Note(NoteKind.REPAIRED, block.line, f"lost punctuation put back: {told}", mended.strip()[:_SHORT]))
    return tuple(done), tuple(notes)


def _is_damage(char: str, text: str) -> bool:
    """Whether a letter stands where punctuation belongs, and never as a letter among its own kind."""
    count = text.count(char)
    if char in (REPLACEMENT, _THREE_BYTES):
        return count > 0
    apostrophes = len(re.findall(rf"(?<=[A-Za-z]){char}(?={_AFTER_APOSTROPHE})", text))
    if count < _FEWEST or not apostrophes:
        return False
    script = unicodedata.name(char, "").split(" ")[0]
    if script == "LATIN":
        return apostrophes >= 3 and _between_latin(char, text) >= _MOSTLY * count
    kin = sum(unicodedata.name(other, "").startswith(script) for other in text if ord(other) > 127 and other != char)
    return kin < count * (1 - _MOSTLY)


def _between_latin(char: str, text: str) -> int:
    """How often the letter stands as an apostrophe, quote or dash would, and not inside a word such as "château"."""
    return len(
        re.findall(rf"(?<=[A-Za-z]){char}(?={_AFTER_APOSTROPHE})|(?<![^\s(]){char}(?=\w)|{char}(?=[\s.,;!?)]|$)", text, re.MULTILINE)
    )


def _put_back(text: str, char: str) -> tuple[str, Counter[str]]:
    """The text with each stand-in replaced by what its neighbours call for, and how often each sign was put back."""
    parts: list[str] = []
    signs: Counter[str] = Counter()
    is_open = False
    for position, letter in enumerate(text):
        if letter != char:
            parts.append(letter)
            is_open = {"“": True, "”": False}.get(letter, is_open)
            continue
        sign = _sign("".join(parts), text[position + 1 :].replace(char, REPLACEMENT), is_open=is_open, sure=char != REPLACEMENT)
        if sign is None:
            parts.append(letter)
            continue
        is_open = {"“": True, "”": False}.get(sign, is_open)
        signs[sign] += 1
        parts.append(sign)
    return "".join(parts), signs


def _sign(before: str, after: str, *, is_open: bool, sure: bool) -> str | None:
    """The sign that stood between two texts; None where a letter may have been lost, which nobody can guess."""
    previous, following = before[-1:], after[:1]
    at_start, at_end = not previous or previous.isspace() or previous in "([", not following or following.isspace()
    if previous.isalpha() and re.match(_AFTER_APOSTROPHE, after) and (sure or _COMMON.search(f"{before[-12:]}’{after[:3]}")):
        return "’"
    if at_start and at_end:
        return "—" if before.strip() else "•"
    if not sure:
        return None
    if at_start:
        return "“"
    return _after_a_word(previous, following, is_open=is_open, at_end=at_end)


def _after_a_word(previous: str, following: str, *, is_open: bool, at_end: bool) -> str:
    """What stood at the end of a word or between two."""
    if is_open and (at_end or following in ".,;:!?)"):
        return "”"
    if at_end:
        return "’" if previous == "s" else "…"
    return "—"


def _printable(text: str) -> str:
    """The text without controls and characters of private or no meaning, such as the signs of icon fonts."""
    return "".join(char for char in text if char in "\t\n" or unicodedata.category(char) not in _NO_TEXT)


def unreadable(blocks: Iterable[Block]) -> list[Block]:
    """The pieces that still hold the mark for a character which nobody can read."""
    return [block for block in blocks if REPLACEMENT in block.text]


def too_broken(count: int, total: int) -> bool:
    """Whether so many pieces are unreadable that the file has to be saved anew instead."""
    return count > max(1, total * _MOST_BROKEN)
