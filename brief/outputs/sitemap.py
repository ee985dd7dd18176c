"""The sitemap (sitemaps.org 0.9): every page that search engines should know, and robots.txt, which names it.

Left out are redirects, what was withdrawn, drafts, and briefings that another has replaced, whose pages call that one
the canonical one.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812  # as elsewhere
from xml.sax.saxutils import escape, quoteattr

from brief.config import Site
from brief.linking import addresses
from brief.linking.archive import Archive
from brief.linking.claims import SITEMAP_LIMIT
from brief.linking.editions import Edition
from brief.linking.paging import pages_needed
from brief.model import Briefing, Page, Status, last_changed
from brief.rendering.pages import Output

_BYTES = 50 * 1024 * 1024
"""How long one file may be, in bytes (the same)."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_OPENING = f'{_HEAD}<urlset {_SCHEMA} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
_CLOSING = "</urlset>\n"


@dataclass(frozen=True, slots=True)
class Listed:
    """A page: its address, the day of its last change as far as it is known, and its versions by language."""

    address: str
    changed: Day | None = None
    versions: Mapping[str, str] = field(default_factory=dict)


def robots(site: Site) -> Output:
    """Everything may be read (RFC 9309), and the sitemap says what there is."""
    where = addresses.absolute(site, addresses.sitemap())
    return Output("robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {where}\n".encode())


def sitemaps(archive: Archive, limit: int = SITEMAP_LIMIT) -> Iterator[Output]:
    """The sitemap, or where it would have more than `limit` addresses an index of its parts, and these."""
    site = archive.site
    entries = (_entry(site, page) for lang in site.languages for page in listed(archive, lang))
    parts = list(_parts(entries, limit))
    if len(parts) == 1:
        yield _output(addresses.sitemap(), _OPENING + parts[0] + _CLOSING)
        return
    index = []
    for number, part in enumerate(parts, start=1):
        address = addresses.sitemap(number)
        index.append(f"<sitemap><loc>{escape(addresses.absolute(site, address))}</loc></sitemap>\n")
        yield _output(address, _OPENING + part + _CLOSING)
    yield _output(addresses.sitemap(), f"{_HEAD}<sitemapindex {_SCHEMA}>\n{''.join(index)}</sitemapindex>\n")


def listed(archive: Archive, lang: str) -> Iterator[Listed]:
    """Every page of an edition that should be found."""
    yield from _lists(archive, archive.editions[lang])
    for briefing in archive.briefings:
        if briefing.lang == lang and _is_found(archive, briefing):
            versions = archive.briefing_versions[briefing.path].values()
            found = [version for version in versions if _is_found(archive, version)]
            yield Listed(
                addresses.briefing(archive.site, briefing), last_changed(briefing), _addresses(archive.site, found)
            )
    for page in archive.pages:
        if page.lang == lang and page.slug != "index":
            versions_of_page = archive.page_versions[page.path].values()
            yield Listed(addresses.page(archive.site, page), None, _addresses(archive.site, versions_of_page))


def _is_found(archive: Archive, briefing: Briefing) -> bool:
    return briefing.status is Status.PUBLISHED and briefing.path not in archive.succession.latest


def _addresses(site: Site, versions: Iterable[Briefing | Page]) -> dict[str, str]:
    return {version.lang: addresses.of(site, version, version.lang) for version in versions}


def _lists(archive: Archive, edition: Edition) -> Iterator[Listed]:
    """The pages of an edition's lists. The first of each is there in every language."""
    site, lang = archive.site, edition.lang
    home = addresses.edition(site, lang)

    def pages(
        base: str, entries: int, changed: Day | None, languages: Iterable[str] = site.languages
    ) -> Iterator[Listed]:
        inner = base.removeprefix(home)
        yield Listed(base, changed, {other: addresses.edition(site, other) + inner for other in languages})
        for number in range(2, pages_needed(entries) + 1):
            yield Listed(addresses.numbered(base, number), changed)

    amended = (amendment.date for amendment in edition.amendments)
    changed = max((*map(last_changed, edition.briefings), *amended), default=None)
    for base, entries in (
        (home, 0),
        (addresses.tags(site, lang), 0),
        (addresses.outlets(site, lang), 0),
        (addresses.archive(site, lang), 0),
        (addresses.subject_map(site, lang), 0),
        *([(addresses.search(site, lang), 0)] if site.search.enabled else []),
        (addresses.sources(site, lang), len(edition.documents)),
        (addresses.timeline(site, lang), len(edition.timeline)),
    ):
        yield from pages(base, entries, changed)
    last_amended = edition.amendments[0].date if edition.amendments else None
    yield from pages(addresses.corrections(site, lang), len(edition.amendments), last_amended)
    for tag in archive.tags.values():
        tagged = edition.by_tag.get(tag.id, ())
        yield from pages(addresses.tag(site, tag, lang), len(tagged), _latest(tagged))
    for outlet in archive.outlets.values():
        uses = edition.by_outlet.get(outlet.id, ())
        latest = _latest(use.briefing for use in uses)
        yield from pages(addresses.outlet(site, outlet, lang), len(uses), latest)
    for year, briefings in edition.by_year.items():
        languages = [other for other in site.languages if year in archive.editions[other].by_year]
        yield from pages(addresses.year(site, year, lang), 0, _latest(briefings), languages)


def _latest(briefings: Iterable[Briefing]) -> Day | None:
    return max(map(last_changed, briefings), default=None)


def _entry(site: Site, page: Listed) -> str:
    """One `url` element; its versions are links of XHTML (Google Search Central, "Localized versions", Sitemap)."""
    versions = page.versions if len(page.versions) > 1 else {}
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(lang)} href={quoteattr(addresses.absolute(site, address))}/>'
        for lang, address in versions.items()
    )
    changed = f"<lastmod>{page.changed.isoformat()}</lastmod>" if page.changed else ""
    return f"<url><loc>{escape(addresses.absolute(site, page.address))}</loc>{changed}{alternates}</url>\n"


def _parts(entries: Iterable[str], limit: int) -> Iterator[str]:
    """The entries in parts of at most `limit`, and of no more bytes than a file may have."""
    room = _BYTES - len(_OPENING) - len(_CLOSING)
    part: list[str] = []
    size = 0
    for entry in entries:
        length = len(entry.encode())
        if part and (len(part) == limit or size + length > room):
            yield "".join(part)
            part, size = [], 0
        part.append(entry)
        size += length
    yield "".join(part)


def _output(address: str, text: str) -> Output:
    return Output(addresses.output_path(address), text.encode())
