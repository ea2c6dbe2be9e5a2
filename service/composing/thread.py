"""What the coach spoke of last: found again in its own words, since nothing is remembered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.composing.choose import user_texts
from service.composing.known_texts import KnownTexts
from service.composing.texts import DirectTexts, FollowUp
from service.composing.wording import counsel_of
from service.domain.corpus import Corpus, Section
from service.domain.text import Message, Speaker
from service.language.matching import Language, PatternIndex
from service.language.pattern import Pattern

_MARKS = frozenset({".", ","})
_FEW = 8
_COACH = frozenset({"you", "your", "u", "coach", "mend"})
_POINTING = frozenset({"this", "that", "answer", "advice", "reply", "bot", "here"})
_QUESTIONS = frozenset({"what", "why", "how", "where", "which"})
_OTHERS = frozenset(
    "he she they him her his their them we us our wife husband partner boyfriend girlfriend ex mother father son daughter".split()  # noqa: SIM905
)
# With one of these a message tells or asks something of its own.
_TELLING = frozenset(
    "i we he she they you my our his her their me us him them how what why when where who which should can could do does did is "  # noqa: SIM905
    "are am will would".split()
)


@dataclass(frozen=True, slots=True)
class Thread:
    """The sections of the last coaching reply, in the order in which they were used."""

    sections: tuple[Section, ...]


class Threads:
    """Finds the thread of a conversation and how a message goes on with it."""

    def __init__(self, follow_ups: Sequence[FollowUp], direct: DirectTexts, language: Language, corpus: Corpus) -> None:
        sections = corpus.sections
        self._normalise = language.normalise
        self._sections = sections
        self._follow_ups: PatternIndex[FollowUp] = PatternIndex((one, one.patterns) for one in follow_ups)
        self._named = {one.id: one for one in follow_ups}
        self._durations: PatternIndex[Pattern] = PatternIndex((pattern, (pattern,)) for pattern in direct.durations)
        self._texts = [(section, tuple(_told(section))) for section in sections.values()]
        self._texts += [(sections[name], matter.sayings(name)) for matter in corpus.matters.values() for name in matter.sections]
        self._known = KnownTexts([texts for _, texts in self._texts])
        self._facts = [(sections[fact.close], fact) for fact in direct.facts if fact.close in sections]

    def of(self, messages: Sequence[Message]) -> Thread | None:
        """The thread, or None where the coach has given no advice yet."""
        replies = [message.content for message in messages if message.speaker is Speaker.ASSISTANT]
        for reply in reversed(replies):
            places = [(place, self._texts[number][0]) for number, place in sorted(self._known.places(reply).items())]
            places += [(0, section) for section, fact in self._facts if fact.answer[0].text in reply]
            if places:
                ordered = sorted(places, key=lambda place: place[0])
                return Thread(tuple(dict.fromkeys(section for _, section in ordered)))
        return None

    def follow_up(self, messages: Sequence[Message]) -> FollowUp | None:
        """The way in which the last message goes on, or None where it stands for itself."""
        normal = self._normalise(user_texts(messages)[-1])
        words = sum(token not in _MARKS for token in normal.tokens)
        fitting = (one for one, _ in self._follow_ups.matches(normal) if words <= one.max_words)
        return next((one for one in fitting if not one.within or self._within(one, messages)), None)

    def _within(self, one: FollowUp, messages: Sequence[Message]) -> bool:
        thread = self.of(messages)
        return thread is not None and not one.within.isdisjoint(section.id for section in thread.sections)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all ways of going on."""
        return frozenset(self._named)

    def named(self, name: str | None) -> FollowUp | None:
        """The way of going on with an id."""
        return self._named.get(name or "")

    def closing(self, one: FollowUp) -> Section | None:
        """The section that lends its small action to a way of going on."""
        return self._sections.get(one.close or "")

    def instead_of(self, courtesy: str) -> str | None:
        """The way of going on that a courtesy means once there is a thread."""
        return next((one.id for one in self._named.values() if courtesy in one.courtesies), None)

    def answers(self, messages: Sequence[Message]) -> bool:
        """Whether the last message only fills in what the coach asked: a few words in which nobody does anything."""
        asked = next((m.content for m in reversed(messages) if m.speaker is Speaker.ASSISTANT), "").rstrip().endswith("?")
        text = user_texts(messages)[-1]
        words = [token for token in self._normalise(text).tokens if token not in _MARKS]
        return asked and "?" not in text and 0 < len(words) <= _FEW and not _TELLING & set(words)

    def addresses_the_coach(self, text: str) -> bool:
        """Whether a message speaks to the coach and of nobody else."""
        return bool(set(self._normalise(text).tokens) & _COACH) and not self.tells_of_others(text)

    def points_at_the_coach(self, text: str) -> bool:
        """Whether a message may be about the coach or its answer; one that only asks about the writer is not."""
        words = set(self._normalise(text).tokens)
        return not ("i" in words and words & _QUESTIONS) or bool(words & (_COACH | _POINTING))

    def tells_of_others(self, text: str) -> bool:
        """Whether somebody besides the person and the coach comes into a message."""
        return bool(set(self._normalise(text).tokens) & _OTHERS)

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
