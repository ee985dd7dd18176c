"""Sections: the pages of one folder of content/pages/, as each of them lists the others."""

from dataclasses import replace

from brief.model import Page
from brief.rendering.scene import Scene
from brief.rendering.surroundings import place
from brief.rendering.views import Link


def section_of(scene: Scene, page: Page) -> tuple[Link, ...]:
    """Links to the pages of the section that `page` belongs to, its first page first; none where it is alone.

    The others are by their `order`, then those without one by title.
    """
    own = next(iter(scene.archive.page_versions[page.path].values())).slug
    name = own.partition("/")[0]
    slugs = [slug for slug in scene.edition.pages if slug == name or slug.startswith(f"{name}/")]
    pages = {slug: scene.edition.pages[slug] for slug in slugs}
    if len(pages) < 2:
        return ()
    ranked = sorted(pages, key=lambda slug: (slug != name, place(pages[slug])))
    return tuple(replace(scene.to(pages[slug]), current="page" if slug == own else "") for slug in ranked)
