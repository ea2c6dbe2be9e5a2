"""Records of the domain with the fields that a test does not care about filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from service.composing.texts import Cited, CoachingTexts, ConversationTexts, DirectTexts, Fact, FollowUp, Sign, Situation, Take
from service.domain.corpus import (
    Advice,
    Corpus,
    Counsel,
    Found,
    Guide,
    Matter,
    Passage,
    PassageKind,
    Phase,
    Relation,
    Saying,
    ScoredPassage,
    Section,
    Side,
    Step,
)
from service.domain.resources import CountryPage, Evidence, Resource
from service.domain.safety import Hit, RiskLevel, Role, Verdict, Voice
from service.domain.text import Message, Span, Speaker
from service.language.matching import Language
from service.language.normalise import Normaliser
from service.language.pattern import PatternCompiler
from service.language.spelling import Spelling

CHECKED = date(2026, 11, 20)


def user(text: str) -> Message:
    return Message(Speaker.USER, text)


def coach(text: str) -> Message:
    return Message(Speaker.ASSISTANT, text)


def language(lexicons: Mapping[str, Sequence[str]] | None = None, **spelling: Any) -> Language:
    return Language(Normaliser(Spelling(**spelling)), PatternCompiler(lexicons or {}))


def step(do: str, say: str | None = None, side: Side | None = None) -> Step:
    return Step(do, say, side)


def section(section_id: str = "guide#1", *steps: Step, **changes: Any) -> Section:
    plain = Section(
        id=section_id,
        guide=section_id.partition("#")[0],
        heading="A heading",
        kind="principle",
        text="Some text of the guide.",
        topics=("trust",),
        phase=Phase.ANY,
        presupposes_safety=False,
        claims=(),
        tensions=(),
        steps=steps or (step("Take a slow breath."),),
        next_action="Write one line about today.",
        question="What would you like to happen next?",
        asks=("what now",),
    )
    return replace(plain, **changes)


def guide(guide_id: str, *sections: Section) -> Guide:
    return Guide(guide_id, "A title", "own words", "0" * 64, 1, CHECKED, "everybody", (), sections)


def scored(section_id: str, score: float, kind: PassageKind = PassageKind.ASK, text: str = "") -> ScoredPassage:
    return ScoredPassage(Passage(f"{section_id}/{kind}/{score}", section_id, kind, text), score)


def found(row: Section, score: float = 0.5, **step_scores: float) -> Found:
    """A row whose steps have the scores given, such as `step_0=0.9`."""
    passages = [
        ScoredPassage(Passage(name, row.id, PassageKind.STEP, row.steps[int(name.removeprefix("step_"))].do), near)
        for name, near in step_scores.items()
    ]
    return Found(row, score, tuple(passages))


def coaching_texts(*situations: Situation) -> CoachingTexts:
    return CoachingTexts(
        version="coaching.v1",
        situations=situations,
        fallbacks=("One piece at a time.",),
        follow_up=("Let us go on.",),
        say_leads=("It could sound like: ",),
        action_leads=("A small thing: ",),
        later_steps=("One of these is enough.",),
        later_questions=("Which of this fits?",),
        uncovered=("That is not covered.",),
        covers=("Here it is about couples.",),
        uncovered_later=("Not here. Shall we go on?",),
        covers_later=("Shall we go on?",),
        notice="This is software.",
    )


def counsel(*, first: Sequence[str | Advice], then: Sequence[str | Advice], **changes: str) -> Counsel:
    plain = {"next_action": "Rest a little.", "question": "What now?", "why": "It helps.", "joins": "It all helps."}
    both = [tuple(one if isinstance(one, Advice) else Advice(one) for one in part) for part in (first, then)]
    return Counsel(both[0], both[1], **(plain | changes))


def corpus(*sections: Section) -> Corpus:
    return Corpus("1", (guide("guide", *sections),), (), ())


def matter(matter_id: str, **changes: Any) -> Matter:
    plain = Matter(
        id=matter_id,
        about="something that happened",
        relation=Relation.ANY,
        side=None,
        later=False,
        asks=("something happened",),
        openers=("Something happened.",),
        near=("Things happen between people.",),
        first=(Saying("Take a slow breath.", ("guide#1",)),),
        then=(Saying("Take another one.", ("guide#1",)),),
        next_action="Write one line about it.",
        question="What came before?",
    )
    return replace(plain, **changes)


def conversation_texts(*signs: Sign) -> ConversationTexts:
    compiler = language().compiler
    ways = {"tell me more": ("From there.", Take.THEN), "what do you mean": ("More plainly.", Take.WHY)}
    return ConversationTexts(
        about_you=("So {}.",),
        about_them=("As you tell it, {}.",),
        exhausted=("That is all.",),
        signs=signs,
        follow_ups=tuple(
            FollowUp(words, (compiler.compile(words),), 6, (opener,), (), (take,), None, None, frozenset(), (), ())
            for words, (opener, take) in ways.items()
        ),
        anyhow=frozenset({"guide#2"}),
    )


def fact(pattern: str, answer: str, section_id: str) -> Fact:
    compiled = language().compiler.compile(pattern)
    return Fact("a-fact", (compiled,), (Cited(answer, (section_id,)),), frozenset(), section_id, sure=True, fires=(), silent=())


def direct_texts(*facts: Fact) -> DirectTexts:
    return DirectTexts(durations=(), openers=("Two answers.",), rule_leads=("Choose: ",), facts=facts, disagreements=())


def resource(resource_id: str = "gb-line", category: str = "domestic_violence", **changes: Any) -> Resource:
    plain = Resource(
        id=resource_id,
        country=resource_id[:2].upper(),
        category=category,
        name="A line",
        phone="0800 111 222",
        dial=("0800111222",),
        sms=None,
        chat_url=None,
        url=None,
        hours=None,
        languages=(),
        scope=None,
        audience=frozenset(),
        confirmed=2,
        evidence=Evidence.DIRECTORIES,
        checked_on=CHECKED,
        sources=("a source",),
        note=None,
    )
    return replace(plain, **changes)


def page(country: str, *records: Resource) -> CountryPage:
    return CountryPage(country, country, ("en",), None, records)


def hit(category: str = "PHYSICAL", level: RiskLevel = RiskLevel.ACUTE, **changes: Any) -> Hit:
    return replace(Hit("a.rule", category, level, 0, Span(0, 1), "It was said.", Voice.VICTIM), **changes)


def verdict(level: RiskLevel = RiskLevel.ACUTE, *categories: str, **changes: Any) -> Verdict:
    hits = tuple(hit(category, level) for category in categories)
    return replace(Verdict(level, categories, hits, (), Role.VICTIM, "rules-test"), **changes)
