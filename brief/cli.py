"""The command line. It and what it shares with `commands/` (`console.py`) are the only part that prints and exits."""

import errno
import os
import re
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar
from zoneinfo import ZoneInfo

import click

from brief import __version__, config
from brief.building.build import Report, build, check, is_unsafe_output
from brief.building.cluster import ClusterFault, cluster
from brief.building.commit import AnotherBuild, ForeignOutput, InTheWay
from brief.commands.editing import move_command, tag_group
from brief.commands.theme import theme_group
from brief.config import Site
from brief.console import (
    CONTENT_FAULT,
    DONE,
    INTERRUPTED,
    MACHINE_FAULT,
    USAGE_FAULT,
    Stop,
)
from brief.console import no_content as _no_content
from brief.console import number as _number
from brief.console import print_findings as _print
from brief.console import root_at as _root
from brief.console import say as _say
from brief.console import short as _short
from brief.console import site_at as _site
from brief.console import site_in as _load
from brief.console import watching as _watching
from brief.diagnostics import (
    Diagnostic,
    Severity,
    count,
    in_order,
)
from brief.linking.archive import Archive
from brief.progress import Progress
from brief.reading.loading import NoContent
from brief.starting import NotEmpty, new_briefing, new_site

Command = TypeVar("Command", bound=Callable[..., Any])

_SCHEDULER = re.compile(r"(tcp|tls)://[^\s/]+:\d+")


