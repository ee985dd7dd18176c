"""All that is made of the archive in parts: pages, feeds, sitemaps."""

from collections.abc import Iterator

from brief.linking.archive import Archive
from brief.outputs import feeds
from brief.outputs.sitemap import sitemaps
from brief.rendering import pages
from brief.rendering.pages import Output, Part
from brief.rendering.scene import Scene


def parts(archive: Archive) -> Iterator[Part]:
    """The parts of a site, the dear ones and those that there are many of first."""
    main = archive.site.language
    yield from pages.parts(archive)
    yield from feeds.parts(archive)
    yield Part(("sitemap.xml",), main, _sitemaps)


def _sitemaps(scene: Scene) -> Iterator[Output]:
    yield from sitemaps(scene.archive)
