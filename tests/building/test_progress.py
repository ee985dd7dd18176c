"""A person sees how a long run gets on, and is told where its time went; a pipe gets nothing of the first."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from brief.profile import Stopwatch
from brief.progress import SILENT, PageCost, Progress
from tests.sites import SiteBuilder
from tests.terminal import Session, at_terminal

HIDE_CURSOR, SHOW_CURSOR, ERASE_LINE = "\x1b[?25l", "\x1b[?25h", "\x1b[2K"


def _command(site: Path, *arguments: str, speed: float, prelude: str = "") -> list[str]:
    """`brief ARGUMENTS` in a process whose clock goes `speed` times as fast, after the Python lines of `prelude`."""
    code = (
        f"{prelude}\nimport sys, time\nreal = time.perf_counter\ntime.perf_counter = lambda: real() * {speed}\n"
        "from brief.cli import main\nsys.exit(main(sys.argv[1:]))"
    )
    return [sys.executable, "-c", code, *arguments, "--site", str(site)]


def _seen(session: Session) -> list[str]:
    """The lines that stood on the terminal, one after another, without their colours."""
    plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", session.written)
    return [line.strip() for line in re.split(r"[\r\n]+", plain)]


def test_a_long_run_shows_each_phase_how_much_is_done_how_fast_and_what_is_left(site: SiteBuilder) -> None:
    for number in range(60):
        site.briefing(f"b{number}")
    session = at_terminal(_command(site.root, "build", speed=1_000))
    assert session.code == 0
    lines = _seen(session)
    for phase in ("Reading", "Texts", "Linking", "Theme", "Pages", "Publishing"):
        assert any(line.startswith(phase) for line in lines), lines
    assert any(re.fullmatch(r"Texts [━╸╺ ]+ \d+ of 62 · [\d,]+/s · \d+:\d\d left", line) for line in lines), lines


def test_the_line_is_gone_when_all_is_done(site: SiteBuilder) -> None:
    session = at_terminal(_command(site.root, "build", speed=1_000))
    assert session.written.count(HIDE_CURSOR) == session.written.count(SHOW_CURSOR) == 1
    assert session.written.rfind(SHOW_CURSOR) < session.written.rfind("Built")
    _, _, after = session.written.rpartition(ERASE_LINE)
    assert [line for line in _seen(Session(0, after)) if line] == [_last(session)]
    assert _last(session).startswith("Built 0 briefings")


def _last(session: Session) -> str:
    return [line for line in _seen(session) if line][-1]


def test_a_short_run_shows_nothing_that_would_be_gone_before_it_is_read(site: SiteBuilder) -> None:
    session = at_terminal(_command(site.root, "build", speed=0.001))
    assert session.written.splitlines() == [_last(session)]


@pytest.mark.parametrize("prelude", ["import brief.outputs.feeds as step", "import brief.linking.archive as step"])
def test_an_interrupted_run_gives_the_terminal_back(site: SiteBuilder, prelude: str) -> None:
    name = "atom" if "feeds" in prelude else "connect"
    interrupted = f"{prelude}\ndef interrupted(*_): raise KeyboardInterrupt\nstep.{name} = interrupted"
    session = at_terminal(_command(site.root, "build", speed=1_000, prelude=interrupted))
    assert session.code == 130
    assert session.written.rfind(HIDE_CURSOR) < session.written.rfind(SHOW_CURSOR) < session.written.rfind("Interr")
    assert session.written.rfind(ERASE_LINE) < session.written.rfind("Interrupted.")


def test_a_terminal_that_can_do_nothing_but_print_gets_no_line(site: SiteBuilder) -> None:
    session = at_terminal(_command(site.root, "build", speed=1_000), TERM="dumb")
    assert session.written.splitlines() == [_last(session)]


@pytest.mark.parametrize("variable", ["FORCE_COLOR", "TTY_COMPATIBLE", "NOTHING"])
def test_a_pipe_gets_no_line_whatever_is_said_of_colours(site: SiteBuilder, variable: str) -> None:
    outcome = subprocess.run(
        _command(site.root, "build", speed=1_000),
        env=os.environ | {variable: "1"},
        text=True,
        capture_output=True,
        check=True,
    )
    assert outcome.stdout == ""
    assert outcome.stderr.count("\n") == 1
    assert "\x1b" not in outcome.stderr


def test_a_run_whose_errors_nobody_wants_is_as_any_other(site: SiteBuilder) -> None:
    closed = ["sh", "-c", 'exec "$@" 2>&-', "sh", *_command(site.root, "build", "--profile", speed=1_000)]
    assert subprocess.run(closed, check=False).returncode == 0
    assert (site.output() / "index.html").is_file()


def test_the_profile_tells_of_every_phase_and_of_the_slowest_pages_and_templates(site: SiteBuilder) -> None:
    site.briefing("one")
    for command in ("build", "check"):
        outcome = site.brief(command, "--profile", "--no-cache")
        assert outcome.code == 0
        phases, pages, templates, _ = outcome.err.split("\n\n", 3)
        named = _rows(phases)
        assert {"reading", "texts", "linking", "pages", "the rest", "in all"} <= set(named)
        assert ("publishing" in named) == (command == "build")
        assert named["texts"][-1] == "3", "a briefing's, a tag's and an outlet's"
        seconds = {name: float(row[0]) for name, row in named.items()}
        assert sum(seconds.values()) - seconds["in all"] == pytest.approx(seconds["in all"], abs=0.02)
        assert seconds["the rest"] < seconds["in all"] / 2
        told = _rows(pages)
        assert "/briefings/one/" in told
        assert all(
            float(whole) == pytest.approx(float(view) + float(fill), abs=0.011) for whole, view, fill in told.values()
        )
        assert _rows(templates)["briefing.html"][1] == "1"


def _rows(table: str) -> dict[str, list[str]]:
    """The numbers of a printed table, by what they are of."""
    rows = [re.fullmatch(r"((?: *[\d.,]+%?(?= ))+) +(\S.*?) *", line) for line in table.splitlines()]
    return {row[2]: row[1].split() for row in rows if row}


def test_pages_are_timed_in_whatever_process_they_are_made(site: SiteBuilder) -> None:
    for number in range(230):
        site.briefing(f"b{number}")
    outcome = site.brief("build", "--profile", "--jobs", "2")
    assert outcome.code == 0
    _, pages, templates, _ = outcome.err.split("\n\n", 3)
    assert _rows(templates)["briefing.html"][1] == "230"
    whole = [float(row[0].replace(",", "")) for row in _rows(pages).values()]
    assert whole == sorted(whole, reverse=True)
    assert min(whole) > 0


def test_a_profile_leaves_output_and_findings_as_they_are(site: SiteBuilder) -> None:
    site.briefing("one", "See [[nowhere]] [@tass].")
    assert site.brief("build", "--profile", "--format", "json").out == site.brief("build", "--format", "json").out
    site.briefing("one")
    site.build()
    assert "0 written" in site.brief("build", "--profile").err


def test_addresses_are_not_cut_where_no_window_bounds_the_lines(site: SiteBuilder) -> None:
    name = "-".join(["long"] * 30)
    site.briefing(name)
    assert f"  /briefings/{name}/" in site.brief("build", "--profile").err


class Hand:
    """A clock that is moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def _printed(stopwatch: Stopwatch) -> str:
    console = Console(width=200)
    with console.capture() as capture:
        console.print(*stopwatch.tables(), sep="\n\n")
    return capture.get()


