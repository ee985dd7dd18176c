"""`brief completion`: the shell fills in commands, options and names of the site."""

import os
import sys
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from brief.console import DONE, USAGE_FAULT, Stop, say

_SHELLS = ("bash", "zsh", "fish")
_WHERE = {
    "bash": "brief completion bash > ~/.local/share/bash-completion/completions/brief",
    "zsh": "brief completion zsh > ~/.zfunc/_brief   # with `fpath+=~/.zfunc` before `compinit` in ~/.zshrc",
    "fish": "brief completion fish > ~/.config/fish/completions/brief.fish",
}


@click.command("completion")
@click.argument("shell", required=False, type=click.Choice(_SHELLS))
@click.pass_context
def completion_command(context: click.Context, shell: str | None) -> int:
    """Print what lets your shell complete commands, options, tags and slugs.

    \b
    Bash: brief completion bash > ~/.local/share/bash-completion/completions/brief
    Zsh:  brief completion zsh > ~/.zfunc/_brief
    Fish: brief completion fish > ~/.config/fish/completions/brief.fish
    """
    shell = shell or Path(os.environ.get("SHELL", "")).name
    found = get_completion_class(shell) if shell in _SHELLS else None
    if found is None:
        raise Stop(f"Name your shell: brief completion {'|'.join(_SHELLS)}", USAGE_FAULT)
    root = context.find_root()
    name = root.info_name or "brief"
    click.echo(found(root.command, {}, name, f"_{name.upper()}_COMPLETE").source())
    if sys.stdout.isatty():
        say(f"Put it where your shell looks: {_WHERE[shell]}")
    return DONE
