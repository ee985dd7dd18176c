"""The view of the search page: what can be chosen, and how to browse where there is no script."""

from brief.linking import addresses
from brief.rendering.choices import choices
from brief.rendering.lists import year_rows
from brief.rendering.scene import Scene
from brief.rendering.views import Choice, SearchView


def search_view(scene: Scene) -> SearchView:
    """The search page of an edition."""
    archive, edition, wording = scene.archive, scene.edition, scene.wording
    site = archive.site
    address = addresses.search(site, scene.lang)
    languages = dict.fromkeys(sorted({briefing.lang for briefing in edition.briefings}))
    return SearchView(
        frame=scene.frame(
            wording.say("Search"),
            wording.say("Search the briefings of this archive, or find them by subject and year."),
            address,
            scene.every_edition(address),
        ),
        tags=choices(archive.tags, edition.by_tag, scene.lang),
        outlets=choices(archive.outlets, edition.by_outlet, scene.lang),
        years=tuple(Choice(str(year), str(year)) for year in edition.by_year),
        languages=tuple(Choice(lang, wording.language(lang)) for lang in languages) if len(languages) > 1 else (),
        subjects=scene.subjects(len(archive.tags)),
        by_year=year_rows(scene),
        script=scene.asset("search-page.js"),
    )
