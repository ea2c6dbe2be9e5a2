"""What only judges is left out of a statement, and what happened stays."""

import pytest

from service.rewriting.engine import Rewriter
from service.rewriting.records import RewritingData
from service.rewriting.verdicts import Verdicts, asked_of_a_kind

JUDGED = [
    ("you told the table about my scan like it was a funny story", "you told the table about my scan"),
    ("you snore like a tractor and i lie awake", "you snore and i lie awake"),
    ("you let your dad talk to me like dirt at the barbecue", "you let your dad talk to me in that way at the barbecue"),
    ("you sold the cot what is wrong with you", "you sold the cot"),
    ("you blocked me for two days , grow up", "you blocked me for two days"),
    ("you are so lazy and useless , the cot is in bits", "the cot is in bits"),
    ("your half-arsed painting , the hall is blue , well done", "your half-arsed painting , the hall is blue"),
    ("it is always about you is it not , you left at nine", "you left at nine"),
]
LEFT_ALONE = [
    "you came home late like you promised you would not",
    "i feel like a walk",
    "you look like your sister in that photo",
    "you are late for the dentist",
    "the baby is not well",
    "you never ask how my day was",
    "you went to the pub the night my gran passed away",
    "you left , i was harassed",
    "you left , i was embarrassed",
    "you surfaced at noon",
    "you stood there , motionless",
    "you heard my anguish",
    "the heating is off , it is cold , the baby is ill",
    "you left me there , i wanted to cry",
]


@pytest.fixture
def verdicts(data: RewritingData) -> Verdicts:
    return Verdicts(data.judging)


@pytest.mark.parametrize(("said", "left"), JUDGED)
def test_verdicts_are_left_out(verdicts: Verdicts, said: str, left: str) -> None:
    assert verdicts.judged(said) == left


@pytest.mark.parametrize("said", LEFT_ALONE)
def test_what_happened_stays(verdicts: Verdicts, said: str) -> None:
    assert verdicts.judged(verdicts.opened(said)) == said


def test_scornful_openings_go_and_a_mocking_order_is_a_deed(verdicts: Verdicts) -> None:
    assert verdicts.opened("oh wow , brilliant , you ate my lunch") == "you ate my lunch"
    assert verdicts.opened("sure , leave me with the bill") == "you leave me with the bill"


def test_a_question_what_kind_of_person_does_a_thing_is_about_the_partner() -> None:
    asked = ["what", "kind", "of", "man", "lets", "his", "wife", "change", "a", "tyre"]

    assert asked_of_a_kind(asked) == ["my", "partner", "lets", "me", "change", "a", "tyre"]


def test_who_somebody_is_measured_by_is_no_fact_to_be_kept(data: RewritingData) -> None:
    asked = "why can not you be more like danny"

    assert "danny" in data.judging.compared_in(asked)
    assert "danny" not in data.judging.without_compared(asked)


@pytest.mark.parametrize("word", ["brainless", "spineless", "selfish", "half-arsed", "two-faced", "bone-headed"])
def test_listed_words_and_endings_behind_a_hyphen_judge(data: RewritingData, word: str) -> None:
    assert word in data.judging.words or data.judging.ends_as_judging(word)


@pytest.mark.parametrize("word", ["passed", "embarrassed", "harassed", "surfaced", "motionless", "anguish", "finish", "warm-hearted"])
def test_a_word_that_ends_so_by_chance_does_not_judge(data: RewritingData, word: str) -> None:
    assert word not in data.judging.words
    assert not data.judging.ends_as_judging(word)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("What kind of man lets his wife change a tyre in the rain?", "let me change a tyre in the rain"),
        ("A loving wife would not share our marriage problems with her book club.", "shared with your book club"),
        ("Dave brings his wife tea in bed, I get your snoring.", "I get your snoring"),
        ("You stress me out, leaving the packing until the taxi's outside.", "you leave the packing until"),
        ("sure, leave me with the bill again", "left with the bill"),
    ],
)
def test_mockery_and_measuring_by_others_become_the_deed(rewriter: Rewriter, statement: str, told: str) -> None:
    first = rewriter.rewrite(statement).suggestions[0].text

    assert told in first
    assert "Dave" not in first


def told(rewriter: Rewriter, statement: str) -> str:
    return " ".join(suggestion.text for suggestion in rewriter.rewrite(statement).suggestions)


def test_a_death_is_not_lost(rewriter: Rewriter) -> None:
    assert "when my gran passed away" in told(rewriter, "You went to the pub the night my gran passed away")


@pytest.mark.parametrize("between", [", he", "? He"])
def test_what_somebody_else_did_is_not_told_as_what_hurt(rewriter: Rewriter, between: str) -> None:
    wordings = told(rewriter, f"Why can't you be more like Danny{between} came to the hospital with me")

    assert wordings
    assert "hospital" not in wordings
    assert "Danny" not in wordings


@pytest.mark.parametrize(
    ("statement", "doubted", "kept"),
    [
        ("You supposedly went to the gym and you left me with the baby", "gym", "left with the baby"),
        ("You allegedly paid the rent", "paid", "the rent"),
        ("You presumably forgot my birthday", "forgot", "my birthday"),
        ("You lent your brother £50, supposedly for rent", "for rent", "lent your brother £50"),
    ],
)
def test_a_doubt_does_not_become_a_fact(rewriter: Rewriter, statement: str, doubted: str, kept: str) -> None:
    wordings = told(rewriter, statement)

    assert doubted not in wordings
    assert kept in wordings


def test_wanting_to_cry_is_a_feeling(rewriter: Rewriter) -> None:
    assert "sad" in told(rewriter, "You left me at the party, I wanted to cry")


def test_cold_is_weather_behind_it_and_a_verdict_behind_you(rewriter: Rewriter) -> None:
    assert "it's cold" in told(rewriter, "You left the heating off and it is cold")
    assert "cold" not in told(rewriter, "You are so cold, you left me at the party")
