"""All that is made of the archive in parts: pages, feeds, and what programs read."""

from collections.abc import Iterator

from brief.linking import addresses
from brief.linking.archive import Archive
from brief.outputs import feeds, headers
from brief.outputs.derived import DearPart
from brief.outputs.manifest import manifest
from brief.outputs.opensearch import descriptions
from brief.outputs.own import own_parts
from brief.outputs.pictures import pictures
from brief.outputs.search.index import bundles
from brief.outputs.sitemap import robots, sitemaps
from brief.rendering import pages
from brief.rendering.pages import Output, Part
from brief.rendering.scene import Scene


def parts(archive: Archive) -> Iterator[Part]:
    """The parts of a site, those that there are many of first."""
    site = archive.site
    yield from pages.parts(archive)
    yield from feeds.parts(archive)
    yield Part((addresses.output_path(addresses.sitemap()),), site.language, _sitemaps)
    yield from own_parts(archive)
    yield Part(("robots.txt",), site.language, _robots)
    yield Part(("site.webmanifest",), site.language, _manifest)
    yield Part((headers.PATH,), site.language, _headers)
    if site.search.enabled:
        told = (addresses.output_path(addresses.search_description(site, lang)) for lang in site.languages)
        yield Part(tuple(told), site.language, _descriptions)


def dear_parts(archive: Archive) -> Iterator[DearPart]:
    """The parts of a site that are dear to make: those of each phase stand together."""
    yield from pictures(archive)
    if archive.site.search.enabled:
        yield from bundles(archive)


def _sitemaps(scene: Scene) -> Iterator[Output]:
    yield from sitemaps(scene.archive)


def _robots(scene: Scene) -> Iterator[Output]:
    yield robots(scene.archive.site)


def _headers(scene: Scene) -> Iterator[Output]:
    yield headers.for_hosts(scene.archive.site, scene.theme.scripts)


def _manifest(scene: Scene) -> Iterator[Output]:
    yield manifest(scene.archive, scene.theme)


def _descriptions(scene: Scene) -> Iterator[Output]:
    yield from descriptions(scene.archive, scene.theme)
