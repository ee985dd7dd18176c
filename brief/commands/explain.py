"""`brief explain`: what a finding means, and how it is mended."""

import re
import sys

import click
from click.shell_completion import CompletionItem
from rich.console import Console
from rich.markdown import Markdown

from brief.console import DONE, USAGE_FAULT, Stop, say
from brief.diagnostics import Code
from brief.explaining.explanations import Explanation, explanation, groups
from brief.suggestions import did_you_mean

_WIDTH = 100
# What stands in a line of findings, for those who copy it whole: `error[unknown-tag]:`
_COPIED = re.compile(r"(?:[a-z]*\[)?(?P<code>[a-z0-9-]+)\]?:?")


def _codes(_context: click.Context, _argument: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(code) for code in Code if code.startswith(incomplete)]


@click.command("explain")
@click.argument("code", required=False, shell_complete=_codes)
def explain_command(code: str | None) -> int:
    """Say what a finding means, why it matters, and how to mend it; without CODE, list all codes.

    \b
    Examples: brief explain unknown-tag
              brief explain
    """
    if code is None:
        _list()
        return DONE
    _show(explanation(_named(code)))
    return DONE


def _named(text: str) -> Code:
    copied = _COPIED.fullmatch(text.strip().lower())
    name = copied["code"] if copied else text
    if name not in set(Code):
        hint = did_you_mean(name, list(Code), "`brief explain` lists all codes.")
        raise Stop(f"There is no code `{text}`. {hint}", USAGE_FAULT)
    return Code(name)


def _show(found: Explanation) -> None:
    text = f"# {found.title}\n\n{found.body}"
    if not sys.stdout.isatty():
        click.echo(text)
        return
    console = Console(highlight=False)
    console.print(Markdown(text, code_theme="ansi_light"), width=min(console.width, _WIDTH))


def _list() -> None:
    longest = max(map(len, Code))
    for name, listed in groups().items():
        click.echo(click.style(name, bold=True))
        for one in listed:
            click.echo(f"  {one.code:{longest}}  {one.title}")
        click.echo()
    say("`brief explain CODE` says what one means and how to mend it.")
