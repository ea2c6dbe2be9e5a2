"""A statement spoken to somebody, told as about somebody: the safety rules are written for people who tell."""

import re

_SUBJECT = {"you": "they", "u": "they", "your": "their", "ur": "their", "yours": "theirs", "yourself": "themselves"}
_JOINED = {"re": "'re", "ve": "'ve", "ll": "'ll", "d": "'d", "s": "'s"}
_WORD = re.compile(r"\b(yourself|urself|yours|your|ur|you|u)(?:['’]?(re|ve|ll|d|s)\b)?(?![\w'’])", re.IGNORECASE)


def told(statement: str) -> tuple[str, ...]:
    """The statement with `they`, and with `them`, for the one it is spoken to; nothing where it is spoken to nobody."""
    if not _WORD.search(statement):
        return ()
    return tuple(_WORD.sub(lambda match, form=form: _third(match, form), statement) for form in ("they", "them"))  # type: ignore[misc]


def _third(match: re.Match[str], form: str) -> str:
    word, ending = match.group(1).lower(), match.group(2)
    if ending:
        return "they" + _JOINED[ending.lower()]
    if word in ("you", "u"):
        return form
    return _SUBJECT.get(word, "themselves")
