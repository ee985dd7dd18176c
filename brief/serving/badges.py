"""What a writer should see of a page at once, and readers don't: that it is a draft, of a day to come, and the like."""

from collections.abc import Mapping
from datetime import date as Day  # noqa: N812  # as in the model

from brief.linking import addresses
from brief.linking.archive import Archive
from brief.model import Briefing, Document, Status


def badges(item: Document, today: Day) -> tuple[str, ...]:
    """The badges of an item, in words."""
    if not isinstance(item, Briefing):
        return ()
    found = {
        "draft": item.status is Status.DRAFT,
        "withdrawn": item.status is Status.WITHDRAWN,
        f"appears {item.date.isoformat()}": item.status is Status.SCHEDULED,
        f"dated {item.date.isoformat()}": item.date > today and item.status is not Status.SCHEDULED,
        "unsourced": not item.sources and item.status is not Status.WITHDRAWN,
    }
    return tuple(words for words, is_so in found.items() if is_so)


def badges_by_href(archive: Archive, today: Day) -> Mapping[str, tuple[str, ...]]:
    """The badges of all briefings that have any, by what pages link to them with."""
    site = archive.site
    marked = ((briefing, badges(briefing, today)) for briefing in archive.briefings)
    return {addresses.href(site, addresses.briefing(site, briefing)): found for briefing, found in marked if found}
