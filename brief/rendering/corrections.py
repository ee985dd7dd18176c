"""The views of what was put on record after publication: corrections and withdrawals."""

from collections.abc import Iterator
from dataclasses import replace

from brief.linking import addresses
from brief.linking.editions import Amendment
from brief.rendering.listing import pages_of
from brief.rendering.scene import Scene
from brief.rendering.views import AmendmentEntry, CorrectionsView

_POLICY = "corrections-policy"


def corrections_views(scene: Scene) -> Iterator[tuple[str, CorrectionsView]]:
    """Each page of the corrections, the latest first, with its address."""
    site = scene.archive.site
    base = addresses.corrections(site, scene.lang)
    found = scene.edition.amendments
    policy = scene.edition.pages.get(_POLICY)
    for page in pages_of(scene, base, scene.wording.say("Corrections"), found):
        yield (
            page.address,
            CorrectionsView(
                frame=page.frame,
                total=len(found),
                entries=tuple(amendment_entry(scene, amendment) for amendment in page.entries),
                policy=scene.to(policy) if policy else None,
                feed=scene.href(addresses.corrections_feed(site, scene.lang)),
                pager=page.pager,
            ),
        )


def amendment_entry(scene: Scene, amendment: Amendment) -> AmendmentEntry:
    """A correction or a withdrawal, with where it stands on its briefing's page."""
    briefing = amendment.briefing
    link = scene.to(briefing)
    return AmendmentEntry(
        date=scene.wording.day(amendment.date),
        briefing=replace(link, href=f"{link.href}#{amendment.section}"),
        text=amendment.text,
        lang=scene.foreign(briefing.lang),
        is_withdrawal=amendment.number == 0,
    )
