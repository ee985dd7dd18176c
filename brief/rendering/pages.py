"""The whole site as pages: which view stands where. Each has its template (`templates.py`)."""

import gettext
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from types import FunctionType
from typing import TypeVar

from brief.config import Site
from brief.diagnostics import Diagnostic, Severity
from brief.digests import short
from brief.linking import addresses
from brief.linking.archive import Archive
from brief.linking.moves import former_addresses, moved_lists
from brief.model import Briefing, Page
from brief.progress import Clock, PageCost, stopped
from brief.rendering import lists
from brief.rendering.backlinks import backlinked
from brief.rendering.briefings import briefing_view
from brief.rendering.corrections import corrections_view
from brief.rendering.listing import numbers
from brief.rendering.mapping import map_view
from brief.rendering.outlets import outlet_index_view, outlet_view
from brief.rendering.scene import Scene
from brief.rendering.searching import search_view
from brief.rendering.sections import section_of
from brief.rendering.sources import source_record, sources_view
from brief.rendering.templates import template_of
from brief.rendering.theme import Theme
from brief.rendering.timelines import timeline_view
from brief.rendering.views import PageView, RedirectView, View
from brief.rendering.wording import wording

Version = TypeVar("Version", Briefing, Page)


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site: `path` from the output folder."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """Some files of the site, which need nothing of the others: what makes them, in the edition in `lang`.

    `paths` are where its files may stand, of which the first tells it from all other parts. `key` is a digest of what
    it is made of, but for what it reads of the archive that it is shown, for the theme and for the configuration.
    """

    paths: tuple[str, ...]
    lang: str
    make: Callable[[Scene], Iterable[Output | Diagnostic]]
    key: bytes = b""

    @property
    def name(self) -> str:
        return self.paths[0]


Show = Callable[[Scene], View]
"""Makes the view of a page."""


def parts(archive: Archive) -> Iterator[Part]:
    """Every page of the site, and what belongs to pages."""
    for lang in archive.site.languages:
        yield from (page_at(address, lang, show) for address, show in _pages(archive, lang))
        for published in archive.editions[lang].excerpts.recorded:
            path = addresses.output_path(addresses.source_data(archive.site, published or None, lang))
            yield Part((path,), lang, partial(_records, path, published))


def page_at(address: str, lang: str, show: Show) -> Part:
    """The page at an address."""
    path = addresses.output_path(address)
    return Part((path,), lang, partial(_shown, path, show), short(_named(show)))


def _named(made: object) -> str:
    """What a function and all that it is given already are called: pages can come to stand in each other's place."""
    if isinstance(made, partial):
        return f"{_named(made.func)}({', '.join(map(_named, (*made.args, *made.keywords.items())))})"
    return made.__qualname__ if isinstance(made, FunctionType) else repr(made)


def assets(theme: Theme) -> Iterator[Output]:
    """The theme's own files."""
    for asset in theme.assets.values():
        yield Output(addresses.output_path(asset.address), asset.content)


def scene_of(archive: Archive, theme: Theme, lang: str, clock: Clock = stopped) -> Scene:
    """The edition in `lang`, about to be shown; its pages are timed by `clock`."""
    words = wording(lang, theme.translations.get(lang, gettext.NullTranslations()))
    return Scene(archive, archive.editions[lang], words, theme, clock=clock)


def _shown(path: str, show: Show, scene: Scene) -> Iterator[Output | Diagnostic]:
    began = scene.clock()
    view = show(scene)
    gathered = scene.clock()
    rendered = scene.theme.render(view, scene.lang)
    scene.costs.append(
        PageCost(f"/{path.removesuffix('index.html')}", template_of(view), gathered - began, scene.clock() - gathered)
    )
    found = (*scene.take_faults(), *rendered.faults)
    yield from found
    if all(fault.severity is Severity.NOTE for fault in found):
        yield Output(path, rendered.text.encode())


def _records(path: str, published: int, scene: Scene) -> Iterator[Output]:
    yield Output(path, source_record(scene, published))


def _pages(archive: Archive, lang: str) -> Iterator[tuple[str, Show]]:
    """The pages of an edition: where each is, and what makes its view."""
    yield from _entrances(archive.site, lang)
    yield from _lists(archive, lang)
    yield from ((old, partial(_moved, new)) for old, new in moved_lists(archive, lang))
    for briefing in archive.briefings:
        if briefing.lang == lang:
            yield from _briefing(archive.site, briefing)
    for page in archive.pages:
        if page.lang == lang:
            yield from _page(archive.site, page)


