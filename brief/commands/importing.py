"""`brief import`: a new site out of one of another generator."""

from collections.abc import Callable
from datetime import UTC, datetime
from datetime import date as Day  # noqa: N812  # as in the model
from pathlib import Path

import click

from brief.console import CONTENT_FAULT, DONE, USAGE_FAULT, Stop, number, say, short
from brief.importing import broken, reporting, writing
from brief.importing.hugo.reader import hugo
from brief.importing.jekyll.reader import jekyll
from brief.importing.material import Harvest, NotThatKind
from brief.importing.obsidian.reader import obsidian
from brief.importing.pelican.reader import pelican
from brief.importing.planning import plan
from brief.importing.wordpress.reader import wordpress

_READERS: dict[str, Callable[[Path, Day], Harvest]] = {
    "hugo": hugo,
    "jekyll": jekyll,
    "pelican": pelican,
    "obsidian": obsidian,
    "wordpress": wordpress,
}


@click.command("import")
@click.argument("kind", type=click.Choice(list(_READERS)), metavar="KIND")
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path), metavar="NEW-SITE")
@click.option(
    "--report",
    "report_to",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"Where the report goes. Default: {reporting.FILE_NAME} in the new site.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="With `json` the report goes to standard output too, one object a line.",
)
def import_command(kind: str, source: Path, folder: Path, report_to: Path | None, form: str) -> int:
    """Make a new site out of one of another generator.

    KIND is hugo, jekyll, pelican, obsidian or wordpress. SOURCE is the folder of that site, or WordPress' export file;
    it is only read. NEW-SITE is a new or empty folder.

    Old addresses lead to the new pages. What brief has no place for stays as a comment, or is named in the report with
    its file and line. The exit code is 1 where a text could not be read: it became a draft.

    \b
    Examples: brief import hugo ~/old-site my-archive
              brief import obsidian ~/vault my-archive --report report.md
              brief import wordpress export.xml my-archive
    """
    if not source.exists():
        raise Stop(f"There is no {source}; nothing was written.", USAGE_FAULT)
    _require_room(folder)
    today = datetime.now(UTC).date()
    try:
        harvest = _READERS[kind](source, today)
    except NotThatKind as reason:
        raise Stop(f"{reason} Nothing was written.", USAGE_FAULT) from None
    made = plan(harvest, today)
    report = reporting.markdown(made, harvest.generator)
    files = dict(made.files) if report_to else {**made.files, reporting.FILE_NAME: report.encode()}
    writing.write(folder, files, made.copies)
    if report_to:
        report_to.write_text(report, "utf-8")
    if form == "json":
        for line in reporting.json_lines(made):
            click.echo(line)
    say(reporting.summary(made))
    say(f"The report is {short(report_to or folder / reporting.FILE_NAME)}. Next: cd {folder} && brief check")
    unread = sum(note.subject == broken.SUBJECT for note in made.notes)
    if unread:
        say(f"{number(unread, 'text')} could not be read, and became {'a draft' if unread == 1 else 'drafts'}.")
    return CONTENT_FAULT if unread else DONE


def _require_room(folder: Path) -> None:
    try:
        writing.require_room(folder)
    except writing.NotEmpty:
        raise Stop(f"{folder} is not empty; nothing was changed. Name a new folder.", USAGE_FAULT) from None
    except NotADirectoryError:
        raise Stop(f"{folder} is a file; nothing was changed. Name a new folder.", USAGE_FAULT) from None
