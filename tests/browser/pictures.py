"""Pictures of every state, for the eye and for `docs/pictures/`; `make pictures` writes them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Box, Opener
from tests.browser.scripted import BLAME, FEAR, NEWS, SOUND

PLAIN = BLAME.removeprefix("🙁 ")
FOLDER = Path(os.environ.get("PICTURES", "docs/pictures"))


def marked(box: Box) -> None:
    box.say(PLAIN).root.locator("[part=mark]").nth(1).focus()


def drafted(box: Box) -> None:
    box.say(PLAIN).button("Use this").nth(1).click()


def received(box: Box) -> None:
    box.say(PLAIN).root.get_by_text("What changed and why").click()


def heard(box: Box) -> None:
    box.root.get_by_role("tab", name="Reply to something").click()
    box.input.fill("You are never here when it counts")
    box.button("Find a reply").click()


def offline(box: Box) -> None:
    box.page.context.set_offline(True)
    box.say(PLAIN)
    expect(box.root.locator("[part=error]")).to_be_visible()


def told(text: str) -> Callable[[Box], object]:
    return lambda box: box.say(text)


STATES: dict[str, tuple[Callable[[Box], object], str, dict[str, object]]] = {
    "empty": (lambda box: None, "", {}),
    "rewrite": (marked, "", {}),
    "rewrite-dark": (marked, "theme='dark'", {"color_scheme": "dark"}),
    "rewrite-narrow": (marked, "", {"width": 320}),
    "draft": (drafted, "", {}),
    "receipt": (received, "", {}),
    "affirm": (told(SOUND), "", {}),
    "leave": (told(NEWS), "", {}),
    "hear": (heard, "", {}),
    "routed": (told(FEAR), "resources-region='GB'", {}),
    "routed-narrow-dark": (told(FEAR), "theme='dark'", {"width": 320, "color_scheme": "dark"}),
    "busy": (told("You are late again; wait for it"), "", {}),
    "error": (told("too busy"), "", {}),
    "offline": (offline, "", {}),
    "help": (lambda box: box.button("Find help").click(), "", {}),
    "spanish": (lambda box: None, "lang='es'", {}),
    "right-to-left": (marked, "dir='rtl'", {}),
    "forced-colours": (marked, "", {"forced_colors": "active"}),
}


# Of these the first screenful shows what there is to see.
CUT = {"rewrite-dark", "rewrite-narrow", "right-to-left", "forced-colours"}


@pytest.mark.parametrize("name", STATES)
def test_picture(open_box: Opener, name: str) -> None:
    act, attributes, media = STATES[name]
    page = open_box.page
    page.set_viewport_size({"width": int(str(media.pop("width", 540))), "height": 900})
    page.emulate_media(**media)  # type: ignore[arg-type]
    box = open_box(attributes)
    act(box)
    page.wait_for_timeout(150)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=str(FOLDER / f"{name}.png"), full_page=name not in CUT, scale="css")


@pytest.mark.parametrize("path", ["widget", "embed"])
def test_picture_of_a_page(open_box: Opener, path: str) -> None:
    open_box.page.set_viewport_size({"width": 1000, "height": 900})
    open_box.page.goto(f"{open_box.service.address}/{path}")
    open_box.page.wait_for_timeout(150)
    open_box.page.screenshot(path=str(FOLDER / f"page-{path}.png"), scale="css")
