"""Options that several commands have, and what the shell may fill in for them."""

from collections.abc import Callable, Iterable
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


def signing_option(command: Command) -> Command:
    """The option of what builds, and signs what it built."""
    return click.option(
        "--sign",
        "key",
        metavar="KEY",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        help="Sign manifest.sha256 with this key of OpenSSH.",
    )(command)


def filled_from(names: Callable[[Site], Iterable[str]]) -> Callable[..., list[CompletionItem]]:
    """What the shell may fill in: those of the site's `names` that begin as the word does."""

    def complete(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
        root = context.params.get("folder") or config.find(Path.cwd())
        site = config.load(root)[0] if root else None
        return [CompletionItem(name) for name in (names(site) if site else ()) if name.startswith(incomplete)]

    return complete


def tags(site: Site) -> list[str]:
    """The ids of the site's tags, as far as the names of their files tell."""
    return sorted({*_stems(site, "tags"), *site.declared_tags})


def slugs(site: Site) -> list[str]:
    """The slugs of the site's briefings and pages, as far as the names of their files tell."""
    from brief.reading.parsing import default_slug  # noqa: PLC0415  # slow to load, and only this needs it

    stems = _stems(site, "briefings") | _stems(site, "pages")
    return sorted({default_slug(stem, site.language) for stem in stems})


def briefings(site: Site) -> list[str]:
    """The slugs of the site's briefings, as far as the names of their files tell."""
    from brief.reading.parsing import default_slug  # noqa: PLC0415  # as above

    return sorted({default_slug(stem, site.language) for stem in _stems(site, "briefings")})


def outlets(site: Site) -> list[str]:
    """The ids of the site's outlets."""
    return sorted(_stems(site, "outlets"))


def languages(site: Site) -> tuple[str, ...]:
    return site.languages


def _stems(site: Site, folder: str) -> set[str]:
    return {path.stem for path in (site.content / folder).rglob("*.md")}
