"""`brief move` and `brief tag`: names change, and every address and link lives on."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites import SiteBuilder, tree


def _addresses(site: SiteBuilder) -> list[str]:
    return sorted(path.removesuffix("index.html") for path in tree(site.output()) if path.endswith(".html"))


def _answers(site: SiteBuilder, address: str) -> str:
    """Where a reader of an old address ends up."""
    page = site.page_at(address)
    refresh = page.all("meta", **{"http-equiv": "refresh"})
    return page.links[0].removeprefix("/") if refresh else address


@pytest.fixture
def full(site: SiteBuilder) -> SiteBuilder:
    """Two languages, and every way to refer to a briefing and to a tag."""
    site.settings(languages=["en", "ru"])
    site.tag("police", "On [[tag:interpol]].", title="Police", broader=["interpol"], names={"ru": "Полиция"})
    site.tag("notice", "What it is.", title="Notice", aliases={"en": ["Red Notice"]}, wikidata="Q1")
    site.briefing("2026-01-02-old", "# Head\n\nText [@tass] [[old#head]].", title="Old", tags=["notice", "interpol"])
    site.briefing("ru/2026-01-02-old", "Текст [@tass].", lang="ru", translation_of="old", title="Старая")
    site.briefing(
        "two",
        "[[old]] [[old|words]] [[briefing:old#head]] [x](2026-01-02-old.md#head) [y](/briefings/old/) [r][r] [@tass]\n\n"
        "![[old]]\n\n`[[old]]` old \\[[old]] [[tag:notice]] [n](/tags/notice/) [f](../tags/notice.md)\n\n"
        '| a |\n|---|\n| [[old\\|cell]] |\n\n```\n[[old]] [[tag:notice]]\n```\n\n<a href="/briefings/old/">z</a>\n\n'
        "[r]: <2026-01-02-old.md>",
        supersedes=["old"], tags=["notice", "police"],
    )  # fmt: skip
    site.page("about", "See [[old]] and [it](../briefings/2026-01-02-old.md).")
    return site


def test_a_moved_briefing_is_found_under_both_addresses_and_by_all_links(full: SiteBuilder) -> None:
    full.build()
    before = _addresses(full)
    outcome = full.brief("move", "old", "new")
    assert outcome.code == 0, outcome.err
    assert "2026-01-02-old.md -> content/briefings/2026-01-02-new.md" in outcome.err
    checked = full.check()
    assert checked.faults == [], checked.faults
    full.build()
    assert set(before) <= set(_addresses(full))
    assert _answers(full, "briefings/old/") == "briefings/new/"
    assert _answers(full, "ru/briefings/old/") == "ru/briefings/new/"
    two = (full.root / "content/briefings/two.md").read_text()
    body = two.partition("---\n\n")[2]
    assert body == (
        "[[new]] [[new|words]] [[briefing:new#head]] [x](2026-01-02-new.md#head) [y](/briefings/new/) [r][r] [@tass]\n\n"
        "![[new]]\n\n`[[old]]` old \\[[old]] [[tag:notice]] [n](/tags/notice/) [f](../tags/notice.md)\n\n"
        '| a |\n|---|\n| [[new\\|cell]] |\n\n```\n[[old]] [[tag:notice]]\n```\n\n<a href="/briefings/new/">z</a>\n\n'
        "[r]: <2026-01-02-new.md>\n"
    )
    assert "supersedes:\n- new\n" in two
    assert "translation_of: new" in (full.root / "content/briefings/ru/2026-01-02-new.md").read_text()
    about = (full.root / "content/pages/about.md").read_text()
    assert "See [[new]] and [it](../briefings/2026-01-02-new.md)." in about
    for address in ("briefings/two/", "about/"):
        assert not [link for link in full.page_at(address).links if "old" in link]


def test_there_and_back_leaves_but_the_alias(full: SiteBuilder) -> None:
    before = tree(full.root / "content")
    assert full.brief("move", "old", "new").code == 0
    assert full.brief("move", "content/briefings/2026-01-02-new.md", "old").code == 0
    after = tree(full.root / "content")
    differing = {path for path in before if before[path] != after.get(path)}
    assert before.keys() == after.keys()
    assert differing == {"briefings/2026-01-02-old.md", "briefings/ru/2026-01-02-old.md"}
    assert full.check().faults == []
    full.build()
    assert _answers(full, "briefings/new/") == "briefings/old/"


def test_a_draft_that_nobody_knows_leaves_no_alias(site: SiteBuilder) -> None:
    site.briefing("one", status="draft")
    assert site.brief("move", "one", "two").code == 0
    assert "aliases" not in (site.root / "content/briefings/two.md").read_text()


def test_a_page_and_a_slug_of_its_own_move_too(site: SiteBuilder) -> None:
    site.page("about", slug="who-we-are")
    site.briefing("one", "[[who-we-are]] [[page:who-we-are]] [@tass]")
    site.build()
    assert site.brief("move", "who-we-are", "about-us").code == 0
    assert "slug: about-us" in (site.root / "content/pages/about.md").read_text()
    site.build()
    assert _answers(site, "who-we-are/") == "about-us/"


def test_windows_line_ends_and_comments_stay(site: SiteBuilder) -> None:
    text = "\ufeff---\r\ntitle: A   # mine\r\ndate: 2026-01-01\r\nsummary: S\r\ntags: [interpol]\r\nunsourced: w\r\naliases:\r\n  - /a/ # why\r\n---\r\n\r\n[[one]] [[two]]\r\n"
    site.write("content/briefings/one.md", text)
    site.briefing("two")
    assert site.brief("move", "one", "three").code == 0
    after = (site.root / "content/briefings/three.md").read_bytes().decode()
    assert after == text.replace("# why", "# why\r\n  - /briefings/one/").replace("[[one]]", "[[three]]")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["move", "olld", "new"], "Did you mean `old`?"),
        (["move", "old", "two"], "/briefings/two/ is taken"),
        (["move", "old", "New Name"], "Did you mean `new-name`?"),
        (["move", "old", "old"], "already"),
        (["tag", "rename", "notise", "x"], "Did you mean `notice`?"),
        (["tag", "rename", "notice", "police"], "brief tag merge notice police"),
        (["tag", "rename", "notice", "A B"], "can't be an id"),
        (["tag", "merge", "police", "police"], "into itself"),
    ],
)
def test_what_can_not_be_done_changes_nothing(full: SiteBuilder, arguments: list[str], words: str) -> None:
    before = tree(full.root)
    outcome = full.brief(*arguments)
    assert outcome.code == 2
    assert words in outcome.err
    assert "Nothing was changed." in outcome.err
    assert tree(full.root) == before


def test_a_site_with_errors_is_left_alone(full: SiteBuilder) -> None:
    full.briefing("bad", "[[nowhere]] [@tass]")
    before = tree(full.root)
    outcome = full.brief("move", "old", "new")
    assert outcome.code == 1
    assert "unknown-link" in outcome.err
    assert tree(full.root) == before


@pytest.mark.parametrize(
    "arguments", [["move", "old", "new"], ["tag", "rename", "notice", "alert"], ["tag", "merge", "notice", "police"]]
)
def test_a_dry_run_only_says_what_it_would_do(full: SiteBuilder, arguments: list[str]) -> None:
    before = tree(full.root)
    outcome = full.brief(*arguments, "--dry-run")
    assert outcome.code == 0
    assert "content/briefings/two.md: changed" in outcome.err
    assert tree(full.root) == before


def test_a_renamed_tag_keeps_its_addresses(full: SiteBuilder) -> None:
    full.build()
    before = _addresses(full)
    outcome = full.brief("tag", "rename", "notice", "alert")
    assert outcome.code == 0, outcome.err
    assert full.check().faults == []
    full.build()
    assert set(before) <= set(_addresses(full))
    assert _answers(full, "tags/notice/") == "tags/alert/"
    assert _answers(full, "ru/tags/notice/") == "ru/tags/alert/"
    two = (full.root / "content/briefings/two.md").read_text()
    assert "tags:\n- alert\n- police" in two
    assert "[[tag:alert]] [n](/tags/alert/) [f](../tags/alert.md)" in two
    assert "```\n[[old]] [[tag:notice]]\n```" in two
    full.briefing("three", tags=["notice"])
    assert "`alert`" in full.check().only("unknown-tag")["hint"]
    (full.root / "content/briefings/three.md").unlink()
    assert full.brief("tag", "rename", "alert", "notice").code == 0
    full.build()
    assert _answers(full, "tags/alert/") == "tags/notice/"


def test_merged_tags_bring_their_names_briefings_and_addresses(full: SiteBuilder) -> None:
    full.build()
    before = _addresses(full)
    outcome = full.brief("tag", "merge", "notice", "police", "interpol")
    assert outcome.code == 0, outcome.err
    found = [(d["code"], d["path"]) for d in full.check().faults]
    assert found == [("self-link", "content/tags/interpol.md")], (
        "a description that linked here is the writer's to fold in"
    )
    full.build()
    assert set(before) <= set(_addresses(full))
    for old in ("notice", "police"):
        assert _answers(full, f"tags/{old}/") == "tags/interpol/"
        assert not (full.root / f"content/tags/{old}.md").exists()
    page = full.page_at("tags/interpol/")
    for words in ("Police", "Red Notice", "Полиция", "What it is.", "Q1", "2 briefings"):
        assert words in page.text, words
    assert "tags:\n- interpol\n" in (full.root / "content/briefings/two.md").read_text()
    assert "interpol" in (full.root / "content/briefings/2026-01-02-old.md").read_text().partition("tags:")[2][:20]


def test_a_merge_writes_the_same_whatever_the_hashes_are(full: SiteBuilder, tmp_path: Path) -> None:
    written = set()
    for seed in range(1, 7):
        copy = tmp_path / str(seed)
        shutil.copytree(full.root, copy)
        command = [sys.executable, "-m", "brief", "tag", "merge", "notice", "police", "interpol", "--site", str(copy)]
        subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONHASHSEED": str(seed)})
        written.add((copy / "content/tags/interpol.md").read_text())
    assert len(written) == 1


def test_a_tag_of_the_settings_gets_a_file_with_its_new_name(site: SiteBuilder) -> None:
    site.settings('[tags]\nsanction = "Sanctions"\nother = "Other"')
    site.briefing("one", tags=["sanction", "other"])
    site.build()
    assert site.brief("tag", "rename", "sanction", "sanctions").code == 0
    assert site.brief("tag", "merge", "other", "sanctions").code == 0
    assert "sanction" not in (site.root / "site.toml").read_text()
    site.build()
    assert _answers(site, "tags/sanction/") == "tags/sanctions/"
    assert _answers(site, "tags/other/") == "tags/sanctions/"


def test_a_former_id_that_lives_is_a_fault(site: SiteBuilder) -> None:
    site.tag("police")
    site.tag("x", former_ids=["police"])
    found = site.check().only("duplicate-address")
    assert (found["path"], found["line"], found["column"]) == ("content/tags/x.md", 4, 3)
