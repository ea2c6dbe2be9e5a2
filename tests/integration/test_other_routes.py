"""Check, search, resources, guides, health and documentation over HTTP."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

from service.domain.text import Message, Speaker
from service.wiring import Services
from tests.integration.talk import CHORES, CONTROL, TAXES, VIOLENCE, Client, chat, countries


def test_check_gives_the_verdict_that_chat_gives(quick_client: Client) -> None:
    verdict = quick_client.post("/v1/check", json={"text": VIOLENCE}).json()

    assert verdict["level"] == "acute"
    assert verdict == chat(quick_client, VIOLENCE)["verdict"]


def test_check_takes_a_conversation_as_well_as_a_text(quick_client: Client) -> None:
    messages = [{"role": "user", "content": CONTROL}]

    verdict = quick_client.post("/v1/check", json={"messages": messages}).json()

    assert verdict == quick_client.post("/v1/check", json={"text": CONTROL}).json()


def test_check_takes_the_answer_to_the_closed_question(quick_client: Client) -> None:
    verdict = quick_client.post("/v1/check", json={"text": CONTROL, "check_in": "yes"}).json()

    assert verdict["level"] == "acute"


def test_check_needs_something_to_check(quick_client: Client) -> None:
    response = quick_client.post("/v1/check", json={})

    assert response.status_code == 422
    assert "messages or text" in response.json()["detail"]


def test_search_gives_one_row_a_section_best_first(client: Client) -> None:
    found = client.post("/v1/search", json={"query": "How do I apologise so that it counts?", "k": 10}).json()

    sections = [row["section"] for row in found["results"]]
    scores = [row["score"] for row in found["results"]]
    assert found["in_scope"] is True
    assert (len(set(sections)), len(sections)) == (10, 10)
    assert scores == sorted(scores, reverse=True)


def test_search_rows_have_every_field_of_the_contract(client: Client) -> None:
    row = client.post("/v1/search", json={"query": CHORES}).json()["results"][0]

    assert row.keys() >= {"section", "guide", "heading", "text", "score"}
    assert row["section"].startswith(f"{row['guide']}#")


def test_search_gives_five_rows_unless_told(quick_client: Client) -> None:
    assert len(quick_client.post("/v1/search", json={"query": CHORES}).json()["results"]) == 5


def test_search_tells_what_the_guides_do_not_cover(client: Client) -> None:
    assert client.post("/v1/search", json={"query": TAXES}).json()["in_scope"] is False


@pytest.mark.parametrize("body", [{"query": "  "}, {"query": CHORES, "k": 0}, {"query": CHORES, "k": 10**40}, {"k": 3}, {"query": 3}])
def test_search_refuses_what_is_no_question(quick_client: Client, body: dict[str, object]) -> None:
    response = quick_client.post("/v1/search", json=body)

    assert response.status_code in (400, 422)
    assert response.json()["detail"]


def test_resources_of_a_country_and_kind(quick_client: Client) -> None:
    answer = quick_client.get("/v1/resources", params={"country": "gb", "category": "domestic_violence"}).json()

    assert answer["country"] == "GB"
    assert countries(answer) == {"GB"}
    assert {resource["category"] for resource in answer["resources"]} == {"domestic_violence"}


def test_resources_without_a_country_ask_for_it_and_show_the_world_finder(quick_client: Client) -> None:
    answer = quick_client.get("/v1/resources").json()

    assert (answer["country"], countries(answer)) == (None, {"XX"})
    assert "?country=" in answer["question"]


@pytest.mark.parametrize("country", ["", "ZZ", "nonsense", "<b>", "💔"])
def test_resources_for_an_unknown_country_are_the_world_finder(quick_client: Client, country: str) -> None:
    response = quick_client.get("/v1/resources", params={"country": country})

    assert response.status_code == 200
    assert countries(response.json()) == {"XX"}


def test_no_country_shows_the_lines_of_another(quick_client: Client, quick_services: Services) -> None:
    shown = {c: countries(quick_client.get("/v1/resources", params={"country": c}).json()) for c in quick_services.resources.countries}

    assert len(shown) > 50
    assert {c: found for c, found in shown.items() if found not in ({c}, {"XX"})} == {}


@pytest.mark.parametrize("section", ["3", "relationship-healing#3"])
def test_a_cited_section_is_shown_in_its_place(quick_client: Client, section: str) -> None:
    whole = quick_client.get("/v1/guides/relationship-healing").json()["sections"]
    guide = quick_client.get("/v1/guides/relationship-healing", params={"section": section}).json()

    assert guide["sections"] == [whole[2]]
    assert (guide["place"]["section"], guide["place"]["position"]) == ("relationship-healing#3", 3)
    assert [guide["place"][side]["id"] for side in ("before", "after")] == [whole[1]["id"], whole[3]["id"]]


def test_a_section_that_is_not_there_is_not_found(quick_client: Client) -> None:
    response = quick_client.get("/v1/guides/relationship-healing", params={"section": "999"})

    assert response.status_code == 404
    assert "relationship-healing#1 to " in response.json()["detail"]


def test_all_five_guides_are_listed_without_their_sections(quick_client: Client) -> None:
    guides = quick_client.get("/v1/guides").json()["guides"]

    assert len(guides) == 5
    assert all(guide["sections"] is None and guide["section_count"] > 0 for guide in guides)


def test_a_guide_holds_its_sections_in_order(quick_client: Client) -> None:
    guide = quick_client.get("/v1/guides/relationship-healing").json()

    numbers = [int(section["id"].removeprefix("relationship-healing#")) for section in guide["sections"]]
    assert numbers == sorted(numbers)
    assert len(numbers) == guide["section_count"]


def test_an_unknown_guide_is_not_found_and_the_known_ones_are_named(quick_client: Client) -> None:
    response = quick_client.get("/v1/guides/no-such-guide")

    assert response.status_code == 404
    assert "saving-from-breakup" in response.json()["detail"]
    assert "no-such-guide" not in response.text


def test_a_warm_service_is_live_and_ready(quick_client: Client) -> None:
    assert quick_client.get("/health/live").json() == {"status": "live"}
    assert quick_client.get("/health/ready").json()["ready"] is True


class Addresses(HTMLParser):
    """Collects everything that a page would fetch or lead to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("class", "exit") in attrs:
            return  # where a person who leaves goes; the page itself needs nothing from there
        self.found += [value or "" for name, value in attrs if name in ("src", "href", "action", "srcset", "data")]


@pytest.mark.parametrize("path", ["/docs", "/"])
def test_pages_need_no_network(quick_client: Client, path: str) -> None:
    page = quick_client.get(path)
    addresses = Addresses()
    addresses.feed(page.text)

    assert page.headers["content-type"].startswith("text/html")
    assert addresses.found
    assert [address for address in addresses.found if urlsplit(address).netloc] == []
    assert "url(" not in page.text
    assert "@import" not in page.text


def test_the_documentation_names_every_route_of_the_contract(quick_client: Client) -> None:
    page = quick_client.get("/docs").text
    paths = quick_client.get("/docs/openapi.json").json()["paths"]

    assert {
        "/v1/chat",
        "/v1/check",
        "/v1/rewrite",
        "/v1/search",
        "/v1/resources",
        "/v1/guides",
        "/health/live",
        "/health/ready",
    } <= paths.keys()
    assert [path for path in paths if path not in page] == []


def test_the_routes_answer_from_what_the_service_holds(quick_client: Client, quick_services: Services) -> None:
    verdict = quick_services.classifier.classify([Message(Speaker.USER, VIOLENCE)])

    assert quick_client.post("/v1/check", json={"text": VIOLENCE}).json()["classifier"] == verdict.classifier
