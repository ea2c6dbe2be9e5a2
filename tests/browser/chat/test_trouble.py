"""Errors, lost connections and limits never lose the text."""

import pytest
from playwright.sync_api import expect

from tests.browser.chat.conftest import Desk
from tests.browser.chat.script import BREAKS, BUSY, DISHES, SENTENCES, SLOW


def test_a_reply_that_breaks_off_keeps_what_came(desk: Desk) -> None:
    desk.say(BREAKS)

    expect(desk.reply).to_contain_text(SENTENCES[1][0])
    expect(desk.reply).to_contain_text("The reply broke off here.")
    expect(desk.reply).to_contain_text("Something broke on our side. Your text is still here")
    expect(desk.reply).to_contain_text("Reference: ")
    expect(desk.turns).to_contain_text(BREAKS)


def test_a_busy_service_is_told_and_trying_again_works(desk: Desk) -> None:
    desk.say(BUSY)
    expect(desk.reply).to_contain_text("Please try again in 5 seconds.")
    desk.button("Change your last message").click()
    desk.input.fill(DISHES)
    desk.button("Send").click()

    expect(desk.reply).to_contain_text(SENTENCES[3][0])
    expect(desk.turns).to_have_count(1)


def test_offline_is_told_before_and_after(desk: Desk) -> None:
    desk.page.context.set_offline(True)
    expect(desk.page.get_by_text("You are offline. What you write stays here")).to_be_visible()
    desk.say(DISHES)
    expect(desk.reply).to_contain_text("You seem to be offline.")
    desk.page.context.set_offline(False)
    expect(desk.reply).to_contain_text("You are connected again.")
    desk.button("Try again").click()

    expect(desk.reply).to_contain_text(SENTENCES[3][0])
    expect(desk.page.locator(".bubble")).to_have_text(DISHES)


def test_a_connection_that_dies_keeps_the_text(desk: Desk) -> None:
    desk.page.route("**/v1/chat", lambda route: route.abort())
    desk.say(DISHES)

    expect(desk.reply).to_contain_text("The service cannot be reached.")
    desk.page.unroute("**/v1/chat")
    desk.button("Try again").click()
    expect(desk.reply).to_contain_text(SENTENCES[3][0])


@pytest.mark.parametrize("body", ["<p>", "event: done\n\n", 'event: sentence\ndata: {"text": "x"}\n\n', "event: done\ndata: {\n\n"])
def test_an_answer_that_is_no_answer(desk: Desk, body: str) -> None:
    desk.page.route("**/v1/chat", lambda route: route.fulfill(body=body, content_type="text/event-stream"))
    desk.say(DISHES)

    expect(desk.reply).to_contain_text("Something broke on our side.")


def test_what_says_danger_in_one_place_is_shown_as_help(desk: Desk) -> None:
    odd = 'event: done\ndata: {"kind": "resources", "reply": {"sentences": [{"text": "Here is help."}]}, "verdict": {"routed": false}}\n\n'
    desk.page.route("**/v1/chat", lambda route: route.fulfill(body=odd, content_type="text/event-stream"))
    desk.say(DISHES)

    expect(desk.reply.get_by_role("heading", name="Help, if you want it")).to_be_visible()


def test_the_limit_is_told_early_and_holds(desk: Desk) -> None:
    desk.input.fill("a" * 390)
    expect(desk.page.locator("#count")).to_have_text("10 characters left")
    desk.say("a" * 401)

    expect(desk.page.locator("#count")).to_have_text("1 character too many")
    expect(desk.input).to_be_focused()
    assert desk.coach.asked == []


def test_a_conversation_that_is_too_long_is_told(desk: Desk) -> None:
    for text in ("one", "two", "three", "four"):
        desk.answered(text)
    desk.say("five")

    expect(desk.page.get_by_role("alert")).to_contain_text("This conversation is as long as the service takes.")
    expect(desk.input).to_have_value("five")


def test_nothing_written_is_not_sent(desk: Desk) -> None:
    desk.say("   ")

    expect(desk.input).to_be_focused()
    assert desk.coach.asked == []


def test_a_new_message_waits_in_the_box_while_a_reply_comes(desk: Desk) -> None:
    desk.say(SLOW).input.fill("the next thought")
    desk.page.keyboard.press("Enter")

    expect(desk.turns).to_have_count(1)
    expect(desk.input).to_have_value("the next thought")


def test_a_section_that_cannot_be_opened_is_told(desk: Desk) -> None:
    desk.answered(DISHES)
    desk.page.route("**/v1/guides/**", lambda route: route.abort())
    desk.reply.locator(".source").first.click()
    expect(desk.sheet.get_by_role("alert")).to_contain_text("This section cannot be opened right now.")
    desk.page.unroute("**/v1/guides/**")
    desk.button("Try again").click()

    expect(desk.sheet.get_by_role("heading")).to_be_visible()
