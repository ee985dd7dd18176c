"""Options that several commands have, and what the shell may fill in for them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from brief import config
from brief.config import Site

Command = TypeVar("Command", bound=Callable[..., Any])


def site_options(command: Command) -> Command:
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


def tags(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of the site's tags that begin so."""
    site = site_of(context)
    return [CompletionItem(name) for name in (tag_names(site) if site else ()) if name.startswith(incomplete)]


def tag_names(site: Site) -> list[str]:
    """The ids of the site's tags, as far as the names of their files tell."""
    return sorted({*_stems(site, "tags"), *site.declared_tags})


def slugs(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The slugs of the site's briefings and pages that begin so, as far as the names of their files tell."""
    from brief.reading.parsing import default_slug  # noqa: PLC0415  # slow to load, and only this needs it

    site = site_of(context)
    if site is None:
        return []
    stems = _stems(site, "briefings") | _stems(site, "pages")
    found = {default_slug(stem, site.language) for stem in stems}
    return [CompletionItem(name) for name in sorted(found) if name.startswith(incomplete)]


def languages(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The site's languages that begin so."""
    site = site_of(context)
    return [CompletionItem(code) for code in (site.languages if site else ()) if code.startswith(incomplete)]


def site_of(context: click.Context) -> Site | None:
    """The site that a command line is about, before it is complete."""
    root = context.params.get("folder") or config.find(Path.cwd())
    return config.load(root)[0] if root else None


def _stems(site: Site, folder: str) -> set[str]:
    return {path.stem for path in (site.content / folder).rglob("*.md")}
