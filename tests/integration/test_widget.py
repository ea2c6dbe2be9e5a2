"""The widget's files and pages over HTTP, and which sites may call the service."""

import gzip
from collections.abc import Iterator
from dataclasses import replace

import pytest
from litestar.testing import TestClient

from service.settings import Settings
from service.web.app import create_app
from service.wiring import Services
from tests.integration.talk import Client

SITE = "https://shop.example"
SCRIPT = "/widget/i-statement.js"


@pytest.fixture(scope="module")
def open_client(quick_services: Services) -> Iterator[Client]:
    """The app with one allowed origin."""
    settings = quick_services.settings.model_copy(update={"allowed_origins": (SITE,)})
    with TestClient(create_app(settings, replace(quick_services, settings=settings))) as client:
        yield client


def test_the_script_may_be_loaded_from_any_site_and_cached(quick_client: Client) -> None:
    response = quick_client.get(SCRIPT, headers={"Origin": SITE})

    assert response.status_code == 200
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["cache-control"].startswith("public, max-age=")
    assert response.headers["x-request-id"]


def test_the_script_is_not_sent_twice(quick_client: Client) -> None:
    etag = quick_client.get(SCRIPT).headers["etag"]
    again = quick_client.get(SCRIPT, headers={"If-None-Match": f'W/{etag}, "other"'})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)


def test_the_script_is_packed_for_those_who_can_unpack_it(quick_client: Client) -> None:
    plain = quick_client.get(SCRIPT, headers={"Accept-Encoding": "identity"})
    packed = quick_client.get(SCRIPT, headers={"Accept-Encoding": "gzip"})

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content  # the client has unpacked it
    assert len(gzip.compress(plain.content)) < 25_000
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "Accept-Encoding" in packed.headers["vary"]


@pytest.mark.parametrize("path", ["/widget", "/embed", "/widget/pages.css", "/widget/custom-elements.json", "/v1/guides"])
def test_everything_else_is_not_stored(quick_client: Client, path: str) -> None:
    response = quick_client.get(path)

    assert (response.status_code, response.headers["cache-control"]) == (200, "no-store")


@pytest.mark.parametrize("name", ["playground.html", "..%2Flogs.py", "nothing.js"])
def test_no_other_file_is_served(quick_client: Client, name: str) -> None:
    response = quick_client.get(f"/widget/{name}")

    assert (response.status_code, response.headers["cache-control"]) == (404, "no-store")


@pytest.mark.parametrize("path", ["/widget", "/embed"])
def test_the_pages_have_a_strict_policy_and_a_title_that_tells_nothing(quick_client: Client, path: str) -> None:
    response = quick_client.get(path)
    policy = response.headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "trusted-types 'none'" in policy
    assert "unsafe" not in policy
    assert "<title>Notes</title>" in response.text
    assert "style=" not in response.text


def test_only_allowed_sites_may_frame_the_box_and_none_the_playground(open_client: Client) -> None:
    assert open_client.get("/embed").headers["content-security-policy"].endswith(f"frame-ancestors 'self' {SITE}")
    assert open_client.get("/widget").headers["content-security-policy"].endswith("frame-ancestors 'none'")


def test_an_allowed_site_may_call(open_client: Client) -> None:
    response = open_client.post("/v1/check", json={"text": "we argue about the dishes"}, headers={"Origin": SITE})

    assert response.headers["access-control-allow-origin"] == SITE
    assert "access-control-allow-credentials" not in response.headers
    assert response.headers["access-control-expose-headers"] == "Retry-After, X-Request-Id"
    assert "Origin" in response.headers["vary"]


def test_an_allowed_site_can_read_errors_too(open_client: Client) -> None:
    response = open_client.post("/v1/check", json={}, headers={"Origin": SITE})

    assert (response.status_code, response.headers["access-control-allow-origin"]) == (422, SITE)


def test_an_allowed_site_may_ask_beforehand(open_client: Client) -> None:
    asked = {"Origin": SITE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    response = open_client.options("/v1/check", headers=asked)

    assert (response.status_code, response.headers["access-control-allow-origin"]) == (204, SITE)
    assert "content-type" in response.headers["access-control-allow-headers"].lower()
    assert "Origin" in response.headers["vary"]


@pytest.mark.parametrize("origin", ["https://other.example", "http://shop.example", "https://shop.example.evil.example", "null"])
def test_no_other_site_may(open_client: Client, origin: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}

    assert "access-control-allow-origin" not in open_client.options("/v1/check", headers=asked).headers
    assert "access-control-allow-origin" not in open_client.get("/v1/guides", headers={"Origin": origin}).headers


def test_without_the_setting_no_site_may(quick_client: Client) -> None:
    response = quick_client.get("/v1/guides", headers={"Origin": SITE})

    assert Settings().allowed_origins == ()
    assert "access-control-allow-origin" not in response.headers
    assert "Origin" in response.headers["vary"]
