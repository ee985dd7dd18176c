"""Findings as a person at a terminal reads them: with the lines that they are about, the gravest last.

There may be thousands of one kind. A terminal gets some of each, and how many more there are; a file, a pipe and a
program get all.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from rich.console import Console
from rich.text import Text

from brief.diagnostics import Code, Diagnostic, Severity
from brief.explaining.excerpts import excerpt, lines, safe
from brief.files import is_within

_COLOURS = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}
# How many of one code are read before the next is.
_MOST = {Severity.NOTE: 5, Severity.WARNING: 10, Severity.ERROR: 50}
_NAMED = 3


def show(diagnostics: Sequence[Diagnostic], root: Path, console: Console) -> None:
    """Print findings about the files below `root`: notes, then warnings, then errors, which stay in sight."""
    # Findings are in the order of files, so each file is read once.
    read = lru_cache(maxsize=1)(lambda path: lines(root / path) if is_within(root, root / path) else [])
    for severity in (Severity.NOTE, Severity.WARNING, Severity.ERROR):
        seen: Counter[Code] = Counter()
        for diagnostic in diagnostics:
            if diagnostic.severity is severity:
                seen[diagnostic.code] += 1
                if seen[diagnostic.code] <= _MOST[severity]:
                    console.print(_shown(diagnostic, read(diagnostic.location.path), console.width))
        for code, count in seen.items():
            if count > _MOST[severity]:
                console.print(_more(code, severity, count - _MOST[severity]))


def read_on(diagnostics: Iterable[Diagnostic]) -> str:
    """What is found most often, and how to know more of it; nothing where only notes are."""
    grave = [found for found in diagnostics if found.severity is not Severity.NOTE]
    if not grave:
        return ""
    errors = [found for found in grave if found.severity is Severity.ERROR]
    codes = Counter(found.code for found in grave)
    first = Counter(found.code for found in errors or grave).most_common(1)[0][0]
    where = f"brief explain {first}"
    if len(codes) == 1:
        return f"What it means and how to mend it: {where}"
    # One that is left over is named rather than counted.
    most = codes.most_common(len(codes) if len(codes) <= _NAMED + 1 else _NAMED)
    named = ", ".join(f"{code} ({count})" for code, count in most)
    others = f" and {len(codes) - len(most)} other kinds" if len(most) < len(codes) else ""
    return f"Found: {named}{others}. What one means and how to mend it: {where}"


def _more(code: Code, severity: Severity, count: int) -> Text:
    noun = severity.value if count == 1 else f"{severity.value}s"
    return Text.assemble((f"and {count:,} more {noun} of {code}", "bold"), ": a file or a pipe gets them all.")


def _shown(diagnostic: Diagnostic, listed: list[str], width: int) -> Text:
    colour = _COLOURS[diagnostic.severity]
    place = diagnostic.location
    text = Text.assemble(
        f"{safe(place.path)}:{place.line}:{place.column}: ",
        (f"{diagnostic.severity}[{diagnostic.code}]", colour),
        f": {safe(diagnostic.message)}",
    )
    for part in _excerpt(diagnostic, listed, width, colour):
        text.append("\n").append(part)
    return text.append(f"\n    hint: {safe(diagnostic.hint)}") if diagnostic.hint else text


def _excerpt(diagnostic: Diagnostic, listed: list[str], width: int, colour: str) -> Iterator[Text]:
    number = f"    {diagnostic.location.line}"
    edge = f"{'':{len(number)}} | "
    found = excerpt(listed, diagnostic.location, diagnostic.message, max(width - len(edge), 20))
    if found:
        yield Text.assemble((f"{number} | ", "dim"), found.text)
        yield Text.assemble((edge, "dim"), " " * found.before, ("^" * found.marked, colour))
