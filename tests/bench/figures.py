"""Figures of a side-by-side run: medians, ratios to Hugo, the Markdown table and the picture."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from statistics import median

REFERENCE = "hugo"
_WIDTH = 880
_LABEL = 190
_ROW = 22


@dataclass(frozen=True, slots=True)
class Run:
    """One measured run of one tool."""

    tool: str
    size: int
    """How many briefings the archive holds."""
    edit: str
    seconds: float
    peak: int
    """The most memory of all the run's processes at one time, in bytes; 0 where it was not measured."""


@dataclass(frozen=True, slots=True)
class Figure:
    """The median of the runs that are alike, and its ratio to Hugo's in the same session."""

    tool: str
    size: int
    edit: str
    seconds: float
    peak: float
    ratio: float | None
    """The median of the ratios of paired runs; None where Hugo was not measured."""
    memory_ratio: float | None


def figures(runs: Iterable[Run]) -> list[Figure]:
    """A figure for each tool, size and edit, in the order in which they were first measured.

    Runs are paired by their order: the second of a tool with the second of Hugo, since they were made in turn.
    """
    grouped: dict[tuple[int, str, str], list[Run]] = {}
    for run in runs:
        grouped.setdefault((run.size, run.edit, run.tool), []).append(run)
    return [
        Figure(
            tool=tool,
            size=size,
            edit=edit,
            seconds=median(run.seconds for run in alike),
            peak=median(run.peak for run in alike),
            ratio=_ratio([run.seconds for run in alike], [run.seconds for run in grouped.get((size, edit, REFERENCE), [])]),
            memory_ratio=_ratio([run.peak for run in alike], [run.peak for run in grouped.get((size, edit, REFERENCE), [])]),
        )
        for (size, edit, tool), alike in grouped.items()
    ]  # fmt: skip


def _ratio(own: Sequence[float], reference: Sequence[float]) -> float | None:
    paired = [mine / other for mine, other in zip(own, reference, strict=False) if mine and other]
    return median(paired) if paired else None


def table(found: Iterable[Figure], notes: Iterable[str] = ()) -> str:
    """A Markdown table of `found`, with `notes` as a list below it."""
    lines = [
        "| briefings | what | tool | seconds | to Hugo | peak memory, MB | to Hugo |",
        "| ---: | --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for item in found:
        peak = f"{item.peak / 1e6:.0f}" if item.peak else "–"
        cells = (
            f"{item.size:,}",
            item.edit,
            item.tool,
            f"{item.seconds:.3f}",
            _said(item.ratio),
            peak,
            _said(item.memory_ratio),
        )
        lines.append(f"| {' | '.join(cells)} |")  # fmt: skip
    listed = [f"- {note}" for note in notes]
    return "\n".join([*lines, *(["", *listed] if listed else []), ""])


def growth(found: Iterable[Figure], notes: Iterable[str] = ()) -> str:
    """A Markdown table of one tool's figures as an archive grows, each beside that of the next smaller archive."""
    lines = [
        "| briefings | what | seconds | times the size before | peak memory, MB | kB a briefing |",
        "| ---: | --- | ---: | ---: | ---: | ---: |",
    ]
    smaller: dict[str, Figure] = {}
    for item in found:
        before = smaller.get(item.edit)
        times = _said(item.seconds / before.seconds if before else None)
        cells = (f"{item.size:,}", item.edit, f"{item.seconds:.2f}", times, f"{item.peak / 1e6:.0f}", f"{item.peak / item.size / 1e3:.1f}")  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
        smaller[item.edit] = item
    listed = [f"- {note}" for note in notes]
    return "\n".join([*lines, *(["", *listed] if listed else []), ""])


def _said(ratio: float | None) -> str:
    return "–" if ratio is None else f"{ratio:.2f}"


def picture(found: Iterable[Figure], size: int) -> str:
    """An SVG of bars, one for each tool and edit at `size` briefings; its length is the time, on one scale."""
    shown = [item for item in found if item.size == size]
    longest = max((item.seconds for item in shown), default=0) or 1
    room = _WIDTH - _LABEL - 150
    rows, y, heading = [], 36, ""
    for item in shown:
        if item.edit != heading:
            heading, y = item.edit, y + 14
            rows.append(f'<text x="0" y="{y}" class="head">{escape(heading)}</text>')
            y += 8
        length = max(1.0, room * item.seconds / longest)
        kind = "own" if item.tool == "brief" else "peer"
        said = f"{item.seconds:.2f} s" + ("" if item.ratio is None else f", {item.ratio:.2f} of Hugo")
        rows.append(
            f'<text x="{_LABEL - 8}" y="{y + 13}" text-anchor="end">{escape(item.tool)}</text>'
            f'<rect class="{kind}" x="{_LABEL}" y="{y + 2}" width="{length:.1f}" height="14"/>'
            f'<text x="{_LABEL + length + 6:.1f}" y="{y + 13}">{said}</text>'
        )
        y += _ROW
    title = f"Building {size:,} briefings, side by side"
    described = "; ".join(f"{item.edit}, {item.tool}: {item.seconds:.2f} s" for item in shown)
    # A viewer's own scheme: the picture stands on a light or a dark page of which it knows nothing.
    style = (
        "text{font:13px system-ui,sans-serif;fill:#222}.head,.title{font-weight:600}.own{fill:#b03a22}.peer{fill:#8d8780}"
        "@media(prefers-color-scheme:dark){text{fill:#eee}.own{fill:#f0846b}.peer{fill:#8d8780}}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {y + 10}" role="img" aria-labelledby="t d">\n'
        f'<title id="t">{title}</title>\n<desc id="d">{escape(described)}</desc>\n<style>{style}</style>\n'
        f'<text x="0" y="18" class="title">{title}</text>\n' + "\n".join(rows) + "\n</svg>\n"
    )
