"""The views of what was put on record after publication: corrections and withdrawals."""

from collections.abc import Iterator
from dataclasses import replace

from brief.linking import addresses
from brief.linking.editions import Amendment
from brief.rendering.listing import numbered_title, pages_of
from brief.rendering.scene import Scene
from brief.rendering.views import AmendmentEntry, CorrectionsView

_POLICY = "corrections-policy"


def corrections_views(scene: Scene) -> Iterator[tuple[str, CorrectionsView]]:
    """Each page of the corrections, the latest first, with its address."""
    site = scene.archive.site
    base = addresses.corrections(site, scene.lang)
    found = scene.edition.amendments
    policy = scene.edition.pages.get(_POLICY)
    pages = pages_of(found)
    for number, listed in enumerate(pages, start=1):
        address = addresses.numbered(base, number)
        versions = scene.every_edition(base)
        title = numbered_title(scene, scene.wording.say("Corrections"), number)
        yield (
            address,
            CorrectionsView(
                frame=scene.frame(title, "", address, versions if number == 1 else None, versions),
                total=len(found),
                entries=tuple(_entry(scene, amendment) for amendment in listed),
                policy=scene.to(policy) if policy else None,
                feed=scene.href(addresses.corrections_feed(site, scene.lang)),
                pager=scene.pager(base, number, len(pages)),
            ),
        )


def _entry(scene: Scene, amendment: Amendment) -> AmendmentEntry:
    briefing = amendment.briefing
    link = scene.to(briefing)
    section = "corrections" if amendment.number else "withdrawn"
    return AmendmentEntry(
        date=scene.wording.day(amendment.date),
        briefing=replace(link, href=f"{link.href}#{section}"),
        text=amendment.text,
        lang=scene.foreign(briefing.lang),
        is_withdrawal=amendment.number == 0,
    )
