"""What a briefing's page tells of its revisions, out of real repositories."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.linking.revisions import Kind, difference, words
from tests.sites import SiteBuilder, tree


def git(folder: Path, *arguments: str, day: str = "2026-03-01T12:00:00+00:00") -> None:
    """Run git in a folder, as an author of a given time."""
    environment = os.environ | {
        "GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
    }  # fmt: skip
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *identity, *arguments], cwd=folder, env=environment, check=True, capture_output=True)


def commit(folder: Path, day: str = "2026-03-01") -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "-m", "x", day=f"{day}T12:00:00+00:00")


@pytest.fixture
def kept(site: SiteBuilder) -> SiteBuilder:
    """A site that is a git checkout."""
    site.write(".gitignore", "public/\ncontent/addresses.toml\n")
    git(site.root, "init")
    return site


def _history(site: SiteBuilder, address: str = "briefings/one/") -> str:
    """The history of a page with <del> and <ins> as they are, without other markup."""
    html = site.html(address)
    if 'class="history"' not in html:
        return ""
    inner = html.partition('<details class="history">')[2].partition("</details>")[0]
    return " ".join(re.sub(r"<(?!/?(?:del|ins)>)[^>]*>", "", inner).split())


def test_revisions_are_shown_word_by_word(kept: SiteBuilder) -> None:
    kept.briefing("one", "The sky is green today [@tass].\n\nIt stays.")
    commit(kept.root, "2026-03-01")
    kept.briefing("one", "The sky is blue today [@tass].\n\nIt stays.", title="Another title")
    commit(kept.root, "2026-03-05")
    kept.briefing(
        "one",
        "The sky is blue today [@tass].\n\nIt stays.",
        title="Another title",
        tags=["interpol"],
        updated="2026-03-06",
    )
    commit(kept.root, "2026-03-06")
    kept.briefing("one", "The sky is blue today [@tass].\n\nIt stays.\n\nNot committed.", title="Another title")
    kept.build()
    shown = _history(kept)
    assert shown.startswith("Revision history 5 March 2026 Title")
    assert "<del>Title of one</del><ins>Another title</ins>" in shown
    assert "The sky is <del>green</del><ins>blue</ins> today [@tass]." in shown
    assert shown.endswith("1 March 2026 · First published")
    assert "Not committed" not in shown
    assert "6 March" not in shown, "what readers can't see changed nothing for them"


def test_a_name_that_changes_keeps_its_history(kept: SiteBuilder) -> None:
    kept.briefing("2026-01-02-old name", "One two three four five six seven [@tass].", slug="one")
    commit(kept.root)
    git(kept.root, "mv", "content/briefings/2026-01-02-old name.md", "content/briefings/новое.md")
    commit(kept.root, "2026-03-02")
    kept.briefing(
        "новое",
        "One two three four five six eight [@tass].",
        slug="one",
        title="Title of 2026-01-02-old name",
        summary="Summary of 2026-01-02-old name.",
    )
    commit(kept.root, "2026-03-03")
    kept.briefing("2026-01-02-old name", "Another under the old name [@tass].", slug="two")
    commit(kept.root, "2026-03-04")
    kept.build()
    assert "<del>seven</del><ins>eight</ins>" in _history(kept)
    assert _history(kept).endswith("1 March 2026 · First published")
    assert _history(kept, "briefings/two/") == ""


def test_what_was_a_draft_or_is_withdrawn_is_not_shown(kept: SiteBuilder) -> None:
    kept.briefing("one", "Twilight words [@tass].", status="draft")
    kept.briefing("gone", "Grey words [@tass].")
    commit(kept.root)
    kept.briefing("one", "First words [@tass].")
    kept.briefing("gone", "Pale words [@tass].")
    commit(kept.root, "2026-03-02")
    kept.briefing("one", "Second words [@tass].")
    withdrawn = {"date": "2026-03-03", "reason": "R."}
    kept.briefing("gone", "Pale words [@tass].", status="withdrawn", withdrawn=withdrawn)
    commit(kept.root, "2026-03-03")
    kept.build()
    for path, content in tree(kept.output()).items():
        for words_ in (b"Twilight", b"Grey", b"Pale"):
            assert words_ not in content, path
    assert "<del>First</del><ins>Second</ins>" in _history(kept)
    assert _history(kept).endswith("2 March 2026 · First published")


def test_a_site_in_a_folder_of_a_repository_and_in_a_shallow_clone(site: SiteBuilder, tmp_path: Path) -> None:
    git(site.root.parent, "init")
    site.briefing("one", "Old [@tass].")
    commit(site.root.parent)
    site.briefing("one", "New [@tass].")
    commit(site.root.parent, "2026-03-02")
    site.build()
    assert "<del>Old</del><ins>New</ins>" in _history(site)
    git(tmp_path, "clone", "--depth", "1", site.root.parent.as_uri(), "clone")
    shallow = SiteBuilder.__new__(SiteBuilder)
    shallow.root, shallow._capsys = tmp_path / "clone/site", site._capsys
    found = shallow.check().only("shallow-history")
    assert found["severity"] == "note"
    assert "fetch-depth" in found["hint"]


def test_branches_that_meet_are_each_told_once(kept: SiteBuilder) -> None:
    kept.briefing("one", "A.\n\nB.\n\nC [@tass].")
    kept.briefing("two", "A [@tass].")
    commit(kept.root)
    git(kept.root, "checkout", "-b", "side")
    kept.briefing("one", "A.\n\nB.\n\nC changed [@tass].")
    commit(kept.root, "2026-03-02")
    git(kept.root, "checkout", "main")
    kept.briefing("two", "A changed [@tass].")
    commit(kept.root, "2026-03-03")
    git(kept.root, "merge", "--no-ff", "-m", "m", "side", day="2026-03-04T12:00:00+00:00")
    kept.build()
    assert _history(kept).count("<ins>") == 1
    assert "2 March 2026" in _history(kept)


def test_without_git_there_is_no_history_and_no_complaint(
    kept: SiteBuilder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept.briefing("one", "Old [@tass].")
    assert kept.check().faults == [], "nothing is committed yet"
    commit(kept.root)
    kept.briefing("one", "New [@tass].")
    commit(kept.root)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert kept.check().faults == []
    kept.build()
    assert _history(kept) == ""


def test_a_site_may_keep_its_history_to_itself(kept: SiteBuilder) -> None:
    for text in ("Old [@tass].", "New [@tass]."):
        kept.briefing("one", text)
        commit(kept.root)
    kept.briefing("one", "New [@tass].", history=False)
    kept.build()
    assert _history(kept) == "", "words that had to be taken back for good"
    kept.briefing("one", "New [@tass].")
    kept.settings("[build]\nhistory = false")
    kept.build()
    assert _history(kept) == ""


def test_the_number_of_processes_does_not_grow_with_the_archive(
    kept: SiteBuilder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real = subprocess.run(["which", "git"], check=True, capture_output=True, text=True).stdout.strip()
    script = tmp_path / "bin/git"
    script.parent.mkdir()
    script.write_text(f'#!/bin/sh\necho x >> "{tmp_path}/count"\nexec {real} "$@"\n')
    script.chmod(0o755)
    counts = []
    for size in (1, 40):
        for text in ("Old [@tass].", "New [@tass]."):
            for number in range(size):
                kept.briefing(f"b{number}", f"{text} {size}")
            commit(kept.root)
        (tmp_path / "count").unlink(missing_ok=True)
        with monkeypatch.context() as patched:
            patched.setenv("PATH", f"{script.parent}:{os.environ['PATH']}")
            kept.build()
        counts.append((tmp_path / "count").read_text().count("x"))
    assert counts[0] == counts[1] == 3


PROSE = st.lists(st.sampled_from(["one", "two", "three,", "four.", "[@tass]", "пять", "\n\n"]), max_size=30).map(
    " ".join
)


@given(PROSE, PROSE)
def test_both_texts_can_be_had_back_from_the_difference(old: str, new: str) -> None:
    old, new = " ".join(old.split()), " ".join(new.split())
    runs = words(old, new)
    assert "".join(run.text for run in runs if run.kind is not Kind.ADDED) == old
    assert "".join(run.text for run in runs if run.kind is not Kind.REMOVED) == new


@given(PROSE, PROSE)
def test_texts_differ_exactly_where_there_is_a_difference(old: str, new: str) -> None:
    def paragraphs(text: str) -> list[str]:
        return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]

    assert bool(difference(old, new)) == (paragraphs(old) != paragraphs(new))
