"""`content/` -> Content: every file read, every fault of every file kept."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial
from os.path import islink
from pathlib import Path, PurePosixPath
from typing import Any, Generic, TypeVar

import msgspec

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, Location, error, warning
from brief.digests import short
from brief.files import is_within
from brief.model import Briefing, Health, Outlet, Page, Revision, Status, Tag
from brief.progress import SILENT, Progress
from brief.reading import fonts, health, history, ledger, parsing
from brief.reading.fonts import Fonts
from brief.reading.parsing import Body, Item, Parsed, Raw, Result, decode, default_slug, parse, parse_all
from brief.reading.sharing import Sharing
from brief.reading.stamps import Stamp, Stamps, first_bytes, stamp_of
from brief.state import Damaged, State
from brief.working import in_batches, uncollected


class ChangedMeanwhile(Exception):
    """A file is not any more what it was at the beginning of the run; `path` is from the site's folder."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True)
class Rest:
    """What is read beside the Markdown files, with its faults; as in Content."""

    files: Mapping[str, Path]
    stamps: Mapping[str, Stamp]
    ledger: Mapping[str, Location]
    history: Mapping[str, tuple[Revision, ...]]
    health: Mapping[str, Health]
    fonts: Fonts | None
    faults: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The Markdown files of each kind, by path in the order of their paths, and the rest."""

    briefings: Mapping[str, Parsed[Briefing]]
    tags: Mapping[str, Parsed[Tag]]
    outlets: Mapping[str, Parsed[Outlet]]
    pages: Mapping[str, Parsed[Page]]
    rest: Rest


@dataclass(frozen=True, slots=True)
class Content:
    """All that was read, in the order of the files' paths.

    `bodies` tell where the Markdown of the files is, by path. `files` are the other files of `content/files/`, by
    path from the site's folder, and `stamps` tell when one is not what it was. `broken` are the ids and slugs of
    files that are there but could not be read, by kind: whatever refers to one of them is not at fault. `ledger` are
    all addresses that were ever published, `history` the revisions of briefings, by path, the latest first. `health`
    is what is known of sources' addresses, by normalised address. `fonts` are those of link pictures, where they are
    drawn. `reading` is what all this was put together from, and `unsaved` are the bytes that stand in the place of
    files as they are on the disk, by path.
    """

    briefings: tuple[Briefing, ...] = ()
    tags: tuple[Tag, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    pages: tuple[Page, ...] = ()
    bodies: Mapping[str, Body] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)
    stamps: Mapping[str, Stamp] = field(default_factory=dict)
    broken: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ledger: Mapping[str, Location] = field(default_factory=dict)
    history: Mapping[str, tuple[Revision, ...]] = field(default_factory=dict)
    health: Mapping[str, Health] = field(default_factory=dict)
    fonts: Fonts | None = None
    reading: Reading | None = field(default=None, repr=False, compare=False)
    unsaved: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)


class NoContent(Exception):
    """The site has no content folder."""


def read(
    site: Site, state: State, executor: Executor | None = None, progress: Progress = SILENT
) -> tuple[Content, list[Diagnostic]]:
    """Read all of `site`'s content; `executor` takes batches of what `state` doesn't know.

    Raises NoContent where there is no such folder.
    """
    if not site.content.is_dir():
        raise NoContent(site.content)
    faults: list[Diagnostic] = []
    with progress.phase("reading") as advance, uncollected():
        reader = _Reader(site, state, Stamps(state), executor, advance)
        briefings = reader.read("briefings", parsing.briefing, _BRIEFINGS, faults)
        tags = reader.read("tags", parsing.tag, _TAGS, faults)
        outlets = reader.read("outlets", parsing.outlet, _OUTLETS, faults)
        pages = reader.read("pages", parsing.page, _PAGES, faults)
        reader.save()
    return _content(site, Reading(briefings, tags, outlets, pages, _rest(site, briefings, faults, progress)))


def reworded(site: Site, last: Content, paths: Iterable[str]) -> Content | None:
    """`last` after the files at `paths` have changed; None where that concerns more than the texts in them."""
    reading = last.reading
    for path in paths:
        after = reading and _with_file(site, reading, path)
        if not (reading and after and _tells_the_same(_at(reading, path), _at(after, path))):
            return None
        reading = after
    if reading is None:
        return None
    bodies = {path: body for path in paths if (body := _at(reading, path).body)}
    return replace(last, bodies={**last.bodies, **bodies}, reading=reading)


def _tells_the_same(one: Parsed[Any], other: Parsed[Any]) -> bool:
    """Whether two files differ in their texts alone, which are none or both there."""
    return (one.item, one.faults, one.body is None) == (other.item, other.faults, other.body is None)


def _at(reading: Reading, path: str) -> Parsed[Any]:
    """What was read of the Markdown file at a path. Raises KeyError."""
    kinds: tuple[Mapping[str, Parsed[Any]], ...] = (reading.briefings, reading.tags, reading.outlets, reading.pages)
    return next(files[path] for files in kinds if path in files)


def reread(site: Site, last: Content, paths: Iterable[str]) -> tuple[Content, list[Diagnostic]] | None:
    """`last` after the files at `paths` have changed; None where that concerns more than the files themselves."""
    reading = last.reading
    for path in paths:
        reading = reading and _with_file(site, reading, path)
    return _content(site, reading) if reading else None


def with_unsaved(site: Site, last: Content, unsaved: Mapping[str, bytes]) -> tuple[Content, list[Diagnostic]]:
    """`last`, read from the disk, with the bytes of an editor's files in the places of these; by path.

    History is what it was, since nothing of it is committed.
    """
    if last.reading is None:
        raise ValueError("only what was read can be read otherwise")
    reading = last.reading
    for path, raw in unsaved.items():
        match path.split("/")[:2]:
            case ["content", "briefings"]:
                reading = replace(reading, briefings=_with(reading.briefings, parsing.briefing, path, raw, site))
            case ["content", "tags"]:
                reading = replace(reading, tags=_with(reading.tags, parsing.tag, path, raw, site))
            case ["content", "outlets"]:
                reading = replace(reading, outlets=_with(reading.outlets, parsing.outlet, path, raw, site))
            case ["content", "pages"]:
                reading = replace(reading, pages=_with(reading.pages, parsing.page, path, raw, site))
    content, found = _content(site, reading)
    return replace(content, unsaved=unsaved), found


def _with(
    files: Mapping[str, Parsed[Item]], kind: Callable[[Raw], Result[Item]], path: str, raw: bytes, site: Site
) -> Mapping[str, Parsed[Item]]:
    after = {**files, path: parse(kind, path, raw, site.language)}
    return after if path in files else dict(sorted(after.items()))


def _with_file(site: Site, reading: Reading, path: str) -> Reading | None:
    """A reading after one Markdown file has changed that was there before and is there still, else None."""
    try:
        raw = first_bytes(site.root / path)
    except OSError:
        return None
    if path in reading.briefings:
        before, after = reading.briefings[path], parse(parsing.briefing, path, raw, site.language)
        # Whether readers see it decides whether its history is read.
        if before.item is None or after.item is None or _standing(site, before.item) != _standing(site, after.item):
            return None
        return replace(reading, briefings={**reading.briefings, path: after})
    if path in reading.tags:
        return replace(reading, tags={**reading.tags, path: parse(parsing.tag, path, raw, site.language)})
    if path in reading.outlets:
        return replace(reading, outlets={**reading.outlets, path: parse(parsing.outlet, path, raw, site.language)})
    if path in reading.pages:
        return replace(reading, pages={**reading.pages, path: parse(parsing.page, path, raw, site.language)})
    return None


def _rest(site: Site, briefings: Mapping[str, Parsed[Briefing]], faults: list[Diagnostic], progress: Progress) -> Rest:
    """What is read beside the Markdown files; `faults` are those of the folders that hold these."""
    faults += _strays(site)
    published, found = ledger.read(site.root)
    faults += found
    items = (parsed.item for parsed in briefings.values())
    with progress.phase("history"):
        revisions, found = history.read(site, [item.path for item in items if item and _standing(site, item).is_public])
    faults += found
    known, found = health.read(site.root)
    faults += found
    letters, found = fonts.read(site)
    faults += found
    files = dict(_walk(site, "files", faults))
    stamps = {path: stamp_of(full) for path, full in files.items()}
    return Rest(files, stamps, published, revisions, known, letters, tuple(faults))


def _content(site: Site, reading: Reading) -> tuple[Content, list[Diagnostic]]:
    diagnostics = list(reading.rest.faults)
    briefings = _kind(site, reading.briefings, diagnostics)
    tags = _kind(site, reading.tags, diagnostics)
    outlets = _kind(site, reading.outlets, diagnostics)
    pages = _kind(site, reading.pages, diagnostics)
    declared = tuple(_declared(site, ident, title) for ident, title in site.declared_tags.items())
    rest = reading.rest
    content = Content(
        briefings=tuple(_scheduled(site, briefing) for briefing in briefings.items),
        tags=_unique(tags.items + declared, diagnostics),
        outlets=_unique(outlets.items, diagnostics),
        pages=pages.items,
        bodies={**briefings.bodies, **tags.bodies, **outlets.bodies, **pages.bodies},
        files=rest.files,
        stamps=rest.stamps,
        broken={
            "briefings": briefings.broken,
            "tags": tags.broken,
            "outlets": outlets.broken,
            "pages": pages.broken,
        },
        ledger=rest.ledger,
        history=rest.history,
        health=rest.health,
        fonts=rest.fonts,
        reading=reading,
    )
    return content, diagnostics


def _standing(site: Site, briefing: Briefing) -> Status:
    is_early = briefing.status is Status.PUBLISHED and briefing.date > site.today
    return Status.SCHEDULED if is_early else briefing.status


def _scheduled(site: Site, briefing: Briefing) -> Briefing:
    """The briefing as it stands today: what its file says is published may be so on a day to come."""
    status = _standing(site, briefing)
    return briefing if status is briefing.status else replace(briefing, status=status)


def body_of(site: Site, content: Content, path: str) -> str:
    """The Markdown of a file that was read before. Raises ChangedMeanwhile."""
    body, raw = content.bodies[path], content.unsaved.get(path)
    try:
        if raw is None:
            with open(f"{site.root}/{path}", "rb", buffering=0) as file:  # noqa: PTH123  # there are many
                raw = file.read()
        text, _ = decode(raw, path)
    except OSError:
        text = None
    found = (text or "")[body.start :]
    if text is None or short(found) != body.digest:
        raise ChangedMeanwhile(path)
    return found


@dataclass(frozen=True, slots=True)
class _Kind(Generic[Item]):
    """All files of a kind, in the order of their paths."""

    items: tuple[Item, ...]
    bodies: Mapping[str, Body]
    broken: frozenset[str]


_BRIEFINGS = msgspec.msgpack.Decoder(Parsed[Briefing])
_TAGS = msgspec.msgpack.Decoder(Parsed[Tag])
_OUTLETS = msgspec.msgpack.Decoder(Parsed[Outlet])
_PAGES = msgspec.msgpack.Decoder(Parsed[Page])


class _Reader:
    """Reads the files of one site. What is known of their bytes already is not worked out again."""

    def __init__(
        self, site: Site, state: State, stamps: Stamps, executor: Executor | None, advance: Callable[[int], None]
    ) -> None:
        self._site = site
        self._state = state
        self._stamps = stamps
        self._executor = executor
        self._advance = advance
        self._known = state.digests("parsed")
        self._seen: set[str] = set()
        self._sharing = Sharing()

    def read(
        self,
        folder: str,
        kind: Callable[[Raw], Result[Item]],
        decoder: "msgspec.msgpack.Decoder[Parsed[Item]]",
        diagnostics: list[Diagnostic],
    ) -> dict[str, Parsed[Item]]:
        """The files below `content/<folder>`, by path."""
        keys: dict[str, bytes] = {}
        unreadable: list[Diagnostic] = []
        new = self._unknown(folder, keys, unreadable)
        parsed = in_batches(self._executor, partial(parse_all, kind, self._site.language), new)
        self._state.keep("parsed", ((path, keys[path], value) for path, value in parsed))
        diagnostics += unreadable
        return dict(self._values(keys, decoder))

    def save(self) -> None:
        """Remember what was read, and let go of what is no longer there."""
        self._stamps.save()
        self._state.forget("parsed", self._known.keys() - self._seen)
        self._state.save()

    def _unknown(
        self, folder: str, keys: dict[str, bytes], diagnostics: list[Diagnostic]
    ) -> Iterator[tuple[str, bytes]]:
        """Path and bytes of each Markdown file that is not known as it is; `keys` gets the keys of all."""
        for path, full in _walk(self._site, folder, diagnostics):
            if not path.endswith(".md"):
                diagnostics.append(_not_markdown(path, folder))
                continue
            try:
                digest, raw = self._stamps.digest(path, full)
                keys[path] = self._key(folder, path, digest)
                if self._known.get(path, (b"",))[0] != keys[path]:
                    raw = first_bytes(full) if raw is None else raw
                    keys[path] = self._key(folder, path, short(raw))
                    yield path, raw
                self._seen.add(path)
                self._advance(1)
            except OSError as reason:
                keys.pop(path, None)
                message = f"The file can't be read: {reason.strerror}."
                diagnostics.append(error(Code.UNREADABLE_FILE, Location(path), message, "Check its permissions."))

    def _key(self, folder: str, path: str, digest: bytes) -> bytes:
        return short(folder, path, self._site.language, digest)

    def _values(
        self, keys: Mapping[str, bytes], decoder: "msgspec.msgpack.Decoder[Parsed[Item]]"
    ) -> Iterator[tuple[str, Parsed[Item]]]:
        for path, key in keys.items():
            kept = self._state.find("parsed", path, key)
            if kept is None:
                raise Damaged(f"there is nothing of {path}")
            parsed = decoder.decode(kept.value)
            # There are many briefings, and few of the others.
            if isinstance(parsed.item, Briefing):
                parsed = replace(parsed, item=self._sharing.of(path, parsed.item))
            yield path, parsed


def _kind(site: Site, files: Mapping[str, Parsed[Item]], diagnostics: list[Diagnostic]) -> _Kind[Item]:
    items: list[Item] = []
    bodies: dict[str, Body] = {}
    broken: set[str] = set()
    for path, found in files.items():
        diagnostics += found.faults
        if found.item is None:
            stem = PurePosixPath(path).stem
            broken |= {stem, default_slug(stem, site.language)}
            continue
        items.append(found.item)
        if found.body:
            bodies[path] = found.body
    return _Kind(tuple(items), bodies, frozenset(broken))


def _walk(site: Site, folder: str, diagnostics: list[Diagnostic]) -> Iterator[tuple[str, Path]]:
    """The files below `content/<folder>`, by path; not hidden ones, editors' backups, nor links that lead away."""
    if not is_within(site.root, site.content / folder):
        place, message = Location(f"content/{folder}"), "The link leads out of the site's folder."
        diagnostics.append(error(Code.OUTSIDE_SITE, place, message, "Copy the files in instead."))
        return
    for directory, folders, names in os.walk(site.content / folder):
        folders[:] = sorted(name for name in folders if not is_aside(name))
        inner = Path(directory).relative_to(site.root).as_posix()
        for name in sorted(name for name in names if not is_aside(name)):
            full = Path(directory, name)
            path = f"{inner}/{name}"
            if not _is_utf8(path):
                message = "The file's name is not UTF-8, so no address can be made of it."
                diagnostics.append(error(Code.NOT_UTF8, Location(path), message, "Give it another name."))
            elif islink(full) and not full.resolve().is_relative_to(site.root):  # noqa: PTH114  # there are many
                message = "The link leads out of the site's folder."
                diagnostics.append(error(Code.OUTSIDE_SITE, Location(path), message, "Copy the file in instead."))
            else:
                yield path, full


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_aside(name: str) -> bool:
    """Whether a file is hidden or an editor's backup, and so no content."""
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".swx", ".tmp", ".bak"))


