"""`brief build`, `brief check` and each rebuild of `brief serve`: the same steps, another place for the bytes."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import date as Day  # noqa: N812  # as in the model
from functools import partial
from itertools import chain
from pathlib import Path

import msgspec

from brief.building import ledger
from brief.building.commit import Changes, Staging
from brief.building.copying import copies
from brief.building.dear import PUBLISHED, make_dear
from brief.building.making import Made, Workshop, make
from brief.building.remembering import SPARE, trust_files, trusted_files, with_state
from brief.building.resting import are_as_published, inputs, with_ledger
from brief.building.sinks import File, Nowhere, Sink, Withheld
from brief.building.store import Store
from brief.config import Site
from brief.diagnostics import Diagnostic, Severity, count, in_order
from brief.linking.advice import advice
from brief.linking.archive import Archive, link
from brief.linking.tracing import Tracing
from brief.model import Status
from brief.outputs.parts import dear_parts, parts
from brief.outputs.pictures import missing_formats, missing_letters
from brief.outputs.search.index import bundle_list
from brief.progress import SILENT, Progress
from brief.reading.loading import Content, read
from brief.rendering import theme as themes
from brief.rendering.pages import assets
from brief.rendering.theme import Theme
from brief.state import State
from brief.working import workers


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found and did. `changes` is None where nothing was published.

    `made` and `reused` are how many parts of the site (pages, feeds and the like) were made, and were as before;
    `reasons` say why, by the path of each file that was made.
    """

    diagnostics: tuple[Diagnostic, ...]
    briefings: int
    files: int
    changes: Changes | None = None
    made: int = 0
    reused: int = 0
    reasons: Mapping[str, str] = field(default_factory=dict, repr=False)
    archive: Archive | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is remembered of a report. It holds `since` a day, and `until` that on which a briefing appears."""

    diagnostics: tuple[Diagnostic, ...]
    briefings: int
    files: int
    parts: int
    since: Day
    until: Day | None


@dataclass(slots=True)
class Run:
    """One pass over a site: its files on their way to a sink, and what is wrong so far.

    `jobs` is how many processes work on it; an `executor` of somebody else's takes the reading and the texts.
    `failed` tells whether what is wrong keeps the site from being published. `tracing` and `theme` are what the site
    is shown from. `made` and `reused` count the parts of the site, and `reasons` say of the files of those that were
    made why they were, by path. `until` is the next day on which a briefing appears by itself.
    """

    site: Site
    state: State
    jobs: int = 1
    executor: Executor | None = None
    progress: Progress = SILENT
    briefings: int = 0
    archive: Archive | None = None
    failed: bool = False
    diagnostics: list[Diagnostic] = field(default_factory=list)
    tracing: Tracing | None = None
    theme: Theme | None = None
    made: int = 0
    reused: int = 0
    reasons: dict[str, str] = field(default_factory=dict)
    until: Day | None = None

    def files(self, sink: Sink) -> Iterator[File]:
        """Every file of the site, but for those that are dear to make. Raises NoContent where there is none to read."""
        with nullcontext(self.executor) if self.executor else workers(self.jobs) as executor:
            content, found = read(self.site, self.state, executor, self.progress)
            self.diagnostics += found
            archive, found = link(self.site, content, self.state, executor, self.progress)
        self._note(gentle(self.site, content, [*self.diagnostics, *found]))
        self.briefings = len(archive.briefings)
        self.archive = archive
        coming = (briefing.date for briefing in content.briefings if briefing.status is Status.SCHEDULED)
        self.until = min(coming, default=None)
        yield from self._shown(archive, content, sink)

    def _shown(self, archive: Archive, content: Content, sink: Sink) -> Iterator[File]:
        with self.progress.phase("theme"):
            theme, found = themes.load(self.site, self.state)
        self._note([*self.diagnostics, *found])
        if theme is None:
            return
        self.theme, self.tracing = theme, Tracing(archive)
        # Where errors keep a site from being published, two of its files may stand in each other's way.
        sink = Withheld(sink) if self.failed else sink
        yield from self._parts(archive, self.tracing, theme, sink)
        self._note([*self.diagnostics, *missing_formats(archive)])
        for made in assets(theme):
            yield File(made.path, sink.put(made.path, made.content))
        yield from copies(content.files, content.stamps, self.state, sink)

    def _parts(self, archive: Archive, tracing: Tracing, theme: Theme, sink: Sink) -> Iterator[File]:
        """The files of the parts. A mistake in what several parts show is one mistake, and told once."""
        told = {(fault.location, fault.message) for fault in theme.faults}
        notes = []
        said = []
        workshop = Workshop(self.state, sink, self.jobs, progress=self.progress)
        for made in make(tuple(parts(archive)), tracing, theme, workshop):
            self._count(made)
            yield from made.files
            for fault in made.faults:
                if fault.severity is Severity.NOTE:
                    notes.append(fault)
                    continue
                if (fault.location, fault.message) not in told:
                    told.add((fault.location, fault.message))
                    said.append(fault)
        self._note([*self.diagnostics, *said, *missing_letters(self.site, notes)])

    def behind(self, sink: Sink) -> Iterator[File]:
        """The files that are dear to make; none where all is in vain."""
        if self.failed or self.archive is None or self.tracing is None or self.theme is None:
            return
        store = Store(self.site.root)
        workshop = Workshop(self.state, sink, tables=PUBLISHED, progress=self.progress)
        digests = {}
        paths: set[str] = set()
        for made in make_dear(tuple(dear_parts(self.archive)), self.tracing, self.theme, workshop, store):
            self._count(made)
            if made.faults:
                self._note([*self.diagnostics, *made.faults])
            digests[made.name] = made.digest
            # Two briefings may have the same picture.
            yield from (file for file in made.files if file.path not in paths)
            paths.update(file.path for file in made.files)
        if self.site.search.enabled:
            listed = bundle_list(self.archive, digests)
            yield File(listed.path, sink.put(listed.path, listed.content))

    def _count(self, made: Made) -> None:
        if made.why:
            self.made += 1
            self.reasons |= dict.fromkeys((file.path for file in made.files), made.why)
        else:
            self.reused += 1

    def _note(self, diagnostics: list[Diagnostic]) -> None:
        fatal = {Severity.ERROR, Severity.WARNING} if self.site.strict else {Severity.ERROR}
        self.diagnostics = diagnostics
        self.failed = self.failed or any(diagnostic.severity in fatal for diagnostic in diagnostics)

    def report(self, files: int, changes: Changes | None = None) -> Report:
        found = tuple(in_order(self.diagnostics))
        return Report(found, self.briefings, files, changes, self.made, self.reused, self.reasons, self.archive)


def gentle(site: Site, content: Content, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Faults of drafts are notes while readers don't see the drafts: unfinished work must not stop the others'."""
    drafts = {briefing.path for briefing in content.briefings if briefing.status is Status.DRAFT and not site.drafts}
    return [
        replace(diagnostic, severity=Severity.NOTE) if diagnostic.location.path in drafts else diagnostic
        for diagnostic in diagnostics
    ]


