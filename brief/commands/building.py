"""`brief build` and `brief check`."""

import os
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date as Day  # noqa: N812  # as in the model
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from brief import config
from brief.building.build import Report, build, check, is_unsafe_output
from brief.building.cluster import ClusterFault, cluster
from brief.building.commit import AnotherBuild, Changes, ForeignOutput, InTheWay
from brief.building.signing import NotSigned, sign
from brief.commands.options import signing_option, site_options
from brief.config import Site
from brief.console import (
    CONTENT_FAULT,
    DONE,
    MACHINE_FAULT,
    USAGE_FAULT,
    Stop,
    no_content,
    number,
    print_findings,
    root_at,
    say,
    short,
    site_at,
    watching,
)
from brief.diagnostics import Diagnostic, Severity, count, in_order
from brief.linking.archive import Archive
from brief.progress import Progress
from brief.reading.loading import NoContent
from brief.reading.past import NoPast, past

Command = TypeVar("Command", bound=Callable[..., Any])

_SCHEDULER = re.compile(r"(tcp|tls)://[^\s/]+:\d+")


def _scheduler(_context: click.Context, _option: click.Parameter, given: str | None) -> str | None:
    if given is not None and not _SCHEDULER.fullmatch(given):
        raise click.BadParameter(f"`{given}` is not the address of a scheduler, such as tcp://10.0.0.1:8786.")
    return given


def _day(_context: click.Context, _option: click.Parameter, given: str | None) -> Day | None:
    if given is None:
        return None
    try:
        return Day.fromisoformat(given)
    except ValueError:
        raise click.BadParameter(f"`{given}` is no day of the calendar. Write it as 2026-03-01.") from None


