"""The whole site as pages: which view stands where. Each has its template (`templates.py`)."""

import gettext
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from brief.diagnostics import Diagnostic
from brief.linking import addresses
from brief.linking.archive import Archive
from brief.model import Briefing, Page, Tag
from brief.progress import SILENT, Clock, PageCost, Progress
from brief.rendering import lists
from brief.rendering.backlinks import backlinked
from brief.rendering.briefings import briefing_view
from brief.rendering.corrections import corrections_views
from brief.rendering.mapping import map_view
from brief.rendering.outlets import outlet_index_view, outlet_views
from brief.rendering.scene import Scene
from brief.rendering.searching import search_view
from brief.rendering.sources import source_records, sources_views
from brief.rendering.templates import template_of
from brief.rendering.theme import Theme
from brief.rendering.timelines import timeline_views
from brief.rendering.views import CardView, PageView, RedirectView, View
from brief.rendering.wording import wording
from brief.working import inheriting


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site: `path` from the output folder."""

    path: str
    content: bytes


Part = Callable[[], Iterable[tuple[str, View]]]
"""Some pages of an edition, made when they are asked for: the address and the view of each."""


def render(archive: Archive, theme: Theme, jobs: int = 1, progress: Progress = SILENT) -> Iterator[Output | Diagnostic]:
    """Every file of the site, one after another, the pages shown by `jobs` processes.

    A page that can't be shown gives diagnostics in its place: each mistake once, and none that `theme` told of.
    """
    for asset in theme.assets.values():
        yield Output(addresses.output_path(asset.address), asset.content)
    for path, full in archive.files.items():
        yield Output(addresses.output_path(addresses.file(path)), full.read_bytes())
    told = {(fault.location, fault.message) for fault in theme.faults}
    for lang in archive.site.languages:
        scene = scene_of(archive, theme, lang)
        for found in chain(_embedded_faults(scene), _edition(scene, jobs, progress)):
            if isinstance(found, Output):
                yield found
            elif (found.location, found.message) not in told:
                # A mistake in a part shows on every page that it is part of, and is one mistake.
                told.add((found.location, found.message))
                yield found
        for address, content in source_records(scene):
            yield Output(addresses.output_path(address), content)


def scene_of(archive: Archive, theme: Theme, lang: str) -> Scene:
    """The edition in `lang`, about to be shown."""
    words = wording(lang, theme.translations.get(lang, gettext.NullTranslations()))
    return Scene(archive, archive.editions[lang], words, theme)


def _edition(scene: Scene, jobs: int, progress: Progress) -> Iterator[Output | Diagnostic]:
    parts = tuple(_parts(scene))

    def shown(numbers: Sequence[int]) -> list[list[Output | Diagnostic | PageCost]]:
        return [list(_shown(scene, parts[number], progress.clock)) for number in numbers]

    with inheriting(jobs, shown, len(parts)) as show:
        for part in progress.over(f"pages, {scene.lang}", show(range(len(parts))), len(parts)):
            for found in part:
                if isinstance(found, PageCost):
                    progress.page(found)
                else:
                    yield found


def _shown(scene: Scene, part: Part, clock: Clock) -> Iterator[Output | Diagnostic | PageCost]:
    began = clock()
    for address, view in part():
        gathered = clock()
        rendered = scene.theme.render(view, scene.lang)
        yield PageCost(address, template_of(view), gathered - began, clock() - gathered)
        yield from rendered.faults or (Output(addresses.output_path(address), rendered.text.encode()),)
        began = clock()


def _embedded_faults(scene: Scene) -> Iterator[Diagnostic]:
    """What is wrong with the cards within texts, which have no place for it."""
    for card in _embedded(scene):
        yield from scene.theme.render(card, scene.lang).faults


def _embedded(scene: Scene) -> Iterator[CardView]:
    """Each briefing that a text of the edition shows as a card, once."""
    archive = scene.archive
    shown = {
        target.item.path: target.item
        for path, text in archive.texts.items()
        for reference, target in zip(text.references, archive.targets.get(path, {}).get(scene.lang, ()), strict=False)
        if reference.is_card and target and isinstance(target.item, Briefing)
    }
    return (CardView(scene.card(briefing)) for briefing in shown.values())


def _parts(scene: Scene) -> Iterator[Part]:
    """The pages of an edition, in parts that need nothing of each other."""
    archive, lang = scene.archive, scene.lang
    yield partial(_entrances, scene)
    yield from (partial(_tag_pages, scene, tag) for tag in archive.tags.values())
    yield from (partial(outlet_views, scene, outlet) for outlet in archive.outlets.values())
    yield partial(sources_views, scene)
    yield partial(timeline_views, scene)
    yield partial(corrections_views, scene)
    yield from (partial(_year_pages, scene, year) for year in scene.edition.by_year)
    yield from (partial(_briefing_pages, scene, item) for item in archive.briefings if item.lang == lang)
    yield from (partial(_page_pages, scene, item) for item in archive.pages if item.lang == lang)


def _entrances(scene: Scene) -> Iterator[tuple[str, View]]:
    """The pages that there is one of."""
    archive, lang = scene.archive, scene.lang
    site = archive.site
    yield addresses.edition(site, lang), lists.home_view(scene)
    yield addresses.tags(site, lang), lists.tag_index_view(scene)
    yield addresses.outlets(site, lang), outlet_index_view(scene)
    yield addresses.archive(site, lang), lists.archive_view(scene)
    if site.search.enabled:
        yield addresses.search(site, lang), search_view(scene)
    yield addresses.subject_map(site, lang), map_view(scene)
    if lang == site.language:
        for address, target in archive.redirects.items():
            yield address, _moved(scene, target)
        yield "/404.html", lists.not_found_view(scene)


def _tag_pages(scene: Scene, tag: Tag) -> Iterator[tuple[str, View]]:
    site, lang = scene.archive.site, scene.lang
    yield from lists.tag_views(scene, tag)
    for former in tag.former_ids:
        yield addresses.former_tag(site, former, lang), _moved(scene, addresses.tag(site, tag, lang))


def _year_pages(scene: Scene, year: int) -> Iterator[tuple[str, View]]:
    yield addresses.year(scene.archive.site, year, scene.lang), lists.year_view(scene, year)


def _briefing_pages(scene: Scene, briefing: Briefing) -> Iterator[tuple[str, View]]:
    own = addresses.briefing(scene.archive.site, briefing)
    yield own, briefing_view(scene, briefing)
    for alias in briefing.aliases:
        # A briefing that came back to its first address has that among its aliases.
        if alias != own:
            yield alias, _redirect(scene, briefing)


def _page_pages(scene: Scene, page: Page) -> Iterator[tuple[str, View]]:
    if page.slug != "index":
        yield addresses.page(scene.archive.site, page), _page_view(scene, page)
    for alias in page.aliases:
        yield alias, _redirect(scene, page)


def _page_view(scene: Scene, page: Page) -> PageView:
    site = scene.archive.site
    versions = scene.versions(scene.archive.page_versions[page.path])
    return PageView(
        frame=scene.frame(page.title, page.summary, addresses.page(site, page), versions),
        title=page.title,
        summary=page.summary,
        contents=scene.contents(page),
        body=scene.prose(page),
        backlinks=backlinked(scene, page),
    )


def _redirect(scene: Scene, item: Briefing | Page) -> RedirectView:
    address = addresses.of(scene.archive.site, item, item.lang)
    return RedirectView(
        lang=item.lang,
        title=item.title,
        href=scene.href(address),
        canonical=addresses.absolute(scene.archive.site, address),
    )


def _moved(scene: Scene, address: str) -> RedirectView:
    """The redirect of a page that its list no longer has."""
    site = scene.archive.site
    return RedirectView(scene.lang, site.title, scene.href(address), addresses.absolute(site, address))
