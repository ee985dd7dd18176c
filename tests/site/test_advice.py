"""What `brief check` says that could be better, and `brief build` does not go on about."""

from typing import Any

from tests.sites import SOURCE, SiteBuilder


def _of(site: SiteBuilder, code: str) -> list[dict[str, Any]]:
    return [found for found in site.check().diagnostics if found["code"] == code]


def test_a_briefing_that_no_text_links_to_is_a_note(site: SiteBuilder) -> None:
    site.briefing("one", "[@tass] [[two]]")
    site.briefing("two", "[@tass] Interpol")
    site.briefing("three", status="draft")
    (found,) = _of(site, "orphan")
    assert (found["path"], found["severity"]) == ("content/briefings/one.md", "note")
    assert "orphan" not in site.brief("build", "--format", "json").out


def test_tags_and_outlets_that_nothing_uses_are_warnings(site: SiteBuilder) -> None:
    site.settings('[tags]\nother = "Other"')
    site.tag("unused")
    site.tag("above")
    site.tag("interpol", title="Interpol", broader=["above"])
    site.outlet("nobody")
    site.briefing("one")
    found = _of(site, "unused-tag")
    assert [(d["path"], d["line"], d["severity"]) for d in found] == [
        ("content/tags/unused.md", 2, "warning"), ("site.toml", 5, "warning"),
    ]  # fmt: skip
    assert [d["path"] for d in _of(site, "unused-outlet")] == ["content/outlets/nobody.md"]


def test_a_source_without_a_kept_copy_is_a_note_at_its_address(site: SiteBuilder) -> None:
    site.briefing(
        "one", "[@tass] [@b] [@c]",
        sources=[SOURCE, SOURCE | {"id": "b", "archived": "https://web.archive.org/web/2026/x", "url": "https://e.org/b"},
                 {"id": "c", "outlet": "tass", "title": "T", "where": "a shelf"}],
    )  # fmt: skip
    (found,) = _of(site, "unarchived-source")
    assert (found["line"], found["severity"]) == (11, "note")


def test_addresses_that_are_not_in_the_ledger_yet_are_a_note(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    assert _of(site, "new-addresses") == []
    site.briefing("two")
    (found,) = _of(site, "new-addresses")
    assert "/briefings/two/" in found["message"]


def test_a_language_that_the_theme_does_not_speak_is_told(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru", "uk"])
    (found,) = _of(site, "untranslated-theme")
    assert (found["path"], found["severity"]) == ("site.toml", "warning")
    assert "locale/uk.po" in found["hint"]
