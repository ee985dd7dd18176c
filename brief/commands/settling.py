"""What a person is asked of a source that is added, and how those without a terminal are told what is missing."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import click

from brief.console import say
from brief.editing.edits import Refused
from brief.sourcing.cleaning import plain
from brief.sourcing.drafting import Archive, Draft, Given, Question, drafted
from brief.sourcing.record import Record
from brief.suggestions import did_you_mean

_ALL = "all"
_MOST_LISTED = 30
_PROMPTS = {
    "title": "Title",
    "url": "Its address, or in words where it is kept",
    "outlet": "Outlet (id or name)",
    "outlet_title": "What the outlet is called",
    "published": "Published (2022-03-10, 2022-03, 2022~; Enter to leave it out)",
}


def is_asked(*, yes: bool) -> bool:
    """Whether there is a person to be asked."""
    return sys.stdin.isatty() and not yes


def settled(record: Record, given: Given, archive: Archive, languages: Sequence[str], *, yes: bool) -> Draft:
    """A draft that leaves nothing open; the archive is in `languages`. Raises Refused where it can't be had."""
    draft = drafted(record, given, archive)
    while questions := [question for question in draft.questions if question.is_needed or is_asked(yes=yes)]:
        if is_asked(yes=yes):
            given, draft = _asked(questions[0], record, given, archive)
            continue
        if not yes or any(question.proposed is None for question in questions):
            raise Refused("\n".join(["More has to be known of it:", *map(_way_out, questions)]))
        given = _answered(given, questions[0], questions[0].proposed or "")
        draft = drafted(record, given, archive)
    for note in draft.notes:
        say(note)
    if draft.new_outlet and is_asked(yes=yes) and given.outlet_names is None:
        return replace(draft, new_outlet=replace(draft.new_outlet, names=_names(draft.new_outlet.title, languages[1:])))
    return draft


def _names(title: str, languages: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """What an outlet is called in each of the other languages of the archive, as far as a person knows."""
    said = ((lang, _said(f"What {title} is called in `{lang}` (Enter for none)")) for lang in languages)
    return tuple((lang, name) for lang, name in said if name)


def _said(prompt: str) -> str:
    answer: str = click.prompt(prompt, default="", show_default=False, err=True)
    return plain(answer)


def _way_out(question: Question) -> str:
    option = f"--{question.key.replace('_', '-')}"
    value = f' "{question.proposed}"' if question.proposed else " ..."
    return f"  {question.words} Give {option}{value}."


def _answered(given: Given, question: Question, answer: str) -> Given:
    key = "where" if question.key == "url" and "://" not in answer else question.key
    said: dict[str, Any] = {key: answer}
    return replace(given, **said)


def _asked(question: Question, record: Record, given: Given, archive: Archive) -> tuple[Given, Draft]:
    """What is known after a person has answered, however often it takes."""
    say(question.words)
    while True:
        answer = click.prompt(
            _PROMPTS[question.key], default=question.proposed, show_default=bool(question.proposed), err=True
        )
        more = _answered(given, question, answer.strip())
        try:
            return more, drafted(record, more, archive)
        except Refused as reason:
            say(str(reason))


def chosen(records: Sequence[Record], entries: Sequence[str], place: str, *, yes: bool) -> Sequence[Record]:
    """The records of a list that are meant, by name or by number from 1."""
    if len(records) == 1 and not entries:
        return records
    if not entries and is_asked(yes=yes):
        say(_listing(records))
        said: str = click.prompt("Which (names or numbers, with commas)", err=True)
        entries = [part.strip() for part in said.split(",") if part.strip()]
    if not entries:
        raise Refused(f"There are {len(records)} entries in {place}. Say which: --entry NAME\n{_listing(records)}")
    if list(entries) == [_ALL]:
        return records
    known = {str(index): record for index, record in enumerate(records, 1)}
    known |= {record.ident: record for record in reversed(records) if record.ident}
    for entry in entries:
        if entry not in known:
            raise Refused(f"There is no entry `{entry}` in {place}. {did_you_mean(entry, known)}\n{_listing(records)}")
    return [known[entry] for entry in dict.fromkeys(entries)]


def _listing(records: Sequence[Record]) -> str:
    lines = [
        f"{index:>4}  {record.ident}  {record.published[:4]}  {plain(record.title, 60)}"
        for index, record in enumerate(records[:_MOST_LISTED], 1)
    ]
    more = len(records) - _MOST_LISTED
    return "\n".join([*lines, *([f"      and {more} more"] if more > 0 else [])])
