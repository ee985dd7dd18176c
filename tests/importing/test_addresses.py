"""Addresses that brief needs for itself, and former addresses of tags."""

import tomllib

from brief.importing.addresses import Taken
from tests.sites import SiteBuilder


def test_every_address_that_brief_makes_by_itself_is_known_to_be_its_own(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"], search=True)
    site.briefing("one", corrections=[{"date": "2026-02-02", "note": "N."}], events=[{"date": "2026-01", "text": "T"}])
    site.write("content/files/map.txt", "x")
    site.build()
    made = {f"/{path.relative_to(site.output()).as_posix()}" for path in site.output().rglob("*") if path.is_file()}
    taken = Taken(["en", "ru"])
    # The theme's files are called by what is in them, and nobody's address is.
    ours = {path for path in made if not path.startswith(("/assets/", "/icon", "/sitemap"))}
    assert {path for path in ours if not taken.is_own(path.removesuffix("index.html"))} == set()
    assert not taken.is_own("/posts/one/")
    assert not taken.is_own("/ru/posts/one/")


def test_a_tag_is_found_where_it_was(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"])
    site.tag("police", former_addresses=["/category/police/", "/cat/police.html"])
    site.briefing("one", "See [it](/category/police/) [@tass].", tags=["police"])
    assert not site.check().faults
    site.build()
    for path in ("category/police/", "cat/police.html"):
        assert 'url=/tags/police/"' in site.html(path)
    ledger = tomllib.loads((site.root / "content/addresses.toml").read_text("utf-8"))
    assert "/category/police/" in ledger["addresses"]


def test_a_former_address_of_a_tag_is_checked_as_an_alias_is(site: SiteBuilder) -> None:
    site.tag("police", former_addresses=["/briefings/one/", "old"])
    site.briefing("one", tags=["police"])
    found = site.check()
    assert found.only("bad-address")["line"] == 5
    assert found.only("duplicate-address")["path"] in {"content/tags/police.md", "content/briefings/one.md"}


def test_former_addresses_go_over_when_tags_are_merged(site: SiteBuilder) -> None:
    site.tag("police", former_addresses=["/category/police/"])
    site.tag("guards")
    site.briefing("one", tags=["police"])
    site.build()
    assert site.brief("tag", "merge", "police", "guards").code == 0
    assert site.brief("tag", "rename", "guards", "watch").code == 0
    site.build()
    assert 'url=/tags/watch/"' in site.html("category/police/")
    assert 'url=/tags/watch/"' in site.html("tags/police/")
