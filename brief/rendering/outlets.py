"""The views of outlets: what the archive takes from each, and how far it relies on it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from brief.linking import addresses
from brief.linking import reliance as figures_of
from brief.linking.documents import Use
from brief.linking.paging import page_key
from brief.model import Outlet, name_in
from brief.rendering.backlinks import backlinked
from brief.rendering.charts import use_bars
from brief.rendering.listing import beginning, page_of
from brief.rendering.ratings import credibility, reliability
from brief.rendering.scene import Scene
from brief.rendering.views import (
    Backlinked,
    OutletIndexView,
    OutletRow,
    OutletView,
    RatingRow,
    Reliance,
    UseEntry,
    UseGroup,
)
from brief.rendering.wording import Wording

_SUBJECTS = 12


def outlet_index_view(scene: Scene) -> OutletIndexView:
    """All outlets, with how much was taken from each."""
    address = addresses.outlets(scene.archive.site, scene.lang)
    outlets = sorted(scene.archive.outlets.values(), key=lambda outlet: name_in(outlet, scene.lang).casefold())
    rows = []
    for outlet in outlets:
        figures = scene.edition.excerpts.reliance.get(outlet.id)
        rows.append(
            OutletRow(
                link=scene.to(outlet),
                kind=outlet_kind(scene.wording, outlet.kind) if outlet.kind else "",
                sources=figures.sources if figures else 0,
                briefings=figures.briefings if figures else 0,
                alone=figures.alone if figures else 0,
            )
        )
    title = scene.wording.say("Outlets")
    chart = use_bars(scene, scene.archive.outlets, scene.edition.excerpts.reliance)
    return OutletIndexView(scene.frame(title, "", address, scene.every_edition(address)), tuple(rows), chart)


def outlet_view(scene: Scene, outlet: Outlet, number: int) -> OutletView:
    """Page `number` of an outlet."""
    site, figures = scene.archive.site, _figures(scene, outlet)
    shown = scene.edition.excerpts.used.get(page_key(outlet.id, number), ())
    title = name_in(outlet, scene.lang)
    description = scene.prose(outlet)
    base = addresses.outlet(site, outlet, scene.lang)
    page = page_of(scene, base, title, number, figures.sources, beginning(description), has_feed=True)
    return OutletView(
        frame=page.frame,
        title=title,
        kind=outlet_kind(scene.wording, outlet.kind) if outlet.kind else "",
        description=description,
        description_lang=scene.foreign(site.language),
        names=scene.names(outlet),
        href=outlet.url or "",
        language=scene.wording.language(outlet.lang) if outlet.lang else "",
        country=_country(scene.wording, outlet.country),
        wikidata=outlet.wikidata or "",
        reliance=_reliance(scene, figures),
        backlinks=backlinked(scene, outlet) if page.is_first else Backlinked(),
        total=figures.sources,
        groups=_uses(scene, shown),
        feed=page.frame.feeds[0].href,
        pager=page.pager,
    )


_NONE = figures_of.Reliance(0, 0, 0, 0, (), {}, {})


def _figures(scene: Scene, outlet: Outlet) -> figures_of.Reliance:
    return scene.edition.excerpts.reliance.get(outlet.id, _NONE)


def _reliance(scene: Scene, figures: figures_of.Reliance) -> Reliance:
    known, ratings = scene.archive.tags, figures.ratings
    subjects = [tag for tag in figures.tags if tag in known]
    most = sorted(subjects, key=lambda tag: (-figures.tags[tag], tag))[:_SUBJECTS]
    years = figures.years
    return Reliance(
        sources=figures.sources,
        documents=figures.documents,
        briefings=figures.briefings,
        alone=figures.alone,
        years=f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years)),
        ratings=tuple(
            RatingRow(
                rating=rating,
                reliability=reliability(scene.wording, rating[0]) if rating else "",
                credibility=credibility(scene.wording, rating[1]) if rating else "",
                total=ratings[rating],
            )
            for rating in sorted(ratings, key=lambda rating: (not rating, rating))
        ),
        subjects=tuple(replace(scene.to(known[tag]), count=figures.tags[tag]) for tag in most),
    )


def outlet_kind(wording: Wording, kind: str) -> str:
    """What an outlet of a kind is called."""
    return {
        "news-agency": wording.say("News agency"),
        "newspaper": wording.say("Newspaper"),
        "broadcaster": wording.say("Broadcaster"),
        "official": wording.say("Official publication"),
        "organisation": wording.say("Organisation"),
        "other": wording.say("Other"),
    }[kind]


def _country(wording: Wording, code: str | None) -> str:
    return wording.locale.territories.get(code.upper(), code) if code else ""


def _uses(scene: Scene, uses: Sequence[Use]) -> tuple[UseGroup, ...]:
    return tuple(
        UseGroup(
            str(year),
            f"y{year}",
            tuple(
                UseEntry(
                    title=use.source.title,
                    href=use.source.url or "",
                    lang=scene.foreign(use.source.lang or ""),
                    published=scene.wording.uncertain(use.source.published),
                    rating=use.source.rating or "",
                    briefing=scene.to(use.briefing),
                )
                for use in listed
            ),
        )
        for year, listed in groupby(uses, key=lambda use: use.briefing.date.year)
    )
