"""Searching the archive, in a real browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from brief.cli import main
from tests.browser.hosting import served
from tests.serving.serving import Events, Server
from tests.sites import SOURCE, SiteBuilder

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parents[2]
EVIL = "<img src=x onerror=window.ran=1><script>window.ran=1</script>"

expect.set_options(timeout=60_000)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample archive below a path, as on a host that many sites share."""
    folder = tmp_path_factory.mktemp("sample")
    output = folder / "archive"
    base = ["--base-url", "https://example.org/archive"]
    assert main(["build", "--site", str(SAMPLE), "--output", str(output), *base]) == 0
    with served(folder) as address:
        yield f"{address}archive/"


def _results(page: Page) -> list[str]:
    return page.locator(".result-title").all_inner_texts()


def test_a_word_finds_briefings_and_subjects_with_marked_excerpts(page: Page, sample: str) -> None:
    page.goto(f"{sample}search/")
    page.get_by_role("searchbox").fill("sanctioned")
    expect(page.get_by_role("status")).to_contain_text("Results:")
    assert "Sanctions" in _results(page), "a subject, by another form of the word"
    result = page.locator(".result").filter(has=page.get_by_role("link", name="Four sanctions instruments compared"))
    expect(result.locator("mark").first).to_contain_text("sanctions")
    result.get_by_role("link").first.click()
    expect(page.locator("h1")).to_have_text("Four sanctions instruments compared")


def test_russian_is_found_in_other_forms_of_the_word(page: Page, sample: str) -> None:
    page.goto(f"{sample}ru/search/?q=уставами")
    result = page.locator(".result").filter(has_text="устав").first
    expect(result).to_be_visible()
    expect(page.locator("mark").filter(has_text="устав").first).to_be_visible()
    found = page.locator(".result-title a").evaluate_all("links => links.map(link => link.pathname)")
    assert any(path.startswith("/archive/ru/briefings/") for path in found)
    assert len(found) == len(set(found)), "a work is found once, in one language"


def test_a_word_that_nothing_has_finds_nothing(page: Page, sample: str) -> None:
    page.goto(f"{sample}search/?q=zebras")
    expect(page.get_by_role("status")).to_contain_text("Nothing was found.")
    page.goto(f"{sample}ru/search/?q=надзорность")
    expect(page.get_by_role("status")).to_contain_text("Ничего не найдено.")


def test_filters_narrow_a_search_and_stand_in_the_address(page: Page, sample: str) -> None:
    page.goto(f"{sample}search/?q=interpol")
    expect(page.locator(".result").first).to_be_visible()
    page.get_by_role("combobox", name="Subject").select_option(label="Notices and diffusions")
    expect(page.get_by_role("status")).to_have_text("Results: 4")
    assert page.evaluate("location.search") == "?q=interpol&tag=notices"
    page.get_by_role("combobox", name="Outlet").select_option(label="TASS")
    expect(page.get_by_role("status")).to_contain_text("Nothing was found.")
    page.reload()
    expect(page.get_by_role("combobox", name="Outlet")).to_have_value("tass")
    expect(page.get_by_role("status")).to_contain_text("Nothing was found.")
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_role("heading", name="Browse by subject")).to_be_visible()
    assert page.evaluate("location.search") == ""
    page.get_by_role("combobox", name="Year").select_option("2026")
    expect(page.locator(".result").first).to_be_visible()


def test_a_language_is_chosen_where_briefings_have_several(page: Page, sample: str) -> None:
    page.goto(f"{sample}ru/search/?q=interpol&language=en")
    expect(page.locator(".result").first).to_be_visible()
    links = page.locator(".result-title a")
    assert links.evaluate_all("links => links.every(link => link.pathname.startsWith('/archive/briefings/'))")
    assert links.first.get_attribute("lang") == "en"


def test_the_field_in_the_masthead_is_used_by_keyboard_alone(page: Page, sample: str) -> None:
    page.goto(f"{sample}tags/")
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Search this archive")
    expect(box).to_be_focused()
    page.keyboard.type("kalachev")
    options = page.get_by_role("listbox", name="Results").get_by_role("option", include_hidden=True)
    expect(options.first).to_have_text("Valery KalachevPerson")
    expect(page.locator(".finder [role=status]")).to_contain_text("Results:")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Valery Kalachev")
    # Its heading is there before its script is.
    page.wait_for_load_state()
    page.keyboard.press("Control+k")
    page.keyboard.type("charter")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Search")
    expect(page.locator(".result").first).to_be_visible()
    assert page.evaluate("location.search") == "?q=charter"


