"""What an import did, for the person who goes on with it: a Markdown file to cross off, or JSON lines."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby

from brief.importing.material import Note, Sort
from brief.importing.planning import Plan

FILE_NAME = "import-report.md"

_HEADS = {
    Sort.PERSON: "Needs a person",
    Sort.CHANGED: "Changed",
    Sort.KEPT: "Kept as comments",
    Sort.LEFT_OUT: "Left out",
}

_REDIRECTS = (
    "No page of a static site can answer these: old address, then the new one. Most hosts take the list as it is, "
    "in a file `_redirects` or a table of their own."
)


def summary(plan: Plan) -> str:
    """The counts, and what is most often asked of a person, in a few lines."""
    lines = ["Imported " + ", ".join(f"{count:,} {what}" for what, count in plan.counts.items() if count) + "."]
    for sort in Sort:
        counts = Counter(note.subject for note in plan.notes if note.sort is sort)
        if counts:
            most = ", ".join(f"{subject} ({count})" for subject, count in counts.most_common(5))
            more = f" and {len(counts) - 5} other kinds" if len(counts) > 5 else ""
            lines.append(f"{_HEADS[sort]}: {most}{more}.")
    if plan.moved:
        lines.append(f"Addresses for your host to redirect: {len(plan.moved):,}.")
    if plan.candidates:
        lines.append(f"Links that may be sources: {len(plan.candidates):,}.")
    return "\n".join(lines)


def json_lines(plan: Plan) -> Iterator[str]:
    """One object a line: the counts, then each note, moved address and candidate for a source."""
    records = [
        {"kind": "counts", **plan.counts},
        *({"kind": "note", **asdict(note)} for note in plan.notes),
        *({"kind": "moved", **asdict(moved)} for moved in plan.moved),
        *({"kind": "candidate", **asdict(candidate)} for candidate in plan.candidates),
    ]
    return (json.dumps(record, ensure_ascii=False) for record in records)


def markdown(plan: Plan, generator: str) -> str:
    """The whole report."""
    parts = [f"# Imported from {generator}", "\n".join(f"- {what}: {count:,}" for what, count in plan.counts.items())]
    for sort, notes in groupby(plan.notes, key=lambda note: note.sort):
        parts += [f"## {_HEADS[sort]}", *_section(sort, list(notes))]
    if plan.moved:
        parts += [
            "## Addresses for your host to redirect",
            _REDIRECTS,
            _block(f"{moved.old} {moved.new}" for moved in plan.moved),
        ]
    if plan.candidates:
        parts += [
            "## Links that may be sources",
            "Links of briefings to other hosts. `brief source add BRIEFING URL` makes a source of one.",
            _block(f"{it.path}:{it.line}: {' '.join(it.words.split())} <{it.url}>" for it in plan.candidates),
        ]
    return "\n\n".join(parts) + "\n"


def _section(sort: Sort, notes: Sequence[Note]) -> Iterator[str]:
    for subject, found in groupby(notes, key=lambda note: note.subject):
        listed = list(found)
        files = len({note.path for note in listed})
        where = f"{len(listed)} in {files} {'file' if files == 1 else 'files'}"
        yield f"### {subject[:1].upper()}{subject[1:]}: {where}"
        box = "- [ ] " if sort is Sort.PERSON else "- "
        yield "\n".join(f"{box}{note.path}:{note.line}: {note.message}" for note in listed)


def _block(lines: Iterator[str]) -> str:
    return "```\n" + "\n".join(lines) + "\n```"
