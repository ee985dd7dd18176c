"""What `serve` shows after an edit is what a clean build of the same files makes, drafts included."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from brief import config
from brief.building.build import build
from brief.serving.preview import Preview, Snapshot
from tests.building.changes import EDITS
from tests.building.specimen import write_specimen
from tests.building.twins import Twins
from tests.sites import tree

BEHIND = ("search/", "assets/pictures/")
"""What is made behind the pages: it has tests of its own."""


class Desk:
    """A site that is edited and followed, one edit after another."""

    def __init__(self, folder: Path) -> None:
        self.twins = Twins(folder / "site", folder / "clean")
        self.output = folder / "output"
        write_specimen(self.twins.root)
        self.start = self.twins.inputs()
        self.preview = Preview(self.twins.root, drafts=True)
        self.snapshot = Snapshot()

    def follow(self, before: dict[str, bytes]) -> None:
        after = self.twins.inputs()
        changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
        self.snapshot = self.preview.rebuild(self.snapshot, frozenset(self.twins.root / path for path in changed))

    def clean(self) -> dict[str, bytes] | None:
        """The files of a clean build, None where there is none."""
        site, _ = config.load(self.twins.root)
        if site is None:
            return None
        report = build(site.with_options(drafts=True, output=self.output), remember=False)
        return tree(self.output) if report.changes else None


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("following"))
    with desk.preview:
        desk.snapshot = desk.preview.rebuild(desk.snapshot)
        yield desk


@pytest.mark.parametrize(("pick", "name"), [*enumerate(EDITS)])
def test_after_an_edit_the_site_is_shown_as_a_clean_build_makes_it(desk: Desk, pick: int, name: str) -> None:
    before = desk.twins.inputs()
    desk.twins.restore(desk.start)
    EDITS[name](desk.twins.root, pick)
    desk.follow(before)
    expected = desk.clean()
    assert desk.snapshot.is_current == (expected is not None), [str(found) for found in desk.snapshot.diagnostics]
    for path, content in (expected or {}).items():
        if not path.startswith(BEHIND) and path != "manifest.sha256":
            assert desk.snapshot.get(path) == content, path
