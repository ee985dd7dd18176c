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
class AssetLink:
    """A static file of the theme. `integrity` goes with every `href` of a style sheet or script: a browser refuses
    bytes that it does not fit (W3C, Subresource Integrity)."""

    href: str
    integrity: str


@dataclass(frozen=True, slots=True)
class Relation:
    """How another page relates to this one: `rel` is a link relation (RFC 8288), such as `latest-version`."""

    rel: str
    href: str


FEED_TYPES = ("application/atom+xml", "application/feed+json")
"""The media types of feeds (RFC 4287, 7; JSON Feed 1.1, "Suggestions for publishers")."""


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that programs may find; `type` is its media type."""

    type: str
    title: str
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
    """The format's name, such as BibTeX."""
    file: str
    href: str


@dataclass(frozen=True, slots=True)
class Cite:
    """How to cite a page: in words, and as records for programs."""

    plain: str
    records: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class SearchBox:
    """The search field of every page. Its scripts are loaded when it is used."""

    href: str
    """The search page."""
    index: str
    """The address of the list of what is searched."""
    engine: AssetLink | None
    """The script that searches."""
    finder: AssetLink | None
    """The script that shows results below the field."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has around its content. `site_lang` is set where the site's own language is another."""

    lang: str
    """The page's language (BCP 47)."""
    direction: str
    """`ltr` or `rtl`."""
    site_title: str
    site_description: str
    site_lang: str
    home: str
    """The href of the home page in the page's language."""
    root: str
    """The href below which the whole site lies."""
    title: str
    """The page's own title; empty on the home page."""
    description: str
    """One or two sentences, without line breaks; may be empty."""
    canonical: str
    """The page's absolute address."""
    stylesheet: AssetLink | None
    lists: AssetLink | None
    """The style sheet of lists, search and drawings, which a document's own page does without."""
    script: AssetLink | None
    icon: AssetLink | None
    menu: tuple[Link, ...]
    """The main menu."""
    footer: tuple[Link, ...]
    """What the foot of a page leads to."""
    languages: tuple[Link, ...]
    """The language switch; empty where the site has one language."""
    alternates: tuple[Link, ...]
    """This page in each language, by absolute address; empty where it is in one alone."""
    search: SearchBox | None = None
    """None where the site has no search."""
    relations: tuple[Relation, ...] = ()
    metadata: tuple[Meta, ...] = ()
    """What reference managers and search engines are told."""
    structured: Markup = Markup()  # noqa: RUF009  # it never changes
    """JSON-LD, safe within a `script` element; may be empty."""
    feeds: tuple[FeedLink, ...] = ()
    """Those of the page, if it has some, and then the site's."""
    search_description: str = ""
    """What tells browsers how to search here; empty where there is no search."""
    manifest: str = ""
    touch_icon: AssetLink | None = None
    as_of: Day | None = None
    """The day that the archive is shown as of, where that is not simply today."""


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
    is_scheduled: bool = False
    """Whether readers see it from `date` on alone, and not yet."""
    is_withdrawn: bool = False
    has_one_outlet: bool = False
    """Whether all sources are of one outlet."""
    tags: tuple[Link, ...] = ()
    """Empty where the list shows none."""


@dataclass(frozen=True, slots=True)
class Group:
    """Briefings under one heading: a year or a month."""

    heading: str
    anchor: str
    """The id of its heading."""
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one is in a long list. `previous` and `next` are empty at its ends."""

    number: int
    """This page's, from 1."""
    total: int
    """How many pages there are."""
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
    """The id that citations lead to."""
    number: int
    """Its place in the list, from 1."""
    outlet: Link
    title: str
    lang: str
    """Its language where that is another than the page's."""
    language: str
    """Its language's name; may be empty."""
    href: str
    """Where its title leads: its address, or the kept copy's where that is gone; may be empty."""
    host: str
    """The host of its address; may be empty."""
    where: str
    """Where it is found, for a document with no address; may be empty."""
    authors: str
    """Their names, joined; may be empty."""
    published: Day
    accessed: Day | None
    archived: str
    """The address of a kept copy; may be empty."""
    robust: RobustLink | None
    dead_since: Day | None
    """Since when its address leads nowhere."""
    rating: str
    """In the Admiralty code, such as B2; may be empty."""
    reliability: str
    """What the rating's letter says."""
    credibility: str
    """What the rating's digit says."""
    quote: str
    """The words relied on; may be empty."""
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
    """The day of a briefing; none for other pages."""
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
    """The id of its heading."""
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
    """Each passage as runs of words."""


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
    """The home page."""

    frame: Frame
    introduction: Markup
    """The text of content/pages/index.md; may be empty."""
    about: Link | None
    """The page about the site."""
    latest: tuple[Card, ...]
    subjects: tuple[Link, ...]
    """The tags most used, with counts."""
    amendments: tuple[AmendmentEntry, ...]
    """The latest corrections."""
    corrections: Link
    briefing_count: int
    tag_count: int
    outlet_count: int
    archive: Link
    all_subjects: Link


@dataclass(frozen=True, slots=True)
class BriefingView:
    """A briefing."""

    frame: Frame
    title: str
    summary: str
    date: Day
    updated: Day | None
    as_of: Day | None
    """The day of the state of affairs, where it is not `date`."""
    is_draft: bool
    is_scheduled: bool
    """Whether readers see it from `date` on alone, and not yet."""
    staleness: Staleness | None
    """Where the site says when a briefing counts as old."""
    sole_outlet: Link | None
    """The one outlet of all its sources."""
    withdrawn: Note | None
    corrections: tuple[Note, ...]
    superseded_by: tuple[Link, ...]
    """The briefings that replace it."""
    supersedes: tuple[Link, ...]
    """The briefings that it replaces."""
    latest: Link | None
    """The last in the chain of those that replace it, where `superseded_by` has it not."""
    translations: tuple[Link, ...]
    tags: tuple[Link, ...]
    contents: tuple[Link, ...]
    """Links to its headings."""
    body: Markup
    events: tuple[Note, ...]
    """Its dates."""
    sources: tuple[SourceEntry, ...]
    unsourced: str
    """Why there are no sources; empty where there are."""
    cite: Cite | None
    history: History
    neighbours: tuple[Neighbours, ...]
    """What comes before and after it, by tag."""
    related: tuple[Card, ...]
    backlinks: Backlinked


