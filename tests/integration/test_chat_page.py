"""The chat page and the page of help lines, as a browser gets them."""

import re

import pytest

from tests.integration.talk import Client


@pytest.mark.parametrize("path", ["/", "/help", "/help?country=GB"])
def test_the_pages_have_a_strict_policy_and_a_title_that_tells_nothing(quick_client: Client, path: str) -> None:
    response = quick_client.get(path)
    policy = response.headers["content-security-policy"]

    assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")
    assert all(part in policy for part in ("default-src 'none'", "trusted-types 'none'", "frame-ancestors 'none'"))
    assert "unsafe" not in policy
    assert "<title>Notes</title>" in response.text
    assert not re.search(r'style=|<style|<script>| on\w+="', response.text)


def test_the_page_knows_the_limits_of_the_service(quick_client: Client) -> None:
    assert 'data-country="" data-max-chars="20000" data-max-messages="100"' in quick_client.get("/").text


@pytest.mark.parametrize("name", ["chat.js", "chat.css"])
def test_its_files_are_served_packed_and_not_stored(quick_client: Client, name: str) -> None:
    response = quick_client.get(f"/chat/{name}", headers={"Accept-Encoding": "gzip"})

    assert (response.status_code, response.headers["content-encoding"]) == (200, "gzip")
    assert response.headers["cache-control"] == "no-store"
    assert response.text.startswith("/*! i-statement ")


@pytest.mark.parametrize("name", ["chat.html", "help.html", "..%2Fwidget%2Fembed.html"])
def test_no_other_file_is(quick_client: Client, name: str) -> None:
    assert quick_client.get(f"/chat/{name}").status_code == 404


@pytest.mark.parametrize("country", ["gb", "UK"])
def test_help_lines_need_no_script(quick_client: Client, country: str) -> None:
    page = quick_client.get("/help", params={"country": country}).text

    assert '<a class="phone" href="tel:08082000247">0808 2000 247</a>' in page
    assert '<option value="GB" selected>United Kingdom</option>' in page


def test_an_unknown_country_gets_the_finders(quick_client: Client) -> None:
    page = quick_client.get("/help", params={"country": '"><b>'}).text

    assert "<b>" not in page
    assert 'class="line"' in page


def test_each_sentence_tells_whether_it_opens_a_paragraph(quick_client: Client) -> None:
    body = {"messages": [{"role": "user", "content": "My partner decides who I may see and reads all my messages."}]}
    reply = quick_client.post("/v1/chat", json=body).json()["reply"]
    opening = [sentence["text"] for sentence in reply["sentences"] if sentence["opens"]]

    assert [paragraph.startswith(text) for paragraph, text in zip(reply["text"].split("\n\n"), opening, strict=True)] == [True] * len(
        opening
    )
