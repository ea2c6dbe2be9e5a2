"""Whatever is sent, the answer is a reason or something sensible, and never a 500; danger inside odd text is still seen."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.talk import CHORES, VIOLENCE, Client, Json, chat, turn

JSON_TYPE = {"Content-Type": "application/json"}
DEEP = 10_000
POST_ROUTES = ["/v1/chat", "/v1/check", "/v1/search"]


def messages(*given: object) -> bytes:
    return json.dumps({"messages": list(given)}).encode()


def said(content: object, role: object = "user") -> Json:
    return {"role": role, "content": content}


REFUSED = {
    "no body": (b"", 400),
    "not JSON": (b"hello there", 400),
    "half JSON": (b'{"messages": [', 400),
    "not UTF-8": (b'{"messages":[{"role":"user","content":"\xff\xfe"}]}', 400),
    "a byte order mark": (b"\xef\xbb\xbf{}", 400),
    "NaN": (b'{"messages":[{"role":"user","content":NaN}]}', 400),
    "nothing": (b"null", 400),
    "a list": (b"[]", 400),
    "a text": (b'"hello"', 400),
    "no messages": (b"{}", 400),
    "empty messages": (messages(), 400),
    "messages as text": (b'{"messages": "hello"}', 400),
    "a message as text": (messages("hello"), 400),
    "a message without role": (messages({"content": "hello"}), 400),
    "a message without content": (messages({"role": "user"}), 400),
    "an unknown role": (messages(said("hello", "system")), 400),
    "a role of the wrong type": (messages(said("hello", 7)), 400),
    "content as number": (messages(said(7)), 400),
    "content as list": (messages(said(["hello"])), 400),
    "content as null": (messages(said(None)), 400),
    "a huge number": (b'{"messages":[{"role":"user","content":' + b"9" * 5_000 + b"}]}", 400),
    "a lone surrogate": (rb'{"messages":[{"role":"user","content":"\ud800 hello"}]}', 400),
    "deep lists": (b"[" * DEEP + b"]" * DEEP, 400),
    "deep objects": (b'{"a":' * DEEP + b"1" + b"}" * DEEP, 400),
    "deep messages": (b'{"messages":' + b"[" * DEEP + b"]" * DEEP + b"}", 400),
    "deep beside the message": (b'{"messages":[{"role":"user","content":"hi"}],"x":' + b"[" * DEEP + b"]" * DEEP + b"}", 400),
    "an empty text": (messages(said("")), 422),
    "only spaces": (messages(said(" \t\n\u3000")), 422),
    "the assistant last": (messages(said("hello"), said("hello", "assistant")), 422),
    "too many messages": (messages(*[said("hello")] * 101), 413),
    "too long a message": (messages(said("a" * 20_001)), 413),
    "too long a message before": (messages(said("a" * 20_001), said("hello")), 413),
    "a megabyte": (messages(said("a" * 1_000_000)), 413),
}


@pytest.mark.parametrize(("body", "status"), REFUSED.values(), ids=REFUSED)
def test_a_bad_body_is_refused_with_a_reason(quick_client: Client, body: bytes, status: int) -> None:
    response = quick_client.post("/v1/chat", content=body, headers=JSON_TYPE)

    assert response.status_code == status
    assert len(response.json()["detail"].split()) > 2


WRONG_FIELDS: list[Json] = [
    {"country": "GBR"},
    {"country": "G1"},
    {"country": 44},
    {"country": ""},
    {"check_in": "perhaps"},
    {"check_in": True},
    {"stream": "perhaps"},
    {"stream": {}},
    {"language": "e" * 36},
    {"language": 10**400},
]


@pytest.mark.parametrize("fields", WRONG_FIELDS, ids=[str(fields)[:30] for fields in WRONG_FIELDS])
def test_a_wrong_field_is_refused_by_name(quick_client: Client, fields: Json) -> None:
    response = quick_client.post("/v1/chat", content=json_bytes(turn(CHORES, **fields)), headers=JSON_TYPE)

    assert response.status_code == 400
    assert next(iter(fields)) in response.json()["detail"]


def json_bytes(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize("path", POST_ROUTES)
@pytest.mark.parametrize(
    "body", [b"", b"{", b"null", b"[" * DEEP + b"]" * DEEP, b"\xff", b"a" * 1_000_000], ids=lambda body: repr(body[:4])
)
def test_no_route_breaks_on_a_broken_body(quick_client: Client, path: str, body: bytes) -> None:
    response = quick_client.post(path, content=body, headers=JSON_TYPE)

    assert response.status_code in (400, 413)
    assert len(response.json()["detail"].split()) > 2


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "image/png"])
def test_a_body_of_another_type_is_refused_or_read_as_json(quick_client: Client, kind: str) -> None:
    read = quick_client.post("/v1/check", content=json_bytes({"text": VIOLENCE}), headers={"Content-Type": kind})
    refused = quick_client.post("/v1/check", content=b"text=hello", headers={"Content-Type": kind})

    assert (read.status_code, read.json()["level"]) == (200, "acute")
    assert refused.status_code == 400


@pytest.mark.parametrize("path", POST_ROUTES)
@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_another_method_is_not_allowed(quick_client: Client, path: str, method: str) -> None:
    response = quick_client.request(method, path)

    assert response.status_code == 405
    assert response.json()["title"] == "Method not allowed"


@pytest.mark.parametrize(
    "path", ["/nope", "/v1", "/v1/chat/nope", "/v1/guides/../../etc/passwd", "/v1/guides/%00", "/v1/guides/%F0%9F%92%94"]
)
def test_an_unknown_address_is_not_found(quick_client: Client, path: str) -> None:
    assert quick_client.get(path).status_code == 404


SENSIBLE = {
    "NUL": "we \0 keep fighting about chores",
    "bidi signs": "\u202ewe keep fighting about chores\u202c\u2067\u2069",
    "zero-width signs": "we\u200b keep\u200d fighting\ufeff about\u2060 chores",
    "only zero-width signs": "\u200b\u200d\u2060",
    "only NUL": "\0\0",
    "only emoji": "😭😭💔",
    "only marks": "?!?!...",
    "one letter": "x",
    "combining marks": "w\u0301" * 200,
    "markup": "<script>alert(1)</script> {{7*7}} ${x} %s %n '; drop table users; --",
    "the longest message": "a" * 20_000,
    "words without end": "fight " * 3_300,
    "stops without end": "." * 20_000,
    "spaced letters without end": "k i l " * 3_300,
}


@pytest.mark.parametrize("text", SENSIBLE.values(), ids=SENSIBLE)
def test_odd_text_gets_a_sensible_answer(quick_client: Client, text: str) -> None:
    answer = chat(quick_client, text)

    assert answer["kind"] in ("coaching", "out_of_scope")
    assert answer["reply"]["text"]


FOREIGN = {
    "es": "Mi novia y yo discutimos todos los días por el dinero y ya no sé qué hacer.",
    "fr": "Mon copain et moi nous disputons tout le temps et je ne sais plus quoi faire.",
    "de": "Meine Freundin und ich streiten uns jeden Tag und ich weiß nicht mehr weiter.",
    "pt": "Eu e a minha namorada discutimos todos os dias e já não sei o que fazer.",
    "ar": "أنا وصديقتي نتشاجر كل يوم ولا أعرف ماذا أفعل",
    "zh": "我和女朋友每天都吵架，我不知道该怎么办。",
}


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_another_language_gets_a_plain_word_and_help_lines(quick_client: Client, text: str) -> None:
    answer = chat(quick_client, text, country="GB")

    assert (answer["kind"], answer["citations"]) == ("out_of_scope", [])
    assert "English" in answer["reply"]["text"]
    assert answer["resources"]


HIDDEN = {
    "NUL inside a word": "He pun\0ched me in the face last night.",
    "NUL around": f"\0{VIOLENCE}\0",
    "zero-width inside a word": "He pun\u200bched me in the fa\u200dce last night.",
    "a soft hyphen inside a word": "He pun\u00adched me in the face last night.",
    "bidi signs around": f"\u202e{VIOLENCE}\u202c",
    "capitals": VIOLENCE.upper(),
    "wide letters": "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in VIOLENCE),
    "between emoji": f"😭😭 {VIOLENCE} 💔",
    "after markup": f"<b>{VIOLENCE}</b>",
    "after 19,000 characters": "We talked about the weather. " * 655 + VIOLENCE,
    "before 19,000 characters": VIOLENCE + " We talked about the weather." * 655,
    "in another language's text": f"{FOREIGN['de']} {VIOLENCE}",
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_a_disclosure_inside_odd_text_is_still_routed(quick_client: Client, text: str) -> None:
    answer = chat(quick_client, text)

    assert (answer["kind"], answer["verdict"]["level"]) == ("resources", "acute")


def test_a_disclosure_among_a_hundred_messages_is_still_routed(quick_client: Client) -> None:
    turns = [said("We talked about the weather.")] * 99

    answer = quick_client.post("/v1/chat", content=messages(said(VIOLENCE), *turns), headers=JSON_TYPE).json()

    assert answer["kind"] == "resources"


anything: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["messages", "role", "content", "text", "query", "k"]), inner)
    ),
    max_leaves=8,
)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(path=st.sampled_from(POST_ROUTES), body=anything)
def test_no_json_breaks_a_route(quick_client: Client, path: str, body: object) -> None:
    assert quick_client.post(path, content=json_bytes(body), headers=JSON_TYPE).status_code < 500


@settings(deadline=None, derandomize=True, max_examples=60)
@given(path=st.sampled_from(POST_ROUTES), body=st.binary(max_size=60))
def test_no_bytes_break_a_route(quick_client: Client, path: str, body: bytes) -> None:
    assert quick_client.post(path, content=body, headers=JSON_TYPE).status_code < 500


@settings(deadline=None, derandomize=True, max_examples=60)
@given(before=st.text(alphabet="\u200b\u00ad😭 \n\0\u202eäß", max_size=30), after=st.text(alphabet="\u200b😭 \n\0\u202e.!?", max_size=30))
def test_nothing_around_a_disclosure_hides_it(quick_client: Client, before: str, after: str) -> None:
    verdict = quick_client.post("/v1/check", json={"text": f"{before}. {VIOLENCE} {after}"}).json()

    assert verdict["level"] in ("acute", "emergency")
