"""Records of the domain with the fields that a test does not care about filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from service.composing.texts import CoachingTexts, Situation
from service.domain.corpus import Found, Guide, Passage, PassageKind, Phase, ScoredPassage, Section, Side, Step
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
        leads_first=("To begin with, ",),
        leads_next=("After that, ",),
        leads_last=("And finally, ",),
        say_leads=("It could sound like: ",),
        action_leads=("A small thing: ",),
        uncovered=("That is not covered.",),
        covers=("Here it is about couples.",),
        notice="This is software.",
    )


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
