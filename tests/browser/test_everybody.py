"""Keyboard, screen reader, zoom, colours, direction and language."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Box, Opener
from tests.browser.scripted import BLAME, FEAR, NEWS, SOUND

RULES: dict[str, Any] = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
STATES: dict[str, Callable[[Box], object]] = {
    "empty": lambda box: None,
    "rewrite": lambda box: box.say(BLAME).root.locator("[part=mark]").first.focus(),
    "draft": lambda box: box.say(BLAME).button("Use this").nth(1).click(),
    "affirm": lambda box: box.say(SOUND),
    "leave": lambda box: box.say(NEWS),
    "routed": lambda box: box.say(FEAR),
    "busy": lambda box: box.say("wait for it"),
    "error": lambda box: box.say("too busy"),
    "help": lambda box: box.button("Find help").click(),
}


def violations(axe: Axe, page: Page) -> list[str]:
    found = axe.run(page, options=RULES).response["violations"]
    # The host page of these tests has no heading of its own; that is not the box's to give.
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"] if one["id"] != "page-has-heading-one"]


@pytest.mark.parametrize("state", STATES)
def test_no_state_has_a_barrier_that_a_machine_can_find(open_box: Opener, axe: Axe, state: str) -> None:
    box = open_box()
    STATES[state](box)
    if state not in ("empty", "busy", "help"):
        expect(box.output).not_to_be_empty()

    assert violations(axe, open_box.page) == []
    box.root.evaluate("box => box.theme = 'dark'")
    assert violations(axe, open_box.page) == []


@pytest.mark.parametrize("path", ["widget", "embed"])
def test_the_pages_have_no_barrier_either(open_box: Opener, axe: Axe, path: str) -> None:
    open_box.page.goto(f"{open_box.service.address}/{path}")
    expect(Box(open_box.page).input).to_be_visible()

    # The checker is a script of the page's own world here, which the page's policy on scripts does not stop.
    assert violations(axe, open_box.page) == []


def test_the_whole_way_by_keyboard_alone(open_box: Opener) -> None:
    box = open_box()
    keys = open_box.page.keyboard
    for key in ("Tab", "Tab", "Tab"):
        keys.press(key)
    expect(box.input).to_be_focused()
    keys.type(BLAME)
    keys.press("Control+Enter")
    expect(box.output).to_contain_text("Other ways to say it")
    while not box.button("Use this").first.evaluate("button => button.matches(':focus')"):
        keys.press("Tab")
    keys.press("Enter")

    expect(box.root.get_by_role("heading", name="Your wording")).to_be_focused()
    keys.press("Tab")
    expect(box.draft).to_be_focused()


def test_arrow_keys_move_between_the_tabs(open_box: Opener) -> None:
    box = open_box()
    box.root.get_by_role("tab", name="Say something").focus()
    open_box.page.keyboard.press("ArrowRight")

    expect(box.root.get_by_role("tab", name="Reply to something")).to_be_focused()
    expect(box.root.get_by_role("tab", selected=True)).to_have_text("Reply to something")


def test_the_focus_stays_where_it_was_when_a_result_comes(open_box: Opener) -> None:
    box = open_box().say(BLAME)
    expect(box.output).not_to_be_empty()
    expect(box.button("Find other words")).to_be_focused()
    box.root.get_by_role("radio", name="sad").focus()
    open_box.page.keyboard.press("Space")

    expect(box.root.locator("[part=suggestion-text]").first).to_contain_text("I feel sad")
    expect(box.root.get_by_role("radio", name="sad")).to_be_focused()


def test_the_focus_goes_to_help_when_the_box_gives_way_to_it(open_box: Opener) -> None:
    box = open_box().say(FEAR)

    expect(box.root.get_by_role("heading", name="Help, if you want it")).to_be_focused()


@pytest.mark.parametrize(("text", "said"), [(BLAME, "3 other wordings are ready."), (FEAR, "Help is shown on this page.")])
def test_a_result_is_announced_once(open_box: Opener, text: str, said: str) -> None:
    box = open_box()
    box.root.evaluate(
        """box => { window.heard = [];
        for (const region of box.shadowRoot.querySelectorAll('[role=status], [role=alert]'))
            new MutationObserver(() => region.textContent && heard.push(region.textContent)).observe(region, {childList: true}); }"""
    )
    box.say(text)
    expect(box.root.get_by_role("status").last).to_have_text(said)

    assert [words for words in open_box.page.evaluate("heard") if words != "Looking for words …"] == [said]


@pytest.mark.parametrize("text", [BLAME, FEAR])
def test_a_narrow_screen_and_double_text_need_no_sideways_scrolling(open_box: Opener, text: str) -> None:
    open_box.page.set_viewport_size({"width": 320, "height": 700})
    box = open_box().say(text)
    expect(box.output).not_to_be_empty()
    wide = "document.documentElement.scrollWidth <= innerWidth"

    assert open_box.page.evaluate(wide)
    open_box.page.set_viewport_size({"width": 640, "height": 700})
    open_box.page.add_style_tag(content="html { font-size: 200% }")
    assert open_box.page.evaluate(wide)


def test_targets_are_large_enough(open_box: Opener) -> None:
    box = open_box().say(BLAME)
    expect(box.output).not_to_be_empty()
    small = box.root.evaluate(
        """box => [...box.shadowRoot.querySelectorAll('button, select, .exit, .choice, summary, input[type=text]')]
        .filter(one => one.checkVisibility()).map(one => [one.className, one.getBoundingClientRect()])
        .filter(([, rect]) => rect.height < 24 || rect.width < 24).map(([name]) => name)"""
    )

    assert small == []


def test_a_focused_field_is_not_hidden_by_the_line_at_the_top(open_box: Opener) -> None:
    open_box.page.set_viewport_size({"width": 500, "height": 400})
    box = open_box().say(BLAME)
    box.button("Find help").focus()
    box.button("Use this").first.focus()
    top, bar = (
        box.root.evaluate(f"b => b.shadowRoot.querySelector('{css}').getBoundingClientRect().{side}")
        for css, side in (("[data-key=use-0]", "top"), (".bar", "bottom"))
    )

    assert top >= bar


def test_the_language_comes_from_the_page(open_box: Opener) -> None:
    open_box.page_with("<section lang='es-MX'><i-statement></i-statement></section>")
    box = Box(open_box.page)

    expect(box.button("Buscar otras palabras")).to_be_visible()
    box.root.evaluate("box => box.lang = 'en'")
    expect(box.button("Find other words")).to_be_visible()


def test_a_host_can_bring_a_language(open_box: Opener) -> None:
    box = open_box("lang='ar'")
    box.root.evaluate("box => { box.constructor.addMessages('ar', { clear: 'مسح' }); box.lang = 'ar-EG' }")

    expect(box.button("مسح")).to_be_visible()
    expect(box.root.locator("[part=container]")).to_have_attribute("dir", "rtl")


def test_forced_colours_and_reduced_motion_are_heeded(open_box: Opener) -> None:
    open_box.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    box = open_box().say(BLAME)
    mark = box.root.locator("[part=mark]").first

    assert mark.evaluate("mark => getComputedStyle(mark).borderBottomStyle") == "solid"
    assert box.root.locator(".dots").evaluate("words => getComputedStyle(words).animationName") == "none"


def test_a_click_beside_a_field_never_puts_the_focus_on_the_exit(open_box: Opener) -> None:
    box = open_box()
    box.root.get_by_text("This is not therapy.").click()
    expect(box.root.get_by_role("link", name="Exit this page")).not_to_be_focused()
    box.root.evaluate("box => box.focus()")

    expect(box.input).to_be_focused()
