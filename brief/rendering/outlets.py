"""The views of outlets: what the archive takes from each, and how far it relies on it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from brief.linking import addresses
from brief.linking.documents import Use, key
from brief.model import Outlet, name_in, sole_outlet
from brief.rendering.backlinks import backlinked
from brief.rendering.charts import use_bars
from brief.rendering.listing import beginning, pages_of
from brief.rendering.ratings import credibility, reliability
from brief.rendering.scene import Scene
from brief.rendering.views import OutletIndexView, OutletRow, OutletView, RatingRow, Reliance, UseEntry, UseGroup
from brief.rendering.wording import Wording

_SUBJECTS = 12


def outlet_index_view(scene: Scene) -> OutletIndexView:
    """All outlets, with how much was taken from each."""
    address = addresses.outlets(scene.archive.site, scene.lang)
    outlets = sorted(scene.archive.outlets.values(), key=lambda outlet: name_in(outlet, scene.lang).casefold())
    rows = []
    for outlet in outlets:
        uses = scene.edition.by_outlet.get(outlet.id, ())
        rows.append(
            OutletRow(
                link=scene.to(outlet),
                kind=outlet_kind(scene.wording, outlet.kind) if outlet.kind else "",
                sources=len(uses),
                briefings=len({use.briefing.path for use in uses}),
                alone=_alone(uses),
            )
        )
    title = scene.wording.say("Outlets")
    chart = use_bars(scene, scene.archive.outlets, scene.edition.by_outlet)
    return OutletIndexView(scene.frame(title, "", address, scene.every_edition(address)), tuple(rows), chart)


def outlet_views(scene: Scene, outlet: Outlet) -> Iterator[tuple[str, OutletView]]:
    """Each page of an outlet, with its address."""
    uses = scene.edition.by_outlet.get(outlet.id, ())
    base = addresses.outlet(scene.archive.site, outlet, scene.lang)
    title = name_in(outlet, scene.lang)
    description = scene.prose(outlet)
    reliance, linked = _reliance(scene, uses), backlinked(scene, outlet)
    for page in pages_of(scene, base, title, uses, beginning(description)):
        yield (
            page.address,
            OutletView(
                frame=page.frame,
                title=title,
                kind=outlet_kind(scene.wording, outlet.kind) if outlet.kind else "",
                description=description,
                description_lang=scene.foreign(scene.archive.site.language),
                names=scene.names(outlet),
                href=outlet.url or "",
                language=scene.wording.language(outlet.lang) if outlet.lang else "",
                country=_country(scene.wording, outlet.country),
                wikidata=outlet.wikidata or "",
                reliance=reliance,
                backlinks=linked,
                total=len(uses),
                groups=_uses(scene, page.entries),
                pager=page.pager,
            ),
        )


def _reliance(scene: Scene, uses: Sequence[Use]) -> Reliance:
    briefings = {use.briefing.path: use.briefing for use in uses}
    years = sorted({briefing.date.year for briefing in briefings.values()})
    ratings = Counter(use.source.rating or "" for use in uses)
    subjects = Counter(
        tag for item in briefings.values() for tag in dict.fromkeys(item.tags) if tag in scene.archive.tags
    )
    most = sorted(subjects, key=lambda tag: (-subjects[tag], tag))[:_SUBJECTS]
    return Reliance(
        sources=len(uses),
        documents=len({key(use.source) for use in uses}),
        briefings=len(briefings),
        alone=_alone(uses),
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
        subjects=tuple(replace(scene.to(scene.archive.tags[tag]), count=subjects[tag]) for tag in most),
    )


def _alone(uses: Sequence[Use]) -> int:
    """How many of the briefings rest on this outlet alone."""
    return len({use.briefing.path for use in uses if sole_outlet(use.briefing)})


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