def build(
    site: Site,
    jobs: int = 1,
    executor: Executor | None = None,
    progress: Progress = SILENT,
    *,
    remember: bool = True,
    sign: Callable[[Path], None] | None = None,
) -> Report:
    """Build `site` into its output folder, which changes only if nothing is wrong.

    The bytes are the same for any number of `jobs`, the processes that work on it. Where there is an `executor`, it
    takes the batches of files to read and of texts to render; what it runs needs brief, and no file of the site. `sign`
    writes a signature beside the manifest that it is given.

    The ledger gets what is new. Raises NoContent, ForeignOutput, InTheWay, AnotherBuild, OSError where the disk
    fails, BrokenExecutor where a worker dies, and what `sign` raises.
    """
    return _reported(site, partial(_built, site, jobs, executor, progress, sign), remember=remember)


def _reported(site: Site, made: Callable[[State], Report], *, remember: bool) -> Report:
    """What `made` reports with the site's state, and a note where that had to be thrown away."""
    report, told = with_state(site.root, made, remember=remember)
    return replace(report, diagnostics=tuple(in_order((*report.diagnostics, *told)))) if told else report


def _built(
    site: Site,
    jobs: int,
    executor: Executor | None,
    progress: Progress,
    sign: Callable[[Path], None] | None,
    state: State,
) -> Report:
    trusted = trusted_files(state, site.output)
    with Staging(site.output, trusted, _spare(site, state), sign) as staging:
        others = inputs(site, state.clock())
        last = _last(state, with_ledger(site, others), site.today) if others else None
        if last and last.files == len(trusted) and are_as_published(site.output, trusted):
            staging.renew_signature()
            return last
        if jobs > 1:
            staging.prepare()
        run = Run(site, state, jobs, executor, progress)
        files = 0
        for file in chain(run.files(staging), run.behind(staging)):
            files += 1
            staging.add(file.path, file.digest)
        state.save()
        if run.failed:
            return run.report(files)
        with progress.phase("publishing"):
            changes = staging.publish()
            trust_files(state, site.output, staging.stamps(state.clock))
            state.save()
    if not site.drafts and site.as_of is None and run.archive:
        # What readers have not seen yet is promised to nobody.
        ledger.add(site.root, run.archive.ledger, run.archive.kept)
    report = run.report(files, changes)
    if others:
        _remember(state, with_ledger(site, others), report, site.today, run.until)
    return report


