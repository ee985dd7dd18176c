"""One finding about an input, and how it is shown to people, to programs and to CI."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: an error keeps the site from being written."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(StrEnum):
    """The name of each kind of finding. A name, once released, keeps its meaning."""

    # Files
    UNREADABLE_FILE = "unreadable-file"
    NOT_UTF8 = "not-utf8"
    EMPTY_FILE = "empty-file"
    TOO_LARGE = "too-large"
    ACTIVE_FILE = "active-file"
    OUTSIDE_SITE = "outside-site"
    STRAY_FILE = "stray-file"
    BROKEN_PICTURE = "broken-picture"
    LARGE_PICTURE = "large-picture"
    PICTURE_NAME = "picture-name"
    CACHE_DISCARDED = "cache-discarded"
    # Front matter
    FRONT_MATTER_MISSING = "front-matter-missing"
    FRONT_MATTER_UNCLOSED = "front-matter-unclosed"
    FRONT_MATTER_NOT_MAPPING = "front-matter-not-mapping"
    YAML_SYNTAX = "yaml-syntax"
    DUPLICATE_KEY = "duplicate-key"
    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    INCOMPLETE_DRAFT = "incomplete-draft"
    WRONG_TYPE = "wrong-type"
    BAD_VALUE = "bad-value"
    BAD_DATE = "bad-date"
    BAD_EDTF = "bad-edtf"
    BAD_URL = "bad-url"
    BAD_RATING = "bad-rating"
    BAD_LANGUAGE = "bad-language"
    BAD_SLUG = "bad-slug"
    BAD_ADDRESS = "bad-address"
    CONFLICTING_KEYS = "conflicting-keys"
    # References between files
    UNKNOWN_TAG = "unknown-tag"
    UNKNOWN_OUTLET = "unknown-outlet"
    UNKNOWN_BRIEFING = "unknown-briefing"
    UNKNOWN_LANGUAGE = "unknown-language"
    BAD_TRANSLATION = "bad-translation"
    DUPLICATE_ID = "duplicate-id"
    DUPLICATE_ADDRESS = "duplicate-address"
    VANISHED_ADDRESS = "vanished-address"
    BAD_LEDGER = "bad-ledger"
    NEW_ADDRESSES = "new-addresses"
    TAG_CYCLE = "tag-cycle"
    SUCCESSION_CYCLE = "succession-cycle"
    # Names and sources that should agree across the archive
    AMBIGUOUS_NAME = "ambiguous-name"
    SIMILAR_TAGS = "similar-tags"
    SOURCE_SPELLING = "source-spelling"
    # Other hosts
    DEAD_LINK = "dead-link"
    MOVED_LINK = "moved-link"
    UNREACHABLE = "unreachable"
    PRIVATE_ADDRESS = "private-address"
    BAD_HEALTH = "bad-health"
    # History
    SHALLOW_HISTORY = "shallow-history"
    NO_HISTORY = "no-history"
    # What could be better
    ORPHAN = "orphan"
    UNUSED_TAG = "unused-tag"
    UNUSED_OUTLET = "unused-outlet"
    UNARCHIVED_SOURCE = "unarchived-source"
    UNTRANSLATED_THEME = "untranslated-theme"
    # Prose
    UNKNOWN_CITATION = "unknown-citation"
    AMBIGUOUS_CITATION = "ambiguous-citation"
    CITATION_SYNTAX = "citation-syntax"
    UNCITED_SOURCE = "uncited-source"
    UNKNOWN_LINK = "unknown-link"
    UNKNOWN_HEADING = "unknown-heading"
    TOO_DEEP = "too-deep"
    TOO_SLOW = "too-slow"
    LINK_TO_DRAFT = "link-to-draft"
    LINK_TO_WITHDRAWN = "link-to-withdrawn"
    AMBIGUOUS_LINK = "ambiguous-link"
    SELF_LINK = "self-link"
    UNSHOWN_HTML = "unshown-html"
    # Site and theme
    NO_SITE = "no-site"
    NO_CONTENT = "no-content"
    TOML_SYNTAX = "toml-syntax"
    UNKNOWN_THEME = "unknown-theme"
    UNUSED_THEME_FILE = "unused-theme-file"
    UNKNOWN_TOKEN = "unknown-token"  # noqa: S105  # of a theme
    LOW_CONTRAST = "low-contrast"
    BAD_ASSET_REFERENCE = "bad-asset-reference"
    TEMPLATE_ERROR = "template-error"
    SEARCH_FAILED = "search-failed"
    NO_FONT = "no-font"
    MISSING_LETTERS = "missing-letters"
    NO_PICTURE_FORMAT = "no-picture-format"
    # Publishing
    BAD_TARGET = "bad-target"
    SECRET_IN_SETTINGS = "secret-in-settings"  # noqa: S105  # the name of a finding
    # Extensions
    UNKNOWN_EXTENSION = "unknown-extension"
    EXTENSION_FAILED = "extension-failed"
    SITE_CHECK = "site-check"
    # brief itself
    INTERNAL_ERROR = "internal-error"


# Of a message: as many letters, and as many of its beginning where it has more.
_LONGEST, _BEGINNING = 2_000, 1_500
# Controls, and what changes the direction of what follows (UAX 9, 2.1 to 2.4).
_ORDERS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: `path` from the site's folder, line and column counted from 1."""

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: where it is, what is wrong, and how to mend it (`hint`, may be empty)."""

    severity: Severity
    code: Code
    location: Location
    message: str
    hint: str = ""


def error(code: Code, location: Location, message: str, hint: str = "") -> Diagnostic:
    """A finding that keeps the site from being written."""
    return Diagnostic(Severity.ERROR, code, location, _sayable(message), _sayable(hint))


def warning(code: Code, location: Location, message: str, hint: str = "") -> Diagnostic:
    """A finding that the writer should know of and the site can live with."""
    return Diagnostic(Severity.WARNING, code, location, _sayable(message), _sayable(hint))


def note(code: Code, location: Location, message: str, hint: str = "") -> Diagnostic:
    """A finding that asks for nothing."""
    return Diagnostic(Severity.NOTE, code, location, _sayable(message), _sayable(hint))


def _sayable(text: str) -> str:
    """`text`, which may quote a stranger's file, as one line that is not too long and orders no terminal about."""
    if len(text) > _LONGEST:
        text = f"{text[:_BEGINNING]} … {text[_BEGINNING - _LONGEST :]}"
    return text if text.isascii() and text.isprintable() else _ORDERS.sub("\ufffd", " ".join(text.splitlines()))


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The same findings, each once, sorted by file, line and column."""
    return sorted(set(diagnostics), key=lambda d: (d.location, d.code, d.message))


def count(diagnostics: Iterable[Diagnostic], severity: Severity) -> int:
    """How many of `diagnostics` have this severity."""
    return sum(1 for diagnostic in diagnostics if diagnostic.severity is severity)


def as_dict(diagnostic: Diagnostic) -> dict[str, str | int]:
    """The flat record that `--format json` and the dev server's overlay use."""
    return {
        "severity": diagnostic.severity.value,
        "code": diagnostic.code.value,
        **asdict(diagnostic.location),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }


