"""`brief build`, `brief check` and each rebuild of `brief serve`: the same steps, another place for the bytes."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

from brief.building import ledger
from brief.building.commit import Changes, Staging
from brief.building.store import Store
from brief.config import Site
from brief.diagnostics import Diagnostic, Severity, count, in_order
from brief.linking.advice import advice
from brief.linking.archive import Archive, link
from brief.model import Status
from brief.outputs.derived import Derived
from brief.outputs.feeds import feeds
from brief.outputs.manifest import manifest
from brief.outputs.opensearch import descriptions
from brief.outputs.pictures import pictures
from brief.outputs.search.index import search_index
from brief.outputs.sitemap import robots, sitemaps
from brief.progress import SILENT, Progress
from brief.reading.loading import Content, read
from brief.rendering import theme as themes
from brief.rendering.pages import Output, render
from brief.working import workers


@dataclass(frozen=True, slots=True)
class Report:
    """What a run found and did. `changes` is None where nothing was published."""

    diagnostics: tuple[Diagnostic, ...]
    briefings: int
    files: int
    changes: Changes | None = None
    archive: Archive | None = field(default=None, repr=False)


@dataclass(slots=True)
class Run:
    """One pass over a site: its files as they are rendered, and what is wrong so far.

    `jobs` is how many processes work on it; an `executor` of somebody else's takes the reading and the texts.
    `failed` tells whether what is wrong keeps the site from being published. `derived` are the files that are dear
    to make, known once all others are.
    """

    site: Site
    jobs: int = 1
    executor: Executor | None = None
    progress: Progress = SILENT
    briefings: int = 0
    archive: Archive | None = None
    failed: bool = False
    diagnostics: list[Diagnostic] = field(default_factory=list)
    derived: list[Derived] = field(default_factory=list)

    def outputs(self) -> Iterator[Output]:
        """Every file of the site. Raises NoContent where there is none to read."""
        with nullcontext(self.executor) if self.executor else workers(self.jobs) as executor:
            content, found = read(self.site, executor, self.progress)
            self.diagnostics += found
            archive, found = link(self.site, content, executor, self.progress)
        self._note(_gentle(self.site, content, [*self.diagnostics, *found]))
        self.briefings = len(archive.briefings)
        self.archive = archive
        yield from self._render(archive)

    def _render(self, archive: Archive) -> Iterator[Output]:
        with self.progress.phase("theme"):
            theme, found = themes.load(self.site)
        self._note([*self.diagnostics, *found])
        if theme is None:
            return
        shown = render(archive, theme, self.jobs, self.progress)
        for output in chain(shown, self.progress.over("feeds", feeds(archive, theme))):
            if isinstance(output, Output):
                yield output
            else:
                self.diagnostics.append(output)
                self.failed = True
        yield from sitemaps(archive)
        yield robots(self.site)
        yield manifest(archive, theme)
        yield from descriptions(archive, theme)
        with self.progress.phase("pictures"):
            drawn, found = pictures(archive, theme)
        self.derived += drawn
        self._note([*self.diagnostics, *found])
        indexed = search_index(archive, theme) if self.site.search.enabled else ()
        for made in self.progress.over("search", indexed):
            if isinstance(made, Output):
                yield made
            else:
                self.derived.append(made)

    def made(self) -> Iterator[Output]:
        """The files that are dear to make, out of the store where they are as they were; none where all is in vain."""
        if self.failed:
            return
        store = Store(self.site.root)
        for made in self.progress.over("derived files", store.make_all(self.derived), len(self.derived)):
            if isinstance(made, Diagnostic):
                self.diagnostics.append(made)
                self.failed = True
            else:
                yield from (Output(path, content) for path, content in made.items())
        store.trim()

    def _note(self, diagnostics: list[Diagnostic]) -> None:
        fatal = {Severity.ERROR, Severity.WARNING} if self.site.strict else {Severity.ERROR}
        self.diagnostics = diagnostics
        self.failed = any(diagnostic.severity in fatal for diagnostic in diagnostics)

    def report(self, files: int, changes: Changes | None = None) -> Report:
        return Report(tuple(in_order(self.diagnostics)), self.briefings, files, changes, self.archive)


def _gentle(site: Site, content: Content, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """Faults of drafts are notes while readers don't see the drafts: unfinished work must not stop the others'."""
    drafts = {briefing.path for briefing in content.briefings if briefing.status is Status.DRAFT and not site.drafts}
    return [
        replace(diagnostic, severity=Severity.NOTE) if diagnostic.location.path in drafts else diagnostic
        for diagnostic in diagnostics
    ]


def build(site: Site, jobs: int = 1, executor: Executor | None = None, progress: Progress = SILENT) -> Report:
    """Build `site` into its output folder, which changes only if nothing is wrong.

    The bytes are the same for any number of `jobs`, the processes that work on it. Where there is an `executor`, it
    takes the batches of files to read and of texts to render; what it runs needs brief, and no file of the site.

    The ledger gets what is new. Raises NoContent, ForeignOutput, InTheWay, AnotherBuild, OSError where the disk
    fails, and BrokenExecutor where a worker dies.
    """
    run = Run(site, jobs, executor, progress)
    files = 0
    with Staging(site.output) as staging:
        for output in chain(run.outputs(), run.made()):
            files += 1
            if not run.failed:
                with progress.phase("writing") as advance:
                    staging.write(output.path, output.content)
                    advance(1)
        if run.failed:
            return run.report(files)
        with progress.phase("publishing"):
            changes = staging.publish()
    if not site.drafts and run.archive:
        # What readers have not seen yet is promised to nobody.
        ledger.add(site.root, run.archive.ledger, run.archive.kept)
    return run.report(files, changes)


def check(site: Site, jobs: int = 1, progress: Progress = SILENT) -> Report:
    """Find all that is wrong and what could be better, and write nothing. Raises NoContent, and as `build` does."""
    run = Run(site, jobs, progress=progress)
    files = sum(1 for _ in run.outputs())
    if run.archive and not count(run.diagnostics, Severity.ERROR):
        # What can't be read would seem to be unused and unlinked, and errors come first.
        run.diagnostics += advice(run.archive)
    return run.report(files)


@dataclass(frozen=True, slots=True)
class Preview:
    """A site in memory: its files by path, those that are still to be made, and whether it may be shown."""

    files: dict[str, bytes] = field(repr=False)
    derived: tuple[Derived, ...]
    report: Report
    is_good: bool


def preview(site: Site) -> Preview:
    """The site's files, but for those that are dear to make. Raises NoContent."""
    run = Run(site)
    files = {output.path: output.content for output in run.outputs()}
    return Preview(files, tuple(run.derived), run.report(len(files)), not run.failed)


def complete(root: Path, derived: Iterable[Derived]) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The files that `preview` left out, and what is wrong with those that can't be made."""
    files: dict[str, bytes] = {}
    faults = []
    store = Store(root)
    for made in store.make_all(derived):
        if isinstance(made, Diagnostic):
            faults.append(made)
        else:
            files |= made
    store.trim()
    return files, faults


def is_unsafe_output(site: Site) -> str:
    """Why the output folder can't be what it is set to; empty where it can."""
    output = site.output.resolve()
    if site.root.is_relative_to(output):
        return "the site itself lies in it"
    for name in ("content", "themes", ".git", ".brief"):
        if output.is_relative_to(site.root / name):
            return f"it lies in the site's `{name}` folder"
    return ""
