"""The archive kept in memory while an editor is open, read and linked anew after each edit, and replaced whole.

It stands beside `brief serve` and `brief build`, and takes nothing from them: of what these remember it has a copy.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from brief import config
from brief.building.build import gentle
from brief.building.remembering import PATH, whose
from brief.config import FILE_NAME, Site
from brief.diagnostics import Code, Diagnostic, Location, error, in_order
from brief.extending.naming import FOLDER as EXTENSIONS
from brief.language.documents import KINDS, Document, sound
from brief.language.snapshots import Snapshot
from brief.linking.archive import Linked, link_after
from brief.model import Document as Item
from brief.progress import Progress
from brief.reading.loading import ChangedMeanwhile, Content, NoContent, read, reread, with_unsaved
from brief.state import Damaged, State

# More files than these are a branch switch or the like, after which all are looked at.
_FEW = 50
# A file that changes while it is read is an editor's that saves; this often in a row it is something else.
_ATTEMPTS = 5


class Outdated(Exception):
    """What is being worked out is not wanted any more: a newer text is there."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a reading: the archive and all findings, by path.

    Where the site itself is `broken` the archive is that of before, and the findings are those of site.toml alone.
    """

    snapshot: Snapshot | None
    diagnostics: Mapping[str, tuple[Diagnostic, ...]]
    broken: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """What was worked out last: `saved` is the content on the disk, `linked` that with an editor's texts in it."""

    site: Site
    saved: Content
    linked: Linked


@dataclass(frozen=True, slots=True)
class _Watch:
    """Hears of a run's progress, and ends it where nobody waits for what it makes."""

    is_wanted: Callable[[], bool]

    def begin(self, phase: str, total: int | None) -> None:  # noqa: ARG002  # as a watcher is called
        self._look()

    def advance(self, count: int) -> None:  # noqa: ARG002
        self._look()

    def end(self) -> None:
        """A phase that ends may end by `Outdated`."""

    def page(self, cost: object) -> None:
        """No pages are made."""

    def _look(self) -> None:
        if not self.is_wanted():
            raise Outdated


class Workspace:
    """The site in `root`, used in a `with` and by one thread at a time."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._state = State(root / PATH, whose(), passing=True)
        self._known: _Known | None = None
        self._last: Snapshot | None = None

    def __enter__(self) -> Self:
        self._state.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._state.__exit__(kind, value, trace)

    def refreshed(
        self, unsaved: Mapping[str, str], changed: Iterable[Path] | None, is_wanted: Callable[[], bool]
    ) -> Outcome:
        """The archive with the texts of `unsaved`, by path, in the places of their files.

        Of the files on the disk those of `changed` may be others than they were; None stands for all. Raises Outdated
        as soon as `is_wanted` says no, after which `changed` has to be told again; OSError where the disk fails.
        """
        paths = None if changed is None else frozenset(changed)
        try:
            outcome = self._refreshed(unsaved, paths, is_wanted)
        except (Damaged, msgspec.MsgspecError):
            # A copy on a disk that fails: the archive is worked out from nothing, in memory as far as it goes.
            self._state.__exit__(None, None, None)
            self._state = State(None, whose())
            self._state.__enter__()
            self._known = None
            outcome = self._refreshed(unsaved, None, is_wanted)
        self._last = outcome.snapshot
        return outcome

    def _refreshed(
        self, unsaved: Mapping[str, str], changed: frozenset[Path] | None, is_wanted: Callable[[], bool]
    ) -> Outcome:
        site, faults = self._site(changed)
        if site is None:
            return Outcome(self._last, {FILE_NAME: tuple(faults)}, broken=True)
        for attempt in range(_ATTEMPTS):
            try:
                return self._read(site, unsaved, changed if attempt == 0 else None, is_wanted)
            except NoContent:
                hint = "Make it, with a folder `briefings` in it."
                fault = error(Code.NO_CONTENT, Location(FILE_NAME), "The folder `content` is missing.", hint)
                return Outcome(self._last, {FILE_NAME: (fault,)}, broken=True)
            except ChangedMeanwhile:
                continue
        raise OSError("the files of the site don't rest")

    def _site(self, changed: frozenset[Path] | None) -> tuple[Site | None, list[Diagnostic]]:
        settings, code = self._root / FILE_NAME, self._root / EXTENSIONS
        is_asked = changed is None or any(path == settings or path.parent == code for path in changed)
        if self._known and not is_asked:
            return self._known.site, []
        site, faults = config.load(self._root)
        # Drafts are what is being written: their links are to be checked and followed as all others are.
        return site.with_options(drafts=True) if site else None, faults

    def _read(
        self, site: Site, unsaved: Mapping[str, str], changed: frozenset[Path] | None, is_wanted: Callable[[], bool]
    ) -> Outcome:
        progress = Progress((_Watch(is_wanted),))
        known = self._known if self._known and self._known.site == site else None
        saved = self._saved(known, site, changed, progress)
        raw = {path: sound(text).encode() for path, text in unsaved.items() if _is_read(path)}
        content, found = with_unsaved(site, saved, raw)
        linked = link_after(known.linked if known else None, site, content, self._state, progress=progress)
        self._known = _Known(site, saved, linked)
        told = in_order(gentle(site, content, [*found, *linked.faults, *linked.found]))
        diagnostics = _by_path(told)
        snapshot = Snapshot(
            site,
            content,
            linked,
            diagnostics,
            partial(document_at, site.root, dict(unsaved)),
            self._recent(content, raw),
        )
        return Outcome(snapshot, diagnostics)

    def _saved(self, known: _Known | None, site: Site, changed: frozenset[Path] | None, progress: Progress) -> Content:
        """The content on the disk, that of before where nothing of it has changed."""
        if known and changed is not None:
            paths = [path.relative_to(site.root).as_posix() for path in changed if path.is_relative_to(site.content)]
            if not paths:
                return known.saved
            again = reread(site, known.saved, paths) if len(paths) <= _FEW else None
            if again:
                return again[0]
        content, _ = read(site, self._state, progress=progress)
        return content

    def _recent(self, content: Content, raw: Iterable[str]) -> Mapping[str, Item]:
        """The items of an editor's files that can't be read as they are."""
        items: tuple[Item, ...] = (*content.briefings, *content.tags, *content.outlets, *content.pages)
        there = {item.path for item in items}
        last = self._last
        known = {path: last.item(path) for path in raw if path not in there} if last else {}
        return {path: item for path, item in known.items() if item}


def _is_read(path: str) -> bool:
    return Document(path, "").kind in KINDS


def _by_path(found: Iterable[Diagnostic]) -> dict[str, tuple[Diagnostic, ...]]:
    listed: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in found:
        listed[diagnostic.location.path].append(diagnostic)
    return {path: tuple(own) for path, own in listed.items()}


def document_at(root: Path, unsaved: Mapping[str, str], path: str) -> Document | None:
    """A file as an editor has it, else as it is on the disk; None where it is gone."""
    if path in unsaved:
        return Document.of(path, unsaved[path])
    try:
        return Document.of(path, (root / path).read_bytes().decode("utf-8", "replace"))
    except OSError:
        return None
