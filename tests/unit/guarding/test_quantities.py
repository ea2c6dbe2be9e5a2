import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.guarding.quantities import quantities, unsupported

PASSAGE = "Step 7: a day's pause. Take 24 hours, or ten minutes a day. It may take 1 to 3 years. There are three questions, and weeks pass."


@pytest.mark.parametrize(
    "text",
    [
        "Take twenty-four hours.",
        "Ten minutes are enough.",
        "It often takes one to three years.",
        "There are three questions.",
        "One small thing is enough for the two of you.",
        "It may pass in weeks.",
    ],
)
def test_what_the_passage_says_in_digits_or_words_stands(text: str) -> None:
    assert not unsupported(text, [PASSAGE])


@pytest.mark.parametrize(
    "text",
    [
        "Take 48 hours.",
        "Forty minutes are enough.",
        "It takes six to eight weeks.",
        "There are two questions.",
        "It passes in months.",
        "Wait a fortnight.",
        "Give it seven tries.",
        "It helps 80 % of couples.",
    ],
)
def test_another_number_or_unit_does_not_stand(text: str) -> None:
    assert unsupported(text, [PASSAGE])


def test_a_number_that_the_person_gave_stands() -> None:
    assert not unsupported("After eleven years that hurts.", [PASSAGE, "we were married for 11 years"])


@given(st.text(max_size=200))
def test_every_text_supports_its_own_numbers(text: str) -> None:
    assert not unsupported(text, [text]) or "step" in text.lower()


def test_a_day_and_24_hours_are_the_same() -> None:
    assert quantities("24 hours") == quantities("one day")
