"""Puts the events of a statement in the writer's order: what stands with the feeling, and what is told beside it.

At most two events share the sentence of the feeling. Of the rest, what the writer did or what happened is told as a short
sentence of its own. A further deed of the other is told only where it holds a fact that stands nowhere yet, and then as
what it was like for the writer, so that no list of charges grows.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.rewriting.phrases import Telling

_MOST_TOGETHER = 22
_MOST_IN_ALL = 44
_MOST_WITH_A_CHARGE = 26
_MOST_BESIDE = 13
_LEAST_BESIDE = 3
_SENTENCES = 3
_LEANS = re.compile(r"(?:it|they|that|this|he|she)\b", re.IGNORECASE)
_SHARED_YOU = re.compile(r"you(?:'|'re|'ve| are| were| have| had)\b")
_WORD = re.compile(r"[\w£$€₹]+(?:[.:'-][\w]+)*")


@dataclass(frozen=True, slots=True)
class Account:
    """The main event with what was joined to it, and sentences to be told before and after the feeling."""

    main: Telling
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    story: bool = False
    marked: bool = False
    """Whether a marker chose its sentences."""
    plain: bool = False
    """Whether everything is told before the feeling, `main` among it."""

    @property
    def text(self) -> str:
        """Everything that is told."""
        return " ".join((*self.before, "" if self.plain else self.main.text, *self.after))


def account(main: Telling, told: Sequence[Telling], needed: frozenset[str]) -> Account:
    """The account around `main`, one of `told`; `needed` are words in lower case that carry a fact and must not be lost."""
    place = told.index(main)
    joined, partner = _with_partner(main, place, told)
    before: list[str] = []
    after: list[str] = []
    charges: list[Telling] = []
    for at, telling in enumerate(told):
        said = " ".join((joined.text, *before, *after, *(charge.text for charge in charges)))
        if at in (place, partner) or telling.link == "about" or telling.text in said:
            continue
        new = bool(_facts(telling.text, needed) - _facts(said, needed))
        if len(f"{said} {telling.text}".split()) > _MOST_IN_ALL or len(before) + len(after) >= _SENTENCES:
            continue
        if _charges(telling):
            charges += [telling] if new or (not charges and len(f"{said} {telling.text}".split()) <= _MOST_WITH_A_CHARGE) else []
            continue
        side = before if at < min(place, partner) else after
        leans = _LEANS.match(telling.text) is not None and not (at and (at - 1 in (place, partner) or _told_last(told[at - 1], side)))
        if (new or _LEAST_BESIDE <= len(telling.text.split()) <= _MOST_BESIDE) and not leans:
            side.append(f"{telling.text[:1].upper()}{telling.text[1:]}.")
    return Account(joined, tuple(before), (*after, *_as_lived(charges)))


def _as_lived(charges: Sequence[Telling]) -> list[str]:
    """Further deeds of the other in one sentence that begins with the writer."""
    if not charges:
        return []
    verb = "got" if all(charge.past for charge in charges) else "gets"
    told = " and ".join(f"{'that' if charge.link == 'that' else 'when'} {charge.text}" for charge in charges)
    return [f"It {verb} to me {told}."]


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


def _facts(text: str, needed: frozenset[str]) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower())) & needed


def _told_last(telling: Telling, side: Sequence[str]) -> bool:
    return bool(side) and side[-1].lower().startswith(telling.text.lower()[:12])
