"""Every response carries its safe headers; every error is a problem with a request id and a way to help."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr
from io import StringIO

import pytest
from litestar.testing import TestClient

from service.adapters.memory import HashEmbedder
from service.ports import Vectors
from service.settings import Settings
from service.web.app import create_app
from service.web.logs import configure_logging
from service.wiring import Services, build
from tests.integration.talk import CHORES, VIOLENCE, Client, Json, turn

Asked = tuple[str, str, bytes]
GOOD: dict[str, Asked] = {
    "coaching or not": ("POST", "/v1/chat", json.dumps(turn(CHORES)).encode()),
    "routed": ("POST", "/v1/chat", json.dumps(turn(VIOLENCE)).encode()),
    "events": ("POST", "/v1/chat", json.dumps(turn(VIOLENCE, stream=True)).encode()),
    "check": ("POST", "/v1/check", b'{"text": "hello"}'),
    "search": ("POST", "/v1/search", b'{"query": "hello"}'),
    "resources": ("GET", "/v1/resources", b""),
    "guides": ("GET", "/v1/guides", b""),
    "live": ("GET", "/health/live", b""),
    "ready": ("GET", "/health/ready", b""),
    "docs": ("GET", "/docs", b""),
    "home": ("GET", "/", b""),
}
BAD: dict[str, Asked] = {
    "not JSON": ("POST", "/v1/chat", b"hello"),
    "wrong field": ("POST", "/v1/check", b'{"text": 7}'),
    "empty": ("POST", "/v1/search", b'{"query": " "}'),
    "too large": ("POST", "/v1/chat", b"a" * 300_000),
    "too deep": ("POST", "/v1/chat", b"[" * 10_000),
    "no such guide": ("GET", "/v1/guides/nope", b""),
    "no such address": ("GET", "/nope", b""),
    "wrong method": ("GET", "/v1/chat", b""),
}


@contextmanager
def logged() -> Iterator[StringIO]:
    """What an app that is made meanwhile logs."""
    with redirect_stderr(StringIO()) as log:
        yield log
    configure_logging("info")


@pytest.mark.parametrize(("method", "path", "body"), [*GOOD.values(), *BAD.values()], ids=[*GOOD, *BAD])
def test_every_response_has_its_safe_headers(quick_client: Client, method: str, path: str, body: bytes) -> None:
    headers = quick_client.request(method, path, content=body, headers={"Content-Type": "application/json"}).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Request-Id"]


@pytest.mark.parametrize(("method", "path", "body"), GOOD.values(), ids=GOOD)
def test_what_is_right_is_answered(quick_client: Client, method: str, path: str, body: bytes) -> None:
    assert quick_client.request(method, path, content=body, headers={"Content-Type": "application/json"}).status_code == 200


@pytest.mark.parametrize(("method", "path", "body"), BAD.values(), ids=BAD)
def test_every_error_is_a_problem_with_id_and_help(quick_client: Client, method: str, path: str, body: bytes) -> None:
    response = quick_client.request(method, path, content=body, headers={"Content-Type": "application/json"})
    problem = response.json()

    assert response.headers["content-type"] == "application/problem+json"
    assert (problem["status"], problem["request_id"]) == (response.status_code, response.headers["X-Request-Id"])
    assert "/v1/resources" in problem["help"]
    assert problem["title"]
    assert problem["detail"]


def test_a_request_id_that_was_given_comes_back(quick_client: Client) -> None:
    response = quick_client.get("/nope", headers={"X-Request-Id": "my-request-0001"})

    assert response.headers["X-Request-Id"] == response.json()["request_id"] == "my-request-0001"


@pytest.mark.parametrize("given", ["short", "has spaces in it", "a" * 65, "<script>alert(1)</script>"])
def test_a_request_id_of_another_form_is_replaced(quick_client: Client, given: str) -> None:
    assert quick_client.get("/health/live", headers={"X-Request-Id": given}).headers["X-Request-Id"] != given


def test_two_requests_have_two_ids(quick_client: Client) -> None:
    first, second = (quick_client.get("/health/live").headers["X-Request-Id"] for _ in range(2))

    assert first != second


class Buggy(HashEmbedder):
    """An encoder that loads, and then breaks with the text in its error."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        if any("quartzmoth" in text for text in texts):
            raise ZeroDivisionError(f"cannot embed {texts}")
        return super().embed(texts)


def test_a_bug_is_told_to_nobody_in_the_persons_words(quick_services: Services) -> None:
    services = build(quick_services.settings, embedder=Buggy())
    services.warm_up()
    with logged() as log, TestClient(create_app(services.settings, services)) as client:
        response = client.post("/v1/search", json={"query": "my quartzmoth is broken"})
    services.close()
    lines = log.getvalue()

    assert (response.status_code, response.json()["title"]) == (500, "Internal error")
    assert response.headers["Cache-Control"] == "no-store"
    assert ("ZeroDivisionError" in lines, response.json()["request_id"] in lines) == (True, True)
    assert "quartzmoth" not in lines + response.text


def test_browsers_of_other_origins_are_let_in_only_where_that_is_set(quick_services: Services) -> None:
    origin = {"Origin": "https://example.org"}
    with TestClient(create_app(Settings(allowed_origins=("https://example.org",)), quick_services)) as open_client:
        opened = open_client.get("/v1/guides", headers=origin)
    with TestClient(create_app(quick_services.settings, quick_services)) as closed_client:
        closed = closed_client.get("/v1/guides", headers=origin)

    assert opened.headers["Access-Control-Allow-Origin"] == "https://example.org"
    assert "Access-Control-Allow-Origin" not in closed.headers


def test_the_log_line_of_a_request_tells_counts_and_rules(quick_services: Services) -> None:
    with logged() as log, TestClient(create_app(quick_services.settings, quick_services)) as client:
        client.post("/v1/chat", json=turn(VIOLENCE), headers={"X-Request-Id": "my-request-0002"})
    line = next(json.loads(line) for line in log.getvalue().splitlines() if "my-request-0002" in line)

    assert (line["route"], line["status"], line["kind"], line["risk"], line["messages"]) == ("/v1/chat", 200, "resources", "acute", 1)
    assert "physical.strikes-me" in line["rules"]
    assert all(rule.split(".")[0] in {"physical", "force"} for rule in line["rules"])


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("GET", "/v1/chat", "OPTIONS, POST"), ("POST", "/v1/guides/any-guide", "GET, OPTIONS"), ("DELETE", "/health/live/", "GET, OPTIONS")],
)
def test_a_wrong_method_is_told_what_the_address_takes(quick_client: Client, method: str, path: str, allowed: str) -> None:
    response = quick_client.request(method, path)

    assert (response.status_code, response.headers["Allow"]) == (405, allowed)


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"text": ""}, "text is empty"),
        ({"text": " \n"}, "text is empty"),
        ({"messages": [{"role": "user", "content": " "}]}, "no message of the user holds text"),
        ({"messages": [{"role": "assistant", "content": "Hello."}]}, "no message of the user holds text"),
    ],
)
def test_a_check_of_nothing_is_refused_with_the_reason(quick_client: Client, body: Json, detail: str) -> None:
    response = quick_client.post("/v1/check", json=body)

    assert (response.status_code, response.json()["detail"]) == (422, detail)
