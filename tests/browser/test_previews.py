"""What a link leads to, shown while one looks at it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from brief.cli import main
from tests.browser.hosting import served
from tests.sites import SOURCE, SiteBuilder

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parents[2]
FOUNDING = "briefings/russian-ncb-head-on-interpol-charter/"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    output = tmp_path_factory.mktemp("sample") / "public"
    assert main(["build", "--site", str(SAMPLE), "--output", str(output)]) == 0
    with served(output) as address:
        yield address


def test_a_pointer_on_a_link_shows_title_summary_and_date(page: Page, sample: str) -> None:
    page.goto(sample + FOUNDING)
    preview = page.get_by_role("tooltip")
    page.locator(".prose").get_by_role("link", name="Article 3: the rule on neutrality").hover()
    expect(preview).to_contain_text("9 September 2026")
    expect(preview).to_contain_text("Article 3: the rule on neutrality")
    expect(preview).to_contain_text("One sentence of the INTERPOL Constitution")
    preview.hover()
    expect(preview).to_be_visible()
    page.mouse.move(2, 2)
    expect(preview).to_have_count(0)
    page.locator(".prose .mention").first.hover()
    expect(preview).to_contain_text("Person")
    expect(preview).to_contain_text("briefings")


def test_a_citation_shows_its_source(page: Page, sample: str) -> None:
    page.goto(sample + FOUNDING)
    page.locator(".prose .citation a").first.hover()
    preview = page.get_by_role("tooltip")
    expect(preview).to_contain_text("TASS: [Remarks by Valery Kalachev to TASS]")
    expect(preview).to_contain_text("date unknown")
    expect(preview).to_contain_text("fairly reliable source; possibly true")


def test_the_keyboard_shows_a_preview_and_escape_puts_it_away(page: Page, sample: str) -> None:
    page.goto(sample + FOUNDING)
    page.locator(".side a").last.focus()
    page.keyboard.press("Tab")
    link = page.locator(".prose a").first
    expect(link).to_be_focused()
    preview = page.get_by_role("tooltip")
    expect(preview).to_contain_text("Valery Kalachev")
    assert link.get_attribute("aria-describedby") == preview.get_attribute("id")
    page.keyboard.press("Escape")
    expect(preview).to_have_count(0)
    expect(link).to_be_focused()
    assert link.get_attribute("aria-describedby") is None
    page.keyboard.press("Tab")
    expect(preview).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: FOUNDING not in url)


def test_a_preview_goes_along_with_its_link_when_the_page_scrolls(page: Page, sample: str) -> None:
    page.goto(sample + FOUNDING)
    link = page.locator(".prose a").first
    page.locator(".side a").last.focus()
    page.keyboard.press("Tab")
    preview = page.get_by_role("tooltip")
    expect(preview).to_be_visible()
    page.evaluate(
        "new Promise((done) => { addEventListener('scroll', () => requestAnimationFrame(done), { once: true });"
        " scrollBy({ top: 60, behavior: 'instant' }); })"
    )
    expect(preview).to_be_visible()
    card, box = preview.bounding_box(), link.bounding_box()
    assert card
    assert box
    assert min(abs(card["y"] - box["y"] - box["height"]), abs(box["y"] - card["y"] - card["height"])) < 12


@pytest.mark.parametrize("width", [360, 1280])
def test_a_preview_stays_within_the_window(browser: Browser, sample: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 700})
    page = context.new_page()
    page.goto(sample + FOUNDING)
    for link in page.locator(".prose .citation a").all():
        link.hover()
        preview = page.get_by_role("tooltip")
        expect(preview).to_be_visible()
        box = preview.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 700
        page.keyboard.press("Escape")
        page.mouse.move(1, 1)
    context.close()


def test_without_a_script_they_are_plain_links(browser: Browser, sample: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sample + FOUNDING)
    page.locator(".prose").get_by_role("link", name="Article 3: the rule on neutrality").click()
    expect(page.locator("h1")).to_have_text("Article 3: the rule on neutrality")
    context.close()


def test_what_a_preview_shows_never_runs(site: SiteBuilder, page: Page) -> None:
    evil = "<img src=x onerror=window.ran=1><script>window.ran=1</script>"
    site.briefing("one", title=evil, summary=evil, sources=[SOURCE | {"title": evil, "where": None}])
    site.briefing("two", "See [[one]] and this [@tass].", sources=[SOURCE | {"title": evil}])
    site.build()
    with served(site.output()) as address:
        page.goto(f"{address}briefings/two/")
        for link in page.locator(".prose a:not(.passage)").all():
            link.hover()
            expect(page.get_by_role("tooltip")).to_contain_text("onerror=window.ran=1")
            page.keyboard.press("Escape")
        assert page.evaluate("window.ran") is None
