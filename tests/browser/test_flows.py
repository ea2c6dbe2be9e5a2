"""What a person does with the box."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener
from tests.browser.scripted import BLAME, FEAR, NEWS, SOUND


def test_blame_is_marked_and_each_mark_tells_why(open_box: Opener) -> None:
    box = open_box().say(BLAME)
    marks = box.root.locator("[part=mark]")

    expect(marks).to_have_text(["never", "just like your mother"])
    marks.nth(1).focus()
    expect(box.root.locator("[part=reason]")).to_contain_text("A comparison")
    marks.nth(0).hover()
    expect(box.root.locator("[part=reason]")).to_contain_text("leaves no room")


def test_a_wording_is_taken_over_changed_and_copied(open_box: Opener) -> None:
    open_box.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    box = open_box().say(BLAME)
    box.button("Use this").first.click()
    box.draft.fill("I feel tired. Could we talk?")
    box.button("Copy").click()

    expect(box.root.get_by_role("status").last).to_have_text("Copied.")
    assert open_box.page.evaluate("navigator.clipboard.readText()") == "I feel tired. Could we talk?"


def test_single_changes_are_left_out_and_put_back(open_box: Opener) -> None:
    box = open_box().say(BLAME)
    box.button("Use this").first.click()
    whole = box.draft.input_value()
    box.button("Leave out").first.click()

    assert box.draft.input_value() == "I feel worn out when I do the housework on my own. Would you take the dishes tonight?"
    box.button("Put back").click()
    assert box.draft.input_value() == whole
    box.button("Undo").click()
    assert "Would you help out tonight?" in box.draft.input_value()
    box.button("Undo the last step").click()
    assert box.draft.input_value() == whole


def test_another_feeling_changes_the_wordings(open_box: Opener) -> None:
    box = open_box().say(BLAME)
    box.root.get_by_role("radio", name="lonely").check()

    expect(box.root.locator("[part=suggestion-text]").first).to_contain_text("I feel lonely")
    assert open_box.script.asked[-1]["feeling"] == "lonely"
    box.root.get_by_label("Another word").fill("flat")
    box.button("Use this word").click()
    expect(box.root.locator("[part=suggestion-text]").first).to_contain_text("I feel flat")


def test_a_blank_is_shown_and_filled_in(open_box: Opener) -> None:
    box = open_box().say(BLAME)
    expect(box.root.locator("[part=blank]")).to_have_text("[what happened]")
    box.button("Use this").nth(1).click()
    box.root.get_by_label("what happened", exact=True).type("the sink is full")

    assert box.draft.input_value().startswith("When the sink is full I feel worn out.")


def test_a_sound_sentence_is_affirmed(open_box: Opener) -> None:
    box = open_box().say(SOUND)

    expect(box.output).to_contain_text("This can be heard as it is")
    expect(box.output).to_contain_text("You name one evening.")


def test_news_is_left_alone(open_box: Opener) -> None:
    box = open_box().say(NEWS)

    expect(box.output).to_contain_text("Nothing to change here")


def test_a_reply_to_what_the_other_said(open_box: Opener) -> None:
    box = open_box()
    box.root.get_by_role("tab", name="Reply to something").click()
    box.input.fill("You forgot me again")
    box.button("Find a reply").click()

    expect(box.root.locator("[part=suggestion-text]")).to_contain_text("It sounds like")
    assert open_box.script.asked[-1]["mode"] == "hear"


def test_each_tab_keeps_its_own_text(open_box: Opener) -> None:
    box = open_box().say(BLAME)
    expect(box.root.locator("[part=mark]")).to_have_count(2)
    box.root.get_by_role("tab", name="Reply to something").click()
    expect(box.input).to_have_value("")
    box.root.get_by_role("tab", name="Say something").click()

    expect(box.input).to_have_value(BLAME)
    expect(box.root.locator("[part=mark]")).to_have_count(2)


def test_danger_shows_help_and_hides_the_text(open_box: Opener) -> None:
    box = open_box().say(FEAR)

    expect(box.output).to_contain_text("Thank you for telling me.")
    expect(box.root.get_by_role("link", name="0808 000 0000")).to_have_attribute("href", "tel:08080000000")
    expect(box.output).to_contain_text("Someone else may see this screen.")
    expect(box.input).to_be_hidden()
    expect(box.root.locator("[part=suggestion]")).to_have_count(0)
    box.button("Back to my text").click()
    expect(box.input).to_have_value(FEAR)


@pytest.mark.parametrize(("reply", "sent"), [("Yes", "yes"), ("I am not sure", "not_sure"), ("No", "no")])
def test_the_closed_question_is_answered(open_box: Opener, reply: str, sent: str) -> None:
    box = open_box().say(FEAR)
    with open_box.page.expect_response("**/v1/rewrite"):
        box.button(reply).click()
    expect(box.button("Yes")).to_have_count(1 if sent == "not_sure" else 0)

    assert open_box.script.asked[-1]["check_in"] == sent
    expect(box.root.locator("[part=suggestion]")).to_have_count(3 if sent == "no" else 0)


def test_a_country_is_sent_along(open_box: Opener) -> None:
    box = open_box("resources-region='gb'").say(FEAR)
    expect(box.root.get_by_label("Country")).to_have_value("GB")
    with open_box.page.expect_response("**/v1/rewrite"):
        box.root.get_by_label("Country").select_option("ES")

    expect(box.root.get_by_label("Country")).to_have_value("ES")
    assert [asked["country"] for asked in open_box.script.asked] == ["GB", "ES"]


def test_help_can_always_be_opened(open_box: Opener) -> None:
    box = open_box()
    box.button("Find help").click()

    expect(box.root.locator("[part=help]")).to_contain_text("A helpline")
    box.button("Close help").click()
    expect(box.root.locator("[part=help]")).to_be_hidden()


def test_an_answer_that_is_routed_is_never_shown_as_wordings(open_box: Opener) -> None:
    odd = {"kind": "rewrite", "verdict": {"routed": True}, "suggestions": [{"text": "I feel fine"}], "resources": []}
    box = open_box()
    open_box.page.route("**/v1/rewrite", lambda route: route.fulfill(json=odd, headers={"Access-Control-Allow-Origin": "*"}))
    box.say(BLAME)

    expect(box.output).to_contain_text("Help, if you want it")
    expect(box.root.locator("[part=suggestion]")).to_have_count(0)
