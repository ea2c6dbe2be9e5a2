"""A number that is known to be wrong reaches nobody, whichever way a person asks."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.diagnosis import situations
from service.domain.answers import AnswerKind, Draft, Purpose, Sentence
from service.wiring import Services
from tests.integration.talk import Client, turn

ASKED = ["he hit me", "I want to kill myself", "he is at the door with a knife", "mi marido me pega", "bonjour à tous mes amis ici"]
SEPARATORS = st.sampled_from(["", " ", "-", ".", " - "])


def wrong(services: Services) -> dict[str, set[str]]:
    """Wrong numbers by country."""
    found: dict[str, set[str]] = {}
    for entry in services.resources.never_use:
        found.setdefault(entry.country, set()).update(entry.digits)
    return found


def numbers(text: str) -> set[str]:
    """Every run of digits, with and without the gaps inside it."""
    return {re.sub(r"\D", "", run) for run in re.findall(r"\d[\d \-./]*", text)} | set(re.findall(r"\d+", text))


def test_no_assembled_reply_and_no_list_of_lines_holds_one(quick_services: Services) -> None:
    for country, digits in wrong(quick_services).items():
        for verdict in {v for v, _ in situations(quick_services.engine)}:
            lines = quick_services.lines.for_verdict(verdict, country)
            shown = {number for line in lines for number in line.numbers}

            assert shown.isdisjoint(digits), (country, verdict.level, verdict.role)


@pytest.mark.parametrize("text", ASKED)
def test_no_answer_holds_one(quick_client: Client, quick_services: Services, text: str) -> None:
    for country, digits in wrong(quick_services).items():
        bodies: list[Any] = [
            quick_client.post("/v1/chat", json=turn(text, country=country)).json(),
            quick_client.post("/v1/rewrite", json={"statement": text, "country": country}).json(),
            quick_client.get("/v1/resources", params={"country": country}).json(),
        ]
        told = [json.dumps([body.get("reply"), body.get("note"), body.get("emergency_note"), body["resources"]]) for body in bodies]
        dated = re.sub(r'"checked_on": "[^"]+"', "", " ".join(told))

        assert numbers(dated).isdisjoint(digits), country


@given(st.data())
def test_no_reply_gets_past_the_guard_with_one_however_it_is_written(quick_services: Services, data: st.DataObject) -> None:
    country, digits = data.draw(
        st.sampled_from(sorted((c, d) for c, all_of in wrong(quick_services).items() for d in all_of if len(d) > 4))
    )
    written = "".join(digit + (data.draw(SEPARATORS) if place % 3 == 2 else "") for place, digit in enumerate(digits)).strip(" -.")
    draft = Draft(((Sentence(f"You can call {written} today.", Purpose.PLAIN),),))
    lines = quick_services.lines.listed(country, None)

    assert quick_services.guard.check(draft, AnswerKind.RESOURCES, lines)
