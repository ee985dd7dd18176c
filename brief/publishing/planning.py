"""The plan of a deploy: what is put where, and what goes, by what is built and what is there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from brief.building.trees import folders_of
from brief.publishing.headers import Headers, headers_of, is_fingerprinted
from brief.publishing.inventory import Inventory, Put
from brief.publishing.ordering import Wave, is_needed_later, wave_of
from brief.publishing.output import Item


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has to be put there."""

    path: str
    size: int
    put: Put
    is_new: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What a deploy does, in this order: `obstacles` are removed, the `waves` put, and `deletions` removed.

    `obstacles` stand where a folder has to be, or are below what has to be a file. `retired` are left for readers
    whose page was there before; the next deploy that changes something removes them. `leaving` is how many files of
    the site go, of the `known` that were there.
    """

    waves: tuple[tuple[Upload, ...], ...]
    unchanged: int
    obstacles: tuple[str, ...]
    deletions: tuple[str, ...]
    retired: frozenset[str]
    leaving: int
    known: int

    @property
    def uploads(self) -> tuple[Upload, ...]:
        return tuple(upload for wave in self.waves for upload in wave)

    @property
    def touched(self) -> frozenset[str]:
        """All paths that may be other than they were once the deploy has begun."""
        return frozenset(upload.path for upload in self.uploads) | {*self.obstacles, *self.deletions}

    @property
    def is_empty(self) -> bool:
        return not self.touched

    @property
    def leaving_percent(self) -> float:
        return 100 * self.leaving / self.known if self.known else 0


@dataclass(frozen=True, slots=True)
class Rules:
    """How files are kept at a target. `has_headers`: it keeps headers with a file, as stores do."""

    languages: tuple[str, ...]
    max_age: int
    compress: bool
    has_headers: bool

    def headers(self, path: str) -> Headers:
        if not self.has_headers:
            return Headers("", "")
        return headers_of(path, self.max_age, compress=self.compress)


def plan(items: Iterable[Item], inventory: Inventory, rules: Rules) -> Plan:
    """What makes of what is at a target what is built."""
    wanted = {item.path: item for item in items}
    puts = {path: Put(item.digest, rules.headers(path)) for path, item in wanted.items()}
    uploads = [
        Upload(path, item.size, puts[path], path not in inventory.ours)
        for path, item in wanted.items()
        if inventory.files.get(path) != puts[path]
    ]
    gone = inventory.ours - wanted.keys()
    kept = {path for path in gone if path in inventory.files and is_needed_later(path, rules.languages)}
    if not uploads and gone <= inventory.retired | kept:
        # The next deploy that brings something new takes them away: nobody's page was replaced by this one.
        kept |= gone
    obstacles = _obstacles(gone, wanted)
    return Plan(
        _waves(uploads, rules.languages),
        len(wanted) - len(uploads),
        tuple(sorted(obstacles)),
        tuple(sorted(gone - kept - obstacles)),
        frozenset(kept - obstacles),
        len(gone - inventory.retired),
        len(inventory.ours - inventory.retired),
    )


def _waves(uploads: Iterable[Upload], languages: Collection[str]) -> tuple[tuple[Upload, ...], ...]:
    waves: dict[Wave, list[Upload]] = {wave: [] for wave in Wave}
    for upload in sorted(uploads, key=lambda it: it.path):
        waves[wave_of(upload.path, languages, is_new=upload.is_new)].append(upload)
    return tuple(tuple(waves[wave]) for wave in Wave if waves[wave])


def _obstacles(gone: Collection[str], wanted: Mapping[str, Item]) -> set[str]:
    """What goes and is a file where folders are wanted, or lies in a folder where a file is."""
    folders = folders_of(wanted)
    return {path for path in gone if path in folders or any(above in wanted for above in folders_of((path,)))}


def addresses(base_path: str, paths: Iterable[str]) -> Sequence[str]:
    """The addresses at which readers find what lies at `paths`, but for those that never change."""
    return sorted(
        quote(f"{base_path}/{path.removesuffix('index.html') if _is_index(path) else path}")
        for path in paths
        if not is_fingerprinted(path)
    )


def _is_index(path: str) -> bool:
    return path.rpartition("/")[2] == "index.html"
