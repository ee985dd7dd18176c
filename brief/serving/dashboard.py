"""The dashboard at `/_brief/`: the state of the whole archive on one page, and each of its lists in pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeVar

from starlette.responses import PlainTextResponse, Response

from brief.diagnostics import Diagnostic, Severity
from brief.serving import templates
from brief.serving.desk import Desk
from brief.serving.findings import WORST_FIRST, counts, found_in, shown
from brief.serving.lists import LISTS, Row, matching
from brief.serving.preview import Snapshot
from brief.serving.survey import Survey

Shown = TypeVar("Shown")

_PAGE = 50
_FIRST = 6


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure: where it leads, how many of what, and whether that is to be looked at."""

    href: str
    count: int
    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """Which part of a list is shown: rows from `first` to `last` of `total`, from 1; the numbers of pages beside it."""

    first: int
    last: int
    total: int
    before: int | None
    after: int | None


def overview(snapshot: Snapshot, desk: Desk) -> Response:
    """The first page."""
    survey = _survey(snapshot, desk)
    found = _ordered([*found_in(snapshot), *(survey.advice if survey else ())])
    lists = _lists(survey) if survey else {}
    return templates.page(
        "overview.html",
        desk.token,
        snapshot=snapshot,
        base=snapshot.base_path,
        title=survey.archive.site.title if survey else desk.root.name,
        tiles=_tiles(survey, lists) if survey else (),
        counts=counts(found),
        findings=_by_file(found[:_FIRST], desk),
        more=max(0, len(found) - _FIRST),
        lists=[(name, LISTS[name], rows[:_FIRST], len(rows)) for name, rows in lists.items() if rows],
        done=[LISTS[name].empty for name, rows in lists.items() if not rows and name in _TO_DO],
        statistics=survey.statistics if survey else None,
        words=survey.words if survey else 0,
        diary=list(desk.diary.entries)[:10],
        editor=desk.editor,
    )


_TO_DO = ("uncited", "dead", "unkept", "orphans", "unused")


def listed(snapshot: Snapshot, desk: Desk, name: str, asked: Mapping[str, str]) -> Response:
    """One list, a page of it, with what is asked for."""
    survey = _survey(snapshot, desk)
    words, number = asked.get("q", "")[:200], _number(asked.get("page", ""))
    if name == "findings":
        return _findings(snapshot, survey, desk, asked, number)
    if name not in LISTS:
        return PlainTextResponse("There is no such list.", status_code=404)
    rows = matching(LISTS[name].rows(survey), words) if survey else []
    pager, part = _paged(rows, number)
    values = {"listed": LISTS[name], "entries": part, "pager": pager, "q": words}
    return templates.page("list.html", desk.token, base=snapshot.base_path, **values)


def _findings(snapshot: Snapshot, survey: Survey | None, desk: Desk, asked: Mapping[str, str], number: int) -> Response:
    every = [*found_in(snapshot), *(survey.advice if survey else ())]
    severity, code, words = asked.get("severity", ""), asked.get("code", ""), asked.get("q", "")[:200]
    wanted = words.casefold().split()
    kept = [
        it
        for it in every
        if (not severity or it.severity == severity) and (not code or it.code == code) and _holds(it, wanted)
    ]
    pager, part = _paged(_ordered(kept), number)
    return templates.page(
        "findings.html",
        desk.token,
        base=snapshot.base_path,
        files=_by_file(part, desk),
        pager=pager,
        counts=counts(every),
        q=words,
        severity=severity,
        severities=[it.value for it in WORST_FIRST],
        code=code,
        codes=sorted({it.code.value for it in every}),
        query={"q": words, "severity": severity, "code": code},
    )


def _holds(found: Diagnostic, wanted: Sequence[str]) -> bool:
    text = f"{found.location.path}\n{found.message}".casefold()
    return all(word in text for word in wanted)


def _survey(snapshot: Snapshot, desk: Desk) -> Survey | None:
    return desk.survey(snapshot.showing.archive) if snapshot.showing else None


def _lists(survey: Survey) -> dict[str, list[Row]]:
    return {name: list(kind.rows(survey)) for name, kind in LISTS.items() if name != "briefings"}


def _tiles(survey: Survey, lists: Mapping[str, Sequence[Row]]) -> list[Tile]:
    total = len(survey.archive.briefings)
    tiles = [Tile("/_brief/lists/briefings", total, "briefing" if total == 1 else "briefings")]
    for name, one, many, tone in (
        ("drafts", "draft", "drafts", ""),
        ("coming", "dated in days to come", "dated in days to come", ""),
        ("uncited", "with uncited passages", "with uncited passages", "warning"),
        ("dead", "dead link", "dead links", "error"),
        ("unkept", "source without a kept copy", "sources without a kept copy", ""),
        ("orphans", "orphan", "orphans", ""),
        ("unused", "unused tag or outlet", "unused tags and outlets", "warning"),
    ):
        count = len(lists[name])
        tiles.append(Tile(f"/_brief/lists/{name}", count, one if count == 1 else many, tone if count else "good"))
    return tiles


def _ordered(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings by file, files with what is gravest first."""
    listed = sorted(set(found), key=lambda it: (it.location.path, WORST_FIRST.index(it.severity), it.location))
    gravest: dict[str, Severity] = {}
    for it in listed:
        gravest.setdefault(it.location.path, it.severity)
    return sorted(listed, key=lambda it: WORST_FIRST.index(gravest[it.location.path]))


def _by_file(found: Iterable[Diagnostic], desk: Desk) -> list[tuple[str, list[dict[str, Any]]]]:
    return [(path, shown(listed, desk.root)) for path, listed in groupby(found, key=lambda it: it.location.path)]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _paged(rows: Sequence[Shown], number: int) -> tuple[Pager, Sequence[Shown]]:
    pages = max(1, -(-len(rows) // _PAGE))
    number = min(max(number, 1), pages)
    start = (number - 1) * _PAGE
    part = rows[start : start + _PAGE]
    before, after = (number - 1 or None), (number + 1 if number < pages else None)
    return Pager(start + 1 if part else 0, start + len(part), len(rows), before, after), part
