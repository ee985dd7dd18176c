"""A site that is shown while it is written: each file is made when it is asked for, and the rest behind it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from threading import Lock

from brief.building.making import SHOWN, Workshop, make
from brief.building.sinks import Nowhere
from brief.building.store import Store
from brief.diagnostics import Diagnostic
from brief.linking import addresses
from brief.linking.archive import Archive
from brief.outputs.derived import Derived
from brief.outputs.parts import parts
from brief.outputs.pictures import pictures
from brief.outputs.search.index import search_index
from brief.rendering.pages import Output, Part, scene_of
from brief.rendering.scene import Scene
from brief.rendering.theme import Theme
from brief.state import State


class GivenUp(Exception):
    """What was being made is not wanted any more."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What is dear to make: its files by path, and what is wrong with those that can't be made."""

    files: dict[str, bytes] = field(default_factory=dict, repr=False)
    faults: tuple[Diagnostic, ...] = ()


class Showing:
    """One archive in one theme. Several threads may ask for files; pages are shown by one at a time.

    `guard` is held while one is: what shows pages can be shared with another Showing. `before` stands in for pages that
    can't be shown, and `same` are the parts where they are known: those of any archive with the same links.
    """

    def __init__(
        self,
        archive: Archive,
        theme: Theme,
        guard: Lock,
        before: "Showing | None" = None,
        same: tuple[Part, ...] | None = None,
    ) -> None:
        self._archive = archive
        self._theme = theme
        self._guard = guard
        self._before = before
        self.parts = same or tuple(parts(archive))
        self._by_path = {path: part for part in self.parts for path in part.paths}
        self._assets = {addresses.output_path(asset.address): asset for asset in theme.assets.values()}
        self._files = {addresses.output_path(addresses.file(path)): full for path, full in archive.files.items()}
        self._scenes: dict[str, Scene] = {}
        self._made: dict[str, bytes | None] = {}

    def __len__(self) -> int:
        return len(self._by_path) + len(self._assets) + len(self._files)

    def __contains__(self, path: object) -> bool:
        return path in self._by_path or path in self._assets or path in self._files

    def get(self, path: str) -> bytes | None:
        """A file, by its path from the site's root; None where there is none, or it can't be shown."""
        if asset := self._assets.get(path):
            return asset.content
        if full := self._files.get(path):
            return _read(full)
        part = self._by_path.get(path)
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

    def faults(self, state: State, is_wanted: Callable[[], bool]) -> tuple[Diagnostic, ...]:
        """What is wrong with any page: those that are not as they were when this was asked last are shown, to nobody.

        Raises GivenUp as soon as nobody wants to know.
        """
        told = {(fault.location, fault.message) for fault in self._theme.faults}
        workshop = Workshop(state, Nowhere(), tables=SHOWN, guard=self._guard)
        found: dict[tuple[object, str], Diagnostic] = {}
        with closing(make(self.parts, self._archive, self._theme, workshop)) as every:
            for made in every:
                if not is_wanted():
                    raise GivenUp
                found |= {(fault.location, fault.message): fault for fault in made.faults}
        return tuple(fault for key, fault in found.items() if key not in told)

    def behind(self, root: Path, is_wanted: Callable[[], bool]) -> Behind:
        """The files that are dear to make: search indexes, pictures. Raises GivenUp as `faults` does."""
        files: dict[str, bytes] = {}
        faults: list[Diagnostic] = []
        store = Store(root)
        for made in store.make_all(self._derived(files, faults, is_wanted)):
            if not is_wanted():
                raise GivenUp
            if isinstance(made, Diagnostic):
                faults.append(made)
            else:
                files |= made
        store.trim()
        return Behind(files, tuple(faults))

    def _derived(
        self, files: dict[str, bytes], faults: list[Diagnostic], is_wanted: Callable[[], bool]
    ) -> Iterator[Derived]:
        with self._guard:
            drawn, found = pictures(self._archive, self._theme)
        faults += found
        index = search_index(self._archive, self._theme) if self._archive.site.search.enabled else ()
        for made in chain(drawn, index):
            if not is_wanted():
                raise GivenUp
            if isinstance(made, Output):
                files[made.path] = made.content
            else:
                yield made

    def _files_of(self, part: Part) -> dict[str, bytes]:
        scene = self._scenes.get(part.lang)
        if scene is None:
            scene = self._scenes[part.lang] = scene_of(self._archive, self._theme, part.lang)
        made = {found.path: found.content for found in part.make(scene) if isinstance(found, Output)}
        scene.take_costs()
        scene.take_faults()
        return made


def _read(full: Path) -> bytes | None:
    try:
        return full.read_bytes()
    except OSError:
        return None
