"""The command line. It and what it calls (`commands/`, `console.py`) are the only part that prints and exits."""

import errno
from collections.abc import Mapping, Sequence
from concurrent.futures import BrokenExecutor

import click

from brief import __version__
from brief.commands.lazy import LazyGroup
from brief.console import DONE, INTERRUPTED, MACHINE_FAULT, Stop, say

_LESS_MEMORY = "Nothing was published.\nFewer processes need less of it: --jobs 1"

COMMANDS: Mapping[str, tuple[str, str]] = {
    "init": ("brief.commands.starting:init_command", "Make a small site that builds as it is."),
    "import": ("brief.commands.importing:import_command", "Make a new site out of one of another generator."),
    "new": ("brief.commands.starting:new_command", "Begin a briefing, a draft with all that it needs."),
    "serve": ("brief.commands.serving:serve_command", "Show the site in a browser, anew on every save."),
    "check": ("brief.commands.building:check_command", "Find all that is wrong, and what could be better."),
    "explain": ("brief.commands.explain:explain_command", "Say what a finding means and how to mend it."),
    "build": ("brief.commands.building:build_command", "Build the site, whole or not at all."),
    "verify": ("brief.commands.verify:verify_command", "Compare a published copy, file by file, to what was built."),
    "deploy": ("brief.commands.deploy:deploy_command", "Build the site and publish it where readers find it."),
    "stats": ("brief.commands.stats:stats_command", "Say what the archive holds and rests on, in numbers."),
    "move": ("brief.commands.editing:move_command", "Give a briefing or a page a new slug."),
    "source": ("brief.commands.source:source_group", "Add sources, filled in from what they say of themselves."),
    "tag": ("brief.commands.editing:tag_group", "Rename tags and merge them."),
    "schema": ("brief.commands.schema:schema_command", "Print JSON Schemas, for editors and programs."),
    "lsp": ("brief.commands.lsp:lsp_command", "Help an editor: completion, links, findings as you type."),
    "headers": ("brief.commands.headers:headers_command", "Print what your server should send with each page."),
    "redirects": ("brief.commands.redirects:redirects_command", "Print where old addresses lead, for your server."),
    "theme": ("brief.commands.theme:theme_group", "Make the site look as you like."),
    "completion": ("brief.commands.completion:completion_command", "Let your shell complete commands and names."),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; gives the exit code."""
    try:
        outcome = cli.main(args=arguments, prog_name="brief", standalone_mode=False)
    except click.exceptions.Abort:
        say("Interrupted.")
        return INTERRUPTED
    except KeyboardInterrupt:
        say("Interrupted.")
        return INTERRUPTED
    except Stop as stop:
        say(stop.message)
        return stop.code
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except BrokenPipeError:
        return DONE
    except BrokenExecutor:
        say(f"A process that was at work ended before its time: the machine may lack memory. {_LESS_MEMORY}")
        return MACHINE_FAULT
    except MemoryError:
        say(f"The machine lacks memory. {_LESS_MEMORY}")
        return MACHINE_FAULT
    except OSError as fault:
        say(_machine_fault(fault))
        return MACHINE_FAULT
    return outcome if isinstance(outcome, int) else DONE


def _machine_fault(fault: OSError) -> str:
    where = f" ({fault.filename})" if fault.filename else ""
    if fault.errno == errno.ENOSPC:
        return f"The disk is full{where}. What was published before is unchanged; make room and run again."
    if fault.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"No permission to write or read{where}. What was published before is unchanged."
    return f"The machine failed: {fault.strerror or fault}{where}. What was published before is unchanged."


@click.group(cls=LazyGroup, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="brief")
def cli() -> None:
    """Turn Markdown briefings and their sources into a website that readers can trust.

    \b
    A first site:   brief init my-archive && cd my-archive && brief serve
    A new briefing: brief new "What was said, and by whom"
    In CI:          brief check --format github && brief build
    """
