"""The dashboard in a real browser: it follows by itself, opens places, and everybody can use it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.audit.reading import COLOUR_RULES, violations
from tests.serving.serving import Server
from tests.sites import SOURCE, SiteBuilder

pytestmark = pytest.mark.browser

expect.set_options(timeout=20_000)

EVIL = "<img src=x onerror=window.ran=1><script>window.ran=1</script>"
OTHER = {"id": "other", "outlet": "tass", "title": EVIL, "url": "https://example.org/other"}
PAGES = ("", "lists/findings", "lists/briefings", "lists/unkept", "explain/uncited-source")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    site = SiteBuilder(tmp_path_factory.mktemp("dashboard") / "site", None)  # type: ignore[arg-type]  # no command is run in it
    site.briefing("one", f"A claim that cites nothing, {EVIL}.", title=EVIL, status="draft", sources=[SOURCE, OTHER])
    site.briefing(f"two{EVIL.replace('/', '')}", "Words [@tass].", slug="two", date="2999-01-02")
    site.tag("unused", title=EVIL)
    with Server(site.root) as server:
        yield server


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_is_wider_than_a_telephone(browser: Browser, server: Server, path: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 700}, color_scheme="light")
    page.goto(f"{server.address}/_brief/{path}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.emulate_media(color_scheme="dark")
    assert violations(page, COLOUR_RULES) == []
    page.close()


def test_axe_finds_nothing_in_what_stands_over_a_page(browser: Browser, server: Server) -> None:
    page = browser.new_page(color_scheme="light")
    page.goto(f"{server.address}/briefings/one/")
    bar = page.get_by_role("complementary", name="brief serve")
    bar.get_by_role("button", name="uncited", exact=False).last.click()
    found = [fault for fault in violations(page) if "brief-" in fault]
    page.emulate_media(color_scheme="dark")
    bar.get_by_role("button", name="warning").click()
    found += [fault for fault in violations(page, COLOUR_RULES) if "brief-" in fault]
    page.close()
    assert found == []


def test_titles_names_and_messages_are_text(server: Server, page: Page) -> None:
    for path in PAGES:
        page.goto(f"{server.address}/_brief/{path}")
        assert page.evaluate("window.ran") is None
    page.goto(f"{server.address}/_brief/lists/briefings")
    expect(page.get_by_role("link", name=EVIL)).to_be_visible()


def test_it_follows_what_is_saved_and_keeps_what_is_open(
    site: SiteBuilder, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = tmp_path / "opened"
    monkeypatch.setenv("BRIEF_EDITOR", f"sh -c 'echo $0:$1 >{notes}' {{file}} {{line}}")
    site.briefing("one")
    with Server(site.root) as server:
        page.goto(f"{server.address}/_brief/")
        expect(page.get_by_role("link", name="1 briefing")).to_be_visible()
        page.get_by_label("Find a briefing").fill("half a wo")
        page.evaluate("window.mark = 1")
        site.briefing("two", "Words [@tsas].")
        expect(page.get_by_text("The last good pages are shown")).to_be_visible()
        page.get_by_role("button", name="14:7").click()
        expect(page.get_by_role("status")).to_contain_text("Opened in sh.")
        assert notes.read_text() == f"{site.root}/content/briefings/two.md:14\n"
        site.briefing("two", "Words [@tass].")
        expect(page.get_by_role("link", name="2 briefings")).to_be_visible()
        expect(page.get_by_label("Find a briefing")).to_have_value("half a wo")
        assert page.evaluate("window.mark") == 1, "the page itself is not loaded again"
        page.get_by_label("Find a briefing").fill("two")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Title of two").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Title of two")
