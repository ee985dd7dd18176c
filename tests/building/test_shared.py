"""What several pages show of one item is worked out for the first of them; each of them follows it all the same."""

from pathlib import Path

import pytest

from tests.sites import SiteBuilder, tree


@pytest.fixture
def spread(site: SiteBuilder) -> SiteBuilder:
    """A briefing that links to two others, each in a sentence of its own, once built."""
    for slug in ("one", "two"):
        site.briefing(slug)
    _linking(site, "At first")
    site.build()
    return site


def _linking(site: SiteBuilder, words: str) -> None:
    body = f"{words} [[one|it]] said so [@tass].\n\n{words} [[two|they]] did, as [[one]] had said."
    site.briefing("linking", body, date="2026-01-03")


def test_each_page_that_a_text_leads_to_follows_the_sentences_around_its_links(spread: SiteBuilder) -> None:
    _linking(spread, "In the end")
    spread.build()
    for slug in ("one", "two"):
        text = spread.page_at(f"briefings/{slug}/").text
        assert "In the end" in text
        assert "At first" not in text


def test_a_page_made_alone_has_what_it_has_beside_the_others(spread: SiteBuilder) -> None:
    before = spread.html("briefings/two/")
    spread.briefing("one", title="Another name")
    spread.build()
    assert "Another name" in spread.html("briefings/two/")
    spread.briefing("one")
    spread.build()
    assert spread.html("briefings/two/") == before


def test_a_tag_that_is_called_otherwise_is_so_in_the_data_of_each_briefing(spread: SiteBuilder) -> None:
    spread.tag("interpol", title="The Organisation")
    spread.build()
    for slug in ("one", "two", "linking"):
        assert '"name":"The Organisation"' in spread.html(f"briefings/{slug}/")


def test_a_rebuilt_archive_is_one_built_from_nothing(spread: SiteBuilder, tmp_path: Path) -> None:
    _linking(spread, "In the end")
    spread.tag("interpol", title="The Organisation")
    spread.build()
    rebuilt = tree(spread.output())
    spread.build("--no-cache", "--output", str(tmp_path / "clean"))
    assert tree(tmp_path / "clean") == rebuilt