def to_text(diagnostic: Diagnostic) -> str:
    """`path:line:column: severity[code]: message`, and the hint on a line of its own."""
    place = diagnostic.location
    head = f"{place.path}:{place.line}:{place.column}: {diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"
    return f"{head}\n    hint: {diagnostic.hint}" if diagnostic.hint else head


def to_json(diagnostic: Diagnostic) -> str:
    """One JSON object on one line (JSON Lines)."""
    return json.dumps(as_dict(diagnostic), ensure_ascii=False)


def to_github(diagnostic: Diagnostic, prefix: str = "") -> str:
    """A GitHub Actions workflow command that annotates the line.

    `prefix` is the path from the repository's root to the site's folder, since
    annotations count from the former ("Workflow commands for GitHub Actions",
    section "Setting an error message").
    """
    place = diagnostic.location
    level = "notice" if diagnostic.severity is Severity.NOTE else diagnostic.severity.value
    file = f"{prefix}/{place.path}" if prefix else place.path
    properties = {
        "file": file,
        "line": str(place.line),
        "col": str(place.column),
        "title": diagnostic.code.value,
    }
    listed = ",".join(f"{key}={_escape_property(value)}" for key, value in properties.items())
    text = f"{diagnostic.message} {diagnostic.hint}".strip()
    return f"::{level} {listed}::{_escape_data(text)}"


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
