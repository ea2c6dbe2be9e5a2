"""The records that rule files hold, as the engine uses them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from service.domain.safety import RiskLevel, Role, Voice
from service.language.normalise import Normaliser
from service.language.pattern import Pattern
from service.safety.told import ToldWords


class Direction(StrEnum):
    """Where a context cue must stand to disarm a match."""

    BEFORE = "before"
    AFTER = "after"
    AROUND = "around"
    SENTENCE = "sentence"
    MESSAGE = "message"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One signal: what it looks like, how serious it is, and why.

    `level` is NONE for a cue that counts only beside an aggravator or another cue. `brief` is the level in a message of a
    few words, where a small fact is all that the writer chose to tell.
    A `frame` goes by the shape of a clause, not by alarming words, so in a brief message its concern counts only while the second
    tier does not read that message as clearly ordinary.
    `contexts` are the kinds of context that disarm it. `fires` and `silent` are its own examples.
    """

    id: str
    category: str
    level: RiskLevel
    voice: Voice
    reason: str
    source: str
    patterns: tuple[Pattern, ...]
    contexts: frozenset[str]
    fires: tuple[str, ...]
    silent: tuple[str, ...]
    place: str
    brief: RiskLevel | None = None
    frame: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """Words around a match that mean it is no signal: negation, fiction, sport, a figure of speech.

    `reach` counts words between cue and match. `stops` are words that end the reach, `unless` are look-alikes of the
    cue that do not count. A context that `yields` does not disarm where an aggravator is present.
    `lowers_to` keeps the hit at that level instead of setting it aside. One that must be the `whole` message counts nowhere else.
    """

    id: str
    kind: str
    why: str
    cues: tuple[Pattern, ...]
    direction: Direction
    reach: int
    stops: frozenset[str]
    unless: tuple[Pattern, ...]
    yields: bool
    lowers_to: RiskLevel | None
    place: str


@dataclass(frozen=True, slots=True, eq=False)
class Aggravator:
    """A circumstance that raises the level of signals beside it: fear, repetition, no way out.

    `raises` maps a level to the raised one (NONE stands for a cue). `categories` limits it; empty means all.
    `within` is how far it may stand from the signal: the same sentence or anywhere in the message.
    """

    id: str
    reason: str
    patterns: tuple[Pattern, ...]
    raises: Mapping[RiskLevel, RiskLevel]
    categories: frozenset[str]
    within: Direction
    fires: tuple[str, ...]
    silent: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class RoleMarker:
    """Words that tell whom the reply is for, beyond the voice of the rules: a minor, an elder."""

    id: str
    role: Role
    patterns: tuple[Pattern, ...]
    categories: frozenset[str]
    place: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything the engine runs on; `version` names it and a hash of its files."""

    version: str
    normalise: Normaliser
    rules: tuple[Rule, ...]
    contexts: tuple[Context, ...]
    aggravators: tuple[Aggravator, ...]
    role_markers: tuple[RoleMarker, ...]
    told: ToldWords
