"""Every reviewed text that a reply may hold: it passes the guard, and its patterns keep to their examples."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from service.adapters.data_files import data_folder, rules_folder
from service.adapters.reply_files import ReplyFiles
from service.composing.texts import Cited, ConversationTexts, DirectTexts
from service.composing.wording import counsel_of
from service.domain.answers import AnswerKind, Draft, Purpose, Sentence
from service.domain.corpus import ClaimStatus, Section, Side
from service.language.matching import Language, PatternIndex
from service.safety.loader import load_language
from service.wiring import Services

LANGUAGE: Language = load_language(rules_folder())
FILES = ReplyFiles(data_folder("prompts"), LANGUAGE)
CONVERSATION: ConversationTexts = FILES.conversation()
DIRECT: DirectTexts = FILES.direct()
FOLLOW_UPS, FACTS, DISAGREEMENTS = CONVERSATION.follow_ups, DIRECT.facts, DIRECT.disagreements
SIGNS = tuple(sign for sign in CONVERSATION.signs if sign.patterns)
NAMED: dict[str, Sequence[Any]] = {
    "sign": SIGNS,
    "follow-up": FOLLOW_UPS,
    "fact": FACTS,
    "disagreement": DISAGREEMENTS,
    "elsewhere": DIRECT.elsewhere,
}


def counsel_sentences(section: Section) -> Iterator[Sentence]:
    counsel = counsel_of(section)
    for one in (*counsel.first, *counsel.then):
        yield Sentence(one.text, Purpose.SAYING if one.aloud else Purpose.ADVICE, (section.id,))
    for text in (counsel.why, counsel.joins, counsel.next_action, section.next_action):
        yield Sentence(text, Purpose.ACTION, (section.id,))
    for step in section.steps:
        yield Sentence(f"{step.do} {step.say or ''}", Purpose.ADVICE, (section.id,))
    for text in (counsel.question, section.question):
        yield Sentence(text, Purpose.QUESTION)


def cited_sentences() -> Iterator[Sentence]:
    records: list[Cited] = [one for fact in FACTS for one in (*fact.answer, *fact.hurt)]
    records += [one for follow_up in FOLLOW_UPS for one in follow_up.advice]
    records += [one for both in DISAGREEMENTS for one in both.views]
    records += [sign.lead for sign in CONVERSATION.signs if sign.lead]
    for record in records:
        yield Sentence(record.text, Purpose.ADVICE, record.sections)


def problems(services: Services, sentences: Iterator[Sentence]) -> list[str]:
    drafts = [Draft(((sentence,),)) for sentence in sentences]
    return [f"{p.check}: {p.reason}: {d.text}" for d in drafts for p in services.guard.check(d, AnswerKind.COACHING)]


def test_everything_said_of_every_section_passes_the_guard(quick_services: Services) -> None:
    """No blocked claim, nothing that is never said, no number or advice that its section does not hold."""
    sections = quick_services.corpus.sections.values()

    assert problems(quick_services, (sentence for section in sections for sentence in counsel_sentences(section))) == []


def test_facts_views_and_leads_pass_the_guard(quick_services: Services) -> None:
    assert problems(quick_services, cited_sentences()) == []


def test_the_rule_of_every_disagreement_passes_the_guard(quick_services: Services) -> None:
    rules = {tension.id: tension.rule for tension in quick_services.corpus.tensions}
    sentences = (Sentence(rules[d.tension], Purpose.ADVICE, tuple(s for view in d.views for s in view.sections)) for d in DISAGREEMENTS)

    assert problems(quick_services, sentences) == []


def test_every_tension_of_the_ledger_has_an_answer(quick_services: Services) -> None:
    """Three of them are about numbers, and are told as facts."""
    told = {one.tension for one in DISAGREEMENTS}

    assert {tension.id for tension in quick_services.corpus.tensions} - told == {"T12", "T13", "T19"}
    assert {"stages", "how-many-steps", "when-to-take-stock"} <= {fact.id for fact in FACTS}


def test_every_question_for_somebody_else_names_a_subject_of_the_ledger(quick_services: Services) -> None:
    assert {one.topic for one in DIRECT.elsewhere} <= {topic.id for topic in quick_services.corpus.outside}


def test_every_shipped_section_is_worded_for_replies(quick_services: Services) -> None:
    assert [section.id for section in quick_services.corpus.sections.values() if section.counsel is None] == []


def test_a_later_turn_has_an_action_and_a_question_of_its_own(quick_services: Services) -> None:
    rows = [(section, counsel_of(section)) for section in quick_services.corpus.sections.values()]

    assert [s.id for s, c in rows if c.next_action == s.next_action or c.question == s.question] == []


def test_both_sides_of_a_hurt_are_counselled_alike(quick_services: Services) -> None:
    """Where a section speaks to one side in its first turn, it speaks to the other too, at a similar length."""
    uneven = []
    for section in quick_services.corpus.sections.values():
        words = {side: sum(len(one.text.split()) for one in counsel_of(section).first if one.side is side) for side in Side}
        if max(words.values()) and abs(words[Side.HURT] - words[Side.RESPONSIBLE]) > 30:
            uneven.append(section.id)

    assert uneven == []


@pytest.mark.parametrize("kind", NAMED)
def test_patterns_keep_to_their_examples(kind: str) -> None:
    records = NAMED[kind]
    index: PatternIndex[Any] = PatternIndex((record, record.patterns) for record in records)
    found: Callable[[str], list[Any]] = lambda text: [record for record, _ in index.matches(LANGUAGE.normalise(text))]  # noqa: E731

    assert [text for record in records for text in record.fires if found(text)[:1] != [record]] == []
    assert [text for record in records for text in record.silent if record in found(text)] == []


def test_no_text_holds_a_blocked_claim(quick_services: Services) -> None:
    """The same by the ledger's own patterns, over sections and steps and all that replies are made of."""
    blocked = {claim.id for claim in quick_services.corpus.claims if claim.status is ClaimStatus.BLOCKED}
    every = [s for section in quick_services.corpus.sections.values() for s in counsel_sentences(section)]
    leaks = [
        p.reason
        for s in (*every, *cited_sentences())
        for p in quick_services.guard.check(Draft(((s,),)), AnswerKind.COACHING)
        if p.check == "claim"
    ]

    assert blocked
    assert leaks == []
