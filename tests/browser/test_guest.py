"""The box as a guest on other people's pages: policies, traces, forms, styles, frames."""

import json
from typing import Any

from playwright.sync_api import Page, Request, expect

from service.web.pages import web_file
from tests.browser.conftest import Box, Opener
from tests.browser.scripted import BLAME, FEAR

EVENTS = ["ist-ready", "ist-input", "ist-result", "ist-accept", "ist-copy", "ist-safety", "ist-error", "ist-exit"]
LISTEN = f"""window.told = [];
for (const name of {EVENTS}) document.addEventListener(name, event => told.push([name, event.detail, event.composed]))"""


def requests_of(page: Page) -> list[Request]:
    """All requests that the page makes from now on."""
    asked: list[Request] = []

    def remember(request: Request) -> None:
        asked.append(request)

    page.on("request", remember)
    return asked


def strict(open_box: Opener) -> str:
    return (
        f"default-src 'none'; script-src {open_box.service.address}; connect-src {open_box.script.address}; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def test_the_strictest_policy_is_kept(open_box: Opener) -> None:
    page = open_box.page
    page.add_init_script(
        "window.broken = []; document.addEventListener('securitypolicyviolation', event => broken.push(event.violatedDirective))"
    )
    box = open_box(Content_Security_Policy=strict(open_box)).say(BLAME)
    box.button("Use this").first.click()
    box.button("Copy").click()
    box.button("Find help").click()
    expect(box.root.locator("[part=help]")).to_contain_text("A helpline")

    assert page.evaluate("broken") == []
    assert box.root.locator("[part=container]").evaluate("root => getComputedStyle(root.firstChild).borderStyle") == "solid"


def test_nothing_is_stored_and_nobody_else_is_asked(open_box: Opener) -> None:
    page = open_box.page
    asked = requests_of(page)
    box = open_box().say(BLAME)
    expect(box.root.locator("[part=mark]")).to_have_count(2)
    kept = page.evaluate(
        """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length,
        document.cookie, JSON.stringify(history.state), location.search]"""
    )

    assert kept == [0, 0, 0, 0, "", "null", ""]
    assert page.context.cookies() == []
    assert {request.url for request in asked} == {
        f"{open_box.host.address}/page",
        f"{open_box.service.address}/widget/i-statement.js",
        f"{open_box.script.address}/v1/rewrite",
    }


def test_the_call_carries_no_referrer_no_cookie_and_is_not_cached(open_box: Opener) -> None:
    calls = requests_of(open_box.page)
    box = open_box().say(BLAME)
    expect(box.output).not_to_be_empty()
    headers = next(call for call in calls if call.url.endswith("/v1/rewrite")).all_headers()

    assert headers.keys() & {"referer", "cookie", "authorization"} == set()
    assert headers["cache-control"] == "no-cache"
    assert open_box.script.asked == [{"statement": BLAME, "mode": "say"}]


def test_events_cross_the_shadow_and_hold_no_text_and_no_kind(open_box: Opener) -> None:
    open_box.page.add_init_script(LISTEN)
    box = open_box("name='message'").say(BLAME)
    box.button("Use this").first.click()
    box.say(FEAR)
    expect(box.output).to_contain_text("Thank you for telling me.")
    told: list[list[Any]] = open_box.page.evaluate("told")

    assert [name for name, *_ in told if name != "ist-input"] == ["ist-ready", "ist-result", "ist-accept", "ist-result", "ist-safety"]
    assert all(composed for *_, composed in told)
    assert {key for _, detail, _ in told for key in (detail or {})} == {"mode", "length"}
    assert "route" not in json.dumps(told)


def test_a_host_that_asks_for_the_wording_gets_it_when_it_is_accepted(open_box: Opener) -> None:
    open_box.page.add_init_script(LISTEN)
    box = open_box("share-text").say(BLAME)
    box.button("Use this").nth(2).click()

    assert open_box.page.evaluate("told.at(-1)[1]") == {"mode": "say", "text": "I feel worn out doing it alone. Could you help?"}


def test_a_form_submits_the_accepted_wording(open_box: Opener) -> None:
    open_box.page_with(f"<form><i-statement name='message' endpoint='{open_box.script.address}' required></i-statement></form>")
    box = Box(open_box.page)
    sent = "[...new FormData(document.forms[0])].flat()"
    assert open_box.page.evaluate("document.forms[0].checkValidity()") is False
    box.say(BLAME)
    assert open_box.page.evaluate(sent) == ["message", BLAME]
    box.button("Use this").nth(2).click()

    assert open_box.page.evaluate(sent) == ["message", "I feel worn out doing it alone. Could you help?"]
    open_box.page.evaluate("document.forms[0].reset()")
    assert open_box.page.evaluate(sent) == ["message", ""]


def test_a_disabled_fieldset_disables_the_box(open_box: Opener) -> None:
    open_box.page_with("<form><fieldset disabled><legend>Off</legend><i-statement></i-statement></fieldset></form>")

    expect(Box(open_box.page).input).to_be_disabled()


def test_text_typed_before_the_script_came_is_taken_over(open_box: Opener) -> None:
    page = open_box.page
    page.route("**/i-statement.js", lambda route: route.abort())
    field = "<label>Your message <textarea name='message'></textarea></label>"
    page.goto(open_box.host.show("/page", f"<form><i-statement name='message'>{field}</i-statement></form>"))
    page.get_by_label("Your message").fill("typed early")
    page.unroute("**/i-statement.js")
    page.add_script_tag(url=f"{open_box.service.address}/widget/i-statement.js", type="module")

    expect(Box(page).input).to_have_value("typed early")
    expect(Box(page).input).to_be_focused()
    assert page.evaluate("[...new FormData(document.forms[0])]") == [["message", "typed early"]]


def test_two_boxes_do_not_know_of_each_other(open_box: Opener) -> None:
    element = f"<i-statement endpoint='{open_box.script.address}'></i-statement>"
    open_box.page_with(element * 2)
    one, two = Box(open_box.page, 0), Box(open_box.page, 1)
    one.say(BLAME)
    two.input.fill("something else")

    expect(one.root.locator("[part=mark]")).to_have_count(2)
    expect(one.input).to_have_value(BLAME)
    expect(two.output).to_be_empty()


def test_styles_leak_neither_in_nor_out(open_box: Opener) -> None:
    loud = "button, textarea, p, h2 { color: red !important; display: none !important }"
    meant = "i-statement::part(button-primary) { letter-spacing: 3px }"
    box_with = "<i-statement style='--ist-accent: rgb(80, 40, 120)'></i-statement>"
    other = "<button id='other' style='display: block !important'>b</button>"
    open_box.page_with(f"<style>{loud} {meant}</style>{box_with}{other}")
    box = Box(open_box.page)
    style = "button => { const style = getComputedStyle(button); return [style.backgroundColor, style.letterSpacing, style.color] }"
    look = box.button("Find other words").evaluate(style)

    assert look == ["rgb(80, 40, 120)", "3px", "rgb(255, 255, 255)"]
    assert open_box.page.locator("#other").evaluate("one => getComputedStyle(one).borderRadius") == "0px"


def test_attributes_and_properties_agree_and_wrong_values_fall_back(open_box: Opener) -> None:
    warnings: list[str] = []
    open_box.page.on("console", lambda said: warnings.append(said.text) if said.type == "warning" else None)
    box = open_box("theme='loud' max-length='-3' mode='hear'")
    got = box.root.evaluate(
        "box => { box.resourcesRegion = 'GB'; return [box.theme, box.maxLength, box.mode, box.getAttribute('resources-region')] }"
    )

    assert got == ["auto", 2000, "hear", "GB"]
    assert len([text for text in warnings if "theme takes" in text]) == 1


def test_the_manifest_names_what_there_is(open_box: Opener) -> None:
    element = json.loads(web_file("widget", "custom-elements.json").content)["modules"][0]["declarations"][0]
    box = open_box().say(BLAME)
    expect(box.output).not_to_be_empty()
    attributes, parts, members = box.root.evaluate(
        """box => [box.constructor.observedAttributes, [...box.shadowRoot.querySelectorAll('[part]')].map(one => one.getAttribute('part')),
        ['rewrite', 'stop', 'clear', 'focus'].every(name => typeof box[name] === 'function')]"""
    )
    slots = box.root.evaluate("box => [...box.shadowRoot.querySelectorAll('slot')].map(slot => slot.name)")

    assert members
    assert {one["name"] for one in element["attributes"]} - {"nonce"} == set(attributes)
    assert set(parts) <= {one["name"] for one in element["cssParts"]}
    assert {one["name"] for one in element["slots"]} - {""} == set(slots)
    assert [one["name"] for one in element["events"]] == EVENTS


def test_the_frame_works_in_a_sandbox_and_tells_its_height(open_box: Opener) -> None:
    sandbox = "allow-scripts allow-forms allow-same-origin allow-popups allow-top-navigation-by-user-activation"
    page = open_box.page
    page.add_init_script("window.heights = []; addEventListener('message', event => heights.push([event.origin, event.data]))")
    exit_to = f"{open_box.host.address}/elsewhere"
    address = f"{open_box.service.address}/embed?lang=es&quick-exit-href={exit_to}"
    frame = f"<iframe title='box' sandbox='{sandbox}' width='600' height='700' src='{address}'></iframe>"
    page.goto(open_box.host.show("/framed", f"<!doctype html><title>Host</title>{frame}"))
    inner = page.frame_locator("iframe")
    expect(inner.get_by_role("button", name="Buscar otras palabras")).to_be_visible()
    page.wait_for_function("heights.length > 0")
    origin, data = page.evaluate("heights[0]")

    assert (origin, set(data)) == (open_box.service.address, {"type", "height"})
    inner.get_by_role("link", name="Salir de esta página").click()
    page.wait_for_url("**/elsewhere")


def test_a_foreign_site_may_not_frame_it(open_box: Opener) -> None:
    page = open_box.page
    page.goto(open_box.script.show("/framed", f"<title>Foreign</title><iframe src='{open_box.service.address}/embed'></iframe>"))

    assert "i-statement" not in "".join(frame.content() for frame in page.frames[1:])


def test_the_playground_writes_lines_that_work(open_box: Opener) -> None:
    page = open_box.page
    page.goto(f"{open_box.service.address}/widget")
    page.get_by_label("Language").select_option("es")
    page.get_by_label("Allow only the file of today").check()
    expect(Box(page).button("Buscar otras palabras")).to_be_visible()
    lines = page.locator("#snippet-element").inner_text()

    assert 'lang="es"' in lines
    page.goto(open_box.host.show("/pasted", f"<!doctype html><title>Host</title>{lines}"))
    expect(Box(page).button("Buscar otras palabras")).to_be_visible()
