"""The texts of a site with what is surely meant in the place of slips: keys, names of things, forms of dates.

Nothing is written here. A text is read again after each mending, since one slip may hide another.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from brief import config
from brief.config import FILE_NAME
from brief.diagnostics import Code, Diagnostic
from brief.editing.edits import Edit, changed, offset
from brief.language.documents import Document, Span
from brief.language.fixes import Fix, fixes
from brief.language.snapshots import Snapshot
from brief.language.texts import Text, read
from brief.language.workspace import Workspace
from brief.markdown.text import Rendered
from brief.suggestions import is_slip
from brief.validation.dates import NotADate, parse

# One slip may hide another behind it, but not many.
_PASSES = 6
_DATES = frozenset({Code.BAD_DATE, Code.BAD_EDTF})
_NAMES = frozenset(
    {
        Code.UNKNOWN_KEY,
        Code.UNKNOWN_TAG,
        Code.UNKNOWN_OUTLET,
        Code.UNKNOWN_BRIEFING,
        Code.UNKNOWN_CITATION,
        Code.UNKNOWN_LINK,
        Code.UNKNOWN_HEADING,
        Code.BAD_VALUE,
    }
)
# What tells the kind of a link by name is no part of the name.
_KIND = re.compile(r"^(?:tag|outlet|briefing|page):")


@dataclass(frozen=True, slots=True)
class Mended:
    """A file that is mended: its text before and after, line ends and byte order mark included, and what was wrong."""

    path: str
    before: str
    after: str
    findings: tuple[Diagnostic, ...]


def mended(root: Path) -> tuple[Mended, ...]:
    """What can be mended in the site in `root`, by path. Raises OSError where the disk fails.

    As long as something is wrong in site.toml, that alone is looked at.
    """
    if settings := _settings(root):
        return (settings,)
    texts: dict[str, Mended] = {}
    left: set[str] = set()
    with Workspace(root) as workspace:
        for _ in range(_PASSES):
            outcome = workspace.refreshed({path: it.after for path, it in texts.items()}, None, lambda: True)
            if outcome.snapshot is None or outcome.broken:
                break
            for path in [path for path in texts if _is_broken(outcome.diagnostics.get(path, ()))]:
                del texts[path]
                left.add(path)
            further = dict(_pass(outcome.snapshot, outcome.diagnostics, texts, left))
            if not further:
                break
            texts |= further
    return tuple(texts[path] for path in sorted(texts))


def _pass(
    snapshot: Snapshot, found: Mapping[str, tuple[Diagnostic, ...]], texts: Mapping[str, Mended], left: set[str]
) -> Iterator[tuple[str, Mended]]:
    for path, own in found.items():
        if path in left or not any(map(_may_be_mended, own)):
            continue
        raw = texts[path].after if path in texts else _read(snapshot.site.root / path)
        if raw is None:
            continue
        text = read(Document.of(path, raw), snapshot)
        if safe := _safe(text, own):
            before = texts.get(path) or Mended(path, raw, raw, ())
            yield path, replace(before, after=_changed(raw, text.document, safe), findings=before.findings + _of(safe))


def _settings(root: Path) -> Mended | None:
    """site.toml, mended where it is wrong."""
    _, faults = config.load(root)
    raw = _read(root / FILE_NAME) if faults else None
    if raw is None:
        return None
    document = Document.of(FILE_NAME, raw)
    safe = _safe(Text(document, None, Rendered(), ()), faults)
    return Mended(FILE_NAME, raw, _changed(raw, document, safe), _of(safe)) if safe else None


def _safe(text: Text, found: Iterable[Diagnostic]) -> list[Fix]:
    """The fixes that are surely meant, none of which touches another."""
    whole = Span(0, len(text.document.text))
    safe: list[Fix] = []
    for finding in filter(_may_be_mended, found):
        own = fixes(text, whole, [finding])
        if len(own) == 1 and _is_meant(own[0], text.document) and not any(_touch(own[0], it) for it in safe):
            safe += own
    return safe


def _may_be_mended(finding: Diagnostic) -> bool:
    return finding.code in _NAMES | _DATES


def _is_meant(fix: Fix, document: Document) -> bool:
    old = document.text[fix.span.start : fix.span.end]
    if fix.finding.code in _DATES:
        # Dates are read by rules, which say when they can't tell: see validation/dating.py.
        try:
            return parse(fix.new).text == fix.new
        except NotADate:
            return False
    return is_slip(_KIND.sub("", old), _KIND.sub("", fix.new))


def _touch(one: Fix, other: Fix) -> bool:
    return one.span.start < other.span.end and other.span.start < one.span.end


def _changed(raw: str, document: Document, safe: Iterable[Fix]) -> str:
    """The text as it is on the disk, after fixes of what was read of it."""
    edits = []
    for fix in safe:
        start, end = (document.location(at) for at in (fix.span.start, fix.span.end))
        edits.append(
            Edit(document.path, offset(raw, start.line, start.column), offset(raw, end.line, end.column), fix.new)
        )
    return changed(raw, edits)


def _of(safe: Iterable[Fix]) -> tuple[Diagnostic, ...]:
    return tuple(fix.finding for fix in safe)


def _is_broken(found: Iterable[Diagnostic]) -> bool:
    """Whether a text can't be read any more, so that what seemed to be meant was not."""
    return any(finding.code in {Code.YAML_SYNTAX, Code.DUPLICATE_KEY} for finding in found)


def _read(path: Path) -> str | None:
    """A file's text with its line ends; None where it is gone, or no text."""
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None
