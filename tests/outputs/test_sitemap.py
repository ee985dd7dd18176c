"""The sitemap: all that should be found, nothing else, and in files that are not too long."""

from collections.abc import Iterator
from pathlib import Path

from brief import config
from brief.linking.archive import link
from brief.outputs.sitemap import sitemaps
from brief.reading.loading import read
from brief.state import State
from tests.outputs.reading import MAP, sitemap
from tests.sites import Parsed, SiteBuilder, tree

LINK = "{http://www.w3.org/1999/xhtml}link"


def _found(site: SiteBuilder) -> dict[str, str | None]:
    """Each address of the sitemap and its day."""
    root = sitemap(site.output("sitemap.xml").read_bytes())
    return {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod") for url in root}


def _canonical(folder: Path) -> Iterator[str]:
    """Every page that calls itself the one to be found."""
    for path, content in tree(folder).items():
        if not path.endswith(".html"):
            continue
        page = Parsed(content.decode())
        is_kept_out = page.all("meta", name="robots") or b"notice-withdrawn" in content
        address = "/" + path.removesuffix("index.html")
        yield from (
            found["href"]
            for found in page.all("link", rel="canonical")
            if not is_kept_out and found["href"].endswith(address)
        )


def test_it_lists_every_page_that_should_be_found_and_no_other(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"], base_url="https://example.org/deep")
    site.tag("police", former_ids=["cops"])
    for number in range(51):
        site.briefing(f"b{number}", aliases=[f"/old/{number}.html"])
    site.briefing("ru/b1", lang="ru", translation_of="b1", date="2025-05-05")
    site.briefing("new", supersedes=["b2"])
    site.briefing("draft", status="draft")
    site.briefing("gone", status="withdrawn", withdrawn={"date": "2026-02-02", "reason": "R."})
    site.page("about")
    site.page("index")
    site.build()
    assert sorted(_found(site)) == sorted(_canonical(site.output()))
    assert "https://example.org/deep/tags/interpol/page/2/" in _found(site)
    assert "https://example.org/deep/briefings/b2/" not in _found(site), "its page calls the newer one canonical"


def test_it_says_when_a_page_changed_and_what_its_translations_are(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"])
    site.tag("empty")
    site.briefing("one", date="2026-01-01", updated="2026-01-05")
    site.briefing("two", date="2026-01-02", tags=["empty"], corrections=[{"date": "2026-03-01", "note": "N."}])
    site.briefing("ru/one", lang="ru", translation_of="one", date="2026-01-03")
    site.page("about")
    site.build()
    days = {address.removeprefix("https://example.org"): day for address, day in _found(site).items()}
    assert days["/briefings/one/"] == "2026-01-05"
    assert days["/ru/briefings/one/"] == "2026-01-03"
    assert days["/briefings/two/"] == days["/tags/empty/"] == days["/"] == days["/corrections/"] == "2026-03-01"
    assert days["/tags/interpol/"] == "2026-01-05"
    assert days["/about/"] is None
    versions = {
        url.findtext(f"{MAP}loc"): {found.get("hreflang"): found.get("href") for found in url.iter(LINK)}
        for url in sitemap(site.output("sitemap.xml").read_bytes())
    }
    both = {"en": "https://example.org/briefings/one/", "ru": "https://example.org/ru/briefings/one/"}
    assert versions[both["en"]] == versions[both["ru"]] == both
    assert versions["https://example.org/briefings/two/"] == {}
    for address, found in versions.items():
        assert not found or address in found.values()
        assert set(found.values()) <= set(versions), "each version says the same of the others"


def test_too_many_addresses_for_one_file_go_into_several(site: SiteBuilder) -> None:
    site.settings(base_url="https://example.org/deep")
    site.briefing("one")
    settings, _ = config.load(site.root)
    assert settings
    with State(None, "") as state:
        archive, _ = link(settings, read(settings, state)[0], state)
    whole = {output.path: output.content for output in sitemaps(archive)}
    assert list(whole) == ["sitemap.xml"]
    every = [url.findtext(f"{MAP}loc") for url in sitemap(whole["sitemap.xml"])]
    parts = {output.path: output.content for output in sitemaps(archive, limit=3)}
    index = sitemap(parts.pop("sitemap.xml"))
    named = [entry.findtext(f"{MAP}loc") for entry in index]
    assert named == [f"https://example.org/deep/{path}" for path in parts]
    assert list(parts) == [f"sitemap-{number}.xml" for number in range(1, -(-len(every) // 3) + 1)]
    found = [[url.findtext(f"{MAP}loc") for url in sitemap(content)] for content in parts.values()]
    assert [address for part in found for address in part] == every
    assert {len(part) for part in found[:-1]} == {3}


def test_robots_names_the_sitemap(site: SiteBuilder) -> None:
    site.settings(base_url="https://example.org/deep")
    site.briefing()
    site.build()
    lines = site.output("robots.txt").read_text().splitlines()
    assert "Sitemap: https://example.org/deep/sitemap.xml" in lines
    assert "Disallow: /" not in lines


def test_its_address_is_nobody_elses(site: SiteBuilder) -> None:
    site.settings(search=True)
    for address in ("/sitemap.xml", "/robots.txt", "/favicon.ico", "/site.webmanifest", "/opensearch.xml"):
        site.briefing("one", aliases=[address])
        assert address in site.check().only("duplicate-address")["message"]
