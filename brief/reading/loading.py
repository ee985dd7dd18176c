"""`content/` -> Content: every file read, every fault of every file kept."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeVar

from slugify import slugify

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, Location, error, warning
from brief.model import Briefing, Health, Outlet, Page, Revision, Status, Tag
from brief.progress import SILENT, Progress
from brief.reading import fonts, frontmatter, health, history, ledger
from brief.reading.fonts import Fonts
from brief.reading.schema import BriefingForm, OutletForm, PageForm, TagForm, conflicts, incomplete
from brief.validation.fields import LONGEST_NAME, is_slug
from brief.validation.forms import validate
from brief.working import in_batches

DATE_PREFIX = re.compile(r"\d{4}-\d{2}-\d{2}[-_]+")
"""What the name of a briefing's file may begin with, and its slug does not."""


@dataclass(frozen=True, slots=True)
class Content:
    """All that was read, in the order of the files' paths.

    `files` are the other files of `content/files/`, by path from the site's folder. `broken` are
    the ids and slugs of files that are there but could not be read, by kind: whatever refers to one
    of them is not at fault. `ledger` are all addresses that were ever published, `history` the revisions of
    briefings, by path, the latest first. `health` is what is known of sources' addresses, by normalised address.
    `fonts` are those of link pictures, where they are drawn.
    """

    briefings: tuple[Briefing, ...] = ()
    tags: tuple[Tag, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    pages: tuple[Page, ...] = ()
    files: Mapping[str, Path] = field(default_factory=dict)
    broken: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ledger: Mapping[str, Location] = field(default_factory=dict)
    history: Mapping[str, tuple[Revision, ...]] = field(default_factory=dict)
    health: Mapping[str, Health] = field(default_factory=dict)
    fonts: Fonts | None = None


@dataclass(frozen=True, slots=True)
class Raw:
    """One Markdown file taken apart, before its kind's schema: `stem` is its name without suffix."""

    path: str
    stem: str
    split: frontmatter.Split
    language: str


Item = TypeVar("Item", Briefing, Tag, Outlet, Page)
Result = tuple[Item | None, list[Diagnostic]]


class NoContent(Exception):
    """The site has no content folder."""


def read(site: Site, executor: Executor | None = None, progress: Progress = SILENT) -> tuple[Content, list[Diagnostic]]:
    """Read all of `site`'s content; `executor` takes batches of it. Raises NoContent where there is no such folder."""
    if not site.content.is_dir():
        raise NoContent(site.content)
    diagnostics: list[Diagnostic] = []
    with progress.phase("reading") as advance:
        briefings, broken_briefings = _read_kind(site, "briefings", _briefing, executor, diagnostics, advance)
        tags, broken_tags = _read_kind(site, "tags", _tag, executor, diagnostics, advance)
        outlets, broken_outlets = _read_kind(site, "outlets", _outlet, executor, diagnostics, advance)
        pages, broken_pages = _read_kind(site, "pages", _page, executor, diagnostics, advance)
    diagnostics += _strays(site)
    declared = tuple(_declared(site, ident, title) for ident, title in site.declared_tags.items())
    published, found = ledger.read(site.root)
    diagnostics += found
    with progress.phase("history"):
        revisions, found = history.read(site, [item.path for item in briefings if item.status is not Status.DRAFT])
    diagnostics += found
    known, found = health.read(site.root)
    diagnostics += found
    letters, found = fonts.read(site)
    diagnostics += found
    content = Content(
        briefings=briefings,
        tags=_unique(tags + declared, diagnostics),
        outlets=_unique(outlets, diagnostics),
        pages=pages,
        files=dict(_walk(site, "files", diagnostics)),
        broken={
            "briefings": broken_briefings,
            "tags": broken_tags,
            "outlets": broken_outlets,
            "pages": broken_pages,
        },
        ledger=published,
        history=revisions,
        health=known,
        fonts=letters,
    )
    return content, diagnostics


def parse(kind: Callable[[Raw], Result[Item]], path: str, raw: bytes, language: str) -> Result[Item]:
    """One file's bytes as an item of its kind; pure. `language` is the site's own.

    An item may come with faults: then it holds what could be read, for the checks that are still to come.
    """
    text, faults = _decode(raw, path)
    if text is None:
        return None, faults
    split, faults = frontmatter.split(text, path)
    if split is None:
        return None, faults
    item, more = kind(Raw(path, PurePosixPath(path).stem, split, language))
    return item, faults + more


def _read_kind(
    site: Site,
    folder: str,
    kind: Callable[[Raw], Result[Item]],
    executor: Executor | None,
    diagnostics: list[Diagnostic],
    advance: Callable[[int], None],
) -> tuple[tuple[Item, ...], frozenset[str]]:
    items: list[Item] = []
    broken: set[str] = set()
    unreadable: list[Diagnostic] = []
    files = _raw_files(_walk(site, folder, unreadable), folder, unreadable)
    for stem, item, faults in in_batches(executor, partial(_parse_all, kind, site.language), files):
        diagnostics += faults
        if item is None:
            broken.add(stem)
            broken.add(default_slug(stem, site.language))
        else:
            items.append(item)
        advance(1)
    diagnostics += unreadable
    return tuple(items), frozenset(broken)


def _raw_files(
    found: Iterable[tuple[str, Path]], folder: str, diagnostics: list[Diagnostic]
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each Markdown file that can be read."""
    for path, full in found:
        if full.suffix != ".md":
            diagnostics.append(_not_markdown(path, folder))
            continue
        try:
            yield path, full.read_bytes()
        except OSError as reason:
            message = f"The file can't be read: {reason.strerror}."
            diagnostics.append(error(Code.UNREADABLE_FILE, Location(path), message, "Check its permissions."))


def _parse_all(
    kind: Callable[[Raw], Result[Item]], language: str, files: Sequence[tuple[str, bytes]]
) -> list[tuple[str, Item | None, list[Diagnostic]]]:
    """The name without suffix, the item and the faults of each file."""
    found: list[tuple[str, Item | None, list[Diagnostic]]] = []
    for path, raw in files:
        item, faults = parse(kind, path, raw, language)
        found.append((PurePosixPath(path).stem, item, faults))
    return found


def _walk(site: Site, folder: str, diagnostics: list[Diagnostic]) -> Iterator[tuple[str, Path]]:
    """The files below `content/<folder>`, by path; not hidden ones, editors' backups, nor links that lead away."""
    for directory, folders, names in os.walk(site.content / folder):
        folders[:] = sorted(name for name in folders if not is_aside(name))
        for name in sorted(name for name in names if not is_aside(name)):
            full = Path(directory, name)
            path = full.relative_to(site.root).as_posix()
            if full.is_symlink() and not full.resolve().is_relative_to(site.root):
                message = "The link leads out of the site's folder."
                diagnostics.append(error(Code.OUTSIDE_SITE, Location(path), message, "Copy the file in instead."))
            else:
                yield path, full


def is_aside(name: str) -> bool:
    """Whether a file is hidden or an editor's backup, and so no content."""
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".swx", ".tmp", ".bak"))