def test_a_phase_is_charged_with_its_own_time_and_not_with_that_of_phases_within_it() -> None:
    clock = Hand()
    stopwatch = Stopwatch(clock)
    progress = Progress((stopwatch,), clock)
    for _ in progress.over("pages", range(3), 3):
        clock.now += 1
        with progress.phase("writing") as advance:
            clock.now += 10
            advance(1)
        clock.now += 2
    clock.now += 7
    rows = _rows(_printed(stopwatch))
    assert rows["pages"] == ["9.000", "19.6%", "3"]
    assert rows["writing"] == ["30.000", "65.2%", "3"]
    assert rows["the rest"] == ["7.000", "15.2%"]
    assert rows["in all"] == ["46.000", "100.0%"]


def test_a_phase_that_fails_is_over() -> None:
    clock = Hand()
    stopwatch = Stopwatch(clock)
    progress = Progress((stopwatch,), clock)

    def broken() -> Iterator[str]:
        yield "one"
        clock.now += 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(progress.over("reading", broken()))
    clock.now += 4
    assert _rows(_printed(stopwatch))["reading"] == ["1.000", "20.0%", "1"]


def test_only_the_slowest_pages_are_listed_and_every_page_counts_for_its_template() -> None:
    clock = Hand()
    stopwatch = Stopwatch(clock)
    for number in range(1, 101):
        stopwatch.page(PageCost(f"/{number}/", "briefing.html", number / 1000, 0.5))
    rows = _rows(_printed(stopwatch))
    assert [name for name in rows if name.startswith("/")] == [f"/{number}/" for number in range(100, 90, -1)]
    assert rows["/100/"] == ["600.00", "100.00", "500.00"]
    assert rows["briefing.html"] == ["50,000.00", "100", "500.00"]


def test_a_run_that_nobody_watches_is_the_same() -> None:
    with SILENT.phase("reading") as advance:
        advance(1)
    SILENT.page(PageCost("/", "home.html", 0, 0))
    assert list(SILENT.over("texts", "abc")) == ["a", "b", "c"]
