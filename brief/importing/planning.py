"""A harvest as the files of a new site: names, addresses, tags and links, and a note for all that had to give."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day  # noqa: N812  # as in the model
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from brief.config import is_base_url
from brief.importing import naming
from brief.importing.addresses import Taken, is_possible, key, path_of
from brief.importing.anchors import Made, anchored
from brief.importing.days import is_more_than_a_day
from brief.importing.dialect import rewritten
from brief.importing.documents import document
from brief.importing.escaping import escaped
from brief.importing.lines import placed
from brief.importing.linking import Map, Place, outward_links, relinked
from brief.importing.markup import tidied
from brief.importing.material import Harvest, Kind, Media, Note, Sort, Subject, Text
from brief.importing.subjects import UNTAGGED, NewTag, tags_of, with_tag
from brief.importing.summaries import summary_of
from brief.reading.activity import why_refused

_NO_ADDRESS = "https://example.org"


@dataclass(frozen=True, slots=True)
class Moved:
    """An old address that the new site can't answer, and where what stood there is now."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A link to another host in a briefing, which may be to a source."""

    path: str
    line: int
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The new site: its files and copies of others, by path from its folder, and what the report says of it."""

    files: Mapping[str, bytes]
    copies: Mapping[str, Path]
    counts: Mapping[str, int]
    notes: tuple[Note, ...]
    moved: tuple[Moved, ...]
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class _Settled:
    """The texts as they will be, and what all of them are called."""

    language: str
    texts: tuple[Text, ...]
    slugs: Mapping[str, str]
    paths: Mapping[str, str]
    media: Mapping[str, str]
    tags: Mapping[str, NewTag]
    tag_ids: Mapping[str, str]


def plan(harvest: Harvest, today: Day) -> Plan:
    """The new site. `today` dates drafts that have no date."""
    notes: list[Note] = [*harvest.notes]
    language = harvest.settings.language
    languages = tuple(dict.fromkeys((language, *(text.lang for text in harvest.texts))))
    taken = Taken(languages)
    settled = _settled(harvest, today, taken, notes)
    former, moved = _former(harvest, settled, taken, notes)
    map_ = _map(harvest, settled)
    files = {"site.toml": _settings(harvest, languages, notes), ".gitignore": b"public/\n.brief/\n"}
    manner = harvest.is_commonmark
    made = _bodies(settled, map_, notes, is_commonmark=manner)
    bodies, found = anchored(made | _tag_bodies(settled, map_, notes, is_commonmark=manner))
    notes += found
    candidates: list[Candidate] = []
    for text in settled.texts:
        path = settled.paths[text.path]
        body = bodies[path]
        front = _front(text, body, settled, former[text.path], notes, harvest.generator)
        files[path] = document(front, text.kept, harvest.generator, body)
        if text.kind is Kind.BRIEFING:
            candidates += _candidates(text, body)
    for tag in settled.tags.values():
        files[tag.path] = _tag_file(tag, former[tag.path], bodies[tag.path], harvest.generator)
    copies = {settled.media[item.path]: item.full for item in harvest.media}
    counts = {
        "briefings": sum(text.kind is Kind.BRIEFING for text in settled.texts),
        "of them drafts": sum(text.is_draft for text in settled.texts),
        "pages": sum(text.kind is Kind.PAGE for text in settled.texts),
        "tags": len(settled.tags),
        "files": len(copies),
        "old addresses kept": sum(map(len, former.values())),
    }
    if count := sum(text.kind is Kind.BRIEFING and not text.is_draft for text in settled.texts):
        message = f"Say `unsourced`: {count}. List their sources instead, as far as they have any."
        notes.append(Note(Sort.PERSON, "no sources", "content/briefings/", 1, message))
    notes += _early(settled.texts, today)
    notes += _refused(harvest.media, settled.media)
    notes += _kept((*settled.texts, *harvest.subjects))
    return Plan(files, copies, counts, _in_order(notes), tuple(moved), tuple(candidates))


def _settled(harvest: Harvest, today: Day, taken: Taken, notes: list[Note]) -> _Settled:
    language = harvest.settings.language
    texts, subjects = [], list(harvest.subjects)
    for text in harvest.texts:
        dated = _dated(text, today, notes)
        if dated.kind is Kind.BRIEFING and not dated.subjects and not dated.is_draft:
            dated, subject = with_tag(dated, UNTAGGED)
            subjects.append(subject)
            notes.append(_note(Sort.PERSON, "no tags", text, f"It had no tag, and has `{UNTAGGED}` now."))
        texts.append(dated)
    used = {name for text in texts for name in text.subjects}
    subjects = [it for it in {it.key: it for it in subjects}.values() if it.key in used or it.body.strip() or it.path]
    tags, ids = tags_of(subjects, texts)
    # Who stands at the address that it wants gets it, before others get what is left.
    ordered = sorted(texts, key=lambda text: (text.kind is not Kind.PAGE, text.is_draft, text.path))
    titles = {subject.key: subject.title for subject in subjects}
    texts = [_with_all(text, titles) for text in texts]
    slugs = naming.slugs(ordered, language, taken)
    paths = {text.path: naming.path(text, slugs[text.path], language) for text in texts}
    return _Settled(language, tuple(texts), slugs, paths, naming.media_paths(harvest.media), tags, ids)


def _dated(text: Text, today: Day, notes: list[Note]) -> Text:
    """A text with the date that what it becomes needs; a draft is a briefing, since pages are always public."""
    if text.is_draft and text.kind is Kind.PAGE:
        text = replace(text, kind=Kind.BRIEFING)
    if text.kind is Kind.BRIEFING and text.date is None:
        if not text.is_draft:
            message = "It has no date, which a briefing needs, and became a page."
            notes.append(_note(Sort.PERSON, "no date", text, message))
            return replace(text, kind=Kind.PAGE)
        notes.append(_note(Sort.CHANGED, "drafts without a date", text, "It bears the day of the import."))
        return replace(text, date=today)
    return text


def _with_all(text: Text, titles: Mapping[str, str]) -> Text:
    """A text that keeps what there is no key for in what it becomes."""
    kept: dict[str, Any] = {}
    if text.kind is Kind.PAGE:
        kept |= {"date": text.date} if text.date else {}
        kept |= {"tags": [titles[name] for name in text.subjects]} if text.subjects else {}
    elif text.order is not None:
        kept |= {"order": text.order}
    if text.updated and not _is_later(text):
        kept |= {"updated": text.updated}
    return replace(text, kept={**kept, **text.kept})


def _is_later(text: Text) -> bool:
    """Whether a text was changed after its day, so that it can say so."""
    return bool(text.kind is Kind.BRIEFING and text.updated and text.date and text.updated > text.date)


def _former(
    harvest: Harvest, settled: _Settled, taken: Taken, notes: list[Note]
) -> tuple[dict[str, tuple[str, ...]], list[Moved]]:
    """The old addresses that each text, and each tag by its file, is to answer at; and those that nothing can."""
    moved: list[Moved] = []
    former: dict[str, tuple[str, ...]] = {}
    for text in settled.texts:
        former[text.path] = () if text.is_draft else _aliases(text, _new_address(text, settled), taken, notes, moved)
    for tag in settled.tags.values():
        own = f"/tags/{tag.id}/"
        found: list[str] = []
        for subject in tag.subjects:
            for address in subject.addresses:
                path = path_of(address)
                if key(path) == key(own):
                    continue
                if is_possible(path) and not _is_brief_list(path, settled) and taken.give(path, tag.path):
                    found.append(path)
                else:
                    moved.append(Moved(address, own))
        former[tag.path] = tuple(found)
    home = next((text.path for text in settled.texts if settled.slugs[text.path] == "index"), None)
    for address in harvest.lists:
        path = path_of(address)
        if key(path) == "/" or taken.owner(path) or taken.is_own(path):
            continue
        if home and is_possible(path) and taken.give(path, home):
            former[home] = (*former[home], path)
        else:
            moved.append(Moved(address, "/archive/"))
    moved += [Moved(feed, "/feed.xml") for feed in harvest.feeds]
    for item in harvest.media:
        moved += [Moved(old, settled.media[item.path].removeprefix("content")) for old in item.addresses]
    return former, moved


def _aliases(text: Text, own: str, taken: Taken, notes: list[Note], moved: list[Moved]) -> tuple[str, ...]:
    found: list[str] = []
    for address in dict.fromkeys(text.addresses):
        path = path_of(address)
        if key(path) == key(own) and "?" not in address:
            continue
        if "?" in address or not is_possible(path):
            moved.append(Moved(address, own))
        elif taken.is_own(path) and not path.strip("/").count("/"):
            message = f"Its old address {path} is that of a list of brief's own, which readers find there now."
            notes.append(_note(Sort.PERSON, "addresses that brief needs", text, message))
        elif taken.give(path, text.path):
            found.append(path)
        elif (owner := taken.owner(path)) != text.path:
            message = f"Its old address {path} is taken by {owner}."
            notes.append(_note(Sort.PERSON, "addresses of two things", text, message))
    return tuple(found)


def _is_brief_list(path: str, settled: _Settled) -> bool:
    inner = path.strip("/").split("/")
    return inner[0] == "tags" and len(inner) > 1 and inner[1] in settled.tags


def _new_address(text: Text, settled: _Settled) -> str:
    start = naming.edition(text.lang, settled.language)
    name = settled.slugs[text.path]
    if text.kind is Kind.BRIEFING:
        return f"{start}briefings/{name}/"
    return start if name == "index" else f"{start}{name.removesuffix('/index')}/"


def _map(harvest: Harvest, settled: _Settled) -> Map:
    by_path: dict[str, Place] = {}
    by_address: dict[str, Place] = {}
    for tag in settled.tags.values():
        for subject in tag.subjects:
            by_address |= {key(path_of(old)): Place(tag.path) for old in subject.addresses}
            by_path |= {subject.path: Place(tag.path)} if subject.path else {}
    for item in harvest.media:
        place = Place(settled.media[item.path])
        by_path[item.path] = place
        by_address |= {key(path_of(old)): place for old in item.addresses}
    for text in sorted(settled.texts, key=lambda text: not text.is_draft):
        place = Place(settled.paths[text.path], text.is_draft)
        by_path[text.path] = place
        by_address |= {key(path_of(old)): place for old in reversed(text.addresses) if "?" not in old}
    return Map(harvest.settings.base_url, by_path, by_address)


def _front(
    text: Text, body: str, settled: _Settled, aliases: Sequence[str], notes: list[Note], generator: str
) -> dict[str, Any]:
    common = {
        "title": text.title,
        "lang": text.lang if text.lang != settled.language else None,
        "aliases": aliases,
        "translation_of": _original(text, settled),
    }
    if text.kind is Kind.PAGE:
        return {**common, "summary": text.summary, "order": text.order}
    summary = text.summary
    if not summary and not text.is_draft:
        summary = summary_of(body, text.lang) or text.title
        message = "It had no summary. Its first sentences are one now: see whether they say what it says."
        notes.append(_note(Sort.PERSON, "no summary", text, message))
    return {
        "title": text.title,
        "date": text.date,
        "updated": text.updated if _is_later(text) else None,
        "summary": summary,
        "tags": tuple(dict.fromkeys(settled.tag_ids[name] for name in text.subjects)),
        "lang": common["lang"],
        "status": "draft" if text.is_draft else None,
        "aliases": aliases,
        "translation_of": common["translation_of"],
        # Who publishes a draft says on what it rests.
        "unsourced": None if text.is_draft else f"Imported from {generator} without sources.",
    }


def _original(text: Text, settled: _Settled) -> str | None:
    if not text.original or text.lang == settled.language:
        return None
    others = (
        other
        for other in settled.texts
        if other.original == text.original and other.lang == settled.language and other.kind is text.kind
    )
    original = next((other for other in others if text.is_draft or not other.is_draft), None)
    return settled.slugs[original.path].removesuffix("/index") if original else None


def _bodies(settled: _Settled, map_: Map, notes: list[Note], *, is_commonmark: bool) -> dict[str, Made]:
    """The text of each briefing and page, by its path, with its links to where their targets are now."""
    made = {}
    for text in settled.texts:
        path = settled.paths[text.path]
        made[path] = Made(
            _made(text, path, map_, notes, is_commonmark=is_commonmark), text.path, text.written, text.body_line
        )
    return made


def _made(text: Text | Subject, path: str, map_: Map, notes: list[Note], *, is_commonmark: bool) -> str:
    """The body of one thing as it is in the new file at `path`."""
    tidy, told = tidied(text, text.body)
    notes += placed(told, text.body, text.written, text.body_line)
    if is_commonmark:
        tidy, told = rewritten(tidy, text.path)
        notes += placed(told, tidy, text.written, text.body_line)
    body = escaped(tidy)
    linked, told = relinked(text, body, path, map_)
    notes += placed(told, body, text.written, text.body_line)
    return linked


def _tag_bodies(settled: _Settled, map_: Map, notes: list[Note], *, is_commonmark: bool) -> dict[str, Made]:
    """The description of each tag, by its path: those of all that it was made of, one after another."""
    made = {}
    for tag in settled.tags.values():
        bodies = []
        for subject in tag.subjects:
            body = _made(subject, tag.path, map_, notes, is_commonmark=is_commonmark)
            bodies += [body.strip("\n")] if body.strip() else []
        first = tag.subjects[0]
        made[tag.path] = Made("\n\n".join(bodies), first.path or tag.path, first.written, first.body_line)
    return made


def _tag_file(tag: NewTag, former: Sequence[str], body: str, generator: str) -> bytes:
    kept = {name: value for subject in reversed(tag.subjects) for name, value in subject.kept.items()}
    names = dict.fromkeys(name for subject in tag.subjects for name in subject.names if name != tag.title)
    front = {"title": tag.title, "aliases": tuple(names), "former_addresses": tuple(former)}
    return document(front, kept, generator, body)


def _settings(harvest: Harvest, languages: Sequence[str], notes: list[Note]) -> bytes:
    settings = harvest.settings
    base_url = settings.base_url if is_base_url(settings.base_url) else _NO_ADDRESS
    keys: dict[str, Any] = {
        "title": settings.title or f"Imported from {harvest.generator}",
        "base_url": base_url.rstrip("/"),
        "language": settings.language,
    }
    keys |= {"languages": list(languages)} if len(languages) > 1 else {}
    keys |= {"description": settings.description} if settings.description else {}
    if settings.timezone in available_timezones():
        keys |= {"timezone": settings.timezone}
    elif settings.timezone:
        message = f"`{settings.timezone}` is no time zone that is known. Set `timezone` in site.toml."
        notes.append(Note(Sort.PERSON, "settings", "site.toml", 1, message))
    # JSON's strings and lists of them are TOML's too (TOML 1.0, Strings).
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in keys.items()]
    mentions = (
        "# The old site linked no names by itself. With `true`, the names of tags become links.\nmentions = false"
    )
    return "\n".join(["[site]", *lines, "", "[markdown]", mentions, ""]).encode()


def _early(texts: Iterable[Text], today: Day) -> Iterator[Note]:
    """What the old site showed before its day."""
    for text in texts:
        if text.kind is Kind.BRIEFING and not text.is_draft and text.date and text.date > today:
            message = f"It is dated {text.date}, and brief shows it from then on alone. Date it earlier to show it now."
            yield Note(Sort.PERSON, "dates of days to come", text.path, 1, message)


def _refused(media: Iterable[Media], paths: Mapping[str, str]) -> Iterator[Note]:
    """What a build will not publish."""
    for item in media:
        if why := why_refused(paths[item.path], item.full):
            message = f"It could run scripts in readers' browsers, and no build takes it: {why}. Make a picture of it."
            yield Note(Sort.PERSON, "files that can run scripts", item.path, 1, message)


def _kept(items: Iterable[Text | Subject]) -> Iterable[Note]:
    """A note for each field that stands in a comment now."""
    for item in items:
        for name, value in item.kept.items():
            if is_more_than_a_day(value):
                # What brief took of it is all but the hour, and every text has one.
                continue
            yield Note(Sort.KEPT, f"`{name}`", item.path, 1, "It stands as a comment in the front matter.")


def _in_order(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Each note once, what needs a person first."""
    order = list(Sort)
    return tuple(sorted(set(notes), key=lambda it: (order.index(it.sort), it)))


def _candidates(text: Text, body: str) -> list[Candidate]:
    links = outward_links(body)
    asked = [Note(Sort.PERSON, words, url, line, "") for words, url, line in links]
    return [
        Candidate(text.path, note.line, note.subject, note.path)
        for note in placed(asked, body, text.written, text.body_line)
    ]


def _note(sort: Sort, subject: str, text: Text, message: str) -> Note:
    return Note(sort, subject, text.path, 1, message)
