"""`brief stats`: the archive in numbers."""

import json

import pytest

from tests.sites import SOURCE, SiteBuilder


@pytest.fixture
def stocked(site: SiteBuilder) -> SiteBuilder:
    """Three briefings that readers see, one that they don't, and what they rest on."""
    site.settings(languages=["en", "ru"])
    site.tag("sanctions")
    site.outlet("ofac")
    kept = {**SOURCE, "archived": "https://web.archive.org/web/2022/https://example.org/report", "rating": "B2"}
    paper = {"id": "list", "outlet": "ofac", "title": "A list", "where": "The archive", "published": "2022-03"}
    site.briefing(
        "one",
        "See [[two]], says Interpol [@tass].",
        sources=[kept],
        corrections=[{"date": "2026-02-01", "note": "A name."}],
    )
    site.briefing("two", "Words [@list].", date="2025-05-06", tags=["sanctions", "interpol"], sources=[SOURCE, paper])
    site.briefing(
        "three",
        "Nothing.",
        lang="ru",
        unsourced="None is public.",
        sources=None,
        status="withdrawn",
        withdrawn={"date": "2026-03-01", "reason": "Wrong."},
    )
    site.briefing("four", "Not yet.", status="draft")
    return site


def test_all_that_readers_see_is_counted(stocked: SiteBuilder) -> None:
    outcome = stocked.brief("stats", "--format", "json")
    assert outcome.code == 0
    found = json.loads(outcome.out)
    assert found["statuses"] == {"published": 2, "withdrawn": 1}
    assert found["drafts"] == 1
    assert found["languages"] == {"en": 2, "ru": 1}
    assert found["years"] == {"2025": 1, "2026": 2}
    assert (found["first"], found["last"]) == ("2025-05-06", "2026-01-02")
    assert found["tags"] == {"interpol": 3, "sanctions": 1}
    assert found["outlets"] == {"tass": 2, "ofac": 1}
    assert found["sources"] == {
        "total": 3, "documents": 2, "cited": 2, "online": 2, "archived": 1, "rated": 1, "dated": 1, "dead": 0,
    }  # fmt: skip
    assert (found["unsourced"], found["corrections"], found["links"], found["mentions"]) == (1, 1, 1, 1)
    assert found["unlinked"] == 2


def test_a_person_gets_them_in_words(stocked: SiteBuilder) -> None:
    shown = stocked.brief("stats", "--top", "1").out
    assert "3 briefings, 1 of them withdrawn; 1 draft" in shown
    assert "from 2025-05-06 to 2026-01-02" in shown
    assert "Tags (1 of 2)" in shown
    assert "Interpol" in shown
    assert "Sanctions" not in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_dead_sources_are_counted(stocked: SiteBuilder) -> None:
    stocked.write(
        "content/health.toml", '[sources."example.org/report"]\nfailing_since = 2026-01-01\nfirst_dead = 2026-02-01\n'
    )
    assert json.loads(stocked.brief("stats", "--format", "json").out)["sources"]["dead"] == 2


def test_an_empty_archive_has_numbers_too(site: SiteBuilder) -> None:
    outcome = site.brief("stats")
    assert outcome.code == 0
    assert "0 briefings" in outcome.out


def test_what_cannot_be_read_is_said_to_be_left_out(stocked: SiteBuilder) -> None:
    stocked.write("content/briefings/five.md", "no front matter")
    outcome = stocked.brief("stats")
    assert outcome.code == 0
    assert "1 error" in outcome.err
    assert "brief check" in outcome.err
