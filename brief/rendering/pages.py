"""The whole site as pages: which view stands where. Each has its template (`templates.py`)."""

import gettext
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from brief.diagnostics import Diagnostic
from brief.linking import addresses
from brief.linking.archive import Archive
from brief.model import Briefing, Page
from brief.rendering import lists
from brief.rendering.backlinks import backlinked
from brief.rendering.briefings import briefing_view
from brief.rendering.corrections import corrections_views
from brief.rendering.mapping import map_view
from brief.rendering.outlets import outlet_index_view, outlet_views
from brief.rendering.scene import Scene
from brief.rendering.searching import search_view
from brief.rendering.sources import source_records, sources_views
from brief.rendering.theme import Theme
from brief.rendering.timelines import timeline_views
from brief.rendering.views import PageView, RedirectView, View
from brief.rendering.wording import wording


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site: `path` from the output folder."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """Some files of the site, which need nothing of the others: what makes them, in the edition in `lang`.

    `name` tells it from all others. `key` is a digest of what it is made of, but for what it reads of the archive
    that it is shown, for the theme and for the configuration.
    """

    name: str
    lang: str
    make: Callable[[Scene], Iterable[Output | Diagnostic]]
    key: bytes = b""


Pages = Callable[[Scene], Iterable[tuple[str, View]]]
"""Makes the address and the view of some pages."""


def parts(archive: Archive) -> Iterator[Part]:
    """Every page of the site, and what belongs to pages."""
    yield from (_page(f"redirect {at}", archive.site.language, partial(_moved_page, at)) for at in archive.redirects)
    for lang in archive.site.languages:
        yield from (_page(f"{lang} {name}", lang, pages) for name, pages in _edition(archive, lang))
        yield Part(f"{lang} records", lang, _records)


def _page(name: str, lang: str, pages: Pages) -> Part:
    return Part(name, lang, partial(_shown, pages))


def fixed(archive: Archive, theme: Theme) -> Iterator[Output]:
    """The files that are as somebody made them: the theme's, and those of `content/files/`."""
    for asset in theme.assets.values():
        yield Output(addresses.output_path(asset.address), asset.content)
    for path, full in archive.files.items():
        yield Output(addresses.output_path(addresses.file(path)), full.read_bytes())


def scene_of(archive: Archive, theme: Theme, lang: str) -> Scene:
    """The edition in `lang`, about to be shown."""
    words = wording(lang, theme.translations.get(lang, gettext.NullTranslations()))
    return Scene(archive, archive.editions[lang], words, theme)


def _shown(pages: Pages, scene: Scene) -> Iterator[Output | Diagnostic]:
    for address, view in pages(scene):
        rendered = scene.theme.render(view, scene.lang)
        faults = (*scene.take_faults(), *rendered.faults)
        yield from faults or (Output(addresses.output_path(address), rendered.text.encode()),)


def _records(scene: Scene) -> Iterator[Output]:
    for address, content in source_records(scene):
        yield Output(addresses.output_path(address), content)


def _edition(archive: Archive, lang: str) -> Iterator[tuple[str, Pages]]:
    """The pages of an edition, by a name."""
    yield "entrances", _entrances
    yield from ((f"tag {ident}", partial(_tag_pages, ident)) for ident in archive.tags)
    yield from ((f"outlet {ident}", partial(_outlet_pages, ident)) for ident in archive.outlets)
    yield "sources", sources_views
    yield "timeline", timeline_views
    yield "corrections", corrections_views
    yield from ((f"year {year}", partial(_year_pages, year)) for year in archive.editions[lang].by_year)
    own = (item.path for item in archive.briefings if item.lang == lang)
    yield from ((f"briefing {path}", partial(_briefing_pages, path)) for path in own)
    yield from ((f"page {item.path}", partial(_page_pages, item.path)) for item in archive.pages if item.lang == lang)


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
        yield "/404.html", lists.not_found_view(scene)


def _moved_page(address: str, scene: Scene) -> Iterator[tuple[str, View]]:
    yield address, _moved(scene, scene.archive.redirects[address])


def _tag_pages(ident: str, scene: Scene) -> Iterator[tuple[str, View]]:
    site, lang = scene.archive.site, scene.lang
    tag = scene.archive.tags[ident]
    yield from lists.tag_views(scene, tag)
    for former in tag.former_ids:
        yield addresses.former_tag(site, former, lang), _moved(scene, addresses.tag(site, tag, lang))


def _outlet_pages(ident: str, scene: Scene) -> Iterator[tuple[str, View]]:
    yield from outlet_views(scene, scene.archive.outlets[ident])


def _year_pages(year: int, scene: Scene) -> Iterator[tuple[str, View]]:
    yield addresses.year(scene.archive.site, year, scene.lang), lists.year_view(scene, year)


def _briefing_pages(path: str, scene: Scene) -> Iterator[tuple[str, View]]:
    versions = scene.archive.briefing_versions[path]
    briefing = next(version for version in versions.values() if version.path == path)
    own = addresses.briefing(scene.archive.site, briefing)
    yield own, briefing_view(scene, briefing)
    for alias in briefing.aliases:
        # A briefing that came back to its first address has that among its aliases.
        if alias != own:
            yield alias, _redirect(scene, briefing)


def _page_pages(path: str, scene: Scene) -> Iterator[tuple[str, View]]:
    page = next(version for version in scene.archive.page_versions[path].values() if version.path == path)
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
