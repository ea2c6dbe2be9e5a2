"""Errors, stops and lost connections never lose the text."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.scripted import BLAME


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("break it", "Something broke on our side."),
        ("too busy", "Please try again in 7 seconds."),
        ("too large", "This text is too long for the service."),
        ("not usable", "The service could not use this text."),
    ],
)
def test_a_refusal_is_told_and_the_text_stays(open_box: Opener, words: str, shown: str) -> None:
    box = open_box().say(words)

    expect(box.root.locator("[part=error]")).to_contain_text(shown)
    expect(box.root.locator("[part=error]")).to_contain_text("Reference: request-0001")
    expect(box.input).to_have_value(words)


def test_offline_is_told_and_trying_again_works(open_box: Opener) -> None:
    box = open_box()
    open_box.page.context.set_offline(True)
    box.say(BLAME)
    expect(box.root.locator("[part=error]")).to_contain_text("You seem to be offline.")
    open_box.page.context.set_offline(False)
    expect(box.root.locator("[part=error]")).to_contain_text("You are connected again.")
    box.button("Try again").click()

    expect(box.root.locator("[part=suggestion]")).to_have_count(3)


def test_a_service_that_is_not_there(open_box: Opener) -> None:
    box = open_box("endpoint='http://127.0.0.1:9'")
    box.root.evaluate("element => { element.endpoint = 'http://127.0.0.1:9' }")
    box.say(BLAME)

    expect(box.root.locator("[part=error]")).to_contain_text("The service cannot be reached.")
    expect(box.input).to_have_value(BLAME)


def test_an_answer_that_is_no_answer(open_box: Opener) -> None:
    box = open_box()
    open_box.page.route("**/v1/rewrite", lambda route: route.fulfill(body="<p>", headers={"Access-Control-Allow-Origin": "*"}))
    box.say(BLAME)

    expect(box.root.locator("[part=error]")).to_contain_text("Something broke")


def test_stop_is_in_the_place_of_send_and_keeps_the_text(open_box: Opener) -> None:
    box = open_box().say("wait for it")
    expect(box.button("Stop")).to_be_focused()
    box.button("Stop").click()

    expect(box.button("Find other words")).to_be_focused()
    expect(box.input).to_have_value("wait for it")
    expect(box.output).to_be_empty()


def test_escape_stops(open_box: Opener) -> None:
    box = open_box().say("wait for it")
    open_box.page.keyboard.press("Escape")

    expect(box.button("Find other words")).to_be_visible()


def test_nothing_written_is_not_sent(open_box: Opener) -> None:
    box = open_box().say("  ")

    expect(box.input).to_be_focused()
    expect(box.root.get_by_role("status").last).to_contain_text("Write something first")
    assert open_box.script.asked == []


def test_the_limit_is_told_early_and_holds(open_box: Opener) -> None:
    box = open_box("max-length='20'").say("a" * 17)
    expect(box.root.locator("#count")).to_have_text("3 characters left")
    expect(box.output).not_to_be_empty()
    box.say("a" * 21)

    expect(box.root.locator("#count")).to_have_text("1 character too many")
    assert len(open_box.script.asked) == 1


def test_a_failure_hides_no_earlier_result_and_changes_no_text(open_box: Opener) -> None:
    box = open_box().say(BLAME)
    expect(box.root.locator("[part=suggestion]")).to_have_count(3)
    box.input.fill("too busy")
    box.root.get_by_role("radio", name="sad").check()

    expect(box.root.locator("[part=error]")).to_be_visible()
    expect(box.root.locator("[part=suggestion]")).to_have_count(3)
    expect(box.input).to_have_value("too busy")
