"""What the coach spoke of last: found again in its own words, since nothing is remembered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.composing.choose import user_texts
from service.composing.texts import DirectTexts, FollowUp
from service.composing.wording import counsel_of
from service.domain.corpus import Section
from service.domain.text import Message, Speaker
from service.language.matching import Language, PatternIndex
from service.language.pattern import Pattern

_MARKS = frozenset({".", ","})


@dataclass(frozen=True, slots=True)
class Thread:
    """The sections of the last coaching reply, in the order in which they were used."""

    sections: tuple[Section, ...]


class Threads:
    """Finds the thread of a conversation and how a message goes on with it."""

    def __init__(self, follow_ups: Sequence[FollowUp], direct: DirectTexts, language: Language, sections: Mapping[str, Section]) -> None:
        self._normalise = language.normalise
        self._follow_ups: PatternIndex[FollowUp] = PatternIndex((one, one.patterns) for one in follow_ups)
        self._durations: PatternIndex[Pattern] = PatternIndex((pattern, (pattern,)) for pattern in direct.durations)
        self._texts = [(section, tuple(_told(section))) for section in sections.values()]
        self._facts = [(sections[fact.close], fact) for fact in direct.facts if fact.close in sections]

    def of(self, messages: Sequence[Message]) -> Thread | None:
        """The thread, or None where the coach has given no advice yet."""
        replies = [message.content for message in messages if message.speaker is Speaker.ASSISTANT]
        for reply in reversed(replies):
            places = [(min(found), section) for section, texts in self._texts if (found := [reply.find(t) for t in texts if t in reply])]
            places += [(0, section) for section, fact in self._facts if fact.answer[0].text in reply]
            if places:
                ordered = sorted(places, key=lambda place: place[0])
                return Thread(tuple(dict.fromkeys(section for _, section in ordered)))
        return None

    def follow_up(self, messages: Sequence[Message]) -> FollowUp | None:
        """The way in which the last message goes on, or None where it stands for itself."""
        normal = self._normalise(user_texts(messages)[-1])
        words = sum(token not in _MARKS for token in normal.tokens)
        return next((one for one, _ in self._follow_ups.matches(normal) if words <= one.max_words), None)

    def asks_how_long(self, messages: Sequence[Message]) -> bool:
        """Whether the last message is a bare question about time."""
        return next(self._durations.matches(self._normalise(user_texts(messages)[-1])), None) is not None


def _told(section: Section) -> Iterator[str]:
    """The sentences by which a section is recognised in a reply; the first letter may have been made small."""
    counsel = counsel_of(section)
    for text in (*(one.text for one in (*counsel.first, *counsel.then)), counsel.why, counsel.joins):
        yield text
    for text in (section.next_action, counsel.next_action, section.question, counsel.question):
        yield text[1:]
