"""The site's parts, made again where what they read has changed: a full build is one that remembers nothing."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field, fields
from typing import NamedTuple, Protocol, TypeVar

import msgspec

from brief.building.facets import Facets, those
from brief.building.sinks import File, Sink
from brief.config import Site
from brief.diagnostics import Diagnostic
from brief.digests import digest, short
from brief.linking.archive import Archive
from brief.linking.tracing import Facet, Reads, Tracing
from brief.progress import SILENT, Clock, PageCost, Progress
from brief.rendering.pages import Output, Part, scene_of
from brief.rendering.scene import Scene
from brief.rendering.theme import Theme
from brief.state import State
from brief.working import inheriting

# Of the configuration, what reaches no page.
_NOWHERE = frozenset({"root", "output", "jobs", "strict", "external", "today", "marks"})
# How many facets are named as the reason of a part.
_NAMED = 3
# From how many parts on a run that is given up remembers them.
_MUCH = 500


@dataclass(frozen=True, slots=True)
class Made:
    """A part: the files that it wrote, and its faults. `why` says why it was made in this run; empty if it was not."""

    name: str
    files: tuple[File, ...]
    faults: tuple[Diagnostic, ...]
    why: str

    @property
    def digest(self) -> str:
        """A digest of its files, their paths included."""
        return digest(*(said for file in self.files for said in (file.path, file.digest)))


@dataclass(frozen=True, slots=True)
class _Record:
    """What is remembered of a part. `reads` are the numbers of the facets that it read."""

    reads: bytes
    files: tuple[File, ...]
    faults: tuple[Diagnostic, ...]


_RECORD = msgspec.msgpack.Decoder(_Record)


@dataclass(frozen=True, slots=True)
class Tables:
    """Where it is remembered what came of parts: those that are published and those that are shown differ."""

    parts: str
    facets: str


PUBLISHED = Tables("pages", "facets")
SHOWN = Tables("shown_pages", "shown_facets")


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where parts are made. `guard` is held while a page is shown, which one thread can do at a time."""

    state: State
    sink: Sink
    jobs: int = 1
    tables: Tables = PUBLISHED
    progress: Progress = SILENT
    guard: AbstractContextManager[object] = field(default_factory=nullcontext)


class Reading(NamedTuple):
    """What a part read, the files that it wrote, its faults, and what its pages took.

    `is_passing` tells that it may come out otherwise where all is as it was: the machine is to blame.
    """

    reads: Reads
    files: tuple[File, ...]
    faults: tuple[Diagnostic, ...]
    costs: tuple[PageCost, ...] = ()
    is_passing: bool = False


class Stage(NamedTuple):
    """An edition about to be shown, and what that alone has read of the archive for all pages."""

    scene: Scene
    reads: Reads


class Known(Protocol):
    """A part of whatever kind: `name` tells it from the others, and `key` is a digest of what is no facet."""

    @property
    def name(self) -> str: ...

    @property
    def key(self) -> bytes: ...


Kind = TypeVar("Kind", bound=Known)

Work = Callable[[Sequence[Kind], Mapping[str, Stage]], Generator[Reading, None, None]]
"""Makes parts, one after another, on the stage of their language."""


def make(parts: Sequence[Part], tracing: Tracing, theme: Theme, workshop: Workshop) -> Generator[Made, None, None]:
    """Each part of the site, in order: those that are as they were are not made again.

    Raises Damaged, and BrokenExecutor where a worker dies. What came of it is remembered once all are taken.
    """

    def work(stale: Sequence[Part], stages: Mapping[str, Stage]) -> Generator[Reading, None, None]:
        def made(numbers: Sequence[int]) -> list[Reading]:
            return [_made(stale[number], stages[stale[number].lang], tracing, workshop) for number in numbers]

        with inheriting(workshop.jobs, made, len(stale)) as make:
            yield from workshop.progress.over("pages", make(range(len(stale))), len(stale))

    return follow(parts, tracing, theme, workshop, work)


