"""Briefings of days to come appear on their day, and the archive of another day is shown as it was."""

import subprocess
from calendar import timegm
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.site.test_history import commit, git, kept
from tests.sites import Parsed, SiteBuilder, tree

__all__ = ["kept"]

On = Callable[[str], None]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> On:
    """Makes it noon of a day in UTC, such as 2026-12-24, or another time of it: 2026-12-24T21:30."""

    def set_clock(text: str) -> None:
        day, _, time = text.partition("T")
        hour, minute = (time or "12:00").split(":")
        seconds = timegm((*map(int, day.split("-")), int(hour), int(minute), 0))
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(seconds))

    return set_clock


def _titles(site: SiteBuilder) -> set[str]:
    return {path.parent.name for path in site.output("briefings").glob("*/index.html")}


def test_a_briefing_appears_at_the_first_build_on_its_day(site: SiteBuilder, on: On) -> None:
    site.briefing("now")
    site.briefing("then", "Marmalade [@tass].", title="Marmalade", summary="Marmalade.", date="2026-12-24")
    on("2026-12-23")
    site.build()
    assert _titles(site) == {"now"}
    assert not [path for path, content in tree(site.output()).items() if b"armalade" in content]
    assert "0 written" in site.build().err
    on("2026-12-24")
    site.build()
    assert _titles(site) == {"now", "then"}
    assert "Marmalade" in site.html("")
    assert "Marmalade" in site.html("feed.xml")
    assert "0 written" in site.build().err


def test_what_is_at_rest_stays_so_until_the_next_briefing_appears(site: SiteBuilder, on: On) -> None:
    site.briefing("now")
    site.briefing("then", date="2026-12-24")
    on("2026-12-01")
    site.build()
    on("2026-12-23")
    # Nothing was read: no part was looked at.
    rest = site.build().err
    assert "0 written" in rest
    assert "(0 parts made" in rest
    site.write("content/briefings/now.md", "")
    on("2026-11-30")
    assert site.brief("build").code == 1


def test_the_same_is_built_in_one_go_and_day_by_day(site: SiteBuilder, on: On, tmp_path: Path) -> None:
    for number in range(4):
        site.briefing(
            f"b{number}", f"[[b{number - 1}]] [@tass]" if number else "[@tass]", date=f"2026-12-0{number + 1}"
        )
    for day in ("2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"):
        on(day)
        site.build()
    grown = tree(site.output())
    site.build("--no-cache", "--output", str(tmp_path / "anew"))
    assert tree(tmp_path / "anew") == grown


def test_the_day_begins_where_the_site_is(site: SiteBuilder, on: On) -> None:
    site.briefing("now")
    site.briefing("then", date="2026-12-24")
    on("2026-12-23T21:30")
    site.build()
    assert _titles(site) == {"now"}
    site.settings(timezone="Europe/Moscow")
    site.build()
    assert _titles(site) == {"now", "then"}


