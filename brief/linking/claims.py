"""Who claims which address: no two things of a site may stand at one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, Location, error
from brief.linking import addresses
from brief.linking.documents import years_of
from brief.linking.editions import Edition, pages_needed
from brief.model import Briefing, Page
from brief.reading.loading import Content


@dataclass(frozen=True, slots=True)
class Claim:
    """An address, what stands there in words, and where that is written.

    `is_kept` tells whether readers are promised that it answers for ever.
    """

    address: str
    owner: str
    location: Location
    is_kept: bool = True


def claims(
    site: Site, content: Content, briefings: Iterable[Briefing], editions: Mapping[str, Edition]
) -> Iterator[Claim]:
    """Every address that the site is going to have, but those of the theme's static files."""
    for lang, edition in editions.items():
        here = Location(site.marks.path)
        yield Claim(addresses.edition(site, lang), "the home page", here)
        yield Claim(addresses.tags(site, lang), "the list of tags", here)
        yield Claim(addresses.outlets(site, lang), "the list of outlets", here)
        yield Claim(addresses.archive(site, lang), "the archive", here)
        if site.search:
            yield Claim(addresses.search(site, lang), "the search page", here)
        yield Claim(addresses.subject_map(site, lang), "the map of the archive", here)
        yield from _numbered(addresses.timeline(site, lang), len(edition.timeline), "the timeline", here)
        yield from _numbered(addresses.sources(site, lang), len(edition.documents), "the list of sources", here)
        for published in years_of(edition.documents.values()):
            yield Claim(addresses.source_data(site, published, lang), "the list of sources", here, is_kept=False)
        yield from _numbered(addresses.corrections(site, lang), len(edition.amendments), "the corrections", here)
        yield Claim(addresses.corrections_feed(site, lang), "the feed of corrections", here)
        for year in edition.by_year:
            yield Claim(addresses.year(site, year, lang), "a year of the archive", here)
        for tag in content.tags:
            entries = len(edition.by_tag.get(tag.id, ()))
            yield from _numbered(addresses.tag(site, tag, lang), entries, tag.path, tag.marks.of("title"))
        for outlet in content.outlets:
            entries = len(edition.by_outlet.get(outlet.id, ()))
            yield from _numbered(addresses.outlet(site, outlet, lang), entries, outlet.path, outlet.marks.of("title"))
    yield Claim("/manifest.sha256", "the list of the site's files", Location(site.marks.path), is_kept=False)
    if site.search:
        yield Claim(addresses.search_list(site), "the search index", Location(site.marks.path), is_kept=False)
    yield Claim("/404.html", "the page for unknown addresses", Location(site.marks.path), is_kept=False)
    for path in content.files:
        yield Claim(addresses.file(path), path, Location(path))
    items: tuple[Briefing | Page, ...] = (*briefings, *content.pages)
    for item in items:
        if isinstance(item, Briefing) or item.slug != "index":
            yield Claim(addresses.of(site, item, item.lang), item.path, _slug_place(item))
    for lang in editions:
        for tag in content.tags:
            for index, former in enumerate(tag.former_ids):
                owner, place = f"a former id of {tag.path}", tag.marks.of("former_ids", index)
                yield Claim(addresses.former_tag(site, former, lang), owner, place)
    for item in items:
        for index, alias in enumerate(item.aliases):
            yield Claim(alias, f"an alias in {item.path}", item.marks.of("aliases", index))


def _numbered(address: str, entries: int, owner: str, location: Location) -> Iterator[Claim]:
    """The pages of a list."""
    for number in range(pages_needed(entries)):
        yield Claim(addresses.numbered(address, number + 1), owner, location)


def _slug_place(item: Briefing | Page) -> Location:
    return item.marks.of("slug") if ("slug",) in item.marks.places else Location(item.path)


def collisions(found: Iterable[Claim]) -> list[Diagnostic]:
    """A fault for each claim to an address that is taken.

    Letters' case doesn't tell addresses apart, since it doesn't on every file system.
    """
    first: dict[str, Claim] = {}
    folders: dict[str, Claim] = {}
    faults = []
    for claim in found:
        path = addresses.output_path(claim.address).casefold()
        above = [str(folder) for folder in PurePosixPath(path).parents]
        # A file can't be a folder too, as with the aliases /old.html and /old.html/part/.
        taken = first.get(path) or folders.get(path) or next((first[part] for part in above if part in first), None)
        if taken:
            message = f"The address {claim.address} is taken by {taken.owner}."
            hint = "Give one of the two another file name, `slug` or alias."
            faults.append(error(Code.DUPLICATE_ADDRESS, claim.location, message, hint))
            continue
        first[path] = claim
        folders |= {part: claim for part in above if part not in folders}
    return faults
