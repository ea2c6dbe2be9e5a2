"""What a writer says they will do if nothing changes: a limit stays a limit, and a threat to end it all becomes one."""

import re

_BOUNDARY = re.compile(
    r"(?:^|,| or| and| then| otherwise| else) (?:then )?((?:i am|i will|i am going to)(?: be)? (?:going|staying|"
    r"leaving|moving|sleeping|taking|packing|booking|calling|stay|leave|go|sleep|move|take|spend|eat|do|stop|book|"
    r"hire|cancel|not)\b[^,]*|(?<=or )i (?:move|go|leave|stay|sleep|take|book|pack|cancel|walk|hire) [^,]*|"
    r"(?:we are|i am|it is|we will be) (?:done|over|through|finished|out|gone|"
    r"out of here)\b[^,]*)"
)
_BOUNDARY_AFTER_IF = re.compile(
    r" ((?:i am|i will|i am going to|we are) (?:not \w+\b|"
    r"\w+ing\b|leav\w+|done|go\b|move\b|stay\b|sleep\b|take\b|over|through|out\b|gone).*)$"
)
_AGAINST_THEM = re.compile(
    r"(?:^|,| or| and| then| otherwise| else| again| more time| once more) (?:then )?"
    r"(?:i am|i will|i am going to)(?: going to)?(?: be)? (?:sell|throw|bin|smash|burn|"
    r"cut|delet|chuck|dump|break|post|flush|destroy|wreck|giv)\w* [^,]*\byours?\b[^,]*"
)
"""What would be done to the other or their things is no limit: it is left out, and nothing is asked with it."""
_END_OF_IT = re.compile(
    r"^(?:we are|i am|it is|we will be) (?:done|over|through|finished|out|gone)|leav(?:e|ing) (?:you|this|for good)|"
    r"^i am leaving$|divorce|leave you|kids|children|custody"
)


def limit_of(text: str) -> tuple[str, str]:
    """The text without what the writer says they will do, and that limit."""
    text = _AGAINST_THEM.sub("", text).strip(" ,")
    found = _BOUNDARY.search(text) or (_BOUNDARY_AFTER_IF.search(text) if text.startswith(("if ", "either ")) else None)
    if not found or not re.search(r"\b(?:if|or|either|one more|last|otherwise|else|done)\b", text):
        return text, ""
    return (text[: found.start()] + text[found.end() :]).strip(" ,"), re.sub(
        r"(?: ,)? and (?:you|then you) (?:can|will|would|could)\b.*$", "", found[1]
    )


def ends_it(limit: str) -> bool:
    """Whether the limit would be the end of the relationship."""
    return bool(_END_OF_IT.search(limit))
