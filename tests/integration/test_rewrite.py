"""Wordings as callers of the service meet them."""

import json
from dataclasses import replace
from typing import cast

import pytest
from typer.testing import CliRunner

from service.cli.app import app
from service.domain.safety import CheckIn, RiskLevel, Role, TierScore, Verdict
from service.usecases.check import SafeClassifier
from service.usecases.rewrite import RewriteRequest
from service.wiring import Services
from tests.integration.talk import VIOLENCE, Client

BLAME = "You never help with the kids, you left me alone with the twins on Sunday"


class Nearly:
    """A classifier that finds nothing; its second tier gives `score` where 0.8 is needed."""

    version = "nearly"

    def __init__(self, score: float) -> None:
        self._score = score

    def classify(self, messages: object, check_in: object = None) -> Verdict:
        return Verdict(RiskLevel.NONE, (), (), (), Role.VICTIM, self.version, scores=(TierScore(0, self._score, 0.8, "FEAR"),))


def rewrite(client: Client, **body: object) -> dict[str, object]:
    response = client.post("/v1/rewrite", json=body)
    assert response.status_code == 200, response.text
    answer: dict[str, object] = response.json()
    return answer


def test_blame_gets_wordings_with_every_field_of_the_contract(quick_client: Client) -> None:
    answer = rewrite(quick_client, statement=BLAME)

    assert answer["kind"] == "rewrite"
    assert answer.keys() >= {
        "blame",
        "suggestions",
        "verdict",
        "resources",
        "composer",
        "note",
        "receipt",
        "feelings",
        "question",
        "notice",
    }
    suggestions = answer["suggestions"]
    assert isinstance(suggestions, list)
    assert suggestions[0].keys() >= {"text", "feeling", "observation", "need", "request", "kept", "guessed", "shape"}
    assert "Sunday" in suggestions[0]["text"]


def test_a_statement_that_tells_of_danger_gets_help_and_no_wording(quick_client: Client) -> None:
    answer = rewrite(quick_client, statement=VIOLENCE, country="GB")

    assert (answer["kind"], answer["suggestions"], answer["blame"]) == ("route", [], [])
    assert answer["resources"]


def test_control_in_the_dress_of_a_feeling_is_refused_with_help(quick_client: Client) -> None:
    answer = rewrite(quick_client, statement="I feel anxious when you see your friends, so I need you to stay home")

    assert (answer["kind"], answer["suggestions"]) == ("route", [])
    assert answer["note"]


@pytest.mark.parametrize(("score", "check_in", "kind"), [(0.3, None, "route"), (0.3, CheckIn.NO, "leave"), (-3.0, None, "leave")])
def test_a_small_sign_near_a_finding_gets_help_unless_the_closed_question_is_answered_no(
    quick_services: Services, score: float, check_in: CheckIn | None, kind: str
) -> None:
    wordings = replace(quick_services.wordings, classifier=cast("SafeClassifier", Nearly(score)))

    answer = wordings.answer(RewriteRequest("Would you let me ring my mum this week?", check_in=check_in))

    assert answer.kind.value == kind
    assert bool(answer.question) is (kind == "route")


def test_hearing_gives_a_reply_to_a_message(quick_client: Client) -> None:
    answer = rewrite(quick_client, statement="You left me waiting for an hour", mode="hear")

    assert [s["shape"] for s in answer["suggestions"]][:1] == ["reflect"]  # type: ignore[attr-defined]


def test_another_language_is_left_with_a_word_of_explanation(quick_client: Client) -> None:
    answer = rewrite(quick_client, statement="Nunca me ayudas con los niños y siempre llegas tarde a casa por la noche")

    assert answer["kind"] in ("leave", "route")
    assert answer["suggestions"] == []


def test_an_empty_statement_is_refused_without_repeating_anything(quick_client: Client) -> None:
    response = quick_client.post("/v1/rewrite", json={"statement": "  "})

    assert response.status_code == 422


def test_the_batch_form_keeps_order_and_ids() -> None:
    lines = "".join(json.dumps({"id": n, "statement": s}) + "\n" for n, s in enumerate([BLAME, "What time is dinner?"]))

    result = CliRunner().invoke(app, ["rewrite", "--jsonl"], input=lines)

    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["id"], row["kind"]) for row in rows] == [(0, "rewrite"), (1, "leave")]
    assert rows[0]["text"] == rows[0]["suggestions"][0]["text"]
    assert rows[1]["text"] is None
