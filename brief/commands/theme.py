"""`brief theme`: what templates are given, and a theme of one's own to begin with."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from brief.commands.lazy import Group
from brief.console import DONE, USAGE_FAULT, Stop, say, short, site_at
from brief.rendering.describing import TemplateDoc, ValueDoc, describe
from brief.rendering.templates import VIEWS
from brief.starting.themes import BadName, new_theme
from brief.suggestions import did_you_mean


@click.group("theme", cls=Group)
def theme_group() -> None:
    """Make the site look as you like: templates, styles, words."""


@theme_group.command("views")
@click.argument("template", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or a JSON object a line for each template.",
)
def views_command(template: str | None, form: str) -> int:
    """List what each template is given: its view's fields, their types, and what they hold.

    \b
    Example: brief theme views briefing.html
    """
    if template is not None and template not in VIEWS:
        hint = did_you_mean(template, VIEWS, f"Pages are shown by {', '.join(VIEWS)}.")
        raise Stop(f"No page is shown by `{template}`. {hint}", USAGE_FAULT)
    found = [describe(name) for name in ([template] if template else VIEWS)]
    if form == "json":
        for described in found:
            click.echo(json.dumps(asdict(described), ensure_ascii=False))
    else:
        click.echo("\n".join(_as_text(found)))
    return DONE


def _as_text(found: list[TemplateDoc]) -> Iterator[str]:
    """Each template with its view, then each value within them once."""
    for described in found:
        yield from _value(f"{described.template}: {described.view.name}", described.view)
    for value in {value.name: value for described in found for value in described.values}.values():
        yield from _value(value.name, value)


def _value(heading: str, value: ValueDoc) -> Iterator[str]:
    yield heading
    yield from _wrapped(value.about, "  ")
    for field in value.fields:
        yield f"    {field.name}: {field.type}"
        yield from _wrapped(field.about, "        ")
    yield ""


def _wrapped(text: str, indent: str) -> list[str]:
    wrapped = click.wrap_text(text, width=100, initial_indent=indent, subsequent_indent=indent)
    return wrapped.splitlines() if text else []


@theme_group.command("new")
@click.argument("name")
@click.option("--site", "folder", type=click.Path(path_type=Path), help="The folder with site.toml.")
def new_theme_command(name: str, folder: Path | None) -> int:
    """Begin a theme in themes/NAME/, which shows all that it does not change as `dossier` does.

    \b
    Example: brief theme new house
    """
    site = site_at(folder, "text")
    try:
        made = new_theme(site, name)
    except BadName as reason:
        raise Stop(f"{reason} Nothing was changed.", USAGE_FAULT) from None
    except FileExistsError as taken:
        raise Stop(f"{short(Path(taken.filename))} is there already; nothing was changed.", USAGE_FAULT) from None
    for path in made:
        click.echo(short(path))
    say(f'To use it, set theme = "{name}" in the [site] table of site.toml.')
    return DONE
