"""Assembles the reviewed reply of a routed conversation; nothing in it is generated."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.composing.choose import user_texts
from service.composing.texts import HelpTexts, Part, Turn
from service.domain.answers import Draft, Purpose, Question, Sentence
from service.domain.resources import Resource
from service.domain.safety import CheckIn, RiskLevel, Verdict
from service.domain.text import Message, Speaker
from service.language.matching import Language, PatternIndex

# Parts that are read together stand in one paragraph.
_PARAGRAPHS = (
    ("acknowledgement", "again", "after_yes", "after_not_sure", "retraction", "declined_rewrite", "classifier_failed"),
    ("danger_now", "silent", "advice"),
    ("choice", "invite_country"),
    ("limits", "device_note"),
    ("carry_on",),
)
_PLACE = {name: number for number, names in enumerate(_PARAGRAPHS) for name in names}
_MOST_ADVICE = 2
# A `yes` that is sent again with every later turn is not taken up again.
_TURNS_FOR_YES = 2
CHECK_IN_RULE = "check_in"
"""Rules of hits that an answer to the closed question made begin so."""
_RETRACTION, _WORDING = "retraction", "wording_request"


@dataclass(frozen=True, slots=True)
class HelpReply:
    """A reply to a routed conversation, and the closed question where it fits."""

    draft: Draft
    question: Question | None


class HelpComposer:
    """Chooses the parts of a help reply by level, role, category, country and turn."""

    def __init__(self, texts: HelpTexts, language: Language) -> None:
        self._texts = texts
        self._normalise = language.normalise
        self._turns: PatternIndex[Turn] = PatternIndex((turn, turn.patterns) for turn in texts.turns)

    @property
    def version(self) -> str:
        """The number of the texts used, for the answer's record."""
        return self._texts.version

    def compose(
        self, messages: Sequence[Message], verdict: Verdict, *, country: str | None, emergency: Resource | None, check_in: CheckIn | None
    ) -> HelpReply:
        """The reply for a verdict of concern or above; `emergency` is the country's emergency record."""
        facts = _facts(verdict, country if emergency else None)
        turn = _routed_turns(messages, verdict)
        kind = "failed" if verdict.failed else self._kind(messages, verdict, check_in, turn)
        number = emergency.dial[0] if emergency and emergency.dial else None
        if verdict.failed:
            sections = {"classifier_failed": self._chosen("classifier_failed", facts)}
        else:
            sections = {name: self._section(name, facts, turn) for name in self._texts.assembly[kind]}
        paragraphs = _paragraphs(sections, number)
        question = None
        if verdict.level is RiskLevel.CONCERN and not verdict.failed and check_in is None:
            asked = self._chosen("check_in_variants", facts)
            question = Question(asked[0] if asked else self._texts.question, self._texts.options)
        return HelpReply(Draft(tuple(paragraphs)), question)

    def beside_coaching(self, verdict: Verdict) -> str | None:
        """The quiet line that goes with coaching after a `no`, or beside past abuse that is over."""
        facts = _facts(verdict, None)
        name = "after_no" if verdict.lifted else "survivor_support" if verdict.survivor else None
        parts = self._chosen(name, facts) if name else []
        return parts[0] if parts else None

    def unsupported(self, language: str) -> str:
        """What to say to somebody who writes in a language that coaching does not know."""
        texts = self._texts.unsupported_language
        own = texts.get(language)
        both = [own, texts["en"]] if own and language != "en" else [texts["en"]]
        return "\n\n".join(text.replace("{languages}", "English") for text in both)

    def _kind(self, messages: Sequence[Message], verdict: Verdict, check_in: CheckIn | None, turn: int) -> str:
        told = max((hit.level for hit in verdict.hits if not hit.rule.startswith(CHECK_IN_RULE)), default=RiskLevel.NONE)
        if check_in is CheckIn.YES and told < RiskLevel.ACUTE and turn <= _TURNS_FOR_YES:
            return "after_yes"
        if check_in is CheckIn.NOT_SURE and verdict.level is RiskLevel.CONCERN:
            return "after_not_sure"
        if turn > 1:
            asked = {found.id for found, _ in self._turns.matches(self._normalise(user_texts(messages)[-1]))}
            kind = "retraction" if _RETRACTION in asked else "declined_rewrite" if _WORDING in asked else "again"
            urgent = f"{kind}_emergency"
            return urgent if verdict.level is RiskLevel.EMERGENCY and urgent in self._texts.assembly else kind
        return verdict.level.label

    def _section(self, name: str, facts: Mapping[str, frozenset[str]], turn: int) -> list[str]:
        if name == "advice":
            return [part.text for part in self._texts.parts[name] if _fits(part, facts)][:_MOST_ADVICE]
        if name == "again":
            fitting = _most_specific(part for part in self._texts.parts[name] if _fits(part, facts))
            return [fitting[min(turn - 2, len(fitting) - 1)].text] if fitting else []
        return self._chosen(name, facts)

    def _chosen(self, name: str, facts: Mapping[str, frozenset[str]]) -> list[str]:
        fitting = _most_specific(part for part in self._texts.parts.get(name, ()) if _fits(part, facts))
        return [fitting[0].text] if fitting else []


def _facts(verdict: Verdict, country: str | None) -> dict[str, frozenset[str]]:
    """What `when` keys may ask for; categories are those of the most serious hits."""
    leading = frozenset(hit.category for hit in verdict.hits if hit.level is verdict.level)
    return {
        "level": frozenset({verdict.level.label}),
        "role": frozenset({verdict.role.value}),
        "category": leading or frozenset(verdict.categories),
        "country": frozenset({country} if country else ()),
        "country_known": frozenset({"true" if country else "false"}),
    }


def _fits(part: Part, facts: Mapping[str, frozenset[str]]) -> bool:
    return all(values & facts.get(key, frozenset()) for key, values in part.when.items())


def _most_specific(parts: Iterable[Part]) -> list[Part]:
    found = list(parts)
    most = max((len(part.when) for part in found), default=0)
    return [part for part in found if len(part.when) == most]


def _routed_turns(messages: Sequence[Message], verdict: Verdict) -> int:
    """The how-manieth reply since the most serious signal this will be."""
    serious = (hit.message for hit in verdict.hits if hit.level is verdict.level and not hit.rule.startswith(CHECK_IN_RULE))
    first = min(serious, default=len(messages))
    return 1 + sum(1 for message in messages[first:] if message.speaker is Speaker.ASSISTANT)


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
