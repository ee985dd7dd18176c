"""The search index: what is in it, when it is made anew, and that it never differs without a reason."""

import gzip
import json
import shutil
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.model import Briefing, Marks, Sources
from brief.outputs.search.bundle import bundle
from brief.outputs.search.records import Record
from brief.outputs.search.shards import shards
from brief.outputs.search.words import beginnings, word_files
from tests.sites import SiteBuilder, tree

DAYS = st.dates(date(1990, 1, 1), date(1993, 12, 31))


def _briefing(number: int, day: date) -> Briefing:
    return Briefing("x", f"b{number}", "en", 1, Marks("x"), f"B{number}", day, "", (), Sources())


BRIEFINGS = st.lists(DAYS, max_size=60).map(lambda days: [_briefing(number, day) for number, day in enumerate(days)])


def _index(site: SiteBuilder) -> dict[str, bytes]:
    """The files of the published index, those of Pagefind taken out of their compression."""
    files = tree(site.output("search"))
    return {path: gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw for path, raw in files.items()}


def _made(site: SiteBuilder) -> dict[str, bool]:
    """Build, and tell of each bundle, by the name of its folder, whether it was made for this build."""
    entries = sorted(site.output("search/index").rglob("pagefind-entry.json"))
    asked = [part for path in entries for part in ("--why", str(path.relative_to(site.output())))]
    said = site.build(*asked).err
    return {path.parent.name: f"{path.relative_to(site.output())} was made:" in said for path in entries}


def _kept(site: SiteBuilder) -> set[str]:
    """What the store of derived files has."""
    return {path.name for path in (site.root / ".brief/derived").iterdir()}


@given(BRIEFINGS, st.integers(1, 20))
def test_each_briefing_is_in_one_shard_and_no_shard_is_too_large(briefings: list[Briefing], most: int) -> None:
    found = shards(briefings, most)
    listed = [briefing for shard in found for briefing in shard.briefings]
    assert sorted(briefing.slug for briefing in listed) == sorted(briefing.slug for briefing in briefings)
    assert [briefing.date for briefing in listed] == sorted(briefing.date for briefing in briefings)
    assert all(len(shard.briefings) <= most for shard in found)
    assert len({shard.name for shard in found}) == len(found)
    for shard in found:
        assert {shard.first, shard.last} <= {briefing.date.year for briefing in shard.briefings}


@given(BRIEFINGS, st.integers(2, 20), DAYS)
def test_a_new_briefing_changes_or_divides_one_shard_whatever_its_date(
    briefings: list[Briefing], most: int, day: date
) -> None:
    before, after = (
        {tuple(item.slug for item in shard.briefings) for shard in shards(listed, most)}
        for listed in (briefings, [*briefings, _briefing(99, day)])
    )
    months = Counter((item.date.year, item.date.month) for item in briefings)
    if max(months.values(), default=0) < most:
        assert len(before - after) <= 1


@given(st.lists(st.sampled_from(["Sanctions", "МВД", "I-24/7", "MacDonald", "é", "42", "<b>bold</b>"]), max_size=9))
def test_the_directory_has_each_word_by_its_first_letters(words: list[str]) -> None:
    found = word_files([Record("x", " ".join(words), (("tag", "a"),))])
    assert found.pop("filters.txt") == b"tag=a"
    listed = {beginning for content in found.values() for beginning in content.decode().split(" ") if beginning}
    assert listed == beginnings(" ".join(words))
    for word, beginning in {
        "Sanctions": "sanc",
        "МВД": "мвд",
        "MacDonald": "dona",
        "é": "e",
        "<b>bold</b>": "bold",
    }.items():
        if word in words:
            assert beginning in listed
            assert f"{ord(beginning[0]):x}.txt" in found


def test_the_same_records_make_the_same_bytes() -> None:
    """Pagefind's own files differ from run to run where a filter has several values."""
    metas = "".join(f'<meta data-pagefind-filter="tag[content]" content="tag-{number}">' for number in range(9))
    records = [
        Record(
            f"{number}.html",
            f'<html lang="en"><head>{metas}</head><body><h1>Title {number}</h1><p>Word</p></body></html>',
        )
        for number in range(5)
    ]
    made = [bundle("x/", records, "b", "", with_engine=True).make() for _ in range(4)]
    assert all(files == made[0] for files in made)
    assert {"x/pagefind.js", "x/wasm.en.pagefind", "x/pagefind-entry.json"} <= made[0].keys()


