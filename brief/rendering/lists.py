"""The views of lists: home, tags, outlets, years, and the page for unknown addresses."""

from dataclasses import replace
from itertools import groupby

from markupsafe import Markup

from brief.linking import addresses
from brief.linking.paging import page_key
from brief.model import Briefing, Tag, name_in
from brief.rendering.backlinks import backlinked, mentioned
from brief.rendering.bonds import tag_bonds
from brief.rendering.charts import year_bars
from brief.rendering.corrections import amendment_entry
from brief.rendering.listing import beginning, page_of
from brief.rendering.scene import Scene
from brief.rendering.timelines import timeline_entry
from brief.rendering.views import (
    ArchiveView,
    Backlinked,
    HomeView,
    NotFoundView,
    TagGroup,
    TagIndexView,
    TagView,
    YearRow,
    YearView,
)
from brief.rendering.wording import Wording

_LATEST = 10
_SUBJECTS = 24
_AMENDMENTS = 3
# From how many briefings on a reader wants to be told where to begin, and with how many.
_MANY = 8
_STARTING = 2


def home_view(scene: Scene) -> HomeView:
    """The home page: what this is, what is new, what it is about."""
    site, edition = scene.archive.site, scene.edition
    address = addresses.edition(site, scene.lang)
    introduction = edition.pages.get("index")
    about = edition.pages.get("about")
    return HomeView(
        frame=scene.frame("", site.description, address, scene.every_edition(address)),
        introduction=scene.prose(introduction) if introduction and introduction.lang == scene.lang else Markup(),
        about=scene.to(about) if about else None,
        latest=tuple(
            # The first, which is shown large, has room for its subjects.
            replace(scene.card(briefing), tags=scene.tags(briefing.tags)) if place == 0 else scene.card(briefing)
            for place, briefing in enumerate(edition.briefings[:_LATEST])
        ),
        subjects=scene.subjects(_SUBJECTS),
        amendments=tuple(
            amendment_entry(scene, amendment)
            for amendment in [found for found in edition.amendments if found.number][:_AMENDMENTS]
        ),
        corrections=scene.link(addresses.corrections(site, scene.lang), scene.wording.say("Corrections")),
        briefing_count=len(edition.briefings),
        tag_count=len(scene.archive.tags),
        outlet_count=len(scene.archive.outlets),
        archive=scene.link(addresses.archive(site, scene.lang), scene.wording.say("Archive")),
        all_subjects=scene.link(addresses.tags(site, scene.lang), scene.wording.say("Subjects")),
    )


def tag_index_view(scene: Scene) -> TagIndexView:
    """All tags by kind, with how many briefings each has."""
    address = addresses.tags(scene.archive.site, scene.lang)
    kinds = {tag.id: tag.kind or "" for tag in scene.archive.tags.values()}
    order = ["organisation", "person", "act", "event", "place", "theme", ""]
    tags = sorted(
        scene.archive.tags.values(), key=lambda tag: (order.index(kinds[tag.id]), name_in(tag, scene.lang).casefold())
    )
    title = scene.wording.say("Subjects")
    return TagIndexView(
        frame=scene.frame(title, "", address, scene.every_edition(address)),
        groups=tuple(
            TagGroup(
                tag_kinds(scene.wording, kind),
                tuple(
                    scene.link(
                        addresses.tag(scene.archive.site, tag, scene.lang),
                        name_in(tag, scene.lang),
                        count=len(scene.edition.by_tag.get(tag.id, ())),
                    )
                    for tag in group
                ),
            )
            for kind, group in groupby(tags, key=lambda tag: kinds[tag.id])
        ),
        map=scene.link(addresses.subject_map(scene.archive.site, scene.lang), scene.wording.say("Map of the archive")),
    )


def tag_view(scene: Scene, tag: Tag, number: int) -> TagView:
    """Page `number` of a tag."""
    archive, excerpts = scene.archive, scene.edition.excerpts
    total = excerpts.totals.get(tag.id, 0)
    shown = excerpts.tagged.get(page_key(tag.id, number), ())
    title = name_in(tag, scene.lang)
    description = scene.prose(tag)
    base = addresses.tag(archive.site, tag, scene.lang)
    page = page_of(scene, base, title, number, total, beginning(description), has_feed=True)
    view = TagView(
        frame=page.frame,
        title=title,
        kind=tag_kind(scene.wording, tag.kind) if tag.kind else "",
        description=description,
        description_lang=scene.foreign(tag.lang),
        names=scene.names(tag),
        wikidata=tag.wikidata or "",
        broader=scene.tags(tag.broader),
        narrower=scene.tags(archive.narrower.get(tag.id, ())),
        starting=(),
        bonds=None,
        by_year=None,
        timeline=(),
        whole_timeline=scene.link(addresses.timeline(archive.site, scene.lang), scene.wording.say("Timeline")),
        mentions=Backlinked(),
        backlinks=Backlinked(),
        total=total,
        groups=scene.by_year(shown),
        feed=page.frame.feeds[0].href,
        pager=page.pager,
    )
    return _first(scene, tag, view) if page.is_first else view