@pytest.mark.parametrize("told", ["", "soon", "99999999999999999999"])
def test_a_clock_that_makes_no_sense_is_the_machine_s(
    site: SiteBuilder, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", told)
    site.briefing("now")
    site.briefing("then", date="2999-01-01")
    site.build()
    assert _titles(site) == {"now"}


def test_drafts_are_shown_with_what_is_to_come_and_each_says_what_it_is(site: SiteBuilder, on: On) -> None:
    on("2026-12-01")
    site.briefing("draft", status="draft", date="2026-12-24")
    site.briefing("then", date="2026-12-24")
    site.build("--drafts")
    assert "Readers will see this page from 24 December 2026 on." in site.page_at("briefings/then/").text
    assert "Readers cannot see this page yet." in site.page_at("briefings/draft/").text
    home = site.page_at("").text
    assert "Scheduled" in home
    assert "Draft" in home
    assert "/briefings/then/" not in site.html("sitemap.xml") + site.html("feed.xml")
    # Nobody was promised its address.
    assert not (site.root / "content/addresses.toml").exists()


def test_a_link_to_what_is_to_come_is_told_with_its_day(site: SiteBuilder, on: On) -> None:
    on("2026-12-01")
    site.briefing("now", "See [[then]] and [it](then.md) [@tass].")
    site.briefing("then", date="2026-12-24")
    found = [it for it in site.check().faults if it["code"] == "link-to-draft"]
    assert [it["message"] for it in found] == [
        "`then` appears on 2026-12-24, and readers can't see it before.",
        "`content/briefings/then.md` appears on 2026-12-24, and readers can't see it before.",
    ]
    on("2026-12-24")
    assert not site.check().faults


def test_what_is_wrong_with_what_is_to_come_is_told_before_its_day(site: SiteBuilder, on: On) -> None:
    on("2026-12-01")
    site.briefing("now")
    site.briefing("early", "See [[now]], [[middle]], [[late]], [[secret]] and [[nowhere]] [@tass].", date="2026-12-10")
    site.briefing("middle", "[x](/briefings/early/) [[early]] [@tass]", date="2026-12-10")
    site.briefing("late", "[[early#sources]] [[early#none]] [@tass] [@nobody]", date="2026-12-24")
    site.briefing("secret", "[[nowhere]]", status="draft")
    outcome = site.check()
    found = {(it["path"][18:-3], it["code"], it["message"][:10]) for it in outcome.faults if it["severity"] == "error"}
    assert found == {
        ("early", "link-to-draft", "`late` app"),
        ("early", "link-to-draft", "`secret` i"),
        ("early", "unknown-link", "There is n"),
        ("late", "unknown-heading", "`Title of "),
        ("late", "unknown-citation", "`nobody` i"),
    }
    assert outcome.code == 1


def test_a_briefing_that_was_public_can_t_be_put_off(site: SiteBuilder, on: On) -> None:
    on("2026-12-01")
    site.briefing("one")
    site.briefing("two")
    site.build()
    site.briefing("one", date="2026-12-24")
    outcome = site.check()
    assert "/briefings/one/" in outcome.only("vanished-address")["message"]


def test_a_summary_of_the_archive_counts_what_is_to_come(site: SiteBuilder, on: On) -> None:
    on("2026-12-01")
    site.briefing("one")
    site.briefing("then", date="2026-12-24")
    site.briefing("draft", status="draft")
    assert "1 briefing; 1 draft; 1 scheduled for days to come" in site.brief("stats").out


def test_revisions_from_before_its_day_are_nobody_s_business(kept: SiteBuilder, on: On) -> None:
    kept.briefing("one", "A slip of the pen [@tass].", date="2026-03-04")
    commit(kept.root, "2026-03-01")
    kept.briefing("one", "As it came out [@tass].", date="2026-03-04")
    commit(kept.root, "2026-03-03")
    kept.briefing("one", "As it stands [@tass].", date="2026-03-04")
    commit(kept.root, "2026-03-05")
    on("2026-03-06")
    kept.build()
    assert "slip" not in kept.html("briefings/one/")


@pytest.fixture
def grown(kept: SiteBuilder) -> SiteBuilder:
    """An archive whose first briefing was corrected and joined by another; a branch was merged after it was made."""
    kept.briefing("one", "The first words [@tass].", date="2026-03-01")
    commit(kept.root, "2026-03-01")
    git(kept.root, "checkout", "-b", "branch")
    kept.briefing("two", date="2026-03-02")
    commit(kept.root, "2026-03-02")
    git(kept.root, "checkout", "main")
    corrections = [{"date": "2026-03-10", "note": "The words were wrong."}]
    kept.briefing("one", "Other words [@tass].", date="2026-03-01", corrections=corrections)
    commit(kept.root, "2026-03-10")
    git(kept.root, "merge", "--no-ff", "-m", "m", "branch", day="2026-03-20T12:00:00+00:00")
    return kept


def _as_of(site: SiteBuilder, day: str, output: Path) -> set[str]:
    site.build("--as-of", day, "--output", str(output))
    return {path.parent.name for path in (output / "briefings").glob("*/index.html")}


def test_the_archive_is_shown_as_it_was(grown: SiteBuilder, on: On, tmp_path: Path) -> None:
    on("2026-04-01")
    grown.build()
    today, ledger = tree(grown.output()), (grown.root / "content/addresses.toml").read_bytes()
    grown.briefing("one", "Not committed [@tass].")
    status = subprocess.run(["git", "status", "--porcelain"], cwd=grown.root, capture_output=True, check=True).stdout
    refs = tree(grown.root / ".git/refs")
    out = tmp_path / "then"
    assert _as_of(grown, "2026-03-05", out) == {"one"}
    page = Parsed((out / "briefings/one/index.html").read_text("utf-8"))
    assert "The first words" in page.text
    assert "The words were wrong" not in page.text
    assert "This is the archive as of 5 March 2026." in page.text
    assert ("meta", {"name": "robots", "content": "noindex"}) in page.elements
    assert _as_of(grown, "2026-03-19", out) == {"one"}
    page = Parsed((out / "briefings/one/index.html").read_text("utf-8"))
    assert "Other words" in page.text
    assert "The words were wrong" in page.text
    assert _as_of(grown, "2026-03-20", out) == {"one", "two"}
    assert tree(grown.output()) == today
    assert (grown.root / "content/addresses.toml").read_bytes() == ledger
    again = subprocess.run(["git", "status", "--porcelain"], cwd=grown.root, capture_output=True, check=True).stdout
    assert again == status
    assert tree(grown.root / ".git/refs") == refs


def test_the_archive_of_then_wears_the_theme_of_now(kept: SiteBuilder, on: On, tmp_path: Path) -> None:
    on("2026-04-01")
    kept.settings(theme="early")
    kept.write("themes/early/templates/page.html", "Early: {{ gone }}")
    kept.briefing("one", date="2026-03-01")
    commit(kept.root, "2026-03-01")
    kept.settings(theme="late")
    kept.write("themes/late/static/late.css", "body { color: black }")
    assert _as_of(kept, "2026-03-05", tmp_path / "out") == {"one"}
    page = Parsed((tmp_path / "out/briefings/one/index.html").read_text("utf-8"))
    assert "This is the archive as of 5 March 2026." in page.text
    assert list((tmp_path / "out/assets").glob("late.*.css"))


@pytest.mark.parametrize("link", ["themes", "themes/own"])
def test_a_theme_outside_of_the_site_is_not_worn_in_the_past_either(
    kept: SiteBuilder, on: On, tmp_path: Path, link: str
) -> None:
    on("2026-04-01")
    outside = tmp_path / "outside"
    (outside / "own/static").mkdir(parents=True)
    (outside / "own/static/secret.css").write_text("body { color: black }")
    kept.settings(theme="own")
    kept.briefing("one", date="2026-03-01")
    commit(kept.root, "2026-03-01")
    path = kept.root / link
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(outside if link == "themes" else outside / "own")
    outcome = kept.brief("build", "--as-of", "2026-03-05", "--output", str(tmp_path / "out"))
    assert outcome.code == 1
    assert "error[outside-site]" in outcome.err
    assert not (tmp_path / "out").exists()


def test_the_archive_is_shown_as_it_will_be(site: SiteBuilder, on: On, tmp_path: Path) -> None:
    on("2026-12-01")
    site.briefing("now", "Not committed anywhere [@tass].")
    site.briefing("then", date="2026-12-24")
    assert _as_of(site, "2026-12-23", tmp_path / "out") == {"now"}
    assert _as_of(site, "2026-12-24", tmp_path / "out") == {"now", "then"}
    assert not (site.root / "content/addresses.toml").exists()
    site.build()
    assert _titles(site) == {"now"}
    assert "archive as of" not in site.html("")


def test_what_can_t_be_shown_as_it_was_is_said(grown: SiteBuilder, on: On, tmp_path: Path) -> None:
    on("2026-04-01")
    out = ("--output", str(tmp_path / "out"))

    def said(*arguments: str) -> str:
        outcome = grown.brief("build", *arguments)
        assert outcome.code == 2, outcome
        assert not (tmp_path / "out").exists()
        return outcome.err

    assert "It began on 2026-03-01." in said("--as-of", "2026-02-28", *out)
    assert "Name another folder with --output" in said("--as-of", "2026-03-05")
    assert "Name another folder with --output" in said("--as-of", "2026-03-05", "--output", str(grown.output()))
    assert "`2026-02-30` is no day of the calendar" in said("--as-of", "2026-02-30", *out)
    assert "can't be the output folder" in said("--as-of", "2026-03-05", "--output", str(grown.root))
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "--depth", "1", f"file://{grown.root}", str(shallow))
    grown.root = shallow
    assert "git fetch --unshallow" in said("--as-of", "2026-03-05", *out)
    (shallow / ".git").rename(tmp_path / "gone")
    assert "in no checkout" in said("--as-of", "2026-03-05", *out)


