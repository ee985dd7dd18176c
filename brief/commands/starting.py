"""`brief init` and `brief new`."""

import sys
from collections.abc import Sequence
from datetime import datetime
from importlib.resources.abc import Traversable
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from brief.commands.options import filled_from, languages, tags
from brief.config import FILE_NAME, Site
from brief.console import DONE, USAGE_FAULT, Stop, root_at, say, short, site_at
from brief.reading.git import is_in_checkout
from brief.starting import NotEmpty, new_site
from brief.starting.briefings import FOLDER, BadTemplate, Beginning, new_briefing, templates
from brief.starting.hosts import FILES, REQUIREMENTS, add_files, requirement
from brief.suggestions import did_you_mean, nearest


@click.command("new")
@click.argument("title", required=False)
@click.option("--site", "folder", type=click.Path(path_type=Path), help="The folder with site.toml.", is_eager=True)
@click.option(
    "--lang", help="The language that it is written in. Default: the site's.", shell_complete=filled_from(languages)
)
@click.option(
    "--tag",
    multiple=True,
    help="A tag of the briefing; may be given several times.",
    shell_complete=filled_from(tags),
)
@click.option(
    "--template",
    default="briefing",
    show_default=True,
    help=f"What it begins with: briefing, chronology, profile, or the name of a file in {FOLDER}/.",
    shell_complete=filled_from(templates),
)
@click.option("--edit", is_flag=True, help="Open it in your editor ($VISUAL or $EDITOR).")
def new_command(
    title: str | None, folder: Path | None, lang: str | None, tag: tuple[str, ...], template: str, edit: bool
) -> int:
    """Begin a briefing: a draft with all that its front matter needs.

    Without a title you are asked for it, and for the tags.

    \b
    Examples: brief new
              brief new "What the charter says" --tag interpol
              brief new "The year of the notices" --template chronology --edit
    """
    is_asked = title is None and sys.stdin.isatty()
    if title is None and not is_asked:
        raise Stop('A briefing needs a title (TITLE): brief new "What the charter says".', USAGE_FAULT)
    site = site_at(folder, "text")
    begun_from = _template(site, template)
    title = click.prompt("Title", err=True) if title is None else title
    if not title.strip():
        raise Stop('A briefing needs a title: brief new "What the charter says".', USAGE_FAULT)
    lang = lang or (_asked_language(site) if is_asked else site.language)
    if lang not in site.languages:
        raise Stop(f"The site has no language `{lang}`. Its languages: {', '.join(site.languages)}.", USAGE_FAULT)
    known = tags(site)
    chosen = tag or (_asked_tags(known) if is_asked else ())
    today = datetime.now(ZoneInfo(site.timezone)).date()
    try:
        path = new_briefing(site, Beginning(title.strip(), today, lang, chosen), begun_from)
    except FileExistsError as taken:
        raise Stop(f"{short(Path(taken.filename))} is there already; nothing was changed.", USAGE_FAULT) from None
    except BadTemplate as fault:
        raise Stop(f"{FOLDER}/{template}.md can't be used: {fault}", USAGE_FAULT) from None
    click.echo(short(path))
    for name in chosen:
        if name not in known:
            say(f"There is no tag `{name}` yet. " + did_you_mean(name, known, f"Add content/tags/{name}.md."))
    say("It is a draft. `brief serve` shows it; take out `status: draft` to publish it.")
    if edit:
        click.edit(filename=str(path))
    return DONE


def _template(site: Site, name: str) -> Traversable:
    known = templates(site)
    if name not in known:
        hint = did_you_mean(name, known, f"There are {', '.join(known)}.")
        raise Stop(f"There is no template `{name}`. {hint} Your own go into {FOLDER}/.", USAGE_FAULT)
    return known[name]


def _asked_language(site: Site) -> str:
    if len(site.languages) == 1:
        return site.language
    found: str = click.prompt("Language", type=click.Choice(site.languages), default=site.language, err=True)
    return found


def _asked_tags(known: Sequence[str]) -> tuple[str, ...]:
    """Tags that the person names; a slip is offered mended."""
    said: str = click.prompt("Tags, with commas (Enter for none yet)", default="", show_default=False, err=True)
    return tuple(dict.fromkeys(_meant(tag, known) for part in said.split(",") if (tag := part.strip())))


def _meant(tag: str, known: Sequence[str]) -> str:
    guess = None if tag in known else nearest(tag, known)
    return guess if guess and click.confirm(f"There is no tag `{tag}`. `{guess}`?", default=True, err=True) else tag


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--title", help="The title of the site.")
@click.option(
    "--ci",
    "wanted",
    multiple=True,
    type=click.Choice(list(FILES)),
    help="Add what this host or tool needs, also to a site that is there; may be given several times.",
)
def init_command(folder: Path | None, title: str | None, wanted: tuple[str, ...]) -> int:
    """Make a small site that builds as it is, or let a host build the one that is here.

    \b
    Examples: brief init my-archive --title "My archive"
              brief init my-archive --ci github --ci pre-commit
              brief init --ci gitlab
    """
    root = root_at(None) if folder is None and wanted else folder
    if root is None:
        raise Stop("Name a folder for the site: brief init my-archive.", USAGE_FAULT)
    is_new = not wanted or not (root / FILE_NAME).is_file()
    if is_new:
        _new_site(root, title)
    elif title:
        raise Stop(f"{root} is a site already, with a title of its own in {FILE_NAME}.", USAGE_FAULT)
    if wanted:
        _add(root, wanted)
    if is_new:
        say(f"Made {root}. Next: cd {root} && brief serve")
    return DONE


def _new_site(folder: Path, title: str | None) -> None:
    try:
        new_site(folder, title or "A briefing archive")
    except NotEmpty:
        raise Stop(f"{folder} is not empty; nothing was changed. Name a new folder.", USAGE_FAULT) from None
    except NotADirectoryError:
        raise Stop(f"{folder} is a file; nothing was changed. Name a new folder.", USAGE_FAULT) from None


def _add(root: Path, wanted: Sequence[str]) -> None:
    brief = requirement()
    try:
        added = add_files(root, wanted, brief)
    except FileExistsError as taken:
        raise Stop(f"{short(Path(taken.filename))} is there already; nothing was changed.", USAGE_FAULT) from None
    for path in added:
        click.echo(short(path))
    if brief is None and root / REQUIREMENTS in added:
        say(f"{REQUIREMENTS} lacks brief: this one came from a folder that others don't have. Say there where it is.")
    if not (root / ".git").exists() and is_in_checkout(root.absolute()):
        say(
            "The site lies within its repository: hosts look for these files at the top. The guide says what to change."
        )
