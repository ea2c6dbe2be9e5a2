"""A language model set by environment variables: `mend serve`, `mend chat` and `mend doctor` as processes of their own."""

import json
from pathlib import Path

import httpx
import pytest

from service.diagnosis import MODEL, language_model
from service.wiring import Services
from tests.integration.processes import READY, Server, free_port, mend
from tests.integration.stub_model import Behaviour, Exchange, StubModel, good
from tests.integration.talk import CHORES, turn
from tests.integration.test_model_faults import with_model, writer

KEY = "a-very-secret-key"
MARK = "quartzmoth"
LAST = "last-request-of-the-test"


def settings(url: str, **more: str) -> dict[str, str]:
    return {"MEND_LLM_BASE_URL": url, "MEND_LLM_MODEL": "stub", "MEND_LLM_API_KEY": KEY, "MEND_EMBEDDER": "words", **more}


def echo(exchange: Exchange) -> None:
    """Gives back what it was told, as an error and as a reply, in ways that are easily logged."""
    exchange.answer("400 Bad Request", json.dumps({"error": {"message": exchange.prompt}}), more="Connection: close\r\n")


def broken_echo(exchange: Exchange) -> None:
    exchange.head()
    exchange.raw(b"data: {" + exchange.prompt.encode() + b"\n\n")


def test_nothing_that_is_said_to_a_model_or_by_it_is_logged(cache_dir: Path, stub: StubModel) -> None:
    behaviours: list[Behaviour] = [good, echo, broken_echo, lambda e: e.reply(f"{MARK} says nothing of use. [1] ")]
    names = []
    surroundings = settings(stub.url, MEND_CACHE_DIR=str(cache_dir), MEND_LOG_LEVEL="debug", OPENAI_LOG="debug")
    with Server(**surroundings) as server:
        server.wait_for(READY)
        with httpx.Client(base_url=server.address, timeout=60) as caller:
            for behaviour in behaviours:
                stub.behaviour = behaviour
                answer = caller.post("/v1/chat", json=turn(f"{CHORES} My sister {MARK} says so.")).json()
                names.append((answer["composer"]["name"], answer["composer"]["fallback"]))
            caller.get("/health/live", headers={"X-Request-Id": LAST})
        server.wait_for(LAST)

        assert names == [("llm", None), ("extractive", "refused"), ("extractive", "unreadable"), ("extractive", "too_little_left")]
        assert MARK in str(stub.requests)
        assert MARK not in server.printed
        assert KEY not in server.printed
        assert any(f"bearer {KEY}" in head.lower() for head in stub.headers)


def test_chat_in_the_terminal_is_worded_by_the_model(cache_dir: Path, stub: StubModel) -> None:
    stub.behaviour = good
    result = mend("chat", "--json", stdin=f"{CHORES}\nthanks\n", MEND_CACHE_DIR=str(cache_dir), **settings(stub.url))
    answers = [json.loads(line) for line in result.stdout.splitlines()]

    assert [answer["composer"]["name"] for answer in answers] == ["llm", "extractive"]
    assert result.returncode == 0


@pytest.mark.parametrize(
    ("behaviour", "model", "status", "detail"),
    [
        (lambda e: e.reply("I can be reached."), "stub", "ok", "stub answered with 17 characters"),
        (lambda e: e.reply("I can be reached."), "other", "warning", "is not in the server's list: stub"),
        (echo, "stub", "broken", "stub gives no reply: refused"),
        (lambda e: e.answer("404 Not Found", more="Connection: close\r\n"), "stub", "broken", "not_found; does MEND_LLM_BASE_URL"),
    ],
)
def test_doctor_looks_at_address_model_and_a_round_trip(
    quick_services: Services, stub: StubModel, behaviour: Behaviour, model: str, status: str, detail: str
) -> None:
    stub.behaviour = behaviour
    finding = language_model(with_model(quick_services, writer(stub.url, model=model)))

    assert (finding.what, finding.status) == (MODEL, status)
    assert detail in finding.detail


def test_doctor_says_that_none_is_set(quick_services: Services) -> None:
    assert language_model(quick_services).status == "ok"


def test_doctor_says_when_nobody_listens_and_ends_with_the_models_own_code(cache_dir: Path) -> None:
    result = mend("doctor", MEND_CACHE_DIR=str(cache_dir), **settings(f"http://127.0.0.1:{free_port()}/v1"))

    assert result.returncode == 4
    assert "unreachable; is the server of MEND_LLM_BASE_URL running?" in " ".join(result.stdout.split())
    assert KEY not in result.stdout + result.stderr
