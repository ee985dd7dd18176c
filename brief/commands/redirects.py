"""`brief redirects`: what a server should be told of old addresses."""

import time
from functools import partial
from pathlib import Path

import click

from brief.building.remembering import with_state
from brief.config import Site
from brief.console import CONTENT_FAULT, DONE, no_content, number, print_findings, say, site_at, watching
from brief.diagnostics import Diagnostic, Severity, in_order
from brief.linking.archive import link
from brief.linking.moves import moves
from brief.outputs.redirects import HOSTS, redirects
from brief.progress import Progress
from brief.reading.loading import NoContent, read
from brief.state import State


@click.command("redirects")
@click.argument("host", type=click.Choice(list(HOSTS)))
@click.option("--site", "folder", type=click.Path(path_type=Path), help="The folder with site.toml.")
def redirects_command(host: str, folder: Path | None) -> int:
    """Print where old addresses lead, in your server's words.

    Every old address has a page in the output that leads on, so nothing is lost without this; a server that knows of
    them answers at once, and tells search engines that the move is for good. Print them again after each build.

    \b
    Examples: brief redirects nginx > redirects.conf
              brief build && brief redirects netlify > public/_redirects
    """
    site = site_at(folder, "text")
    try:
        with watching(time.perf_counter, profile=False) as progress:
            (moved, errors), _ = with_state(site.root, partial(_moved, site, progress))
    except NoContent:
        raise no_content(site, "text") from None
    if errors:
        print_findings(errors, "text", site.root)
        return CONTENT_FAULT
    click.echo(redirects(host, site, moved), nl=False)
    say(f"{number(len(moved), 'redirect')}. Include them in your server's settings.")
    return DONE


def _moved(site: Site, progress: Progress, state: State) -> tuple[dict[str, str], list[Diagnostic]]:
    content, diagnostics = read(site, state, progress=progress)
    archive, found = link(site, content, state, progress=progress)
    return moves(archive), in_order(it for it in (*diagnostics, *found) if it.severity is Severity.ERROR)
