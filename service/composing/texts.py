"""The reviewed texts that replies are made of, as records; adapters read them from `prompts/`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from service.domain.corpus import Side
from service.language.pattern import Pattern


class Slot(StrEnum):
    """What part of a reflection a line is for; a reflection takes at most one line of each."""

    SITUATION = "situation"
    DOING = "doing"
    FEELING = "feeling"


@dataclass(frozen=True, slots=True)
class Situation:
    """Something a person may say, and lines that reflect it without adding anything.

    `side` is set where saying it tells which side of a hurt the person is on.
    """

    id: str
    slot: Slot
    topics: frozenset[str]
    patterns: tuple[Pattern, ...]
    lines: tuple[str, ...]
    fires: tuple[str, ...]
    silent: tuple[str, ...]
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class CoachingTexts:
    """The coach's own phrases around the cited steps; `version` is the prompt number shown with answers."""

    version: str
    situations: tuple[Situation, ...]
    fallbacks: tuple[str, ...]
    follow_up: tuple[str, ...]
    leads_first: tuple[str, ...]
    leads_next: tuple[str, ...]
    leads_last: tuple[str, ...]
    say_leads: tuple[str, ...]
    action_leads: tuple[str, ...]
    uncovered: tuple[str, ...]
    covers: tuple[str, ...]
    notice: str


@dataclass(frozen=True, slots=True)
class Courtesy:
    """A message that wants a short right answer and no passage: a greeting, thanks, a goodbye."""

    id: str
    patterns: tuple[Pattern, ...]
    whole: bool
    max_words: int
    replies: tuple[str, ...]
    fires: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A way of going on after a disclosure, such as taking it back or asking for a message to be worded."""

    id: str
    patterns: tuple[Pattern, ...]
    fires: tuple[str, ...]
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A text of a help reply and when it fits: each key must hold one of its values."""

    id: str
    when: Mapping[str, frozenset[str]]
    text: str


@dataclass(frozen=True, slots=True)
class HelpTexts:
    """The texts for routed conversations: parts by name, and which parts make which reply, in order."""

    version: str
    assembly: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[Part, ...]]
    question: str
    options: tuple[str, ...]
    unsupported_language: Mapping[str, str]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class NeverSay:
    """Something no finished reply of some kinds may say."""

    id: str
    applies_to: frozenset[str]
    pattern: str
    reason: str
    source: str
    must_catch: tuple[str, ...]
    must_pass: tuple[str, ...]
