"""`brief headers`: what a server of one's own should say with each page."""

from pathlib import Path

import click

from brief.console import CONTENT_FAULT, DONE, print_findings, say, site_at
from brief.outputs.headers import HOSTS, snippet
from brief.rendering.theme import load


@click.command("headers")
@click.argument("host", type=click.Choice(list(HOSTS)))
@click.option("--site", "folder", type=click.Path(path_type=Path), help="The folder with site.toml.")
def headers_command(host: str, folder: Path | None) -> int:
    """Print the headers that keep scripts of others out of your pages, in your server's words.

    They name the theme's own scripts by their digests: print them again when the theme or brief is another. Netlify and
    Cloudflare Pages need nothing of it: they read the file `_headers`, which every build leaves.

    \b
    Examples: brief headers nginx > headers.conf
              brief headers caddy
    """
    site = site_at(folder, "text")
    theme, found = load(site)
    if theme is None:
        print_findings(found, "text", site.root)
        return CONTENT_FAULT
    click.echo(snippet(host, site, theme.scripts), nl=False)
    say("Send them with each answer: include what is printed in your server's settings.")
    return DONE
