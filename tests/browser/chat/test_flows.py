"""What a person does on the chat page."""

import pytest
from playwright.sync_api import expect

from tests.browser.chat.conftest import Desk
from tests.browser.chat.script import DISHES, SENTENCES, SILENT, SLOW
from tests.integration.talk import CONTROL, VIOLENCE

WORDS = [words for words, _ in SENTENCES]


def test_it_says_at_the_start_that_one_talks_to_software(desk: Desk) -> None:
    expect(desk.page.get_by_role("main")).to_contain_text("You are writing to software, not a person. This is not therapy.")
    desk.answered(DISHES)

    expect(desk.page.get_by_text("You are writing to software, not a person.")).to_be_visible()


def test_sentences_appear_one_by_one_while_the_reply_is_made(desk: Desk) -> None:
    desk.say(SLOW)
    expect(desk.reply.locator(".sentence")).to_have_text(WORDS[:2])
    expect(desk.reply).to_contain_text("Writing …")
    desk.coach.released.set()

    expect(desk.reply.locator(".sentence")).to_have_text(WORDS)
    expect(desk.reply.locator(".prose p")).to_have_count(3)
    expect(desk.reply).not_to_contain_text("Writing …")


def test_stop_is_in_the_place_of_send_and_keeps_what_is_there(desk: Desk) -> None:
    place = desk.button("Send").bounding_box()
    desk.say(SLOW)
    expect(desk.reply).to_contain_text(WORDS[1])
    there = desk.button("Stop").bounding_box()
    desk.button("Stop").click()

    assert place
    assert there
    assert (place["x"], place["width"]) == (there["x"], there["width"])
    expect(desk.reply).to_contain_text(WORDS[1])
    expect(desk.reply).to_contain_text("Stopped here.")
    desk.coach.released.set()
    desk.button("Ask again").click()
    expect(desk.reply).to_contain_text(WORDS[3])


def test_stop_works_before_the_first_sentence(desk: Desk) -> None:
    desk.say(SILENT)
    expect(desk.reply).to_contain_text("Reading what you wrote …")
    desk.page.keyboard.press("Escape")

    expect(desk.reply).to_contain_text("Stopped. Your text is still here.")
    expect(desk.turns).to_contain_text(SILENT)
    expect(desk.button("Send")).to_be_focused()


def test_the_whole_conversation_is_sent(desk: Desk) -> None:
    desk.answered(DISHES).answered("And then?")

    roles = [role for role, _ in desk.sent["messages"]]
    assert roles == ["user", "assistant", "user"]
    assert desk.sent["messages"][1][1] == f"{WORDS[0]}\n\n{WORDS[1]} {WORDS[2]}\n\n{WORDS[3]}"


def test_a_number_opens_the_section_in_place(desk: Desk) -> None:
    number = desk.answered(DISHES).reply.get_by_role("button", name="Source 2:").first
    number.click()

    expect(desk.sheet.get_by_role("heading")).to_have_text("The need underneath the quarrel")
    expect(desk.sheet.locator("mark")).to_have_count(1)
    expect(desk.sheet).to_contain_text("Section 3 of")
    desk.sheet.get_by_role("button", name="Next:").click()
    expect(desk.sheet).to_contain_text("Section 4 of")
    desk.page.keyboard.press("Escape")
    expect(desk.sheet).to_be_hidden()
    expect(number).to_be_focused()


def test_the_list_of_sources_opens_them_too(desk: Desk) -> None:
    desk.answered(DISHES).reply.locator(".source").first.click()

    expect(desk.sheet.get_by_role("heading")).to_have_text("An argument about chores, said differently")


def test_a_reply_is_copied_with_its_sources(desk: Desk) -> None:
    desk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.answered(DISHES).button("Copy").click()
    expect(desk.button("Copied.")).to_be_focused()
    copied = desk.page.evaluate("navigator.clipboard.readText()")

    assert f"{WORDS[1]} [1] {WORDS[2]} [1] [2]" in copied
    assert "[2] Stepping back from a break-up — The need underneath the quarrel" in copied


def test_where_copying_is_blocked_the_old_way_is_tried(desk: Desk) -> None:
    desk.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()) }")
    desk.answered(DISHES).button("Copy").click()

    expect(desk.page.locator(".aloud")).to_contain_text("Copied.")
    expect(desk.page.locator("body > textarea")).to_have_count(0)


def test_the_last_message_is_changed_and_its_reply_replaced(desk: Desk) -> None:
    desk.answered("one").answered("two")
    expect(desk.button("Change your last message")).to_have_count(1)
    desk.button("Change your last message").click()
    expect(desk.input).to_have_value("two")
    desk.input.fill("three")
    desk.button("Send").click()

    expect(desk.reply).to_contain_text(WORDS[3])
    expect(desk.page.locator(".bubble")).to_have_text(["one", "three"])
    assert [text for role, text in desk.sent["messages"] if role == "user"] == ["one", "three"]


def test_a_draft_survives_a_change_that_is_given_up(desk: Desk) -> None:
    desk.answered("one").input.fill("half a thought")
    desk.button("Change your last message").click()
    desk.button("Keep it as it was").click()

    expect(desk.input).to_have_value("half a thought")
    expect(desk.page.locator(".bubble")).to_have_text("one")


def test_a_new_conversation_forgets_the_old_one(desk: Desk) -> None:
    desk.answered(DISHES).button("New conversation").click()
    expect(desk.turns).to_have_count(0)
    expect(desk.input).to_be_focused()
    desk.answered("another matter")

    assert desk.sent["messages"] == [("user", "another matter")]


