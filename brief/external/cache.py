"""What was answered lately, in `.brief/external.sqlite`; the file can go at any time without harm."""

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from datetime import date as Day  # noqa: N812  # as elsewhere
from pathlib import Path

from brief.external.probing import Answer, Outcome

_TABLE = (
    "create table if not exists answers (address text primary key, day text, answer text, said text, moved_to text)"
)


def load(path: Path) -> dict[str, tuple[Day, Outcome]]:
    """Each address's last answer and its day; nothing where the file is not there or can't be read."""
    if not path.is_file():
        return {}
    try:
        with closing(sqlite3.connect(path)) as base:
            rows = base.execute("select address, day, answer, said, moved_to from answers").fetchall()
        return {
            address: (Day.fromisoformat(day), Outcome(Answer(answer), said, moved_to))
            for address, day, answer, said, moved_to in rows
        }
    except (sqlite3.Error, ValueError, TypeError):
        return {}


def is_fresh(day: Day, outcome: Outcome, today: Day, keep_days: int) -> bool:
    """Whether an answer of `day` still stands: a good one for `keep_days`, any other for that day."""
    age = (today - day).days
    return 0 <= age < keep_days if outcome.answer is Answer.ALIVE else age == 0 and keep_days > 0


def save(path: Path, answers: Mapping[str, Outcome], today: Day, known: Iterable[str]) -> None:
    """Keep `answers` as today's, and forget the addresses that are not `known`. What can't be kept is not."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _write(path, answers, today, known)
    except (sqlite3.Error, OSError):
        with suppress(OSError, sqlite3.Error):
            path.unlink(missing_ok=True)
            _write(path, answers, today, known)


def _write(path: Path, answers: Mapping[str, Outcome], today: Day, known: Iterable[str]) -> None:
    rows = [
        (address, today.isoformat(), outcome.answer.value, outcome.said, outcome.moved_to)
        for address, outcome in answers.items()
    ]
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(_TABLE)
        base.executemany("insert or replace into answers values (?, ?, ?, ?, ?)", rows)
        old = {address for (address,) in base.execute("select address from answers")} - set(known)
        base.executemany("delete from answers where address = ?", [(address,) for address in sorted(old)])