def run() -> NoReturn:
    """The entry point `brief`."""
    sys.exit(main())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code."""
    try:
        outcome = cli.main(args=arguments, prog_name="brief", standalone_mode=False)
    except click.exceptions.Abort:
        _say("Interrupted.")
        return INTERRUPTED
    except KeyboardInterrupt:
        _say("Interrupted.")
        return INTERRUPTED
    except Stop as stop:
        _say(stop.message)
        return stop.code
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except ClusterFault as fault:
        _say(f"{fault}\nNothing was published.")
        return MACHINE_FAULT
    except BrokenPipeError:
        return DONE
    except BrokenExecutor:
        _say(
            "A process that was at work ended before its time: the machine may lack memory. Nothing was published.\n"
            "Fewer processes need less of it: --jobs 1"
        )
        return MACHINE_FAULT
    except OSError as fault:
        _say(_machine_fault(fault))
        return MACHINE_FAULT
    return outcome if isinstance(outcome, int) else DONE


def _machine_fault(fault: OSError) -> str:
    where = f" ({fault.filename})" if fault.filename else ""
    if fault.errno == errno.ENOSPC:
        return f"The disk is full{where}. What was published before is unchanged; make room and run again."
    if fault.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"No permission to write or read{where}. What was published before is unchanged."
    return f"The machine failed: {fault.strerror or fault}{where}. What was published before is unchanged."


def _common(command: Command) -> Command:
    """The options that every command about a site has."""
    command = click.option(
        "--site",
        "folder",
        type=click.Path(path_type=Path),
        help="The folder with site.toml. Default: this folder, or the nearest one above it that has one.",
    )(command)
    return click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "github"]),
        default="text",
        help="How findings are shown: for people, as JSON lines, or as annotations of GitHub Actions.",
    )(command)


def _scheduler(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    if given is not None and not _SCHEDULER.fullmatch(given):
        raise click.BadParameter(f"`{given}` is not the address of a scheduler, such as tcp://10.0.0.1:8786.")
    return given


def _build_options(command: Command) -> Command:
    for option in reversed(
        [
            click.option("--base-url", help="Publish at this address instead of the one in site.toml."),
            click.option("--drafts/--no-drafts", default=None, help="Include drafts."),
            click.option("--strict/--no-strict", default=None, help="Let warnings fail the run."),
            click.option(
                "--jobs", type=click.IntRange(1), help="How many processes work at once. Default: one for each core."
            ),
            click.option(
                "--dask",
                metavar="ADDRESS",
                callback=_scheduler,
                help="Let a Dask cluster read the files and render the texts: tcp://HOST:PORT of its scheduler.",
            ),
            click.option("--profile", is_flag=True, help="Say where the time went: by phase, page and template."),
            click.option("--no-cache", is_flag=True, help="Work all out anew, and remember nothing."),
        ]
    ):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="brief")
def cli() -> None:
    """Turn Markdown briefings and their sources into a website that readers can trust.

    \b
    A first site:   brief init my-archive && cd my-archive && brief serve
    A new briefing: brief new "What was said, and by whom"
    In CI:          brief check --format github && brief build
    """


cli.add_command(move_command)
cli.add_command(tag_group)
cli.add_command(theme_group)


@cli.command("build")
@_common
@click.option("--output", type=click.Path(path_type=Path), help="The folder to publish into. Default: public/.")
@_build_options
@click.option("--why", multiple=True, metavar="PATH", help="Say why this file of the output was made.")
def build_command(
    folder: Path | None,
    form: str,
    output: Path | None,
    base_url: str | None,
    drafts: bool | None,
    strict: bool | None,
    jobs: int | None,
    dask: str | None,
    profile: bool,
    no_cache: bool,
    why: tuple[str, ...],
) -> int:
    """Build the site into its output folder, whole or not at all.

    Only what is not as it was is made again. --why says of a file of the output whether it was, and for what reason.
    """
    site = _site(folder, form).with_options(output=output, base_url=_address(base_url), drafts=drafts, strict=strict)
    if reason := is_unsafe_output(site):
        raise Stop(f"{site.output} can't be the output folder: {reason}. Choose another with --output.", USAGE_FAULT)
    try:
        with _watching(time.perf_counter, profile=profile) as progress, _helped(dask) as executor:
            report = build(site, _jobs(jobs, site), executor, progress, remember=not no_cache)
    except NoContent:
        raise _no_content(site, form) from None
    except AnotherBuild:
        raise Stop(
            f"Another build into {_short(site.output)} is under way; nothing was written.", MACHINE_FAULT
        ) from None
    except InTheWay as way:
        raise Stop(
            f"{_short(site.output / way.path)} was not made by brief, and the new site needs its place.\n"
            "Nothing was written. "
            "Move it away, or change the slug or alias that leads there.",
            USAGE_FAULT,
        ) from None
    except ForeignOutput:
        raise Stop(
            f"{site.output} is not empty and was not made by brief, so nothing was written.\n"
            "Empty it, or choose another folder with --output.",
            USAGE_FAULT,
        ) from None
    _show(report.diagnostics, form, site)
    if report.changes is None:
        _say(f"Nothing was published: {_found(report)}.")
        return CONTENT_FAULT
    changes = report.changes
    for path in why:
        _say(_reason(site, report, path))
    _say(
        f"Built {_number(report.briefings, 'briefing')} into {_number(report.files, 'file')} in {_short(site.output)}: "
        f"{changes.written} written, {changes.unchanged} unchanged, {changes.removed} removed "
        f"({report.made} parts made, {report.reused} reused){_warned(report)}."
    )
    return DONE


def _reason(site: Site, report: Report, name: str) -> str:
    """Why a file of the output was made; `name` is its path from here or from the output folder, or an address."""
    full = Path(name).absolute()
    path = full.relative_to(site.output).as_posix() if full.is_relative_to(site.output) else name.strip("/")
    path = path if path in report.reasons else f"{path}/index.html".lstrip("/") if "." not in path else path
    found = report.reasons.get(path)
    return f"{path} was made: {found}." if found else f"{path} was not made: nothing that it is made of has changed."


@cli.command("check")
@_common
@_build_options
@click.option("--external", is_flag=True, help="Ask other hosts whether the sources are still there.")
@click.option("--allow-private", is_flag=True, help="With --external: ask hosts of private networks too.")
def check_command(
    folder: Path | None,
    form: str,
    base_url: str | None,
    drafts: bool | None,
    strict: bool | None,
    jobs: int | None,
    dask: str | None,
    profile: bool,
    no_cache: bool,
    external: bool,
    allow_private: bool,
) -> int:
    """Find everything that is wrong, and what could be better. The site is not written.

    With --external the sources' addresses are asked, and content/health.toml says what is known of them; what is
    wrong with other people's hosts never fails the run.
    """
    site = _site(folder, form).with_options(base_url=_address(base_url), drafts=drafts, strict=strict)
    try:
        with _watching(time.perf_counter, profile=profile) as progress, _helped(dask) as executor:
            report = check(site, _jobs(jobs, site), executor, progress, remember=not no_cache)
            asked, words = (
                _ask(site, report.archive, progress, allow_private=allow_private)
                if external and report.archive
                else ((), "")
            )
    except NoContent:
        raise _no_content(site, form) from None
    if words:
        _say(words)
    _show(in_order((*report.diagnostics, *asked)), form, site)
    _say(f"Checked {_number(report.briefings, 'briefing')}: {_found(report)}.")
    failing = count(report.diagnostics, Severity.ERROR) or (site.strict and count(report.diagnostics, Severity.WARNING))
    return CONTENT_FAULT if failing else DONE


def _jobs(given: int | None, site: Site) -> int:
    """How many processes work: as asked for, or one for each core that this one may use."""
    return given or site.jobs or _cores()


def _helped(dask: str | None) -> AbstractContextManager[Executor | None]:
    return cluster(dask) if dask else nullcontext()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ask(
    site: Site, archive: Archive, progress: Progress, *, allow_private: bool
) -> tuple[tuple[Diagnostic, ...], str]:
    """What other hosts say of the sources, and how many were asked, in words."""
    from brief.external.checking import check_external  # noqa: PLC0415  # slow to load, and only this needs it
    from brief.external.probing import Limits  # noqa: PLC0415  # the same

    settings = site.external
    limits = Limits(settings.timeout_seconds, settings.pause_seconds, allow_private or settings.allow_private)
    today = datetime.now(ZoneInfo(site.timezone)).date()
    asked = check_external(site, archive, today, limits, progress)
    return asked.diagnostics, f"Addresses asked: {asked.asked}; asked lately: {asked.cached}."


@cli.command("serve")
@_common
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--drafts/--no-drafts", default=True, show_default=True, help="Show drafts.")
def serve_command(folder: Path | None, form: str, host: str, port: int, drafts: bool) -> int:
    """Show the site in a browser, and show it anew on every save.

    Nothing is written: the pages are kept in memory, and the output folder is left alone.
    """
    from brief.serving.server import CannotListen, PortTaken, Voice, serve  # noqa: PLC0415  # slow to load, and only this needs it

    root = _root(folder)
    site = _load(root, form).with_options(drafts=drafts)
    if not site.content.is_dir():
        raise _no_content(site, form)
    voice = Voice(say=_say, show=lambda diagnostics: _print(diagnostics, form, site.root))
    try:
        serve(root, host=host, port=port, drafts=drafts, voice=voice)
    except CannotListen as reason:
        raise Stop(
            f"Can't listen at {host}, port {port}: {reason}. Choose others with --host and --port.", MACHINE_FAULT
        ) from None
    except PortTaken as taken:
        raise Stop(
            f"Port {taken.port} is taken. Choose another: brief serve --port {taken.port % 65535 + 1}", MACHINE_FAULT
        ) from None
    return DONE


@cli.command("new")
@click.argument("title")
@click.option("--site", "folder", type=click.Path(path_type=Path), help="The folder with site.toml.")
@click.option("--lang", help="The language that it is written in. Default: the site's.")
@click.option("--tag", "tags", multiple=True, help="A tag of the briefing; may be given several times.")
def new_command(title: str, folder: Path | None, lang: str | None, tags: tuple[str, ...]) -> int:
    """Begin a briefing: a draft with all that its front matter needs.

    \b
    Example: brief new "What the charter says" --tag interpol
    """
    site = _site(folder, "text")
    lang = lang or site.language
    if lang not in site.languages:
        raise Stop(f"The site has no language `{lang}`. Its languages: {', '.join(site.languages)}.", USAGE_FAULT)
    if not title.strip():
        raise Stop('A briefing needs a title: brief new "What the charter says".', USAGE_FAULT)
    today = datetime.now(ZoneInfo(site.timezone)).date()
    try:
        path = new_briefing(site, title.strip(), today, lang, tags)
    except FileExistsError as taken:
        raise Stop(f"{_short(Path(taken.filename))} is there already; nothing was changed.", USAGE_FAULT) from None
    click.echo(_short(path))
    _say("It is a draft. `brief serve` shows it; take out `status: draft` to publish it.")
    return DONE


@cli.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", help="The title of the site.")
def init_command(folder: Path, title: str | None) -> int:
    """Make a small site that builds as it is.

    \b
    Example: brief init my-archive --title "My archive"
    """
    try:
        new_site(folder, title or "A briefing archive")
    except NotEmpty:
        raise Stop(f"{folder} is not empty; nothing was changed. Name a new folder.", USAGE_FAULT) from None
    except NotADirectoryError:
        raise Stop(f"{folder} is a file; nothing was changed. Name a new folder.", USAGE_FAULT) from None
    _say(f"Made {folder}. Next: cd {folder} && brief serve")
    return DONE


def _address(base_url: str | None) -> str | None:
    if base_url is not None and not config.is_base_url(base_url):
        raise Stop(f"`{base_url}` is not an address such as https://example.org/archive.", USAGE_FAULT)
    return base_url


def _show(diagnostics: Sequence[Diagnostic], form: str, site: Site) -> None:
    _print(diagnostics, form, site.root)


def _found(report: Report) -> str:
    errors, warnings = (count(report.diagnostics, level) for level in (Severity.ERROR, Severity.WARNING))
    return f"{_number(errors, 'error')}, {_number(warnings, 'warning')}"


def _warned(report: Report) -> str:
    warnings = count(report.diagnostics, Severity.WARNING)
    return f"; {_number(warnings, 'warning')}" if warnings else ""
