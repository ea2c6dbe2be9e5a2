"""Replies to questions that want one certain answer: a fact of the guides, or both sides where the guides disagree."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from service.composing.choose import variant
from service.composing.texts import CoachingTexts, DirectTexts, Disagreement, Elsewhere, Fact
from service.composing.thread import Thread
from service.composing.wording import Turn, cited, closing, counsel_of, drafted
from service.domain.answers import Draft, Purpose, Sentence
from service.domain.corpus import Section, Tension
from service.language.matching import Language, PatternIndex

# A question with one of these is not about healing as a whole.
_COUNTED = frozenset({"often", "minute", "minutes", "hour", "hours", "times", "day", "days"})


class DirectAnswers:
    """Recognises such questions and words the answers."""

    def __init__(
        self,
        direct: DirectTexts,
        texts: CoachingTexts,
        language: Language,
        sections: Mapping[str, Section],
        tensions: Mapping[str, Tension],
    ) -> None:
        self._direct, self._texts = direct, texts
        self._normalise = language.normalise
        self._sections, self._tensions = sections, tensions
        facts = [fact for fact in direct.facts if self._known(fact.close, *(s for one in (*fact.answer, *fact.hurt) for s in one.sections))]
        sides = [
            d for d in direct.disagreements if d.tension in tensions and self._known(d.close, *(s for v in d.views for s in v.sections))
        ]
        self._by_default = next((fact for fact in facts if fact.id == "heal-time"), None)
        self._timed = [fact for fact in facts if fact.about]
        self._facts: PatternIndex[Fact] = PatternIndex((fact, fact.patterns) for fact in facts)
        self._sides: PatternIndex[Disagreement] = PatternIndex((one, one.patterns) for one in sides)
        self._elsewhere: PatternIndex[Elsewhere] = PatternIndex((one, one.patterns) for one in direct.elsewhere)

    def _known(self, *names: str) -> bool:
        return all(name in self._sections for name in names)

    def fact(self, text: str, *, tells: bool = False, told: bool = False, hurt: bool = False) -> Fact | None:
        """The fact that a message asks for, worded for its conversation.

        `tells` says that it also names what is going on, `told` that some message did, `hurt` that one told what another did.
        """
        for fact, _ in self._facts.matches(self._normalise(text)):
            if hurt and fact.hurt:
                return replace(fact, answer=fact.hurt, close=fact.hurt[-1].sections[0])
            if not (fact.alone and (told if fact.hurt else tells)):
                return fact
        return None

    def elsewhere(self, text: str) -> str | None:
        """The outside subject to which a message belongs by its words alone."""
        return next((one.topic for one, _ in self._elsewhere.matches(self._normalise(text))), None)

    def time_of(self, thread: Thread, text: str) -> Fact | None:
        """What a bare question about time, such as "how long does that take", means after this thread."""
        for section in thread.sections:
            if found := next((fact for fact in self._timed if section.id in fact.about), None):
                return found
        return None if _COUNTED & set(self._normalise(text).tokens) else self._by_default

    def disagreement(self, text: str) -> Disagreement | None:
        """The disagreement that a message asks about."""
        return next((one for one, _ in self._sides.matches(self._normalise(text))), None)

    def tell_fact(self, fact: Fact, turn: Turn, opening: Sequence[Sentence] = ()) -> Draft | None:
        """The answer, and what to do with it; None where it was given before."""
        body = cited(fact.answer, turn)
        if not body or (fact.is_counsel and len(body) < len(fact.answer)):
            return None
        return drafted(opening, body, self._close([self._sections[fact.close]], turn))

    def tell_both(self, one: Disagreement, turn: Turn, opening: Sequence[Sentence]) -> Draft | None:
        """Both sides and the rule for choosing; None where they were told before."""
        views = cited(one.views, turn)
        if len(views) < len(one.views):
            return None
        first = Sentence(variant(self._direct.openers, turn.text, turn.said), Purpose.REFLECTION)
        rule = self._tensions[one.tension].rule
        lead = variant(self._direct.rule_leads, turn.text, turn.said)
        sections = tuple(dict.fromkeys(name for view in one.views for name in view.sections))
        choosing = Sentence(lead + rule[:1].lower() + rule[1:], Purpose.ADVICE, sections)
        return drafted([*opening, first], [*views, choosing], self._close([self._sections[one.close]], turn))

    def _close(self, sections: Sequence[Section], turn: Turn) -> tuple[Sentence, ...]:
        options = [(s, s.next_action, s.question) for s in sections]
        options += [(s, counsel_of(s).next_action, counsel_of(s).question) for s in sections]
        return closing(options, turn, self._texts)
