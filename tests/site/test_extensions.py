"""What a site adds to brief: Markdown extensions, outputs and checks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sites import SiteBuilder, tree

VERSE = """
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTagInlineProcessor


class Shout(Extension):
    def extendMarkdown(self, md):
        md.inlinePatterns.register(SimpleTagInlineProcessor(r"(!!)(.+?)!!", "b"), "shout", 175)


class Evil(Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(_Evil(), "evil", 1)


class _Evil:
    def run(self, text):
        return text + "<script>alert(1)</script>"


class Broken(Extension):
    def extendMarkdown(self, md):
        raise KeyError("no such thing")


nothing = None
"""
HOUSE = """
import json
from brief.extending import Finding


def index(publication):
    return json.dumps([[briefing.url, briefing.title, briefing.tags] for briefing in publication.briefings])


def texts(publication):
    return b"\\n".join(publication.html(briefing).encode() for briefing in publication.briefings)


def short_titles(publication):
    for briefing in publication.briefings:
        if len(briefing.title) > 12:
            yield Finding(briefing.path, "The title is long.", "Twelve letters are enough.", severity="warning", line=2)


def stern(publication):
    return [Finding(briefing.path, "No.", severity="error") for briefing in publication.briefings]


def odd(publication):
    return [1]


def dies(publication):
    raise OSError("no disk")
"""


@pytest.fixture
def extended(site: SiteBuilder) -> SiteBuilder:
    site.write("extensions/verse.py", VERSE)
    site.write("extensions/house.py", HOUSE)
    return site


def _extend(site: SiteBuilder, table: str) -> None:
    site.settings(f"[extensions]\n{table}")


def test_a_markdown_extension_is_at_work_in_every_text(extended: SiteBuilder) -> None:
    _extend(extended, 'markdown = ["verse:Shout"]')
    extended.briefing("one", "Hear !!this!! [@tass].")
    extended.page("about", "Or !!that!!.")
    extended.build()
    assert "<b>this</b>" in extended.html("briefings/one/")
    assert "<b>that</b>" in extended.html("about/")


def test_what_a_markdown_extension_makes_is_sanitised(extended: SiteBuilder) -> None:
    _extend(extended, 'markdown = ["verse:Evil"]')
    extended.briefing("one")
    extended.build()
    assert "alert" not in extended.html("briefings/one/")


def test_an_output_is_a_file_of_the_site(extended: SiteBuilder) -> None:
    _extend(extended, '[extensions.outputs]\n"lists/all.json" = "house:index"\n"all.txt" = "house:texts"')
    extended.briefing("one", "To [[two]] [@tass].")
    extended.briefing(
        "two", "Words [@tass].", status="withdrawn", withdrawn={"date": "2026-02-01", "reason": "It was wrong."}
    )
    extended.build()
    assert extended.output("lists/all.json").read_text() == (
        '[["https://example.org/briefings/one/", "Title of one", ["interpol"]], '
        '["https://example.org/briefings/two/", "Title of two", ["interpol"]]]'
    )
    text = extended.output("all.txt").read_text()
    assert 'href="https://example.org/briefings/two/"' in text
    assert "Words" not in text, "what was taken back is shown to nobody"


def test_an_output_is_made_again_when_what_it_shows_or_its_code_changes_and_only_then(extended: SiteBuilder) -> None:
    _extend(extended, '[extensions.outputs]\n"all.json" = "house:index"')
    extended.briefing("one")
    extended.build()
    extended.briefing("one", "Other words [@tass].")
    assert "all.json was not made" in extended.build("--why", "all.json").err
    extended.briefing("one", title="Another")
    assert "all.json was made" in extended.build("--why", "all.json").err
    assert "Another" in extended.output("all.json").read_text()
    extended.write("extensions/house.py", HOUSE.replace("briefing.title,", "briefing.title.upper(),", 1))
    extended.build()
    assert "ANOTHER" in extended.output("all.json").read_text()
    _extend(extended, "checks = []")
    extended.forget()
    extended.build()
    assert not extended.output("all.json").exists()


def test_code_in_a_package_is_looked_at_too(site: SiteBuilder, tmp_path: Path) -> None:
    site.settings('[extensions.outputs]\n"all.txt" = "elsewhere.lists:titles"')
    site.briefing("one")
    package = tmp_path / "packages" / "elsewhere"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    for words in ("first", "second"):
        (package / "lists.py").write_text(f"def titles(publication):\n    return '{words}'\n")
        command = [sys.executable, "-m", "brief", "build", "--site", str(site.root)]
        path = os.pathsep.join((str(package.parent), os.environ.get("PYTHONPATH", "")))
        for _ in range(2):
            subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": path})
        assert site.output("all.txt").read_text() == words


def test_markdown_is_rendered_again_when_the_code_of_an_extension_changes(extended: SiteBuilder) -> None:
    _extend(extended, 'markdown = ["verse:Shout"]')
    extended.briefing("one", "Hear !!this!! [@tass].")
    extended.build()
    extended.write("extensions/verse.py", VERSE.replace('"b"', '"i"'))
    extended.build()
    assert "<i>this</i>" in extended.html("briefings/one/")


def test_a_check_adds_to_the_findings(extended: SiteBuilder) -> None:
    _extend(extended, 'checks = ["house:short_titles"]')
    extended.briefing("one", title="A title of many letters")
    found = extended.check().only("site-check")
    assert (found["path"], found["line"], found["severity"]) == ("content/briefings/one.md", 2, "warning")
    assert (found["message"], found["hint"]) == (
        "The title is long.",
        "Twelve letters are enough. (found by house:short_titles)",
    )
    assert extended.brief("build").code == 0
    assert extended.brief("build", "--strict").code == 1
    extended.briefing("one", title="Short")
    assert not extended.check().faults


def test_an_error_of_a_check_keeps_the_site_from_being_published(extended: SiteBuilder) -> None:
    extended.briefing("one")
    extended.build()
    before = extended.html("briefings/one/")
    _extend(extended, 'checks = ["house:stern"]')
    extended.briefing("one", title="Other")
    outcome = extended.brief("build")
    assert outcome.code == 1
    assert "error[site-check]: No." in outcome.err
    assert extended.html("briefings/one/") == before


@pytest.mark.parametrize(
    ("table", "code", "line", "words"),
    [
        ('markdown = ["verse:Shuot"]', "extension-failed", 5, "no class or function `Shuot`"),
        ('markdown = ["verse:nothing"]', "extension-failed", 5, "no class or function `nothing`"),
        ('markdown = ["vrese:Shout"]', "unknown-extension", 5, "Did you mean `verse`?"),
        ('markdown = ["shout"]', "unknown-extension", 5, "No package that is installed has an extension `shout`"),
        ('markdown = ["verse.py:Shout!"]', "unknown-extension", 5, "module:attribute"),
        ('checks = ["house:odd"]', "extension-failed", 5, "It gives int, not Finding."),
        ('checks = ["house:dies"]', "extension-failed", 5, "OSError: no disk"),
        ('checks = ["wrong:one"]', "extension-failed", 5, "SyntaxError"),
        ('[extensions.outputs]\n"a.txt" = "house:odd"', "extension-failed", 6, "It gives list, not text or bytes."),
        ('[extensions.outputs]\n"../a.txt" = "house:index"', "bad-value", 6, "can't be the path of a file"),
        ('[extensions.outputs]\n"index.html" = "house:index"', "duplicate-address", 6, "is taken by"),
        ("outptus = {}", "unknown-key", 5, "Did you mean `outputs`?"),
    ],
)  # fmt: skip
def test_whatever_is_wrong_with_an_extension_is_told_at_its_place(
    extended: SiteBuilder, table: str, code: str, line: int, words: str
) -> None:
    extended.write("extensions/wrong.py", "def one(:\n")
    extended.briefing("one")
    _extend(extended, table)
    outcome = extended.check()
    found = outcome.only(code)
    assert (found["path"], found["line"]) == ("site.toml", line), found
    assert words in f"{found['message']} {found['hint']}"
    assert outcome.code != 0


def test_an_extension_that_fails_at_a_text_is_told_at_that_text(extended: SiteBuilder) -> None:
    _extend(extended, 'markdown = ["verse:Broken"]')
    extended.briefing("one")
    found = extended.check().only("extension-failed")
    assert found["path"] == "content/briefings/one.md"
    assert "KeyError: 'no such thing'" in found["message"]


def test_the_bytes_are_the_same_for_any_number_of_processes(extended: SiteBuilder) -> None:
    _extend(
        extended,
        'markdown = ["verse:Shout"]\nchecks = ["house:short_titles"]\n[extensions.outputs]\n"all.json" = "house:index"',
    )
    for number in range(250):
        extended.briefing(f"b{number}", f"Number !!{number}!! [@tass].")
    for jobs in ("1", "3"):
        extended.build("--jobs", jobs, "--no-cache", "--output", str(extended.root / jobs))
    assert tree(extended.root / "1") == tree(extended.root / "3")
