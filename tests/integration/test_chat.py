"""`POST /v1/chat` as a client sees it."""

import re
from typing import Any

import pytest

from service.domain.text import Message, Speaker
from service.usecases.answer import Request
from service.wiring import Services
from tests.integration.talk import CHORES, CONTROL, TAXES, VIOLENCE, Client, Json, chat, countries, turn

FIELDS: dict[str, set[str]] = {
    "reply": {"text", "sentences"},
    "verdict": {"level", "categories", "hits", "classifier"},
    "composer": {"name", "model", "prompt", "fallback"},
}
HIT = {"rule", "category", "level", "message", "span", "reason"}
CITATION = {"n", "section", "guide", "title", "heading", "quote", "score"}
RESOURCE = {"id", "country", "category", "name", "phone", "sms", "chat_url", "url", "hours", "languages", "checked_on"}


def test_an_answer_has_every_field_of_the_contract(client: Client) -> None:
    answer = chat(client, CHORES)

    assert answer.keys() >= {"id", "kind", "reply", "citations", "verdict", "question", "resources", "composer", "notice"}
    assert all(answer[name].keys() >= fields for name, fields in FIELDS.items())
    assert all(citation.keys() == CITATION for citation in answer["citations"])


def test_hits_and_resources_have_every_field_of_the_contract(quick_client: Client) -> None:
    answer = chat(quick_client, VIOLENCE, country="GB")

    assert all(hit.keys() >= HIT for hit in answer["verdict"]["hits"])
    assert all(resource.keys() >= RESOURCE for resource in answer["resources"])


def test_an_ordinary_quarrel_is_coached(client: Client) -> None:
    answer = chat(client, CHORES)

    assert (answer["kind"], answer["verdict"]["level"], answer["question"]) == ("coaching", "none", None)
    assert (answer["composer"]["name"], answer["composer"]["model"]) == ("extractive", None)


def test_a_reply_text_is_made_of_its_sentences(client: Client) -> None:
    reply = chat(client, CHORES)["reply"]

    assert re.sub(r"\s+", " ", reply["text"]) == " ".join(sentence["text"] for sentence in reply["sentences"])


def test_every_sentence_with_advice_is_cited(client: Client, services: Services) -> None:
    wanted = services.coach.answer(Request((Message(Speaker.USER, CHORES),))).draft.sentences

    given = chat(client, CHORES)["reply"]["sentences"]

    assert [s["text"] for s in given] == [s.text for s in wanted]
    assert all(s["citations"] for s, purpose in zip(given, wanted, strict=True) if purpose.purpose.needs_citation)
    assert any(s["citations"] for s in given)


def test_citations_are_numbered_in_order_and_all_used(client: Client) -> None:
    answer = chat(client, CHORES)

    numbers = [citation["n"] for citation in answer["citations"]]
    used = {n for sentence in answer["reply"]["sentences"] for n in sentence["citations"]}

    assert numbers == list(range(1, len(numbers) + 1))
    assert used == set(numbers)


def test_a_quote_stands_in_the_section_it_names(client: Client) -> None:
    for citation in chat(client, CHORES)["citations"]:
        guide = client.get(f"/v1/guides/{citation['guide']}").json()
        section = next(s for s in guide["sections"] if s["id"] == citation["section"])

        assert (citation["heading"], citation["title"]) == (section["heading"], guide["title"])
        assert citation["quote"].removesuffix(" …") in " ".join(section["text"].split())


def test_a_disclosure_gets_resources_and_no_coaching(client: Client) -> None:
    answer = chat(client, VIOLENCE, country="GB")

    assert (answer["kind"], answer["verdict"]["level"], answer["citations"]) == ("resources", "acute", [])
    assert answer["composer"]["model"] is None
    assert answer["resources"]


def test_danger_now_puts_the_emergency_number_first(quick_client: Client) -> None:
    answer = chat(quick_client, "He is outside my door with a knife right now.", country="GB")

    assert answer["verdict"]["level"] == "emergency"
    assert "999" in answer["resources"][0]["dial"]
    assert "999" in answer["reply"]["text"]


def test_a_hit_points_at_the_words_that_raised_it(quick_client: Client) -> None:
    before = {"role": "user", "content": "😭 It has been a bad week."}
    said = {"role": "user", "content": f"😭😭 {VIOLENCE}"}

    answer = quick_client.post("/v1/chat", json={"messages": [before, said]}).json()

    hits = [hit for hit in answer["verdict"]["hits"] if hit["category"] == "PHYSICAL"]
    assert {hit["message"] for hit in hits} == {1}
    assert all("punched" in said["content"][slice(*hit["span"])] for hit in hits)


