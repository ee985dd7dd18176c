"""Every code is explained, and each explanation does what it says."""

import re
from collections.abc import Mapping
from importlib.resources import files
from itertools import groupby
from pathlib import Path

import pytest
from PIL import features

from brief.config import load
from brief.diagnostics import Code
from brief.explaining.explanations import explanation
from tests.explaining.examples import SITE, example, front
from tests.pictures import file, photograph
from tests.sites import Outcome, SiteBuilder

TESTS = Path(__file__).parents[2]
SHOWN = [code for code in Code if "elsewhere" not in front(code)]
_HEAD = re.compile(r"^\S+:\d+:\d+: (\w+)\[([a-z0-9-]+)\]: ", re.MULTILINE)
ELSEWHERE = [code for code in Code if code not in SHOWN]


def test_every_code_has_a_text_and_every_text_a_code() -> None:
    texts = {entry.name.removesuffix(".md") for entry in (files("brief.explaining") / "codes").iterdir()}
    assert texts == set(Code)


def test_codes_of_a_group_stand_together() -> None:
    names = [name for name, _ in groupby(explanation(code).group for code in Code)]
    assert len(names) == len(set(names))


@pytest.fixture
def seen(site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> SiteBuilder:
    """A site whose findings are shown as at a terminal, but for colours."""
    for name, value in {"FORCE_COLOR": "1", "TERM": "dumb", "COLUMNS": "100"}.items():
        monkeypatch.setenv(name, value)
    return site


def _ask(site: SiteBuilder, changes: Mapping[str, str], *command: str) -> Outcome:
    for old in sorted(site.root.rglob("*"), reverse=True):
        old.rmdir() if old.is_dir() else old.unlink()
    for path, text in {**SITE, **changes}.items():
        site.write(path, text)
    return site.brief(*command)


def _codes(outcome: Outcome, code: Code) -> set[str]:
    """What is wrong in an example: its own code, and all else but notes."""
    found = _HEAD.findall(outcome.err)
    return {name for severity, name in found if severity != "note" or name == code}


@pytest.mark.parametrize("code", SHOWN)
def test_the_wrong_example_is_told_of_as_its_text_says_and_the_mended_one_is_not(seen: SiteBuilder, code: Code) -> None:
    shown = example(code)
    wrong = _ask(seen, shown.wrong, *shown.command)
    assert shown.said in wrong.err
    assert _codes(wrong, code) == {code}
    mended = _ask(seen, shown.mended, *shown.command)
    assert (_codes(mended, code), mended.code) == (set(), 0)


@pytest.mark.parametrize("code", ELSEWHERE)
def test_what_no_example_can_show_has_a_reason_and_a_test_of_its_own(code: Code) -> None:
    path, name = front(code)["test"].split("::")
    text = (TESTS / path).read_text("utf-8")
    assert f"def {name}(" in text
    assert f'"{code}"' in text, "the test says the code"
    assert front(code)["elsewhere"].endswith(".")


def test_settings_that_are_gone_are_told_of(tmp_path: Path) -> None:
    site, (found,) = load(tmp_path)
    assert site is None
    assert (found.code, found.location.path) == ("no-site", "site.toml")


def test_a_picture_format_that_pillow_lacks_is_told_of(site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "check", lambda form: form != "avif")
    site.settings('[images]\nformats = ["avif", "webp"]')
    site.briefing("one", "Text [@tass].\n\n![A view](../files/a.png)")
    site.write("content/files/a.png", file(photograph(1800, 1200), "PNG"))
    found = site.check().only("no-picture-format")
    assert (found["path"], found["line"]) == ("site.toml", 5)
    assert "`avif`" in found["message"]