def _not_markdown(path: str, folder: str) -> Diagnostic:
    hint = "Pictures and other files belong into content/files/; Markdown files end in `.md`."
    return warning(Code.STRAY_FILE, Location(path), f"Nothing in content/{folder}/ reads this file.", hint)


def _strays(site: Site) -> list[Diagnostic]:
    known = {"briefings", "tags", "outlets", "pages", "files", "templates", "addresses.toml", "health.toml"}
    hint = "Move it to content/briefings/, tags/, outlets/, pages/ or files/."
    return [
        warning(Code.STRAY_FILE, Location(f"content/{entry.name}"), "Nothing reads this.", hint)
        for entry in sorted(site.content.iterdir())
        if entry.name not in known and not is_aside(entry.name)
    ]


def _declared(site: Site, ident: str, title: str) -> Tag:
    return Tag(ident, site.marks.path, site.language, 1, site.marks, title)


Identified = TypeVar("Identified", Tag, Outlet)


def _unique(items: tuple[Identified, ...], diagnostics: list[Diagnostic]) -> tuple[Identified, ...]:
    """The first item of each id; the others are faults."""
    first: dict[str, Identified] = {}
    for item in items:
        if item.id in first:
            hint = f"The other is {first[item.id].path}; rename or remove one of them."
            message = f"The id `{item.id}` is taken."
            place = item.marks.of("tags", item.id)
            diagnostics.append(error(Code.DUPLICATE_ID, place, message, hint))
        first.setdefault(item.id, item)
    return tuple(first.values())
