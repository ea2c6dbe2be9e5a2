"""What is said to somebody is also read as told about them."""

import pytest

from service.rewriting.spoken_to import told
from service.usecases.rewrite import RewriteRequest
from service.wiring import Services

DANGER = ["You grabbed me by the throat again", "you slapped me and you never said sorry", "If you leave I will kill you"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("You hit me", "they hit me"),
        ("you're reading your mail", "they're reading their mail"),
        ("u lied and ur late", "they lied and their late"),
        ("do it yourself", "do it themselves"),
    ],
)
def test_the_one_spoken_to_becomes_someone_told_of(said: str, expected: str) -> None:
    assert told(said)[0] == expected


def test_as_the_one_done_to_it_is_them() -> None:
    assert told("I will find you")[1] == "I will find them"


def test_a_statement_to_nobody_stays_as_it_is() -> None:
    assert told("he never helps") == ()


@pytest.mark.parametrize("statement", DANGER)
def test_danger_said_to_the_other_is_routed(quick_services: Services, statement: str) -> None:
    answer = quick_services.wordings.answer(RewriteRequest(statement))

    assert answer.kind.value == "route"
    assert not answer.suggestions
    assert all(hit.span.end <= len(statement) for hit in answer.verdict.hits)
