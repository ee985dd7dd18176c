"""A record -> a source of a briefing: what is known, what a person has to be asked, and what was decided on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError
from slugify import slugify

from brief.editing.edits import Refused
from brief.linking.documents import key as document_key
from brief.linking.documents import normalised
from brief.model import Briefing, Outlet, Source
from brief.reading.loading import Content
from brief.reading.schema import SourceForm
from brief.sourcing.cleaning import is_shown, plain
from brief.sourcing.entries import KEYS, Entry
from brief.sourcing.outlets import NewOutlet, proposed, publisher
from brief.sourcing.record import Key, Record
from brief.suggestions import did_you_mean
from brief.validation.fields import Authors, Day, Language, Rating, SourceId, Text, Uncertain, Url, is_slug

_FORMS: Mapping[Key, TypeAdapter[Any]] = {
    "id": TypeAdapter(SourceId),
    "title": TypeAdapter(Text),
    "url": TypeAdapter(Url),
    "where": TypeAdapter(Text),
    "published": TypeAdapter(Uncertain),
    "accessed": TypeAdapter(Day),
    "archived": TypeAdapter(Url),
    "lang": TypeAdapter(Language),
    "author": TypeAdapter(Authors),
    "rating": TypeAdapter(Rating),
    "quote": TypeAdapter(Text),
}


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says of a source; None where they say nothing, and empty where they want nothing there."""

    id: str | None = None
    outlet: str | None = None
    outlet_title: str | None = None
    outlet_names: tuple[tuple[str, str], ...] | None = None
    title: str | None = None
    url: str | None = None
    where: str | None = None
    published: str | None = None
    author: tuple[str, ...] | None = None
    lang: str | None = None
    rating: str | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What can't be told without a person: `key` is the field of Given that answers it.

    `words` say what is known of it, `proposed` is the answer that fits best, None where there is none, and empty
    where the key can stay away. What is not `is_needed` is asked of who is there to answer, and of nobody else.
    """

    key: str
    words: str
    proposed: str | None = None
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """A source as far as it is settled. `present` is the id of the source that the briefing has of this document."""

    entry: Entry
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()
    new_outlet: NewOutlet | None = None
    present: str = ""


@dataclass(frozen=True, slots=True)
class Archive:
    """What a source is drafted against: the archive, the briefing, and the sources that it has or is getting."""

    content: Content
    briefing: Briefing
    sources: tuple[Source, ...]
    new_outlets: tuple[NewOutlet, ...] = ()


def drafted(record: Record, given: Given, archive: Archive) -> Draft:
    """The source that a record and a person's word make. Raises Refused where that word can't be taken."""
    fields, notes = _fields(record, given)
    if present := _present(fields, archive):
        return Draft({}, present=present)
    twin = _twin(fields, archive)
    if twin:
        briefing, source = twin
        fields = _as_there(fields, source, given)
        notes.append(f"{briefing.path} cites it as `{source.id}`: it is described as there.")
    outlet, new_outlet, questions = _outlet(record, given, twin[1] if twin else None, archive)
    if outlet:
        fields["outlet"] = outlet
    asked = {question.key for question in questions}
    questions = (*_missing(fields, record, given), *questions)
    doubted = {doubt.key for doubt in record.doubts}
    notes += [doubt.words for doubt in record.doubts if doubt.key not in {question.key for question in questions}]
    if "published" not in fields and "published" not in doubted and given.published is None:
        notes.append("There is no date of publication in it: `published` is left out.")
    if outlet and "outlet" not in asked:
        fields["id"] = _id(outlet, fields, given, twin[1].id if twin else "", archive)
    entry = {key: fields[key] for key in KEYS if fields.get(key)}
    return Draft(entry, questions, tuple(notes), new_outlet)


def _fields(record: Record, given: Given) -> tuple[dict[Key, Any], list[str]]:
    """The keys of the source but for id and outlet, each fit for front matter, and what of the record was not."""
    found: dict[Key, Any] = {
        "title": record.title,
        "url": record.url,
        "where": record.where,
        "published": record.published,
        "accessed": record.accessed.isoformat() if record.accessed else "",
        "archived": record.archived,
        "lang": record.lang,
        "author": record.author[0] if len(record.author) == 1 else record.author,
    }
    fields, notes = {}, []
    for key, value in found.items():
        if value and getattr(given, key, None) is None:
            if _fault(key, value) or not all(map(is_shown, _texts(value))):
                notes.append(f"What it gives as `{key}` can't be taken: {''.join(_texts(value))[:80]!r}.")
            else:
                fields[key] = value
    for key in (*found, "rating", "quote"):
        if value := getattr(given, key, None):
            said = value if not isinstance(value, tuple) or len(value) > 1 else value[0]
            fault = _fault(key, said)
            if fault or not all(map(is_shown, _texts(said))):
                raise Refused(f"--{key}: {fault or 'It holds a character that can not be shown.'}")
            fields[key] = said.upper() if key == "rating" and isinstance(said, str) else said
    # An address leads to the document; a place is for documents that have none.
    if "url" in fields and given.where is None:
        fields.pop("where", None)
    return fields, notes


def _texts(value: str | Sequence[str]) -> Sequence[str]:
    return [value] if isinstance(value, str) else value


def _fault(key: Key, value: object) -> str:
    """Why a value can't stand under a key; empty where it can."""
    try:
        _FORMS[key].validate_python(value)
    except ValidationError as invalid:
        details = invalid.errors()[0]
        context = details.get("ctx", {})
        return f"{context['message']} {context['hint']}" if "hint" in context else f"{details['msg']}."
    return ""


