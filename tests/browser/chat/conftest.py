"""The real chat page on the real service; only the coaching replies come from a script."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request

from service.web.app import create_app
from service.wiring import Services
from tests.browser.chat.script import ScriptedCoach
from tests.browser.conftest import serve

EXIT = "https://www.bbc.co.uk/weather"
# Counts what the policy refused, from before the page begins.
WATCH_POLICY = "window.broken = []; document.addEventListener('securitypolicyviolation', event => broken.push(event.violatedDirective))"


@dataclass(frozen=True)
class Desk:
    """The chat page, by what a person sees and does."""

    page: Page
    address: str
    coach: ScriptedCoach

    def open(self) -> "Desk":
        """Go to the page."""
        self.page.goto(self.address)
        return self

    def button(self, name: str) -> Locator:
        """A button by its name."""
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def input(self) -> Locator:
        """Where one writes."""
        return self.page.locator("#message")

    @property
    def turns(self) -> Locator:
        """The turns so far."""
        return self.page.locator(".turn")

    @property
    def reply(self) -> Locator:
        """The last reply."""
        return self.page.locator(".theirs").last

    @property
    def sheet(self) -> Locator:
        """The sheet at the side."""
        return self.page.get_by_role("dialog")

    @property
    def sent(self) -> dict[str, Any]:
        """The last request, as the service got it."""
        last = self.coach.asked[-1]
        return {
            "messages": [(message.speaker.value, message.content) for message in last.messages],
            "country": last.country,
            "check_in": last.check_in.value if last.check_in else None,
        }

    def say(self, text: str) -> "Desk":
        """Write something and send it."""
        self.input.fill(text)
        self.button("Send").click()
        return self

    def answered(self, text: str) -> "Desk":
        """Say something and wait for the whole reply."""
        before = self.turns.count()
        self.say(text)
        self.turns.nth(before).get_by_role("button", name="Copy", exact=True).wait_for()
        return self


@pytest.fixture(scope="package")
def talking(request: pytest.FixtureRequest) -> Iterator[tuple[str, ScriptedCoach]]:
    """Address and script of the service."""
    quick: Services = request.getfixturevalue("quick_services")
    settings = quick.settings.model_copy(update={"max_message_chars": 400, "max_messages": 8})
    services, coach = replace(quick, settings=settings), ScriptedCoach(quick.coach)
    with pytest.MonkeyPatch.context() as patch, serve(create_app(settings, services)) as address:
        patch.setattr(Services, "talk", coach)  # the framework takes no subclass in the place of a dependency
        yield address, coach


@pytest.fixture
def desk(page: Page, talking: tuple[str, ScriptedCoach]) -> Iterator[Desk]:
    """The page, open; where the exit leads there is a quiet page without a network."""
    address, coach = talking
    coach.asked.clear()
    coach.released.clear()
    page.context.route(EXIT, lambda route: route.fulfill(body="<title>Elsewhere</title>A quiet page", content_type="text/html"))
    page.add_init_script(WATCH_POLICY)
    asked: list[Request] = []

    def remember(request: Request) -> None:
        asked.append(request)

    page.on("request", remember)
    yield Desk(page, address, coach).open()
    coach.released.set()
    assert page.evaluate("window.broken ?? []") == []
    assert [one.url for one in asked if not one.url.startswith((address, "data:")) and one.url != EXIT] == []
