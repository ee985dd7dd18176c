"""What commands share: how they end, how they speak, and how they find the site that they are about.

Exit codes: 0 done; 1 the content has errors; 2 the command line or the configuration is wrong; 3 the machine
failed us; 130 interrupted. Programs read standard output, people standard error.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click
from rich.console import Console

from brief import config
from brief.config import Site
from brief.diagnostics import Code, Diagnostic, Location, error, to_github, to_json, to_text
from brief.findings import read_on, show
from brief.profile import Stopwatch
from brief.progress import Clock, Progress, Watcher, stopped

DONE, CONTENT_FAULT, USAGE_FAULT, MACHINE_FAULT, INTERRUPTED = 0, 1, 2, 3, 130

# As wide as any table, for lines that no window bounds.
_UNBOUND = 10_000


class Stop(Exception):
    """Ends the run with a message for people and an exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


def say(words: str) -> None:
    click.echo(words, err=True)


def site_at(folder: Path | None, form: str) -> Site:
    return site_in(root_at(folder), form)


def root_at(folder: Path | None) -> Path:
    if folder is not None and not (folder / config.FILE_NAME).is_file():
        raise Stop(f"There is no site.toml in {folder}.", USAGE_FAULT)
    root = folder or config.find(Path.cwd())
    if root is None:
        raise Stop(
            "There is no site.toml in this folder or above it.\n"
            "Go to a site, name one with --site, or make one: brief init my-archive",
            USAGE_FAULT,
        )
    return root


def site_in(root: Path, form: str) -> Site:
    site, faults = config.load(root)
    if site is None:
        print_findings(faults, form, root)
        raise Stop("site.toml has to be mended first.", USAGE_FAULT)
    return site


@contextmanager
def watching(clock: Clock, *, profile: bool) -> Iterator[Progress]:
    """What a run tells its progress to: a bar where there is a terminal, and with `profile` tables when it is over."""
    console = Console(stderr=True, highlight=False)
    # Asked of the system: rich takes a pipe for a terminal where the environment says so, to colour it.
    is_seen = console.file.isatty()
    if not is_seen:
        console.width = _UNBOUND
    stopwatch = Stopwatch(clock) if profile else None
    with ExitStack() as stack:
        watchers: list[Watcher] = [stopwatch] if stopwatch else []
        if is_seen and not console.is_dumb_terminal:
            from brief.bar import shown  # noqa: PLC0415  # slow to load, and needed by people alone

            watchers.append(stack.enter_context(shown(console, clock)))
        yield Progress(tuple(watchers), clock if profile else stopped)
    if stopwatch:
        for table in stopwatch.tables():
            console.print(table, "")


def print_findings(diagnostics: Sequence[Diagnostic], form: str, root: Path) -> None:
    if form == "json":
        for diagnostic in diagnostics:
            click.echo(to_json(diagnostic))
    elif form == "github":
        prefix = _prefix(root)
        for diagnostic in diagnostics:
            click.echo(to_github(diagnostic, prefix))
    else:
        console = Console(stderr=True, highlight=False, soft_wrap=True)
        if console.is_terminal:
            show(diagnostics, root, console)
        else:
            # There may be thousands, and they are for a file or a program.
            click.echo("".join(f"{to_text(diagnostic)}\n" for diagnostic in diagnostics), nl=False, err=True)
        if more := read_on(diagnostics):
            say(more)


def _prefix(root: Path) -> str:
    """The path from here, where CI stands in the repository's root, to the site."""
    here = Path.cwd()
    inner = root.resolve().relative_to(here).as_posix() if root.resolve().is_relative_to(here) else "."
    return "" if inner == "." else inner


def short(path: Path) -> str:
    """A path as a person here would type it."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def no_content(site: Site, form: str) -> Stop:
    hint = "Go to the site's folder, name it with --site, or make a new site: brief init my-archive"
    message = "The folder is missing; a site keeps its briefings in content/briefings/."
    print_findings([error(Code.NO_CONTENT, Location("content"), message, hint)], form, site.root)
    return Stop("Nothing was read.", USAGE_FAULT)


def number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