def _build_options(command: Command) -> Command:
    for option in reversed(
        [
            click.option("--base-url", help="Publish at this address instead of the one in site.toml."),
            click.option("--drafts/--no-drafts", default=None, help="Include drafts, and briefings of days to come."),
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


@click.command("build")
@site_options
@click.option("--output", type=click.Path(path_type=Path), help="The folder to publish into. Default: public/.")
@_build_options
@click.option(
    "--as-of",
    metavar="DATE",
    callback=_day,
    help="Show the archive as it was, or will be, on this day; with --output.",
)
@click.option("--why", multiple=True, metavar="PATH", help="Say why this file of the output was made.")
@signing_option
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
    as_of: Day | None,
    why: tuple[str, ...],
    key: Path | None,
) -> int:
    """Build the site into its output folder, whole or not at all.

    Briefings that are dated on a day to come appear at the first build on that day. With --as-of the archive is shown
    as it was at the end of a day, out of git, or as it will be; each page says so.

    Only what is not as it was is made again. --why says of a file of the output whether it was, and for what reason.
    What is published lists all its files in manifest.sha256; with --sign that has a signature beside it, by which
    `brief verify` knows whose it is.

    \b
    Examples: brief build
              brief build --drafts --output /tmp/preview
              brief build --base-url https://example.org/archive --strict
              brief build --why briefings/what-interpol-is/
              brief build --sign ~/.ssh/id_ed25519
              brief build --as-of 2026-03-01 --output /tmp/march
    """
    now = site_at(folder, form)
    with _on_its_day(now, form, as_of, output) as then:
        site = then.with_options(output=output, base_url=_address(base_url), drafts=drafts, strict=strict, as_of=as_of)
        report, changes = built(site, form, jobs=jobs, dask=dask, profile=profile, no_cache=no_cache, key=key)
    for path in why:
        say(_reason(site, report, path))
    say(
        f"Built {number(report.briefings, 'briefing')} into {number(report.files, 'file')} in {short(site.output)}: "
        f"{changes.written} written, {changes.unchanged} unchanged, {changes.removed} removed "
        f"({report.made} parts made, {report.reused} reused){_warned(report)}."
    )
    return DONE


@contextmanager
def _on_its_day(site: Site, form: str, day: Day | None, output: Path | None) -> Iterator[Site]:
    """The site with its files as they were on `day`; as they are where that is not over. Raises Stop."""
    if day is None:
        yield site
        return
    if output is None or output.resolve() == site.output.resolve():
        raise Stop("Name another folder with --output for the archive of another day: today's stays.", USAGE_FAULT)
    if reason := is_unsafe_output(site.with_options(output=output)):
        raise Stop(f"{output} can't be the output folder: {reason}. Choose another with --output.", USAGE_FAULT)
    if day >= site.today:
        yield site
        return
    try:
        with past(site.root, day, site.timezone) as then:
            say(f"The files are those of the commit {then.commit[:10]} of {then.day}.")
            yield replace(site_at(then.root, form), theme=site.theme, tokens=site.tokens)
    except NoPast as reason:
        raise Stop(f"There is no archive as of {day}. {reason}", USAGE_FAULT) from None


def built(
    site: Site,
    form: str,
    *,
    jobs: int | None = None,
    dask: str | None = None,
    profile: bool = False,
    no_cache: bool = False,
    key: Path | None = None,
) -> tuple[Report, Changes]:
    """Build the site into its output folder, and show what was found; `key` signs its manifest, in OpenSSH's form.

    Raises Stop where nothing was published.
    """
    if reason := is_unsafe_output(site):
        raise Stop(f"{site.output} can't be the output folder: {reason}. Choose another with --output.", USAGE_FAULT)
    try:
        with watching(time.perf_counter, profile=profile) as progress, _helped(dask) as executor:
            report = build(
                site,
                _jobs(jobs, site),
                executor,
                progress,
                # Every page says of which day it is, and today's would have to be made anew after it.
                remember=not no_cache and site.as_of is None,
                sign=partial(sign, key) if key else None,
            )
    except NoContent:
        raise no_content(site, form) from None
    except NotSigned as reason:
        raise Stop(f"{reason}\nNothing was published.", MACHINE_FAULT) from None
    except AnotherBuild:
        raise Stop(
            f"Another build into {short(site.output)} is under way; nothing was written.", MACHINE_FAULT
        ) from None
    except InTheWay as way:
        raise Stop(
            f"{short(site.output / way.path)} was not made by brief, and the new site needs its place.\n"
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
    print_findings(report.diagnostics, form, site.root)
    if report.changes is None:
        raise Stop(f"Nothing was published: {_found(report)}.", CONTENT_FAULT)
    return report, report.changes


def _reason(site: Site, report: Report, name: str) -> str:
    """Why a file of the output was made; `name` is its path from here or from the output folder, or an address."""
    full = Path(name).absolute()
    path = full.relative_to(site.output).as_posix() if full.is_relative_to(site.output) else name.strip("/")
    path = path if path in report.reasons else f"{path}/index.html".lstrip("/") if "." not in path else path
    found = report.reasons.get(path)
    return f"{path} was made: {found}." if found else f"{path} was not made: nothing that it is made of has changed."


@click.command("check")
@site_options
@_build_options
@click.option("--external", is_flag=True, help="Ask other hosts whether the sources are still there.")
@click.option("--allow-private", is_flag=True, help="With --external: ask hosts of private networks too.")
@click.option(
    "--fix", "is_fixing", is_flag=True, help="Mend slips in keys, names and dates first, where it is certain."
)
@click.option("--dry-run", is_flag=True, help="With --fix: show what would be mended, and write nothing.")
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
    is_fixing: bool,
    dry_run: bool,
) -> int:
    """Find everything that is wrong, and what could be better. The site is not written.

    With --fix, slips are mended whose meaning is certain: a misspelt key, tag, outlet, link or citation, and dates in
    another form. The difference is shown, comments and order stay, and what is left is told.

    With --external the sources' addresses are asked, and content/health.toml says what is known of them; what is
    wrong with other people's hosts never fails the run.

    \b
    Examples: brief check
              brief check --strict --format github
              brief check --fix --dry-run
              brief check --external
    """
    if dry_run and not is_fixing:
        raise Stop("--dry-run says what --fix would do; name both.", USAGE_FAULT)
    if is_fixing:
        from brief.commands.fixing import fix  # noqa: PLC0415  # slow to load, and only this needs it

        fix(root_at(folder), form, dry_run=dry_run)
    site = site_at(folder, form).with_options(base_url=_address(base_url), drafts=drafts, strict=strict)
    try:
        with watching(time.perf_counter, profile=profile) as progress, _helped(dask) as executor:
            report = check(site, _jobs(jobs, site), executor, progress, remember=not no_cache)
            asked, words = (
                _ask(site, report.archive, progress, allow_private=allow_private)
                if external and report.archive
                else ((), "")
            )
    except NoContent:
        raise no_content(site, form) from None
    if words:
        say(words)
    print_findings(in_order((*report.diagnostics, *asked)), form, site.root)
    say(f"Checked {number(report.briefings, 'briefing')}: {_found(report)}.")
    failing = count(report.diagnostics, Severity.ERROR) or (site.strict and count(report.diagnostics, Severity.WARNING))
    return CONTENT_FAULT if failing else DONE


def _jobs(given: int | None, site: Site) -> int:
    """How many processes work: as asked for, or one for each core that this one may use."""
    return given or site.jobs or _cores()


@contextmanager
def _helped(dask: str | None) -> Iterator[Executor | None]:
    """The executor of a cluster where one is named."""
    if dask is None:
        yield None
        return
    try:
        with cluster(dask) as executor:
            yield executor
    except ClusterFault as fault:
        raise Stop(f"{fault}\nNothing was published.", MACHINE_FAULT) from None


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


def _address(base_url: str | None) -> str | None:
    if base_url is not None and not config.is_base_url(base_url):
        raise Stop(f"`{base_url}` is not an address such as https://example.org/archive.", USAGE_FAULT)
    return base_url


def _found(report: Report) -> str:
    errors, warnings = (count(report.diagnostics, level) for level in (Severity.ERROR, Severity.WARNING))
    return f"{number(errors, 'error')}, {number(warnings, 'warning')}"


def _warned(report: Report) -> str:
    warnings = count(report.diagnostics, Severity.WARNING)
    return f"; {number(warnings, 'warning')}" if warnings else ""
