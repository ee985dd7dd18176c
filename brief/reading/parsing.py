"""One file's bytes as a briefing, tag, outlet or page: pure, and with every fault of the file."""

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Generic, TypeVar

import msgspec
from slugify import slugify

from brief.diagnostics import Code, Diagnostic, Location, error
from brief.digests import short
from brief.model import Briefing, Outlet, Page, Tag
from brief.reading import frontmatter
from brief.reading.schema import BriefingForm, OutletForm, PageForm, TagForm, conflicts, incomplete
from brief.reading.stamps import LARGEST
from brief.validation.fields import LONGEST_NAME, is_slug
from brief.validation.forms import validate

DATE_PREFIX = re.compile(r"\d{4}-\d{2}-\d{2}[-_]+")
"""What the name of a briefing's file may begin with, and its slug does not."""


@dataclass(frozen=True, slots=True)
class Body:
    """Where the Markdown of a file is: it starts at that character of the text, and has this digest."""

    start: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Raw:
    """One Markdown file taken apart, before its kind's schema: `stem` is its name without suffix."""

    path: str
    stem: str
    split: frontmatter.Split
    language: str


Item = TypeVar("Item", Briefing, Tag, Outlet, Page)


Result = tuple[Item | None, list[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Parsed(Generic[Item]):
    """One file: its item, where it could be read, and its faults."""

    item: Item | None
    body: Body | None
    faults: tuple[Diagnostic, ...]


def parse(kind: Callable[[Raw], Result[Item]], path: str, raw: bytes, language: str) -> Parsed[Item]:
    """One file's bytes as an item of its kind; pure. `language` is the site's own.

    An item may come with faults: then it holds what could be read, for the checks that are still to come.
    """
    text, found = decode(raw, path)
    if text is None:
        return Parsed(None, None, tuple(found))
    split, found = frontmatter.split(text, path)
    if split is None:
        return Parsed(None, None, tuple(found))
    item, more = kind(Raw(path, PurePosixPath(path).stem, split, language))
    return Parsed(item, Body(len(text) - len(split.body), short(split.body)), tuple(found + more))


def parse_all(
    kind: Callable[[Raw], Result[Item]], language: str, files: Sequence[tuple[str, bytes]]
) -> list[tuple[str, bytes]]:
    """The path of each file and what is in it, as `Parsed` in MessagePack, which is cheaper to pass than objects."""
    return [(path, msgspec.msgpack.encode(parse(kind, path, raw, language))) for path, raw in files]


def decode(raw: bytes, path: str) -> tuple[str | None, list[Diagnostic]]:
    if len(raw) > LARGEST:
        message = f"The file has more than {LARGEST // 1_000_000} million bytes, and is not read."
        return None, [error(Code.TOO_LARGE, Location(path), message, "Make several texts of it.")]
    # The codec that knows of a byte order mark is slow, and counts from behind it.
    raw = raw.removeprefix(BOM_UTF8)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as reason:
        before = raw[: reason.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
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


def _section(raw: Raw, lang: str) -> tuple[str, list[Diagnostic]]:
    """The address of the folder that a page lies in, from content/pages/; that of a language is none."""
    folders = PurePosixPath(raw.path).parts[2:-1]
    own = folders[1:] if folders and folders[0] == lang else folders
    segments = [slugify(folder) for folder in own]
    odd = next((folder for folder, segment in zip(own, segments, strict=True) if not is_slug(segment)), None)
    if odd is not None:
        message = f"The folder's name `{odd}` makes no part of an address."
        return "", [error(Code.BAD_SLUG, Location(raw.path), message, "Give it a name of letters and digits.")]
    return "/".join(segments), []


def briefing(raw: Raw) -> Result[Briefing]:
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


def tag(raw: Raw) -> Result[Tag]:
    form, faults = validate(TagForm, raw.split.data, raw.split.marks)
    unusable = _identifier(raw)
    faults += unusable
    if form is None or unusable:
        return None, faults
    return Tag(
        id=raw.stem,
        path=raw.path,
        lang=raw.language,
        body_line=raw.split.body_line,
        marks=raw.split.marks,
        **dict(form),
    ), faults


def outlet(raw: Raw) -> Result[Outlet]:
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
        body_line=raw.split.body_line,
        marks=raw.split.marks,
        **fields,
    ), faults


def page(raw: Raw) -> Result[Page]:
    form, faults = validate(PageForm, raw.split.data, raw.split.marks)
    if form is None:
        return None, faults
    lang = form.lang or raw.language
    slug, slug_faults = _slug(raw, form.slug, lang)
    faults += slug_faults
    if slug_faults:
        return None, faults
    section, section_faults = _section(raw, lang)
    if section_faults:
        return None, faults + section_faults
    # The page `index` of a folder stands at the folder's own address.
    slug = section if section and slug == "index" else f"{section}/{slug}".lstrip("/")
    fields = dict(form) | {"lang": lang, "slug": slug}
    page = Page(path=raw.path, body_line=raw.split.body_line, marks=raw.split.marks, **fields)
    return page, faults
