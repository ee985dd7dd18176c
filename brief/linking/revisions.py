"""What changed from one revision of a briefing to the next, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # `date` is a field
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, pairwise

from brief.model import Revision

# Beyond so many pairs of words a paragraph is shown as exchanged whole: comparing takes the square of its length.
_PAIRS = 1_000_000
_CONTEXT = 8
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


class Kind(StrEnum):
    """What became of a run of words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Run:
    """Words with the same fate."""

    kind: Kind
    text: str


Passage = tuple[Run, ...]


class Part(StrEnum):
    """Which part of a briefing changed."""

    TITLE = "title"
    SUMMARY = "summary"
    TEXT = "text"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Change:
    """One revision: the day, and the passages that differ from the revision before, by part.

    The first revision has none; `is_first` tells it.
    """

    date: Day
    parts: tuple[tuple[Part, tuple[Passage, ...]], ...] = ()
    is_first: bool = False


def changes(revisions: Sequence[Revision]) -> tuple[Change, ...]:
    """What each of `revisions`, the latest first, changed. Those that changed nothing that is read are left out."""
    found = []
    for new, old in pairwise(revisions):
        if parts := tuple(_parts(old, new)):
            found.append(Change(new.date, parts))
    return (*found, Change(revisions[-1].date, is_first=True)) if found else ()


def _parts(old: Revision, new: Revision) -> Iterator[tuple[Part, tuple[Passage, ...]]]:
    pairs = (
        (Part.TITLE, old.title, new.title),
        (Part.SUMMARY, old.summary, new.summary),
        (Part.TEXT, old.body, new.body),
        (Part.SOURCES, _listed(old), _listed(new)),
    )
    for part, before, after in pairs:
        if passages := tuple(shortened(passage) for passage in difference(before, after)):
            yield part, passages


def _listed(revision: Revision) -> str:
    return "\n\n".join(title for title in revision.sources.values() if title)


def difference(old: str, new: str) -> tuple[Passage, ...]:
    """The passages in which two texts differ. Paragraphs that stayed are left out; spaces count as one."""
    before, after = _paragraphs(old), _paragraphs(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return tuple(
        passage
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
        for passage in _aligned(before[a:b], after[c:d])
    )


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def _aligned(before: Sequence[str], after: Sequence[str]) -> Iterator[Passage]:
    """The passages of a run of paragraphs that was exchanged for another."""
    if len(before) == len(after):
        for old, new in zip(before, after, strict=True):
            yield words(old, new)
        return
    for old in before:
        yield (Run(Kind.REMOVED, old),)
    for new in after:
        yield (Run(Kind.ADDED, new),)


def words(old: str, new: str) -> Passage:
    """One paragraph's runs of words. Those kept and removed make the old one, those kept and added the new one."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) * len(after) > _PAIRS:
        return Run(Kind.REMOVED, old), Run(Kind.ADDED, new)
    runs: list[tuple[Kind, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append((Kind.KEPT, "".join(before[a:b])))
        else:
            runs += [(Kind.REMOVED, "".join(before[a:b])), (Kind.ADDED, "".join(after[c:d]))]
    joined = groupby(_tidied([run for run in runs if run[1]]), key=lambda run: run[0])
    return tuple(Run(kind, "".join(text for _, text in group)) for kind, group in joined)


def _tidied(runs: list[tuple[Kind, str]]) -> list[tuple[Kind, str]]:
    """Changes with a mere space between them as one change, which is easier to read."""
    found: list[tuple[Kind, str]] = []
    for index, (kind, text) in enumerate(runs):
        between = 0 < index < len(runs) - 1
        if kind is Kind.KEPT and text.isspace() and between:
            found += [(Kind.REMOVED, text), (Kind.ADDED, text)]
        else:
            found.append((kind, text))
    return _removed_first(found)


def _removed_first(runs: list[tuple[Kind, str]]) -> list[tuple[Kind, str]]:
    """Within a change what went stands before what came."""
    found: list[tuple[Kind, str]] = []
    for is_kept, group in groupby(runs, key=lambda run: run[0] is Kind.KEPT):
        listed = list(group)
        if is_kept:
            found += listed
        else:
            found += [run for run in listed if run[0] is Kind.REMOVED] + [run for run in listed if run[0] is Kind.ADDED]
    return found


def shortened(passage: Passage) -> Passage:
    """A passage with the words far from any change left out."""
    last = len(passage) - 1
    return tuple(
        Run(run.kind, _cut(run.text, at_start=index == 0, at_end=index == last)) if run.kind is Kind.KEPT else run
        for index, run in enumerate(passage)
    )


def _cut(text: str, *, at_start: bool, at_end: bool) -> str:
    parts = re.findall(r"\S+\s*|\s+", text)
    head = [] if at_start else parts[:_CONTEXT]
    tail = [] if at_end else parts[-_CONTEXT:]
    if len(parts) <= len(head) + len(tail):
        return text
    return f"{''.join(head)}… {''.join(tail)}" if head else f"… {''.join(tail)}"
