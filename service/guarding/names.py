"""Names of people, organisations and works, and references to studies: only those that the passage or the person gave."""

import re

_REFERENCE = re.compile(
    r"\(\s*[A-Z][\w.&’'\- ]+,?\s*(?:19|20)\d\d[a-z]?\s*\)|\bet\s+al\b|\b(?:19|20)\d\d\b|\bdoi\b|\bvol\.?\s*\d", re.IGNORECASE
)
_TITLE = re.compile(r"\b(?:Drs?|Prof(?:essor)?|Mr|Mrs|Ms|Sir|PhD|MD)\b\.?")
_NAME = re.compile(r"[A-Z][\w’'-]*[a-z][\w’'-]*|[A-Z]{2,}")
_NO_NAME = re.compile(r"^(?:I(?:['’]\w+)?|OK|Step|Mondays?|Tuesdays?|Wednesdays?|Thursdays?|Fridays?|Saturdays?|Sundays?)$")
# After these a capital letter begins a sentence or a quotation and tells nothing.
_OPENING = re.compile(r"(?:^|[.!?:…]\s+|[“\"‘(]\s*|(?:^|[\s,])['’]\s*)$")


def unknown_name(text: str, known: str) -> bool:
    """Whether a sentence names somebody or something that `known` (the passages, the person's words) does not."""
    lower = known.lower()
    if any(found.group().lower() not in lower for found in _REFERENCE.finditer(text)):
        return True
    if any(found.group().rstrip(".").lower() not in lower.split() for found in _TITLE.finditer(text)):
        return True
    return any(_is_name(text, match) and _root(match.group()) not in lower for match in _NAME.finditer(text))


def _is_name(text: str, match: re.Match[str]) -> bool:
    return not _NO_NAME.match(match.group()) and not _OPENING.search(text[: match.start()])


def _root(word: str) -> str:
    return re.sub(r"['’]s?$", "", word).lower()