def _spare(site: Site, state: State) -> Path | None:
    """The folder for the site that is replaced, which two builds at once can't have, nor one that keeps nothing.

    None where it would be elsewhere by a link: what is in it is removed.
    """
    folder = site.root.resolve() / SPARE
    return folder if not state.is_passing and folder.resolve() == folder else None


_REPORT = msgspec.msgpack.Decoder(_Said)


def _last(state: State, asked: bytes, today: Day) -> Report | None:
    """What the last build reported, if it was asked for the same, as this one has to say it."""
    kept = state.find("runs", "last", asked)
    if kept is None:
        return None
    said = _REPORT.decode(kept.value)
    if today < said.since or (said.until and today >= said.until):
        return None
    return Report(said.diagnostics, said.briefings, said.files, Changes(0, said.files, 0), reused=said.parts)


def _remember(state: State, asked: bytes, report: Report, today: Day, until: Day | None) -> None:
    parts = report.made + report.reused
    said = _Said(report.diagnostics, report.briefings, report.files, parts, today, until)
    state.keep("runs", [("last", asked, msgspec.msgpack.encode(said))])
    state.save()


def check(
    site: Site,
    jobs: int = 1,
    executor: Executor | None = None,
    progress: Progress = SILENT,
    *,
    remember: bool = True,
) -> Report:
    """Find all that is wrong and what could be better, and write nothing. Raises NoContent, and as `build` does."""
    return _reported(site, partial(_checked, site, jobs, executor, progress), remember=remember)


def _checked(site: Site, jobs: int, executor: Executor | None, progress: Progress, state: State) -> Report:
    run = Run(site, state, jobs, executor, progress)
    files = sum(1 for _ in run.files(Nowhere()))
    if run.archive and not count(run.diagnostics, Severity.ERROR):
        # What can't be read would seem to be unused and unlinked, and errors come first.
        run.diagnostics += advice(run.archive)
    return run.report(files)


def is_unsafe_output(site: Site) -> str:
    """Why the output folder can't be what it is set to; empty where it can."""
    output = site.output.resolve()
    if site.root.is_relative_to(output):
        return "the site itself lies in it"
    for name in ("content", "themes", ".git", ".brief"):
        if output.is_relative_to(site.root / name):
            return f"it lies in the site's `{name}` folder"
    return ""
