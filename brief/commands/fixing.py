"""`brief check --fix`: what is surely meant takes the place of slips, and is shown."""

import json
import sys
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path

import click

from brief.console import MACHINE_FAULT, Stop, number, say
from brief.diagnostics import as_dict
from brief.explaining.excerpts import safe
from brief.files import write_whole
from brief.mending.slips import Mended, mended

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


def fix(root: Path, form: str, *, dry_run: bool) -> None:
    """Mend the site in `root`, and show the difference: for people as a patch, for programs a line for each finding."""
    found = mended(root)
    if not dry_run:
        _write(root, found)
    for it in found:
        if form == "json":
            for finding in it.findings:
                click.echo(json.dumps({**as_dict(finding), "mended": not dry_run}, ensure_ascii=False))
        else:
            for line in _difference(it):
                click.echo(_shown(line), nl=False)
    say(_summary(found, dry_run=dry_run))


def _write(root: Path, found: Sequence[Mended]) -> None:
    for it in found:
        path = root / it.path
        if path.read_bytes() != it.before.encode():
            raise Stop(f"{it.path} was changed meanwhile, and stays as it is. Run again.", MACHINE_FAULT)
        write_whole(path, it.after.encode())


def _difference(it: Mended) -> Iterator[str]:
    """The lines of a patch, as `git apply` takes it."""
    before, after = (_lines(text) for text in (it.before, it.after))
    for line in unified_diff(before, after, f"a/{it.path}", f"b/{it.path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), *(lines[-1:] if lines[-1] else [])]


def _shown(line: str) -> str:
    if not sys.stdout.isatty():
        return line
    return click.style(safe(line.rstrip("\r\n")), fg=_COLOURS.get(line[0])) + "\n"


def _summary(found: Sequence[Mended], *, dry_run: bool) -> str:
    count = sum(len(it.findings) for it in found)
    if not count:
        return "Nothing can be mended for certain."
    files = number(len(found), "file")
    if dry_run:
        return f"{number(count, 'finding')} in {files} can be mended so. Nothing was written."
    return f"Mended {number(count, 'finding')} in {files}."
