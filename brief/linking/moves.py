"""Where old addresses lead, as far as a server can be told of it."""

from collections.abc import Iterator

from brief.config import Site
from brief.linking import addresses
from brief.linking.archive import Archive
from brief.model import Briefing, Page


def moves(archive: Archive) -> dict[str, str]:
    """The address that each old one leads to, by the old one, in their order; a page in the output does the same."""
    return dict(sorted(_moves(archive)))


def _moves(archive: Archive) -> Iterator[tuple[str, str]]:
    items: list[Briefing | Page] = [*archive.briefings, *archive.pages]
    for item in items:
        own = addresses.of(archive.site, item, item.lang)
        yield from ((former, own) for former in former_addresses(archive.site, item))
    for lang in archive.site.languages:
        yield from moved_lists(archive, lang)


def former_addresses(site: Site, item: Briefing | Page) -> tuple[str, ...]:
    """Where an item was; what came back to its first address has that among its aliases."""
    own = addresses.of(site, item, item.lang)
    return tuple(alias for alias in item.aliases if alias != own)


def moved_lists(archive: Archive, lang: str) -> Iterator[tuple[str, str]]:
    """Where lists of an edition were, and where they are."""
    site = archive.site
    for tag in archive.tags.values():
        own = addresses.tag(site, tag, lang)
        yield from ((addresses.former_tag(site, former, lang), own) for former in tag.former_ids)
        if lang == site.language:
            yield from ((former, own) for former in tag.former_addresses)
    if lang == site.language:
        yield from archive.redirects.items()
