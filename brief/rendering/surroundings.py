"""What all pages of an edition have around them."""

from collections.abc import Iterable

from brief.config import Site
from brief.linking import addresses
from brief.model import Page
from brief.rendering.theme import Theme
from brief.rendering.views import FEED_TYPES, AssetLink, FeedLink, Frame, Link, SearchBox
from brief.rendering.wording import Wording


def surroundings(site: Site, pages: Iterable[Page], wording: Wording, theme: Theme) -> Frame:
    """The frame of a page that is nowhere and says nothing: a page's own has its title, its address and so on besides.

    `pages` are those of the edition that lie in no folder.
    """
    lang = wording.lang
    listed = sorted((page for page in pages if page.slug != "index"), key=place)
    home = addresses.edition(site, lang)
    return Frame(
        lang=lang,
        direction=wording.direction,
        site_title=site.title,
        site_description=site.description,
        site_lang="" if site.language == lang else site.language,
        home=addresses.href(site, home),
        root=addresses.href(site, "/"),
        title="",
        description="",
        canonical="",
        stylesheet=asset_link(site, theme, "style.css"),
        lists=asset_link(site, theme, "lists.css"),
        script=asset_link(site, theme, "site.js"),
        icon=asset_link(site, theme, "icon.svg"),
        menu=_menu(site, listed, wording),
        footer=_footer(site, listed, wording),
        languages=(),
        alternates=(),
        search=_search(site, lang, theme),
        feeds=feed_links(site, home),
        search_description=(
            addresses.href(site, addresses.search_description(site, lang)) if site.search.enabled else ""
        ),
        manifest=addresses.href(site, "/site.webmanifest"),
        touch_icon=asset_link(site, theme, "icon-180.png"),
        as_of=wording.day(site.as_of) if site.as_of else None,
    )


def place(page: Page) -> tuple[bool, int, str]:
    """By what pages are listed: their `order`, then those without one by title."""
    return page.order is None, page.order or 0, page.title


def asset_link(site: Site, theme: Theme, name: str) -> AssetLink | None:
    """A link to a static file of the theme; None where it has none of that name."""
    asset = theme.assets.get(name)
    return AssetLink(addresses.href(site, asset.address), asset.integrity) if asset else None


def feed_links(site: Site, address: str, title: str = "") -> tuple[FeedLink, ...]:
    """The feeds of the list at `address`, which is called `title`; the site's own has no name but the site's."""
    called = feed_title(site, title)
    return tuple(
        FeedLink(kind, called, addresses.href(site, feed))
        for kind, feed in zip(FEED_TYPES, addresses.feeds(address), strict=True)
    )


def feed_title(site: Site, title: str) -> str:
    return f"{title} · {site.title}" if title else site.title


def _menu(site: Site, pages: Iterable[Page], wording: Wording) -> tuple[Link, ...]:
    lang, say = wording.lang, wording.say
    return (
        Link(addresses.href(site, addresses.tags(site, lang)), say("Subjects")),
        Link(addresses.href(site, addresses.sources(site, lang)), say("Sources")),
        Link(addresses.href(site, addresses.outlets(site, lang)), say("Outlets")),
        Link(addresses.href(site, addresses.timeline(site, lang)), say("Timeline")),
        Link(addresses.href(site, addresses.archive(site, lang)), say("Archive")),
        *(_to(site, page, lang) for page in pages if page.order is not None),
    )


def _footer(site: Site, pages: Iterable[Page], wording: Wording) -> tuple[Link, ...]:
    lang, say = wording.lang, wording.say
    feed, _ = addresses.feeds(addresses.edition(site, lang))
    search = (Link(addresses.href(site, addresses.search(site, lang)), say("Search")),)
    return (
        *(_to(site, page, lang) for page in pages),
        Link(addresses.href(site, addresses.subject_map(site, lang)), say("Map of the archive")),
        Link(addresses.href(site, addresses.corrections(site, lang)), say("Corrections")),
        *(search if site.search.enabled else ()),
        Link(addresses.href(site, feed), say("Feed")),
    )


def _to(site: Site, page: Page, lang: str) -> Link:
    return Link(
        addresses.href(site, addresses.page(site, page)), page.title, lang="" if page.lang == lang else page.lang
    )


def _search(site: Site, lang: str, theme: Theme) -> SearchBox | None:
    if not site.search.enabled:
        return None
    return SearchBox(
        href=addresses.href(site, addresses.search(site, lang)),
        index=addresses.href(site, addresses.search_list(site)),
        engine=asset_link(site, theme, "search.js"),
        finder=asset_link(site, theme, "finder.js"),
    )
