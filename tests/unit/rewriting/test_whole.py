"""Sentences that stand as their writer put them, and what is read before that."""

import pytest

from service.domain.rewriting import RewriteKind
from service.rewriting.engine import Rewriter
from tests.unit.rewriting.wordings import first


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "You never ask. I water the beans, I water them again at eight, and on Sunday my sister asked me if you had left.",
            "I water the beans, I water them again at eight, and on Sunday my sister asked me if you had left",
        ),
        (
            "What a genius. I had two tickets for half six, I rang you on Monday and you still went for a run with Ash. We came late.",
            "I had two tickets for half six, I rang you on Monday and you still went for a run with Ash",
        ),
    ],
)
def test_a_sentence_without_blame_is_not_touched(rewriter: Rewriter, statement: str, told: str) -> None:
    assert told in first(rewriter, statement)


@pytest.mark.parametrize(
    ("statement", "charge"),
    [
        ("I cooked for nine on Sunday and did the lot myself, as if you would notice. I sat in the car until ten to get warm.", "as if"),
        ("I fed the cat and I paid the vet on Friday, you lazy lump. I drove home in the rain with the cage on my knees.", "lump"),
        (
            "I asked you twice on Monday to ring the bank, don't you remember. I stood in the queue for an hour in my lunch break.",
            "don't you",
        ),
    ],
)
def test_a_part_that_charges_does_not_stand(rewriter: Rewriter, statement: str, charge: str) -> None:
    assert charge not in first(rewriter, statement).lower()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("Stop feeding the dog at the table Darren", "Darren, "),
        ("You spoilt the one evening I had to myself", "the one evening I had to myself"),
        ("Not once in six years have you remembered my birthday", "hasn't been remembered in six years"),
        ("You can't just leave the kids with my mum on Fridays", "you leave the kids with my mum"),
        ("you took photos of everyone but me at the beach", "everyone except me"),
        ("Either you find a job by August or I move out", "If not, I move out"),
    ],
)
def test_it_is_read_as_it_was_meant(rewriter: Rewriter, statement: str, told: str) -> None:
    assert told in first(rewriter, statement)


def test_what_would_be_done_to_the_others_things_is_no_limit(rewriter: Rewriter) -> None:
    assert "guitar" not in first(rewriter, "one more time and I'm selling your guitar")


def test_a_name_that_says_which_one_stays(rewriter: Rewriter) -> None:
    assert "brother Tom" in first(rewriter, "You told my brother Tom what I earn")


def test_one_cue_chooses_no_need(rewriter: Rewriter) -> None:
    assert "studies" not in first(rewriter, "Keep your hands off the thermostat. It was 24 degrees when I got in.")


def test_words_in_an_odd_order_do_not_break_it(rewriter: Rewriter) -> None:
    assert rewriter.rewrite("There is said since you started the job").kind


@pytest.mark.parametrize(
    "statement",
    [
        "I felt lonely at the wedding. I married a drunk, apparently.",
        "I try to talk and get no answer. It's manipulation, plain and simple. I felt hurt.",
    ],
)
def test_a_verdict_beside_a_feeling_is_not_praised(rewriter: Rewriter, statement: str) -> None:
    assert rewriter.rewrite(statement).kind is RewriteKind.REWRITE


@pytest.mark.parametrize("statement", ["This family would be happier without you in it.", "You get your allowance on Friday."])
def test_cruelty_and_control_get_no_wording(rewriter: Rewriter, statement: str) -> None:
    assert not rewriter.rewrite(statement).suggestions