def follow(
    parts: Sequence[Kind], tracing: Tracing, theme: Theme, workshop: Workshop, work: Work[Kind]
) -> Generator[Made, None, None]:
    """Each of `parts`, in order, of which `work` makes those that are not as they were."""
    with workshop.guard:
        languages = tracing.archive.site.languages
        stages = {lang: _stage(tracing, theme, lang, workshop.progress.clock) for lang in languages}
    state, tables = workshop.state, workshop.tables
    facets = Facets(state, tables.facets, tracing)
    common = _common(tracing.archive, theme)
    known = {name: (kept.key, _RECORD.decode(kept.value)) for name, kept in state.every(tables.parts)}
    changed = facets.changed() if any(key.startswith(common) for key, _ in known.values()) else {}

    def why(part: Kind) -> str:
        """Why a part has to be made; empty where it is as it was."""
        if part.name not in known:
            return "it was not made before"
        key, record = known[part.name]
        if key != common + part.key:
            return "the configuration, the theme or what stands at its address has changed"
        read = those(record.reads)
        if not changed.keys().isdisjoint(read):
            return f"it shows what has changed: {_listed(changed[number] for number in read if number in changed)}"
        lost = [file.path for file in record.files if not workshop.sink.has(file.path, file.digest)]
        return f"{lost[0]} is not as it was written" if lost else ""

    reasons = [why(part) for part in parts]
    records = [None if reason else known[part.name][1] for part, reason in zip(parts, reasons, strict=True)]
    stale = [number for number, record in enumerate(records) if record is None]

    def remember() -> None:
        new = [(parts[number], record) for number in stale if (record := records[number])]
        # A record that this run did not look at would seem to be of the facets as they are now.
        gone = known.keys() - {part.name for part, record in zip(parts, records, strict=True) if record}
        if not (new or changed or gone):
            return
        with state.together():
            state.keep(tables.parts, ((part.name, common + part.key, msgspec.msgpack.encode(it)) for part, it in new))
            state.forget(tables.parts, gone)
            facets.save(record.reads for record in records if record)

    try:
        with closing(work([parts[number] for number in stale], stages)) as results:
            for number, part in enumerate(parts):
                record = records[number]
                if record is not None:
                    yield Made(part.name, record.files, record.faults, "")
                    continue
                found = next(results)
                for cost in found.costs:
                    workshop.progress.page(cost)
                if not found.is_passing:
                    records[number] = _Record(facets.numbers(found.reads), found.files, found.faults)
                yield Made(part.name, found.files, found.faults, reasons[number])
            # The phase ends with its last item.
            deque(results)
    except GeneratorExit:
        # Nobody wants the rest; what was made is worth remembering where it is much.
        if sum(1 for number in stale if records[number]) >= _MUCH:
            remember()
        raise
    remember()


def _listed(facets: Iterable[Facet]) -> str:
    """The first few of some facets, in words."""
    names = [name if key is None else f"{name} {key}" for name, key in facets]
    return ", ".join((*names[:_NAMED], "and more") if len(names) > _NAMED else names)


def _stage(tracing: Tracing, theme: Theme, lang: str, clock: Clock) -> Stage:
    scene = scene_of(tracing.archive, theme, lang, clock)
    return Stage(scene, tracing.reads())


def _made(part: Part, stage: Stage, tracing: Tracing, workshop: Workshop) -> Reading:
    """What a part reads, the files that it writes, and its faults."""
    files = []
    faults = []
    with workshop.guard:
        for found in part.make(stage.scene):
            if isinstance(found, Output):
                files.append(File(found.path, workshop.sink.put(found.path, found.content)))
            else:
                faults.append(found)
        faults += stage.scene.take_faults()
    return Reading(tracing.reads(stage.reads), tuple(files), tuple(faults), stage.scene.take_costs())


def _common(archive: Archive, theme: Theme) -> bytes:
    """What every part is made of: the configuration, the theme, the fonts."""
    site = archive.site
    shown = (f"{item.name} {getattr(site, item.name)!r}" for item in fields(Site) if item.name not in _NOWHERE)
    return short(digest(*shown), theme.digest, archive.fonts.digest if archive.fonts else "")