@dataclass(frozen=True, slots=True)
class TagGroup:
    """Tags of one kind."""

    heading: str
    tags: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TagIndexView:
    """The list of all tags."""

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
    """A page of a tag: the first one also says what the tag is, and where to begin."""

    frame: Frame
    title: str
    kind: str
    """Such as `Organisation`; may be empty."""
    description: Markup
    description_lang: str
    """As for a card."""
    names: tuple[NameEntry, ...]
    """Its names by language."""
    wikidata: str
    """Its id there, such as Q8475; may be empty."""
    broader: tuple[Link, ...]
    """The tags that it is part of."""
    narrower: tuple[Link, ...]
    """The tags that are part of it."""
    starting: tuple[Card, ...]
    """Where there are many, the briefings that other texts lead to most; on the first page."""
    bonds: Bonds | None
    """The subjects that it is bound up with, drawn; on the first page."""
    by_year: YearBars | None
    """Its briefings by year, drawn; on the first page."""
    timeline: tuple[TimelineEntry, ...]
    """The latest dates of its briefings; on the first page."""
    whole_timeline: Link
    mentions: Backlinked
    """Where it is named and not a tag."""
    backlinks: Backlinked
    """Where links lead to it."""
    total: int
    """How many briefings it has."""
    groups: tuple[Group, ...]
    """This page's briefings, by year."""
    feed: str
    """The href of its feed."""
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
    """An outlet in the list of all."""

    link: Link
    kind: str
    """May be empty."""
    sources: int
    """How many sources are taken from it."""
    briefings: int
    """How many briefings rest on it."""
    alone: int
    """How many of them rest on it and no other."""


@dataclass(frozen=True, slots=True)
class OutletIndexView:
    """The list of all outlets."""

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
    """What is taken from an outlet in a year's briefings."""

    heading: str
    anchor: str
    """The id of its heading."""
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
    """A page of an outlet: the first one also says what the outlet is."""

    frame: Frame
    title: str
    kind: str
    """May be empty."""
    description: Markup
    description_lang: str
    """As for a card."""
    names: tuple[NameEntry, ...]
    """Its names by language."""
    href: str
    """Its own site; may be empty."""
    language: str
    """The name of the language that it publishes in; may be empty."""
    country: str
    """Its name; may be empty."""
    wikidata: str
    """Its id there; may be empty."""
    reliance: Reliance
    backlinks: Backlinked
    total: int
    """How many sources are taken from it."""
    groups: tuple[UseGroup, ...]
    feed: str
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
    """How many documents there are."""
    documents: tuple[DocumentEntry, ...]
    """This page's."""
    pager: Pager
    outlets: tuple[Choice, ...]
    tags: tuple[Choice, ...]
    years: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    data: str
    script: AssetLink | None
    """The filter's script."""


@dataclass(frozen=True, slots=True)
class TimelineView:
    """A page of the timeline."""

    frame: Frame
    total: int
    """How many entries there are."""
    groups: tuple[TimelineGroup, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class CorrectionsView:
    """A page of the corrections and withdrawals."""

    frame: Frame
    total: int
    """How many there are."""
    entries: tuple[AmendmentEntry, ...]
    policy: Link | None
    """The page on how corrections are made."""
    feed: str
    """The href of the feed."""
    pager: Pager


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year in the archive."""

    link: Link
    total: int
    """How many briefings it has."""


@dataclass(frozen=True, slots=True)
class ArchiveView:
    """The years that there are briefings of."""

    frame: Frame
    total: int
    """How many briefings there are."""
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
    script: AssetLink | None


@dataclass(frozen=True, slots=True)
class YearView:
    """The briefings of a year."""

    frame: Frame
    year: int
    total: int
    groups: tuple[Group, ...]
    """By month."""
    newer: Link | None
    """The next year that has any."""
    older: Link | None
    """The last year before that has any."""


@dataclass(frozen=True, slots=True)
class PageView:
    """Any other page, such as one about the site."""

    frame: Frame
    title: str
    summary: str
    contents: tuple[Link, ...]
    """Links to its headings."""
    body: Markup
    backlinks: Backlinked
    section: tuple[Link, ...] = ()
    """Links to the pages of the folder that it lies in, in their order, itself among them; none where it is alone."""
    following: Link | None = None
    """The page of the section that comes after it."""


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """What is shown where there is nothing."""

    frame: Frame
    subjects: tuple[Link, ...]
    """The tags most used, with counts."""
    latest: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class RedirectView:
    """A page at an old address that leads to the new one."""

    lang: str
    title: str
    href: str
    """Where it leads."""
    canonical: str
    """The same as an absolute address."""


@dataclass(frozen=True, slots=True)
class CardView:
    """A briefing shown as a card within another text."""

    card: Card


@dataclass(frozen=True, slots=True)
class FeedEntryView:
    """A briefing in a feed, for programs that show it among other sites' texts. Of a withdrawn one there is
    `withdrawn` alone."""

    withdrawn: Note | None
    corrections: tuple[Note, ...]
    body: Markup
    sources: tuple[SourceEntry, ...]
    unsourced: str


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
    | FeedEntryView
)