def test_british_callers_get_british_numbers(quick_client: Client) -> None:
    answer = chat(quick_client, VIOLENCE, country="gb")

    assert countries(answer) == {"GB"}
    assert {"999", "08082000247"} <= {number for resource in answer["resources"] for number in resource["dial"]}


@pytest.mark.parametrize("fields", [{}, {"country": None}, {"country": "ZZ"}])
def test_without_a_known_country_there_is_the_world_finder_and_never_a_guess(quick_client: Client, fields: Json) -> None:
    answer = chat(quick_client, VIOLENCE, **fields)

    assert countries(answer) == {"XX"}
    assert any("findahelpline.com" in (resource["url"] or "") for resource in answer["resources"])


def test_a_question_from_outside_the_guides_is_told_so(client: Client) -> None:
    answer = chat(client, TAXES)

    assert (answer["kind"], answer["verdict"]["level"]) == ("out_of_scope", "none")
    assert answer["citations"] == []


def test_what_was_told_before_a_question_from_outside_is_not_forgotten(client: Client, services: Services) -> None:
    story = {"role": "user", "content": CHORES}
    told = {"role": "assistant", "content": chat(client, CHORES)["reply"]["text"]}

    answer = client.post("/v1/chat", json={"messages": [story, told, {"role": "user", "content": TAXES}]}).json()

    assert answer["kind"] == "out_of_scope"
    assert answer["reply"]["text"].endswith((*services.coach.texts.covers_later, *services.coach.texts.uncovered_later))


def test_a_concern_comes_with_one_closed_question(quick_client: Client) -> None:
    answer = chat(quick_client, CONTROL)

    assert (answer["kind"], answer["verdict"]["level"]) == ("resources", "concern")
    assert answer["question"]["options"] == ["yes", "not_sure", "no"]


@pytest.mark.parametrize(("check_in", "level"), [("yes", "acute"), ("not_sure", "concern")])
def test_the_answer_to_the_closed_question_is_not_asked_again(quick_client: Client, check_in: str, level: str) -> None:
    answer = chat(quick_client, CONTROL, check_in=check_in)

    assert (answer["kind"], answer["verdict"]["level"], answer["question"]) == ("resources", level, None)


def test_a_no_resumes_coaching_with_resources_beside_it(client: Client) -> None:
    answer = chat(client, f"{CHORES} {CONTROL}", check_in="no", country="GB")

    assert (answer["kind"], answer["verdict"]["level"], answer["question"]) == ("coaching", "none", None)
    assert answer["citations"]
    assert countries(answer) == {"GB"}


def test_a_no_does_not_lift_violence(quick_client: Client) -> None:
    answer = chat(quick_client, VIOLENCE, check_in="no")

    assert (answer["kind"], answer["verdict"]["level"]) == ("resources", "acute")


def test_a_signal_stays_in_force_for_the_conversation_that_carries_it(quick_client: Client) -> None:
    turns = [VIOLENCE, "I am here to help.", "Anyway, how do we share the chores?"]
    roles = ["user", "assistant", "user"]
    messages = [{"role": role, "content": text} for role, text in zip(roles, turns, strict=True)]

    answer = quick_client.post("/v1/chat", json={"messages": messages}).json()

    assert answer["kind"] == "resources"


def test_what_the_assistant_said_is_no_signal(quick_client: Client) -> None:
    messages = [{"role": "assistant", "content": VIOLENCE}, {"role": "user", "content": "Thank you."}]

    answer = quick_client.post("/v1/chat", json={"messages": messages}).json()

    assert answer["verdict"]["level"] == "none"


@pytest.mark.parametrize("text", [CHORES, TAXES, CONTROL, VIOLENCE])
def test_the_same_request_gives_the_same_bytes_apart_from_the_id(client: Client, text: str) -> None:
    first, second = (client.post("/v1/chat", json=turn(text, country="GB")) for _ in range(2))

    assert first.json()["id"] != second.json()["id"]
    assert without_id(first.content, first.json()) == without_id(second.content, second.json())


def without_id(body: bytes, answer: dict[str, Any]) -> bytes:
    return body.replace(str(answer["id"]).encode(), b"")


@pytest.mark.parametrize("text", [CHORES, TAXES, CONTROL, VIOLENCE])
def test_every_answer_says_that_it_comes_from_software(client: Client, text: str) -> None:
    notice = chat(client, text)["notice"].lower()

    assert "software" in notice
    assert "not therapy" in notice


def test_a_caller_that_accepts_events_gets_events(quick_client: Client) -> None:
    response = quick_client.post("/v1/chat", json=turn(VIOLENCE), headers={"Accept": "text/event-stream"})

    assert response.headers["content-type"].startswith("text/event-stream")
    events = re.findall(r"^event: (\w+)", response.text, re.MULTILINE)
    assert (events[0], events[-2:]) == ("verdict", ["resources", "done"])
    assert "sources" not in events