def _not_markdown(path: str, folder: str) -> Diagnostic:
    hint = "Pictures and other files belong into content/files/; Markdown files end in `.md`."
    return warning(Code.STRAY_FILE, Location(path), f"Nothing in content/{folder}/ reads this file.", hint)


def _strays(site: Site) -> list[Diagnostic]:
    known = {"briefings", "tags", "outlets", "pages", "files", "addresses.toml", "health.toml"}
    hint = "Move it to content/briefings/, tags/, outlets/, pages/ or files/."
    return [
        warning(Code.STRAY_FILE, Location(f"content/{entry.name}"), "Nothing reads this.", hint)
        for entry in sorted(site.content.iterdir())
        if entry.name not in known and not is_aside(entry.name)
    ]


def _decode(raw: bytes, path: str) -> tuple[str | None, list[Diagnostic]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        before = raw[: reason.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        message = f"The file is not UTF-8: byte 0x{raw[reason.start]:02x} can't stand here."
        return None, [error(Code.NOT_UTF8, Location(path, line, column), message, "Save the file in UTF-8.")]
    return text.replace("\r\n", "\n").replace("\r", "\n"), []


def default_slug(stem: str, lang: str) -> str:
    """A file's name without date prefix and language suffix, transliterated to ASCII."""
    return slugify(DATE_PREFIX.sub("", stem, count=1).removesuffix(f".{lang}"))


def _slug(raw: Raw, given: str | None, lang: str) -> tuple[str, list[Diagnostic]]:
    slug = given or default_slug(raw.stem, lang)
    if len(slug) > LONGEST_NAME:
        message = f"The file's name makes an address of {len(slug)} letters, and {LONGEST_NAME} is the most."
        return "", [error(Code.BAD_SLUG, Location(raw.path), message, "Set a shorter `slug`.")]
    if slug:
        return slug, []
    hint = "Give the file a name of letters and digits, or set `slug`."
    return "", [error(Code.BAD_SLUG, Location(raw.path), "The file's name makes no address.", hint)]


def _briefing(raw: Raw) -> Result[Briefing]:
    split = raw.split
    form, faults = validate(BriefingForm, split.data, split.marks)
    if form is None:
        return None, faults
    lang = form.lang or raw.language
    slug, slug_faults = _slug(raw, form.slug, lang)
    faults += incomplete(form, split.data, split.marks) + conflicts(form, split.marks) + slug_faults
    if slug_faults:
        return None, faults
    briefing = Briefing(
        path=raw.path,
        slug=slug,
        lang=lang,
        body=split.body,
        body_line=split.body_line,
        marks=split.marks,
        **form.values(),
    )
    return briefing, faults


def _identifier(raw: Raw) -> list[Diagnostic]:
    if is_slug(raw.stem):
        return []
    guess = slugify(raw.stem)
    hint = f"Rename the file to `{guess}.md`." if guess else "Use small letters, digits and hyphens."
    message = f"`{raw.stem}` can't be an id, since ids are part of addresses."
    return [error(Code.BAD_SLUG, Location(raw.path), message, hint)]


def _tag(raw: Raw) -> Result[Tag]:
    form, faults = validate(TagForm, raw.split.data, raw.split.marks)
    unusable = _identifier(raw)
    faults += unusable
    if form is None or unusable:
        return None, faults
    return Tag(
        id=raw.stem,
        path=raw.path,
        lang=raw.language,
        body=raw.split.body,
        body_line=raw.split.body_line,
        marks=raw.split.marks,
        **dict(form),
    ), faults


def _declared(site: Site, ident: str, title: str) -> Tag:
    return Tag(ident, site.marks.path, site.language, "", 1, site.marks, title)


def _outlet(raw: Raw) -> Result[Outlet]:
    form, faults = validate(OutletForm, raw.split.data, raw.split.marks)
    unusable = _identifier(raw)
    faults += unusable
    if form is None or unusable:
        return None, faults
    fields = dict(form)
    fields["lang"] = form.lang or ""
    return Outlet(
        id=raw.stem,
        path=raw.path,
        body=raw.split.body,
        body_line=raw.split.body_line,
        marks=raw.split.marks,
        **fields,
    ), faults


def _page(raw: Raw) -> Result[Page]:
    form, faults = validate(PageForm, raw.split.data, raw.split.marks)
    if form is None:
        return None, faults
    lang = form.lang or raw.language
    slug, slug_faults = _slug(raw, form.slug, lang)
    faults += slug_faults
    if slug_faults:
        return None, faults
    fields = dict(form) | {"lang": lang, "slug": slug}
    page = Page(path=raw.path, body=raw.split.body, body_line=raw.split.body_line, marks=raw.split.marks, **fields)
    return page, faults


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
