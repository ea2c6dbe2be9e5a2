"""What is said to somebody is also read as told about them."""

import pytest

from service.adapters.data_files import rules_folder
from service.domain.text import Message, Speaker
from service.safety.loader import load_rulebook
from service.safety.told import told
from service.usecases.rewrite import RewriteRequest
from service.wiring import Services

BOOK = load_rulebook(rules_folder())
DANGER = ["You grabbed me by the throat again", "you slapped me and you never said sorry", "If you leave I will kill you"]


def _told(text: str) -> str | None:
    form = told(BOOK.normalise(text), BOOK.told)
    return None if form is None else " ".join(form.tokens)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("You hit me", "he hits me"),
        ("you've taken your keys", "he has taken his keys"),
        ("why do you check my phone", "why does he check my phone"),
        ("if you leave I will find you", "if he leaves i will find him"),
        ("stop hitting me", "he keeps hitting me"),
        ("ur always shouting", "he is always shouting"),
    ],
)
def test_the_one_spoken_to_becomes_someone_told_of(said: str, expected: str) -> None:
    assert _told(said) == expected


def test_a_text_to_nobody_has_no_told_form() -> None:
    assert _told("he never helps") is None


@pytest.mark.parametrize("statement", DANGER)
def test_danger_said_to_the_other_is_routed(quick_services: Services, statement: str) -> None:
    answer = quick_services.wordings.answer(RewriteRequest(statement))

    assert answer.kind.value == "route"
    assert not answer.suggestions
    assert all(hit.span.end <= len(statement) for hit in answer.verdict.hits)


@pytest.mark.parametrize("statement", DANGER)
def test_danger_said_to_the_other_is_routed_when_pasted_into_the_chat(quick_services: Services, statement: str) -> None:
    assert quick_services.classifier.classify([Message(Speaker.USER, statement)]).routed
