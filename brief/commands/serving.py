"""`brief serve`."""

import os
from pathlib import Path

import click

from brief.commands.options import site_options
from brief.console import DONE, MACHINE_FAULT, Stop, no_content, print_findings, root_at, say, site_in
from brief.serving.editors import chosen
from brief.serving.server import CannotListen, PortTaken, Voice, serve


@click.command("serve")
@site_options
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option(
    "--drafts/--no-drafts", default=True, show_default=True, help="Show drafts, and briefings of days to come."
)
def serve_command(folder: Path | None, form: str, host: str, port: int, drafts: bool) -> int:
    """Show the site in a browser, and show it anew on every save.

    Nothing is written: the pages are kept in memory, and the output folder is left alone.
    $BRIEF_EDITOR, $VISUAL or $EDITOR opens what you click at.

    \b
    Examples: brief serve
              brief serve --port 0
              brief serve --host 0.0.0.0 --no-drafts
    """
    root = root_at(folder)
    site = site_in(root, form).with_options(drafts=drafts)
    if not site.content.is_dir():
        raise no_content(site, form)
    voice = Voice(say=say, show=lambda diagnostics: print_findings(diagnostics, form, site.root))
    try:
        serve(root, host=host, port=port, drafts=drafts, voice=voice, editor=chosen(os.environ))
    except CannotListen as reason:
        raise Stop(
            f"Can't listen at {host}, port {port}: {reason}. Choose others with --host and --port.", MACHINE_FAULT
        ) from None
    except PortTaken as taken:
        raise Stop(
            f"Port {taken.port} is taken. Choose another: brief serve --port {taken.port % 65535 + 1}", MACHINE_FAULT
        ) from None
    return DONE
