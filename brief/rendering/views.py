"""Views: all that a template sees. Plain, frozen, and nothing else reaches a template.

`href`s can be put into a page as they are. `Markup` is HTML that is safe already; every other text is
escaped where it is shown.
"""

from dataclasses import dataclass

from markupsafe import Markup

from brief.rendering.drawings import Bonds, MapDrawing, UseBars, YearBars, YearGrid
from brief.rendering.wording import Day


@dataclass(frozen=True, slots=True)
class Link:
    """A link. `lang` is set where the text is in another language than the page; `count` where it counts something;
    `current` is what `aria-current` takes; `is_missing` marks a language in which the page itself is not there."""

    href: str
    text: str
    lang: str = ""
    count: int | None = None
    current: str = ""
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Relation:
    """How another page relates to this one: `rel` is a link relation (RFC 8288), such as `latest-version`."""

    rel: str
    href: str


@dataclass(frozen=True, slots=True)
class Meta:
    """What a `meta` element says: either `name` or, of Open Graph, `property` is set."""

    content: str
    name: str = ""
    property: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A record to be saved under `file`; `href` holds it whole."""

    name: str
    file: str
    href: str


@dataclass(frozen=True, slots=True)
class Cite:
    """How to cite a page: in words, and as records for programs."""

    plain: str
    records: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class SearchBox:
    """The search field of every page: `href` is the search page, `index` the list of what is searched.

    `engine` is the script that searches, and `finder` the one that shows results below the field; both are loaded
    when the field is used.
    """

    href: str
    index: str
    engine: str
    finder: str


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
    script: str
    icon: str
    menu: tuple[Link, ...]
    footer: tuple[Link, ...]
    languages: tuple[Link, ...]
    alternates: tuple[Link, ...]
    search: SearchBox | None = None
    relations: tuple[Relation, ...] = ()
    metadata: tuple[Meta, ...] = ()
    structured: Markup = Markup()  # noqa: RUF009  # it never changes


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
    has_one_outlet: bool = False
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
class RobustLink:
    """A link that outlives its target (Robust Links 1.0, robustlinks.mementoweb.org): the address as it was cited,
    the address of a kept copy, and the day that the copy or the citation is of (ISO 8601, may be empty)."""

    original: str
    version: str
    date: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """An entry of a briefing's list of sources.

    `citations` lead back to the prose; `shared` are the latest of the other briefings that rest on the same document.
    """

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
    robust: RobustLink | None
    dead_since: Day | None
    rating: str
    reliability: str
    credibility: str
    quote: str
    citations: tuple[Link, ...]
    shared: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A dated note: a correction, an event, a withdrawal."""

    date: Day
    text: str


@dataclass(frozen=True, slots=True)
class BacklinkEntry:
    """A page that links here, and the sentence around the link's `words`; all empty where a card links.

    `lang` is set where the sentence is in another language than this page.
    """

    link: Link
    date: Day | None
    lang: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Backlinked:
    """The latest pages that link here; `more` is how many there are beyond them."""

    entries: tuple[BacklinkEntry, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The briefings before and after this one within a tag."""

    tag: Link
    newer: Link | None
    older: Link | None


@dataclass(frozen=True, slots=True)
class Staleness:
    """From which day on (ISO 8601) a briefing's state of affairs, that of `state`, counts as old."""

    since: str
    state: Day


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """An event, or where `text` is empty a briefing's publication. `lang` as for a card."""

    date: Day
    text: str
    lang: str
    briefing: Link


@dataclass(frozen=True, slots=True)
class TimelineGroup:
    """What a year holds, or what is not known to lie in one."""

    heading: str
    anchor: str
    entries: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True)
class ChangedRun:
    """Words of a changed passage; `element` is `del`, `ins`, or empty for words that stayed."""

    element: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """A part of a briefing in which a revision changed something."""

    label: str
    passages: tuple[tuple[ChangedRun, ...], ...]


