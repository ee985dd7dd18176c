"""Links of an imported text, each to where its target is now."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from posixpath import dirname, normpath, relpath
from posixpath import join as join_paths
from urllib.parse import quote, unquote, urlsplit

from brief.importing import prose
from brief.importing.addresses import joined, key, path_of
from brief.importing.material import Note, Sort, Subject, Text

SOURCE = "source:"
"""The scheme of links to a file of the source, by its path, percent-encoded."""

_TITLE = r"""(?:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?"""
_ADDRESS = r"(?:<[^<>\n]*>|[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)"
_INLINE = re.compile(rf"(?P<before>\]\(\s*)(?P<address>{_ADDRESS})(?P<after>{_TITLE}\s*\))")
_DEFINITION = re.compile(
    r"^(?P<before> {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\n?[ \t]*)(?P<address><[^<>\n]*>|\S+)", re.MULTILINE
)
_HTML = re.compile(
    r"(?P<before><(?:a|img|source|audio|video|track)\b[^<>]*?\s(?:href|src|poster)\s*=\s*)"
    r"(?P<quote>[\"'])(?P<address>[^\"'<>]*)(?P=quote)",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"(?<!!)(?<!\\)\[(?P<words>(?:[^\[\]\\]|\\.|!?\[[^\[\]]*\]\([^()]*\))*)\]\(\s*(?P<address>{_ADDRESS}){_TITLE}\s*\)"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something of the old site is now: `path` is that of its file in the new site."""

    path: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Map:
    """Where all things are now: by their paths in the source, and by their old addresses (see `addresses.key`)."""

    base_url: str
    by_path: Mapping[str, Place]
    by_address: Mapping[str, Place]


Found = Callable[[str, int], str | None]


def relinked(text: Text | Subject, body: str, path: str, map_: Map) -> tuple[str, list[Note]]:
    """`body` with its links as they have to be in the file at `path`, and those that lead nowhere told.

    `body` is of `text`; links to drafts of a text that is none become plain words. Lines of notes are those of `body`.
    """
    notes: list[Note] = []
    seen: set[tuple[str, int]] = set()
    is_draft = isinstance(text, Text) and text.is_draft

    def moved(address: str, line: int) -> str:
        bare = address.strip("<>")
        found, fragment = _place(bare, text, map_)
        if found is None:
            if not _is_elsewhere(bare, map_) and (bare, line) not in seen:
                seen.add((bare, line))
                message = f"The link to `{_shown(bare)}` leads to nothing that was found here."
                notes.append(Note(Sort.PERSON, "links that lead nowhere", text.path, line, message))
            return _outward(address, map_)
        return quote(relpath(found.path, dirname(path)), safe="/-._~!$&'*+,;=:@") + fragment

    def hidden(found: re.Match[str], line: int) -> str:
        place, _ = _place(found["address"].strip("<>"), text, map_)
        if place is None or not place.is_hidden or is_draft:
            return found[0]
        message = f"The link to `{_shown(found['address'])}` led to a draft, which readers can't see. Its words stayed."
        notes.append(Note(Sort.PERSON, "links to drafts", text.path, line, message))
        return found["words"]

    body = prose.replaced(_WHOLE, body, hidden)
    for pattern in (_INLINE, _DEFINITION):
        body = prose.replaced(
            pattern, body, lambda m, line: m["before"] + moved(m["address"], line) + (m.groupdict().get("after") or "")
        )
    body = prose.replaced(
        _HTML,
        body,
        lambda m, line: f"{m['before']}{m['quote']}{escape(moved(unescape(m['address']), line))}{m['quote']}",
    )
    return body, notes


def outward_links(body: str) -> list[tuple[str, str, int]]:
    """The links of a text to other hosts: the words, the address and the line of each."""
    found: list[tuple[str, str, int]] = []

    def noted(m: re.Match[str], line: int) -> str:
        if re.match(r"https?://", m["address"].strip("<>")):
            found.append((m["words"], m["address"].strip("<>"), line))
        return m[0]

    prose.replaced(_WHOLE, body, noted)
    return found


def _place(address: str, text: Text | Subject, map_: Map) -> tuple[Place | None, str]:
    """What an address in a text leads to, and the fragment that it names, with its `#`."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None, ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    if address.startswith(SOURCE):
        return map_.by_path.get(unquote(parts.path)), fragment
    if not parts.path or _is_elsewhere(address, map_) or parts.query:
        return None, fragment
    base = urlsplit(map_.base_url).path.rstrip("/")
    path = path_of(address)
    if path.startswith("/") or parts.netloc:
        inner = path.removeprefix(base) if base and path.startswith(f"{base}/") else path
        return map_.by_address.get(key(inner)) or map_.by_address.get(key(path)), fragment
    beside = normpath(join_paths(dirname(text.path), unquote(parts.path)))
    for candidate in (beside, f"{beside}.md"):
        if candidate in map_.by_path:
            return map_.by_path[candidate], fragment
    own = next(iter(text.addresses), "")
    return (map_.by_address.get(key(joined(own, path))) if own else None), fragment


def _is_elsewhere(address: str, map_: Map) -> bool:
    """Whether an address is on another host, of another kind, or within the page."""
    if address.startswith(SOURCE):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return True
    if not parts.path and not parts.netloc:
        return True
    if parts.scheme in {"http", "https"} or (not parts.scheme and parts.netloc):
        own = urlsplit(map_.base_url).netloc
        return not own or parts.netloc.removeprefix("www.") != own.removeprefix("www.")
    return bool(parts.scheme)


def _shown(address: str) -> str:
    return unquote(address.removeprefix(SOURCE))


def _outward(address: str, map_: Map) -> str:
    """An address that leads nowhere here, so that it can't be taken for a file of the new site."""
    bare = address.strip("<>")
    if _is_elsewhere(bare, map_):
        return address
    shown = _shown(bare)
    if urlsplit(shown).netloc:
        return address
    root = map_.base_url.rstrip("/") or "https://example.org"
    # Whole, it leads to where it led, and the check of links finds it.
    return f"{root}/{quote(shown.lstrip('./'), safe='/-._~!$&*+,;=:@%?#')}"
