"""`brief lsp`."""

import logging
import os
import sys
from pathlib import Path

import click

from brief.console import DONE
from brief.language.server import serve


@click.command("lsp")
@click.option(
    "--site",
    "folder",
    type=click.Path(path_type=Path),
    help="The folder with site.toml. Default: that of the editor's folder, or the nearest one above it that has one.",
)
def lsp_command(folder: Path | None) -> int:
    """Help an editor with a site's texts: a language server, which the editor starts and speaks with.

    It completes keys, tags, outlets, links and citations, shows what they stand for, follows and renames them, and
    tells what is wrong while it is typed. It speaks the Language Server Protocol on standard input and output; how to
    set up an editor stands in the guide.

    \b
    Examples: brief lsp
              brief lsp --site my-archive
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="brief lsp: %(message)s")
    # Whatever else prints, an extension of the site for one, must not speak between the protocol's own words.
    speaking = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(folder.absolute() if folder else None, sys.stdin.buffer, speaking)
    return DONE
