"""Keyboard, screen reader, zoom, colours and direction on the chat page."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.chat.conftest import Desk
from tests.browser.chat.script import BREAKS, DISHES, SENTENCES, SILENT, SLOW
from tests.integration.talk import CONTROL, VIOLENCE

RULES: dict[str, Any] = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
EMERGENCY = "He has a knife and he is at the door right now"


def with_source(desk: Desk) -> None:
    desk.answered(DISHES).reply.locator(".cite").first.click()
    expect(desk.sheet.get_by_role("heading")).to_be_visible()


def with_help(desk: Desk) -> None:
    desk.button("Find help").click()
    expect(desk.sheet.get_by_role("listitem").first).to_be_visible()


def stopped(desk: Desk) -> None:
    desk.say(SLOW)
    expect(desk.reply).to_contain_text(SENTENCES[1][0])
    desk.button("Stop").click()


def offline(desk: Desk) -> None:
    desk.page.context.set_offline(True)
    desk.say(DISHES)
    expect(desk.button("Try again")).to_be_visible()


def spanish(desk: Desk) -> None:
    desk.page.get_by_label("Language").select_option("es")


STATES: dict[str, Callable[[Desk], object]] = {
    "empty": lambda desk: None,
    "reading": lambda desk: desk.say(SILENT),
    "writing": lambda desk: desk.say(SLOW),
    "reply": lambda desk: desk.answered(DISHES),
    "source": with_source,
    "changing": lambda desk: desk.answered(DISHES).button("Change your last message").click(),
    "concern": lambda desk: desk.answered(CONTROL),
    "acute": lambda desk: desk.answered(VIOLENCE),
    "emergency": lambda desk: desk.answered(EMERGENCY),
    "answered": lambda desk: desk.answered(CONTROL).button("No").click(),
    "stopped": stopped,
    "broken": lambda desk: desk.say(BREAKS),
    "offline": offline,
    "help": with_help,
    "too long": lambda desk: desk.input.fill("a" * 401),
    "spanish": spanish,
}


@pytest.mark.parametrize("state", STATES)
def test_no_state_has_a_barrier_that_a_machine_can_find(desk: Desk, axe: Axe, state: str) -> None:
    STATES[state](desk)
    for width, scheme in ((1200, "light"), (1200, "dark"), (400, "light")):
        desk.page.set_viewport_size({"width": width, "height": 800})
        desk.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = axe.run(desk.page, options=RULES).response["violations"]

        assert [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]] == [], (width, scheme)


def test_the_page_of_help_has_none_either(desk: Desk, axe: Axe) -> None:
    desk.page.goto(f"{desk.address}/help?country=GB")

    assert axe.run(desk.page, options=RULES).response["violations"] == []


def test_the_whole_way_by_keyboard_alone(desk: Desk) -> None:
    keys = desk.page.keyboard

    def until(name: str) -> None:
        for _ in range(40):
            if desk.page.evaluate("document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent").startswith(
                name
            ):
                return
            keys.press("Tab")
        raise AssertionError(name)

    until("Your message")
    keys.type(DISHES)
    keys.press("Enter")
    desk.button("Copy").wait_for()
    expect(desk.input).to_be_focused()
    desk.button("Find help").focus()
    until("Source 1:")
    keys.press("Enter")
    expect(desk.sheet.get_by_role("heading")).to_be_focused()
    keys.press("Escape")
    expect(desk.reply.locator(".cite").first).to_be_focused()
    until("Ask again")
    keys.press("Enter")
    expect(desk.button("Ask again")).to_be_visible()


def test_each_sentence_is_announced_once(desk: Desk) -> None:
    desk.page.evaluate(
        """() => { window.heard = [];
        for (const region of document.querySelectorAll('.aloud > *'))
            new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(node => heard.push(node.textContent))))
                .observe(region, {childList: true}); }"""
    )
    desk.answered(DISHES)
    expect(desk.page.locator(".aloud")).to_contain_text("The reply is complete.")

    told = desk.page.evaluate("heard")
    assert [words for words in told if words != "Reading what you wrote …"] == [
        *(words for words, _ in SENTENCES),
        "The reply is complete.",
    ]
    assert desk.page.locator(".turns [aria-live], .turns [role=status]").count() == 0


def test_help_is_announced(desk: Desk) -> None:
    desk.answered(VIOLENCE)

    expect(desk.page.locator(".aloud")).to_contain_text("Help is shown on this page.")


def test_the_focus_goes_to_what_took_the_place_of_an_answer(desk: Desk) -> None:
    desk.answered(CONTROL).button("Yes").click()
    expect(desk.reply).to_contain_text("You answered: Yes")

    expect(desk.reply.get_by_role("heading", name="Help, if you want it")).to_be_focused()


@pytest.mark.parametrize("text", [DISHES, CONTROL, "x" * 300])
def test_a_narrow_screen_and_double_text_need_no_sideways_scrolling(desk: Desk, text: str) -> None:
    desk.page.set_viewport_size({"width": 320, "height": 640})
    desk.answered(text)
    wide = "document.documentElement.scrollWidth <= innerWidth"

    assert desk.page.evaluate(wide)
    desk.button("Find help").click()
    assert desk.page.evaluate(wide)
    desk.button("Close").click()
    desk.page.set_viewport_size({"width": 640, "height": 700})
    desk.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert desk.page.evaluate(wide)


def test_targets_are_large_enough(desk: Desk) -> None:
    desk.answered(DISHES)
    small = desk.page.evaluate(
        """() => [...document.querySelectorAll('button, select, .exit, summary')].filter(one => one.checkVisibility())
        .map(one => [one.className, one.getBoundingClientRect()]).filter(([, rect]) => rect.height < 24 || rect.width < 24)
        .map(([name]) => name)"""
    )

    assert small == []


def test_the_sheet_takes_what_is_under_it_out_of_reach_only_where_it_covers_it(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 1200, "height": 700})
    with_source(desk)
    under = desk.page.locator("main, form, footer")
    for part in under.all():
        expect(part).to_have_js_property("inert", False)
    desk.page.set_viewport_size({"width": 500, "height": 700})
    for part in under.all():
        expect(part).to_have_js_property("inert", True)
    desk.page.keyboard.press("Escape")

    for part in under.all():
        expect(part).to_have_js_property("inert", False)


def test_a_focused_part_is_hidden_by_neither_line(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 500, "height": 600})
    desk.answered(DISHES)
    desk.page.locator("#country").focus()
    desk.reply.locator(".cite").first.focus()
    top = desk.reply.locator(".cite").first.bounding_box()
    bar, composer = desk.page.locator(".bar").bounding_box(), desk.page.locator(".composer").bounding_box()

    assert top
    assert bar
    assert composer
    assert bar["y"] + bar["height"] <= top["y"] <= composer["y"] - top["height"]


def test_right_to_left_turns_the_page_around(desk: Desk) -> None:
    desk.page.evaluate("document.documentElement.dir = 'rtl'")
    exit_link, send = desk.page.locator(".exit").bounding_box(), desk.button("Send").bounding_box()

    assert exit_link
    assert send
    assert exit_link["x"] < 100
    assert send["x"] < 300


def test_forced_colours_and_reduced_motion_are_heeded(desk: Desk) -> None:
    desk.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    desk.say(SLOW)
    expect(desk.reply.locator(".dots")).to_have_text("Writing …")
    expect(desk.reply).to_contain_text(SENTENCES[1][0])

    assert desk.reply.locator(".dots").evaluate("words => getComputedStyle(words).animationName") == "none"
    assert desk.page.locator(".bubble").evaluate("bubble => getComputedStyle(bubble).borderStyle") == "solid"