def test_a_beginning_is_put_into_the_box_and_not_sent(desk: Desk) -> None:
    desk.button("We have hardly talked for days.").click()

    expect(desk.input).to_have_value("We have hardly talked for days.")
    expect(desk.input).to_be_focused()
    assert desk.coach.asked == []


def test_enter_sends_and_shift_enter_makes_a_line(desk: Desk) -> None:
    desk.input.press_sequentially("one")
    desk.page.keyboard.press("Shift+Enter")
    desk.input.press_sequentially("two")
    desk.page.keyboard.press("Enter")

    expect(desk.page.locator(".bubble")).to_have_text("one\ntwo")
    expect(desk.input).to_have_value("")


def test_danger_shows_help_with_numbers_to_tap(desk: Desk) -> None:
    desk.page.get_by_label("Country").select_option("GB")
    desk.answered(VIOLENCE)

    expect(desk.reply.get_by_role("heading", name="Help, if you want it")).to_be_visible()
    expect(desk.reply.get_by_role("link", name="Call 999")).to_have_attribute("href", "tel:999")
    expect(desk.reply).to_contain_text("Someone else may see this screen.")
    expect(desk.reply.locator(".sources")).to_have_count(0)
    assert desk.sent["country"] == "GB"


def test_in_an_emergency_the_number_comes_first(desk: Desk) -> None:
    desk.page.get_by_label("Country").select_option("GB")
    desk.answered("He has a knife and he is at the door right now")
    first = desk.reply.locator(".call").first

    expect(first).to_have_attribute("href", "tel:999")
    place, prose = first.bounding_box(), desk.reply.locator(".prose").bounding_box()
    assert place
    assert prose
    assert place["y"] < prose["y"]


def test_of_several_numbers_the_one_that_the_reply_names_comes_first(desk: Desk) -> None:
    desk.page.get_by_label("Country").select_option("JP")
    desk.answered("I have just swallowed all my pills and I want to die")
    first = desk.reply.locator(".call").first

    expect(desk.reply.locator(".call")).to_have_count(2)
    expect(desk.reply.locator(".prose p").first).to_contain_text(str(first.get_attribute("href")).removeprefix("tel:"))


def test_another_country_gives_other_lines(desk: Desk) -> None:
    desk.answered(VIOLENCE).reply.get_by_label("Country").focus()
    desk.reply.get_by_label("Country").select_option("GB")

    expect(desk.reply.get_by_role("link", name="Call 999")).to_be_visible()
    expect(desk.reply.get_by_label("Country")).to_be_focused()
    expect(desk.turns).to_have_count(1)


@pytest.mark.parametrize(("reply", "sent"), [("Yes", "yes"), ("I am not sure", "not_sure"), ("No", "no")])
def test_the_closed_question_is_answered_and_the_answer_can_change(desk: Desk, reply: str, sent: str) -> None:
    desk.answered(CONTROL).reply.get_by_role("button", name=reply, exact=True).click()
    expect(desk.reply).to_contain_text(f"You answered: {reply}")

    assert desk.sent["check_in"] == sent
    expect(desk.reply.locator(".cite")).to_have_count(3 if sent == "no" else 0)
    expect(desk.turns).to_have_count(1)
    desk.button("Change this answer").click()
    expect(desk.reply.locator("fieldset")).to_be_visible()
    assert desk.sent["check_in"] is None


def test_after_a_no_help_stays_beside_the_coaching(desk: Desk) -> None:
    desk.answered(CONTROL).button("No").click()
    desk.reply.get_by_text("Help, in case you ever want it").click()

    expect(desk.reply.locator("details li").first).to_be_visible()
    desk.answered("We argue about the dishes")
    assert desk.sent["check_in"] == "no"


def test_a_no_does_not_cover_a_sign_that_comes_later(desk: Desk) -> None:
    desk.answered(CONTROL).button("No").click()
    expect(desk.reply).to_contain_text("You answered: No")
    desk.answered("My partner controls all my money and I have to ask for every penny.")

    expect(desk.reply.get_by_role("heading", name="Help, if you want it")).to_be_visible()
    assert desk.sent["check_in"] is None


def test_help_can_always_be_opened(desk: Desk) -> None:
    desk.button("Find help").click()
    desk.sheet.get_by_label("Country").select_option("GB")

    expect(desk.sheet).to_contain_text("National Domestic Abuse Helpline")
    expect(desk.page.locator("#country")).to_have_value("GB")
    desk.button("Close").click()
    expect(desk.button("Find help")).to_be_focused()


def test_the_language_changes_and_the_conversation_stays(desk: Desk) -> None:
    desk.answered(DISHES).input.fill("half a thought")
    desk.page.get_by_label("Language").select_option("es")

    expect(desk.button("Enviar")).to_be_visible()
    expect(desk.page.locator("html")).to_have_attribute("lang", "es")
    expect(desk.input).to_have_value("half a thought")
    expect(desk.reply).to_contain_text(WORDS[0])
    expect(desk.page.get_by_label("Idioma")).to_be_focused()


def test_somebody_who_writes_in_spanish_gets_help_in_spanish(desk: Desk) -> None:
    desk.page.get_by_label("Language").select_option("es")
    desk.input.fill("Mi marido me pega y tengo miedo de que me mate")
    desk.button("Enviar").click()

    expect(desk.reply.get_by_role("heading", name="Ayuda")).to_be_visible()
    expect(desk.reply.locator(".prose")).not_to_be_empty()
    expect(desk.reply.locator(".prose")).not_to_contain_text("I am software")
    assert desk.coach.asked[-1].language == "es"
