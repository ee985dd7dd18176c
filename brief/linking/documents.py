"""Documents: what sources point to, each once, however many briefings rest on it and however they spell it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # as in the model
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from url_normalize import url_normalize

from brief.diagnostics import Code, Diagnostic, warning
from brief.model import Briefing, Source
from brief.suggestions import is_like

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|mc_[ce]id|igshid", re.IGNORECASE)

# Most addresses have nothing to normalise, and looking twice at each takes a tenth of a build.
_PLAIN = re.compile(r"https?://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?P<path>(?:/(?!\.)[A-Za-z0-9._~-]+)*/?)")
_USUAL_PORT = re.compile(":(80|443)$")
# Addresses of which one may be the other but for case and `.html` have the rest in common.
_SUFFIX = re.compile(r"(\.html)+$")


@dataclass(frozen=True, slots=True)
class Use:
    """A source as a briefing relies on it, the one at `index` of its list. `key` tells its document from all others.

    `outlet`, `rating` and `lang` are the source's own; `published` is the day by which it stands in lists, as far as
    one is known.
    """

    briefing: Briefing
    index: int
    key: str
    outlet: str
    rating: str | None
    lang: str | None
    published: Day | None

    @property
    def source(self) -> Source:
        return self.briefing.sources[self.index]


@dataclass(frozen=True, slots=True)
class Document:
    """One document and its uses, the newest briefing's first, as which describes it. `key` tells it from all others."""

    key: str
    uses: tuple[Use, ...]

    @property
    def source(self) -> Source:
        return self.uses[0].source

    @property
    def outlet(self) -> str:
        return self.uses[0].outlet

    @property
    def lang(self) -> str | None:
        return self.uses[0].lang

    @property
    def published(self) -> Day | None:
        return self.uses[0].published

    @property
    def year(self) -> int | None:
        """The year in which it was published, as far as that is known."""
        return self.published.year if self.published else None


def normalised(url: str) -> str:
    """What addresses of one document have in common (RFC 3986, 6).

    Without scheme, `www.`, fragment, parameters that track readers, and a slash at the end.
    """
    if plain := _PLAIN.fullmatch(url):
        return f"{plain['host'].removeprefix('www.')}{plain['path'].rstrip('/')}"
    try:
        parts = urlsplit(url_normalize(url) or url)
    except (ValueError, UnicodeError):
        parts = urlsplit(url)
    query = [
        (key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(key)
    ]
    # A port that goes with the scheme goes with it.
    host = _USUAL_PORT.sub("", parts.netloc.lower().removeprefix("www."))
    return urlunsplit(("", host, parts.path.rstrip("/"), urlencode(query), "")).removeprefix("//")


def key(source: Source) -> str:
    """What two sources have in common if they are one document: its address, or where it is and its title."""
    if source.url:
        return normalised(source.url)
    return f"{source.outlet}\n{_words(source.title)}\n{_words(source.where or '')}"


def uses(briefing: Briefing) -> tuple[Use, ...]:
    """What a briefing relies on, in the order of its sources."""
    return tuple(_use(briefing, index, source) for index, source in enumerate(briefing.sources))


def _use(briefing: Briefing, index: int, source: Source) -> Use:
    known = source.published
    published = known.earliest or known.latest if known else None
    return Use(briefing, index, key(source), source.outlet, source.rating, source.lang, published)


def documents(found: Iterable[Use]) -> dict[str, Document]:
    """The documents among the uses `found` by their key, in the order in which they first appear."""
    by_key: dict[str, list[Use]] = defaultdict(list)
    for use in found:
        by_key[use.key].append(use)
    return {name: Document(name, tuple(listed)) for name, listed in by_key.items()}


def spellings(found: Iterable[tuple[Use, ...]]) -> list[Diagnostic]:
    """A warning where a source is described otherwise than in the briefing that named it first.

    `found` are the uses of each briefing.
    """
    ordered = [
        use
        for listed in sorted(filter(None, found), key=lambda listed: (listed[0].briefing.date, listed[0].briefing.path))
        for use in listed
    ]
    first: dict[str, Use] = {}
    faults = []
    for use in ordered:
        other = first.setdefault(use.key, use)
        if other is not use and (differing := _differing(use.source, other.source)):
            faults.append(_spelling(use, other, differing))
    return [*faults, *_slips(ordered, _neighbouring(first))]


def _slips(ordered: Sequence[Use], suspects: frozenset[str]) -> Iterator[Diagnostic]:
    """A warning where a document's title, outlet and date are another's, and its address nearly so.

    `suspects` are the keys of the documents that have such an address: only what is dated as one of them is looked at.
    """
    dated = {_dated(use.source) for use in ordered if use.key in suspects}
    outlets = {outlet for outlet, _ in dated}
    titled: dict[tuple[str, str, str], Use] = {}
    for use in ordered:
        if use.outlet not in outlets:
            continue
        source = use.source
        if not source.url or not source.published or _dated(source) not in dated:
            continue
        other = titled.setdefault((source.outlet, _words(source.title), source.published.text), use)
        if other.key != use.key and _alike(use.key, other.key):
            yield _spelling(use, other, "url")


def _dated(source: Source) -> tuple[str, str]:
    return source.outlet, source.published.text if source.published else ""


def _neighbouring(keys: Iterable[str]) -> frozenset[str]:
    """Those of `keys` that may be another of them but for a slip."""
    by_stem: dict[str, list[str]] = defaultdict(list)
    for name in keys:
        stem = name.casefold()
        by_stem[_SUFFIX.sub("", stem) if stem.endswith(".html") else stem].append(name)
    return frozenset(name for listed in by_stem.values() if len(listed) > 1 for name in listed)


def _differing(source: Source, first: Source) -> str:
    """The key in which two descriptions of one document differ; empty where they agree.

    Titles may differ by language, since a document can be named in the briefing's own.
    """
    if source.url != first.url:
        return "url"
    if source.outlet != first.outlet:
        return "outlet"
    if source.title != first.title and source.lang == first.lang and is_like(source.title, first.title):
        return "title"
    return ""


def _spelling(use: Use, other: Use, name: str) -> Diagnostic:
    place = use.briefing.marks.of("sources", use.index, name)
    first = other.briefing.marks.of("sources", other.index, name)
    message = f"The source `{use.source.id}` is spelt otherwise in {first.path}, line {first.line}."
    hint = f"Use one spelling, such as `{name}: {getattr(other.source, name)}`."
    return warning(Code.SOURCE_SPELLING, place, message, hint)


def _alike(one: str, other: str) -> bool:
    """Whether two addresses, normalised, are likely the same but for a slip."""
    return one.casefold() == other.casefold() or one.removesuffix(".html") == other.removesuffix(".html")


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def years_of(found: Iterable[Document]) -> tuple[int | None, ...]:
    """The years of publication of `found`, the latest first; None at the end where some have no date."""
    years = {document.year for document in found}
    return (*sorted((known for known in years if known is not None), reverse=True), *({None} & years))
