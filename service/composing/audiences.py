"""What people say of themselves, as far as it decides which help line fits them."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.composing.choose import user_texts
from service.domain.text import Message
from service.language.matching import Language, PatternIndex
from service.language.pattern import Pattern

MEN, WOMEN, YOUNG = "men", "women", "young"


@dataclass(frozen=True, slots=True, eq=False)
class Audience:
    """A group that some lines are made for, and how people say that they belong to it."""

    id: str
    patterns: tuple[Pattern, ...]
    fires: tuple[str, ...]
    silent: tuple[str, ...]


class Audiences:
    """Reads what a person says of themselves; nothing is concluded from anybody else's words."""

    def __init__(self, groups: Sequence[Audience], language: Language) -> None:
        self.groups = tuple(groups)
        self._normalise = language.normalise
        self._index: PatternIndex[Audience] = PatternIndex((group, group.patterns) for group in groups)

    def of(self, messages: Sequence[Message]) -> frozenset[str]:
        """The ids of the groups that the person says to belong to."""
        return frozenset().union(*map(self.said_in, user_texts(messages)))

    def said_in(self, text: str) -> frozenset[str]:
        """The groups of one text."""
        return frozenset(group.id for group, _ in self._index.matches(self._normalise(text)))
