"""Where old addresses lead, as far as a server can be told of it."""

from collections.abc import Iterator

from brief.linking import addresses
from brief.linking.archive import Archive
from brief.model import Briefing, Page


def moves(archive: Archive) -> dict[str, str]:
    """The address that each old one leads to, by the old one, in their order; a page in the output does the same."""
    return dict(sorted(_moves(archive)))


def _moves(archive: Archive) -> Iterator[tuple[str, str]]:
    site = archive.site
    items: list[Briefing | Page] = [*archive.briefings, *archive.pages]
    for item in items:
        own = addresses.of(site, item, item.lang)
        yield from ((alias, own) for alias in item.aliases if alias != own)
    for tag in archive.tags.values():
        for lang in site.languages:
            own = addresses.tag(site, tag, lang)
            yield from ((addresses.former_tag(site, former, lang), own) for former in tag.former_ids)
        yield from ((former, addresses.tag(site, tag, site.language)) for former in tag.former_addresses)
    yield from archive.redirects.items()
