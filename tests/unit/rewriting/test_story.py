"""A longer message is told in the writer's own sentences, without those that only charge."""

import pytest

from service.rewriting.engine import Rewriter
from tests.unit.rewriting.wordings import first


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "You feel nothing. I stood in the hall crying about my gran and you asked me where your charger was. It was her funeral.",
            "I stood in the hall crying about my gran and you asked me where your charger was.",
        ),
        (
            "You never think of us. Out at five, back at nine, asleep by ten. Maisie asked me if you still live here, and I had no answer.",
            "Out at five, back at nine, asleep by ten. Maisie asked me if you still live here",
        ),
        (
            "You should of told me about the fine when you got the letter, not three weeks later when I'd already paid for the van.",
            "I wasn't told about the fine when you got the letter, not three weeks later when I'd already paid for the van.",
        ),
    ],
)
def test_the_writers_own_sentences_stand(rewriter: Rewriter, statement: str, told: str) -> None:
    assert told in first(rewriter, statement)


@pytest.mark.parametrize(
    ("statement", "charge"),
    [
        ("I cooked for nine people and washed up until one. You can both live on toast from now on for all I care.", "toast"),
        (
            "I paid the deposit in May and the rent in June. Real friends pay back. You posted a picture from Rome on Friday.",
            "real friends",
        ),
        ("You do not get to be tired. I had two night shifts, the tax return and your mum's birthday, all in one week.", "get to be tired"),
        ("My ex would have rung by now. I waited outside the school with both bags and the twins for an hour in the rain.", "my ex"),
    ],
)
def test_what_only_charges_is_left_out(rewriter: Rewriter, statement: str, charge: str) -> None:
    assert charge not in first(rewriter, statement).lower()


def test_a_fragment_that_says_nothing_new_is_left_out(rewriter: Rewriter) -> None:
    text = first(
        rewriter, "You leave the pans to soak. SOAK. It has been since Thursday, and I had to cook my eggs in a cake tin this morning."
    )

    assert text.lower().count("soak") == 1
    assert "since Thursday" in text
    assert "cake tin" in text


def test_what_is_only_hearsay_is_not_told_as_a_fact(rewriter: Rewriter) -> None:
    assert "you apparently told your sister" in first(rewriter, "You apparently told your sister about my scan.")
