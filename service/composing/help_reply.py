"""Assembles the reviewed reply of a routed conversation; nothing in it is generated."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.composing.help_lines import EMERGENCY
from service.composing.help_turns import (
    AGAIN,
    ANSWER,
    CHECK_IN_RULE,
    CLOSING,
    WORDING_DECLINED,
    Said,
    TurnReader,
    fits,
    most_specific,
    news,
    of_another_kind,
    routed_turn,
    section_of,
)
from service.composing.texts import HelpTexts, Part
from service.domain.answers import Draft, Purpose, Question, Sentence
from service.domain.resources import Resource
from service.domain.safety import CheckIn, RiskLevel, Verdict
from service.domain.text import Message
from service.language.matching import Language

# Parts that are read together stand in one paragraph.
_PARAGRAPHS = (
    (
        "acknowledgement", "again", "answer", "after_yes", "after_not_sure", "retraction", "declined_rewrite", "other_topic", "human",
        "complaint", "closing", "classifier_failed",
    ),
    ("danger_now", "silent", "advice"),
    ("choice", "lines_again", "invite_country"),
    ("limits", "device_note"),
    ("carry_on",),
)  # fmt: skip
_PLACE = {name: number for number, names in enumerate(_PARAGRAPHS) for name in names}
_MOST_ADVICE = 2
_NEWS = "news"
# Sections of later turns: each holds several texts, of which the next one is said.
_ROTATING = frozenset({"again", "answer", "retraction", "declined_rewrite", "other_topic", "human", "complaint", "closing", "lines_again"})
# A last message that tells of danger is heard as such, whatever else it does; to take it back is to speak of it.
_BEHIND_NEWS = frozenset({"other_topic", "human", "complaint", "closing"})
# Where the answer to the closed question is sent with the next message, it belongs to the second reply.
_TURNS_FOR_ANSWER = 2
# A life may end without any violence around: the ambulance comes first then, where it has a number of its own.
_BODY = frozenset({"SUICIDE", "SELF_HARM", "SUICIDE_THREAT_BY_OTHER"})


@dataclass(frozen=True, slots=True)
class HelpReply:
    """A reply to a routed conversation, and the closed question where it fits."""

    draft: Draft
    question: Question | None


class HelpComposer:
    """Chooses the parts of a help reply by level, role, category, country and turn."""

    def __init__(self, texts: HelpTexts, language: Language, local: Mapping[str, HelpTexts] | None = None) -> None:
        self._texts = texts
        self._local = {code: HelpComposer(own, language) for code, own in (local or {}).items()}
        self._turns = TurnReader(texts.turns, language)
        self._ours = tuple(part.text for parts in texts.parts.values() for part in parts)

    @property
    def version(self) -> str:
        """The number of the texts used, for the answer's record."""
        return self._texts.version

    @property
    def languages(self) -> tuple[str, ...]:
        """The other languages that help replies are there in, as ISO codes."""
        return tuple(self._local)

    def within(self, code: str | None) -> "HelpComposer":
        """The composer for a language; this one where there is none for it."""
        return self._local.get(code or "", self)

    def compose(  # noqa: PLR0913  the facts about one reply, by name
        self,
        messages: Sequence[Message],
        verdict: Verdict,
        *,
        country: str | None,
        emergency: Resource | None,
        check_in: CheckIn | None,
        lines: Sequence[Resource] | None = None,
    ) -> HelpReply:
        """The reply for a verdict of concern or above.

        `emergency` is the country's emergency record, and `lines` are the records shown with the reply.
        """
        facts = _facts(verdict, country, emergency, lines) | {"turn": self._turns.ways(messages)}
        number = _number(emergency, facts["category"])
        question = self._question(facts) if verdict.level is RiskLevel.CONCERN and not verdict.failed and check_in is None else None
        if verdict.failed:
            return HelpReply(Draft(tuple(_paragraphs({"classifier_failed": self._chosen("classifier_failed", facts)}, number))), question)
        turn = routed_turn(messages, verdict)
        said = Said(messages, turn, self._ours)
        kind = self._kind(messages, verdict, check_in, turn, facts, said)
        if kind.startswith(_NEWS):
            facts["category"] = of_another_kind(messages, verdict)
        sections = {name: self._section(name, facts, said) for name in self._texts.assembly[kind]}
        return HelpReply(Draft(tuple(_paragraphs(sections, number))), question)

    def beside_coaching(self, verdict: Verdict) -> str | None:
        """The quiet line that goes with coaching after a `no`, or beside past abuse that is over."""
        facts = _facts(verdict, None, None, None)
        name = "after_no" if verdict.lifted else "survivor_support" if verdict.survivor else None
        parts = self._chosen(name, facts) if name else []
        return parts[0] if parts else None

    def unsupported(self, language: str) -> str:
        """What to say to somebody who writes in a language that coaching does not know."""
        texts = self._texts.unsupported_language
        own = texts.get(language)
        both = [own, texts["en"]] if own and language != "en" else [texts["en"]]
        return "\n\n".join(text.replace("{languages}", "English") for text in both)

    def _question(self, facts: Mapping[str, frozenset[str]]) -> Question:
        asked = self._chosen("check_in_variants", facts)
        return Question(asked[0] if asked else self._texts.question, self._texts.options)

    def _kind(  # noqa: PLR0913, PLR0917  the facts about one turn
        self,
        messages: Sequence[Message],
        verdict: Verdict,
        check_in: CheckIn | None,
        turn: int,
        facts: Mapping[str, frozenset[str]],
        said: Said,
    ) -> str:
        """Which assembly of parts this reply is."""
        told = max((hit.level for hit in verdict.hits if not hit.rule.startswith(CHECK_IN_RULE)), default=RiskLevel.NONE)
        answered = None
        if check_in is CheckIn.YES and told < RiskLevel.ACUTE:
            answered = "after_yes"
        elif check_in is CheckIn.NOT_SURE and verdict.level is RiskLevel.CONCERN:
            answered = "after_not_sure"
        # An answer that is sent again with every later turn is taken up once.
        if answered and turn <= _TURNS_FOR_ANSWER and not any(said.has(text) for text in self._chosen(answered, facts)):
            return answered
        if turn > 1:
            section = self._later(messages, verdict, facts, said)
            urgent = f"{section}_emergency"
            return urgent if verdict.level is RiskLevel.EMERGENCY and urgent in self._texts.assembly else section
        return verdict.level.label

    def _later(self, messages: Sequence[Message], verdict: Verdict, facts: Mapping[str, frozenset[str]], said: Said) -> str:
        """Which assembly answers a later turn: danger of another kind is heard first, then what was asked or said."""
        section = section_of(facts["turn"])
        if section != WORDING_DECLINED and _NEWS in self._texts.assembly and of_another_kind(messages, verdict):
            return _NEWS
        if section == ANSWER and all(said.has(part.text) for part in self._fitting(ANSWER, facts)):
            section = CLOSING if CLOSING in facts["turn"] else AGAIN
        behind = section in _BEHIND_NEWS and news(messages, verdict)
        return AGAIN if behind or section not in self._texts.assembly else section

    def _section(self, name: str, facts: Mapping[str, frozenset[str]], said: Said) -> list[str]:
        if name == "advice":
            return [part.text for part in self._texts.parts[name] if fits(part, facts)][:_MOST_ADVICE]
        if name in _ROTATING:
            part = said.next_of(self._fitting(name, facts))
            return [part.text] if part else []
        return self._chosen(name, facts)

    def _chosen(self, name: str, facts: Mapping[str, frozenset[str]]) -> list[str]:
        return [part.text for part in self._fitting(name, facts)[:1]]

    def _fitting(self, name: str, facts: Mapping[str, frozenset[str]]) -> list[Part]:
        parts = self._texts.parts.get(name, ())
        if name == ANSWER and RiskLevel.EMERGENCY.label in facts["level"]:
            # A calm answer would stand beside the number to call; only what was written for an emergency does not.
            parts = tuple(part for part in parts if "level" in part.when)
        return most_specific(parts, facts)


