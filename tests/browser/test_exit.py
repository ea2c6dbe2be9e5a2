"""Leaving quickly: at once, without a trace, by link, by key and without a script."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Box, Opener
from tests.browser.scripted import BLAME, FEAR


def left(open_box: Opener) -> Page:
    """The page after leaving; Back leads to where the person was before."""
    page = open_box.page
    page.wait_for_url("**/elsewhere")
    page.go_back()
    return page


def start(open_box: Opener, attributes: str = "") -> Box:
    open_box.page.goto(open_box.host.show("/before", "<title>Before</title>"))
    return open_box(attributes)


def test_the_link_leaves_and_back_does_not_return(open_box: Opener) -> None:
    box = start(open_box).say(FEAR)
    box.root.get_by_role("link", name="Exit this page").click()

    assert left(open_box).title() == "Before"


def test_shift_three_times_leaves(open_box: Opener) -> None:
    box = start(open_box).say(BLAME)
    open_box.page.keyboard.press("Shift")
    expect(box.root.get_by_role("status").first).to_have_text("Press Shift 2 more times to exit.")
    open_box.page.keyboard.press("Shift")
    open_box.page.keyboard.press("Shift")

    assert left(open_box).title() == "Before"


def test_capital_letters_do_not_leave(open_box: Opener) -> None:
    box = start(open_box)
    box.input.focus()
    for key in ("Shift+Y", "Shift+O", "Shift+U", "Shift", "a", "Shift", "Shift"):
        open_box.page.keyboard.press(key)

    expect(box.input).to_have_value("YOUa")


def test_everything_is_covered_and_forgotten_at_once(open_box: Opener) -> None:
    start(open_box)
    page = open_box.page
    one = f"<i-statement endpoint='{open_box.script.address}' quick-exit-href='{open_box.host.address}/stay'></i-statement>"
    open_box.page_with(one * 2)
    Box(page, 0).say(BLAME)
    Box(page, 1).input.fill("another text")
    page.evaluate("addEventListener('ist-exit', () => window.exits = (window.exits ?? 0) + 1)")
    page.locator("i-statement").nth(0).evaluate("box => box.shadowRoot.querySelector('.exit').click()")

    seen = page.evaluate(
        """() => [...document.querySelectorAll('i-statement')].map(box => {
            const cover = box.shadowRoot.querySelector('.cover').getBoundingClientRect();
            return [box.value, box.shadowRoot.querySelector('#text').value, box.shadowRoot.textContent.includes('never'),
                    cover.width >= innerWidth && cover.height >= innerHeight];
        })"""
    )
    assert seen == [["", "", False, True]] * 2
    assert page.evaluate("[document.title, window.exits]") == ["…", 2]


def test_the_exit_is_a_plain_link_and_first_to_be_reached(open_box: Opener) -> None:
    box = start(open_box)
    link = box.root.get_by_role("link", name="Exit this page")
    open_box.page.keyboard.press("Tab")

    expect(link).to_be_focused()
    assert link.get_attribute("href") == f"{open_box.host.address}/elsewhere"
    assert link.get_attribute("rel") == "noreferrer noopener nofollow"


def test_the_exit_stays_in_sight(open_box: Opener) -> None:
    box = start(open_box).say(BLAME)
    box.button("Use this").last.scroll_into_view_if_needed()
    open_box.page.mouse.wheel(0, 300)

    expect(box.root.get_by_role("link", name="Exit this page")).to_be_in_viewport()


def test_an_exit_to_a_script_is_refused(open_box: Opener) -> None:
    box = Box(open_box.page_with("<i-statement quick-exit-href='javascript:alert(1)'></i-statement>"))

    expect(box.root.get_by_role("link", name="Exit this page")).to_have_attribute("href", "https://www.bbc.co.uk/weather")


def test_without_a_script_the_page_for_frames_has_its_exit(open_box: Opener) -> None:
    page = open_box.page.context.browser.new_context(java_script_enabled=False).new_page()  # type: ignore[union-attr]
    page.goto(f"{open_box.service.address}/embed")

    assert page.title() == "Notes"
    assert page.get_by_role("link", name="Exit this page").get_attribute("target") == "_top"
    expect(page.get_by_label("What do you want to say?")).to_be_visible()
    page.context.close()
