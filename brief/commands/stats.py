"""`brief stats`: what the archive holds and rests on, in numbers."""

import json
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from brief.building.remembering import with_state
from brief.config import Site
from brief.console import DONE, no_content, number, say, site_at, watching
from brief.diagnostics import Severity, count
from brief.linking.archive import Archive, link
from brief.linking.statistics import SourceCounts, Statistics, statistics
from brief.model import name_in
from brief.progress import Progress
from brief.reading.loading import NoContent, read
from brief.state import State

_WIDTH = 80


@click.command("stats")
@click.option("--site", "folder", type=click.Path(path_type=Path), help="The folder with site.toml.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people, or one JSON object."
)
@click.option("--top", default=10, show_default=True, type=click.IntRange(0), help="How many tags and outlets to list.")
def stats_command(folder: Path | None, form: str, top: int) -> int:
    """Say what the archive holds and what it rests on, in numbers.

    They are of what readers see; drafts are counted apart.

    \b
    Examples: brief stats
              brief stats --top 30
              brief stats --format json | jq .sources.archived
    """
    site = site_at(folder, form).with_options(drafts=True)
    try:
        with watching(time.perf_counter, profile=False) as progress:
            (archive, found, errors), _ = with_state(site.root, partial(_counted, site, progress))
    except NoContent:
        raise no_content(site, form) from None
    if form == "json":
        click.echo(json.dumps(asdict(found), ensure_ascii=False, default=str))
    else:
        _show(archive, found, top)
    if errors:
        say(f"What can't be read is not counted: {number(errors, 'error')}. `brief check` shows them.")
    return DONE


def _counted(site: Site, progress: Progress, state: State) -> tuple[Archive, Statistics, int]:
    content, diagnostics = read(site, state, progress=progress)
    archive, found = link(site, content, state, progress=progress)
    return archive, statistics(archive), count([*diagnostics, *found], Severity.ERROR)


def _show(archive: Archive, found: Statistics, top: int) -> None:
    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH)
    console.print(_summary(found), "")
    console.print(_table("Sources", _of_sources(found.sources)), "")
    if len(found.languages) > 1:
        console.print(_table("Languages", _shares(found.languages)), "")
    if found.years:
        console.print(_table("Years", _bars(found.years)), "")
    # Outlets may have briefings without end; a person wants the head of the list.
    for title, counted, items in (("Tags", found.tags, archive.tags), ("Outlets", found.outlets, archive.outlets)):
        if counted and top:
            names = {ident: name_in(item, archive.site.language) for ident, item in items.items()}
            shown = {names.get(ident, ident): value for ident, value in list(counted.items())[:top]}
            console.print(_table(f"{title} ({len(shown)} of {len(counted)})", _shares(shown)), "")


def _summary(found: Statistics) -> str:
    total = sum(found.statuses.values())
    withdrawn = found.statuses.get("withdrawn", 0)
    lines = [
        f"{number(total, 'briefing')}"
        + (f", {withdrawn} of them withdrawn" if withdrawn else "")
        + (f"; {number(found.drafts, 'draft')}" if found.drafts else "")
        + (f"; {found.scheduled} scheduled for days to come" if found.scheduled else ""),
        f"from {found.first} to {found.last}" if found.first else "",
        f"about {found.words:,} words; {number(found.links, 'link')} and {number(found.mentions, 'mention')} in them",
        f"{number(found.corrections, 'correction')}; {number(found.pages, 'page')} of other kinds",
        f"{number(found.unlinked, 'briefing')} that no other text links to" if found.unlinked else "",
        f"{number(found.unsourced, 'briefing')} without a source" if found.unsourced else "",
    ]
    return "\n".join(filter(None, lines))


def _of_sources(found: SourceCounts) -> list[tuple[str, str, str]]:
    rows = [
        ("entries", found.total, 0),
        ("documents", found.documents, 0),
        ("cited in the text", found.cited, found.total),
        ("with a date of publication", found.dated, found.total),
        ("with a rating", found.rated, found.total),
        ("with an address", found.online, found.total),
        ("with a kept copy", found.archived, found.online),
        ("known to be dead", found.dead, found.online),
    ]
    return [(words, f"{counted:,}", _share(counted, of)) for words, counted, of in rows]


def _share(counted: int, of: int) -> str:
    return f"{counted / of:.0%}" if of else ""


def _shares(counted: Mapping[str, int]) -> list[tuple[str, str, str]]:
    return [(name, f"{value:,}", "") for name, value in counted.items()]


def _bars(counted: Mapping[int, int]) -> list[tuple[str, str, str]]:
    most = max(counted.values())
    return [(str(year), f"{value:,}", "▇" * max(1, round(30 * value / most))) for year, value in counted.items()]


def _table(title: str, rows: Iterable[tuple[str, str, str]]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", show_header=False, box=None, padding=(0, 1))
    table.add_column(overflow="fold")
    table.add_column(justify="right")
    table.add_column(no_wrap=True)
    for row in rows:
        table.add_row(*row)
    return table