def test_axe_finds_nothing_in_results_and_in_an_open_list(page: Page, sample: str) -> None:
    page.goto(f"{sample}search/?q=sanctions")
    expect(page.locator(".result").first).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    page.goto(f"{sample}tags/")
    page.keyboard.press("Control+k")
    page.keyboard.type("charter")
    expect(page.locator(".finder [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert Axe().run(page).response["violations"] == []


def test_scripts_that_come_later_are_checked_too(page: Page, sample: str) -> None:
    page.route(
        "**/assets/finder.*.js", lambda route: route.fulfill(body="window.ran = 1", content_type="text/javascript")
    )
    page.goto(f"{sample}tags/")
    page.keyboard.press("Control+k")
    page.keyboard.type("charter")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Search")
    expect(page.locator(".result").first).to_be_visible()
    assert page.evaluate("window.ran") is None


def test_without_a_script_subjects_and_years_lead_on(browser: Browser, sample: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{sample}tags/")
    page.get_by_role("searchbox").fill("charter")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Search needs JavaScript.")).to_be_visible()
    expect(page.locator("form.search")).to_be_hidden()
    expect(page.locator(".colours")).to_be_hidden()
    page.get_by_role("main").get_by_role("link", name="2026").click()
    expect(page.locator("h1")).to_have_text("2026")
    context.close()


def test_an_index_that_cannot_be_loaded_is_said(page: Page, sample: str) -> None:
    page.route("**/search/index.json", lambda route: route.abort())
    page.goto(f"{sample}search/?q=charter")
    expect(page.get_by_role("status")).to_have_text("The search could not be loaded.")
    page.unroute("**/search/index.json")
    page.get_by_role("searchbox").fill("charter of")
    expect(page.locator(".result").first).to_be_visible()


def _sharded(site: SiteBuilder) -> None:
    """Twelve briefings in six shards; all say "common", one says "needle"."""
    site.settings("[search]\nshard_size = 2", search=True)
    for number in range(1, 13):
        body = "Common words and a needle [@tass]." if number == 3 else "Common words [@tass]."
        site.briefing(f"b{number:02}", body, date=f"20{10 + number}-01-01", title=f"Number {number}")
    site.build()


def test_the_latest_shards_are_looked_at_first_and_no_more_than_needed(site: SiteBuilder, page: Page) -> None:
    _sharded(site)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with served(site.output()) as address:
        page.goto(f"{address}search/?q=needle")
        expect(page.get_by_role("status")).to_have_text("Results: 1")
        assert _results(page) == ["Number 3"]
        loaded = {url.split("/index/en/")[1].split("/")[0] for url in asked if "pf_meta" in url and "/en/20" in url}
        assert loaded == {"2012-01"}, "the shard that has the word"
        page.get_by_role("searchbox").fill("common")
        expect(page.get_by_role("status")).to_contain_text("The first 10 results")
        page.get_by_role("button", name="More results").click()
        expect(page.get_by_role("status")).to_have_text("Results: 12")
        expect(page.get_by_role("button", name="More results")).to_be_hidden()
        assert sorted(_results(page)) == sorted(f"Number {number}" for number in range(1, 13))


def test_a_filter_loads_the_shards_that_have_what_it_asks_for(site: SiteBuilder, page: Page) -> None:
    site.tag("rare", title="Rare")
    site.settings("[search]\nshard_size = 2", search=True)
    for number in range(1, 13):
        tags = ["interpol", "rare"] if number == 3 else ["interpol"]
        site.briefing(f"b{number:02}", date=f"20{10 + number}-01-01", title=f"Number {number}", tags=tags)
    site.build()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with served(site.output()) as address:
        page.goto(f"{address}search/?tag=rare")
        expect(page.get_by_role("status")).to_have_text("Results: 1")
        assert _results(page) == ["Number 3"]
        assert len([url for url in asked if "pf_meta" in url and "/en/20" in url]) == 1


def test_a_short_word_is_found_in_another_form(site: SiteBuilder, page: Page) -> None:
    site.settings("[search]\nshard_size = 2", search=True, languages=["en", "ru"])
    for year in (2001, 2011, 2021):
        site.briefing(f"b{year}", "A law [@tass]." if year == 2001 else "Words [@tass].", date=f"{year}-01-01")
    site.briefing("ru", "Решение принял суд [@tass].", lang="ru", date="2001-01-01")
    site.build()
    with served(site.output()) as address:
        page.goto(f"{address}search/?q=laws")
        expect(page.locator(".result-title")).to_have_text("Title of b2001")
        page.goto(f"{address}ru/search/?q=суда")
        expect(page.locator(".result-title")).to_have_text("Title of ru")


def test_a_year_loads_its_shard_alone(site: SiteBuilder, page: Page) -> None:
    _sharded(site)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with served(site.output()) as address:
        page.goto(f"{address}search/?q=common&year=2014")
        expect(page.get_by_role("status")).to_have_text("Results: 1")
        assert _results(page) == ["Number 4"]
        assert {url.split("/index/en/")[1].split("/")[0] for url in asked if "pf_meta" in url and "/en/20" in url} == {
            "2014-01"
        }


def test_what_is_found_never_runs(site: SiteBuilder, page: Page) -> None:
    site.settings(search=True)
    site.tag("interpol", title=f"Tag {EVIL}", kind="theme", aliases={"en": [EVIL]})
    site.outlet("tass", title=f"Outlet {EVIL}")
    site.briefing(
        "one", f"Needle `{EVIL}` [@tass].", title=f"Title {EVIL}", summary=EVIL, sources=[SOURCE | {"title": EVIL}]
    )
    site.build()
    with served(site.output()) as address:
        page.goto(f"{address}search/?q=needle")
        expect(page.locator(".result").first).to_contain_text(f"Title {EVIL}")
        page.get_by_role("searchbox").fill("onerror")
        expect(page.locator(".result").nth(2)).to_be_visible()
        page.goto(f"{address}?q={EVIL}")
        page.keyboard.press("Control+k")
        page.keyboard.type("onerror")
        expect(page.get_by_role("option").first).to_contain_text("<img")
        assert page.evaluate("window.ran") is None


def test_the_dev_server_finds_what_was_just_saved(site: SiteBuilder, page: Page) -> None:
    site.settings(search=True)
    site.briefing("one", "First words [@tass].")
    with Server(site.root) as server, Events(server) as events:
        listed = f"{server.address}/search/index.json"
        while (before := page.request.get(listed)).status != 200:
            events.next()
        site.briefing("two", "A needle [@tass].", title="Just saved")
        while page.request.get(listed).text() == before.text():
            events.next()
        page.goto(f"{server.address}/search/?q=needle")
        expect(page.locator(".result-title")).to_have_text("Just saved")
