"""The law of a deploy: whatever was published, by whom, and wherever it was cut off, the next one makes it right."""

import hashlib
import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from brief import manifest
from brief.progress import SILENT
from brief.publishing import deploying
from brief.publishing.deploying import deploy, known
from brief.publishing.folder import Folder
from brief.publishing.headers import is_fingerprinted
from brief.publishing.output import items
from brief.publishing.planning import Plan, Rules, Upload, plan
from brief.publishing.targets import Done, Held, TargetFault
from tests.sites import tree

RULES = Rules(("ru",), 300, compress=False, has_headers=False)
PATHS = [
    "index.html", "feed.xml", "briefings/one/index.html", "ru/briefings/one/index.html", "briefings/one/more.html/x.html",
    "briefings/one/more.html", "tags/x/feed.json", "assets/style.0123456789.css", "assets/style.9876543210.css",
    "assets/pictures/0123456789abcdef0123-480.webp", "files/map.png", "search/index/en/index/ab.pf_index",
]  # fmt: skip


def _is_possible(paths: Collection[str]) -> bool:
    return not {"briefings/one/more.html", "briefings/one/more.html/x.html"} <= set(paths)


SITES = st.dictionaries(st.sampled_from(PATHS), st.sampled_from([b"a", b"b"]), min_size=1).filter(_is_possible)
CUT = st.none() | st.integers(0, 12)


class Unplugged(TargetFault):
    """The line was cut."""


@dataclass
class Cut:
    """A target that takes no more after so many files and inventories; with `keeps` inventories always."""

    inner: Folder
    left: int
    keeps: bool = False

    def _answer(self) -> None:
        if self.left == 0:
            raise Unplugged
        self.left -= 1

    def held(self) -> Held | None:
        return self.inner.held()

    def keep(self, content: bytes, after: Held | None) -> Held:
        if not self.keeps:
            self._answer()
        return self.inner.keep(content, after)

    def taken(self, paths: Collection[str]) -> set[str]:
        return self.inner.taken(paths)

    def put(self, uploads: Sequence[Upload], output: Path, done: Done) -> None:
        for upload in uploads:
            self._answer()
            self.inner.put([upload], output, done)

    def delete(self, paths: Sequence[str], done: Done) -> None:
        for path in paths:
            self._answer()
            self.inner.delete([path], done)


def _built(output: Path, site: Mapping[str, bytes]) -> None:
    shutil.rmtree(output)
    output.mkdir()
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in site.items()}
    for path, content in site.items():
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (output / path).write_bytes(content)
    (output / manifest.NAME).write_text(manifest.write(digests))


def _deploy(target: Folder | Cut, output: Path) -> Plan:
    held, before = known(target)
    todo = plan(items(output), before, RULES)
    if not todo.is_empty:
        deploy(todo, before, held, target, output, SILENT)
    return todo


def _published(www: Path) -> dict[str, bytes]:
    return {path: raw for path, raw in tree(www).items() if not path.startswith(".brief-deploy")}


@example(
    steps=[({"briefings/one/more.html/x.html": b"a"}, None), ({"briefings/one/more.html": b"a"}, 1)],
    last={"index.html": b"a"},
    batch=2_000,
)
@settings(max_examples=300)
@given(steps=st.lists(st.tuples(SITES, CUT), min_size=1, max_size=5), last=SITES, batch=st.sampled_from([1, 2_000]))
def test_the_last_deploy_leaves_the_last_site_and_what_is_not_brief_s(
    steps: list[tuple[dict[str, bytes], int | None]], last: dict[str, bytes], batch: int
) -> None:
    # A machine is not cut off here, and the disk is everybody's.
    with TemporaryDirectory() as folder, patch.object(deploying, "_BATCH", batch), patch("os.sync"):
        output, www = Path(folder, "public"), Path(folder, "www")
        output.mkdir()
        www.mkdir()
        theirs = {"theirs.html": b"theirs", "briefings/theirs/index.html": b"theirs"}
        for path, content in theirs.items():
            (www / path).parent.mkdir(parents=True, exist_ok=True)
            (www / path).write_bytes(content)
        for site, cut in steps:
            _built(output, site)
            target = Folder(www) if cut is None else Cut(Folder(www), cut)
            try:
                _deploy(target, output)
            except Unplugged:
                continue
        _built(output, last)
        _deploy(Folder(www), output)
        found = _published(www)
        wanted = tree(output) | theirs
        assert found.items() >= wanted.items()
        # What pages that are open may ask for stays once, and goes with the next change.
        assert all(is_fingerprinted(path) or ".pf_" in path for path in found.keys() - wanted.keys())
        assert _deploy(Folder(www), output).is_empty
        _built(output, last | {"index.html": b"c"})
        _deploy(Folder(www), output)
        assert _published(www) == tree(output) | theirs


@pytest.mark.parametrize("make", [lambda _: b"", lambda raw: raw + b"x"])
def test_a_file_that_is_not_as_it_was_built_never_leaves(tmp_path: Path, make: Callable[[bytes], bytes]) -> None:
    output, www = tmp_path / "public", tmp_path / "www"
    output.mkdir()
    www.mkdir()
    _built(output, {"index.html": b"a", "files/map.png": b"a"})
    (output / "files/map.png").write_bytes(make(b"a"))
    with pytest.raises(Exception, match=r"files/map\.png"):
        _deploy(Folder(www), output)
    assert not _published(www)


@pytest.mark.parametrize("batch", [1, 3, 2_000])
def test_what_was_put_before_a_failure_is_not_put_again(tmp_path: Path, batch: int) -> None:
    output, www = tmp_path / "public", tmp_path / "www"
    output.mkdir()
    www.mkdir()
    _built(output, {f"files/{number}.txt": b"a" for number in range(10)})
    with patch.object(deploying, "_BATCH", batch):
        with pytest.raises(Unplugged):
            _deploy(Cut(Folder(www), 7, keeps=True), output)
        # The manifest is the eleventh.
        assert len(_deploy(Folder(www), output).uploads) == 4
