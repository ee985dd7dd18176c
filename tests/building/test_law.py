"""The law of the engine: after any sequence of changes, a build leaves byte for byte what a clean build leaves.

The bytes of the output, what is said of faults, the exit code and the ledger are those that a copy of the site
gives that has never been built. `LAW_EXAMPLES=200 pytest tests/building/test_law.py -k sequence` looks further.
"""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.building.edits import DAMAGES, EDITS
from tests.building.specimen import commit, write, write_specimen
from tests.building.twins import ELSEWHERE, EVENTS, Twins

_LOOKS_FURTHER = "LAW_EXAMPLES" in os.environ
_EXAMPLES = int(os.environ.get("LAW_EXAMPLES", "4"))
_STEPS = 8

OPTIONS = {
    "drafts": ("--drafts",),
    "strict": ("--strict",),
    "another address": ("--base-url", "https://other.example/deep"),
    "another folder": ELSEWHERE,
    "one process": ("--jobs", "1"),
    "two processes": ("--jobs", "2"),
    "findings as JSON": ("--format", "json"),
}
UNSEEN = {"a touch", "words of the same size at the same time"}
"""Edits that may leave the bytes as they were."""


class Bench:
    """A site that one test after another edits, and that begins each as it was at first, but for what brief keeps."""

    def __init__(self, folder: Path) -> None:
        self.twins = Twins(folder / "site", folder / "clean")
        write_specimen(self.twins.root)
        self.twins.agree("build")
        self._start = self.twins.inputs()
        self._is_sound = True

    def __enter__(self) -> Twins:
        self.twins.restore(self._start)
        if not self._is_sound:
            shutil.rmtree(self.twins.root / ".brief", ignore_errors=True)
            shutil.rmtree(self.twins.root / "public", ignore_errors=True)
            self.twins.agree("build")
        self._is_sound = False
        return self.twins

    def __exit__(self, kind: object, *_: object) -> None:
        self._is_sound = kind is None


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("law"))


@pytest.mark.parametrize(("pick", "name"), [*enumerate(EDITS)])
def test_after_one_edit_a_build_is_a_clean_one(bench: Bench, pick: int, name: str) -> None:
    """The edit before is taken back in the same go."""
    with bench as twins:
        before = twins.inputs()
        EDITS[name](twins.root, pick)
        assert name in UNSEEN or twins.inputs() != before
        twins.agree("build")


@pytest.mark.parametrize(("pick", "name"), [*enumerate(DAMAGES)])
def test_what_was_made_and_is_damaged_is_made_anew(bench: Bench, pick: int, name: str) -> None:
    with bench as twins:
        twins.agree("build")
        DAMAGES[name](twins.root, pick)
        twins.agree("build")


@pytest.mark.parametrize("name", OPTIONS)
def test_a_build_with_other_options_leaves_nothing_to_the_next(bench: Bench, name: str) -> None:
    with bench as twins:
        twins.agree("build", *OPTIONS[name])
        twins.agree("build")


KILLS = [("write", 0), ("write", 60), ("replace", 0), ("replace", 2), ("state", 0), ("state", 2), ("state", 6)]


@pytest.mark.parametrize(("event", "count"), KILLS)
def test_a_killed_build_harms_nobody(bench: Bench, event: str, count: int) -> None:
    with bench as twins:
        EDITS["a title"](twins.root, count)
        twins.killed(event, count)
        twins.agree("build")


class Sequence(RuleBasedStateMachine):
    """Edits, builds, damages and kills, one after another."""

    def __init__(self, twins: Twins) -> None:
        super().__init__()
        self.twins = twins
        self.good: dict[str, bytes] = {}
        self.failed = False

    @initialize(has_history=st.booleans())
    def begin(self, has_history: bool) -> None:
        shutil.rmtree(self.twins.root, ignore_errors=True)
        self.twins.foreign.clear()
        write_specimen(self.twins.root)
        if has_history:
            commit(self.twins.root)
        self._build()

    @rule(
        edits=st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 40)), min_size=1, max_size=3),
        options=st.sampled_from([(), (), (), *OPTIONS.values()]),
        own_process=st.sampled_from([False] * 7 + [True]),
        goes_on=st.booleans(),
    )
    def edit(self, edits: list[tuple[str, int]], options: tuple[str, ...], own_process: bool, goes_on: bool) -> None:
        """Edits, on top of what is wrong or after it was mended, and a build."""
        if self.failed and not goes_on:
            self.twins.restore(self.good)
        for name, pick in edits:
            EDITS[name](self.twins.root, pick)
        self._build(*options, own_process=own_process)

    @rule(name=st.sampled_from(sorted(DAMAGES)), pick=st.integers(0, 40))
    def damage(self, name: str, pick: int) -> None:
        if name == "the output is lost":
            self.twins.foreign.clear()
        DAMAGES[name](self.twins.root, pick)
        self._build()

    @rule(
        edit=st.sampled_from(sorted(EDITS)),
        pick=st.integers(0, 40),
        event=st.sampled_from(EVENTS),
        count=st.integers(0, 12),
    )
    def kill(self, edit: str, pick: int, event: str, count: int) -> None:
        EDITS[edit](self.twins.root, pick)
        self.twins.killed(event, count * (8 if event == "write" else 1))
        self._build()

    @precondition(lambda self: self.failed)
    @rule()
    def mend(self) -> None:
        self.twins.restore(self.good)
        self._build()

    @rule(edit=st.sampled_from(sorted(EDITS)), pick=st.integers(0, 40))
    def check(self, edit: str, pick: int) -> None:
        """`brief check`, which writes nothing, sees what a build is going to see."""
        EDITS[edit](self.twins.root, pick)
        self.twins.agree("check")
        self._build()

    @rule()
    def put_a_file_beside(self) -> None:
        """Somebody's file in the output, which stays."""
        if (self.twins.root / "public").is_dir():
            self.twins.foreign["CNAME"] = b"example.org\n"
            write(self.twins.root / "public/CNAME", b"example.org\n")
            self._build()

    def _build(self, *options: str, own_process: bool = False) -> None:
        self.failed = bool(self.twins.agree("build", *options, own_process=own_process).code)
        if not self.failed:
            self.good = self.twins.inputs()


@pytest.fixture
def twins(tmp_path: Path) -> Twins:
    return Twins(tmp_path / "site", tmp_path / "clean")


def test_after_any_sequence_of_changes_a_build_is_a_clean_one(twins: Twins) -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        lambda: Sequence(twins),
        settings=settings(
            max_examples=_EXAMPLES,
            stateful_step_count=_STEPS,
            deadline=None,
            derandomize=not _LOOKS_FURTHER,
            database=None,
            phases=[Phase.generate, *([Phase.shrink] if _LOOKS_FURTHER else [])],
            suppress_health_check=list(HealthCheck),
        ),
    )
