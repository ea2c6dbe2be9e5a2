"""A real browser, the real pages of the service, a scripted service behind them, and a host site of another origin."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from litestar import Litestar
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from service.settings import Settings
from service.web.app import create_app
from service.wiring import Services
from tests.browser.scripted import Site

# Generous, as the machine may be busy; nothing waits this long unless it fails.
_PATIENCE_MS = 20_000
expect.set_options(timeout=_PATIENCE_MS)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The browser of this machine: named by CHROMIUM, on the path, or fetched by Playwright."""
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, _NAMES)), None)


# One package only: Playwright keeps an event loop in the thread while it runs, and other tests start their own.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        found = chromium() or playwright.chromium.executable_path
        if not Path(found).exists():
            pytest.skip("no Chromium on this machine: sudo apt-get install chromium, or name one in CHROMIUM")
        browser = playwright.chromium.launch(executable_path=found, args=["--disable-gpu", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def host() -> Iterator[Site]:
    """Somebody's web site."""
    with Site() as site:
        yield site


@pytest.fixture(scope="package")
def script() -> Iterator[Site]:
    """The service behind the widget, played from a script."""
    with Site() as site:
        yield site


@dataclass(frozen=True)
class Running:
    """The service at an address."""

    address: str


@pytest.fixture(scope="package")
def service(host: Site) -> Iterator[Running]:
    """The real pages, script and rules for origins; behind them nothing is built, as the answers come from the script."""
    settings = Settings(allowed_origins=(host.address,))
    services = object.__new__(Services)
    named = SimpleNamespace(version="scripted")
    parts = {"index": SimpleNamespace(ready=True), "corpus": named, "classifier": named, "alarm": SimpleNamespace(listeners=[])}
    for name, value in {"settings": settings, **parts}.items():
        object.__setattr__(services, name, value)
    with serve(create_app(settings, services)) as address:
        yield Running(address)


@contextmanager
def serve(app: Litestar) -> Iterator[str]:
    """An app at an address of its own, in a thread."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, ws="none", log_config=None, access_log=False))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile."""
    context = browser.new_context(reduced_motion="reduce", viewport={"width": 900, "height": 900}, locale="en-GB")
    context.set_default_timeout(_PATIENCE_MS)
    yield context
    context.close()


def _meant(text: str) -> bool:
    """What the browser itself tells of a failed request or a refused frame; tests of such states expect it."""
    return "Failed to load" in text or "frame-ancestors" in text


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that may not complain: neither in its console nor by an error in a script."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" and not _meant(said.text) else None)
    yield page
    assert complaints == []


class Box:
    """The element on a page, by what a person sees."""

    def __init__(self, page: Page, number: int = 0) -> None:
        self.page = page
        self.root: Locator = page.locator("i-statement").nth(number)

    def button(self, name: str) -> Locator:
        """A button by its name."""
        return self.root.get_by_role("button", name=name, exact=True)

    @property
    def input(self) -> Locator:
        """Where one writes."""
        return self.root.locator("#text")

    @property
    def output(self) -> Locator:
        """What came back."""
        return self.root.locator("[part=output]")

    @property
    def draft(self) -> Locator:
        """The wording taken over."""
        return self.root.locator("#draft")

    def say(self, text: str) -> "Box":
        """Write something and ask."""
        self.input.fill(text)
        self.button("Find other words").click()
        return self


@dataclass(frozen=True)
class Opener:
    """Opens the element on a page of the host site."""

    page: Page
    host: Site
    script: Site
    service: Running

    @property
    def module(self) -> str:
        """The element's script tag, as a host writes it."""
        return f'<script type="module" src="{self.service.address}/widget/i-statement.js"></script>'

    def page_with(self, body: str, **headers: str) -> Page:
        """A page of the host with this body."""
        head = f"<meta charset='utf-8'><title>Host</title>{self.module}"
        html = f"<!doctype html><html lang='en'><head>{head}</head><body><main>{body}</main></body></html>"
        self.page.goto(self.host.show("/page", html, **headers))
        return self.page

    def __call__(self, attributes: str = "", **headers: str) -> Box:
        """The element with these attributes, talking to the scripted service."""
        leads = f"endpoint='{self.script.address}' quick-exit-href='{self.host.address}/elsewhere'"
        return Box(self.page_with(f"<i-statement {leads} {attributes}></i-statement>", **headers))


@pytest.fixture
def open_box(page: Page, host: Site, script: Site, service: Running) -> Opener:
    """Puts the element on a page."""
    host.show("/elsewhere", "<!doctype html><title>Elsewhere</title><p>A quiet page")
    script.asked.clear()
    script.released.clear()
    return Opener(page, host, script, service)


@pytest.fixture(scope="package")
def axe() -> Axe:
    """The accessibility checker."""
    return Axe()
