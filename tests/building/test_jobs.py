"""Several processes at work: the same bytes as from one, and nothing published when one of them dies."""

import gc
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief import config
from brief.building.build import build
from brief.working import Crew, in_batches, inheriting, workers
from tests.sites import SOURCE, SiteBuilder

MANY = 230
"""More files, and more pages, than one process would keep to itself."""


@pytest.fixture
def large(site: SiteBuilder) -> SiteBuilder:
    """A site of so many briefings that it is worth sharing the work, with faults in some."""
    site.settings("languages = ['en', 'ru']")
    site.tag("sanctions", title="Sanctions", names={"ru": "Санкции"})
    for number in range(MANY):
        body = f"## Part\n\nOf Interpol and sanctions, number {number} [@tass].\n\nSee [[b{number // 2:03}]]."
        cited = {} if number % 7 else {"sources": [SOURCE, SOURCE | {"id": "other"}]}
        day = f"20{10 + number % 9}-0{1 + number % 9}-11"
        site.briefing(f"b{number:03}", body, date=day, tags=["interpol", "sanctions"][: 1 + number % 2], **cited)
    return site


def _run(site: Path, *arguments: str, prelude: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """`brief ARGUMENTS` in a process and a session of its own, after the Python lines of `prelude`."""
    code = f"{prelude}\nimport sys\nfrom brief.cli import main\nsys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, *arguments, "--site", str(site)]
    return subprocess.run(
        command,
        env=os.environ | environment,
        text=True,
        capture_output=True,
        check=False,
        start_new_session=True,
        timeout=300,
    )


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_any_number_of_jobs_gives_the_same_bytes_and_the_same_findings(large: SiteBuilder) -> None:
    """Nor do the folder, the time zone, the locale, the hash seed, or the files' order and dates matter."""
    first = _run(large.root, "build", "--jobs", "1", "--format", "json", PYTHONHASHSEED="1", TZ="UTC")
    assert first.returncode == 0, first.stderr
    expected = _files(large.output())
    shutil.rmtree(large.output())
    other = large.root.parent / "some where" / "else"
    other.mkdir(parents=True)
    paths = [path.relative_to(large.root) for path in large.root.rglob("*") if path.is_file()]
    random.Random(5).shuffle(paths)
    for age, path in enumerate(paths):
        (other / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(large.root / path, other / path)
        os.utime(other / path, (1e9 + age, 1e9 + age))
    for jobs in ("2", "3"):
        again = _run(
            other, "build", "--jobs", jobs, "--format", "json", PYTHONHASHSEED="77", TZ="Asia/Tokyo", LC_ALL="C"
        )
        assert again.stdout == first.stdout
        assert _files(other / "public") == expected
        shutil.rmtree(other / "public")


def test_site_toml_sets_the_number_of_jobs(large: SiteBuilder) -> None:
    """A worker that notes its parent tells whether there were workers."""
    prelude = (
        "import os, brief.linking.prose as prose\n"
        "own, plain = os.getpid(), prose.render\n"
        "def render(*given, **named):\n"
        "    open(os.environ['NOTE'], 'a').write('own ' if os.getpid() == own else 'other ')\n"
        "    return plain(*given, **named)\n"
        "prose.render = render\n"
    )
    for jobs, others in ((1, False), (2, True)):
        note = large.root.parent / f"note-{jobs}"
        large.settings(f"[build]\njobs = {jobs}")
        assert _run(large.root, "build", "--no-cache", prelude=prelude, NOTE=str(note)).returncode == 0
        assert ("other" in note.read_text().split()) is others


@pytest.mark.parametrize("fault", ["--jobs 0", "--jobs many"])
def test_a_number_of_jobs_that_is_none_is_refused(site: SiteBuilder, fault: str) -> None:
    outcome = site.brief("build", *fault.split())
    assert outcome.code == 2
    assert "--jobs" in outcome.err


def _dying(module: str, how: str) -> str:
    """Lines after which every worker process ends as it comes to `module`'s dear step."""
    return (
        f"import os, signal, {module} as module\n"
        "own, plain = os.getpid(), module.{name}\n"
        "def dying(*given, **named):\n"
        f"    {how} if os.getpid() != own else None\n"
        "    return plain(*given, **named)\n"
        "module.{name} = dying\n"
    )


STEPS = [("brief.reading.parsing", "parse"), ("brief.linking.prose", "render"), ("brief.rendering.pages", "_shown")]


@pytest.mark.parametrize(("module", "name"), STEPS)
def test_a_worker_that_dies_ends_the_build_and_leaves_what_was_published(
    large: SiteBuilder, module: str, name: str
) -> None:
    assert _run(large.root, "build").returncode == 0
    before = _files(large.output())
    large.briefing("b001", "Another text [@tass].")
    prelude = _dying(module, "os.kill(os.getpid(), signal.SIGKILL)").replace("{name}", name)
    outcome = _run(large.root, "build", "--jobs", "2", "--no-cache", prelude=prelude)
    assert outcome.returncode == 3
    assert "--jobs 1" in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert _files(large.output()) == before
    assert not [path for path in large.root.iterdir() if "staging" in path.name]


@pytest.mark.parametrize(("module", "name"), STEPS)
def test_an_interrupt_ends_all_processes_with_one_word(large: SiteBuilder, module: str, name: str) -> None:
    """Ctrl+C in a terminal reaches the whole group at once."""
    how = "(os.killpg(0, signal.SIGINT), setattr(os, 'killpg', lambda *_: None))"
    outcome = _run(large.root, "build", "--jobs", "2", prelude=_dying(module, how).replace("{name}", name))
    assert outcome.returncode == 130
    assert outcome.stderr.strip() == "Interrupted."
    assert not large.output().exists()


def test_any_executor_can_take_the_batches(large: SiteBuilder) -> None:
    large.build("--jobs", "1")
    expected = _files(large.output())
    shutil.rmtree(large.output())
    settings, _ = config.load(large.root)
    assert settings
    with _Counting(2) as executor:
        report = build(settings, executor=executor, remember=False)
    assert report.changes
    assert executor.taken > 2 * MANY // 32
    assert _files(large.output()) == expected


class _Counting(ThreadPoolExecutor):
    """An executor that is not of processes, and counts what it is given."""

    taken = 0

    def submit(self, *given: object, **named: object) -> object:  # type: ignore[override]
        self.taken += 1
        return super().submit(*given, **named)  # type: ignore[arg-type]


def _squares(numbers: Sequence[int]) -> list[int]:
    return [number * number for number in numbers]


@given(st.integers(0, 700), st.sampled_from([None, "threads"]))
def test_results_come_in_the_order_of_the_items(count: int, by: str | None) -> None:
    executor: Executor | None = ThreadPoolExecutor(3) if by else None
    expected = [number * number for number in range(count)]
    assert list(in_batches(executor, _squares, range(count))) == expected
    if executor:
        executor.shutdown()


def test_a_crew_is_given_as_much_as_it_asks_for() -> None:
    """Each of its workers has something to do while the first result is waited for."""
    with _Counting(2) as executor:
        results = in_batches(Crew(executor, ahead=20), _squares, range(10_000))
        next(results)
        assert executor.taken == 21


def test_processes_give_what_one_process_gives() -> None:
    expected = [number * number for number in range(1_000)]
    with workers(2) as executor:
        assert list(in_batches(executor, _squares, range(1_000))) == expected

    def local(numbers: Sequence[int]) -> list[int]:
        return _squares(numbers)

    for jobs in (1, 2):
        with inheriting(jobs, local, 1_000) as do:
            assert list(do(range(1_000))) == expected


def test_a_fault_of_a_step_is_raised_where_its_result_is_waited_for() -> None:
    with workers(2) as executor, pytest.raises(ZeroDivisionError):
        list(in_batches(executor, _inverses, range(1_000)))


def _inverses(numbers: Sequence[int]) -> list[float]:
    return [1 / number for number in numbers]


def test_garbage_is_looked_for_again_after_a_build(site: SiteBuilder) -> None:
    site.briefing("one")
    site.build()
    assert gc.isenabled()
    site.briefing("one", "A link to [[nothing]].")
    assert site.brief("build").code == 1
    assert gc.isenabled()
