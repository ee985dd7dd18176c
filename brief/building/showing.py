"""A site that is shown while it is written: each file is made when it is asked for, and the rest behind it."""

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Self

from brief.building import dear
from brief.building.making import SHOWN, Made, Workshop, make
from brief.building.sinks import Held, Memory, Nowhere
from brief.building.store import Store
from brief.diagnostics import Diagnostic, Severity
from brief.linking import addresses
from brief.linking.archive import Archive
from brief.linking.tracing import Tracing
from brief.outputs.parts import dear_parts, parts
from brief.outputs.pictures import missing_formats, missing_letters
from brief.outputs.search.index import bundle_list
from brief.rendering.pages import Output, Part, scene_of
from brief.rendering.scene import Scene
from brief.rendering.theme import Theme
from brief.state import State


class GivenUp(Exception):
    """What was being made is not wanted any more."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What was made behind the pages: what is wrong with these, and where nothing is, what is dear to make.

    `files` are by path; `found` is what is to be noted of pages, and what is wrong with files that can't be made.
    `again` are the first of those pages and files that were made in this run, each with the reason, of `total`.
    """

    files: Mapping[str, Held] = field(default_factory=dict, repr=False)
    faults: tuple[Diagnostic, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    again: tuple[tuple[str, str], ...] = ()
    total: int = 0


# Reasons that are kept of what was made again: more than these nobody reads.
_REASONS = 40


@dataclass(slots=True)
class _Reasons:
    """Why things were made again, while they are."""

    listed: list[tuple[str, str]] = field(default_factory=list)
    total: int = 0

    def note(self, made: Made) -> None:
        if made.why:
            self.total += 1
            self.listed += [(made.name, made.why)] if len(self.listed) < _REASONS else []


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a site, and which of them makes the file at a path."""

    parts: tuple[Part, ...]
    by_path: Mapping[str, Part]

    @classmethod
    def of(cls, archive: Archive) -> Self:
        """Archives with the same links have the same plan."""
        found = tuple(parts(archive))
        return cls(found, {path: part for part in found for path in part.paths})


class Showing:
    """One archive in one theme. Several threads may ask for files; pages are shown by one at a time.

    `guard` is held while one is: what shows pages can be shared with another Showing. `before` stands in for pages that
    can't be shown, and `plan` is the archive's where it is known.
    """

    def __init__(
        self,
        archive: Archive,
        theme: Theme,
        guard: Lock,
        before: "Showing | None" = None,
        plan: Plan | None = None,
    ) -> None:
        self.archive = archive
        self._theme = theme
        self._guard = guard
        self._before = before
        self.plan = plan or Plan.of(archive)
        self._assets = {addresses.output_path(asset.address): asset for asset in theme.assets.values()}
        self._files = {addresses.output_path(addresses.file(path)): full for path, full in archive.files.items()}
        self._scenes: dict[str, Scene] = {}
        self._made: dict[str, bytes | None] = {}

    def __len__(self) -> int:
        return len(self.plan.by_path) + len(self._assets) + len(self._files)

    def __contains__(self, path: object) -> bool:
        return path in self.plan.by_path or path in self._assets or path in self._files

    def get(self, path: str) -> bytes | None:
        """A file, by its path from the site's root; None where there is none, or it can't be shown."""
        if asset := self._assets.get(path):
            return asset.content
        if full := self._files.get(path):
            return _read(full)
        part = self.plan.by_path.get(path)
        if part is None:
            return None
        with self._guard:
            if path not in self._made:
                self._made |= dict.fromkeys(part.paths) | self._files_of(part)
            content = self._made[path]
        return self._before.get(path) if content is None and self._before else content

    def is_good(self) -> None:
        """Nothing is wrong with any page, and what was shown before is not needed any more."""
        self._before = None

    def behind(self, state: State, root: Path, before: Mapping[str, Held], is_wanted: Callable[[], bool]) -> Behind:
        """What nobody has asked for yet, after a run that left `before`: only what has changed since is made.

        Raises GivenUp as soon as nobody wants it.
        """
        tracing = Tracing(self.archive)
        reasons = _Reasons()
        faults, notes = self._faults(tracing, state, is_wanted, reasons)
        if any(fault.severity is Severity.ERROR for fault in faults):
            return Behind(faults=tuple(faults))
        found = [*faults, *missing_letters(self.archive.site, notes), *missing_formats(self.archive)]
        memory = Memory(before)
        files: dict[str, Held] = {}
        digests = {}
        store = Store(root)
        workshop = Workshop(state, memory, tables=dear.SHOWN)
        for made in dear.make_dear(tuple(dear_parts(self.archive)), tracing, self._theme, workshop, store):
            if not is_wanted():
                raise GivenUp
            reasons.note(made)
            found += made.faults
            digests[made.name] = made.digest
            files |= {file.path: memory[file.path] for file in made.files}
        if self.archive.site.search.enabled:
            listed = bundle_list(self.archive, digests)
            memory.put(listed.path, listed.content)
            files[listed.path] = memory[listed.path]
        return Behind(files, (), tuple(found), tuple(reasons.listed), reasons.total)

    def _faults(
        self, tracing: Tracing, state: State, is_wanted: Callable[[], bool], reasons: _Reasons
    ) -> tuple[list[Diagnostic], list[Diagnostic]]:
        """What is wrong with any page, and what is noted of it: those that have changed are shown, to nobody."""
        told = {(fault.location, fault.message) for fault in self._theme.faults}
        workshop = Workshop(state, Nowhere(), tables=SHOWN, guard=self._guard)
        found: dict[tuple[object, str], Diagnostic] = {}
        with closing(make(self.plan.parts, tracing, self._theme, workshop)) as every:
            for made in every:
                if not is_wanted():
                    raise GivenUp
                reasons.note(made)
                found |= {(fault.location, fault.message): fault for fault in made.faults}
        listed = [fault for key, fault in found.items() if key not in told]
        notes = [fault for fault in listed if fault.severity is Severity.NOTE]
        return [fault for fault in listed if fault.severity is not Severity.NOTE], notes

    def _files_of(self, part: Part) -> dict[str, bytes]:
        scene = self._scenes.get(part.lang)
        if scene is None:
            scene = self._scenes[part.lang] = scene_of(self.archive, self._theme, part.lang)
        made = {found.path: found.content for found in part.make(scene) if isinstance(found, Output)}
        scene.take_costs()
        scene.take_faults()
        return made


def _read(full: Path) -> bytes | None:
    try:
        return full.read_bytes()
    except OSError:
        return None
