"""Several languages, and what happens to a briefing over the years, in each of them."""

import pytest

from tests.sites import SOURCE, SiteBuilder


@pytest.fixture
def both(site: SiteBuilder) -> SiteBuilder:
    """A site in English and Russian, with one briefing in both."""
    site.settings(languages=["en", "ru"])
    site.briefing("old", title="Old")
    site.briefing("ru/old", title="Старая", lang="ru", translation_of="old")
    return site


def test_what_replaces_a_briefing_is_named_in_every_language(both: SiteBuilder) -> None:
    both.briefing("new", title="New", supersedes=["old"])
    both.briefing("ru/new", title="Новая", lang="ru", translation_of="new")
    both.build()
    assert "Superseded by New" in both.page_at("briefings/old/").text
    assert "Заменён брифингом Новая" in both.page_at("ru/briefings/old/").text
    assert "заменяет Старая" in both.page_at("ru/briefings/new/").text


def test_a_withdrawn_briefing_replaces_nothing(both: SiteBuilder) -> None:
    both.briefing("new", supersedes=["old"], status="withdrawn", withdrawn={"date": "2026-02-02", "reason": "R."})
    both.build()
    assert "Superseded" not in both.page_at("briefings/old/").text


def test_a_withdrawn_translation_leaves_the_original_in_the_lists(both: SiteBuilder) -> None:
    withdrawn = {"date": "2026-02-02", "reason": "R."}
    both.briefing("ru/old", title="Старая", lang="ru", translation_of="old", status="withdrawn", withdrawn=withdrawn)
    both.briefing("other", "[@tass] [[old]]\n\n![[old]]")
    both.build()
    home = both.page_at("ru/").text
    assert "Old" in home
    assert "Старая" not in home


def test_a_link_to_a_withdrawn_briefing_says_so(site: SiteBuilder) -> None:
    site.briefing("gone", status="withdrawn", withdrawn={"date": "2026-02-02", "reason": "R."})
    site.briefing("one", "[@tass] [[gone#its-heading]]\n\n![[gone]]")
    site.build()
    page = site.page_at("briefings/one/")
    assert "/briefings/gone/" in page.links
    assert "Withdrawn" in page.text


def test_pages_of_one_slug_are_translations_of_each_other(both: SiteBuilder) -> None:
    both.page("about", order=1, title="About")
    both.page("ru/about", lang="ru", order=1, title="О нас")
    both.page("index", "English words.")
    both.page("ru/index", "Русские слова.", lang="ru")
    both.page("only", order=2, title="Only English")
    both.build()
    english, russian = both.page_at(""), both.page_at("ru/")
    assert "English words." in english.text
    assert "О нас" not in english.text
    assert "Русские слова." in russian.text
    assert "О нас" in russian.text
    assert russian.all("a", href="/only/", lang="en")
    assert "/ru/about/" in both.page_at("about/").links


def test_translations_of_a_draft_are_one_briefing(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru", "uk"])
    site.briefing("one", status="draft", title="One")
    site.briefing("ru/one", lang="ru", translation_of="one", title="Один")
    site.briefing("uk/one", lang="uk", translation_of="one", title="Один українською")
    site.build()
    assert "1 briefing " in site.page_at("").text
    assert "Один українською" in site.page_at("uk/").text


def test_the_language_switch_never_leads_to_nothing(both: SiteBuilder) -> None:
    both.briefing("early", date="2021-01-01", title="Early")
    both.briefing("ru/early", date="2022-01-01", lang="ru", translation_of="early", title="Ранняя")
    for number in range(60):
        both.briefing(f"b{number}")
    both.build()
    for path in both.output().rglob("*.html"):
        page = both.page_at(path.relative_to(both.output()).as_posix())
        for link in page.all("a", hreflang="ru") + page.all("a", hreflang="en"):
            assert both.output(link["href"].lstrip("/") + "index.html").is_file(), (path, link)
        for link in page.all("link", rel="alternate"):
            if "hreflang" not in link:
                continue
            address = link["href"].removeprefix("https://example.org/")
            assert both.output(f"{address}index.html").is_file(), (path, link)
    assert "/ru/tags/interpol/" in both.page_at("tags/interpol/page/2/").links
    assert "/ru/" in both.page_at("404.html").links


def test_text_is_never_torn_by_links_in_links(site: SiteBuilder) -> None:
    site.briefing(
        "one",
        "[words [@tass] and [[one]] more](https://example.org/a) <a href='https://example.org/b'>the interpol here</a>.\n\n"
        "### Below [@tass]\n\n### Below [@tass]\n\n#### Deep",
        sources=[SOURCE],
    )
    site.build()
    page = site.page_at("briefings/one/")
    assert "words [ 1 ] and Title of one more" in page.text
    assert '<a href="https://example.org/b">the interpol here</a>' in page.html
    assert [found["id"] for found in page.all("h2") if "id" in found][1:3] == ["below", "below_1"]
    assert page.all("h3", id="deep")


def test_an_alias_under_any_ending_is_a_page(site: SiteBuilder) -> None:
    site.briefing("one", aliases=["/old/v1.2", "/old/page.php"])
    site.build()
    assert site.output("old/v1.2/index.html").is_file()
    assert site.output("old/page.php/index.html").is_file()