@dataclass(frozen=True, slots=True)
class RevisionEntry:
    """One entry of a briefing's history; the first has no parts."""

    date: Day
    parts: tuple[ChangedPart, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A briefing's latest revisions; `earlier` is how many there are before them, but for the first."""

    entries: tuple[RevisionEntry, ...] = ()
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class AmendmentEntry:
    """A correction or, where `is_withdrawal`, that a briefing was withdrawn."""

    date: Day
    briefing: Link
    text: str
    lang: str
    is_withdrawal: bool


@dataclass(frozen=True, slots=True)
class HomeView:
    frame: Frame
    introduction: Markup
    about: Link | None
    latest: tuple[Card, ...]
    subjects: tuple[Link, ...]
    amendments: tuple[AmendmentEntry, ...]
    corrections: Link
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
    staleness: Staleness | None
    sole_outlet: Link | None
    withdrawn: Note | None
    corrections: tuple[Note, ...]
    superseded_by: tuple[Link, ...]
    supersedes: tuple[Link, ...]
    latest: Link | None
    translations: tuple[Link, ...]
    tags: tuple[Link, ...]
    contents: tuple[Link, ...]
    body: Markup
    events: tuple[Note, ...]
    sources: tuple[SourceEntry, ...]
    unsourced: str
    cite: Cite | None
    history: History
    neighbours: tuple[Neighbours, ...]
    related: tuple[Card, ...]
    backlinks: Backlinked


@dataclass(frozen=True, slots=True)
class TagGroup:
    """Tags of one kind."""

    heading: str
    tags: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TagIndexView:
    frame: Frame
    groups: tuple[TagGroup, ...]
    map: Link


@dataclass(frozen=True, slots=True)
class NameEntry:
    """A tag's or an outlet's name and other names in one language."""

    lang: str
    language: str
    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TagView:
    """A page of a tag. `starting` are the briefings that other texts lead to most, where there are many to choose from;
    what explains the tag is on its first page alone."""

    frame: Frame
    title: str
    kind: str
    description: Markup
    description_lang: str
    names: tuple[NameEntry, ...]
    wikidata: str
    broader: tuple[Link, ...]
    narrower: tuple[Link, ...]
    starting: tuple[Card, ...]
    bonds: Bonds | None
    by_year: YearBars | None
    timeline: tuple[TimelineEntry, ...]
    whole_timeline: Link
    mentions: Backlinked
    backlinks: Backlinked
    total: int
    groups: tuple[Group, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class MapRow:
    """A tag of the map, and those that it is most bound to, each with how many briefings they share."""

    tag: Link
    kind: str
    total: int
    partners: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class MapView:
    """The map of the archive, and the same as a table; `left_out` counts the tags that are not on it."""

    frame: Frame
    drawing: MapDrawing | None
    rows: tuple[MapRow, ...]
    left_out: int
    all_subjects: Link
    grid: YearGrid | None


@dataclass(frozen=True, slots=True)
class OutletRow:
    link: Link
    kind: str
    sources: int
    briefings: int
    alone: int


@dataclass(frozen=True, slots=True)
class OutletIndexView:
    frame: Frame
    outlets: tuple[OutletRow, ...]
    by_use: UseBars | None


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
class RatingRow:
    """How often an outlet's sources are given a rating. `rating` is empty for those without."""

    rating: str
    reliability: str
    credibility: str
    total: int


@dataclass(frozen=True, slots=True)
class Reliance:
    """How much the archive relies on an outlet, for what, and with which ratings.

    `alone` counts the briefings that rest on it and no other; `years` are the first and the last of them.
    """

    sources: int
    documents: int
    briefings: int
    alone: int
    years: str
    ratings: tuple[RatingRow, ...]
    subjects: tuple[Link, ...]


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
    reliance: Reliance
    backlinks: Backlinked
    total: int
    groups: tuple[UseGroup, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document that briefings rest on."""

    outlet: Link
    title: str
    lang: str
    language: str
    href: str
    where: str
    published: Day
    briefings: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, and what it is called."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class SourcesView:
    """A page of the list of all sources.

    `data` are the addresses of the records that the filter's script reads, one a line.
    """

    frame: Frame
    total: int
    documents: tuple[DocumentEntry, ...]
    pager: Pager
    outlets: tuple[Choice, ...]
    tags: tuple[Choice, ...]
    years: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    data: str
    script: str


@dataclass(frozen=True, slots=True)
class TimelineView:
    frame: Frame
    total: int
    groups: tuple[TimelineGroup, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class CorrectionsView:
    frame: Frame
    total: int
    entries: tuple[AmendmentEntry, ...]
    policy: Link | None
    feed: str
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
    by_year: YearBars | None


@dataclass(frozen=True, slots=True)
class SearchView:
    """The search page. Subjects and years are there to browse, with or without a script."""

    frame: Frame
    tags: tuple[Choice, ...]
    outlets: tuple[Choice, ...]
    years: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    subjects: tuple[Link, ...]
    by_year: tuple[YearRow, ...]
    script: str


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
    backlinks: Backlinked


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
    | MapView
    | OutletIndexView
    | OutletView
    | SourcesView
    | TimelineView
    | CorrectionsView
    | ArchiveView
    | YearView
    | SearchView
    | PageView
    | NotFoundView
    | RedirectView
    | CardView
)
