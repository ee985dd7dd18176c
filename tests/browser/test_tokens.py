"""Tokens of site.toml as a reader sees them: in light and dark, by choice, on paper, and with more contrast."""

import pytest
from playwright.sync_api import Page

from tests.serving.serving import Server
from tests.sites import SiteBuilder

pytestmark = pytest.mark.browser

TOKENS = """
[tokens]
serif = ["DejaVu Serif", "serif"]
size-text = "2rem"
[tokens.light]
paper = "#ffeedd"
quiet = "#553311"
[tokens.dark]
paper = "#001122"
"""


def _seen(page: Page) -> tuple[str, str]:
    """The ground, and the colour of quiet words."""
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return ground, page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--quiet').trim()")


def test_tokens_hold_in_each_form_and_a_readers_needs_stand_above_them(site: SiteBuilder, page: Page) -> None:
    site.briefing("one")
    site.settings(TOKENS)
    refused = []
    page.on("console", lambda message: refused.append(message.text) if "integrity" in message.text else None)
    with Server(site.root) as server:
        page.emulate_media(color_scheme="light")
        page.goto(f"{server.address}/briefings/one/")
        light, own = _seen(page)
        assert (light, own) == ("rgb(255, 238, 221)", "#553311")
        assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
        assert "DejaVu Serif" in page.evaluate("getComputedStyle(document.body).fontFamily")

        page.emulate_media(color_scheme="dark")
        dark, quiet = _seen(page)
        assert dark == "rgb(0, 17, 34)"
        assert quiet != own, "a light colour shows in the dark"

        page.evaluate("document.documentElement.dataset.theme = 'light'")
        assert _seen(page) == (light, own)
        page.emulate_media(color_scheme="light")
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        assert _seen(page) == (dark, quiet)

        page.emulate_media(color_scheme="dark", media="print")
        assert _seen(page)[0] == "rgb(255, 255, 255)"
        page.emulate_media(color_scheme="light", media="screen", contrast="more")
        page.evaluate("delete document.documentElement.dataset.theme")
        ink = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()")
        assert _seen(page)[1] == ink
    assert not refused


def test_a_style_sheet_that_was_tampered_with_is_refused(site: SiteBuilder, page: Page) -> None:
    site.briefing("one")
    with Server(site.root) as server:
        page.route(
            "**/assets/style.*.css",
            lambda route: route.fulfill(body="body { background: rgb(1, 2, 3) }", content_type="text/css"),
        )
        page.goto(f"{server.address}/briefings/one/")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(1, 2, 3)"