def _facts(
    verdict: Verdict, country: str | None, emergency: Resource | None, lines: Sequence[Resource] | None
) -> dict[str, frozenset[str]]:
    """What `when` keys may ask for; categories are those of the most serious hits."""
    leading = frozenset(hit.category for hit in verdict.hits if hit.level is verdict.level)
    known = emergency is not None
    local = known if lines is None else any(line.country == country and line.category != EMERGENCY for line in lines)
    return {
        "level": frozenset({verdict.level.label}),
        "role": frozenset({verdict.role.value}),
        "category": leading or frozenset(verdict.categories),
        "country": frozenset({country} if country and known else ()),
        "country_named": _truth(country is not None),
        "country_known": _truth(known),
        "local_lines": _truth(local),
    }


def _truth(holds: bool) -> frozenset[str]:  # noqa: FBT001  the fact itself
    return frozenset({"true" if holds else "false"})


def _number(emergency: Resource | None, categories: frozenset[str]) -> str | None:
    """The number to call first."""
    if emergency is None or not emergency.dial:
        return None
    return emergency.ambulance if emergency.ambulance and categories and categories <= _BODY else emergency.dial[0]


def _paragraphs(sections: Mapping[str, Sequence[str]], number: str | None) -> Iterable[tuple[Sentence, ...]]:
    """Sentences in the order of the assembly, a new paragraph where the matter changes."""
    paragraph: list[Sentence] = []
    place: int | None = None
    said: set[str] = set()
    for name, parts in sections.items():
        texts = [text for text in dict.fromkeys(parts) if text not in said]
        said.update(texts)
        if not texts:
            continue
        if place is not None and _PLACE[name] != place:
            yield tuple(paragraph)
            paragraph = []
        place = _PLACE[name]
        paragraph += [Sentence(text.replace("{emergency}", number or ""), Purpose.PLAIN) for text in texts]
    if paragraph:
        yield tuple(paragraph)
