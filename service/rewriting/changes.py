"""The single changes between a statement and its first wording, with their places, so that each can be seen and undone."""

import re
from collections.abc import Iterator, Sequence

from service.domain.rewriting import BlameMark, Change, Suggestion
from service.domain.text import Span
from service.rewriting.records import RewritingData
from service.rewriting.understand import Understanding

_LEFT_OUT = frozenset({"globaliser", "label", "mind_reading", "contempt", "comparison", "cause"})


def changes(statement: str, marks: Sequence[BlameMark], found: Understanding, first: Suggestion, data: RewritingData) -> tuple[Change, ...]:
    """The changes in reading order; none twice at one place."""
    out: dict[tuple[int, int], Change] = {}
    for change in (*_feelings(statement, found, first), *_milder(statement, first, data), *_left_out(marks, first)):
        out.setdefault((change.span.start, change.span.end), change)
    return tuple(sorted(out.values(), key=lambda change: change.span.start))


def _feelings(statement: str, found: Understanding, first: Suggestion) -> Iterator[Change]:
    for word, feeling, _ in found.posing:
        if feeling in first.feeling and (place := re.search(rf"\b{re.escape(word)}\b", statement, re.IGNORECASE)):
            reason = "a word for what the other did became a feeling of yours"
            yield Change(Span(*place.span()), place.group(), first.feeling, reason)


def _milder(statement: str, first: Suggestion, data: RewritingData) -> Iterator[Change]:
    """Loaded verbs that a plain one stands for."""
    for place in re.finditer(r"\w+", statement):
        plain = data.plain_verbs.get(place.group().lower())
        if (
            plain
            and (shown := re.search(rf"\b{plain.rstrip('e')}\w*", first.text))
            and place.group().lower() not in first.text.lower().split()
        ):
            yield Change(Span(*place.span()), place.group(), shown.group(), "a word with a charge became a plain one")


def _left_out(marks: Sequence[BlameMark], first: Suggestion) -> Iterator[Change]:
    for mark in marks:
        if mark.form in _LEFT_OUT and mark.text.lower() not in first.text.lower():
            yield Change(mark.span, mark.text, "", mark.reason)
