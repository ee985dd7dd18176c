"""`brief source`: what briefings rest on, written into their front matter."""

import sys
from collections.abc import Sequence
from datetime import date as Day  # noqa: N812  # as in the model
from datetime import datetime
from difflib import unified_diff
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from brief.building.remembering import with_state
from brief.commands.lazy import Group
from brief.commands.options import briefings, filled_from, outlets
from brief.commands.settling import chosen, is_asked, settled
from brief.config import Site
from brief.console import DONE, USAGE_FAULT, Stop, no_content, number, say, short, site_at
from brief.editing.edits import Edit, Plan, Refused, apply, changed, read
from brief.external.fetching import NotFetched
from brief.external.probing import Limits
from brief.reading.loading import Content, NoContent
from brief.reading.loading import read as read_content
from brief.sourcing import finding, gathering
from brief.sourcing.cleaning import plain
from brief.sourcing.drafting import Archive, Draft, Given, with_source
from brief.sourcing.entries import added
from brief.sourcing.gathering import MOST_BYTES, Answer, Found, Unreadable, asked, is_address, unasked
from brief.sourcing.languages import code
from brief.sourcing.outlets import NewOutlet, file_of
from brief.sourcing.record import Record
from brief.state import State

_STDIN = "-"
# What can't be true of two sources at once.
_OF_ONE = ("id", "title", "url", "where", "published", "author", "quote")


@click.group("source", cls=Group)
def source_group() -> None:
    """Add sources to briefings."""


@source_group.command("add")
@click.argument("briefing", shell_complete=filled_from(briefings))
@click.argument("places", nargs=-1, required=True, metavar="URL-OR-FILE...", type=click.Path())
@click.option(
    "--id", "id_", help="What `[@id]` names it by. Default: its outlet's id, with the year where that is taken."
)
@click.option(
    "--entry",
    "entries",
    multiple=True,
    help="Which of a bibliography: its name or number, or `all`; may be given several times.",
)
@click.option("--outlet", help="Who published it: an outlet's id or name.", shell_complete=filled_from(outlets))
@click.option("--outlet-title", help="What an outlet is called that is not there yet: its file is made.")
@click.option(
    "--outlet-name",
    "outlet_names",
    multiple=True,
    metavar="LANG=NAME",
    help="What such an outlet is called in another language: ru=ТАСС; may be given several times.",
)
@click.option("--title", help="Its title, where that is not to be read.")
@click.option("--url", help="Its address.")
@click.option("--where", help="In words where it is kept, for a document that has no address.")
@click.option("--published", help="When it was published: 2022-03-10, 2022-03, 2022~, 2022?; empty to leave it out.")
@click.option("--author", multiple=True, help="Who wrote it; may be given several times.")
@click.option("--lang", help="The language that it is in: en, ru.")
@click.option("--rating", help="How far it is to be trusted: a source from A to F, what it says from 1 to 6, as B2.")
@click.option("--quote", help="The words that are relied on.")
@click.option("--yes", is_flag=True, help="Take what is proposed, and ask nothing.")
@click.option("--dry-run", is_flag=True, help="Show what would be changed, and change nothing.")
@click.option("--offline", is_flag=True, help="Ask no other host: what an address tells by itself has to do.")
@click.option("--allow-private", is_flag=True, help="Ask hosts too that are not on the public internet.")
@click.option("--site", "folder", type=click.Path(path_type=Path), help="The folder with site.toml.", is_eager=True)
def source_add_command(
    briefing: str,
    places: tuple[str, ...],
    id_: str | None,
    entries: tuple[str, ...],
    outlet_names: tuple[str, ...],
    author: tuple[str, ...],
    folder: Path | None,
    yes: bool,
    dry_run: bool,
    offline: bool,
    allow_private: bool,
    **said: str | None,
) -> int:
    """Add a source to a briefing: what its page says of itself becomes the entry.

    BRIEFING is a slug or a file. URL-OR-FILE is an address, of the document or of a kept copy (web.archive.org,
    archive.today); a page that your browser has saved; a bibliography in BibTeX, RIS or CSL-JSON; or - for what is
    pasted, any of these.

    \b
    Examples: brief source add what-interpol-is https://www.interpol.int/Who-we-are
              brief source add what-interpol-is saved-page.html
              brief source add what-interpol-is saved-page.html --outlet tass --rating B2
              brief source add what-interpol-is library.bib --entry doe2021 --dry-run
    """
    names = tuple(_name(text) for text in outlet_names) or None
    given = Given(id=id_, author=author or None, outlet_names=names, **said)
    site = site_at(folder, "text")
    try:
        content = _content(site)
        target = finding.briefing(site, content, briefing, Path.cwd())
        before = read(site.root, target.path)
        private = allow_private or site.external.allow_private
        limits = None if offline else Limits(site.external.timeout_seconds, allow_private=private)
        today = datetime.now(ZoneInfo(site.timezone)).date()
        found = [record for place in places for record in _records(place, limits, today, entries, yes=yes)]
        _check_options(given, len(found))
        archive, after, drafts = Archive(content, target, tuple(target.sources)), before, []
        for record in found:
            draft = settled(record, given, archive, site.languages, yes=yes)
            if draft.present:
                say(f"{target.path} has it already: cite it as [@{draft.present}].")
                continue
            after = changed(after, added(target.path, after, draft.entry))
            archive = with_source(archive, draft)
            drafts.append(draft)
    except Refused as reason:
        raise Stop(f"{reason} Nothing was changed.", USAGE_FAULT) from None
    _finish(site, target.path, before, after, drafts, archive.new_outlets, is_asked=is_asked(yes=yes), dry_run=dry_run)
    return DONE


