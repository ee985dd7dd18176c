"""The published pages, as readers see them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from brief.cli import main
from tests.browser.hosting import served
from tests.sites import SiteBuilder

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parents[2]
PAGES = [
    "",
    "briefings/russian-ncb-head-on-interpol-charter/",
    "briefings/four-sanctions-instruments-compared/",
    "tags/",
    "tags/interpol/",
    "outlets/",
    "outlets/interpol/",
    "sources/",
    "timeline/",
    "corrections/",
    "briefings/sanctions-instruments-at-a-glance/",
    "archive/",
    "archive/2026/",
    "about/",
    "ru/",
    "ru/briefings/russian-ncb-head-on-interpol-charter/",
    "404.html",
]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample archive, built and served by a plain file server."""
    output = tmp_path_factory.mktemp("sample") / "public"
    assert main(["build", "--strict", "--site", str(SAMPLE), "--output", str(output)]) == 0
    with served(output) as address:
        yield address


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_is_wider_than_its_window(browser: Browser, sample: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    for address in PAGES:
        page.goto(sample + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    context.close()


def test_pages_load_nothing_from_elsewhere_and_say_nothing_to_the_console(page: Page, sample: str) -> None:
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    for address in PAGES:
        page.goto(sample + address)
    assert said == []
    assert [url for url in asked if not url.startswith(sample)] == []


def test_a_citation_leads_to_its_source_and_back(page: Page, sample: str) -> None:
    page.goto(f"{sample}briefings/russian-ncb-head-on-interpol-charter/")
    page.locator("a[role=doc-biblioref]").first.click()
    source = page.locator("#source-tass-kalachev")
    expect(source).to_be_in_viewport()
    expect(source).to_contain_text("date unknown")
    source.locator("a[role=doc-backlink]").first.click()
    expect(page.locator("#cite-tass-kalachev-1")).to_be_in_viewport()


def test_a_reader_follows_a_subject_and_changes_the_language(page: Page, sample: str) -> None:
    page.goto(sample)
    page.locator(".subjects a").first.click()
    expect(page.locator("h1")).to_have_text("INTERPOL")
    page.get_by_role("link", name="Русский").click()
    expect(page.locator("h1")).to_have_text("Интерпол")
    assert page.evaluate("document.documentElement.lang") == "ru"


def test_the_dark_scheme_is_dark(browser: Browser, sample: str) -> None:
    shades = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(sample)
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        shades.append(sum(map(int, colour.removeprefix("rgb(").removesuffix(")").split(","))))
        context.close()
    light, dark = shades
    assert light > 600
    assert dark < 150


def test_the_sources_are_filtered_without_a_server(page: Page, sample: str) -> None:
    page.goto(f"{sample}sources/")
    everything = page.locator(".all .uses > li")
    assert everything.count() > 10
    page.get_by_label("Outlet").select_option(label="TASS")
    found = page.locator(".found > li")
    expect(everything.first).to_be_hidden()
    expect(found.first).to_contain_text("TASS")
    assert found.filter(has_text="TASS").count() == found.count()
    page.get_by_label("Subject").select_option(label="Sanctions")
    expect(page.get_by_role("status")).to_have_text("No document fits.")
    page.get_by_role("button", name="Show all").click()
    expect(everything.first).to_be_visible()
    page.goto(f"{sample}ru/sources/?o=tass&l=en")
    expect(found.first).to_contain_text("ТАСС")


def test_a_reader_copies_the_address_of_a_passage(browser: Browser, sample: str) -> None:
    context = browser.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{sample}briefings/russian-ncb-head-on-interpol-charter/")
    link = page.locator(".prose p a.passage").first
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Address copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url
    assert "#p-" in copied
    page.goto("about:blank")
    page.goto(copied)
    expect(page.locator(":target")).to_be_in_viewport()
    context.close()


def test_age_is_told_by_the_readers_clock(browser: Browser, sample: str) -> None:
    address = f"{sample}briefings/heightened-supervision-of-ncb-moscow/"
    seen = []
    for day in ("2022-04-01", "2040-01-01"):
        context = browser.new_context()
        page = context.new_page()
        page.clock.set_fixed_time(f"{day}T12:00:00Z")
        page.goto(address)
        seen.append(page.locator(".stale").is_visible())
        context.close()
    assert seen == [False, True]


def test_text_from_right_to_left_starts_at_the_right(site: SiteBuilder, page: Page) -> None:
    site.settings(languages=["en", "ar"])
    site.briefing("one", title="English title")
    site.briefing("ar/one", "نص عربي [@tass].", title="عنوان", lang="ar", translation_of="one")
    site.briefing("two", title="Only English")
    site.build()
    with served(site.output()) as address:
        page.goto(f"{address}ar/briefings/one/")
        assert page.evaluate("document.dir") == "rtl"
        heading, body = page.locator("h1"), page.locator("body")
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
        box = page.evaluate(
            "(() => { const r = document.createRange(); r.selectNodeContents(document.querySelector('h1')); return r.getBoundingClientRect().right })()"
        )
        outer = heading.bounding_box()
        assert outer
        assert abs(box - (outer["x"] + outer["width"])) < 2
        page.goto(f"{address}ar/")
        foreign = page.get_by_role("link", name="Only English").first
        assert foreign.evaluate("element => getComputedStyle(element).direction") == "ltr"
        expect(body).to_be_visible()
