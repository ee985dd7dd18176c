"""What is kept between runs is believed where it is as it was written, thrown away where it is not, and never needed."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brief.building.remembering import PATH
from brief.state import Damaged, State
from tests.sites import SiteBuilder, tree

ROWS = [(f"content/{number}.md", bytes([number]) * 16, b"value %d " % number * 40) for number in range(30)]


def _written(path: Path, version: str = "1") -> Path:
    with State(path, version) as state:
        state.keep("texts", ROWS)
        state.save()
    return path


def _read(path: Path, version: str = "1") -> tuple[list[tuple[str, bytes, bytes]], str]:
    with State(path, version) as state:
        return [(name, kept.key, kept.value) for name, kept in state.every("texts")], state.discarded


def test_what_was_kept_is_there_in_the_next_run(tmp_path: Path) -> None:
    path = _written(tmp_path / "state.sqlite")
    assert _read(path) == (ROWS, "")
    with State(path, "1") as state:
        name, key, value = ROWS[3]
        kept = state.find("texts", name, key)
        assert kept
        assert kept.value == value
        assert state.find("texts", name, b"another") is None
        state.forget("texts", [name])
        state.save()
    assert _read(path) == (ROWS[:3] + ROWS[4:], "")


def test_what_is_not_saved_is_not_there(tmp_path: Path) -> None:
    path = _written(tmp_path / "state.sqlite")

    def fail() -> None:
        with State(path, "1") as state, state.together():
            state.forget("texts", [ROWS[0][0]])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert _read(path) == (ROWS, "")


def test_another_version_throws_it_away(tmp_path: Path) -> None:
    path = _written(tmp_path / "state.sqlite")
    assert _read(path, "2") == ([], "another version of brief wrote it")
    assert _read(path, "2") == ([], "")


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + bytes(4000)])
def test_a_foreign_file_is_thrown_away(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state.sqlite"
    path.write_bytes(content)
    found, said = _read(path)
    assert found == []
    assert bool(said) is bool(content)
    _written(path)
    assert _read(path) == (ROWS, "")


def test_a_database_of_somebody_else_is_thrown_away(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE texts (name, key, digest, seal, value)")
    connection.close()
    assert _read(path) == ([], "it was not written by brief")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255))
def test_a_wrong_byte_gives_no_wrong_value(tmp_path: Path, place: float, change: int) -> None:
    """Rows may be missing, which costs time; what is there is as it was written, or the file is thrown away."""
    path = _written(tmp_path / "state.sqlite")
    raw = bytearray(path.read_bytes())
    raw[int(place * len(raw))] ^= change
    path.write_bytes(raw)
    try:
        found, _ = _read(path)
    except Damaged:
        found = []
    assert set(found) <= set(ROWS)
    path.unlink()


def test_a_second_process_works_with_a_copy(tmp_path: Path) -> None:
    path = _written(tmp_path / "state.sqlite")
    with State(path, "1") as first, State(path, "1") as second:
        assert [name for name, _ in second.every("texts")] == [name for name, _, _ in ROWS]
        second.forget("texts", [ROWS[0][0]])
        second.save()
        assert first.last("texts", ROWS[0][0])
    assert _read(path) == (ROWS, "")


def test_a_folder_that_cannot_be_written_is_no_fault(site: SiteBuilder) -> None:
    site.briefing("one")
    (site.root / ".brief").write_text("somebody's file")
    site.build()
    assert (site.root / ".brief").read_text() == "somebody's file"


def test_a_damaged_state_is_told_of_once_and_changes_nothing(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    before = tree(site.output())
    (site.root / PATH).write_bytes(b"SQLite format 3\0, or so it says")
    outcome = site.brief("build")
    assert outcome.code == 0
    assert outcome.err.count("cache-discarded") == 1
    assert "What was kept of earlier runs is thrown away" in outcome.err
    assert tree(site.output()) == before
    assert "cache-discarded" not in site.brief("build").err


def test_without_a_cache_nothing_is_kept_and_nothing_believed(site: SiteBuilder) -> None:
    site.briefing("one")
    outcome = site.brief("build", "--no-cache")
    assert outcome.code == 0
    assert not (site.root / PATH).exists()
    site.build()
    again = site.brief("build", "--no-cache")
    assert "0 reused" in again.err
    assert "0 written" in again.err


def test_the_last_line_says_what_was_made_and_what_was_reused(site: SiteBuilder) -> None:
    site.briefing("one")
    path = site.briefing("two", date="2026-01-03")
    first = site.brief("build")
    assert "0 reused" in first.err
    assert "(0 parts made, " in site.brief("build").err
    path.write_text(path.read_text().replace("Text", "Other words"))
    outcome = site.brief("build", "--why", "briefings/two/", "--why", "public/briefings/one/index.html")
    assert "briefings/two/index.html was made: it shows what has changed: " in outcome.err
    assert "html content/briefings/two.md" in outcome.err
    assert "briefings/one/index.html was not made: nothing that it is made of has changed." in outcome.err
