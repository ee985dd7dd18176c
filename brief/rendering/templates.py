"""Which template shows which view: one table, of which pages, checks and `brief theme views` are made."""

from collections.abc import Mapping
from types import MappingProxyType

from brief.rendering import views
from brief.rendering.views import View

VIEWS: Mapping[str, type[View]] = MappingProxyType(
    {
        "home.html": views.HomeView,
        "briefing.html": views.BriefingView,
        "tags.html": views.TagIndexView,
        "tag.html": views.TagView,
        "outlets.html": views.OutletIndexView,
        "outlet.html": views.OutletView,
        "sources.html": views.SourcesView,
        "timeline.html": views.TimelineView,
        "corrections.html": views.CorrectionsView,
        "archive.html": views.ArchiveView,
        "search.html": views.SearchView,
        "map.html": views.MapView,
        "year.html": views.YearView,
        "page.html": views.PageView,
        "404.html": views.NotFoundView,
        "redirect.html": views.RedirectView,
        "_embedded.html": views.CardView,
        "_feed_entry.html": views.FeedEntryView,
    }
)
"""The view that each template is given; a template that is not here is a part of others and has none."""

_TEMPLATES = MappingProxyType({view: template for template, view in VIEWS.items()})


def template_of(view: View) -> str:
    """The name of the template that shows `view`."""
    return _TEMPLATES[type(view)]
