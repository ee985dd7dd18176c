"""`content/addresses.toml`, the ledger: every address that was ever published, kept in git beside the content."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeGuard

from brief.diagnostics import Code, Diagnostic, Location, error
from brief.files import is_within

PATH = "content/addresses.toml"
"""Where the ledger lies, from the site's folder."""


def read(root: Path) -> tuple[Mapping[str, Location], list[Diagnostic]]:
    """The addresses of the ledger below `root`, each with its place in the file; none where there is no ledger."""
    if not is_within(root, root / PATH):
        hint = "Put the file itself there."
        return {}, [error(Code.OUTSIDE_SITE, Location(PATH), "The link leads out of the site's folder.", hint)]
    try:
        text = (root / PATH).read_bytes().decode()
        addresses = tomllib.loads(text).get("addresses", [])
    except FileNotFoundError:
        return {}, []
    except OSError as reason:
        return {}, [_fault(Location(PATH), f"The ledger can't be read: {reason.strerror}.")]
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as reason:
        return {}, [_fault(Location(PATH), f"The ledger is not TOML: {reason}.")]
    if not _is_list_of_text(addresses):
        return {}, [_fault(Location(PATH), "`addresses` is not a list of texts.")]
    lines = {line.strip().rstrip(",").strip("\"'"): number for number, line in enumerate(text.splitlines(), start=1)}
    return {address: Location(PATH, lines.get(address, 1)) for address in addresses}, []


def _is_list_of_text(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _fault(place: Location, message: str) -> Diagnostic:
    hint = "Take the last good one out of git; after a merge, keep the lines of both sides."
    return error(Code.BAD_LEDGER, place, message, hint)
