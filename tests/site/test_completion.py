"""Completion at the prompt, by the shells themselves."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from brief.cli import main
from tests.sites import SiteBuilder
from tests.terminal import PROGRAM


def _bash(site: SiteBuilder, *words: str) -> list[str]:
    """What bash offers after `words`, the last of which is begun."""
    script = f"""
        eval "$(brief completion bash)"
        COMP_WORDS=({" ".join(f"'{word}'" for word in ("brief", *words))}); COMP_CWORD={len(words)}
        _brief_completion brief
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    path = f"{Path(PROGRAM).parent}{os.pathsep}{os.environ['PATH']}"
    shell = subprocess.run(
        ["bash", "-c", script],
        cwd=site.root,
        env={**os.environ, "PATH": path},
        check=True,
        capture_output=True,
        text=True,
    )
    assert not shell.stderr
    return shell.stdout.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["bu"], ["build"]),
        (["check", "--st"], ["--strict"]),
        (["check", "--format", "g"], ["github"]),
        (["tag", "m"], ["merge"]),
        (["tag", "rename", "in"], ["interpol"]),
        (["tag", "merge", "interpol", "la"], ["law"]),
        (["new", "Title", "--tag", "la"], ["law"]),
        (["new", "Title", "--lang", ""], ["en", "ru"]),
        (["new", "Title", "--template", ""], ["briefing", "chronology", "mine", "profile"]),
        (["move", "wh"], ["what-was-said"]),
        (["move", "ab"], ["about"]),
    ],
)
def test_bash_offers_commands_options_and_the_names_of_the_site(
    site: SiteBuilder, words: list[str], offered: list[str]
) -> None:
    site.settings('languages = ["en", "ru"]\n[tags]\nlaw = "Law"')
    site.briefing("2026-01-02-what-was-said")
    site.page("about")
    site.write("content/templates/mine.md", "---\n---\n")
    assert _bash(site, *words) == offered


def test_where_there_is_no_site_nothing_of_one_is_offered(site: SiteBuilder) -> None:
    (site.root / "site.toml").unlink()
    assert _bash(site, "tag", "rename", "in") == []


@pytest.mark.parametrize(
    ("shell", "mark"), [("zsh", "#compdef brief"), ("fish", "complete --no-files --command brief")]
)
def test_other_shells_get_theirs(capsys: pytest.CaptureFixture[str], shell: str, mark: str) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert mark in script
    if program := shutil.which(shell):
        subprocess.run([program, "-n"], input=script, text=True, check=True)


def test_the_shell_is_known_by_the_environment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert main(["completion"]) == 0
    assert "--command brief" in capsys.readouterr().out
    monkeypatch.setenv("SHELL", "/bin/csh")
    assert main(["completion"]) == 2
    assert "brief completion bash|zsh|fish" in capsys.readouterr().err
