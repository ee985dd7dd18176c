"""What was measured: rows of one table, and what stands behind each."""

from collections.abc import Sequence
from dataclasses import dataclass

_VERDICTS = {True: "yes", False: "NO", None: ""}


@dataclass(frozen=True, slots=True)
class Row:
    """One check. `ok` is None where nothing is promised; `findings` say where a bound is broken, `remarks` the rest."""

    check: str
    measured: str
    bound: str = ""
    ok: bool | None = None
    findings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def at_most(
    check: str,
    measured: float,
    bound: float,
    *,
    unit: str = "",
    findings: Sequence[str] = (),
    remarks: Sequence[str] = (),
) -> Row:
    """A check that a number is not above its bound."""
    shown, limit = f"{_figure(measured)}{unit}", f"{_figure(bound)}{unit}"
    return Row(check, shown, limit, measured <= bound, tuple(findings), tuple(remarks))


def told(check: str, measured: str) -> Row:
    """A figure that nothing is promised of."""
    return Row(check, measured)


def not_measured(check: str, why: str) -> Row:
    """A check that could not be made. It counts as a broken bound, since nobody knows."""
    return Row(check, "not measured", ok=False, findings=(why,))


def holds(rows: Sequence[Row]) -> bool:
    """Whether no bound is broken."""
    return all(row.ok is not False for row in rows)


def table(rows: Sequence[Row]) -> str:
    """The rows in Markdown, aligned for a terminal too, and below them what was found."""
    cells = [("check", "measured", "bound", "ok"), *((r.check, r.measured, r.bound, _VERDICTS[r.ok]) for r in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |" for row in cells
    ]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    for row in rows:
        if row.findings or row.remarks:
            lines += ["", f"{row.check}:", *(f"- {line}" for line in (*row.findings, *row.remarks))]
    return "\n".join(lines)


def _figure(number: float) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:.4f}".rstrip("0").rstrip(".")
