"""site.toml -> Site: read once, checked whole, never changed."""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date as Day  # noqa: N812  # as in the model
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from brief.diagnostics import Code, Diagnostic, Location, error
from brief.extending.naming import Extension, Unknown
from brief.extending.naming import find as find_extension
from brief.model import KeyPath, Marks
from brief.validation.deploying import DeployTable
from brief.validation.forms import validate
from brief.validation.settings import (
    BaseUrl,
    CheckTable,
    ExtensionsTable,
    ImagesTable,
    PicturesTable,
    SearchTable,
    SiteFile,
    base_url_of,
)

FILE_NAME = "site.toml"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The site's values for its theme's tokens, as CSS by name: sizes and fonts, and colours in light and dark."""

    measures: Mapping[str, str]
    light: Mapping[str, str]
    dark: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Extensions:
    """What the site adds to brief; `outputs` are by the path of the file that each makes."""

    markdown: tuple[Extension, ...] = ()
    outputs: Mapping[str, Extension] = field(default_factory=dict)
    checks: tuple[Extension, ...] = ()

    @property
    def all(self) -> tuple[Extension, ...]:
        return (*self.markdown, *self.outputs.values(), *self.checks)


@dataclass(frozen=True, slots=True)
class Site:
    """One site's settings. `root` is the folder of site.toml; `output` is absolute.

    `today` is the day on which it is looked at: what is dated later is not public yet. `as_of` is that day where it was
    asked for, and None where it is the clock's. `base_url` has no slash at its end. `languages` begins with `language`.
    A briefing is stale when its state of affairs is more than `stale_after_days` days old; None: never. `jobs` is how
    many processes build it; None: as many as there are cores.
    """

    root: Path
    title: str
    base_url: str
    language: str
    languages: tuple[str, ...]
    description: str
    theme: str
    timezone: str
    output: Path
    drafts: bool
    jobs: int | None
    strict: bool
    history: bool
    raw_html: str
    mentions: bool
    stale_after_days: int | None
    search: SearchTable
    declared_tags: Mapping[str, str]
    external: CheckTable
    tokens: Tokens
    images: ImagesTable
    pictures: PicturesTable
    extensions: Extensions
    today: Day
    as_of: Day | None = None
    deploy: Mapping[str, DeployTable] = field(default_factory=dict)
    marks: Marks = field(default=Marks(FILE_NAME))

    @property
    def base_path(self) -> str:
        """The path of `base_url`: empty, or `/archive` without a slash at its end."""
        return urlsplit(self.base_url).path

    @property
    def content(self) -> Path:
        return self.root / "content"

    def with_options(
        self,
        *,
        output: Path | None = None,
        base_url: str | None = None,
        drafts: bool | None = None,
        strict: bool | None = None,
        as_of: Day | None = None,
    ) -> "Site":
        """The same site with what the command line sets instead."""
        return replace(
            self,
            output=output.absolute() if output else self.output,
            base_url=base_url_of(base_url) if base_url else self.base_url,
            drafts=self.drafts if drafts is None else drafts,
            strict=self.strict if strict is None else strict,
            today=as_of or self.today,
            as_of=as_of or self.as_of,
        )


def today_in(timezone: str) -> Day:
    """The day that it is in an IANA `timezone`.

    It is the day of $SOURCE_DATE_EPOCH (seconds since 1970 in UTC, see reproducible-builds.org) where that is set, so
    that a build can be repeated on another day.
    """
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    zone = ZoneInfo(timezone)
    with suppress(ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(int(told), zone).date()
    return datetime.now(zone).date()


def is_base_url(text: str) -> bool:
    """Whether `text` can be where a site is published."""
    try:
        TypeAdapter(BaseUrl).validate_python(text)
    except ValidationError:
        return False
    return True


def find(start: Path) -> Path | None:
    """The nearest folder with a site.toml, from `start` upward."""
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if (folder / FILE_NAME).is_file()), None)


def load(root: Path) -> tuple[Site | None, list[Diagnostic]]:
    """Read `root`/site.toml. With any fault there is no Site."""
    here = Location(FILE_NAME)
    try:
        text = (root / FILE_NAME).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None, [error(Code.NOT_UTF8, here, "The file is not UTF-8.", "Save it in UTF-8.")]
    except OSError as reason:
        message = f"The file can't be read: {reason.strerror}."
        return None, [error(Code.NO_SITE, here, message, "Run `brief init DIR` for a new site.")]
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        return None, [_syntax_fault(reason, text)]
    except RecursionError:
        return None, [
            error(Code.TOML_SYNTAX, here, "The file is nested too deeply.", "No key needs more than two levels.")
        ]
    marks = Marks.at(FILE_NAME, _places(text))
    form, faults = validate(SiteFile, data, marks)
    faults += [
        error(Code.BAD_VALUE, marks.of(*keys), "The text holds a character that can't be shown.", "Remove it.")
        for keys in _invisible(data, ())
    ]
    if form is None or faults:
        return None, faults
    extensions, faults = _extensions(root, form.extensions, marks)
    if faults:
        return None, faults
    return _site(root.resolve(), form, extensions, marks), []


def _extensions(root: Path, table: ExtensionsTable, marks: Marks) -> tuple[Extensions, list[Diagnostic]]:
    """What the names of extensions stand for, and a fault for each that stands for nothing."""
    faults: list[Diagnostic] = []

    def found(name: str, group: str, *at: int | str) -> Iterator[Extension]:
        try:
            yield find_extension(root, name, group)
        except Unknown as reason:
            place = marks.of("extensions", group, *at)
            faults.append(error(Code.UNKNOWN_EXTENSION, place, reason.message, reason.hint))

    return Extensions(
        tuple(it for index, name in enumerate(table.markdown) for it in found(name, "markdown", index)),
        {path: it for path, name in table.outputs.items() for it in found(name, "outputs", path)},
        tuple(it for index, name in enumerate(table.checks) for it in found(name, "checks", index)),
    ), faults


def _site(root: Path, form: SiteFile, extensions: Extensions, marks: Marks) -> Site:
    table = form.site
    return Site(
        root=root,
        title=table.title,
        base_url=table.base_url,
        language=table.language,
        languages=tuple(dict.fromkeys((table.language, *table.languages))),
        description=table.description.strip(),
        theme=table.theme,
        timezone=table.timezone,
        output=(root / form.build.output).absolute(),
        drafts=form.build.drafts,
        jobs=form.build.jobs,
        strict=form.build.strict,
        history=form.build.history,
        raw_html=form.markdown.raw_html,
        mentions=form.markdown.mentions,
        stale_after_days=table.stale_after_days,
        search=form.search,
        declared_tags=form.tags,
        external=form.check,
        tokens=Tokens(form.tokens.__pydantic_extra__, form.tokens.light, form.tokens.dark),
        images=form.images,
        pictures=form.pictures,
        extensions=extensions,
        today=today_in(table.timezone),
        deploy=form.deploy,
        marks=marks,
    )


def _syntax_fault(reason: tomllib.TOMLDecodeError, text: str) -> Diagnostic:
    said = str(reason)
    place = re.search(r" \(at line (\d+), column (\d+)\)$", said)
    last = Location(FILE_NAME, text.count("\n") + 1)
    where = Location(FILE_NAME, int(place[1]), int(place[2])) if place else last
    message = f"This is not TOML: {re.sub(r' .at (line|end).*$', '', said)}."
    return error(
        Code.TOML_SYNTAX, where, message, 'Text stands in quotes (title = "..."), tables in brackets ([site]).'
    )


# Controls but tab and line feed, which no page and no feed can hold (XML 1.0, 2.2).
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


def _invisible(value: object, at: KeyPath) -> Iterator[KeyPath]:
    """Where a text holds a character that can't be shown."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _invisible(item, (*at, key))
    elif isinstance(value, list):
        for item in value:
            yield from _invisible(item, at)
    elif isinstance(value, str) and _CONTROL.search(value):
        yield at


_TABLE = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?")
_PART = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_KEY = re.compile(rf"\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=")


def _places(text: str) -> dict[KeyPath, tuple[int, int]]:
    """Where tables and keys stand: tomllib keeps no places, and site.toml is written one key a line."""
    places: dict[KeyPath, tuple[int, int]] = {}
    table: KeyPath = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := _TABLE.match(line):
            table = _dotted(heading[1])
            places.setdefault(table, (number, heading.start(1) + 1))
        elif key := _KEY.match(line):
            places.setdefault((*table, *_dotted(key[1])), (number, key.start(1) + 1))
    return places


def _dotted(key: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_PART, key))
