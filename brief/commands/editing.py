"""`brief move` and `brief tag`: what the writer's files and their addresses are called."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from brief.building.remembering import with_state
from brief.commands.lazy import Group
from brief.commands.options import filled_from, slugs, tags
from brief.config import Site
from brief.console import CONTENT_FAULT, DONE, USAGE_FAULT, Stop, no_content, number, print_findings, say, site_at
from brief.diagnostics import Diagnostic, Severity, in_order
from brief.editing import edits
from brief.editing.edits import Plan, Refused, Texts, apply
from brief.editing.moving import move
from brief.editing.tags import merge, rename
from brief.linking.archive import Archive, link
from brief.reading.loading import NoContent, read
from brief.state import State

Command = TypeVar("Command", bound=Callable[..., Any])
Planned = TypeVar("Planned")


def _edit_options(command: Command) -> Command:
    """The options of commands that change a writer's files."""
    command = click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")(command)
    site = click.option("--site", "folder", type=click.Path(path_type=Path), help="The folder with site.toml.")
    return site(command)


@click.command("move")
@click.argument("old", shell_complete=filled_from(slugs))
@click.argument("new")
@_edit_options
def move_command(old: str, new: str, folder: Path | None, dry_run: bool) -> int:
    """Give a briefing or a page a new slug: its old address leads to it, and all links are rewritten.

    \b
    Example: brief move what-the-charter-says what-the-constitution-says
    """
    site, moved = _planned(folder, lambda site, archive, texts: move(site, archive, texts, old, new))
    for path, target in moved.items.items():
        say(f"{path} -> {target}" if path != target else f"{path}: slug {new}")
    _carry_out(site, moved.plan, moved.links, dry_run=dry_run)
    return DONE


@click.group("tag", cls=Group)
def tag_group() -> None:
    """Rename tags and merge them."""


@tag_group.command("rename")
@click.argument("old", shell_complete=filled_from(tags))
@click.argument("new")
@_edit_options
def tag_rename_command(old: str, new: str, folder: Path | None, dry_run: bool) -> int:
    """Give a tag a new id: its old address leads to it, and all that names it is rewritten.

    \b
    Example: brief tag rename red-notice red-notices
    """
    site, renamed = _planned(folder, lambda site, archive, texts: rename(site, archive, texts, old, new))
    _carry_out(site, renamed.plan, renamed.uses, dry_run=dry_run)
    return DONE


@tag_group.command("merge")
@click.argument("old", nargs=-1, required=True, shell_complete=filled_from(tags))
@click.argument("into", shell_complete=filled_from(tags))
@_edit_options
def tag_merge_command(old: tuple[str, ...], into: str, folder: Path | None, dry_run: bool) -> int:
    """Make tags part of another: its names, briefings and addresses become the other's.

    \b
    Example: brief tag merge notice red-notices notices
    """
    site, merged = _planned(folder, lambda site, archive, texts: merge(site, archive, texts, old, into))
    _carry_out(site, merged.plan, merged.uses, dry_run=dry_run)
    return DONE


def _planned(folder: Path | None, plan: Callable[[Site, Archive, Texts], Planned]) -> tuple[Site, Planned]:
    """What `plan` makes of a site whose references are all known, drafts included: what is broken can't be rewritten.

    Ends the run where what was asked for can't be done.
    """
    site = site_at(folder, "text").with_options(drafts=True)
    try:
        (planned, errors), _ = with_state(site.root, partial(_plan, site, plan))
    except NoContent:
        raise no_content(site, "text") from None
    except Refused as reason:
        raise Stop(f"{reason} Nothing was changed.", USAGE_FAULT) from None
    if planned is None:
        print_findings(errors, "text", site.root)
        raise Stop("Mend these first: what can't be read can't be rewritten. Nothing was changed.", CONTENT_FAULT)
    return site, planned


def _plan(
    site: Site, plan: Callable[[Site, Archive, Texts], Planned], state: State
) -> tuple[Planned | None, list[Diagnostic]]:
    content, diagnostics = read(site, state)
    archive, found = link(site, content, state)
    errors = [fault for fault in (*diagnostics, *found) if fault.severity is Severity.ERROR]
    return (None, in_order(errors)) if errors else (plan(site, archive, partial(edits.read, site.root)), [])


def _carry_out(site: Site, plan: Plan, references: int, *, dry_run: bool) -> None:
    for path in plan.edited:
        say(f"{path}: changed")
    for path in plan.new:
        say(f"{path}: new")
    for path in plan.gone:
        say(f"{path}: removed")
    if dry_run:
        say(f"{number(references, 'reference')} would be rewritten. Nothing was changed.")
        return
    apply(site.root, plan)
    say(f"{number(references, 'reference')} rewritten.")
