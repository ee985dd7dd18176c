"""Which outlet published a document: by where it lies, and by what its publisher is called."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from slugify import slugify

from brief.markdown.mentions import fold
from brief.model import Outlet, every_name
from brief.sourcing.record import Record
from brief.sourcing.scalars import written
from brief.suggestions import nearest

_WEB = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
# Second labels below which hosts are given out, as in example.co.uk.
_SHARED = frozenset({"ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "net", "or", "org"})
# Registries of identifiers: who runs them publishes none of what they lead to.
_REGISTRIES = frozenset({"doi.org", "dx.doi.org", "hdl.handle.net", "urn.fi", "purl.org", "handle.net"})


@dataclass(frozen=True, slots=True)
class Match:
    """An outlet that may be the publisher, and in words what speaks for it."""

    outlet: Outlet
    why: str


@dataclass(frozen=True, slots=True)
class NewOutlet:
    """An outlet that is not there yet."""

    id: str
    title: str
    url: str = ""
    names: tuple[tuple[str, str], ...] = ()

    @property
    def path(self) -> str:
        return f"content/outlets/{self.id}.md"


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who published a record: `certain` where nothing speaks against it; else `likely` ones, the likeliest first."""

    certain: Outlet | None = None
    likely: tuple[Match, ...] = ()


def publisher(record: Record, outlets: Sequence[Outlet]) -> Publisher:
    """Who of `outlets` published a record.

    Certain is one on whose host the document lies, or that bears the publisher's name, unless the other says another.
    """
    at_host = _by_host(record.url, outlets)
    by_name = _by_name(record.outlets, outlets)
    own = at_host[0].outlet if at_host and _is_at(record.url, at_host[0].outlet) else None
    named = by_name[0].outlet if by_name else None
    if own and (named is None or named.id == own.id):
        return Publisher(own)
    if named and not own and len(by_name) == 1:
        return Publisher(named)
    found = (*at_host, *by_name, *_by_likeness(record.outlets, outlets))
    return Publisher(likely=tuple({match.outlet.id: match for match in reversed(found)}.values())[::-1])


def _by_host(url: str, outlets: Iterable[Outlet]) -> list[Match]:
    """The outlets on whose host, or one above it, `url` lies; the nearest first."""
    host = _host(url)
    found = []
    for outlet in outlets:
        own = _host(outlet.url or "")
        if own and (host == own or host.endswith(f".{own}")):
            found.append(Match(outlet, f"it is at {outlet.url}"))
    return sorted(found, key=lambda match: (not _is_at(url, match.outlet), -len(match.outlet.url or "")))


def _is_at(url: str, outlet: Outlet) -> bool:
    """Whether `url` lies on an outlet's very host, and below its path."""
    own = outlet.url or ""
    return _host(url) == _host(own) and _path(url).startswith(_path(own))


def _by_name(names: Iterable[str], outlets: Iterable[Outlet]) -> list[Match]:
    """The outlets that bear one of `names`; those of the first name that any bears."""
    outlets = tuple(outlets)
    for name in names:
        found = [outlet for outlet in outlets if fold(name) in {fold(own) for own in (outlet.id, *every_name(outlet))}]
        if found:
            return [Match(outlet, f"its publisher is called {name}") for outlet in found]
    return []


def _by_likeness(names: Iterable[str], outlets: Iterable[Outlet]) -> list[Match]:
    known = {name: outlet for outlet in outlets for name in every_name(outlet)}
    near = ((name, nearest(name, known)) for name in names)
    return [Match(known[guess], f"{name} is like {guess}") for name, guess in near if guess]


def proposed(record: Record, taken: Iterable[str]) -> NewOutlet | None:
    """An outlet for a record that none fits; None where nothing says what to call it. `taken` ids are not given."""
    parts = urlsplit(record.url)
    host = "" if _host(record.url) in _REGISTRIES else _host(record.url)
    title = record.outlets[0] if record.outlets else host
    if not title:
        return None
    ident = slugify(title, max_length=40, word_boundary=True) if record.outlets else _label(host)
    if not ident or ident in set(taken):
        ident = slugify(host) if host and slugify(host) not in set(taken) else ""
    url = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/" if host else ""
    return NewOutlet(ident, title, url) if ident else None


def _label(host: str) -> str:
    """What a host is called, without what it shares with others: `bbc` of `news.bbc.co.uk`."""
    labels = host.split(".")
    if len(labels) < 2:
        return slugify(host)
    own = labels[-3] if len(labels) > 2 and labels[-2] in _SHARED else labels[-2]
    return slugify(own)


def file_of(outlet: NewOutlet) -> str:
    """The file of a new outlet."""
    lines = [f"title: {written(outlet.title)}"]
    if outlet.names:
        names = ", ".join(f"{lang}: {written(name, in_flow=True)}" for lang, name in outlet.names)
        lines.append(f"names: {{{names}}}")
    lines += [f"url: {written(outlet.url)}"] if outlet.url else []
    return "\n".join(["---", *lines, "---", ""])


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return _WEB.sub("", host.lower())


def _path(url: str) -> str:
    path = urlsplit(url).path
    return path if path.endswith("/") else f"{path}/"
