"""No address ever dies."""

from tests.sites import SiteBuilder, tree

LEDGER = "content/addresses.toml"


def test_a_build_adds_what_is_new_to_the_ledger(site: SiteBuilder) -> None:
    site.settings(base_url="https://example.org/deep", languages=["en", "ru"])
    site.briefing("one", aliases=["/old/"])
    site.briefing("hidden", status="draft")
    site.write("content/files/map.svg", "<svg/>")
    site.build()
    ledger = (site.root / LEDGER).read_text()
    for address in ("/briefings/one/", "/old/", "/", "/ru/tags/interpol/", "/files/map.svg", "/corrections/feed.xml"):
        assert f'"{address}",\n' in ledger
    assert "hidden" not in ledger
    assert "404" not in ledger
    before = (site.root / LEDGER).stat().st_mtime_ns
    site.build()
    assert (site.root / LEDGER).stat().st_mtime_ns == before
    site.build("--drafts")
    assert "hidden" not in (site.root / LEDGER).read_text()


def test_an_address_that_would_vanish_is_an_error_that_says_how_to_mend_it(site: SiteBuilder) -> None:
    old = site.briefing("one")
    site.build()
    before = tree(site.output())
    old.unlink()
    site.briefing("onne")
    outcome = site.brief("build", "--format", "json")
    found = outcome.only("vanished-address")
    lines = (site.root / LEDGER).read_text().splitlines()
    assert found["path"] == LEDGER
    assert lines[found["line"] - 1] == '  "/briefings/one/",'
    for words in ("/briefings/one/", "aliases: [/briefings/one/]", "status: withdrawn", "/briefings/onne/"):
        assert words in found["message"] + found["hint"]
    assert outcome.code == 1
    assert tree(site.output()) == before
    site.briefing("onne", aliases=["/briefings/one/"])
    site.build()


def test_a_withdrawn_briefing_keeps_its_address(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    site.briefing("one", status="withdrawn", withdrawn={"date": "2026-02-02", "reason": "R."})
    site.build()
    assert site.output("archive/2026/index.html").is_file(), "a year that became empty leads to the archive"
    assert site.page_at("archive/2026/").links == ["/archive/"]


def test_a_list_that_became_shorter_answers_for_its_last_pages(site: SiteBuilder) -> None:
    for number in range(51):
        site.briefing(f"b{number}")
    site.build()
    assert site.output("tags/interpol/page/2/index.html").is_file()
    site.tag("other")
    for number in range(51):
        site.briefing(f"b{number}", tags=["other"])
    site.build()
    assert site.page_at("tags/interpol/page/2/").links == ["/tags/interpol/"]


def test_a_tag_that_goes_is_missed_in_every_language(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"])
    tag = site.tag("gone")
    site.build()
    tag.unlink()
    found = [d["message"] for d in site.check().diagnostics if d["code"] == "vanished-address"]
    assert len(found) == 2
    assert any("/ru/tags/gone/" in message for message in found)


def test_a_broken_ledger_is_told_and_stops_the_build(site: SiteBuilder) -> None:
    site.briefing("one")
    for text in (b"addresses = [", b"addresses = [1]", b"\xff", b"<<<<<<< HEAD\naddresses = []"):
        site.write(LEDGER, text)
        assert site.brief("build", "--format", "json").only("bad-ledger")["path"] == LEDGER
        assert (site.root / LEDGER).read_bytes() == text
