"""`brief new`, `brief init`, and how the command line treats people."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from brief.cli import main
from tests.sites import SiteBuilder


def test_a_new_site_builds_and_passes_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "archive"
    assert main(["init", str(folder), "--title", 'A "new" archive: ours']) == 0
    assert main(["check", "--strict", "--site", str(folder)]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().err
    assert main(["build", "--strict", "--site", str(folder)]) == 0
    assert "A &#34;new&#34; archive: ours" in (folder / "public/index.html").read_text("utf-8")
    assert "public/" in (folder / ".gitignore").read_text()


def test_a_new_site_never_goes_over_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    assert main(["init", str(tmp_path)]) == 2
    assert main(["init", str(tmp_path / "letter.txt")]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    assert "nothing was changed" in capsys.readouterr().err


def test_a_new_briefing_is_a_draft_that_the_site_takes(site: SiteBuilder) -> None:
    outcome = site.brief("new", 'What "they" said: a résumé \\ of 10%', "--tag", "interpol")
    assert outcome.code == 0
    (path,) = (site.root / "content/briefings").glob("*.md")
    assert path.name.endswith("-what-they-said-a-resume-of-10.md")
    assert outcome.out.strip().endswith(path.name)
    checked = site.check()
    assert checked.code == 0
    assert {d["code"] for d in checked.faults} == {"incomplete-draft"}
    site.build("--drafts")
    (page,) = site.output("briefings").glob("*/index.html")
    assert "What &#34;they&#34; said: a résumé \\ of 10%" in page.read_text("utf-8")


def test_a_new_briefing_in_another_language_and_script(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"])
    assert site.brief("new", "Что сказано в Уставе", "--lang", "ru").code == 0
    (path,) = (site.root / "content/briefings/ru").glob("*-chto-skazano-v-ustave.md")
    assert "lang: ru" in path.read_text("utf-8")
    assert site.brief("new", "X", "--lang", "fr").code == 2


def test_a_new_briefing_never_goes_over_another(site: SiteBuilder) -> None:
    assert site.brief("new", "Same title").code == 0
    (path,) = (site.root / "content/briefings").glob("*.md")
    path.write_text("mine")
    outcome = site.brief("new", "Same title")
    assert outcome.code == 2
    assert "is there already" in outcome.err
    assert path.read_text() == "mine"


def test_the_site_is_found_from_a_folder_within(site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    site.briefing("one")
    monkeypatch.chdir(site.root / "content/briefings")
    assert main(["build"]) == 0
    assert site.output("index.html").is_file()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build"], "brief init"),
        (["build", "--site", "nowhere"], "nowhere"),
        (["biuld"], "biuld"),
        (["build", "--outptu", "x"], "--output"),
        (["check", "--format", "xml"], "json"),
        (["new"], "TITLE"),
    ],
)
def test_a_wrong_command_line_ends_with_2_and_says_why(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.out == ""


def test_the_program_is_there_under_its_name(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("brief")
    shown = subprocess.run([program, "--version"], check=True, capture_output=True, text=True)
    assert shown.stdout.startswith("brief, version ")
    ended = subprocess.run(
        [program, "build"], cwd=tmp_path, capture_output=True, text=True, env={**os.environ}, check=False
    )
    assert ended.returncode == 2
    helped = subprocess.run([program, "--help"], check=True, capture_output=True, text=True).stdout
    for command in ("build", "serve", "check", "new", "init"):
        assert command in helped
