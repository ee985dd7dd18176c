"""The views of what was put on record after publication: corrections and withdrawals."""

from dataclasses import replace

from brief.linking import addresses
from brief.linking.amendments import Amendment
from brief.rendering.listing import page_of
from brief.rendering.scene import Scene
from brief.rendering.views import AmendmentEntry, CorrectionsView

_POLICY = "corrections-policy"


def corrections_view(scene: Scene, number: int) -> CorrectionsView:
    """Page `number` of the corrections, the latest first."""
    base = addresses.corrections(scene.archive.site, scene.lang)
    excerpts = scene.edition.excerpts
    total, shown = excerpts.lengths["amendments"], excerpts.amendments.get(number, ())
    policy = scene.edition.pages.get(_POLICY)
    page = page_of(scene, base, scene.wording.say("Corrections"), number, total, has_feed=True)
    return CorrectionsView(
        frame=page.frame,
        total=total,
        entries=tuple(amendment_entry(scene, amendment) for amendment in shown),
        policy=scene.to(policy) if policy else None,
        feed=page.frame.feeds[0].href,
        pager=page.pager,
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
