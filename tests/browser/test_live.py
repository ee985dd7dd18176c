"""What a writer sees in the browser beside the editor."""

from pathlib import Path

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


def test_a_finding_shows_its_line_says_more_and_opens_the_editor(
    site: SiteBuilder, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = tmp_path / "opened"
    monkeypatch.setenv("BRIEF_EDITOR", f"sh -c 'echo $0:$1 >{notes}' {{file}} {{line}}")
    site.briefing("one", "Good words [@tass].")
    site.briefing("two", "Good words [@tass].")
    with Server(site.root) as server:
        page.goto(f"{server.address}/briefings/two/")
        site.briefing("one", "Bad words [@tsas].")
        site.briefing("two", "Bad words [@tsas] <b>here</b>.")
        overlay = page.get_by_role("alert")
        expect(overlay).to_contain_text("2 errors")
        expect(overlay.get_by_role("heading", level=3)).to_have_text(
            ["content/briefings/two.mdthis page", "content/briefings/one.md"]
        )
        expect(overlay.locator("pre").first).to_have_text("14Bad words [@tsas] <b>here</b>.")
        expect(overlay.locator("mark").first).to_have_text("tsas")
        overlay.get_by_role("button", name="content/briefings/two.md:14:11").click()
        expect(page.get_by_role("status")).to_contain_text("Opened in sh.")
        assert notes.read_text() == f"{site.root}/content/briefings/two.md:14\n"
        overlay.get_by_role("link", name="error[unknown-citation]").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("citation")


def test_the_keyboard_folds_the_findings_and_keeps_its_place(site: SiteBuilder, page: Page) -> None:
    site.briefing("one", "Good words [@tass].")
    with Server(site.root) as server:
        page.goto(f"{server.address}/briefings/one/")
        site.briefing("one", "Bad words [@tsas].")
        place = page.get_by_role("alert").get_by_role("button", name="content/briefings/one.md:14:11")
        place.focus()
        site.briefing("two", "Bad words [@tsas].")
        expect(page.get_by_role("alert")).to_contain_text("2 errors")
        expect(place).to_be_focused()
        page.keyboard.press("Escape")
        badge = page.get_by_role("button", name="2 errors")
        expect(badge).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert").get_by_role("button", name="Close")).to_be_focused()


def test_an_editor_in_a_terminal_gives_the_place_to_copy(
    site: SiteBuilder, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEF_EDITOR", "vim")
    site.briefing("one", "Good words [@tass].")
    with Server(site.root) as server:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.origin)
        page.goto(f"{server.address}/briefings/one/")
        site.briefing("one", "Bad words [@tsas].")
        page.get_by_role("alert").get_by_role("button", name="one.md:14:11").click()
        expect(page.get_by_role("status")).to_contain_text("vim runs in a terminal, where a browser can't open it.")
        page.get_by_role("button", name="Copy content/briefings/one.md:14").click()
        expect(page.get_by_role("status")).to_contain_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == "content/briefings/one.md:14"
