"""Whatever happens to a build, who reads the output sees the old site or the new one, and the next build needs no help.

`BRIEF_FAULTS=300` tries each kind of fault so many times, as `make faults` does; without it a few are tried.
"""

import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from tests.building.specimen import write_specimen
from tests.figures import Report
from tests.sites import tree
from tests.terminal import PROGRAM

_TIMES = int(os.environ.get("BRIEF_FAULTS", "4"))
_MEGABYTE = 1 << 20
_COUNT = re.compile(r"^(\d+) changes$", re.MULTILINE)
Tree = dict[str, bytes]


@dataclass(frozen=True)
class Course:
    """A site in `root` that is at one of two states, and what a clean build makes of each."""

    root: Path
    wanted: tuple[Tree, Tree]

    def turn(self, state: int) -> None:
        """Bring the site's texts to a state. No address is promised: the two have not the same."""
        (self.root / "content/addresses.toml").unlink(missing_ok=True)
        text = "Twice as it was [@tass].\n\n" * 200 if state else "As it was [@tass]."
        _briefings(self.root, text, 24 + 6 * state)

    def turns(self) -> Iterator[tuple[int, Tree]]:
        """Bring the texts of a published site to one state after another; gives each, and what a reader sees yet."""
        for number in range(_TIMES):
            state = (number + 1) % 2
            self.turn(state)
            yield state, self.seen()

    def build(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*_command(self.root), *words], capture_output=True, text=True, check=False)

    def seen(self) -> Tree:
        """What a reader of the output can get."""
        return tree(self.root / "public")

    def rests(self, state: int) -> None:
        """Nothing has to be repaired: a build as any other makes the site, and leaves nothing beside it."""
        done = self.build()
        assert done.returncode == 0, done.stderr
        assert self.seen() == self.wanted[state]
        assert not [path.name for path in self.root.iterdir() if path.name.startswith(".public")]


def _command(root: Path) -> list[str]:
    return [PROGRAM, "build", "--site", str(root), "--jobs", "2"]


def _briefings(root: Path, text: str, count: int) -> None:
    folder = root / "content/briefings/more"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number in range(count):
        (folder / f"b{number:02}.md").write_text(
            f"---\ntitle: Number {number}\ndate: 2026-03-01\nsummary: Said.\ntags: [interpol]\nsources:\n"
            "  - {id: tass, outlet: tass, title: A report, url: https://example.org/r}\n"
            f"---\n\n{text} See [[b{(number + 1) % count:02}]].\n"
        )


def _course(root: Path) -> Course:
    write_specimen(root)
    course = Course(root, ({}, {}))
    wanted = []
    for state in (0, 1):
        course.turn(state)
        shutil.rmtree(root / "public", ignore_errors=True)
        done = course.build("--no-cache")
        assert done.returncode == 0, done.stderr
        wanted.append(course.seen())
    assert wanted[0] != wanted[1]
    shutil.rmtree(root / "public")
    return Course(root, (wanted[0], wanted[1]))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return _course(tmp_path_factory.mktemp("faults") / "site")


