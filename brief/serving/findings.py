"""What is wrong, as the page's overlay shows it: by file, this page's own first, each with its line."""

from collections.abc import Iterable
from functools import lru_cache
from heapq import nsmallest
from itertools import groupby
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from brief.diagnostics import Diagnostic, Location, Severity, as_dict, count
from brief.explaining.excerpts import Excerpt, excerpt, lines
from brief.serving.preview import Snapshot

WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
MOST_TOLD = 100
"""A browser is told no more findings than somebody reads: an archive may have thousands of warnings."""

# Cells of a line, as many as a wide window shows.
_WIDTH = 110


def found_in(snapshot: Snapshot) -> tuple[Diagnostic, ...]:
    """All that is known to be wrong."""
    return (*snapshot.diagnostics, *snapshot.extra.diagnostics)


def counts(found: Iterable[Diagnostic]) -> dict[str, int]:
    """How many there are of each severity."""
    listed = list(found)
    return {severity.value: count(listed, severity) for severity in WORST_FIRST}


def worst(found: Iterable[Diagnostic], own: str = "") -> list[Diagnostic]:
    """The findings that are told where not all can be: those of the file `own`, then the gravest."""
    return nsmallest(MOST_TOLD, found, key=lambda it: (it.location.path != own, WORST_FIRST.index(it.severity)))


def grouped(snapshot: Snapshot, root: Path, own: str) -> dict[str, Any]:
    """The findings by file; those of `own`, the file of the page that asks, first, then files with what is gravest."""
    found = found_in(snapshot)
    told = worst(found, own)
    by_file = groupby(sorted(told, key=lambda it: (it.location.path, _weight(it))), key=lambda it: it.location.path)
    files = [(path, list(listed)) for path, listed in by_file]
    files.sort(key=lambda pair: (pair[0] != own, _weight(pair[1][0])))
    return {
        "version": snapshot.version,
        "ok": snapshot.is_current,
        "counts": counts(found),
        "more": len(found) - len(told),
        "files": [{"path": path, "own": path == own, "findings": shown(listed, root)} for path, listed in files],
    }


def _weight(found: Diagnostic) -> tuple[int, Location]:
    return WORST_FIRST.index(found.severity), found.location


def shown(found: Iterable[Diagnostic], root: Path) -> list[dict[str, Any]]:
    """Findings with their lines, for a browser, which sets all of it as text."""
    read = lru_cache(maxsize=1)(lambda path: lines(root / path))
    listed = []
    for it in found:
        at = excerpt(read(it.location.path), it.location, it.message, _WIDTH)
        listed.append({**as_dict(it), "excerpt": _parted(at) if at else None})
    return listed


def _parted(found: Excerpt) -> list[str]:
    """The line before the mark, what is marked, and the rest."""
    start = _letters(found.text, found.before)
    end = start + max(_letters(found.text[start:], found.marked), 1)
    return [found.text[:start], found.text[start:end], found.text[end:]]


def _letters(text: str, cells: int) -> int:
    """How many letters take `cells` cells of a terminal, where some letters are two wide and some none."""
    width = 0
    for number, letter in enumerate(text):
        if width >= cells:
            return number
        width += cell_len(letter)
    return len(text)
