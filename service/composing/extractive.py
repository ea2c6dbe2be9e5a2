"""The extractive composer: replies from what the person said, reviewed counsel of cited sections, and the thread so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.composing.choose import said_before, user_texts, variant
from service.composing.direct import DirectAnswers
from service.composing.matters import MatterReplies
from service.composing.reflection import Reflector
from service.composing.signs import Signs, keeps_back
from service.composing.telling import reports, tells_of_two
from service.composing.texts import Cited, CoachingTexts, ConversationTexts, DirectTexts, Fact, FollowUp, Sign, Slot, Take
from service.composing.thread import Thread, Threads
from service.composing.wording import Turn, cited, closing, counsel_of, drafted, fresh, worded
from service.domain.answers import Draft, Purpose, Sentence
from service.domain.corpus import Advice, Brought, Corpus, Found, Section, Side
from service.domain.text import Message
from service.language.matching import Language

# A second section joins only if it is nearly as close as the first and speaks of the same matter.
_SECOND_AT_LEAST = 0.82
_TOPIC_BONUS = 0.025
_MOST_BONUSES = 2
# Below this, six in ten first sections answer, above it nine in ten: see docs/decisions/0069.
_NEAR = 0.4
_ANYHOW_BONUS = 0.06
# Questions of an assessment make no sense as the second half of something else.
_QUIZ = "assessment"
_SHORT_BODY = 55
_MOST_ALOUD = 2
_MOST_IN_AN_ACT = 22
_ANSWERING = "answering"
_SHORT_QUESTION = 25
_BRIEF = 8
# What has been told leaves at most so much of its share to others: a matter of a few hundredths is no matter.
_LEAST_LEFT = 0.5
# Who uses none of these does not ask how long things take.
_TIMES = frozenset(
    "long longer soon sooner forever yet still time timeline ages when heal healed healing over better slow slowly slower fast faster "  # noqa: SIM905
    "quick quickly rush hurry wait waiting pace patient patience end ever".split()
)


@dataclass(frozen=True, slots=True)
class ReplyTexts:
    """Everything reviewed that replies are made of, beside the guides."""

    coaching: CoachingTexts
    conversation: ConversationTexts
    direct: DirectTexts


class ExtractiveComposer:
    """Composes without a model; the same input gives the same reply."""

    name = "extractive"

    def __init__(self, texts: ReplyTexts, reflector: Reflector, language: Language, corpus: Corpus) -> None:
        self._texts = texts.coaching
        self._conversation = texts.conversation
        self._reflector = reflector
        self._normalise = language.normalise
        sections = corpus.sections
        tensions = {tension.id: tension for tension in corpus.tensions}
        self._signs = Signs(texts.conversation.signs, language, sections)
        self._threads = Threads(texts.conversation.follow_ups, texts.direct, language, corpus)
        self._matters = MatterReplies(texts.coaching, sections)
        self._direct = DirectAnswers(texts.direct, texts.coaching, language, sections, tensions)

    @property
    def version(self) -> str:
        """The number of the phrasing used, for the answer's record."""
        return self._texts.version

    def topics(self, text: str) -> frozenset[str]:
        """What the message is about, by its own words."""
        return frozenset(topic for s in self._reflector.situations(text) for topic in s.topics)

    def goes_on(self, messages: Sequence[Message]) -> bool:
        """Whether the last message goes on with what the coach said, so that it needs no matter of its own."""
        thread = self._threads.of(messages)
        return thread is not None and (self._threads.follow_up(messages) is not None or self._threads.asks_how_long(messages))

    def ways_on(self, messages: Sequence[Message]) -> frozenset[str]:
        """The ids of the ways in which a message can go on; none before the coach has given advice."""
        return self._threads.ids if self._threads.of(messages) is not None else frozenset()

    def is_brief(self, text: str) -> bool:
        """Whether a message is short enough to go on with what the coach said and to bring nothing of its own."""
        return len(text.split()) <= _BRIEF

    def instead_of(self, courtesy: str, messages: Sequence[Message]) -> str | None:
        """The way of going on that a courtesy means here: a bare "yes" to advice asks for more of it."""
        return self._threads.instead_of(courtesy) if self.ways_on(messages) else None

    def has_matter(self, messages: Sequence[Message]) -> bool:
        """Whether the last message names what is going on, or asks for a fact, so that it must be heard as such."""
        text = user_texts(messages)[-1]
        told = any(situation.slot is Slot.SITUATION for situation in self._reflector.situations(text))
        return (
            (told and not self._threads.addresses_the_coach(text))
            or len(text.split()) > _MOST_IN_AN_ACT
            or self.is_direct(text)
            or self._threads.asks_how_long(messages)
        )

    def tells_of_others(self, messages: Sequence[Message]) -> bool:
        """Whether somebody besides the person and the coach comes into the last message."""
        return self._threads.tells_of_others(user_texts(messages)[-1])

    def points_at_the_coach(self, messages: Sequence[Message]) -> bool:
        """Whether the last message may speak of the coach or of what it said, so that it can be a complaint about it."""
        return self._threads.points_at_the_coach(user_texts(messages)[-1])

    def answering(self, messages: Sequence[Message]) -> str | None:
        """The way of going on of a message that only fills in what the coach asked."""
        return _ANSWERING if _ANSWERING in self.ways_on(messages) and self._threads.answers(messages) else None

    def likely(self, messages: Sequence[Message]) -> bool:
        """Whether the last message stands where questions for the guides are common: in a thread, or naming what is going on."""
        return bool(self.ways_on(messages) or self._reflector.situations(user_texts(messages)[-1]))

    def tells_of_two(self, messages: Sequence[Message]) -> bool:
        """Whether the last message tells of the person and one other, or what the other says to that, and asks for nothing."""
        text = user_texts(messages)[-1]
        normal = self._normalise(text)
        return tells_of_two(normal, text) or (bool(self.ways_on(messages)) and reports(normal, text))

    def elsewhere(self, text: str) -> str | None:
        """The outside subject to which a message belongs by its words alone."""
        return self._direct.elsewhere(text)

    def is_direct(self, text: str) -> bool:
        """Whether a message asks for something that the guides surely hold, by its words alone."""
        fact = self._fact([text])
        return (fact is not None and fact.sure) or self._direct.disagreement(text) is not None

    def heard(self, messages: Sequence[Message], *, harm: bool) -> tuple[Sign, ...]:
        """What in the conversation keeps sections back."""
        return self._signs.heard(user_texts(messages), harm=harm)

    def fresh(self, brought: Sequence[Brought], messages: Sequence[Message], least: float) -> tuple[Brought, ...]:
        """The matters of which something is left to say, with at least this share of what has not been told."""
        said = said_before(messages)
        left = [one for one in brought if not self._matters.told(one.matter, said)]
        told = sum(one.share for one in brought) - sum(one.share for one in left)
        rest = max(1 - told, _LEAST_LEFT)
        return tuple(one for one in left if one.share >= least * rest)

    def fitting(self, rows: Sequence[Found], signs: Iterable[Sign]) -> list[Found]:
        """The rows that may be used in a conversation with these signs."""
        return self._signs.fitting(rows, signs)

    def compose(  # noqa: PLR0913  what was found, by name
        self,
        messages: Sequence[Message],
        rows: Sequence[Found],
        *,
        signs: Sequence[Sign] = (),
        avoid: str = "",
        act: str | None = None,
        matters: Sequence[Brought] = (),
    ) -> Draft | None:
        """A draft from matters or else from ranked sections, or None where everything they hold has been said already.

        Nothing that stands in `avoid` is used. `act` is the way in which the last message goes on, where its meaning told.
        """
        texts = user_texts(messages)
        turn = Turn(texts[-1], f"{said_before(messages)}\n{avoid}", self._reflector.side(texts))
        thread = self._threads.of(messages)
        if thread is not None:
            thread = Thread(tuple(s for s in thread.sections if not any(keeps_back(sign, s) for sign in signs)))
        # What brings a matter and is not said to go on by its meaning stands for itself, whatever pattern it holds.
        by_act = self._threads.named(act)
        if thread is not None and (act or not matters) and (draft := self._going_on(messages, thread, rows, turn, by_act)):
            return draft
        leads = cited(self._signs.leads(signs, turn.text, self.topics(turn.text)), turn)
        if not leads and (draft := self._of_fact(texts, turn, signs)):
            return draft
        # A short question is about the two sides; a story that touches on them brings a matter of its own.
        disagrees = None if leads else self._of_disagreement(turn)
        if disagrees and (not matters or len(turn.text.split()) <= _SHORT_QUESTION):
            return disagrees
        for one in matters:
            if draft := self._matters.draft(one, turn, said_before(messages), leads):
                return draft
        return disagrees or self._counsel(rows, turn, leads, texts[:-1], said_before(messages))

    def _fact(self, texts: Sequence[str]) -> Fact | None:
        """The fact that the last message asks for, where nothing else must be heard."""
        told = [[s for s in self._reflector.situations(text) if s.slot is Slot.SITUATION or s.side] for text in texts]
        sides = {situation.side for found in told for situation in found}
        # What no situation knows may still be something that was done to the person.
        unknown = not sides and any(self._threads.tells_of_others(text) for text in texts)
        return self._direct.fact(texts[-1], tells=bool(told[-1]), told=any(told), hurt=Side.HURT in sides or unknown)

    def _of_fact(self, texts: Sequence[str], turn: Turn, signs: Sequence[Sign]) -> Draft | None:
        fact = self._fact(texts)
        if fact is None or (fact.is_counsel and signs):
            return None
        lines = self._reflector.lines(turn.text, turn.said, (Slot.SITUATION,)) if fact.told else ()
        if not lines and fact.openers:
            lines = (variant(fact.openers, turn.text, turn.said),)
        return self._direct.tell_fact(fact, turn, [Sentence(line, Purpose.REFLECTION) for line in lines])

    def _of_disagreement(self, turn: Turn) -> Draft | None:
        both = self._direct.disagreement(turn.text)
        if both is None:
            return None
        told = self._reflector.told(turn.text, turn.said)
        return self._direct.tell_both(both, turn, [Sentence(told, Purpose.REFLECTION)] if told else [])

    def _going_on(
        self, messages: Sequence[Message], thread: Thread, rows: Sequence[Found], turn: Turn, by_act: FollowUp | None
    ) -> Draft | None:
        """A reply that goes on with the thread, where the last message does."""
        fact = self._fact(user_texts(messages))
        if self._threads.asks_how_long(messages):
            timed = fact or self._direct.time_of(thread, turn.text)
            if timed is not None and (draft := self._direct.tell_fact(timed, turn)):
                return draft
        if (fact and not fact.is_counsel) or (follow_up := self._threads.follow_up(messages) or by_act) is None:
            return None
        sections = [*thread.sections, *(row.section for row in rows if row.section not in thread.sections)]
        return self._followed(follow_up, sections, turn) if sections else None

    def _followed(self, follow_up: FollowUp, sections: Sequence[Section], turn: Turn) -> Draft | None:
        opening = Sentence(variant(follow_up.openers, turn.text, turn.said), Purpose.REFLECTION)
        body = cited(follow_up.advice, turn)
        used: list[Section] = []
        for take in follow_up.takes:
            for section in sections[:1] if take in (Take.WHY, Take.SMALLER) else sections:
                found = self._taken(take, section, turn, used)
                if found:
                    body += found
                    used.append(section)
                    break
        if not body:
            return None
        if Take.SMALLER not in follow_up.takes:
            body += self._filling(body, used or sections[:1], turn)
        lent = self._threads.closing(follow_up)
        closed = [lent] if lent else used or list(sections[:1])
        options = [(s, counsel_of(s).next_action, counsel_of(s).question) for s in closed]
        options += [(s, s.next_action, s.question) for s in closed]
        return drafted([opening], body, closing(options, turn, self._texts, question=follow_up.question))

    def _filling(self, body: Sequence[Sentence], sections: Sequence[Section], turn: Turn) -> list[Sentence]:
        """What the sections of a thin reply hold besides, one part at most, so that a person is not fobbed off with a line."""
        if sum(len(sentence.text.split()) for sentence in body) >= _SHORT_BODY:
            return []
        told = Turn(turn.text, "\n".join([turn.said, *(sentence.text for sentence in body)]), turn.side)
        parts = (self._taken(take, section, told, []) for section in sections for take in (Take.THEN, Take.WHY))
        return next(([one for one in part if one.purpose is Purpose.ADVICE] for part in parts if part), [])

    def _taken(self, take: Take, section: Section, turn: Turn, used: Sequence[Section]) -> list[Sentence]:
        """One part of a reply to a follow-up; empty where the section has nothing fresh for it."""
        counsel = counsel_of(section)
        if take is Take.WHY:
            return cited([Cited(counsel.why, (section.id,))], turn)
        if take is Take.ALOUD:
            aloud = [one for one in (*counsel.first, *counsel.then) if one.aloud and one.side in (None, turn.side)]
            return worded(aloud, section, turn, self._texts, most_aloud=_MOST_ALOUD)
        if take is Take.THEN and section not in used:
            return worded(fresh(counsel.then, turn), section, turn, self._texts)
        if take is Take.OTHER and section not in used and not any(one.text in turn.said for one in counsel.first):
            return cited([Cited(counsel.joins, (section.id,))], turn)
        return []

    def _counsel(self, rows: Sequence[Found], turn: Turn, leads: Sequence[Sentence], before: Sequence[str], told: str) -> Draft | None:
        reflection = self._reflector.reflect(turn.text, turn.said, later_turn=bool(before))
        earlier = next((topics for text in reversed(before) if (topics := self.topics(text))), frozenset())
        asks_for_words = self._reflector.script(turn.text) is not None
        if not _TIMES & set(self._normalise(turn.text).tokens):
            rows = [row for row in rows if row.section.id not in self._conversation.timed] or rows
        ordered = _in_order(rows, reflection.topics or earlier, self._conversation.anyhow, surely=asks_for_words)
        chosen = next((row for row in ordered if self._has_more(row.section, turn, told)), None)
        if chosen is None:
            return None
        section = chosen.section
        counsel = counsel_of(section)
        # What only an earlier attempt held, and the guard refused, has been said to nobody.
        begun = not fresh(counsel.first, turn) or any(one.text in told for one in counsel.first)
        advice = fresh(counsel.then if begun else counsel.first, turn)
        if not begun and _words(advice) < _SHORT_BODY:
            advice = [*advice, *fresh(counsel.then, turn)[:1]]
        body = [*leads, *worded(advice, section, turn, self._texts)]
        body = self._with_script(body, section, turn)
        if begun:
            body += self._filling(body, [section], turn)
        if joined := self._joined(ordered, chosen, turn):
            body.append(joined)
        ends = [(counsel.next_action, counsel.question), (section.next_action, section.question)]
        options = [(section, action, question) for action, question in (ends if begun else ends[::-1])]
        opening = [Sentence(line, Purpose.REFLECTION) for line in reflection.lines]
        return drafted(opening, body, closing(options, turn, self._texts))

    def _with_script(self, body: list[Sentence], section: Section, turn: Turn) -> list[Sentence]:
        """The body with the person's own wish as the sentence to say, where they asked how to tell somebody of it."""
        script = self._reflector.script(turn.text)
        if script is None or script in turn.said:
            return body
        saying = Sentence(f"{self._conversation.script_lead}“{script}. {self._conversation.script_end}”", Purpose.SAYING, (section.id,))
        place = next((n for n, one in enumerate(body) if one.purpose is Purpose.SAYING), None)
        if place is None:
            return [*body[:1], saying, *body[1:]]
        return [*body[:place], saying, *body[place + 1 :]]

    def _has_more(self, section: Section, turn: Turn, told: str) -> bool:
        counsel = counsel_of(section)
        begun = any(one.text in told for one in counsel.first)
        return any(not one.aloud for one in fresh(counsel.then if begun else counsel.first, turn))

    def _joined(self, rows: Sequence[Found], chosen: Found, turn: Turn) -> Sentence | None:
        """One sentence of the next section that adds to the chosen one, so that a reply shows breadth."""
        topics = set(chosen.section.topics)
        for row in rows:
            near = row.score >= chosen.score * _SECOND_AT_LEAST and row.section.kind != _QUIZ
            joins = counsel_of(row.section).joins
            if near and row.section.id != chosen.section.id and topics & set(row.section.topics) and joins not in turn.said:
                return Sentence(joins, Purpose.ADVICE, (row.section.id,))
        return None


def _in_order(rows: Sequence[Found], topics: frozenset[str], anyhow: frozenset[str], *, surely: bool) -> list[Found]:
    """Rows by score, with a small bonus where the section speaks of what the person named.

    Where none of them is near, or `surely`, sections that suit anyhow have a bonus too.
    """
    unsure = surely or max((row.score for row in rows), default=0.0) < _NEAR

    def worth(row: Found) -> float:
        named = min(len(topics & set(row.section.topics)), _MOST_BONUSES)
        return row.score + _TOPIC_BONUS * named + _ANYHOW_BONUS * (unsure and row.section.id in anyhow)

    return sorted(rows, key=lambda row: -worth(row))


def _words(advice: Iterable[Advice]) -> int:
    return sum(len(one.text.split()) for one in advice)
