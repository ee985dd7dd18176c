"""The law of the engine: after any sequence of changes, a build leaves byte for byte what a clean build leaves.

The bytes of the output, what is said of faults, the exit code and the ledger are those that a copy of the site
gives that has never been built. `LAW_EXAMPLES=200 pytest tests/building/test_law.py -k sequence` looks further.
"""

import os
import shutil
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.building.changes import EDITS
from tests.building.damages import DAMAGES
from tests.building.killing import EVENTS
from tests.building.specimen import commit, write, write_specimen
from tests.building.twins import ELSEWHERE, Twins
from tests.sites import tree

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
PICKS = {
    "a line on top": 16,
    "a link to a draft": 36,
    "a citation": 29,
    "raw HTML": 6,
    "an unknown tag": 35,
    "a language": 42,
    "a slug": 18,
    "a draft": 19,
    "a translation's original": 6,
    "mentions of one": 16,
    "a source's rating": 27,
    "a source's outlet": 13,
    "a tag's aliases": 27,
    "a tag's mentions": 22,
    "an outlet's aliases": 9,
    "a page's order": 26,
    "a translation that is added": 1,
    "a briefing that nobody saw is deleted": 13,
    "a page that is deleted": 31,
    "a folder": 43,
    "a promise of the ledger": 6,
    "a briefing that is renamed": 32,
    "a page that is renamed": 34,
    "two briefings that change places": 7,
    "another file's bytes": 10,
    "languages": 34,
    "the main language": 32,
    "raw_html": 24,
    "mentions": 32,
}
"""What the edits pick whose usual pick would change nothing that readers see, or nothing at all."""
TOLD = {
    "a link to a draft",
    "a link to nothing",
    "a line on top",
    "no sources",
    "a briefing that is deleted",
    "a tag that is deleted",
    "an outlet that is deleted",
    "a tag's file that is renamed",
    "a folder",
    "a stray file",
    "a promise of the ledger",
    "strictness",
    "a template that fails",
    "bad YAML",
    "an unknown key",
    "bad UTF-8",
    "an empty file",
    "no TOML",
    "no ledger",
    "the main language",
    "a check",
    "an extension that is gone",
}
"""Edits that show in what is said: most of them are faults."""
UNSEEN = {
    "a touch",
    "the ledger that goes",
    "the time zone",
    "history",
    "a comment in site.toml",
    "an extension's code",
}
"""Edits that change nothing here, or nothing without another one."""
STEALTHY = {
    "words of the same size at the same time",
    "two briefings that change places",
    "two tags that change places",
}
"""Edits that an engine could miss because of what the files' sizes and times say: they come alone."""


class Bench:
    """A site that one test after another edits, and that begins each as it was at first, but for what brief keeps."""

    def __init__(self, folder: Path, *, is_dear: bool = False) -> None:
        """`is_dear` tells that it is searched and that its links have pictures, which most tests can do without."""
        self.twins = Twins(folder / "site", folder / "clean")
        write_specimen(self.twins.root)
        if is_dear:
            settings = self.twins.root / "site.toml"
            text = settings.read_text().replace("[search]\nenabled = false", "[search]\nshard_size = 2")
            settings.write_text(f"{text}\n[pictures]\nenabled = true\n")
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


@pytest.mark.parametrize("name", EDITS)
def test_after_one_edit_a_build_is_a_clean_one(bench: Bench, name: str) -> None:
    """The edit before is taken back in the same go."""
    with bench as twins:
        if name in STEALTHY:
            twins.agree("build")
        before = twins.expected("build")
        EDITS[name](twins.root, PICKS.get(name, crc32(name.encode()) % 40))
        after = twins.expected("build")
        if name in TOLD:
            assert after.said != before.said, "the edit should be one that matters; choose a pick"
        elif name not in UNSEEN:
            assert not after.code
            assert after.files != before.files, "the edit should be one that readers see; choose a pick"
        twins.agree("build")


@pytest.fixture(scope="module")
def dear_bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    bench = Bench(tmp_path_factory.mktemp("law"), is_dear=True)
    made = tree(bench.twins.root / "public")
    assert any(path.startswith("search/index/en/") for path in made)
    assert any(path.endswith(".png") for path in made if path.startswith("assets/pictures/"))
    return bench


DEAR = [
    *("words", "a heading", "a link", "a card", "a picture", "a title", "a date", "tags", "a draft", "a withdrawal"),
    *("a tag's names", "an outlet's name", "a translation that is added", "a briefing that is added"),
    *("a briefing that nobody saw is deleted", "a page that is deleted", "two briefings that change places"),
    *("a language", "a slug", "a picture's bytes", "languages", "search", "widths of pictures", "a template"),
]
"""Edits that show, or could show, in what is dear to make."""


@pytest.mark.parametrize("name", DEAR)
def test_what_is_dear_to_make_is_as_a_clean_build_makes_it(dear_bench: Bench, name: str) -> None:
    with dear_bench as twins:
        if name in STEALTHY:
            twins.agree("build")
        EDITS[name](twins.root, PICKS.get(name, crc32(name.encode()) % 40))
        assert not twins.agree("build").code
        twins.agree("check")


@pytest.mark.parametrize(("pick", "name"), [*enumerate(DAMAGES)])
def test_what_was_dear_to_make_and_is_damaged_is_made_anew(dear_bench: Bench, pick: int, name: str) -> None:
    with dear_bench as twins:
        twins.agree("build")
        DAMAGES[name](twins.root, pick + 3)
        twins.agree("build")


@pytest.mark.parametrize(("pick", "name"), [*enumerate(DAMAGES)])
def test_what_was_made_and_is_damaged_is_made_anew(bench: Bench, pick: int, name: str) -> None:
    with bench as twins:
        twins.agree("build")
        DAMAGES[name](twins.root, pick)
        twins.agree("build")


@pytest.mark.parametrize(("pick", "name"), [*enumerate(name for name in DAMAGES if "spare" in name)])
def test_a_site_is_made_of_the_last_but_one_whatever_has_become_of_that(bench: Bench, pick: int, name: str) -> None:
    with bench as twins:
        EDITS["a title"](twins.root, pick)
        twins.agree("build")
        DAMAGES[name](twins.root, pick)
        EDITS["words"](twins.root, pick + 1)
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


@pytest.mark.parametrize(("event", "count"), [("replace", 0), ("replace", 2), ("replace", 6), ("write", 4)])
def test_a_build_that_is_killed_as_it_works_on_the_last_site_but_one_harms_nobody(
    bench: Bench, event: str, count: int
) -> None:
    with bench as twins:
        EDITS["a title"](twins.root, count)
        twins.agree("build")
        EDITS["words"](twins.root, count)
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
    run_state_machine_as_test(
        lambda: Sequence(twins),  # type: ignore[arg-type]  # a factory will do
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
