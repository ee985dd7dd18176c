"""What a name, a source or a key stands for, in a few lines of Markdown."""

import re

from brief.language import keys
from brief.language.documents import Span
from brief.language.snapshots import Snapshot
from brief.language.subjects import Subject, subject
from brief.language.texts import Text
from brief.model import Briefing, Outlet, Page, Source, Status, Tag
from brief.model import Document as Item

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_MOST = 400


def hover(text: Text, offset: int, snapshot: Snapshot) -> tuple[str, Span] | None:
    """Markdown about what stands at a place, and the place."""
    found = subject(text, offset, snapshot)
    words = _words(found, text, snapshot) if found else ""
    return (words, found.span) if found and words else None


def _words(found: Subject, text: Text, snapshot: Snapshot) -> str:
    if found.key:
        return _key(text.document.kind or "", found.key)
    if found.source and isinstance(text.item, Briefing):
        source = next((source for source in text.item.sources if source.id == found.source), None)
        return _source(source, snapshot) if source else ""
    if found.file:
        return _plain(found.file)
    if found.item is None:
        return ""
    words = _item(found.item, snapshot)
    return f"{words}\n\n§ {_heading(found, snapshot)}" if found.fragment else words


def _item(item: Item, snapshot: Snapshot) -> str:
    match item:
        case Briefing():
            state = "" if item.status is Status.PUBLISHED else item.status.value
            tags = ", ".join(snapshot.tags[tag].title if tag in snapshot.tags else tag for tag in item.tags)
            return _paragraphs(
                f"**{_plain(item.title)}**",
                _joined(item.date.isoformat(), item.lang, state),
                _plain(item.summary),
                f"*{_plain(tags)}*" if tags else "",
            )
        case Page():
            return _paragraphs(f"**{_plain(item.title)}**", _joined("page", item.lang), _plain(item.summary))
        case Tag():
            used = _joined(item.kind or "tag", _number(snapshot.tagged[item.id], "briefing"))
        case Outlet():
            used = _joined(item.kind or "outlet", item.country or "", _number(snapshot.cited[item.id], "briefing"))
    address = item.url or "" if isinstance(item, Outlet) else ""
    names = ", ".join(name for name in dict.fromkeys(item.names.values()) if name != item.title)
    return _paragraphs(f"**{_plain(item.title)}**", _joined(used, _plain(names)), _about(item, snapshot), address)


def _about(item: Tag | Outlet, snapshot: Snapshot) -> str:
    """The first paragraph of a description, as it is written."""
    document = snapshot.read(item.path) if item.path.endswith(".md") else None
    if document is None:
        return ""
    first = document.text[document.body.start :].strip().split("\n\n")[0].strip()
    return first if len(first) <= _MOST else f"{first[:_MOST].rsplit(' ', 1)[0]} …"


def _source(source: Source, snapshot: Snapshot) -> str:
    outlet = snapshot.outlets[source.outlet].title if source.outlet in snapshot.outlets else source.outlet
    published = source.published.text if source.published else ""
    kept = f"Kept copy: {source.archived}" if source.archived else ""
    where = source.url or _plain(source.where or "")
    quote = "\n".join(f"> {_plain(line)}" for line in (source.quote or "").strip().splitlines())
    by = ", ".join(source.author)
    return _paragraphs(
        f"**{_plain(source.title)}**",
        _joined(_plain(outlet), _plain(by), published, source.rating or "", source.lang or ""),
        quote,
        where,
        kept,
    )


def _key(kind: str, found: tuple[str | int, ...]) -> str:
    field = keys.key_field(kind, found)
    if field is None:
        return ""
    values = ", ".join(f"`{value}`" for value in keys.choices(field))
    required = "It has to be there." if field.is_required() else ""
    return _paragraphs(f"**{found[-1]}**", field.description or "", f"One of {values}." if values else "", required)


def _heading(found: Subject, snapshot: Snapshot) -> str:
    text = snapshot.archive.texts.get(found.item.path) if found.item else None
    words = next((heading.text for heading in text.headings if heading.id == found.fragment), "") if text else ""
    return _plain(words or found.fragment)


def _plain(words: str) -> str:
    """Words as Markdown that shows them as they are."""
    return _SPECIAL.sub(r"\\\1", words)


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part.strip())


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
