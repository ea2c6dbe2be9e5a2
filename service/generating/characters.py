"""Characters that change how a text looks or reads without being seen: none may reach a model or a person."""

import unicodedata

# Format characters reorder or hide text; the joiners belong to emoji and some scripts and change nothing in English.
_ODD = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_ALLOWED = frozenset("\n\t")
REPLACEMENT = "\ufffd"


def odd(character: str) -> bool:
    """Whether a character is a control, a direction mark, invisible, unassigned, or the sign of broken bytes."""
    return character == REPLACEMENT or (character not in _ALLOWED and unicodedata.category(character) in _ODD)


def has_odd_characters(text: str) -> bool:
    """Whether any character of a text is odd."""
    return any(odd(c) for c in text)


def without_odd_characters(text: str) -> str:
    """The text without them; every kind of line end becomes a plain one."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(c for c in lines if not odd(c))