def _first(scene: Scene, tag: Tag, view: TagView) -> TagView:
    """The first page of a tag, which tells all that is known of it besides."""
    excerpts = scene.edition.excerpts
    return replace(
        view,
        starting=tuple(map(scene.card, _starting(scene, tag, view.total))),
        bonds=tag_bonds(scene, tag),
        by_year=year_bars(scene, excerpts.years.get(tag.id, {}), scene.wording.say("Briefings by year")),
        timeline=tuple(timeline_entry(scene, entry) for entry in excerpts.dates.get(tag.id, ())),
        mentions=mentioned(scene, tag),
        backlinks=backlinked(scene, tag),
    )


def _starting(scene: Scene, tag: Tag, total: int) -> list[Briefing]:
    """The briefings of a long list that other texts lead to most: where to begin to read."""
    if total < _MANY:
        return []
    briefings = scene.edition.by_tag[tag.id]
    links = scene.archive.backlinks.links
    led_to = [(len(links.get(scene.archive.original(briefing), ())), briefing) for briefing in briefings]
    return [briefing for count, briefing in sorted(led_to, key=lambda pair: -pair[0])[:_STARTING] if count > 1]


def year_rows(scene: Scene) -> tuple[YearRow, ...]:
    """Each year with how many briefings it has, the latest first."""
    site = scene.archive.site
    return tuple(
        YearRow(scene.link(addresses.year(site, year, scene.lang), str(year)), len(listed))
        for year, listed in scene.edition.by_year.items()
    )


def archive_view(scene: Scene) -> ArchiveView:
    """All years, the latest first."""
    edition = scene.edition
    address = addresses.archive(scene.archive.site, scene.lang)
    years = year_rows(scene)
    frame = scene.frame(scene.wording.say("Archive"), "", address, scene.every_edition(address))
    totals = {year: len(listed) for year, listed in edition.by_year.items()}
    bars = year_bars(scene, totals, scene.wording.say("Briefings by year"))
    return ArchiveView(frame, len(edition.briefings), years, bars)


def year_view(scene: Scene, year: int) -> YearView:
    """One year's briefings by month."""
    site, edition = scene.archive.site, scene.edition
    listed = edition.by_year[year]
    address = addresses.year(site, year, scene.lang)
    # A translation may be of another year than its original.
    versions = {
        lang: other
        for lang, other in scene.every_edition(address).items()
        if year in scene.archive.editions[lang].by_year
    }
    newer, older = (
        scene.link(addresses.year(site, other, scene.lang), str(other)) if other else None
        for other in edition.excerpts.around[year]
    )
    return YearView(
        frame=scene.frame(str(year), "", address, versions),
        year=year,
        total=len(listed),
        groups=scene.by_month(listed),
        newer=newer,
        older=older,
    )


def not_found_view(scene: Scene) -> NotFoundView:
    """What a reader sees at an address that does not exist, with ways on."""
    title = scene.wording.say("Page not found")
    latest = tuple(scene.card(briefing) for briefing in scene.edition.briefings[:5])
    homes = scene.every_edition(addresses.edition(scene.archive.site, scene.lang))
    return NotFoundView(scene.frame(title, "", "/404.html", switch=homes), scene.subjects(12), latest)


def tag_kind(wording: Wording, kind: str) -> str:
    """What one tag of a kind is called."""
    return {
        "organisation": wording.say("Organisation"),
        "person": wording.say("Person"),
        "act": wording.say("Legal act"),
        "event": wording.say("Event"),
        "place": wording.say("Place"),
        "theme": wording.say("Theme"),
    }[kind]


def tag_kinds(wording: Wording, kind: str) -> str:
    """What the tags of a kind are called; "" are those without."""
    return {
        "organisation": wording.say("Organisations"),
        "person": wording.say("People"),
        "act": wording.say("Legal acts"),
        "event": wording.say("Events"),
        "place": wording.say("Places"),
        "theme": wording.say("Themes"),
        "": wording.say("Other subjects"),
    }[kind]
