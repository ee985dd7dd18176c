"""One feed as Atom (RFC 4287) and as JSON Feed (version 1.1, jsonfeed.org)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from datetime import date as Day  # noqa: N812  # as elsewhere
from typing import Any

from feedgenerator import Atom1Feed

from brief.outputs.channels import Entry

# Before there was anything to tell: a feed needs a date (RFC 4287, 4.1.1) and may not take today's.
_NEVER = Day(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Written:
    """An entry in either format, as it stands in every feed that has it."""

    updated: Day
    atom: str
    json: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed, complete. Its addresses are whole; `home` is the page whose feed it is, `icon` may be empty."""

    title: str
    description: str
    lang: str
    author: str
    author_link: str
    home: str
    atom: str
    json: str
    icon: str
    entries: tuple[Written, ...]


class _Entry(Atom1Feed):  # type: ignore[misc]
    """The library's feed of one entry, with what it leaves out: its language, and a summary that is plain text."""

    def latest_post_date(self) -> datetime:
        return _instant(_NEVER)

    def item_attributes(self, item: Mapping[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["lang"]}

    def add_item_elements(self, handler: Any, item: Mapping[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("summary", item["summary"])


class _Atom(Atom1Feed):  # type: ignore[misc]
    """The library's feed with an icon, and with entries that are written already.

    Without entries it would take the clock's time, and the site has no clock.
    """

    def latest_post_date(self) -> datetime:
        return _instant(max((entry.updated for entry in self.feed["entries"]), default=_NEVER))

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["icon"]:
            handler.addQuickElement("icon", self.feed["icon"])

    def write_items(self, handler: Any) -> None:
        for entry in self.feed["entries"]:
            # Of what a SAX handler can be given, this alone is written as it is.
            handler.ignorableWhitespace(entry.atom)


def written(entry: Entry) -> Written:
    """`entry` in both formats."""
    feed = _Entry(title="", link="", description=None)
    feed.add_item(
        title=entry.title,
        link=entry.link,
        description=None,
        unique_id=entry.id,
        pubdate=_instant(entry.published),
        updateddate=_instant(entry.updated),
        categories=entry.categories,
        content=entry.content,
        summary=entry.summary,
        lang=entry.lang,
    )
    text: str = feed.writeString("utf-8")
    in_atom = text[text.index("<entry") : text.rindex("</feed>")]
    return Written(entry.updated, in_atom, _json(_item(entry)))


def atom(feed: Feed) -> bytes:
    """`feed` as Atom. Its id is the address of its page, which no other feed has and which never dies."""
    whole = _Atom(
        title=feed.title,
        link=feed.home,
        feed_url=feed.atom,
        description=feed.description or None,
        language=feed.lang,
        author_name=feed.author,
        author_link=feed.author_link,
        icon=feed.icon,
        entries=feed.entries,
    )
    text: str = whole.writeString("utf-8")
    return text.encode()


def json_feed(feed: Feed) -> bytes:
    """`feed` as JSON Feed."""
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.json,
        "description": feed.description,
        "icon": feed.icon,
        "language": feed.lang,
        "authors": [{"name": feed.author, "url": feed.author_link}],
    }
    above = _json({key: value for key, value in head.items() if value != ""}).removesuffix("}")
    text = f'{above}, "items": [{", ".join(entry.json for entry in feed.entries)}]}}'
    # Whoever takes the file for a page finds no markup in it.
    return text.replace("<", "\\u003c").encode()


_json = json.JSONEncoder(ensure_ascii=False).encode


def _item(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.link,
        "title": entry.title,
        "content_html": entry.content,
        "summary": entry.summary,
        "date_published": _instant(entry.published).isoformat(),
        "date_modified": _instant(entry.updated).isoformat(),
        "tags": list(entry.categories),
        "language": entry.lang,
    }


def _instant(day: Day) -> datetime:
    return datetime.combine(day, time(), UTC)
