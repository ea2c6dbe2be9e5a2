"""What a person writes is in no log line, no error and no header, even where everything is logged."""

import json

import httpx
import pytest

from tests.integration.processes import Server
from tests.integration.talk import CHORES, CONTROL, VIOLENCE, Json, turn

MARK = "quartzmoth"
LAST = "last-request-of-the-test"


def marked(text: str, **fields: object) -> Json:
    return turn(f"{MARK} {text} {MARK}", **fields)


ANSWERED: dict[str, tuple[str, Json]] = {
    "coaching": ("/v1/chat", marked(CHORES)),
    "a stream": ("/v1/chat", marked(CHORES, stream=True)),
    "routed": ("/v1/chat", marked(VIOLENCE)),
    "a closed question answered": ("/v1/chat", marked(CONTROL, check_in="no")),
    "out of scope": ("/v1/chat", marked("how do I file my taxes")),
    "another language": ("/v1/chat", marked("und ich streiten uns jeden Tag und ich weiß nicht mehr weiter")),
    "an unknown field": ("/v1/chat", marked(CHORES, **{MARK: MARK})),
    "a wanted language": ("/v1/chat", turn(CHORES, language=MARK)),
    "check": ("/v1/check", {"text": f"{MARK} {VIOLENCE}"}),
    "search": ("/v1/search", {"query": f"{MARK} {CHORES}"}),
}
REFUSED: dict[str, bytes] = {
    "not JSON": f"my {MARK} is not JSON".encode(),
    "half JSON": f'{{"messages": [{{"role": "user", "content": "{MARK}'.encode(),
    "not UTF-8": MARK.encode() + b"\xff",
    "not UTF-8 in a text": f'{{"messages": [{{"role": "user", "content": "{MARK}'.encode() + b'\xff"}]}',
    "a text": json.dumps(MARK).encode(),
    "messages as text": json.dumps({"messages": MARK}).encode(),
    "unknown role": json.dumps({"messages": [{"role": MARK, "content": MARK}]}).encode(),
    "role as key": json.dumps({"messages": [{MARK: MARK}]}).encode(),
    "content as list": json.dumps({"messages": [{"role": "user", "content": [MARK]}]}).encode(),
    "content as object": json.dumps({"messages": [{"role": "user", "content": {MARK: MARK}}]}).encode(),
    "wrong country": json.dumps(turn(CHORES, country=MARK)).encode(),
    "wrong check-in": json.dumps(turn(CHORES, check_in=MARK)).encode(),
    "wrong stream": json.dumps(turn(CHORES, stream=MARK)).encode(),
    "wrong k": json.dumps({"query": MARK, "k": MARK, "messages": MARK, "text": [MARK]}).encode(),
    "deep": f'{{"{MARK}":'.encode() * 5_000,
    "too large": MARK.encode() * 30_000,
    "too long": json.dumps(turn(MARK * 2_500)).encode(),
    "assistant last": json.dumps({"messages": [{"role": "assistant", "content": MARK}]}).encode(),
}


@pytest.mark.parametrize(("path", "body"), ANSWERED.values(), ids=ANSWERED)
def test_an_answered_request_leaves_no_words_in_headers(server: Server, path: str, body: Json) -> None:
    response = httpx.post(server.address + path, json=body, timeout=60)

    assert response.status_code == 200
    assert MARK not in repr(response.headers.raw)


@pytest.mark.parametrize("path", ["/v1/chat", "/v1/check", "/v1/search"])
@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_a_refused_request_gives_no_words_back(server: Server, path: str, body: bytes) -> None:
    response = httpx.post(server.address + path, content=body, headers={"Content-Type": "application/json"}, timeout=60)

    assert response.status_code < 500
    assert path != "/v1/chat" or response.status_code >= 400
    assert response.status_code == 200 or MARK not in response.text
    assert MARK not in repr(response.headers.raw)


@pytest.mark.parametrize("path", [f"/v1/guides/{MARK}", f"/{MARK}", f"/v1/chat?text={MARK}"])
def test_words_in_an_address_are_not_given_back(server: Server, path: str) -> None:
    response = httpx.get(server.address + path)

    assert response.status_code in (404, 405)
    assert MARK not in response.text


def test_no_log_line_holds_a_persons_words(server: Server) -> None:
    json_type = {"Content-Type": "application/json"}
    with httpx.Client(base_url=server.address, timeout=60) as caller:
        for path, body in ANSWERED.values():
            assert caller.post(path, json=body).status_code == 200
        for content in REFUSED.values():
            assert caller.post("/v1/chat", content=content, headers=json_type).status_code >= 400
        caller.get("/v1/resources", params={"country": MARK, "category": MARK})
        caller.get(f"/v1/guides/{MARK}", headers={"X-Request-Id": f"{MARK} {MARK}", "Referer": f"http://{MARK}", "User-Agent": MARK})
        caller.get("/health/live", headers={"X-Request-Id": LAST})
    server.wait_for(LAST)

    assert server.printed.count('"event": "request"') > len(ANSWERED) + len(REFUSED)
    assert MARK not in server.printed


def test_a_log_line_holds_only_what_is_meant_for_it(server: Server) -> None:
    identity = "one-request-of-the-test"
    httpx.post(server.address + "/v1/chat", json=marked(VIOLENCE), headers={"X-Request-Id": identity}, timeout=60)
    server.wait_for(identity)

    line = next(json.loads(line) for line in server.printed.splitlines() if identity in line)
    meant = {
        "request_id",
        "method",
        "route",
        "status",
        "ms",
        "kind",
        "risk",
        "rules",
        "citations",
        "messages",
        "event",
        "level",
        "timestamp",
    }
    assert line.keys() <= meant
