"""The command line as Markdown: each command with what it does, its examples, its arguments and its options."""

import re
from collections.abc import Iterator
from inspect import cleandoc
from textwrap import dedent

import click

from brief.reference.prose import code, prose

# Click's mark of a paragraph whose lines are kept (click, "Escaping Click's wrapping").
_KEPT = "\b\n"


def commands(cli: click.Group, name: str = "brief") -> str:
    """A section for each command of `cli`, those of its groups included, in the order of its own help."""
    return "\n\n".join(
        _section(command, context) for command, context in _each(cli, click.Context(cli, info_name=name))
    )


def _each(group: click.Group, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inner = click.Context(command, context, info_name=name)
        if isinstance(command, click.Group):
            yield from _each(command, inner)
        else:
            yield command, inner


def _section(command: click.Command, context: click.Context) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    parts = [f"## {context.command_path}", *_paragraphs(command), _block(usage)]
    rows = [_option(option, context) for option in command.params if isinstance(option, click.Option)]
    if rows := [row for row in rows if row]:
        parts.append("\n".join(["| Option | What it does |", "| --- | --- |", *rows]))
    return "\n\n".join(parts)


def _paragraphs(command: click.Command) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", cleandoc(command.help or "")):
        if paragraph.startswith(_KEPT):
            yield _block(_without_label(paragraph.removeprefix(_KEPT)))
        else:
            yield prose(" ".join(paragraph.split()))


def _without_label(examples: str) -> str:
    """Examples without the word that stands before the first of them."""
    return dedent(re.sub("^Examples?:", lambda label: " " * len(label[0]), examples))


def _block(lines: str) -> str:
    return f"```text\n{lines}\n```"


def _option(option: click.Option, context: click.Context) -> str | None:
    record = option.get_help_record(context)
    if record is None:
        return None
    names, words = record
    return f"| {code(names)} | {prose(words.replace('  ', ' '))} |"
