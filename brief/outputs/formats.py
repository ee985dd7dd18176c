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
    entries: tuple[Entry, ...]


class _Atom(Atom1Feed):  # type: ignore[misc]
    """The library's feed with what it leaves out: an icon, the entries' languages, and summaries that are plain text.

    Without entries it would take the clock's time, and the site has no clock.
    """

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=_instant(_NEVER))

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["icon"]:
            handler.addQuickElement("icon", self.feed["icon"])

    def item_attributes(self, item: Mapping[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["lang"]}

    def add_item_elements(self, handler: Any, item: Mapping[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("summary", item["summary"])


def atom(feed: Feed) -> bytes:
    """`feed` as Atom. Its id is the address of its page, which no other feed has and which never dies."""
    written = _Atom(
        title=feed.title,
        link=feed.home,
        feed_url=feed.atom,
        description=feed.description or None,
        language=feed.lang,
        author_name=feed.author,
        author_link=feed.author_link,
        icon=feed.icon,
    )
    for entry in feed.entries:
        written.add_item(
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
    text: str = written.writeString("utf-8")
    return text.encode()


def json_feed(feed: Feed) -> bytes:
    """`feed` as JSON Feed."""
    written = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.json,
        "description": feed.description,
        "icon": feed.icon,
        "language": feed.lang,
        "authors": [{"name": feed.author, "url": feed.author_link}],
        "items": [_item(entry) for entry in feed.entries],
    }
    text = json.dumps({key: value for key, value in written.items() if value != ""}, ensure_ascii=False)
    # Whoever takes the file for a page finds no markup in it.
    return text.replace("<", "\\u003c").encode()


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
