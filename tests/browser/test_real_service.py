"""The box and the chat page with the service itself behind them, engines and safety rules included."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from service.web.app import create_app
from service.web.routes import ROUTES
from service.wiring import Services
from tests.browser.conftest import Box, serve
from tests.browser.scripted import Site

SITE = "<!doctype html><html lang='en'><title>Host</title><script type='module' src='{0}/widget/i-statement.js'></script>"


@pytest.fixture(scope="package")
def real(request: pytest.FixtureRequest, host: Site) -> Iterator[str]:
    """The address of the whole service; the engine needs no encoder."""
    if not any("/v1/rewrite" in route.paths for route in ROUTES):
        pytest.skip("the service has no /v1/rewrite yet")
    services: Services = request.getfixturevalue("quick_services")
    app = create_app(services.settings.model_copy(update={"allowed_origins": (host.address,)}), services)
    with serve(app) as address:
        yield address


@pytest.fixture
def box(page: Page, host: Site, real: str) -> Box:
    page.goto(host.show("/real", SITE.format(real) + f"<i-statement endpoint='{real}' resources-region='GB'></i-statement>"))
    return Box(page)


def test_blame_is_marked_and_taken_over_in_other_words(box: Box) -> None:
    box.say("You never help out, you're just like your mother")
    expect(box.root.locator("[part=mark]").first).to_be_visible()
    box.button("Use this").first.click()

    assert "never" not in box.draft.input_value()


def test_danger_is_met_with_help(box: Box) -> None:
    box.say("he slapped me again last night and I want to tell him calmly")

    expect(box.output).to_contain_text("999")
    expect(box.root.locator("[part=suggestion]")).to_have_count(0)


def test_a_message_one_got_is_answered(box: Box) -> None:
    box.root.get_by_role("tab", name="Reply to something").click()
    box.input.fill("I feel so alone when you come home late")
    box.button("Find a reply").click()

    expect(box.root.locator("[part=suggestion-text]").first).to_be_visible()


def test_the_chat_page_answers_from_the_guides(page: Page, real: str) -> None:
    page.goto(real)
    page.get_by_label("Your message").fill("We keep having the same fight about chores and I do not know how to start talking again.")
    page.keyboard.press("Control+Enter")
    page.locator(".cite").first.click()

    expect(page.get_by_role("dialog").get_by_role("heading")).to_be_focused()
    expect(page.get_by_role("dialog").locator(".prose")).not_to_be_empty()
