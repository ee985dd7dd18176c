"""`brief check --fix`: what is surely meant takes the place of slips, and nothing else changes."""

import json
import subprocess
from collections.abc import Iterator
from difflib import ndiff
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sites import SiteBuilder, tree
from tests.terminal import PROGRAM

_BRIEFING = """---
title: "What was said"   # as it stands there
date: 2026-01-02
summary: Said.
tags: [interpol]
sources:
  - id: tass
    outlet: tass
    title: A report
    url: https://example.org/report
    published: 2022-03
---

They said so [@tass]. See [[tag:interpol]] and [[another]].
"""
_SLIPS = {
    "a key": ("summary:", "sumary:"),
    "a key of a source": ("published:", "publshed:"),
    "a tag": ("[interpol]", "[intrepol]"),
    "an outlet": ("outlet: tass", "outlet: tas"),
    "a citation": ("[@tass]", "[@tsas]"),
    "a link": ("[[another]]", "[[anothr]]"),
    "a link to a tag": ("[[tag:interpol]]", "[[tag:interpl]]"),
    "a day in words": ("date: 2026-01-02", "date: 2 January 2026"),
    "a day in Russian words": ("date: 2026-01-02", "date: 2 января 2026 г."),
    "a day with points": ("date: 2026-01-02", "date: 02.01.2026"),
    "a day without zeros": ("date: 2026-01-02", "date: 2026-1-2"),
    "a day in quotes": ("date: 2026-01-02", 'date: "2 January 2026"'),
    "a month in words": ("published: 2022-03", "published: March 2022"),
}


@pytest.fixture
def site(site: SiteBuilder) -> SiteBuilder:
    site.briefing("another")
    site.write("content/briefings/one.md", _BRIEFING)
    assert not site.check().faults
    return site


def _spoilt(site: SiteBuilder, *slips: str, newline: str = "\n", mark: str = "") -> Path:
    text = _BRIEFING
    for right, wrong in (_SLIPS[slip] for slip in slips):
        assert right in text
        text = text.replace(right, wrong)
    return site.write("content/briefings/one.md", (mark + text).replace("\n", newline))


@pytest.mark.parametrize("slip", _SLIPS)
def test_a_slip_is_mended_and_nothing_else(site: SiteBuilder, slip: str) -> None:
    path = _spoilt(site, slip)
    outcome = site.brief("check", "--fix")
    assert outcome.code == 0, outcome.err
    wanted = _BRIEFING.replace("date: 2026-01-02", 'date: "2026-01-02"') if "quotes" in slip else _BRIEFING
    assert path.read_text("utf-8") == wanted
    assert "Mended 1 finding in 1 file." in outcome.err


@pytest.mark.parametrize(("newline", "mark"), [("\r\n", ""), ("\r\n", "\ufeff"), ("\n", "\ufeff")])
def test_line_ends_and_marks_stay(site: SiteBuilder, newline: str, mark: str) -> None:
    slips = ("a key", "a tag", "a citation", "a link", "a day in words")
    path = _spoilt(site, *slips, newline=newline, mark=mark)
    site.brief("check", "--fix")
    assert path.read_bytes().decode() == mark + _BRIEFING.replace("\n", newline)


def test_all_slips_of_a_site_are_mended_in_one_run(site: SiteBuilder) -> None:
    _spoilt(site, "a key", "a key of a source", "a tag", "an outlet", "a citation", "a link", "a day in words")
    site.briefing("two", status="drfat", tags=["intrepol"])
    outcome = site.brief("check", "--fix")
    assert outcome.code == 0, outcome.err
    assert "Mended 9 findings in 2 files." in outcome.err
    assert (site.root / "content/briefings/one.md").read_text("utf-8") == _BRIEFING


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("date: 2026-01-02", "date: 03/04/2026"),
        ("published: 2022-03", "published: 03/04/2022"),
        ("published: 2022-03", "published: the other day"),
        ("[interpol]", "[police]"),
        ("[interpol]", "[int]"),
        ("outlet: tass", "outlet: tess-agency"),
        ("summary: Said.", "summry: Said.\nsummary: Said again."),
        ("[[another]]", "[[nobody-knows]]"),
    ],
)
def test_what_is_not_certain_stays_and_is_told(site: SiteBuilder, right: str, wrong: str) -> None:
    text = _BRIEFING.replace(right, wrong)
    path = site.write("content/briefings/one.md", text)
    outcome = site.brief("check", "--fix")
    assert outcome.code == 1
    assert path.read_text("utf-8") == text
    assert "Nothing can be mended for certain." in outcome.err


