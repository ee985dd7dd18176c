"""What a writer sees in the browser beside the editor."""

import pytest
from playwright.sync_api import Page, expect

from tests.serving.serving import Server
from tests.sites import SOURCE, SiteBuilder

pytestmark = pytest.mark.browser

expect.set_options(timeout=60_000)


def test_a_saved_briefing_is_seen_without_a_reload_by_hand(site: SiteBuilder, page: Page) -> None:
    site.briefing("one", "First words [@tass].")
    with Server(site.root) as server:
        page.goto(f"{server.address}/briefings/one/")
        expect(page.locator(".prose")).to_contain_text("First words")
        site.briefing("one", "Second words [@tass].")
        expect(page.locator(".prose")).to_contain_text("Second words")
        style = page.evaluate("getComputedStyle(document.body).backgroundColor")
        site.settings(theme="own")
        site.write("themes/own/static/style.css", "body { background: rgb(1, 2, 3) }")
        page.wait_for_function("getComputedStyle(document.body).backgroundColor === 'rgb(1, 2, 3)'")
        assert style != "rgb(1, 2, 3)"


def test_a_fault_is_shown_over_the_last_good_page_and_goes_when_mended(site: SiteBuilder, page: Page) -> None:
    site.briefing("one", "Good words [@tass].")
    with Server(site.root) as server:
        page.goto(f"{server.address}/briefings/one/")
        site.briefing("one", "Bad words [@tsas].")
        overlay = page.get_by_role("alert")
        expect(overlay).to_contain_text("1 error")
        expect(overlay).to_contain_text("content/briefings/one.md:14:11")
        expect(overlay).to_contain_text("unknown-citation")
        expect(overlay).to_contain_text("Did you mean `tass`?")
        expect(page.locator(".prose")).to_contain_text("Good words")
        page.goto(f"{server.address}/tags/interpol/")
        expect(overlay).to_contain_text("unknown-citation")
        page.keyboard.press("Escape")
        expect(overlay).to_have_count(0)
        page.get_by_role("button", name="1 error").click()
        expect(overlay).to_have_count(1)
        page.goto(f"{server.address}/briefings/one/")
        expect(overlay).to_have_count(1)
        site.briefing("one", "Mended words [@tass].")
        expect(page.locator(".prose")).to_contain_text("Mended words")
        expect(overlay).to_have_count(0)


def test_a_fault_that_leaves_the_page_as_it_is_goes_too(site: SiteBuilder, page: Page) -> None:
    site.briefing("one")
    with Server(site.root) as server:
        page.goto(f"{server.address}/briefings/one/")
        page.evaluate("window.mark = 1")
        fault = site.briefing("two", tags=["nothing"])
        expect(page.get_by_role("alert")).to_contain_text("unknown-tag")
        fault.unlink()
        expect(page.get_by_role("alert")).to_have_count(0)
        assert page.evaluate("window.mark") == 1, "a page that did not change is not loaded again"


def test_a_site_that_starts_broken_appears_when_mended(site: SiteBuilder, page: Page) -> None:
    site.briefing("one", title=None)
    with Server(site.root) as server:
        page.goto(f"{server.address}/briefings/one/")
        expect(page.locator("pre")).to_contain_text("missing-key")
        expect(page.get_by_role("alert")).to_have_count(0)
        site.briefing("one", tags=["nothing"])
        expect(page.locator("pre")).to_contain_text("unknown-tag")
        site.briefing("one", "Here at last [@tass].")
        expect(page.locator(".prose")).to_contain_text("Here at last")


def test_warnings_wait_in_a_corner(site: SiteBuilder, page: Page) -> None:
    source = {"id": "other", "outlet": "tass", "title": "Another", "url": "https://example.org/other"}
    site.briefing("one", "Words [@tass].", sources=[SOURCE, source])
    with Server(site.root) as server:
        page.goto(f"{server.address}/briefings/one/")
        badge = page.get_by_role("button", name="1 warning")
        panel = page.get_by_role("region", name="What is wrong")
        expect(badge).to_be_visible()
        expect(page.get_by_role("alert")).to_have_count(0)
        badge.click()
        expect(panel).to_contain_text("uncited-source")
        page.get_by_role("button", name="Close").click()
        expect(panel).to_have_count(0)
        expect(badge).to_be_visible()
        site.briefing("one", "All cited [@tass; @other].", sources=[SOURCE, source])
        expect(page.locator(".prose")).to_contain_text("All cited")
        expect(badge).to_have_count(0)


def test_more_tabs_than_a_browser_has_connections(site: SiteBuilder, page: Page) -> None:
    """Six connections to one server is all that a browser opens: tabs that nobody sees give theirs back."""
    site.briefing("one", "First words [@tass].")
    hide = "Object.defineProperty(document, 'hidden', {value: true, configurable: true}); document.dispatchEvent(new Event('visibilitychange'))"
    with Server(site.root) as server:
        for _ in range(8):
            tab = page.context.new_page()
            tab.goto(f"{server.address}/briefings/one/")
            tab.evaluate(hide)
        page.goto(f"{server.address}/briefings/one/")
        site.briefing("one", "Second words [@tass].")
        expect(page.locator(".prose")).to_contain_text("Second words")
        tab.evaluate(
            "Object.defineProperty(document, 'hidden', {value: false, configurable: true}); document.dispatchEvent(new Event('visibilitychange'))"
        )
        expect(tab.locator(".prose")).to_contain_text("Second words")


def test_what_a_diagnostic_quotes_never_runs(site: SiteBuilder, page: Page) -> None:
    evil = "<img src=x onerror=window.ran=1><script>window.ran=1</script>"
    site.briefing("one")
    with Server(site.root) as server:
        page.goto(f"{server.address}/briefings/one/")
        site.briefing("two", f"[@{evil}] [[{evil}]]", tags=[evil], status=evil, **{evil: evil})
        expect(page.get_by_role("alert")).to_contain_text("onerror=window.ran=1")
        assert page.evaluate("window.ran") is None
    site.briefing("one", tags=[evil])
    with Server(site.root) as server:
        page.goto(server.address)
        expect(page.locator("pre")).to_contain_text("onerror=window.ran=1")
        assert page.evaluate("window.ran") is None


def test_a_page_comes_back_to_a_server_that_was_started_again(site: SiteBuilder, page: Page) -> None:
    site.briefing("one", "Before [@tass].")
    with Server(site.root) as server:
        port = server.origin.rsplit(":", 1)[1]
        page.goto(f"{server.address}/briefings/one/")
        expect(page.locator(".prose")).to_contain_text("Before")
        server.stop()
    site.briefing("one", "After [@tass].")
    with Server(site.root, "--port", port):
        expect(page.locator(".prose")).to_contain_text("After")