def _entrances(site: Site, lang: str) -> Iterator[tuple[str, Show]]:
    """The pages that there is one of."""
    yield addresses.edition(site, lang), lists.home_view
    yield addresses.tags(site, lang), lists.tag_index_view
    yield addresses.outlets(site, lang), outlet_index_view
    yield addresses.archive(site, lang), lists.archive_view
    if site.search.enabled:
        yield addresses.search(site, lang), search_view
    yield addresses.subject_map(site, lang), map_view
    if lang == site.language:
        yield "/404.html", lists.not_found_view


def _lists(archive: Archive, lang: str) -> Iterator[tuple[str, Show]]:
    site, edition = archive.site, archive.editions[lang]
    lengths = edition.excerpts.lengths
    yield from _numbered(addresses.sources(site, lang), lengths["documents"], sources_view)
    yield from _numbered(addresses.timeline(site, lang), lengths["timeline"], timeline_view)
    yield from _numbered(addresses.corrections(site, lang), lengths["amendments"], corrections_view)
    for tag in archive.tags.values():
        total = edition.excerpts.totals.get(tag.id, 0)
        yield from _numbered(addresses.tag(site, tag, lang), total, partial(_tag, tag.id))
    for outlet in archive.outlets.values():
        total = len(edition.by_outlet.get(outlet.id, ()))
        yield from _numbered(addresses.outlet(site, outlet, lang), total, partial(_outlet, outlet.id))
    for year in edition.by_year:
        yield addresses.year(site, year, lang), partial(_year, year)


def _numbered(base: str, total: int, show: Callable[..., View]) -> Iterator[tuple[str, Show]]:
    """The pages of a list of `total` entries."""
    for number in numbers(total):
        yield addresses.numbered(base, number), partial(show, number=number)


def _tag(ident: str, scene: Scene, number: int) -> View:
    return lists.tag_view(scene, scene.archive.tags[ident], number)


def _outlet(ident: str, scene: Scene, number: int) -> View:
    return outlet_view(scene, scene.archive.outlets[ident], number)


def _year(year: int, scene: Scene) -> View:
    return lists.year_view(scene, year)


def _briefing(site: Site, briefing: Briefing) -> Iterator[tuple[str, Show]]:
    yield addresses.briefing(site, briefing), partial(_briefing_view, briefing.path)
    for former in former_addresses(site, briefing):
        yield former, partial(_moved_briefing, briefing.path)


def _page(site: Site, page: Page) -> Iterator[tuple[str, Show]]:
    if page.slug != "index":
        yield addresses.page(site, page), partial(_page_view, page.path)
    for former in former_addresses(site, page):
        yield former, partial(_moved_page, page.path)


def _briefing_view(path: str, scene: Scene) -> View:
    return briefing_view(scene, _version(scene.archive.briefing_versions, path))


def _moved_briefing(path: str, scene: Scene) -> View:
    return _redirect(scene, _version(scene.archive.briefing_versions, path))


def _moved_page(path: str, scene: Scene) -> View:
    return _redirect(scene, _version(scene.archive.page_versions, path))


def _version(works: Mapping[str, Mapping[str, Version]], path: str) -> Version:
    """The item whose file is at `path`."""
    return next(version for version in works[path].values() if version.path == path)


def _page_view(path: str, scene: Scene) -> PageView:
    site = scene.archive.site
    page = _version(scene.archive.page_versions, path)
    versions = scene.versions(scene.archive.page_versions[page.path])
    text = scene.archive.texts.get(page.path)
    section = section_of(scene, page)
    after = [link for before, link in pairwise(section) if before.current]
    return PageView(
        frame=scene.frame(page.title, page.summary, addresses.page(site, page), versions),
        title=page.title,
        summary=page.summary,
        contents=scene.contents(text),
        body=scene.filled(page, text),
        backlinks=backlinked(scene, page),
        section=section,
        following=after[0] if after else None,
    )


def _redirect(scene: Scene, item: Briefing | Page) -> RedirectView:
    address = addresses.of(scene.archive.site, item, item.lang)
    return RedirectView(
        lang=item.lang,
        title=item.title,
        href=scene.href(address),
        canonical=addresses.absolute(scene.archive.site, address),
    )


def _moved(address: str, scene: Scene) -> RedirectView:
    """The redirect of a page that its list no longer has."""
    site = scene.archive.site
    return RedirectView(scene.lang, site.title, scene.href(address), addresses.absolute(site, address))