def test_a_site_that_lies_in_a_folder_of_its_repository_is_found_in_it(
    site: SiteBuilder, on: On, tmp_path: Path
) -> None:
    on("2026-04-01")
    whole = tmp_path / "whole"
    (whole / "docs").mkdir(parents=True)
    site.briefing("one")
    git(whole, "init")
    (whole / "readme").write_text("x")
    commit(whole, "2026-03-01")
    site.root.rename(whole / "docs/archive")
    site.root = whole / "docs/archive"
    commit(whole, "2026-03-03")
    assert _as_of(site, "2026-03-03", tmp_path / "out") == {"one"}
    outcome = site.brief("build", "--as-of", "2026-03-02", "--output", str(tmp_path / "other"))
    assert outcome.code == 2
    assert "There was no site.toml yet" in outcome.err


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    dated=st.lists(st.integers(1, 28), min_size=1, max_size=4),
    days=st.lists(st.integers(1, 28), min_size=1, max_size=4),
)
def test_on_any_day_readers_see_what_is_dated_by_then(
    site: SiteBuilder, on: On, dated: list[int], days: list[int]
) -> None:
    for path in (site.root / "content/briefings").glob("*.md"):
        path.unlink()
    for number, day in enumerate(dated):
        site.briefing(f"b{number}", date=f"2026-12-{day:02}")
    for today in days:
        # What was public on a later day would be missed on an earlier one.
        (site.root / "content/addresses.toml").unlink(missing_ok=True)
        on(f"2026-12-{today:02}")
        site.build()
        assert _titles(site) == {f"b{number}" for number, day in enumerate(dated) if day <= today}
