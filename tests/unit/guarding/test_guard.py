from typing import Any

import pytest

from service.domain.answers import AnswerKind, Draft, Purpose, Sentence
from service.domain.corpus import Claim, ClaimStatus
from service.domain.resources import NeverUse, Resource, TextLine
from service.guarding.guard import Guard, Phrase
from tests.builders import resource, section, step

SECTION = section("guide#1", step("Listen for 20 minutes without a defence."), text="Listening calmly mends a quarrel better than arguing.")
CLAIM = Claim("N1", (), ClaimStatus.BLOCKED, "a figure", "no source", None, (r"\b75 per cent of couples\b", r"\bmiracle cure\b"), (), ())
ALLOWED = Claim("N2", (), ClaimStatus.CAVEAT, "a figure", "a reason", "wording", ("listen",), (), ())
GUARD = Guard(
    {"guide#1": SECTION},
    [CLAIM, ALLOWED],
    [
        Phrase("forgive", r"\bforgive\b", "Nobody is asked to.", frozenset({"resources"})),
        Phrase("stay", r"\bnever leave\b", "No pressure.", frozenset({"coaching"})),
    ],
    [NeverUse("GB", ("0800999",), "0800 111")],
)
LINE = resource(
    phone="0808 2000 247",
    dial=("08082000247",),
    url="https://line.example.org/help",
    chat_url="https://chat.example.org",
    sms=TextLine("85258", "SHOUT", "Text SHOUT to 85258"),
    note="Open until 22",
)


def checks(
    text: str, purpose: Purpose = Purpose.PLAIN, *sections: str, kind: AnswerKind = AnswerKind.COACHING, lines: tuple[Resource, ...] = ()
) -> list[str]:
    """The names of the checks that find something in one sentence."""
    draft = Draft(((Sentence(text, purpose, sections),),))
    return [problem.check for problem in GUARD.check(draft, kind, lines)]


def test_advice_that_stands_in_its_section_passes() -> None:
    assert checks("To begin with, listen calmly without a defence.", Purpose.ADVICE, "guide#1") == []


@pytest.mark.parametrize("purpose", [Purpose.ADVICE, Purpose.SAYING, Purpose.ACTION])
@pytest.mark.parametrize("sections", [(), ("guide#9",)])
def test_advice_without_a_known_section_is_caught(purpose: Purpose, sections: tuple[str, ...]) -> None:
    assert checks("Listen calmly.", purpose, *sections) == ["citation"]


@pytest.mark.parametrize("purpose", [Purpose.REFLECTION, Purpose.QUESTION, Purpose.PLAIN])
def test_what_is_no_advice_needs_no_section(purpose: Purpose) -> None:
    assert checks("That sounds hard.", purpose) == []


def test_advice_whose_words_stand_elsewhere_is_caught() -> None:
    assert checks("Send flowers, write poems, hire violinists.", Purpose.ADVICE, "guide#1") == ["support"]


def test_other_endings_of_a_word_count_as_the_word() -> None:
    assert checks("Listens, quarrels, argued.", Purpose.ADVICE, "guide#1") == []


def test_a_number_of_the_cited_section_passes() -> None:
    assert checks("Listen for 20 minutes.", Purpose.ADVICE, "guide#1") == []


def test_a_number_of_no_section_and_no_record_is_caught() -> None:
    assert checks("Listen for 30 minutes.", Purpose.ADVICE, "guide#1") == ["number"]
    assert checks("Call 999.", kind=AnswerKind.RESOURCES) == ["number"]


@pytest.mark.parametrize("text", ["Call 0808 2000 247.", "Call 08082000247.", "Text SHOUT to 85258.", "They answer until 22."])
def test_a_number_of_a_record_beside_the_reply_passes(text: str) -> None:
    assert checks(text, kind=AnswerKind.RESOURCES, lines=(LINE,)) == []


def test_a_phone_number_made_of_digits_that_stand_elsewhere_is_caught() -> None:
    assert checks("Call 2000 0808 247.", kind=AnswerKind.RESOURCES, lines=(LINE,)) == ["phone"]


def test_a_link_of_a_record_passes_and_another_is_caught() -> None:
    assert checks("See https://line.example.org/help.", kind=AnswerKind.RESOURCES, lines=(LINE,)) == []
    assert checks("See https://elsewhere.example.org/help.", kind=AnswerKind.RESOURCES, lines=(LINE,)) == ["link"]
    assert checks("See www.example.com for more.", lines=(LINE,)) == ["link"]


def test_a_blocked_claim_is_caught_whatever_its_case() -> None:
    assert checks("A Miracle Cure for two.") == ["claim"]
    assert checks("Cures for quarrels are rare.") == []


def test_a_claim_with_a_caveat_is_not_blocked() -> None:
    assert checks("Please listen.") == []


@pytest.mark.parametrize(
    ("kind", "found"), [(AnswerKind.RESOURCES, ["never_say"]), (AnswerKind.COACHING, []), (AnswerKind.OUT_OF_SCOPE, [])]
)
def test_a_phrase_is_forbidden_only_in_its_kind_of_reply(kind: AnswerKind, found: list[str]) -> None:
    assert checks("You may forgive in time.", kind=kind) == found


@pytest.mark.parametrize("kind", [AnswerKind.COACHING, AnswerKind.OUT_OF_SCOPE])
def test_a_phrase_of_coaching_holds_outside_the_guides_too(kind: AnswerKind) -> None:
    assert checks("Never leave.", kind=kind) == ["never_say"]


def test_a_problem_names_its_sentence_and_reason_and_not_the_words() -> None:
    draft = Draft(((Sentence("All is well.", Purpose.PLAIN),), (Sentence("Please forgive Rosalind.", Purpose.PLAIN),)))
    (problem,) = GUARD.check(draft, AnswerKind.RESOURCES)

    assert (problem.sentence, problem.reason) == (1, "forgive: Nobody is asked to.")


@pytest.mark.parametrize(
    ("changes", "agree"),
    [
        ({"phone": "0800 111-222", "dial": ("0800111222",)}, True),
        ({"phone": "133 / 112", "dial": ("133", "112")}, True),
        ({"phone": None, "dial": ()}, True),
        ({"phone": "+44 800 111", "dial": ("+44800111",)}, True),
        ({"phone": "0800 111 222", "dial": ("0800111223",)}, False),
        ({"phone": None, "dial": ("112",)}, False),
    ],
)
def test_the_dialled_digits_must_be_the_printed_ones(changes: dict[str, Any], agree: bool) -> None:
    assert resource(**changes).digits_agree is agree


def test_records_with_a_number_known_to_be_wrong_are_named() -> None:
    wrong = resource("gb-old", phone="0800 999", dial=("0800999",))
    elsewhere = resource("ie-same", phone="0800 999", dial=("0800999",))

    assert GUARD.wrong_numbers([wrong, elsewhere, LINE]) == ("gb-old",)