def test_of_two_names_that_are_equally_near_neither_is_chosen(site: SiteBuilder) -> None:
    site.tag("interpoll")
    path = _spoilt(site, "a tag")
    site.tag("intrpol")
    text = path.read_text("utf-8")
    outcome = site.brief("check", "--fix", "--format", "json")
    assert "` or `" in outcome.only("unknown-tag")["hint"]
    assert path.read_text("utf-8") == text


def test_a_dry_run_shows_a_patch_that_git_can_apply(site: SiteBuilder) -> None:
    path = _spoilt(site, "a key", "a link", "a day in words")
    before = tree(site.root)
    outcome = site.brief("check", "--fix", "--dry-run")
    assert outcome.code == 1
    assert "Nothing was written." in outcome.err
    assert tree(site.root) == before
    subprocess.run(["git", "apply"], input=outcome.out, text=True, cwd=site.root, check=True)
    assert path.read_text("utf-8") == _BRIEFING


def test_programs_get_a_line_for_each_finding_that_was_mended(site: SiteBuilder) -> None:
    _spoilt(site, "a key", "a tag")
    found = [json.loads(line) for line in site.brief("check", "--fix", "--format", "json").out.splitlines()]
    mended = [(it["code"], it["line"]) for it in found if it.get("mended")]
    assert sorted(mended) == [("unknown-key", 4), ("unknown-tag", 5)]


def test_the_settings_are_mended_first(site: SiteBuilder) -> None:
    right = (site.root / "site.toml").read_text("utf-8")
    site.write("site.toml", right.replace("base_url", "base_ulr"))
    assert site.brief("check", "--fix").code == 0
    assert (site.root / "site.toml").read_text("utf-8") == right


def test_a_dry_run_alone_is_refused(site: SiteBuilder) -> None:
    assert site.brief("check", "--dry-run").code == 2


def test_a_file_that_cannot_be_written_stays_whole(site: SiteBuilder) -> None:
    path = _spoilt(site, "a key")
    before = path.read_bytes()
    path.with_name(f".{path.name}.tmp").mkdir()
    outcome = site.brief("check", "--fix")
    assert outcome.code == 3
    assert path.read_bytes() == before


def _touched(before: str, after: str) -> Iterator[str]:
    return (line[2:] for line in ndiff(before.splitlines(), after.splitlines()) if line.startswith("- "))


_WORDS = st.sampled_from(
    ["intrepol", "tsas", "sumary", "2 May 2026", "03/04/2026", "draft", "[[anothr]]", "x: y", "'", "#", "интерпол"]
)
_LINES = st.lists(st.sampled_from(range(14)), min_size=1, max_size=3)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_LINES, _WORDS, st.sampled_from(["\n", "\r\n"]))
def test_mending_twice_is_mending_once_and_makes_nothing_worse(
    site: SiteBuilder, lines: list[int], word: str, newline: str
) -> None:
    """Whatever stands in a file, only lines with findings change, errors don't grow, and a second run finds nothing."""
    text = _BRIEFING.splitlines()
    for number in lines:
        text[number] = text[number].replace(text[number].split(":")[-1].split(" ")[-1] or " ", word)
    path = site.write("content/briefings/one.md", newline.join([*text, ""]))
    before = site.check().diagnostics
    errors = [it for it in before if it["severity"] == "error"]
    first = site.brief("check", "--fix", "--format", "json")
    left = [it for it in first.diagnostics if it["severity"] == "error" and "mended" not in it]
    once = path.read_bytes()
    assert len(left) <= len(errors)
    told = {it["line"] for it in before}
    changed = list(_touched(newline.join(text), once.decode()))
    assert all(any(line == text[number - 1] for number in told if number <= len(text)) for line in changed)
    site.brief("check", "--fix")
    assert path.read_bytes() == once


def test_at_a_terminal_the_difference_is_shown_in_colours(site: SiteBuilder) -> None:
    _spoilt(site, "a key")
    done = subprocess.run(
        ["script", "-qec", f"{PROGRAM} check --fix --dry-run --site {site.root}", "/dev/null"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "\x1b[32m+summary: Said.\x1b[0m" in done.stdout