def _source(fields: Mapping[Key, Any], outlet: str = "") -> Source:
    return Source("", outlet, fields.get("title", ""), fields.get("url"), fields.get("where"))


def _present(fields: Mapping[Key, Any], archive: Archive) -> str:
    """The id of the source that the briefing has of this very document already."""
    for source in archive.sources:
        if _is_one(fields, source):
            return source.id
    return ""


def _is_one(fields: Mapping[Key, Any], source: Source) -> bool:
    if fields.get("url"):
        return bool(source.url) and normalised(source.url or "") == normalised(fields["url"])
    # What has no address is known by its outlet, which is not known yet: it is the same if all the rest is.
    own = _source(fields, source.outlet)
    return bool(own.title) and not source.url and document_key(source) == document_key(own)


def _twin(fields: Mapping[Key, Any], archive: Archive) -> tuple[Briefing, Source] | None:
    """The source by which another briefing cites the document; that of the oldest, which spells it for all."""
    others = (briefing for briefing in archive.content.briefings if briefing.path != archive.briefing.path)
    found = ((briefing, source) for briefing in others for source in briefing.sources if _is_one(fields, source))
    return min(found, key=lambda pair: (pair[0].date, pair[0].path), default=None)


def _as_there(fields: Mapping[Key, Any], source: Source, given: Given) -> dict[Key, Any]:
    """A description in the words of another briefing; what that one leaves open stays as it is here."""
    there = {
        "title": source.title,
        "url": source.url,
        "where": source.where,
        "published": source.published.text if source.published else "",
        "archived": source.archived,
        "lang": source.lang,
        "author": source.author[0] if len(source.author) == 1 else source.author,
    }
    return {**fields, **{key: value for key, value in there.items() if value and getattr(given, key, None) is None}}


