"""Commands whose modules are loaded when they are called: a completion at the prompt must not wait for the builder."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem


class Group(click.Group):
    """A group that says which command was most likely meant by one that it has not."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as fault:
            from brief.suggestions import did_you_mean  # noqa: PLC0415  # of faults alone

            hint = did_you_mean(args[0], self.list_commands(ctx))
            raise click.UsageError(f"{fault.message} {hint}".strip(), ctx) from None


class LazyGroup(Group):
    """Commands by name: where each is (`module:attribute`), and what it does in one line.

    Click, "Lazily Loading Subcommands".
    """

    def __init__(self, *given: Any, places: Mapping[str, tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click asks so
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click asks so
        if cmd_name not in self._places:
            return None
        module, _, attribute = self._places[cmd_name][0].partition(":")
        found = getattr(import_module(module), attribute)
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click asks so
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in self._places.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """What may follow `brief`, as click gives it but without loading any of it."""
        names = [
            CompletionItem(name, help=words) for name, (_, words) in self._places.items() if name.startswith(incomplete)
        ]
        return [*names, *click.Command.shell_complete(self, ctx, incomplete)]
