"""The output folder: whole or untouched, without leftovers, and nobody else's."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from brief import manifest
from brief.building import commit, trees
from tests.sites import SiteBuilder, tree


def test_files_of_an_earlier_build_go(site: SiteBuilder) -> None:
    site.briefing("one")
    old = site.briefing("two")
    site.build()
    old.unlink()
    site.forget()
    outcome = site.build()
    assert not site.output("briefings/two").exists()
    assert "1 removed" in outcome.err


def test_a_site_is_made_of_the_last_but_one(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    first = site.output().stat().st_ino
    site.briefing("one", "Said otherwise [@tass].")
    site.build()
    assert site.output().stat().st_ino != first
    changed = site.output("404.html").stat().st_ctime_ns
    site.briefing("one", "Said in a third way [@tass].")
    site.build()
    assert site.output().stat().st_ino == first
    assert site.output("404.html").stat().st_ctime_ns == changed
    assert "third" in site.page_at("briefings/one/").text
    assert "otherwise" in (site.root / ".brief/spare/briefings/one/index.html").read_text()


def test_folders_that_another_process_makes_are_those_of_the_site(
    site: SiteBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commit, "_MANY", 1)
    site.briefing("one", aliases=["/deep/er/one/"])
    gone = site.briefing("two")
    site.build("--jobs", "2")
    with site.output("manifest.sha256").open("a") as manifest:
        manifest.write(f"{'0' * 64}  ../elsewhere/x.html\n{'0' * 64}  {tmp_path}/absolute/x.html\n")
    gone.unlink()
    site.forget()
    site.briefing("three")
    site.build("--jobs", "2")
    assert (site.root / ".brief/spare/briefings/two").is_dir()
    assert not (site.root / "elsewhere").exists()
    assert not (site.root / ".brief/elsewhere").exists()
    assert not (tmp_path / "absolute").exists()
    assert not site.output("briefings/two").exists()
    site.brief("build", "--no-cache", "--output", str(tmp_path / "clean"))
    assert tree(site.output()) == tree(tmp_path / "clean")
    assert {path.relative_to(site.output()) for path in site.output().rglob("*")} == {
        path.relative_to(tmp_path / "clean") for path in (tmp_path / "clean").rglob("*")
    }


@pytest.mark.parametrize("link", [".brief", ".brief/spare"])
def test_a_link_in_the_place_of_the_spare_folder_costs_nobody_a_file(
    site: SiteBuilder, tmp_path: Path, link: str
) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "spare").mkdir(parents=True)
    for path in ("mine.txt", "spare/mine.txt"):
        (elsewhere / path).write_text("mine")
    (site.root / link).parent.mkdir(exist_ok=True)
    (site.root / link).symlink_to(elsewhere)
    for words in ("First", "Second", "Third"):
        site.briefing("one", f"{words} [@tass].")
        site.build()
    assert (elsewhere / "mine.txt").read_text() == (elsewhere / "spare/mine.txt").read_text() == "mine"
    assert "Third" in site.page_at("briefings/one/").text


def test_a_build_that_keeps_nothing_keeps_no_folder(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    site.briefing("one", "Said otherwise [@tass].")
    assert site.brief("build", "--no-cache").code == 0
    assert not (site.root / ".brief/spare").exists()


def test_a_second_build_writes_nothing_new(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    times = {path: path.stat().st_mtime_ns for path in site.output().rglob("*")}
    outcome = site.build()
    assert "0 written" in outcome.err
    assert {path: path.stat().st_mtime_ns for path in site.output().rglob("*")} == times


def test_a_changed_body_changes_that_page_and_its_feeds_alone(site: SiteBuilder) -> None:
    site.briefing("one")
    site.briefing("two")
    site.build()
    before = tree(site.output())
    site.briefing("one", "Other text [@tass].")
    site.build()
    after = tree(site.output())
    changed = {path for path in after if after[path] != before.get(path)}
    feeds = {f"{home}feed.{kind}" for home in ("", "tags/interpol/", "outlets/tass/") for kind in ("xml", "json")}
    assert changed == {"briefings/one/index.html", manifest.NAME} | feeds


def test_a_file_changed_by_hand_is_mended(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    before = tree(site.output())
    site.output("index.html").write_text("changed")
    site.output("404.html").unlink()
    site.briefing("one")
    site.build()
    assert tree(site.output()) == before


def test_the_manifest_lists_every_file_as_sha256sum_does(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    files = tree(site.output())
    heading, *lines = files.pop(manifest.NAME).decode().splitlines()
    assert heading.startswith("#"), "which sha256sum takes for a comment"
    assert lines == [f"{hashlib.sha256(content).hexdigest()}  {path}" for path, content in sorted(files.items())]


def test_files_that_others_put_into_the_output_stay(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    site.output("CNAME").write_text("example.org")
    site.output(".git").mkdir()
    site.output(".git/config").write_text("x")
    site.output(".git/refs/heads").mkdir(parents=True)
    site.briefing("two")
    site.build()
    assert site.output(".git/refs/heads").is_dir()
    assert site.output("CNAME").read_text() == "example.org"
    assert site.output(".git/config").read_text() == "x"
    assert site.output("briefings/two/index.html").is_file()


def test_a_folder_that_is_somebody_elses_is_not_touched(site: SiteBuilder, tmp_path: Path) -> None:
    site.briefing("one")
    other = tmp_path / "documents"
    other.mkdir()
    (other / "letter.txt").write_text("dear")
    (other / manifest.NAME).write_text(f"{hashlib.sha256(b'dear').hexdigest()}  letter.txt\n")
    before = tree(other)
    outcome = site.brief("build", "--output", str(other))
    assert outcome.code == 2
    assert "not made by brief" in outcome.err
    assert tree(other) == before


@pytest.mark.parametrize(
    ("foreign", "alias"), [("zeta", "/zeta/one/"), ("eta/index.html", "/eta/"), ("a.html/x", "/a.html")]
)
def test_a_file_of_others_in_the_way_is_said_and_stays(site: SiteBuilder, foreign: str, alias: str) -> None:
    site.briefing("one")
    site.build()
    site.output(foreign).parent.mkdir(exist_ok=True)
    site.output(foreign).write_text("mine")
    before = tree(site.output())
    site.briefing("one", aliases=[alias])
    outcome = site.brief("build")
    assert outcome.code == 2
    assert foreign.split("/", maxsplit=1)[0] in outcome.err
    assert tree(site.output()) == before


def test_of_two_builds_at_once_one_says_so(site: SiteBuilder) -> None:
    site.briefing("one")
    with commit.Staging(site.output()):
        outcome = site.brief("build")
        assert outcome.code == 3
        assert "under way" in outcome.err
    site.build()
    assert sorted(path.name for path in site.root.iterdir()) == [".brief", "content", "public", "site.toml"]


def test_a_site_that_was_set_aside_by_a_killed_build_comes_back(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    site.output("CNAME").write_text("example.org")
    site.output().rename(site.root / ".public.brief-old")
    site.build()
    assert site.output("CNAME").read_text() == "example.org"


@pytest.mark.parametrize("inside", [".", "..", "content", "content/briefings", "themes/x", ".git"])
def test_the_site_itself_can_not_be_the_output(site: SiteBuilder, inside: str) -> None:
    site.briefing("one")
    before = tree(site.root)
    outcome = site.brief("build", "--output", str(site.root / inside))
    assert outcome.code == 2
    assert tree(site.root) == before


def test_an_empty_folder_and_a_new_one_can_be_the_output(site: SiteBuilder, tmp_path: Path) -> None:
    site.briefing("one")
    (tmp_path / "empty").mkdir()
    for name in ("empty", "deep/new"):
        assert site.brief("build", "--output", str(tmp_path / name)).code == 0
        assert (tmp_path / name / "index.html").is_file()


def test_a_link_to_a_folder_stays_a_link(site: SiteBuilder, tmp_path: Path) -> None:
    site.briefing("one")
    (tmp_path / "real").mkdir()
    site.output().symlink_to(tmp_path / "real")
    site.build()
    assert site.output().is_symlink()
    assert (tmp_path / "real/index.html").is_file()


def test_where_folders_can_not_be_exchanged_the_result_is_the_same(
    site: SiteBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.briefing("one")
    gone = site.briefing("two")
    site.build()
    gone.unlink()
    site.forget()
    site.briefing("three")
    monkeypatch.setattr(trees, "_exchange", lambda _one, _other: False)
    site.build()
    expected = tree(site.output())
    assert "briefings/three/index.html" in expected
    assert "briefings/two/index.html" not in expected
    assert [path.name for path in site.root.iterdir() if path.name.startswith(".public")] == []


def test_a_folder_that_can_not_be_renamed_is_filled_file_by_file(
    site: SiteBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.briefing("one")
    gone = site.briefing("two", aliases=["/a.html", "/b/c/"])
    site.build()
    gone.unlink()
    site.forget()
    site.briefing("three", aliases=["/a.html/x/", "/b.html"])
    rename = Path.rename

    def busy(path: Path, target: Path) -> Path:
        if path == site.output():
            raise OSError(16, "Device or resource busy")
        return rename(path, target)

    monkeypatch.setattr(trees, "_exchange", lambda _one, _other: False)
    monkeypatch.setattr(Path, "rename", busy)
    site.build()
    filled = tree(site.output())
    monkeypatch.undo()
    site.brief("build", "--output", str(site.root.parent / "clean"))
    assert filled == tree(site.root.parent / "clean")


def test_a_disk_that_fails_leaves_the_old_site(site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    site.briefing("one")
    site.build()
    before = tree(site.output())
    site.briefing("two")
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if "brief-staging" in str(path) and "two" in str(path):
            raise OSError(28, "No space left on device", str(path))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    outcome = site.brief("build")
    assert outcome.code == 3
    assert "disk is full" in outcome.err
    assert tree(site.output()) == before
    assert [path.name for path in site.root.iterdir() if path.name.startswith(".public")] == []


def test_what_a_killed_build_left_is_cleared_by_the_next(site: SiteBuilder) -> None:
    site.briefing("one")
    site.write(".public.brief-staging/half/written.html", "x")
    site.build()
    assert not (site.root / ".public.brief-staging").exists()
    assert not site.output("half").exists()


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C", "LANG": "ru_RU.UTF-8"}],
)
def test_the_same_content_gives_the_same_bytes(site: SiteBuilder, tmp_path: Path, environment: dict[str, str]) -> None:
    site.settings(languages=["en", "ru"])
    site.tag("other", names={"ru": "Другое"}, aliases={"en": ["one", "two", "three"]})
    for number in range(5):
        site.briefing(f"b{number}", f"[@tass] [[b{(number + 1) % 5}]] other", tags=["interpol", "other"])
    site.build()
    output = tmp_path / "elsewhere"
    command = [sys.executable, "-m", "brief", "build", "--site", str(site.root), "--output", str(output)]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | environment)
    assert tree(output) == tree(site.output())


def test_the_address_can_be_set_for_one_build(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build("--base-url", "https://preview.example.net/pr-1/")
    assert 'href="https://preview.example.net/pr-1/briefings/one/"' in site.html("briefings/one/")
    assert site.brief("build", "--base-url", "example.net").code == 2
