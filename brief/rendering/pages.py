"""The whole site as pages: which template shows what, where."""

import gettext
from collections.abc import Iterator
from dataclasses import dataclass

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
from brief.rendering.theme import TemplateFault, Theme
from brief.rendering.timelines import timeline_views
from brief.rendering.views import PageView, RedirectView, View
from brief.rendering.wording import wording


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site: `path` from the output folder."""

    path: str
    content: bytes


def render(archive: Archive, theme: Theme) -> Iterator[Output | Diagnostic]:
    """Every file of the site, one after another. A page that can't be shown gives a diagnostic in its place."""
    for asset in theme.assets.values():
        yield Output(addresses.output_path(asset.address), asset.content)
    for path, full in archive.files.items():
        yield Output(addresses.output_path(addresses.file(path)), full.read_bytes())
    for lang in archive.site.languages:
        scene = scene_of(archive, theme, lang)
        yield from _edition(scene)
        for address, content in source_records(scene):
            yield Output(addresses.output_path(address), content)


def scene_of(archive: Archive, theme: Theme, lang: str) -> Scene:
    """The edition in `lang`, about to be shown."""
    words = wording(lang, theme.translations.get(lang, gettext.NullTranslations()))
    return Scene(archive, archive.editions[lang], words, theme)


def _edition(scene: Scene) -> Iterator[Output | Diagnostic]:
    pages = _pages(scene)
    while True:
        try:
            address, template, view = next(pages)
            text = scene.theme.render(template, view, scene.lang)
        except StopIteration:
            return
        except TemplateFault as fault:
            yield fault.diagnostic
        else:
            yield Output(addresses.output_path(address), text.encode())


def _pages(scene: Scene) -> Iterator[tuple[str, str, View]]:
    """Address, template and view of each page of an edition."""
    archive, lang = scene.archive, scene.lang
    site = archive.site
    yield addresses.edition(site, lang), "home.html", lists.home_view(scene)
    yield addresses.tags(site, lang), "tags.html", lists.tag_index_view(scene)
    for tag in archive.tags.values():
        for address, tag_view in lists.tag_views(scene, tag):
            yield address, "tag.html", tag_view
        for former in tag.former_ids:
            target = addresses.tag(site, tag, lang)
            yield addresses.former_tag(site, former, lang), "redirect.html", _moved(scene, target)
    yield addresses.outlets(site, lang), "outlets.html", outlet_index_view(scene)
    for outlet in archive.outlets.values():
        for address, outlet_view in outlet_views(scene, outlet):
            yield address, "outlet.html", outlet_view
    for address, sources_view in sources_views(scene):
        yield address, "sources.html", sources_view
    for address, timeline_view in timeline_views(scene):
        yield address, "timeline.html", timeline_view
    for address, corrections_view in corrections_views(scene):
        yield address, "corrections.html", corrections_view
    yield addresses.archive(site, lang), "archive.html", lists.archive_view(scene)
    if site.search:
        yield addresses.search(site, lang), "search.html", search_view(scene)
    yield addresses.subject_map(site, lang), "map.html", map_view(scene)
    for year in scene.edition.by_year:
        yield addresses.year(site, year, lang), "year.html", lists.year_view(scene, year)
    for briefing in archive.briefings:
        if briefing.lang == lang:
            yield addresses.briefing(site, briefing), "briefing.html", briefing_view(scene, briefing)
            for alias in briefing.aliases:
                yield alias, "redirect.html", _redirect(scene, briefing)
    for page in archive.pages:
        if page.lang == lang:
            if page.slug != "index":
                yield addresses.page(site, page), "page.html", _page_view(scene, page)
            for alias in page.aliases:
                yield alias, "redirect.html", _redirect(scene, page)
    if lang == site.language:
        for address, target in archive.redirects.items():
            yield address, "redirect.html", _moved(scene, target)
        yield "/404.html", "404.html", lists.not_found_view(scene)


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
