"""Documents: what sources point to, each once, however many briefings rest on it and however they spell it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from url_normalize import url_normalize

from brief.diagnostics import Code, Diagnostic, warning
from brief.model import Briefing, Source
from brief.suggestions import is_like

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|mc_[ce]id|igshid", re.IGNORECASE)

# Most addresses have nothing to normalise, and looking twice at each takes a tenth of a build.
_PLAIN = re.compile(r"https?://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?P<path>(?:/(?!\.)[A-Za-z0-9._~-]+)*/?)")
_USUAL_PORT = re.compile(":(80|443)$")


@dataclass(frozen=True, slots=True)
class Use:
    """A source as a briefing relies on it."""

    source: Source
    briefing: Briefing


@dataclass(frozen=True, slots=True)
class Document:
    """One document and its uses, the newest briefing's first. `key` tells it from all others."""

    key: str
    uses: tuple[Use, ...]

    @property
    def source(self) -> Source:
        """The document as the newest briefing describes it."""
        return self.uses[0].source


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


def documents(uses: Iterable[Use]) -> dict[str, Document]:
    """The documents among `uses` by their key, in the order in which they first appear."""
    found: dict[str, list[Use]] = defaultdict(list)
    for use in uses:
        found[key(use.source)].append(use)
    return {name: Document(name, tuple(listed)) for name, listed in found.items()}


def spellings(briefings: Iterable[Briefing]) -> list[Diagnostic]:
    """A warning where a source is described otherwise than in the briefing that named it first."""
    first: dict[str, tuple[Briefing, int]] = {}
    titled: dict[tuple[str, str, str], tuple[Briefing, int]] = {}
    found = []
    for briefing in sorted(briefings, key=lambda item: (item.date, item.path)):
        for index, source in enumerate(briefing.sources):
            name = key(source)
            other, at = first.setdefault(name, (briefing, index))
            if differing := _differing(source, other.sources[at]):
                found.append(_spelling(briefing, index, other, at, differing))
            if source.url and source.published:
                same = titled.setdefault(
                    (source.outlet, _words(source.title), source.published.text), (briefing, index)
                )
                original = same[0].sources[same[1]]
                if original.url and key(original) != name and _alike(source.url, original.url):
                    found.append(_spelling(briefing, index, *same, "url"))
    return found


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


def _spelling(briefing: Briefing, index: int, other: Briefing, at: int, name: str) -> Diagnostic:
    place = briefing.marks.of("sources", index, name)
    first = other.marks.of("sources", at, name)
    source, spelt = briefing.sources[index], getattr(other.sources[at], name)
    message = f"The source `{source.id}` is spelt otherwise in {first.path}, line {first.line}."
    return warning(Code.SOURCE_SPELLING, place, message, f"Use one spelling, such as `{name}: {spelt}`.")


def _alike(one: str, other: str) -> bool:
    """Whether two addresses of different documents are likely the same but for a slip."""
    left, right = normalised(one), normalised(other)
    return left.casefold() == right.casefold() or left.removesuffix(".html") == right.removesuffix(".html")


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def year(document: Document) -> int | None:
    """The year in which a document was published, as far as it is known."""
    published = document.source.published
    known = published and (published.earliest or published.latest)
    return known.year if known else None


def years_of(found: Iterable[Document]) -> tuple[int | None, ...]:
    """The years of publication of `found`, the latest first; None at the end where some have no date."""
    years = {year(document) for document in found}
    return (*sorted((known for known in years if known is not None), reverse=True), *({None} & years))
