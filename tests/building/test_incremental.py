"""A second build: what a page shows of others follows them, and what was wrong stays wrong until it is mended.

Each test builds a site of a few briefings, changes one thing and builds again, in the same folder.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.building.specimen import commit, git
from tests.pictures import file, photograph
from tests.sites import SOURCE, SiteBuilder, tree


@pytest.fixture
def pair(site: SiteBuilder) -> SiteBuilder:
    """Two briefings of a tag and a source, the second of which links to the first, once built."""
    site.settings(languages=["en", "ru"])
    site.briefing("one", events=[{"date": "2025-03-04", "text": "It began."}])
    site.briefing("two", "As [[one]] says [@tass].", date="2026-01-03")
    site.build()
    return site


def _naming(site: SiteBuilder, words: str) -> set[str]:
    """The files of the output that hold these words."""
    return {path for path, content in tree(site.output()).items() if words.encode() in content}


def test_a_changed_title_shows_wherever_the_page_is_named(pair: SiteBuilder) -> None:
    named = _naming(pair, "Title of one")
    assert {
        "briefings/one/index.html",
        "briefings/two/index.html",  # the link, the neighbour, what is related
        "index.html",
        "feed.xml",
        "feed.json",
        "archive/2026/index.html",
        "tags/interpol/index.html",
        "tags/interpol/feed.xml",
        "outlets/tass/index.html",
        "timeline/index.html",
        "sources/index.html",
    } <= named
    pair.briefing("one", title="Another name", events=[{"date": "2025-03-04", "text": "It began."}])
    pair.build()
    assert _naming(pair, "Another name") == named
    assert not _naming(pair, "Title of one")


def test_a_changed_title_of_a_page_that_links_shows_among_the_backlinks(pair: SiteBuilder) -> None:
    assert "Title of two" in pair.page_at("briefings/one/").text
    pair.briefing("two", "As [[one]] says [@tass].", date="2026-01-03", title="Another name")
    pair.build()
    text = pair.page_at("briefings/one/").text
    assert "Another name" in text
    assert "Title of two" not in text


def test_a_link_that_is_taken_out_takes_the_backlink_along(pair: SiteBuilder) -> None:
    backlinks = len(pair.page_at("briefings/one/").all("section", class_="backlinks"))
    before = pair.html("briefings/one/")
    pair.briefing("two", date="2026-01-03")
    pair.build()
    assert pair.html("briefings/one/") != before
    assert len(pair.page_at("briefings/one/").all("section", class_="backlinks")) < backlinks or not backlinks


def test_a_changed_body_shows_in_the_feeds_and_in_search(site: SiteBuilder) -> None:
    site.settings(search=True)
    site.briefing("one", "Of walruses [@tass].")
    site.build()
    before = tree(site.output())
    site.briefing("one", "Of narwhals [@tass].")
    site.build()
    after = tree(site.output())
    assert b"narwhals" in after["feed.xml"]
    assert b"narwhals" in after["feed.json"]
    index = {path for path in after if path.startswith("search/") and path.endswith((".pf_index", ".pf_fragment"))}
    assert index - before.keys(), "the index has the digests of its words in its names"


def test_a_changed_summary_shows_in_lists_and_cards(pair: SiteBuilder) -> None:
    pair.page("about", "![[one]]")
    pair.build()
    pair.briefing("one", summary="Said shorter.")
    pair.build()
    assert {"about/index.html", "index.html", "tags/interpol/index.html"} <= _naming(pair, "Said shorter.")
    assert not _naming(pair, "Summary of one")


def test_a_changed_date_moves_a_briefing_in_lists_and_among_its_neighbours(pair: SiteBuilder) -> None:
    pair.briefing("one", date="2024-05-06")
    pair.build()
    assert "Title of one" in pair.page_at("archive/2024/").text
    assert "Title of one" not in pair.page_at("archive/2026/").text


def test_a_tag_that_is_called_otherwise_is_so_on_every_page_that_shows_it(pair: SiteBuilder) -> None:
    pair.tag("interpol", title="Interpol")
    pair.build()
    pair.tag("interpol", title="The ICPO")
    pair.build()
    for address in ("briefings/one/", "briefings/two/", "tags/", "tags/interpol/"):
        assert "The ICPO" in pair.page_at(address).text, address
        assert "Interpol" not in pair.page_at(address).text.replace("interpol", ""), address


def test_a_tag_of_another_id_has_another_page_and_no_old_one(pair: SiteBuilder) -> None:
    (pair.root / "content/tags/interpol.md").rename(pair.root / "content/tags/icpo.md")
    pair.briefing("one", tags=["icpo"])
    pair.briefing("two", tags=["icpo"], date="2026-01-03")
    pair.forget()
    pair.build()
    assert pair.output("tags/icpo/feed.xml").is_file()
    assert not pair.output("tags/interpol").exists()
    assert not [path for path, content in tree(pair.output()).items() if b"tags/interpol/" in content]


def test_a_new_name_of_a_tag_is_found_in_texts_that_did_not_change(pair: SiteBuilder) -> None:
    pair.briefing("three", "Of the walrus [@tass].", date="2026-01-04")
    pair.build()
    assert not pair.page_at("briefings/three/").all("a", class_="mention")
    pair.tag("interpol", title="Interpol", aliases={"en": ["walrus"]})
    pair.build()
    assert [link["href"] for link in pair.page_at("briefings/three/").all("a", class_="mention")] == ["/tags/interpol/"]


def test_an_outlet_that_is_called_otherwise_is_so_below_every_briefing(pair: SiteBuilder) -> None:
    pair.outlet("tass", title="Another agency")
    pair.build()
    for address in ("briefings/one/", "briefings/two/", "outlets/", "outlets/tass/", "sources/"):
        assert "Another agency" in pair.page_at(address).text, address


def test_a_deleted_briefing_goes_from_every_page(pair: SiteBuilder) -> None:
    pair.briefing("two", date="2026-01-03")
    (pair.root / "content/briefings/one.md").unlink()
    pair.forget()
    pair.build()
    assert not _naming(pair, "Title of one")
    assert not pair.output("briefings/one").exists()


def test_a_withdrawn_briefing_shows_where_it_was_named(pair: SiteBuilder) -> None:
    before = pair.html("briefings/two/")
    pair.briefing("one", status="withdrawn", withdrawn={"date": "2026-02-03", "reason": "It was wrong."})
    pair.build()
    assert "It was wrong." in pair.page_at("briefings/one/").text
    assert pair.html("briefings/two/") != before
    assert "Summary of one" not in pair.page_at("tags/interpol/").text


def test_a_translation_gives_the_other_its_switch(pair: SiteBuilder) -> None:
    assert "/ru/briefings/one/" not in pair.page_at("briefings/one/").links
    path = pair.briefing("ru/one", lang="ru", translation_of="one", title="Первый")
    pair.build()
    assert "/ru/briefings/one/" in pair.page_at("briefings/one/").links
    path.unlink()
    pair.forget()
    pair.build()
    assert "/ru/briefings/one/" not in pair.page_at("briefings/one/").links


def test_a_changed_template_shows_on_every_page_that_is_made_of_it(pair: SiteBuilder) -> None:
    pair.settings(theme="own", languages=["en", "ru"])
    template = "themes/own/templates/base.html"
    text = '{% extends "dossier/base.html" %}{% block canonical %}<meta name="house" content="1">{% endblock %}'
    pair.write(template, text)
    pair.build()
    first = _naming(pair, '<meta name="house" content="1">')
    assert {"index.html", "briefings/one/index.html", "tags/interpol/index.html"} <= first
    pair.write(template, text.replace("1", "2"))
    pair.build()
    assert _naming(pair, '<meta name="house" content="2">') == first
    assert not _naming(pair, '<meta name="house" content="1">')


def test_a_changed_style_sheet_has_a_new_name_on_every_page(pair: SiteBuilder) -> None:
    pair.settings(theme="own", languages=["en", "ru"])
    pair.write("themes/own/static/style.css", "main { color: red }\n")
    pair.build()
    (old,) = (path for path in tree(pair.output()) if path.startswith("assets/style.") and path.endswith(".css"))
    pages = _naming(pair, old)
    pair.write("themes/own/static/style.css", "main { color: tan }\n")
    pair.build()
    (new,) = (path for path in tree(pair.output()) if path.startswith("assets/style.") and path.endswith(".css"))
    assert new != old
    assert _naming(pair, new) == pages
    assert not _naming(pair, old)


def test_a_heading_that_others_link_to_is_missed_when_it_is_renamed(site: SiteBuilder) -> None:
    site.briefing("one", "## A part\n\nText [@tass].")
    site.briefing("two", "See [[one#a-part]] [@tass].")
    site.build()
    site.briefing("one", "## Another part\n\nText [@tass].")
    found = site.brief("build", "--format", "json").only("unknown-heading")
    assert (found["path"], found["line"]) == ("content/briefings/two.md", 14)


def test_a_fault_in_a_file_that_did_not_change_is_told_by_every_build(site: SiteBuilder) -> None:
    site.briefing("one", sources=[SOURCE, SOURCE | {"id": "other"}])
    first = site.build("--format", "json").diagnostics
    assert [found["code"] for found in first] == ["uncited-source"]
    assert site.build("--format", "json").diagnostics == first
    site.briefing("two")
    assert site.build("--format", "json").diagnostics == first


def test_a_fault_moves_with_its_line(site: SiteBuilder) -> None:
    path = site.briefing("one", sources=[SOURCE, SOURCE | {"id": "other"}])
    line = site.build("--format", "json").only("uncited-source")["line"]
    path.write_text(path.read_text().replace("---\n", "---\n# A note.\n", 1))
    assert site.build("--format", "json").only("uncited-source")["line"] == line + 1


def test_a_build_that_fails_leaves_the_site_and_one_that_is_mended_brings_all_up_to_date(pair: SiteBuilder) -> None:
    before = tree(pair.output())
    pair.briefing("one", title="Another name")
    pair.briefing("two", "See [[one]] [@nobody].", date="2026-01-03")
    assert pair.brief("build").code == 1
    assert pair.brief("build").code == 1
    assert tree(pair.output()) == before
    pair.briefing("two", "See [[one]] [@tass].", date="2026-01-03")
    pair.build()
    assert "Another name" in pair.page_at("briefings/two/").text


def test_a_tag_that_comes_back_needs_no_change_of_the_briefings_that_lacked_it(pair: SiteBuilder) -> None:
    tag = pair.root / "content/tags/interpol.md"
    text = tag.read_bytes()
    before = tree(pair.output())
    tag.unlink()
    codes = [found["code"] for found in pair.brief("build", "--format", "json").diagnostics]
    assert codes.count("unknown-tag") == 2
    tag.write_bytes(text)
    pair.build()
    assert tree(pair.output()) == before


def test_bytes_that_change_under_the_same_size_and_time_are_seen(pair: SiteBuilder) -> None:
    path = pair.root / "content/briefings/one.md"
    stat = path.stat()
    path.write_bytes(path.read_bytes().replace(b"Title of one", b"Other of one"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    pair.build()
    assert "Other of one" in pair.page_at("briefings/two/").text


def test_a_build_with_drafts_leaves_none_of_them_to_the_next(pair: SiteBuilder) -> None:
    pair.briefing("three", status="draft", date="2026-01-04")
    pair.build()
    before = tree(pair.output())
    pair.build("--drafts")
    assert _naming(pair, "Title of three")
    pair.build()
    assert tree(pair.output()) == before


def test_a_state_that_is_deleted_or_damaged_changes_nothing(pair: SiteBuilder) -> None:
    before = tree(pair.output())
    for content in (b"", b"SQLite format 3\0" + b"x" * 5000, None):
        for path in [path for path in (pair.root / ".brief").rglob("*") if path.is_file()]:
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content)
        pair.build()
        assert tree(pair.output()) == before


@pytest.mark.parametrize("part", range(1, 6))
def test_a_build_that_is_killed_leaves_the_old_site_or_the_new_and_the_next_one_is_right(
    pair: SiteBuilder, part: int
) -> None:
    """Wherever it was: the moments are parts of the time that a whole one takes."""
    before = tree(pair.output())
    command = [sys.executable, "-m", "brief", "build", "--site", str(pair.root)]
    began = time.monotonic()
    subprocess.run([*command, "--output", str(pair.root.parent / "aside")], check=True, capture_output=True)
    whole = time.monotonic() - began
    pair.briefing("one", title="Another name")
    build = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(whole * part / 6)
    os.killpg(build.pid, signal.SIGKILL)
    build.wait()
    killed = tree(pair.output())
    pair.build()
    after = tree(pair.output())
    assert killed in (before, after)
    assert "Another name" in pair.page_at("briefings/two/").text
    assert [path.name for path in pair.root.iterdir() if path.name.startswith(".public")] == []


def test_another_branch_is_built_as_it_is_and_so_is_the_way_back(site: SiteBuilder) -> None:
    site.settings("[build]\nhistory = false")
    for number in range(12):
        site.briefing(f"b{number}", f"On main, see [[b{(number + 1) % 12}]] [@tass].")
    commit(site.root)
    site.build()
    main = tree(site.output())
    git(site.root, "checkout", "--quiet", "-b", "other")
    for number in range(8):
        site.briefing(f"b{number}", f"Elsewhere, see [[b{(number + 2) % 8}]] [@tass].", title=f"Moved {number}")
    for number in range(8, 12):
        (site.root / f"content/briefings/b{number}.md").unlink()
    site.briefing("new")
    site.forget()
    commit(site.root, "2026-03-02")
    site.build()
    assert not _naming(site, "On main")
    assert not _naming(site, "Title of b9")
    assert _naming(site, "Title of new")
    site.forget()
    git(site.root, "checkout", "--quiet", "main")
    site.build()
    assert tree(site.output()) == main


def test_a_build_for_another_address_has_none_of_the_first_in_it(pair: SiteBuilder) -> None:
    pair.build("--base-url", "https://other.example/deep")
    assert not _naming(pair, "https://example.org/briefings")
    assert json.loads(pair.output("feed.json").read_bytes())["feed_url"] == "https://other.example/deep/feed.json"


def test_two_output_folders_know_nothing_of_each_other(pair: SiteBuilder, tmp_path: Path) -> None:
    pair.briefing("one", title="Another name")
    pair.build("--output", str(tmp_path / "aside"))
    aside = tree(tmp_path / "aside")
    pair.build()
    assert tree(pair.output()) == aside


def test_pictures_and_files_that_stay_are_not_read_again(site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write("content/files/chart.png", file(photograph(120, 80), "PNG"))
    site.write("content/files/table.csv", "a,b\n")
    site.briefing("one", "![A chart](/files/chart.png) [@tass].")
    # What is as young as the build itself could change once more and look the same.
    for words in ("First", "Second"):
        site.briefing("two", f"{words} [@tass].")
        site.build()
    opened = open
    read: list[str] = []

    def noted(file: Any, *given: Any, **named: Any) -> Any:
        read.append(str(file))
        return opened(file, *given, **named)

    # `open` is known by both names.
    monkeypatch.setattr("builtins.open", noted)
    monkeypatch.setattr("io.open", noted)
    site.briefing("two", "Third [@tass].")
    site.build()
    assert [path for path in read if path.endswith("two.md")]
    assert [path for path in read if "/content/files/" in path] == []
    site.write("content/files/table.csv", "a,c\n")
    site.build()
    assert site.output("files/table.csv").read_text() == "a,c\n"
