"""Leaving the chat page quickly, and what stays behind: nothing."""

from playwright.sync_api import expect

from tests.browser.chat.conftest import EXIT, WATCH_POLICY, Desk
from tests.browser.chat.script import DISHES
from tests.integration.talk import VIOLENCE

BEFORE = "data:text/html,<title>Before</title>"


def begin(desk: Desk, text: str = VIOLENCE) -> Desk:
    desk.page.goto(BEFORE)
    return desk.open().answered(text)


def test_the_link_leaves_and_back_does_not_return(desk: Desk) -> None:
    begin(desk).page.get_by_role("link", name="Exit this page").click()
    desk.page.wait_for_url(EXIT)
    desk.page.go_back()

    assert desk.page.title() == "Before"


def test_shift_three_times_leaves(desk: Desk) -> None:
    begin(desk).input.focus()
    desk.page.keyboard.press("Shift")
    expect(desk.page.locator(".presses")).to_have_text("Press Shift 2 more times to exit.")
    desk.page.keyboard.press("Shift")
    desk.page.keyboard.press("Shift")
    desk.page.wait_for_url(EXIT)
    desk.page.go_back()

    assert desk.page.title() == "Before"


def test_shift_enter_and_capitals_do_not_leave(desk: Desk) -> None:
    desk.input.focus()
    for key in ("Shift+H", "Shift+Enter", "Shift+I", "Shift+Enter", "Shift+A"):
        desk.page.keyboard.press(key)

    expect(desk.input).to_have_value("H\nI\nA")


def test_everything_is_covered_and_forgotten_at_once(desk: Desk) -> None:
    begin(desk, DISHES).reply.locator(".cite").first.click()
    desk.input.evaluate("box => box.value = 'another thought'")
    desk.page.context.route(EXIT, lambda route: route.fulfill(status=204))
    seen = desk.page.evaluate(
        """async () => {
            document.querySelector('.exit').click();
            await new Promise(requestAnimationFrame);
            const cover = document.querySelector('.cover').getBoundingClientRect();
            return [document.title, document.querySelector('#message').value, document.body.textContent.includes('dishes'),
                    cover.width >= innerWidth && cover.height >= innerHeight, document.querySelectorAll('.turn').length];
        }"""
    )

    assert seen == ["…", "", False, True, 0]


def test_the_exit_comes_first_and_stays_in_reach(desk: Desk) -> None:
    link = desk.page.get_by_role("link", name="Exit this page")
    desk.page.keyboard.press("Tab")
    expect(link).to_be_focused()
    assert link.get_attribute("rel") == "noreferrer noopener nofollow"
    for width in (1200, 320):
        desk.page.set_viewport_size({"width": width, "height": 500})
        desk.button("Find help").click()
        expect(desk.sheet).to_contain_text("Where to find help")
        desk.page.mouse.wheel(0, 2000)
        expect(link).to_be_in_viewport()
        link.click(trial=True)
        desk.button("Close").click()


def test_leaving_in_any_other_way_leaves_nothing_behind_back(desk: Desk) -> None:
    begin(desk).input.fill("half a thought")
    desk.page.goto(BEFORE)
    desk.page.go_back()

    expect(desk.input).to_have_value("")
    expect(desk.turns).to_have_count(0)


def test_nothing_is_stored(desk: Desk) -> None:
    desk.answered(DISHES)
    kept = desk.page.evaluate(
        """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length,
        document.cookie, JSON.stringify(history.state), location.search + location.hash, history.length]"""
    )

    assert kept[:-1] == [0, 0, 0, 0, "", "null", ""]
    assert desk.page.context.cookies() == []


def test_a_call_carries_neither_referrer_nor_cookie(desk: Desk) -> None:
    with desk.page.expect_request("**/v1/chat") as call:
        desk.answered(DISHES)

    assert call.value.all_headers().keys() & {"referer", "cookie", "authorization"} == set()


def test_title_and_icon_tell_nothing(desk: Desk) -> None:
    desk.answered(VIOLENCE)

    assert desk.page.title() == "Notes"
    assert desk.page.locator("link[rel=icon]").get_attribute("href") == "data:,"


def test_without_a_script_there_are_words_an_exit_and_help(desk: Desk) -> None:
    browser = desk.page.context.browser
    assert browser
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(desk.address)
    expect(page.get_by_text("Writing here needs JavaScript")).to_be_visible()
    expect(page.get_by_role("link", name="Exit this page")).to_have_attribute("href", EXIT)
    page.get_by_role("link", name="Find help lines for your country").click()
    page.get_by_label("Country").select_option("GB")
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_role("link", name="0808 2000 247")).to_have_attribute("href", "tel:08082000247")
    expect(page.get_by_role("link", name="Exit this page")).to_be_visible()
    page.context.close()


def test_the_page_of_help_keeps_its_policy(desk: Desk) -> None:
    desk.page.add_init_script(WATCH_POLICY)
    desk.page.goto(f"{desk.address}/help")
    desk.page.get_by_label("Country").select_option("ES")
    desk.page.get_by_role("button", name="Show").click()

    expect(desk.page.get_by_label("Country")).to_have_value("ES")
    assert desk.page.evaluate("broken") == []
