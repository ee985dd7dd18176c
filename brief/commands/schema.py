"""`brief schema`: what editors have to know to help."""

from pathlib import Path

import click

from brief.console import DONE, USAGE_FAULT, Stop, say, short
from brief.schemas import KINDS, written
from brief.starting import write_schemas


@click.command("schema")
@click.argument("kind", type=click.Choice(KINDS), required=False)
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Write all of them into this folder.")
def schema_command(kind: str | None, output: Path | None) -> int:
    """Print the JSON Schema of site.toml or of a kind of front matter, for editors and for programs that write them.

    \b
    Examples: brief schema briefing
              brief schema --output .vscode/schemas
    """
    if output is None:
        if kind is None:
            raise Stop(f"Name one of {', '.join(KINDS)}, or a folder for all of them: --output schemas", USAGE_FAULT)
        click.echo(written(kind), nl=False)
        return DONE
    if kind is not None:
        raise Stop("--output writes all of them: name no KIND, or leave it out to print one.", USAGE_FAULT)
    for path in write_schemas(output):
        say(short(path))
    return DONE