def _ended(course: Course, number: int, after: float, end: int, *, cold: bool) -> str:
    """A build that gets a signal `after` some seconds; what a reader sees after it, in words."""
    state = number % 2
    course.turn(state)
    if cold:
        shutil.rmtree(course.root / ".brief", ignore_errors=True)
    before = course.seen()
    process = subprocess.Popen(_command(course.root), stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        process.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        # A machine that lacks memory takes one process, a power cut takes all.
        (os.killpg if number % 4 < 2 else os.kill)(process.pid, end)
        _, said = process.communicate()
        # Python itself, as it starts, knows no other way.
        assert not re.search(r'File ".*/brief/(?!__main__)', said), said
    seen = course.seen()
    assert seen in (before, course.wanted[state])
    course.rests(state)
    return "new" if seen == course.wanted[state] else "old"


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM], ids=lambda end: end.name)
@pytest.mark.parametrize("cold", [True, False], ids=["cold", "warm"])
def test_a_build_that_is_ended_at_any_moment_leaves_the_old_site_or_the_new(
    course: Course, figure: Report, end: signal.Signals, cold: bool
) -> None:
    course.turn(1)
    course.rests(1)
    moments = random.Random(f"{end}{cold}")
    # Longer than most builds here take: some end by themselves.
    seen = [_ended(course, number, moments.uniform(0, 2.0), end, cold=cold) for number in range(_TIMES)]
    kind = "cold" if cold else "warm"
    figure(
        f"{end.name} at {_TIMES} moments of {kind} builds: {seen.count('old')} old sites, {seen.count('new')} new, 0 else"
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], capture_output=True, text=True, check=False
    )
    if made.returncode:
        pytest.skip(f"a disk of its own needs root: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_disk_that_is_full_at_any_point_leaves_the_old_site(small_disk: Path, figure: Report) -> None:
    course = _course(small_disk / "site")
    course.turn(0)
    course.rests(0)
    filler = small_disk / "filler"
    spaces = random.Random("full")
    full = 0
    for state, before in course.turns():
        free = shutil.disk_usage(small_disk).free
        filler.write_bytes(b"\0" * max(0, free - spaces.randrange(4 * _MEGABYTE)))
        done = course.build()
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode in {0, 3}, done.stderr
        if done.returncode:
            full += 1
            assert "The disk is full" in done.stderr
            assert course.seen() == before
        filler.unlink()
        course.rests(state)
    assert full, "no disk was full: the test tries nothing"
    figure(f"{_TIMES} builds on a disk with 0 to 4 MB left: {full} found it full, 0 left half a site")


def _failing(course: Course, at: int, *, ever: bool) -> tuple[subprocess.CompletedProcess[str], int]:
    """A build on a disk whose change numbered `at` fails, or all from it on; and how many changes it would make."""
    command = [sys.executable, "-m", "tests.building.failing", str(at), "ever" if ever else "once", str(course.root)]
    done = subprocess.run(
        [*command, *_command(course.root)[1:], "--jobs", "1"], capture_output=True, text=True, check=False
    )
    count = _COUNT.search(done.stderr)
    assert count, done.stderr
    return done, int(count[1])


def test_a_disk_that_fails_at_any_change_leaves_the_old_site_or_the_new(course: Course, figure: Report) -> None:
    course.turn(0)
    course.rests(0)
    course.turn(1)
    _, count = _failing(course, 0, ever=False)
    course.turn(0)
    course.rests(0)
    changes = random.Random("changes")
    failed = told = 0
    for number, (state, before) in enumerate(course.turns()):
        done, _ = _failing(course, changes.randint(1, count), ever=number % 2 == 1)
        assert "Traceback" not in done.stderr, done.stderr
        assert done.returncode in {0, 3}, done.stderr
        seen = course.seen()
        assert seen in ([before, course.wanted[state]] if done.returncode else [course.wanted[state]])
        failed += done.returncode != 0
        told += "Input/output error" in done.stderr
        course.rests(state)
    assert told, "no build met a fault: the test tries nothing"
    figure(f"{_TIMES} builds on a disk that fails at one of {count} changes: {failed} gave up, 0 left half a site")


def _limited(most: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def test_memory_that_ends_at_any_point_leaves_the_old_site(course: Course, figure: Report) -> None:
    course.turn(0)
    course.rests(0)
    sizes = random.Random("memory")
    lacked = 0
    for state, before in course.turns():
        done = _in_memory(_command(course.root), sizes.randrange(60, 400) * _MEGABYTE)
        seen = course.seen()
        assert seen in (before, course.wanted[state])
        if done.returncode:
            lacked += 1
            assert seen == before
        course.rests(state)
    assert lacked, "no build lacked memory: the test tries nothing"
    figure(f"{_TIMES} builds in 60 to 400 MB: {lacked} lacked memory, 0 left half a site")


def _in_memory(command: Sequence[str], most: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=partial(_limited, most),
    )


def test_a_cache_with_any_byte_changed_changes_no_output(course: Course, figure: Report) -> None:
    course.turn(0)
    course.rests(0)
    places = random.Random("bytes")
    kept = course.root / ".brief/state.sqlite"
    told = 0
    for number in range(_TIMES):
        state = number % 2
        raw = bytearray(kept.read_bytes())
        raw[places.randrange(len(raw))] ^= places.randrange(1, 256)
        kept.write_bytes(raw)
        course.turn(state)
        done = course.build()
        assert done.returncode == 0, done.stderr
        told += "thrown away" in done.stderr
        assert course.seen() == course.wanted[state]
    figure(f"{_TIMES} builds after a byte of the cache was changed: {told} noticed it, 0 other outputs")


def test_of_many_builds_at_once_each_ends_whole_or_says_so(course: Course, figure: Report) -> None:
    course.turn(1)
    processes = [
        subprocess.Popen(_command(course.root), stderr=subprocess.PIPE, text=True) for _ in range(max(4, _TIMES // 10))
    ]
    said = [(process.communicate()[1], process.returncode) for process in processes]
    assert {code for _, code in said} <= {0, 3}
    assert all("Another build into" in words for words, code in said if code), said
    course.rests(1)
    figure(f"{len(said)} builds at once: {sum(not code for _, code in said)} built, the others said why not")
