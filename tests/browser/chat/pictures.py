"""Pictures of the chat page in every state, for the eye and for `docs/pictures/`; `make pictures` writes them."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.chat.conftest import Desk
from tests.browser.chat.script import BREAKS, DISHES, SENTENCES, SILENT, SLOW
from tests.browser.chat.test_everybody import EMERGENCY, offline, spanish, stopped, with_help, with_source
from tests.browser.pictures import FOLDER
from tests.integration.talk import CONTROL, VIOLENCE


def in_britain(text: str) -> Callable[[Desk], object]:
    def act(desk: Desk) -> None:
        desk.page.locator("#country").select_option("GB")
        desk.answered(text)

    return act


def writing(desk: Desk) -> None:
    desk.answered("We argue a lot at the moment.").say(f"{DISHES}. {SLOW}")
    expect(desk.reply).to_contain_text(SENTENCES[1][0])


def changing(desk: Desk) -> None:
    desk.answered(DISHES).button("Change your last message").click()


def answered(desk: Desk) -> None:
    in_britain(CONTROL)(desk)
    desk.button("No").click()
    expect(desk.reply).to_contain_text("You answered")


def turned(desk: Desk) -> None:
    desk.answered(DISHES)
    desk.page.evaluate("document.documentElement.dir = 'rtl'")


def leaving(desk: Desk) -> None:
    desk.answered(DISHES)
    desk.page.keyboard.press("Shift")


STATES: dict[str, tuple[Callable[[Desk], object], dict[str, Any]]] = {
    "empty": (lambda desk: None, {}),
    "empty-dark": (lambda desk: None, {"color_scheme": "dark"}),
    "empty-narrow": (lambda desk: None, {"width": 320}),
    "reading": (lambda desk: desk.say(f"{DISHES}. {SILENT}"), {}),
    "writing": (writing, {}),
    "reply": (lambda desk: desk.answered(DISHES), {}),
    "reply-dark": (lambda desk: desk.answered(DISHES), {"color_scheme": "dark"}),
    "reply-narrow": (lambda desk: desk.answered(DISHES), {"width": 320}),
    "source": (with_source, {"width": 1200}),
    "source-dark": (with_source, {"width": 1200, "color_scheme": "dark"}),
    "source-narrow": (with_source, {"width": 320}),
    "changing": (changing, {}),
    "stopped": (stopped, {}),
    "concern": (in_britain(CONTROL), {"full": True}),
    "acute": (in_britain(VIOLENCE), {"full": True}),
    "emergency": (in_britain(EMERGENCY), {}),
    "emergency-narrow-dark": (in_britain(EMERGENCY), {"width": 320, "color_scheme": "dark"}),
    "answered": (answered, {}),
    "error": (lambda desk: expect(desk.say(BREAKS).reply).to_contain_text("broke off"), {}),
    "offline": (offline, {}),
    "too-long": (lambda desk: desk.input.fill("We talk and talk. " * 23), {}),
    "help": (with_help, {"width": 1200}),
    "spanish": (spanish, {}),
    "right-to-left": (turned, {}),
    "forced-colours": (lambda desk: desk.answered(DISHES), {"forced_colors": "active"}),
    "leaving": (leaving, {}),
}


@pytest.mark.parametrize("name", STATES)
def test_picture(desk: Desk, name: str) -> None:
    act, look = STATES[name]
    look = dict(look)
    full = look.pop("full", False)
    desk.page.set_viewport_size({"width": look.pop("width", 900), "height": 800})
    desk.page.emulate_media(**look)
    act(desk)
    desk.page.wait_for_timeout(150)
    if full:
        desk.page.set_viewport_size({"width": 900, "height": desk.page.evaluate("document.documentElement.scrollHeight")})
    desk.page.screenshot(path=str(FOLDER / f"chat-{name}.png"), scale="css")


def test_picture_of_the_page_of_help(desk: Desk) -> None:
    desk.page.goto(f"{desk.address}/help?country=GB")
    desk.page.screenshot(path=str(FOLDER / "chat-help-page.png"), scale="css")
