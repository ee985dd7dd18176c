"""A site beside its clean twin: what `brief` makes of both has to be the same, whatever was kept from earlier runs."""

import contextlib
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from unittest.mock import patch

from brief import config
from brief.cli import main
from brief.diagnostics import Diagnostic
from brief.rendering import theme as themes
from brief.state import State
from tests.building.killing import killed
from tests.building.specimen import NEUTRAL, write
from tests.sites import tree

MADE = (".brief", "public", "elsewhere")
"""What builds make in the site's folder: it is no input."""
ELSEWHERE = ("--output", "SITE/elsewhere")
"""The options of a build into another folder; SITE stands for that of the site, or of its twin."""

Loaded = tuple[themes.Theme | None, list[Diagnostic]]


@dataclass(frozen=True)
class Result:
    """What a run left: its exit code, what it said, the output's files, and the ledger."""

    code: int
    said: tuple[str, ...]
    files: dict[str, bytes] = field(repr=False)
    ledger: bytes = field(repr=False)


@dataclass
class Twins:
    """`root` is the site that is edited; each time, `clean` is made a copy of it without anything that builds made.

    `foreign` are files that others put into the output, by path.
    """

    root: Path
    clean: Path
    foreign: dict[str, bytes] = field(default_factory=dict)
    _expected: dict[str, Result] = field(default_factory=dict, repr=False)
    _themes: dict[str, Loaded] = field(default_factory=dict, repr=False)

    def agree(self, *arguments: str, own_process: bool = False) -> Result:
        """Run `brief ARGUMENTS` on the site, which has to leave what it leaves in a clean copy.

        Where that fails, the output has to be as it was.
        """
        output = _output(self.root, arguments)
        before = tree(output)
        expected = self.expected(*arguments)
        found = run(self.root, *arguments, own_process=own_process)
        assert (found.code, found.said) == (expected.code, expected.said)
        wanted = expected.files | (self.foreign if output.name == "public" else {})
        if arguments[0] != "build" or found.code:
            wanted = before
        assert not differences(found.files, wanted)
        assert found.ledger == expected.ledger
        assert not [path.name for path in self.root.iterdir() if path.name.startswith(f".{output.name}.")]
        return found

    def expected(self, *arguments: str) -> Result:
        """What a clean build of the site as it is now leaves. One that was made once is remembered."""
        key = _digest({**self.inputs(), "": repr(arguments).encode()})
        if key not in self._expected:
            shutil.rmtree(self.clean, ignore_errors=True)
            shutil.copytree(self.root, self.clean, ignore=self._made)
            load = _remembering(themes.load, self._themes)
            with patch.object(themes, "load", load):
                self._expected[key] = run(self.clean, *arguments)
        return self._expected[key]

    def inputs(self) -> dict[str, bytes]:
        """The files that people made."""
        return {path: content for path, content in tree(self.root).items() if path.partition("/")[0] not in MADE}

    def restore(self, inputs: dict[str, bytes]) -> None:
        """Make the inputs what they were: only files that differ are written."""
        now = self.inputs()
        for path in now.keys() - inputs.keys():
            (self.root / path).unlink()
        if not any(path.startswith(".git/") for path in inputs):
            shutil.rmtree(self.root / ".git", ignore_errors=True)
        for path, content in inputs.items():
            if now.get(path) != content:
                write(self.root / path, content)

    def _made(self, folder: str, names: list[str]) -> list[str]:
        return [name for name in names if name in MADE] if Path(folder) == self.root else []

    def killed(self, event: str, count: int, *arguments: str) -> None:
        """Run `brief build` and kill it at an event of a kind, after `count` of them: see `killing`.

        Readers have to find the old site or the new one, whole, and the next build has to mend all else.
        """
        output = self.root / "public"
        before = tree(output)
        expected = self.expected("build", *arguments)
        killed(event, count, self.root, partial(run, self.root, "build", *arguments))
        after = tree(output)
        assert after == before or (not expected.code and not differences(after, expected.files | self.foreign))


def run(root: Path, *arguments: str, own_process: bool = False) -> Result:
    """`brief ARGUMENTS` on the site, in this process or in one of its own, as people run it."""
    words = [*(word.replace("SITE", str(root)) for word in arguments), "--site", str(root)]
    code, out, err = _in_own_process(words) if own_process else _in_process(words)
    ledger = root / "content/addresses.toml"
    said = (*_said(out, root), "", *_said(err, root))
    return Result(code, said, tree(_output(root, arguments)), ledger.read_bytes() if ledger.exists() else b"")


def _output(root: Path, arguments: Sequence[str]) -> Path:
    return root / ("elsewhere" if ELSEWHERE[1] in arguments else "public")


def _in_process(words: list[str]) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    return code, out.getvalue(), err.getvalue()


def _in_own_process(words: list[str]) -> tuple[int, str, str]:
    command = [sys.executable, "-m", "brief", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | NEUTRAL)
    return done.returncode, done.stdout, done.stderr


_COUNTS = re.compile(r"^(Built .*? files? in \S+).*")


def _said(text: str, root: Path) -> list[str]:
    """What was said, without what may differ: the folder, how many files were written, and that a state was let go."""
    lines = text.replace(str(root), "SITE").splitlines()
    return [_COUNTS.sub(r"\1", line) for line in lines if ".brief" not in line]


def differences(found: dict[str, bytes], wanted: dict[str, bytes]) -> list[str]:
    """The paths that differ, each with the place where it begins to."""
    told = []
    for path in sorted(found.keys() | wanted.keys()):
        if path not in wanted:
            told.append(f"{path}: should have gone")
        elif path not in found:
            told.append(f"{path}: is missing")
        elif found[path] != wanted[path]:
            one, other = found[path], wanted[path]
            at = next(
                (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
            )
            start = max(0, at - 60)
            told.append(f"{path}: {one[start : at + 60]!r} is not {other[start : at + 60]!r}")
    return told


def _digest(files: dict[str, bytes]) -> str:
    whole = hashlib.sha256()
    for path, content in sorted(files.items()):
        whole.update(f"{path}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()


def _remembering(load: Callable[[config.Site], Loaded], known: dict[str, Loaded]) -> Callable[..., Loaded]:
    """`load`, which takes longest of a clean build, once for each theme and site.toml."""

    def remembered(site: config.Site, _: State | None = None) -> Loaded:
        files = {
            path: content for path, content in tree(site.root).items() if path.startswith(("themes/", "site.toml"))
        }
        key = _digest({**files, "": f"{site.root} {site.base_url}".encode()})
        if key not in known:
            known[key] = load(site)
        return known[key]

    return remembered
