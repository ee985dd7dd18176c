"""What the bar at the foot of a page says of it: how long it is, what it rests on, what is missing."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date as Day  # noqa: N812  # as in the model
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Any

from markupsafe import Markup

from brief.diagnostics import Code, Diagnostic
from brief.linking import addresses
from brief.linking.archive import Archive
from brief.linking.documents import key
from brief.linking.prose import render_alone
from brief.markdown.weighing import is_heavy
from brief.model import Briefing, Document, Status
from brief.reading import frontmatter
from brief.reading.parsing import decode
from brief.serving.badges import badges
from brief.serving.findings import counts, shown
from brief.serving.lines import lines
from brief.serving.uncited import Uncited, uncited

_PER_MINUTE = 220
"""Words that a person reads in a minute, about (Brysbaert, 2019: 238 in English; other languages are near)."""

# As many as somebody looks through beside a page.
_LISTED = 50
_LINKS = frozenset(
    {Code.UNKNOWN_LINK, Code.UNKNOWN_HEADING, Code.AMBIGUOUS_LINK, Code.LINK_TO_DRAFT, Code.LINK_TO_WITHDRAWN}
)
_HREF = re.compile(rb'<a\b[^>]*?\shref="([^"#?]+)')


def facts(archive: Archive, item: Document, root: Path, found: Iterable[Diagnostic], today: Day) -> dict[str, Any]:
    """All of one item that the bar shows; `found` is what is wrong with the site. Texts in it are no HTML."""
    own = [it for it in found if it.location.path == item.path]
    html = archive.html.get(item.path, "")
    words = len(Markup(html).striptags().split())
    return {
        "path": item.path,
        "line": item.body_line,
        "title": item.title,
        "badges": badges(item, today),
        "words": words,
        "minutes": max(1, round(words / _PER_MINUTE)) if words else 0,
        "sources": _sources(archive, item),
        "uncited": [{"id": it.ident, "words": it.words} for it in claims(item, html)],
        "backlinks": _backlinks(archive, item),
        "links": [*shown((it for it in own if it.code in _LINKS), root), *_dead(archive, item)],
        "counts": counts(own),
    }


def linked_badges(page: bytes, marked: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The badges of the briefings that a page links to, by the address in the link."""
    hrefs = {unescape(href.decode(errors="replace")) for href in _HREF.findall(page)}
    return {href: marked[href] for href in sorted(hrefs & marked.keys())}


def claims(item: Document, html: str) -> tuple[Uncited, ...]:
    """The passages of a briefing for which it names no source, where it has any."""
    is_sourced = isinstance(item, Briefing) and item.status is not Status.WITHDRAWN and bool(item.sources)
    return tuple(uncited(html)) if is_sourced else ()


def _sources(archive: Archive, item: Document) -> dict[str, Any] | None:
    if not isinstance(item, Briefing):
        return None
    text = archive.texts.get(item.path)
    cited = text.citations if text else {}
    never = [
        {"title": source.title, "id": source.id, **_place(item, "sources", number)}
        for number, source in enumerate(item.sources)
        if source.id not in cited
    ]
    return {"count": len(item.sources), "uncited": never}


def _backlinks(archive: Archive, item: Document) -> dict[str, Any]:
    found = archive.backlinks.links.get(archive.original(item), ())
    site = archive.site
    return {
        "count": len(found),
        "listed": [
            {
                "title": link.origin.title,
                "href": addresses.href(site, addresses.of(site, link.origin, link.origin.lang or site.language)),
            }
            for link in islice(found, _LISTED)
        ],
    }


def _dead(archive: Archive, item: Document) -> list[dict[str, Any]]:
    """The sources whose addresses are known not to answer any more."""
    if not isinstance(item, Briefing):
        return []
    return [
        {"message": f"{source.url} is gone since {known.first_dead}.", **_place(item, "sources", number, "url")}
        for number, source in enumerate(item.sources)
        if source.url and (known := archive.health.get(key(source))) and known.first_dead
    ]


def _place(item: Document, *keys: str | int) -> dict[str, Any]:
    place = item.marks.of(*keys)
    return {"path": place.path, "line": place.line, "column": place.column}


def passage_lines(archive: Archive, item: Document, root: Path) -> dict[str, int]:
    """The line of each passage by its address, in the file as it is now; none where finding them may never end."""
    try:
        text, _ = decode((root / item.path).read_bytes(), item.path)
    except OSError:
        return {}
    split = frontmatter.split(text, item.path)[0] if text is not None else None
    if split is None or is_heavy(split.body):
        return {}
    return lines(split.body, split.body_line, _renderer(archive, item))


def _renderer(archive: Archive, item: Document) -> Callable[[str], str]:
    outlets = tuple(archive.outlets.values())

    def render(body: str) -> str:
        made = render_alone(archive.site, item, outlets, body)
        # The name of its placeholders is a digest of the text.
        return made.html.replace(made.token, "x") if made.token else made.html

    return render