def test_a_second_build_makes_no_index(site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    site.settings(search=True)
    site.briefing("one")
    site.build()
    before = tree(site.output())
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/nothing/there")
    site.build()
    assert tree(site.output()) == before
    shutil.rmtree(site.root / ".brief")
    outcome = site.brief("build", "--format", "json")
    assert outcome.code == 1
    assert "enabled = false" in outcome.only("search-failed")["hint"]
    assert tree(site.output()) == before, "what was published stays"


def test_a_fault_of_the_machine_is_none_once_it_is_mended(site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    site.settings(search=True)
    site.briefing("one")
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/nothing/there")
    assert site.brief("build").code == 1
    monkeypatch.undo()
    site.build()
    assert _index(site)


@pytest.fixture
def six(site: SiteBuilder) -> SiteBuilder:
    """Six briefings, three in a shard, once built."""
    site.settings("[search]\nshard_size = 3", search=True)
    for number in range(1, 7):
        site.briefing(f"b{number}", date=f"2026-0{number}-01")
    site.build()
    return site


def test_a_changed_text_re_indexes_its_shard_alone(six: SiteBuilder) -> None:
    before = _kept(six)
    assert len(before) == 1 + 2
    six.briefing("b3", "Other words [@tass].", date="2026-03-01")
    assert _made(six) == {"en": False, "2026-01": True, "2026-04": False}
    after = _kept(six)
    assert (len(after - before), before - after) == (1, set())
    six.tag("interpol", "What it is.", title="Interpol")
    assert _made(six) == {"en": True, "2026-01": False, "2026-04": False}


def test_what_is_not_searched_makes_no_index(six: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/nothing/there")
    before = _index(six)
    six.briefing("b3", date="2026-03-01", corrections=[{"date": "2026-04-01", "note": "N."}])
    six.build()
    six.write("content/files/a.txt", "hello")
    assert _made(six) == {"en": False, "2026-01": False, "2026-04": False}
    shutil.rmtree(six.root / ".brief/derived")
    six.write("content/files/a.txt", "hello again")
    six.build()
    assert _index(six) == before, "what is published needs no store"


def test_the_index_is_the_same_whatever_was_built_before(six: SiteBuilder) -> None:
    six.briefing("b7", "Later words [@tass].", date="2026-07-01")
    six.briefing("b2", "Other words [@tass].", date="2026-05-02")
    (six.root / "content/briefings/b6.md").unlink()
    six.forget()
    six.build()
    after = tree(six.output("search"))
    shutil.rmtree(six.root / ".brief")
    shutil.rmtree(six.output())
    six.build()
    assert tree(six.output("search")) == after


def test_the_browser_is_told_which_bundles_are_others_than_they_were(six: SiteBuilder) -> None:
    def tags() -> dict[str, str]:
        listed = json.loads(six.output("search/index.json").read_bytes())["en"]
        return {"en": listed["tag"], **{folder: tag for folder, _, _, tag in listed["shards"]}}

    before = tags()
    six.briefing("b3", "Other words [@tass].", date="2026-03-01")
    six.build()
    assert [name for name, tag in tags().items() if tag != before[name]] == ["2026-01/"]


def test_nothing_is_indexed_to_find_what_is_wrong(site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/nothing/there")
    site.settings(search=True)
    site.briefing("one")
    assert not site.check().faults
    site.briefing("one", "Text [@nobody].")
    assert "search-failed" not in [found["code"] for found in site.brief("build", "--format", "json").diagnostics]
    assert not (site.root / ".brief/derived").exists()


def test_nothing_that_readers_may_not_see_is_in_the_index(site: SiteBuilder) -> None:
    site.settings(search=True)
    site.briefing("one", "Seen words [@tass].")
    site.briefing("two", "Twilight [@tass].", title="Twilight", summary="Twilight.", status="draft")
    withdrawn = {"date": "2026-02-01", "reason": "Twilight."}
    site.briefing("gone", "Twilight [@tass].", title="Twilight", summary="T.", status="withdrawn", withdrawn=withdrawn)
    site.write("content/briefings/.hidden.md", "Twilight")
    site.build()
    files = _index(site)
    assert any(b"Seen words" in content for content in files.values())
    assert not [path for path, content in files.items() if b"wilight" in content]


def test_a_record_has_the_words_of_the_text_and_no_others(site: SiteBuilder) -> None:
    site.settings(search=True)
    site.briefing("other", summary="Cardsummary.")
    site.briefing("one", "## Heading\n\nText `code` [@tass, para. 77] and [[other]].[^1]\n\n![[other]]\n\n[^1]: Noted.")
    site.build()
    (record,) = [
        json.loads(content.removeprefix(b"pagefind_dcd"))
        for path, content in _index(site).items()
        if "/2016-01/fragment/" in path and b'"/briefings/one/"' in content
    ]
    for words in ("Summary of one.", "Heading", "code", "Title of other", "Noted"):
        assert words in record["content"]
    for words in ("77", "Cardsummary", "¶"):
        assert words not in record["content"]
    assert record["filters"] == {"outlet": ["tass"], "tag": ["interpol"], "year": ["2026"]}
    assert [anchor["id"] for anchor in record["anchors"]] == ["heading"]


def test_a_site_without_search_has_neither_page_nor_index(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    assert not site.output("search").exists()
    assert "/search/" not in site.html("briefings/one/")
    assert not (site.root / ".brief/derived").exists()


def test_a_site_with_nothing_in_it_can_be_searched(site: SiteBuilder) -> None:
    site.settings(search=True, languages=["en", "ru"])
    shutil.rmtree(site.root / "content/tags")
    shutil.rmtree(site.root / "content/outlets")
    (site.root / "content/briefings").mkdir()
    site.build()
    assert json.loads(site.output("search/index.json").read_bytes())["ru"]["shards"] == []
