"""Views: all that a template sees. Plain, frozen, and nothing else reaches a template.

`href`s can be put into a page as they are. `Markup` is HTML that is safe already; every other text is
escaped where it is shown.
"""

from dataclasses import dataclass

from markupsafe import Markup

from brief.rendering.wording import Day


@dataclass(frozen=True, slots=True)
class Link:
    """A link. `lang` is set where the text is in another language than the page; `count` where it counts something;
    `current` is what `aria-current` takes."""

    href: str
    text: str
    lang: str = ""
    count: int | None = None
    current: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has around its content. `site_lang` is set where the site's own language is another."""

    lang: str
    direction: str
    site_title: str
    site_description: str
    site_lang: str
    home: str
    title: str
    description: str
    canonical: str
    stylesheet: str
    icon: str
    menu: tuple[Link, ...]
    footer: tuple[Link, ...]
    languages: tuple[Link, ...]
    alternates: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A briefing in a list. `lang` as for a link; `language` is that language's name."""

    href: str
    title: str
    summary: str
    date: Day
    lang: str = ""
    language: str = ""
    is_draft: bool = False
    is_withdrawn: bool = False
    tags: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Briefings under one heading: a year or a month."""

    heading: str
    anchor: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one is in a long list. `previous` and `next` are empty at its ends."""

    number: int
    total: int
    previous: str
    next: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """An entry of a briefing's list of sources. `citations` lead back to the prose."""

    anchor: str
    number: int
    outlet: Link
    title: str
    lang: str
    language: str
    href: str
    host: str
    where: str
    authors: str
    published: Day
    accessed: Day | None
    archived: str
    rating: str
    reliability: str
    credibility: str
    quote: str
    citations: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A dated note: a correction, an event, a withdrawal."""

    date: Day
    text: str


@dataclass(frozen=True, slots=True)
class HomeView:
    frame: Frame
    introduction: Markup
    about: Link | None
    latest: tuple[Card, ...]
    subjects: tuple[Link, ...]
    briefing_count: int
    tag_count: int
    outlet_count: int
    archive: Link
    all_subjects: Link


@dataclass(frozen=True, slots=True)
class BriefingView:
    frame: Frame
    title: str
    summary: str
    date: Day
    updated: Day | None
    as_of: Day | None
    is_draft: bool
    withdrawn: Note | None
    corrections: tuple[Note, ...]
    superseded_by: tuple[Link, ...]
    supersedes: tuple[Link, ...]
    translations: tuple[Link, ...]
    tags: tuple[Link, ...]
    contents: tuple[Link, ...]
    body: Markup
    events: tuple[Note, ...]
    sources: tuple[SourceEntry, ...]
    unsourced: str


@dataclass(frozen=True, slots=True)
class TagGroup:
    """Tags of one kind."""

    heading: str
    tags: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TagIndexView:
    frame: Frame
    groups: tuple[TagGroup, ...]


@dataclass(frozen=True, slots=True)
class NameEntry:
    """A tag's or an outlet's name and other names in one language."""

    lang: str
    language: str
    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TagView:
    frame: Frame
    title: str
    kind: str
    description: Markup
    description_lang: str
    names: tuple[NameEntry, ...]
    wikidata: str
    broader: tuple[Link, ...]
    narrower: tuple[Link, ...]
    total: int
    groups: tuple[Group, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class OutletRow:
    link: Link
    kind: str
    sources: int
    briefings: int


@dataclass(frozen=True, slots=True)
class OutletIndexView:
    frame: Frame
    outlets: tuple[OutletRow, ...]


@dataclass(frozen=True, slots=True)
class UseEntry:
    """A source taken from an outlet, and the briefing that rests on it."""

    title: str
    href: str
    lang: str
    published: Day
    rating: str
    briefing: Link


@dataclass(frozen=True, slots=True)
class UseGroup:
    heading: str
    anchor: str
    uses: tuple[UseEntry, ...]


@dataclass(frozen=True, slots=True)
class OutletView:
    frame: Frame
    title: str
    kind: str
    description: Markup
    description_lang: str
    names: tuple[NameEntry, ...]
    href: str
    language: str
    country: str
    wikidata: str
    total: int
    groups: tuple[UseGroup, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class YearRow:
    link: Link
    total: int


@dataclass(frozen=True, slots=True)
class ArchiveView:
    frame: Frame
    total: int
    years: tuple[YearRow, ...]


@dataclass(frozen=True, slots=True)
class YearView:
    frame: Frame
    year: int
    total: int
    groups: tuple[Group, ...]
    newer: Link | None
    older: Link | None


@dataclass(frozen=True, slots=True)
class PageView:
    frame: Frame
    title: str
    summary: str
    contents: tuple[Link, ...]
    body: Markup


@dataclass(frozen=True, slots=True)
class NotFoundView:
    frame: Frame
    subjects: tuple[Link, ...]
    latest: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class RedirectView:
    """A page at an old address that leads to the new one."""

    lang: str
    title: str
    href: str
    canonical: str


@dataclass(frozen=True, slots=True)
class CardView:
    """A briefing shown as a card within another text."""

    card: Card


View = (
    HomeView
    | BriefingView
    | TagIndexView
    | TagView
    | OutletIndexView
    | OutletView
    | ArchiveView
    | YearView
    | PageView
    | NotFoundView
    | RedirectView
    | CardView
)
