"""Pages in folders: sections, which have addresses and lists of their own."""

import gzip
import re

import pytest

from tests.sites import SiteBuilder, tree


@pytest.fixture
def guided(site: SiteBuilder) -> SiteBuilder:
    """A page, and a section of four in two languages."""
    site.settings(languages=["en", "ru"])
    site.page("about", order=1)
    site.page("guide/index", "Begin with [[guide/first]] or [the second](second.md).", title="The guide", order=2)
    site.page("guide/first", "Then [[guide/second#more]].", title="A first one", order=1)
    site.page("guide/second", "## More\n\nText.", title="The second", order=2)
    site.page("guide/last", "Back to [[page:guide]].", title="And the last")
    site.page("ru/guide/first", title="Первая", lang="ru")
    site.briefing("one")
    return site


def test_the_pages_of_a_folder_stand_below_its_address(guided: SiteBuilder) -> None:
    assert not guided.check().faults
    guided.build()
    for address in ("guide/", "guide/first/", "guide/second/", "guide/last/", "ru/guide/first/"):
        assert guided.output(f"{address}index.html").is_file(), address
    assert {"/guide/first/", "/guide/second/"} <= set(guided.page_at("guide/").links)
    assert "/guide/second/#more" in guided.page_at("guide/first/").links


def test_each_page_lists_its_section_in_order_and_names_the_next(guided: SiteBuilder) -> None:
    guided.build()
    page = guided.page_at("guide/first/")
    nav = page.html.partition('aria-label="The guide"')[2].partition("</nav>")[0]
    assert re.findall('href="([^"]+)"', nav) == ["/guide/", "/guide/first/", "/guide/second/", "/guide/last/"]
    assert page.all("a", href="/guide/first/", **{"aria-current": "page"})
    assert page.all("a", href="/guide/second/", rel="next")
    assert not guided.page_at("guide/last/").all("a", rel="next")
    assert not guided.page_at("about/").all("a", rel="next")


def test_the_menu_and_the_footer_name_a_section_once(guided: SiteBuilder) -> None:
    guided.build()
    page = guided.page_at("about/")
    assert page.links.count("/guide/") == 2
    assert not any(link.startswith("/guide/") and link != "/guide/" for link in page.links)


def test_a_section_in_another_language_has_the_translation(guided: SiteBuilder) -> None:
    guided.build()
    assert "/ru/guide/first/" in guided.page_at("guide/first/").links
    assert "/ru/guide/first/" in guided.page_at("ru/guide/first/").links


def test_a_page_moves_within_its_section(guided: SiteBuilder) -> None:
    guided.build()
    assert guided.brief("move", "guide/second", "third").code == 0
    assert (guided.root / "content/pages/guide/third.md").is_file()
    assert "[[guide/third#more]]" in (guided.root / "content/pages/guide/first.md").read_text()
    assert not guided.check().faults
    guided.build()
    assert "/guide/third/" in guided.html("guide/second/")
    outcome = guided.brief("move", "guide", "handbook")
    assert outcome.code == 2
    assert "Rename the folder" in outcome.err


def test_a_link_to_a_page_that_is_not_there_is_met_with_the_nearest(guided: SiteBuilder) -> None:
    guided.page("about", "See [[guide/frist]].")
    assert guided.check().only("unknown-link")["hint"] == "Did you mean `[[guide/first]]`?"


def test_a_link_to_a_page_that_cannot_be_read_is_no_second_fault(guided: SiteBuilder) -> None:
    guided.page("about", "See [[page:guide/second]].")
    guided.write("content/pages/guide/second.md", "---\ntitel: The second\n---\n")
    assert "unknown-link" not in {found["code"] for found in guided.check().faults if "about" in found["path"]}


def test_a_folder_that_makes_no_address_is_told(guided: SiteBuilder) -> None:
    guided.page("!!/first")
    assert guided.check().only("bad-slug")["path"] == "content/pages/!!/first.md"


def test_the_pages_of_a_section_are_found_by_the_search(guided: SiteBuilder) -> None:
    guided.settings(languages=["en", "ru"], search=True)
    guided.build()
    assert list(guided.output().glob("search/**/*.json")) or list(guided.output().rglob("*pagefind*"))
    files = tree(guided.output("search")).values()
    index = b"".join(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw for raw in files)
    assert b"/guide/first/" in index
