"""A Dask cluster at work: the same bytes as from one process, and nothing published when the cluster fails."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.sites import SOURCE, SiteBuilder

pytestmark = pytest.mark.skipif(
    find_spec("distributed") is None and os.environ.get("CI") != "true", reason="Dask is not here: brief[dask]"
)

MANY = 230
"""More files than one process would keep to itself."""

NOTING = """
import os, brief.linking.prose as prose, brief.reading.parsing as parsing
def noting(module, name):
    plain = getattr(module, name)
    def noted(*given, **named):
        open({folder!r} + f"/{{name}}-{{os.getpid()}}", "a").close()
        return plain(*given, **named)
    setattr(module, name, noted)
noting(parsing, "parse")
noting(prose, "render")
"""

AT_TEXT_40 = """
import os, signal, threading, brief.linking.prose as prose
def first(mark):
    try:
        os.mkdir(mark)
    except FileExistsError:
        return False
    return True
if prose.render.__name__ == "render":
    plain, count = prose.render, iter(range(1_000_000))
    def changed(*given, **named):
        if next(count) == 40:
            {deed}
        return plain(*given, **named)
    prose.render = changed
"""
"""Lines after which each worker does the deed in the middle of its second batch of texts; Dask runs them twice."""

DIE = "os.kill(os.getpid(), signal.SIGKILL)"
DIE_IF_FIRST = f"first({{mark!r}}) and {DIE}"
KILL_ALL = "os.kill(os.getppid(), signal.SIGKILL)"
LEAVE = (
    "import distributed; worker = distributed.get_worker(); "
    "worker.loop.add_callback(worker.close, nanny=True, executor_wait=False); threading.Event().wait()"
)


@pytest.fixture
def large(site: SiteBuilder) -> SiteBuilder:
    site.tag("sanctions", title="Sanctions", names={"ru": "Санкции"})
    for number in range(MANY):
        body = f"## Part\n\nOf Interpol and sanctions, number {number} [@tass].\n\nSee [[b{number // 2:03}]]."
        cited = {} if number % 7 else {"sources": [SOURCE, SOURCE | {"id": "other"}]}
        site.briefing(f"b{number:03}", body, date=f"20{10 + number % 9}-0{1 + number % 9}-11", **cited)
    return site


@contextmanager
def _cluster(folder: Path, prelude: str = "", *, workers: int = 2, failures: int = 3) -> Iterator[str]:
    """The address of a cluster that is there while the block is."""
    lines = folder / "prelude.py"
    lines.write_text(prelude)
    command = [sys.executable, "-m", "tests.building.cluster", str(workers), str(failures), str(lines)]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()
            process.wait(120)


def _brief(site: SiteBuilder, *arguments: str, prelude: str = "") -> subprocess.CompletedProcess[str]:
    """`brief ARGUMENTS` in a process of its own, after the Python lines of `prelude`."""
    code = f"{prelude}\nimport sys\nfrom brief.cli import main\nsys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, *arguments, "--format", "json", "--site", str(site.root)]
    return subprocess.run(command, text=True, capture_output=True, check=False, timeout=300)


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _forget(site: SiteBuilder) -> None:
    shutil.rmtree(site.output())
    shutil.rmtree(site.root / ".brief")


def test_a_cluster_reads_and_renders_and_gives_the_same_bytes_and_findings(large: SiteBuilder, tmp_path: Path) -> None:
    expected = _brief(large, "build", "--jobs", "1")
    assert expected.returncode == 0, expected.stderr
    files = _files(large.output())
    checked = _brief(large, "check", "--no-cache")
    _forget(large)
    notes = tmp_path / "notes"
    notes.mkdir()
    with _cluster(tmp_path, NOTING.format(folder=str(notes))) as address:
        outcome = _brief(large, "build", "--dask", address, prelude=NOTING.format(folder=str(large.root)))
        assert outcome.stdout == expected.stdout
        assert outcome.stderr == expected.stderr
        assert _files(large.output()) == files
        steps = [note.name.partition("-")[0] for note in notes.iterdir()]
        assert sorted(steps) == ["parse", "parse", "render", "render"]
        # What is not worth passing on is done here.
        assert not list(large.root.glob("render-*"))
        assert _brief(large, "check", "--no-cache", "--dask", address).stdout == checked.stdout


def test_a_worker_that_is_killed_in_the_middle_changes_nothing(large: SiteBuilder, tmp_path: Path) -> None:
    large.build("--jobs", "1")
    files = _files(large.output())
    _forget(large)
    mark = tmp_path / "died"
    with _cluster(tmp_path, AT_TEXT_40.format(deed=DIE_IF_FIRST.format(mark=str(mark)))) as address:
        outcome = _brief(large, "build", "--dask", address)
    assert outcome.returncode == 0, outcome.stderr
    assert mark.exists()
    assert _files(large.output()) == files


@pytest.mark.parametrize(
    ("deed", "said"),
    [(DIE, "they may lack memory"), (LEAVE, "is lost"), (KILL_ALL, "is lost")],
    ids=["each worker dies", "each worker leaves", "the scheduler dies"],
)
def test_a_cluster_that_is_lost_in_the_middle_ends_the_build_and_leaves_what_was_published(
    large: SiteBuilder, tmp_path: Path, deed: str, said: str
) -> None:
    large.build("--jobs", "1")
    before = _files(large.output())
    large.briefing("b001", "Another text [@tass].")
    # A worker that has died is started again, which is waited for.
    patience = "" if deed == DIE else "import brief.building.cluster as cluster\ncluster._ALONE = 2"
    with _cluster(tmp_path, AT_TEXT_40.format(deed=deed), failures=0 if deed == DIE else 3) as address:
        outcome = _brief(large, "build", "--no-cache", "--dask", address, prelude=patience)
    _assert_fault(outcome, said)
    assert address in outcome.stderr
    assert _files(large.output()) == before
    assert not [path for path in large.root.iterdir() if "staging" in path.name]


OTHERS = {
    "another version": "import brief.building.remembering as own\nown.whose = lambda: 'another'",
    "no brief at all": "import sys\nsys.modules['brief'] = sys.modules['brief.building'] = None",
}


@pytest.mark.parametrize("prelude", OTHERS.values(), ids=OTHERS)
def test_workers_of_other_code_are_given_nothing(large: SiteBuilder, tmp_path: Path, prelude: str) -> None:
    with _cluster(tmp_path, prelude, workers=1) as address:
        outcome = _brief(large, "build", "--dask", address)
    _assert_fault(outcome, "Install the same of each there")
    assert not large.output().exists()


def test_a_worker_of_other_code_that_joins_later_is_found_out(large: SiteBuilder, tmp_path: Path) -> None:
    """At the beginning it is as it should be; each batch asks again."""
    changing = "import brief.building.cluster as cluster\ncluster.whose = lambda: 'another'"
    with _cluster(tmp_path, changing, workers=1) as address:
        outcome = _brief(large, "build", "--dask", address)
    _assert_fault(outcome, "Install the same of each there")
    assert not large.output().exists()


def test_a_cluster_without_workers_is_told_of(large: SiteBuilder, tmp_path: Path) -> None:
    with _cluster(tmp_path, workers=0) as address:
        _assert_fault(_brief(large, "build", "--dask", address), f"dask worker {address}")


def test_an_address_where_nobody_answers_is_told_of(site: SiteBuilder) -> None:
    outcome = _brief(site, "build", "--dask", "tcp://127.0.0.1:9", prelude=_patience(1))
    _assert_fault(outcome, "No Dask scheduler answers at tcp://127.0.0.1:9")


def _patience(seconds: int) -> str:
    return f"import brief.building.cluster as cluster\ncluster._TO_ANSWER = {seconds}"


def test_an_extra_that_is_not_installed_is_told_of(site: SiteBuilder) -> None:
    without = "import sys\nsys.modules['distributed'] = None"
    _assert_fault(_brief(site, "build", "--dask", "tcp://127.0.0.1:9", prelude=without), "pip install 'brief[dask]'")


@pytest.mark.parametrize("address", ["10.0.0.1", "http://10.0.0.1:8786", "tcp://10.0.0.1", "tcp://:8786"])
def test_what_is_no_address_of_a_scheduler_is_refused(site: SiteBuilder, address: str) -> None:
    outcome = site.brief("build", "--dask", address)
    assert outcome.code == 2
    assert "tcp://10.0.0.1:8786" in outcome.err


def _assert_fault(outcome: subprocess.CompletedProcess[str], said: str) -> None:
    """It is the machine's fault, told in two or three lines that say what is the matter, and nothing else is said."""
    assert outcome.returncode == 3, outcome.stderr
    assert said in outcome.stderr
    assert outcome.stderr.endswith("\nNothing was published.\n")
    assert outcome.stderr.count("\n") <= 3
