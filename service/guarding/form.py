"""Checks on the outward form of a sentence: markup, code, lists, emoji, shouting, leaked prompt parts."""

import re
import unicodedata

_MARKUP = re.compile(
    r"</?[a-z!][^>]*>|&[a-z]+;|&#|\]\(|!\[|```|`|\*\*|__|~~|(?:^|\s)\*\w|\w\*(?:\s|$)|^\s*(?:#{1,6}\s|[-*•+–]\s|>\s|\d+[.)]\s|[a-z][.)]\s)|\|\s*\S[^|]*\||[{}\\^]|^\s*\||==|\$\$",
    re.IGNORECASE,
)
_TEMPLATE = re.compile(
    r"<\|?|\|?>|\[/?(?:INST|SYS|system|user|assistant)\]|^\s*(?:system|assistant|user|human|coach|note|source|answer)\s*:", re.IGNORECASE
)
_LEFT_MARK = re.compile(
    r"\[\s*\d|\(\s*\d+\s*\)|\bpassages?\s+(?:\d|one|two|three|four|five)|\bsection\s+\d|[a-z]+#\d+|\bsource\s*:", re.IGNORECASE
)
_SHOUTING_WORDS = 3
_CAPITALS = re.compile(r"\b[A-Z]{4,}\b")
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_FEWEST_WORDS = 2
_MOST_CHARACTERS = 420
_MOST_OF_ONE_WORD = 4


def faulty_form(text: str) -> str | None:
    """What is wrong with the outward form of a sentence, as one word, or None."""
    if any(unicodedata.category(c) in _HIDDEN for c in text):
        return "characters"
    if any(_pictorial(c) for c in text) or "!" in text:
        return "emoji" if "!" not in text else "shouting"
    if _MARKUP.search(text) or _TEMPLATE.search(text):
        return "markup"
    if _LEFT_MARK.search(text):
        return "mark"
    if len(_CAPITALS.findall(text)) >= _SHOUTING_WORDS:
        return "shouting"
    return _faulty_length(text)


def _faulty_length(text: str) -> str | None:
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < _FEWEST_WORDS:
        return "fragment"
    if len(text) > _MOST_CHARACTERS:
        return "length"
    longer = [word for word in words if len(word) > 3]
    if any(longer.count(word) > _MOST_OF_ONE_WORD for word in set(longer)):
        return "repetition"
    if text[-1] not in ".?…”\"'’)":
        return "unfinished"
    return None


def foreign_script(text: str) -> bool:
    """Whether a sentence holds letters that are not Latin."""
    return any(c.isalpha() and not unicodedata.name(c, "LATIN").startswith(("LATIN", "MODIFIER")) for c in text)


def _pictorial(character: str) -> bool:
    return unicodedata.category(character) in {"So", "Sk", "Sm"} and character not in "+=<>^|~`"
