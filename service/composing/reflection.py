"""Says back what the person said, using only lines whose pattern proves that they said it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.composing.choose import variant
from service.composing.retelling import Retelling
from service.composing.texts import CoachingTexts, Situation, Slot
from service.domain.corpus import Side
from service.language.matching import Language, PatternIndex

_MOST_LINES = 2
_WORD = re.compile(r"[a-z]{4,}")
# A line that shares so many words with the person's own sentence says it twice.
_SHARED = 3
_ASIDE = frozenset({"that", "because", "like", "as"})
_OTHERS_SAY = frozenset({"thinks", "says", "said", "reckons", "claims", "believes", "thought", "insists"})
_ORDER = (Slot.SITUATION, Slot.DOING, Slot.FEELING)


@dataclass(frozen=True, slots=True)
class Reflection:
    """The opening of a reply and the topics that the message is about."""

    lines: tuple[str, ...]
    topics: frozenset[str]


class Reflector:
    """Finds the situations a text speaks of."""

    def __init__(self, texts: CoachingTexts, language: Language, retelling: Retelling | None = None) -> None:
        self._texts = texts
        self._retelling = retelling
        self._normalise = language.normalise
        self._index: PatternIndex[Situation] = PatternIndex((s, s.patterns) for s in texts.situations)

    def situations(self, text: str) -> list[Situation]:
        """Every situation in a text, most specific first; what the text sets aside ("it is not that I am angry") is none."""
        normal = self._normalise(text)
        found = (
            situation
            for situation, match in self._index.matches(normal)
            if not _set_aside(normal.tokens, match.first)
            and not (situation.slot is Slot.FEELING and _said_by_others(normal.tokens, match.first))
        )
        return list(dict.fromkeys(found))

    def reflect(self, text: str, said: str, *, later_turn: bool) -> Reflection:
        """The opening for a message; `said` is what the coach said before, which it does not repeat."""
        found = self.situations(text)
        topics = frozenset(topic for situation in found for topic in situation.topics)
        if lines := self._lines(found, text, said, _ORDER):
            return Reflection(lines, topics)
        neutral: Sequence[str] = self._texts.follow_up if later_turn else self._texts.fallbacks
        return Reflection((variant(neutral, text, said),), topics)

    def lines(self, text: str, said: str, slots: Sequence[Slot] = _ORDER) -> tuple[str, ...]:
        """What can be said back of a message: its own words, and reviewed lines of these slots; there may be none."""
        return self._lines(self.situations(text), text, said, slots)

    def _lines(self, found: Sequence[Situation], text: str, said: str, slots: Sequence[Slot]) -> tuple[str, ...]:
        chosen: dict[Slot, Situation] = {}
        for situation in found:
            chosen.setdefault(situation.slot, situation)
        told = self.told(text, said)
        lines = [variant(chosen[slot].lines, text, said) for slot in slots if slot in chosen]
        lines = [line for line in lines if not (told and _same_words(line, told))]
        return tuple(line for line in ([told] if told else []) + lines if line not in said)[:_MOST_LINES]

    def told(self, text: str, said: str) -> str | None:
        """What the person said, in their own words and seen from the other side, where that is safe to do."""
        return self._retelling.tell(text, said) if self._retelling else None

    def script(self, text: str) -> str | None:
        """The sentence that the person could say, where they ask how to tell somebody of a wish or a feeling."""
        return self._retelling.script(text) if self._retelling else None

    def side(self, texts: Sequence[str]) -> Side | None:
        """Which side of a hurt the person is on, by the last message that tells."""
        told = (situation.side for text in reversed(texts) for situation in self.situations(text) if situation.side)
        return next(told, None)


def _set_aside(tokens: Sequence[str], first: int) -> bool:
    """Whether a clause is introduced as what does not hold."""
    return first > 1 and tokens[first - 2] == "not" and tokens[first - 1] in _ASIDE


def _said_by_others(tokens: Sequence[str], first: int) -> bool:
    """Whether it is somebody else who says or thinks so of the person: "my mum thinks I'm stupid"."""
    before = [word for word in tokens[max(0, first - 2) : first] if word != "that"]
    return bool(before) and before[-1] in _OTHERS_SAY


def _same_words(line: str, told: str) -> bool:
    return len(set(_WORD.findall(line.lower())) & set(_WORD.findall(told.lower()))) >= _SHARED
