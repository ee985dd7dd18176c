"""The views of lists: home, tags, outlets, years, and the page for unknown addresses."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TypeVar

from markupsafe import Markup

from brief.linking import addresses
from brief.linking.editions import ENTRIES_A_PAGE, Use, pages_needed
from brief.model import Briefing, Outlet, Tag, name_in
from brief.rendering.scene import Scene
from brief.rendering.views import (
    ArchiveView,
    HomeView,
    Link,
    NotFoundView,
    OutletIndexView,
    OutletRow,
    OutletView,
    TagGroup,
    TagIndexView,
    TagView,
    UseEntry,
    UseGroup,
    YearRow,
    YearView,
)
from brief.rendering.wording import Wording

_LATEST = 10
_SUBJECTS = 24

Entry = TypeVar("Entry", Briefing, Use)


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
        latest=tuple(scene.card(briefing, with_tags=True) for briefing in edition.briefings[:_LATEST]),
        subjects=scene.subjects(_SUBJECTS),
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
    )


def tag_views(scene: Scene, tag: Tag) -> Iterator[tuple[str, TagView]]:
    """Each page of a tag, with its address."""
    archive = scene.archive
    briefings = scene.edition.by_tag.get(tag.id, ())
    base = addresses.tag(archive.site, tag, scene.lang)
    title = name_in(tag, scene.lang)
    description = scene.prose(tag)
    pages = _pages(briefings)
    for number, listed in enumerate(pages, start=1):
        address = addresses.numbered(base, number)
        yield (
            address,
            TagView(
                frame=scene.frame(
                    _numbered(scene, title, number),
                    _plain(description),
                    address,
                    scene.every_edition(base) if number == 1 else None,
                    scene.every_edition(base),
                ),
                title=title,
                kind=tag_kind(scene.wording, tag.kind) if tag.kind else "",
                description=description,
                description_lang=scene.foreign(tag.lang),
                names=scene.names(tag),
                wikidata=tag.wikidata or "",
                broader=scene.tags(tag.broader),
                narrower=scene.tags(archive.narrower.get(tag.id, ())),
                total=len(briefings),
                groups=scene.by_year(listed),
                pager=scene.pager(base, number, len(pages)),
            ),
        )


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
            )
        )
    title = scene.wording.say("Outlets")
    return OutletIndexView(scene.frame(title, "", address, scene.every_edition(address)), tuple(rows))


def outlet_views(scene: Scene, outlet: Outlet) -> Iterator[tuple[str, OutletView]]:
    """Each page of an outlet, with its address."""
    uses = scene.edition.by_outlet.get(outlet.id, ())
    base = addresses.outlet(scene.archive.site, outlet, scene.lang)
    title = name_in(outlet, scene.lang)
    description = scene.prose(outlet)
    pages = _pages(uses)
    for number, listed in enumerate(pages, start=1):
        address = addresses.numbered(base, number)
        yield (
            address,
            OutletView(
                frame=scene.frame(
                    _numbered(scene, title, number),
                    _plain(description),
                    address,
                    scene.every_edition(base) if number == 1 else None,
                    scene.every_edition(base),
                ),
                title=title,
                kind=outlet_kind(scene.wording, outlet.kind) if outlet.kind else "",
                description=description,
                description_lang=scene.foreign(scene.archive.site.language),
                names=scene.names(outlet),
                href=outlet.url or "",
                language=scene.wording.language(outlet.lang) if outlet.lang else "",
                country=_country(scene.wording, outlet.country),
                wikidata=outlet.wikidata or "",
                total=len(uses),
                groups=_uses(scene, listed),
                pager=scene.pager(base, number, len(pages)),
            ),
        )


def archive_view(scene: Scene) -> ArchiveView:
    """All years, the latest first."""
    site, edition = scene.archive.site, scene.edition
    address = addresses.archive(site, scene.lang)
    years = tuple(
        YearRow(scene.link(addresses.year(site, year, scene.lang), str(year)), len(listed))
        for year, listed in edition.by_year.items()
    )
    frame = scene.frame(scene.wording.say("Archive"), "", address, scene.every_edition(address))
    return ArchiveView(frame, len(edition.briefings), years)


def year_view(scene: Scene, year: int) -> YearView:
    """One year's briefings by month."""
    site, by_year = scene.archive.site, scene.edition.by_year
    listed = by_year[year]
    address = addresses.year(site, year, scene.lang)
    # A translation may be of another year than its original.
    versions = {
        lang: other
        for lang, other in scene.every_edition(address).items()
        if year in scene.archive.editions[lang].by_year
    }

    def neighbour(years: list[int]) -> Link | None:
        return scene.link(addresses.year(site, years[0], scene.lang), str(years[0])) if years else None

    return YearView(
        frame=scene.frame(str(year), "", address, versions),
        year=year,
        total=len(listed),
        groups=scene.by_month(listed),
        newer=neighbour(sorted(other for other in by_year if other > year)),
        older=neighbour(sorted((other for other in by_year if other < year), reverse=True)),
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


def _pages(entries: Sequence[Entry]) -> list[Sequence[Entry]]:
    """Runs of entries, each for one page; an empty list still has a page."""
    starts = (page * ENTRIES_A_PAGE for page in range(pages_needed(len(entries))))
    return [entries[start : start + ENTRIES_A_PAGE] for start in starts]


def _numbered(scene: Scene, title: str, number: int) -> str:
    return title if number == 1 else scene.wording.say("{title}, page {number}", title=title, number=number)


def _plain(html: Markup) -> str:
    """The beginning of a description, for search engines, cut at a word."""
    words = html.striptags().split()
    text = ""
    for word in words:
        if len(text) + len(word) > 300:
            return f"{text} …"
        text = f"{text} {word}".strip()
    return text


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