def _outlet(
    record: Record, given: Given, twin: Source | None, archive: Archive
) -> tuple[str, NewOutlet | None, tuple[Question, ...]]:
    """The outlet's id, the outlet where it is new, and what is to be asked."""
    outlets = archive.content.outlets
    new = proposed(record, [*_known(archive), *(outlet.id for outlet in archive.new_outlets)])
    if given.outlet:
        return _given_outlet(given, new, archive)
    if twin:
        return twin.outlet, None, ()
    found = publisher(record, outlets)
    if found.certain:
        return found.certain.id, None, ()
    if found.likely:
        listed = "; ".join(f"`{match.outlet.id}` ({match.why})" for match in found.likely[:4])
        return (
            "",
            None,
            (Question("outlet", f"Its outlet is not certain. It may be {listed}.", found.likely[0].outlet.id),),
        )
    coming = next((outlet for outlet in archive.new_outlets if new and outlet.url and outlet.url == new.url), None)
    if coming:
        return coming.id, None, ()
    named = f" of {record.outlets[0]}" if record.outlets else f" at {new.url}" if new and new.url else ""
    words = f"There is no outlet{named} yet." if named else "It does not say who published it."
    return "", None, (Question("outlet", words, new.id if new else None),)


def _known(archive: Archive) -> tuple[str, ...]:
    return (*(outlet.id for outlet in archive.content.outlets), *sorted(archive.content.broken.get("outlets", ())))


def _given_outlet(
    given: Given, new: NewOutlet | None, archive: Archive
) -> tuple[str, NewOutlet | None, tuple[Question, ...]]:
    ident = given.outlet or ""
    known: dict[str, Outlet] = {outlet.id: outlet for outlet in archive.content.outlets}
    if ident in {*_known(archive), *(outlet.id for outlet in archive.new_outlets)}:
        return ident, None, ()
    by_title = next((outlet.id for outlet in known.values() if outlet.title.casefold() == ident.casefold()), None)
    if by_title:
        return by_title, None, ()
    if not is_slug(ident):
        guess = slugify(ident)
        hint = did_you_mean(
            ident, known, f"Did you mean `{guess}`?" if guess else "Use small letters, digits and hyphens."
        )
        raise Refused(f"`{ident}` can't be the id of an outlet. {hint}")
    title = plain(given.outlet_title or "")
    made = NewOutlet(ident, title or (new.title if new else ""), new.url if new else "", given.outlet_names or ())
    if title:
        return ident, made, ()
    hint = did_you_mean(ident, known, f"{made.path} would be written.")
    question = Question("outlet_title", f"There is no outlet `{ident}`. {hint}", made.title or None)
    return ident, made, (question,)


def _missing(fields: Mapping[Key, Any], record: Record, given: Given) -> tuple[Question, ...]:
    """What a source needs and is not known, and what is known in more than one way."""
    found = []
    if not fields.get("url") and not fields.get("where"):
        found.append(Question("url", "It does not say where it can be found."))
    if not fields.get("title"):
        found.append(Question("title", "It has no title."))
    if not fields.get("published") and given.published is None:
        doubts = [doubt.words for doubt in record.doubts if doubt.key == "published"]
        words = doubts[0] if doubts else "It does not say when it was published."
        found.append(Question("published", words, "", is_needed=bool(doubts)))
    return tuple(found)


def _id(outlet: str, fields: Mapping[Key, Any], given: Given, there: str, archive: Archive) -> str:
    """A short id: the outlet's, with the year where that is taken, with a number where both are."""
    taken = {source.id for source in archive.sources}
    if given.id:
        if fault := _fault("id", given.id):
            raise Refused(f"--id: {fault}")
        if given.id in taken:
            raise Refused(f"The briefing has a source `{given.id}` already.")
        return given.id
    year = fields.get("published", "")[:4]
    base = f"{outlet}-{year}" if year.isdecimal() else outlet
    free = (ident for ident in (there, outlet, base) if ident and ident not in taken)
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return next(free, f"{base}-{number}")


def with_source(archive: Archive, draft: Draft) -> Archive:
    """The archive once the briefing has a settled draft among its sources."""
    source = Source(**vars(SourceForm.model_validate(draft.entry)))
    new = (draft.new_outlet,) if draft.new_outlet else ()
    return replace(archive, sources=(*archive.sources, source), new_outlets=(*archive.new_outlets, *new))
