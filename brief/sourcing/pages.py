"""A page -> a record: where two of its descriptions differ, the one that is made for citing wins.

In this order: Highwire Press tags (`citation_*`, made for Google Scholar), the European Legislation Identifier's RDFa
(`eli:*`), schema.org's JSON-LD, Dublin Core, Open Graph and `article:*`, other `<meta>`, microdata, and the elements
of HTML itself. Dates of change are never taken for the date of publication.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date as Day  # noqa: N812  # as in the model
from itertools import chain
from urllib.parse import urljoin, urlsplit

from brief.sourcing.cleaning import besides, is_cut, outlets, people, plain
from brief.sourcing.languages import code
from brief.sourcing.markup import Markup
from brief.sourcing.mementos import Copy, copy_at, is_short, original_of
from brief.sourcing.record import Doubt, Record, first, first_known
from brief.sourcing.structured import Described, described
from brief.validation.dating import Unclear, edtf

_PUBLISHED = (
    "date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "publication-date",
    "date_published", "datepublished", "parsely-pub-date", "sailthru.date", "dcsext.articlefirstpublished",
    "article.published", "cxenseparse:recs:publishtime", "ptime", "bt:pubdate", "originalpublicationdate",
)  # fmt: skip
_AUTHORS = ("author", "byl", "parsely-author", "sailthru.author", "dcsext.author", "cxenseparse:author")
_BETWEEN = r"\s+(?:\||-|–|—|::|·|»|•)\s+|\s*\|\s*"  # what stands between a title and the site's name
_ASIDE_HOSTS = re.compile(r"^(?:www|m|mobile|amp|en|ru)\.")


def record(page: Markup, address: str = "", accessed: Day | None = None, copy: Copy | None = None) -> Record:
    """What a page says of the document that it shows.

    `address` is where it was found, empty for a saved file of which nobody knows. `accessed` is the day on which it
    was asked for there. `copy` is what its host calls it a copy of. The day of a copy is that on which the original
    is known to have read so, and goes over the day on which the copy was looked at.
    """
    copy = copy or _copy(page, address or page.saved_from)
    place = copy.original if copy else address or page.saved_from
    place = place if _is_web(place) else ""
    url, url_doubts = _url(page, place)
    data = described(page.data, url or place)
    lang = _lang(page, data)
    published, date_doubts = _published(page, data, lang)
    publishers = outlets(_outlets(page, data))
    said = _title(page, data, lang)
    title = _without_site(plain(said), publishers, page)
    doubts = [*url_doubts, *date_doubts]
    if is_cut(said):
        doubts.append(Doubt("title", "The title was longer than a title can be, and is cut."))
    return Record(
        title=title,
        url=url,
        published=published,
        accessed=copy.day if copy and copy.day else accessed or _saved_on(page),
        archived=copy.archived if copy else "",
        lang=lang,
        author=besides(_authors(page, data), publishers),
        outlets=publishers,
        doubts=tuple(doubts),
    )


def _saved_on(page: Markup) -> Day | None:
    read = edtf(plain(page.saved_on))
    return Day.fromisoformat(read) if isinstance(read, str) else None


def _copy(page: Markup, address: str) -> Copy | None:
    copy = copy_at(address)
    if copy is None and is_short(address):
        # archive.today gives the long name of the copy in the page.
        named = next(filter(None, map(copy_at, page.links.get("bookmark", ()))), None)
        return replace(named, archived=address) if named else None
    return copy


def _is_web(address: str) -> bool:
    return address.startswith(("http://", "https://"))


def _url(page: Markup, place: str) -> tuple[str, list[Doubt]]:
    """The address that the page gives as its own, and that it was found at where the two are of different hosts."""
    named = [
        *page.links.get("canonical", ()),
        *page.meta(
            "og:url", "citation_public_url", "citation_abstract_html_url", "dc.identifier", "dcterms.identifier"
        ),
    ]
    own = [original_of(urljoin(place, address)) for address in named if address]
    for address in filter(_is_web, own):
        if not place:
            return address, []
        if _is_front(address) and not _is_front(place):
            continue
        if _host(address) == _host(place):
            return address, []
        words = f"The page gives {plain(address)} as its address; it was found at {plain(place)}, which is taken."
        return place, [Doubt("url", words)]
    return place, []


def _host(address: str) -> str:
    return _ASIDE_HOSTS.sub("", (urlsplit(address).hostname or "").lower())


def _is_front(address: str) -> bool:
    parts = urlsplit(address)
    return parts.path in {"", "/"} and not parts.query


def _title(page: Markup, data: Described, lang: str) -> str:
    return first(
        page.meta("citation_title"),
        page.marked_up("eli:title", lang),
        data.titles,
        page.meta("dc.title", "dcterms.title", "dct.title"),
        page.marked_up("dct:title", lang),
        page.marked_up("dc:title", lang),
        page.meta("og:title", "twitter:title", "parsely-title", "sailthru.title"),
        page.marked_up("headline"),
        [page.title],
        page.headings[:1],
    )


def _without_site(title: str, publishers: tuple[str, ...], page: Markup) -> str:
    """A title without the name of the site after or before it, which is no part of it."""
    heading = plain(page.headings[0]) if len(page.headings) == 1 else ""
    names = {name.casefold() for name in (*publishers, *map(plain, page.meta("og:site_name")))}
    parts = [part for part in re.split(f"({_BETWEEN})", title) if part]
    while len(parts) > 2 and (parts[-1].casefold() in names or heading == "".join(parts[:-2])):
        parts = parts[:-2]
    while len(parts) > 2 and parts[0].casefold() in names:
        parts = parts[2:]
    return "".join(parts)


def _lang(page: Markup, data: Described) -> str:
    found = first_known(
        code,
        page.meta("citation_language"),
        data.langs,
        page.meta("dc.language", "dcterms.language", "dct.language"),
        [page.lang],
        page.meta("og:locale", "content-language"),
    )
    return found or ""


def _published(page: Markup, data: Described, lang: str) -> tuple[str, list[Doubt]]:
    found = chain(
        page.meta("citation_publication_date", "citation_date", "citation_online_date", "citation_cover_date"),
        page.marked_up("eli:date_publication"),
        page.marked_up("eli:date_document"),
        data.published,
        page.meta("dc.date.issued", "dcterms.issued", "dct.issued", "dc.date.created", "dcterms.created"),
        page.meta("dc.date", "dcterms.date", "dct.date"),
        page.marked_up("dct:issued"),
        page.meta("article:published_time", "article:published", "og:published_time", "og:article:published_time"),
        page.meta(*_PUBLISHED),
        _only(page, "datePublished"),
    )
    unclear: list[Doubt] = []
    for text in found:
        read = edtf(plain(text), (lang,))
        if isinstance(read, str):
            return read, []
        if isinstance(read, Unclear):
            unclear.append(Doubt("published", f"The page's date is not clear: {read.words}"))
    return "", unclear[:1]


def _only(page: Markup, name: str) -> Iterator[str]:
    """What microdata marks up as `name`, where the page holds it of one thing only."""
    found = dict.fromkeys(page.marked_up(name))
    yield from found if len(found) == 1 else ()


def _authors(page: Markup, data: Described) -> tuple[str, ...]:
    found = (
        people(page.meta("citation_author"), inverted=True),
        people(data.authors),
        people(page.meta("dc.creator", "dcterms.creator", "dc.contributor.author"), inverted=True),
        people(page.meta("article:author")),
        people(page.meta(*_AUTHORS)),
    )
    return next(filter(None, found), ())


def _outlets(page: Markup, data: Described) -> Iterator[str]:
    yield from page.meta("citation_journal_title", "citation_technical_report_institution", "citation_publisher")
    yield from data.publishers
    yield from page.meta("og:site_name")
    yield from page.meta("dc.publisher", "dcterms.publisher", "article:publisher", "application-name", "publisher")
