"""Who claims which address: no two things of a site may stand at one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, Location, error
from brief.linking import addresses
from brief.linking.documents import years_of
from brief.linking.editions import Edition
from brief.linking.paging import pages_needed
from brief.model import Briefing, KeyPath, Marks, Page
from brief.reading.loading import Content


@dataclass(frozen=True, slots=True)
class Claim:
    """An address, what stands there in words, and where that is written: the file's marks and the key in it.

    `is_kept` tells whether readers are promised that it answers for ever.
    """

    address: str
    owner: str
    marks: Marks
    key: KeyPath = ()
    is_kept: bool = True

    @property
    def location(self) -> Location:
        """The place in the file, which few claims are ever asked for."""
        return self.marks.of(*self.key)


_FOR_PROGRAMS = {
    addresses.sitemap(): "the sitemap",
    "/robots.txt": "what tells crawlers where the sitemap is",
    "/site.webmanifest": "what tells telephones of the site",
    "/favicon.ico": "the icon",
    "/_headers": "what tells hosts of headers",
}


def claims(
    site: Site, content: Content, briefings: Iterable[Briefing], editions: Mapping[str, Edition]
) -> Iterator[Claim]:
    """Every address that the site is going to have, but those of the theme's static files."""
    here = Marks(site.marks.path)
    for lang, edition in editions.items():
        yield Claim(addresses.edition(site, lang), "the home page", here)
        yield Claim(addresses.tags(site, lang), "the list of tags", here)
        yield Claim(addresses.outlets(site, lang), "the list of outlets", here)
        yield Claim(addresses.archive(site, lang), "the archive", here)
        if site.search.enabled:
            yield Claim(addresses.search(site, lang), "the search page", here, is_kept=False)
        yield Claim(addresses.subject_map(site, lang), "the map of the archive", here)
        yield from _numbered(addresses.timeline(site, lang), len(edition.timeline), "the timeline", here)
        yield from _numbered(addresses.sources(site, lang), len(edition.documents), "the list of sources", here)
        for published in years_of(edition.documents.values()):
            yield Claim(addresses.source_data(site, published, lang), "the list of sources", here, is_kept=False)
        yield from _numbered(addresses.corrections(site, lang), len(edition.amendments), "the corrections", here)
        for base in (addresses.edition(site, lang), addresses.corrections(site, lang)):
            yield from _feeds(base, "a feed", here)
        if site.search.enabled:
            told = "what tells browsers how to search"
            yield Claim(addresses.search_description(site, lang), told, here, is_kept=False)
        for year in edition.by_year:
            yield Claim(addresses.year(site, year, lang), "a year of the archive", here)
        for tag in content.tags:
            entries = len(edition.by_tag.get(tag.id, ()))
            yield from _numbered(addresses.tag(site, tag, lang), entries, tag.path, tag.marks, ("title",))
            yield from _feeds(addresses.tag(site, tag, lang), f"the feed of {tag.path}", tag.marks, ("title",))
        for outlet in content.outlets:
            entries = len(edition.by_outlet.get(outlet.id, ()))
            base = addresses.outlet(site, outlet, lang)
            yield from _numbered(base, entries, outlet.path, outlet.marks, ("title",))
            yield from _feeds(base, f"the feed of {outlet.path}", outlet.marks, ("title",))
    yield Claim("/manifest.sha256", "the list of the site's files", here, is_kept=False)
    if site.search.enabled:
        yield Claim(addresses.search_list(site), "the search index", here, is_kept=False)
    yield Claim("/404.html", "the page for unknown addresses", here, is_kept=False)
    for address, owner in _FOR_PROGRAMS.items():
        yield Claim(address, owner, here, is_kept=False)
    for path in site.extensions.outputs:
        yield Claim(f"/{path}", "an output of the site's own", site.marks, ("extensions", "outputs", path))
    for path in content.files:
        yield Claim(addresses.file(path), path, Marks(path))
    items: tuple[Briefing | Page, ...] = (*briefings, *content.pages)
    for item in items:
        if isinstance(item, Briefing) or item.slug != "index":
            yield Claim(addresses.of(site, item, item.lang), item.path, item.marks, ("slug",))
    for lang in editions:
        for tag in content.tags:
            for index, former in enumerate(tag.former_ids):
                owner, key = f"a former id of {tag.path}", ("former_ids", index)
                yield Claim(addresses.former_tag(site, former, lang), owner, tag.marks, key)
                yield from _feeds(addresses.former_tag(site, former, lang), owner, tag.marks, key)
    for tag in content.tags:
        for index, former in enumerate(tag.former_addresses):
            yield Claim(former, f"a former address of {tag.path}", tag.marks, ("former_addresses", index))
    for item in items:
        for index, alias in enumerate(item.aliases):
            # Its own address stands there too where a briefing came back to the first that it had.
            if isinstance(item, Page) or alias != addresses.briefing(site, item):
                yield Claim(alias, f"an alias in {item.path}", item.marks, ("aliases", index))


# Of addresses in one file of a sitemap (sitemaps.org, "Using Sitemap index files").
SITEMAP_LIMIT = 50_000


def sitemap_parts(site: Site, found: Sequence[Claim]) -> Iterator[Claim]:
    """The parts that a sitemap may be in: each page is a claim, and has an address in each language at most."""
    most = -(-len(found) * len(site.languages) // SITEMAP_LIMIT)
    for number in range(1, most + 1) if most > 1 else ():
        owner = "a part of the sitemap"
        yield Claim(addresses.sitemap(number), owner, Marks(site.marks.path), is_kept=False)


def _numbered(address: str, entries: int, owner: str, marks: Marks, key: KeyPath = ()) -> Iterator[Claim]:
    """The pages of a list."""
    for number in range(pages_needed(entries)):
        yield Claim(addresses.numbered(address, number + 1), owner, marks, key)


def _feeds(address: str, owner: str, marks: Marks, key: KeyPath = ()) -> Iterator[Claim]:
    """The feeds of a list."""
    for feed in addresses.feeds(address):
        yield Claim(feed, owner, marks, key)


def collisions(found: Iterable[Claim]) -> list[Diagnostic]:
    """A fault for each claim to an address that is taken; where that is a list's, its feeds are not counted too.

    Neither letters' case nor how their accents are written (NFC, NFD) tells addresses apart, since they don't on every
    file system.
    """
    first: dict[str, Claim] = {}
    folders: dict[str, Claim] = {}
    lost: set[str] = set()
    faults = []
    for claim in found:
        path = normalize("NFC", addresses.output_path(claim.address)).casefold()
        new = _new_folders(path, folders)
        # A file can't be a folder too, as with the aliases /old.html and /old.html/part/.
        taken = first.get(path) or folders.get(path) or next((first[folder] for folder in new if folder in first), None)
        if taken and addresses.list_of(claim.address) in lost:
            continue
        if taken:
            lost.add(claim.address)
            message = f"The address {claim.address} is taken by {taken.owner}."
            hint = "Give one of the two another file name, `slug` or alias."
            faults.append(error(Code.DUPLICATE_ADDRESS, claim.location, message, hint))
            continue
        first[path] = claim
        folders |= dict.fromkeys(new, claim)
    return faults


def _new_folders(path: str, known: Mapping[str, Claim]) -> list[str]:
    """The folders that a file is in, the innermost first, up to one that is `known`, above which all are."""
    found: list[str] = []
    folder = path.rpartition("/")[0].rstrip("/")
    while folder and folder not in known:
        found.append(folder)
        folder = folder.rpartition("/")[0]
    return found
