import pytest

from service.composing.telling import reports, tells_of_two
from tests.builders import language

NORMALISE = language().normalise


@pytest.mark.parametrize("text", ["he wants a dog and I do not", "My wife is jealous of my colleague.", "I stay, she goes"])
def test_a_quarrel_is_told(text: str) -> None:
    assert tells_of_two(NORMALISE(text), text)


@pytest.mark.parametrize(
    "text", ["my wife has a visa, can she stay with me", "he left me a will?", "write a poem for my wife", "she is a singer", "I like tea"]
)
def test_a_question_an_order_or_one_person_is_no_quarrel(text: str) -> None:
    assert not tells_of_two(NORMALISE(text), text)


@pytest.mark.parametrize("text", ["she says family is family", "but my wife just says it will pass", "he reckons I'm imagining it."])
def test_what_the_other_says_is_told(text: str) -> None:
    assert reports(NORMALISE(text), text)


@pytest.mark.parametrize("text", ["says who?", "he says what?", "I say family is family", "the guide says so"])
def test_a_question_or_somebody_else_is_no_such_report(text: str) -> None:
    assert not reports(NORMALISE(text), text)
