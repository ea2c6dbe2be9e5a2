"""Messages and places in them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of characters, counted in Unicode code points of the original text."""

    start: int
    end: int


class Speaker(StrEnum):
    """Who wrote a message."""

    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    speaker: Speaker
    content: str


def well_formed(text: str) -> str:
    """Replace lone surrogates and NUL, which JSON can carry and UTF-8 or a terminal cannot.

    The length in code points stays the same, so spans stay valid.
    """
    if text.isascii() and "\0" not in text:
        return text
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" or c == "\0" else c for c in text)
