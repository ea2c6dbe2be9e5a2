"""Puts the events of a statement in the writer's order: what stands with the feeling, and what is told beside it.

At most two events share the sentence of the feeling. Of the rest, what the writer did or what happened is told as a
short sentence of its own; a further charge is left out, unless it alone holds a number or a name.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.rewriting.phrases import Telling

_MOST_TOGETHER = 22
_MOST_WITH_MORE = 30
_MOST_BESIDE = 13
_LEAST_BESIDE = 4
_SENTENCES = 2
_LEANS = re.compile(r"(?:it|they|that|this|he|she)\b", re.IGNORECASE)
_SHARED_YOU = re.compile(r"you(?:'|'re|'ve| are| were| have| had)\b")


@dataclass(frozen=True, slots=True)
class Account:
    """The main event with what was joined to it, and sentences to be told before and after the feeling."""

    main: Telling
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Everything that is told."""
        return " ".join((*self.before, self.main.text, *self.after))


def account(main: Telling, told: Sequence[Telling], needed: frozenset[str]) -> Account:
    """The account around `main`, one of `told`; `needed` are numbers and names in lower case that must not be lost."""
    place = told.index(main)
    joined, partner = _with_partner(main, place, told)
    first, last = min(place, partner), max(place, partner)
    before: list[str] = []
    after: list[str] = []
    for at, telling in enumerate(told):
        if at in (place, partner) or telling.link == "about" or telling.text in joined.text:
            continue
        if _charges(telling):
            if _holds(telling, needed, joined) and len(f"{joined.text} {telling.text}".split()) < _MOST_WITH_MORE and at > first:
                joined = replace(joined, text=f"{joined.text}, and when {telling.text}")
            continue
        side = before if at < first else after
        leans = _LEANS.match(telling.text) is not None and not (at and (at - 1 in (place, partner) or _told_last(told[at - 1], side)))
        brief = len(telling.text.split()) <= _MOST_BESIDE
        brief = brief and (len(telling.text.split()) >= _LEAST_BESIDE or _holds(telling, needed, joined))
        if brief and not leans and len(before) + len(after) < _SENTENCES and (at < last or at > first):
            side.append(f"{telling.text[:1].upper()}{telling.text[1:]}.")
    return Account(joined, tuple(before), tuple(after))


def _with_partner(main: Telling, place: int, told: Sequence[Telling]) -> tuple[Telling, int]:
    """The main event with a neighbour in one clause, in the writer's order; the place of the neighbour, or of the main event."""
    for at in (place + 1, place - 1):
        if not 0 <= at < len(told):
            continue
        one, two = (main, told[at]) if at > place else (told[at], main)
        if _match(one, two):
            second = two.text
            if one.text.startswith("you ") and second.startswith("you ") and not _SHARED_YOU.match(second):
                second = second.removeprefix("you ")
            link = "when" if one.link == two.link == "when" else "that"
            return replace(main, text=f"{one.text} and {second}", link=link, own=False), at
    return main, place


def _match(one: Telling, two: Telling) -> bool:
    if {one.link, two.link} - {"when", "that"} or (one.past != two.past and one.link == two.link == "when"):
        return False
    if one.own and two.own:
        return False
    return " because " not in one.text and len(f"{one.text} and {two.text}".split()) <= _MOST_TOGETHER


def _charges(telling: Telling) -> bool:
    return telling.text.lower().startswith("you")


def _holds(telling: Telling, needed: frozenset[str], joined: Telling) -> bool:
    words = set(re.findall(r"[\w£$€₹.:]+", telling.text.lower())) & needed
    return bool(words - set(re.findall(r"[\w£$€₹.:]+", joined.text.lower())))


def _told_last(telling: Telling, side: Sequence[str]) -> bool:
    return bool(side) and side[-1].lower().startswith(telling.text.lower()[:12])
