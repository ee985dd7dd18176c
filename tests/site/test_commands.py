"""`brief new`, `brief init`, and how the command line treats people."""

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from jsonschema import Draft202012Validator

from brief.cli import COMMANDS, cli, main
from brief.schemas import KINDS
from tests.sites import SiteBuilder
from tests.terminal import PROGRAM, in_conversation


def test_a_new_site_builds_and_passes_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "archive"
    assert main(["init", str(folder), "--title", 'A "new" archive: ours']) == 0
    assert main(["check", "--strict", "--site", str(folder)]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().err
    assert main(["build", "--strict", "--site", str(folder)]) == 0
    assert "A &#34;new&#34; archive: ours" in (folder / "public/index.html").read_text("utf-8")
    assert "public/" in (folder / ".gitignore").read_text()


def test_editors_find_the_schemas_of_a_new_site(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    assert main(["init", str(folder)]) == 0
    named = (folder / "site.toml").read_text("utf-8").split("\n")[0].removeprefix("#:schema ")
    schema = json.loads((folder / named).read_text("utf-8"))
    Draft202012Validator(schema).validate(tomllib.loads((folder / "site.toml").read_text("utf-8")))
    assert {path.name for path in (folder / named).parent.iterdir()} == {f"{kind}.schema.json" for kind in KINDS}
    for path in (folder / ".vscode").glob("*.json"):
        json.loads(path.read_text("utf-8"))


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


def test_who_gives_no_title_is_asked_for_all_that_a_briefing_needs(site: SiteBuilder) -> None:
    site.settings(languages=["en", "ru"])
    session = in_conversation(
        [PROGRAM, "new", "--site", str(site.root)],
        [("Title", "What was said"), ("Language", "ru"), ("Tags", "intrepol, sanctions"), ("`interpol`?", "y")],
    )
    assert session.code == 0, session.written
    (path,) = (site.root / "content/briefings/ru").glob("*-what-was-said.md")
    text = path.read_text("utf-8")
    assert "tags: [interpol, sanctions]" in text
    assert "lang: ru" in text
    assert "There is no tag `sanctions` yet." in session.written
    assert "Add content/tags/sanctions.md." in session.written


def test_a_tag_that_nobody_knows_is_said_to_be_none(site: SiteBuilder) -> None:
    outcome = site.brief("new", "One", "--tag", "interpoll")
    assert outcome.code == 0
    assert "There is no tag `interpoll` yet. Did you mean `interpol`?" in outcome.err


@pytest.mark.parametrize("name", ["briefing", "chronology", "profile"])
@pytest.mark.parametrize("tags", [(), ("--tag", "interpol")])
def test_what_every_template_makes_is_a_draft_that_passes(site: SiteBuilder, name: str, tags: tuple[str, ...]) -> None:
    assert site.brief("new", f"A: {name}", "--template", name, *tags).code == 0
    checked = site.check("--drafts")
    assert checked.code == 0
    assert {found["code"] for found in checked.faults} == {"incomplete-draft"}


def test_a_site_can_have_templates_of_its_own(site: SiteBuilder) -> None:
    site.write(
        "content/templates/note.md", "---\ntitle: {{ title|quoted }}\ndate: {{ date }}\n---\n\nAll: {{ tags }}\n"
    )
    assert site.brief("new", "Mine", "--template", "note").code == 0
    (path,) = (site.root / "content/briefings").glob("*-mine.md")
    assert path.read_text("utf-8").endswith("All: []\n")
    # It is no content: nothing reads it as a briefing, and nothing says that it is astray.
    path.unlink()
    assert not site.check().faults


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a\n{% if %}\n", "line 2"),
        ("{{ nobody }}", "'nobody' is undefined"),
        ("{{ 1 / 0 }}", "zero"),
        (b"\xff", "UTF-8"),
    ],
)
def test_a_mistake_in_a_template_is_told_and_nothing_is_made(site: SiteBuilder, text: str | bytes, words: str) -> None:
    site.write("content/templates/note.md", text)
    outcome = site.brief("new", "Mine", "--template", "note")
    assert outcome.code == 2
    assert words in outcome.err
    assert "content/templates/note.md" in outcome.err
    assert not list((site.root / "content").glob("briefings/*"))


def test_an_unknown_template_is_met_with_the_nearest(site: SiteBuilder) -> None:
    outcome = site.brief("new", "Mine", "--template", "cronology")
    assert outcome.code == 2
    assert "Did you mean `chronology`?" in outcome.err


def test_a_new_briefing_opens_in_the_editor(site: SiteBuilder) -> None:
    opened = site.write("opened", "")
    editor = site.write("editor", f"#!/bin/sh\nbasename \"$1\" > '{opened}'\n")
    editor.chmod(0o755)
    command = [PROGRAM, "new", "Mine", "--edit", "--site", str(site.root)]
    subprocess.run(
        command, check=True, capture_output=True, env={**os.environ, "VISUAL": str(editor), "EDITOR": str(editor)}
    )
    assert opened.read_text().endswith("-mine.md\n")


def _commands() -> list[list[str]]:
    """Every command and the commands of each group."""
    found = []
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        found.append([name])
        if isinstance(command, click.Group):
            found += [[name, inner] for inner in command.commands]
    return found


@pytest.mark.parametrize("words", _commands(), ids=" ".join)
def test_every_command_says_what_it_does_and_shows_how(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--help"]) == 0
    shown = capsys.readouterr().out
    assert (
        f"brief {' '.join(words)} " in shown
        or f"brief {' '.join(words)}\n" in shown.partition("Options:")[0].partition("\n")[2]
    )


def test_the_list_of_commands_is_there_without_what_does_the_work() -> None:
    program = "import sys, brief.cli; brief.cli.main(['--help']); print([m for m in ('markdown', 'jinja2') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert all(name in shown for name in COMMANDS)
    assert shown.endswith("[]\n")


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
    shown = subprocess.run([PROGRAM, "--version"], check=True, capture_output=True, text=True)
    assert shown.stdout.startswith("brief, version ")
    ended = subprocess.run(
        [PROGRAM, "build"], cwd=tmp_path, capture_output=True, text=True, env={**os.environ}, check=False
    )
    assert ended.returncode == 2
    helped = subprocess.run([PROGRAM, "--help"], check=True, capture_output=True, text=True).stdout
    for command in ("build", "serve", "check", "new", "init"):
        assert command in helped


@pytest.mark.parametrize(("said", "meant"), [(["buidl"], "build"), (["tag", "mrege"], "merge")])
def test_a_command_that_is_misspelt_is_named(said: list[str], meant: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(said) == 2
    assert f"Did you mean `{meant}`?" in capsys.readouterr().err
