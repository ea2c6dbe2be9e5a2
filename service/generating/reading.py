"""What is refused of a model's sentences before their meaning is looked at: odd characters, fragments, loops."""

import re
from collections.abc import Sequence

from service.generating.characters import has_odd_characters
from service.generating.sentences import LONGEST_SENTENCE, Written

_WORD = re.compile(r"[^\W_]+")
_SAME = 0.85
_RUN = re.compile(r"(.{1,12}?)\1{5,}")


def refusal(written: Written, before: Sequence[str]) -> str | None:
    """Why a sentence cannot be shown whatever it means, as one stable word; None where it is worth a look."""
    if has_odd_characters(written.text):
        return "characters"
    if not written.ended:
        return "unfinished"
    if len(written.text) > LONGEST_SENTENCE:
        return "too_long"
    if _RUN.search(written.text) or any(_alike(written.text, other) for other in before):
        return "repetition"
    return None


def _alike(one: str, other: str) -> bool:
    a, b = set(_WORD.findall(one.lower())), set(_WORD.findall(other.lower()))
    return bool(a and b) and len(a & b) >= _SAME * max(len(a), len(b))
