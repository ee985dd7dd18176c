"""What all pages of one edition share: the archive, the language, and how to link and frame."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from markupsafe import Markup

from brief.diagnostics import Diagnostic
from brief.linking import addresses
from brief.linking.archive import Archive
from brief.linking.editions import Edition
from brief.markdown.text import Context, Heading, Text
from brief.model import Briefing, Document, Outlet, Page, Status, Tag, name_in, sole_outlet
from brief.progress import Clock, PageCost, stopped
from brief.rendering.filling import fill
from brief.rendering.surroundings import asset_link, feed_links, feed_title, surroundings
from brief.rendering.theme import Theme
from brief.rendering.views import AssetLink, Card, CardView, FeedLink, Frame, Group, Link, NameEntry, Pager
from brief.rendering.wording import Wording

# Items whose looks are kept, of half a KB each: related briefings are from anywhere in the archive.
_REMEMBERED = 16_384


def make_room(remembered: dict[Any, Any], most: int = _REMEMBERED) -> None:
    """Let go of what was remembered first, where more than `most` would be."""
    if len(remembered) >= most:
        del remembered[next(iter(remembered))]


@dataclass(frozen=True, slots=True)
class Sentences:
    """What the links of a text stand in, by the number of the reference. `names` are what its references name."""

    token: str
    names: tuple[str, ...]
    contexts: Mapping[int, Context]


@dataclass(frozen=True, slots=True)
class Memory:
    """What items of this edition look like on whichever page shows them.

    All of it follows from these items alone, never from what a page looks up. It is by their identity; they are kept
    with it, so that no others get it. `sentences` are out of the archive's texts, by path, and every page that takes
    them from here asks for the text besides.
    """

    links: dict[int, tuple[Document, Link]] = field(default_factory=dict)
    cards: dict[int, tuple[Briefing, Card]] = field(default_factory=dict)
    surroundings: dict[tuple[int, ...], tuple[tuple[Page, ...], Frame]] = field(default_factory=dict)
    things: dict[int, tuple[Tag | Outlet, dict[str, object]]] = field(default_factory=dict)
    sentences: dict[str, Sentences] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scene:
    """One edition of an archive, about to be shown by a theme.

    `faults` are those of cards within texts, and what is to be noted of what a page lacks, and `costs` are what pages
    took by `clock`, until they are taken.
    """

    archive: Archive
    edition: Edition
    wording: Wording
    theme: Theme
    memory: Memory = field(default_factory=Memory, repr=False, compare=False)
    faults: list[Diagnostic] = field(default_factory=list, compare=False)
    clock: Clock = stopped
    costs: list[PageCost] = field(default_factory=list, repr=False, compare=False)

    @property
    def lang(self) -> str:
        return self.edition.lang

    def href(self, address: str) -> str:
        return addresses.href(self.archive.site, address)

    def foreign(self, lang: str) -> str:
        """`lang` where it is not this page's language, else empty."""
        return "" if lang == self.lang else lang

    def link(self, address: str, text: str, *, lang: str = "", count: int | None = None) -> Link:
        return Link(self.href(address), text, lang=lang, count=count)

    def to(self, item: Document) -> Link:
        """A link to an item, by its name in this language."""
        known = self.memory.links.get(id(item))
        if known is None:
            make_room(self.memory.links)
            known = self.memory.links[id(item)] = (item, self._to(item))
        return known[1]

    def _to(self, item: Document) -> Link:
        address = addresses.of(self.archive.site, item, self.lang)
        match item:
            case Briefing() | Page():
                return self.link(address, item.title, lang=self.foreign(item.lang))
            case Tag() | Outlet():
                return self.link(address, name_in(item, self.lang))

    def briefing(self, path: str) -> Briefing:
        """The briefing of the file at `path`. Raises KeyError where it has no page."""
        versions = self.archive.briefing_versions[path].values()
        return next(version for version in versions if version.path == path)

    def tags(self, idents: Iterable[str]) -> tuple[Link, ...]:
        """Links to those of the tags that exist."""
        known = map(self.archive.tags.get, dict.fromkeys(idents))
        return tuple(self.to(tag) for tag in known if tag)

    def card(self, briefing: Briefing) -> Card:
        """A briefing in a list that shows no tags."""
        known = self.memory.cards.get(id(briefing))
        if known is None:
            make_room(self.memory.cards)
            known = self.memory.cards[id(briefing)] = (briefing, self._card(briefing))
        return known[1]

    def _card(self, briefing: Briefing) -> Card:
        lang = self.foreign(briefing.lang)
        return Card(
            href=self.to(briefing).href,
            title=briefing.title,
            summary=briefing.summary,
            date=self.wording.day(briefing.date),
            lang=lang,
            language=self.wording.language(lang) if lang else "",
            is_draft=briefing.status is Status.DRAFT,
            is_scheduled=briefing.status is Status.SCHEDULED,
            is_withdrawn=briefing.status is Status.WITHDRAWN,
            has_one_outlet=sole_outlet(briefing) is not None,
        )

    def prose(self, item: Document, *, with_passages: bool = True) -> Markup:
        """An item's body, its references filled in; `with_passages` each passage ends with a link to itself."""
        return self.filled(item, self.archive.texts.get(item.path), with_passages=with_passages)

    def filled(
        self, item: Document, text: Text | None, *, with_passages: bool = True, with_cards: bool = True
    ) -> Markup:
        """The body of an item whose text was looked up already, which for thousands of pages takes its time.

        Without `with_cards` those of other briefings are left out.
        """
        if text is None:
            return Markup()
        targets = self.archive.targets.get(item.path, {}).get(self.lang, ())
        label = self.wording.say("Link to this passage") if with_passages else ""
        html = self.archive.html[item.path]
        card = self._card_html if with_cards else _no_card
        return fill(self.archive.site, text, html, targets, self.lang, card, label, self.archive.pictures)

    def take_costs(self) -> tuple[PageCost, ...]:
        """What the pages took that were shown since this was asked last."""
        found = tuple(self.costs)
        self.costs.clear()
        return found

    def take_faults(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the cards that were shown since this was asked last, and what was noted."""
        found = tuple(self.faults)
        self.faults.clear()
        return found

    def _card_html(self, briefing: Briefing) -> str:
        rendered = self.theme.render(CardView(self.card(briefing)), self.lang)
        self.faults.extend(rendered.faults)
        return rendered.text

    def contents(self, text: Text | None) -> tuple[Link, ...]:
        """Links to the headings of the uppermost level; none where there is one or less."""
        headings: Sequence[Heading] = text.headings if text else ()
        top = min((heading.level for heading in headings), default=0)
        upper = [heading for heading in headings if heading.level == top]
        return tuple(Link(f"#{heading.id}", heading.text) for heading in upper) if len(upper) > 1 else ()

    def subjects(self, most: int) -> tuple[Link, ...]:
        """The tags most used, with how many briefings each has."""
        used = {ident: listed for ident, listed in self.edition.by_tag.items() if ident in self.archive.tags}
        ranked = sorted(used, key=lambda ident: (-len(used[ident]), ident))[:most]
        return tuple(replace(self.to(self.archive.tags[ident]), count=len(used[ident])) for ident in ranked)

    def by_year(self, briefings: Sequence[Briefing]) -> tuple[Group, ...]:
        return tuple(
            Group(str(year), f"y{year}", tuple(map(self.card, listed)))
            for year, listed in groupby(briefings, key=lambda briefing: briefing.date.year)
        )

    def by_month(self, briefings: Sequence[Briefing]) -> tuple[Group, ...]:
        return tuple(
            Group(self.wording.month(first), f"m{first:%m}", tuple(map(self.card, listed)))
            for first, listed in groupby(briefings, key=lambda briefing: briefing.date.replace(day=1))
        )

    def pager(self, address: str, number: int, total: int) -> Pager:
        def at(page: int) -> str:
            return self.href(addresses.numbered(address, page)) if 1 <= page <= total else ""

        return Pager(number, total, previous=at(number - 1), next=at(number + 1))

    def names(self, item: Tag | Outlet) -> tuple[NameEntry, ...]:
        """Its names by language, this page's first; aliases of no stated language last."""
        own = self.archive.site.language
        by_lang = {own: item.title, **item.names}
        order = sorted({*by_lang, *item.aliases}, key=lambda lang: (lang == "und", lang != self.lang, lang))
        return tuple(
            NameEntry(
                lang="" if lang == "und" else lang,
                language="" if lang == "und" else self.wording.language(lang),
                name=by_lang.get(lang, ""),
                aliases=item.aliases.get(lang, ()),
            )
            for lang in order
        )

    def frame(
        self,
        title: str,
        description: str,
        address: str,
        versions: Mapping[str, str] | None = None,
        switch: Mapping[str, str] | None = None,
        **own: Any,
    ) -> Frame:
        """A page's surroundings.

        `versions` are this page's addresses by language, itself included; `switch` is where the language switch
        leads where that is elsewhere; `own` are fields of the frame that this page alone has, or has otherwise.
        """
        site = self.archive.site
        versions = versions or {self.lang: address}
        around = self._surroundings()
        fields = {
            "title": title,
            "description": " ".join(description.split()),
            "canonical": addresses.absolute(site, address),
            "menu": self._menu(around.menu, address),
            "languages": self._languages(switch or versions),
            "alternates": self._alternates(versions),
        }
        return replace(around, **fields | own)

    def feeds(self, address: str, title: str) -> tuple[FeedLink, ...]:
        """The feeds of the list at `address`, which is called `title`."""
        return feed_links(self.archive.site, address, title)

    def feed_title(self, title: str) -> str:
        return feed_title(self.archive.site, title)

    def versions(self, work: Mapping[str, Briefing] | Mapping[str, Page]) -> dict[str, str]:
        """The addresses of a work by language."""
        return {lang: addresses.of(self.archive.site, version, lang) for lang, version in work.items()}

    def every_edition(self, address: str) -> dict[str, str]:
        """The addresses of a list in each language, given its address in this one."""
        site = self.archive.site
        inner = address.removeprefix(addresses.edition(site, self.lang))
        return {lang: addresses.edition(site, lang) + inner for lang in site.languages}

    def asset(self, name: str) -> AssetLink | None:
        """A link to a static file of the theme; None where it has none of that name."""
        return asset_link(self.archive.site, self.theme, name)

    def _surroundings(self) -> Frame:
        """What the frame is made of; each page looks up for itself which pages the menu and the footer have."""
        pages = tuple(self.edition.pages[slug] for slug in self.edition.pages if "/" not in slug)
        place = tuple(map(id, pages))
        known = self.memory.surroundings.get(place)
        if known is None:
            made = surroundings(self.archive.site, pages, self.wording, self.theme)
            known = self.memory.surroundings[place] = (pages, made)
        return known[1]

    def _menu(self, menu: Iterable[Link], address: str) -> tuple[Link, ...]:
        """The menu with the entry marked that the page at `address` is or lies below."""
        here = self.href(address)
        # ARIA 1.2, aria-current: "page" is the page itself, "true" what it lies below.
        return tuple(
            replace(entry, current="page" if here == entry.href else "true") if here.startswith(entry.href) else entry
            for entry in menu
        )

    def _languages(self, versions: Mapping[str, str]) -> tuple[Link, ...]:
        """The language switch: this page in each language, or where there is none that language's home."""
        site = self.archive.site
        if len(site.languages) < 2:
            return ()
        return tuple(
            Link(
                self.href(versions.get(lang, addresses.edition(site, lang))),
                self.wording.own_name(lang),
                lang=lang,
                current="true" if lang == self.lang else "",
                is_missing=lang not in versions,
            )
            for lang in site.languages
        )

    def _alternates(self, versions: Mapping[str, str]) -> tuple[Link, ...]:
        if len(versions) < 2:
            return ()
        site = self.archive.site
        return tuple(Link(addresses.absolute(site, at), lang, lang=lang) for lang, at in versions.items())


def _no_card(_: Briefing) -> str:
    return ""