def _name(text: str) -> tuple[str, str]:
    lang, _, name = text.partition("=")
    language = code(lang)
    if language is None or not plain(name):
        raise Stop(
            f"--outlet-name: `{text}` is no language with a name. Write ru=ТАСС. Nothing was changed.", USAGE_FAULT
        )
    return language, plain(name)


def _check_options(given: Given, count: int) -> None:
    """Raises Refused where an option says of several sources what can be true of one."""
    single = [name for name in _OF_ONE if getattr(given, name) is not None]
    if count > 1 and single:
        raise Refused(f"--{single[0]} is of one source, and here are {count}.")


def _content(site: Site) -> Content:
    try:
        content, _ = with_state(site.root, partial(_read, site))
    except NoContent:
        raise no_content(site, "text") from None
    return content


def _read(site: Site, state: State) -> Content:
    # What is wrong elsewhere keeps nobody from adding a source here.
    return read_content(site, state)[0]


def _records(place: str, limits: Limits | None, today: Day, entries: Sequence[str], *, yes: bool) -> Sequence[Record]:
    """What is known of what is at a place. Other hosts are asked within `limits`; None: not at all."""
    try:
        if is_address(place):
            found = _at(place, limits, today)
        else:
            answer = _pasted() if place == _STDIN else _file(Path(place))
            pasted = answer.content.strip().decode("utf-8", "replace")
            # Whoever copies from a browser's bar has an address.
            is_lone = is_address(pasted) and len(pasted.split()) == 1
            found = _at(pasted, limits, today) if is_lone else gathering.read(answer)
    except Unreadable as reason:
        what = "What was pasted" if place == _STDIN else place
        raise Refused(f"{what} can't be read as a source. {reason}") from None
    if found.unread:
        say(f"{place}: {number(found.unread, 'further reference')} can't be read.")
    return chosen(found.records, entries, place, yes=yes)


def _at(address: str, limits: Limits | None, today: Day) -> Found:
    if limits is None:
        return Found((unasked(address),))
    try:
        return gathering.read(asked(address, limits, today))
    except NotFetched as reason:
        if reason.is_private:
            raise Unreadable(f"{reason} If that is meant: --allow-private.") from None
        say(f"{address} can't be read. {reason} If you can see it, save the page in your browser and give the file.")
        return Found((unasked(address),))


def _pasted() -> Answer:
    if sys.stdin.isatty():
        say("Paste it here, and end with Ctrl+D on a line of its own:")
    return Answer(sys.stdin.buffer.read(MOST_BYTES + 1))


def _file(path: Path) -> Answer:
    try:
        with path.open("rb") as file:
            return Answer(file.read(MOST_BYTES + 1))
    except FileNotFoundError:
        raise Unreadable("There is no such file.") from None
    except IsADirectoryError:
        raise Unreadable("It is a folder: name a file in it.") from None
    except OSError as fault:
        raise Unreadable(f"The machine says: {fault.strerror}.") from None


def _finish(
    site: Site,
    path: str,
    before: str,
    after: str,
    drafts: Sequence[Draft],
    new: Sequence[NewOutlet],
    *,
    is_asked: bool,
    dry_run: bool,
) -> None:
    """Show what changes, and change it unless that is not wanted."""
    if not drafts:
        return
    if dry_run or is_asked:
        _show(path, before, after)
        for outlet in new:
            _show(outlet.path, "", file_of(outlet))
    if dry_run or (is_asked and not click.confirm("Add this?", default=True, err=True)):
        say("Nothing was changed.")
        return
    taken = [outlet.path for outlet in new if (site.root / outlet.path).exists()]
    if taken or read(site.root, path) != before:
        raise Stop(
            f"{taken[0] if taken else path} has changed meanwhile. Nothing was changed: run it again.", USAGE_FAULT
        )
    made = {outlet.path: file_of(outlet) for outlet in new}
    apply(site.root, Plan((Edit(path, 0, len(before), after),), new=made))
    for outlet in new:
        say(f"{short(site.root / outlet.path)}: the outlet {outlet.title}, new")
    for draft in drafts:
        say(f"{short(site.root / path)}: the source `{draft.entry['id']}`. Cite it where the text rests on it:")
        click.echo(f"[@{draft.entry['id']}]")


def _show(path: str, before: str, after: str) -> None:
    for line in unified_diff(
        before.splitlines(), after.splitlines(), path if before else "/dev/null", path, lineterm=""
    ):
        say(line)
