"""The types of single front-matter values: text in, checked value out.

Each raises a pydantic error whose type is one of our codes and whose context holds a hint.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError
from slugify import slugify

from brief.diagnostics import Code
from brief.model import UncertainDate
from brief.validation import dates

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# RFC 5646, 2.1, as far as briefings need it: a language, then subtags.
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# In which months are known by their names, where somebody writes these.
_LANGUAGES_OF_DATES = ("ru", "uk", "de", "fr", "es", "it", "pt", "pl")
# File systems hold 255 bytes in a name.
LONGEST_NAME = 200
# Of Linux's 4,096 bytes (PATH_MAX) and macOS' 1,024, with what stands before it.
LONGEST_PATH = 800
# What most addresses are: nothing that `urlsplit` could refuse or read otherwise (RFC 3986, 3).
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9/._~%&=+,;:@?#()!$*'-]*)?")
# What Windows keeps for devices, whatever follows the dot ("Naming Files, Paths, and Namespaces").
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_WIKIDATA = re.compile(r"Q[1-9]\d*")
_RATING = re.compile(r"[A-F][1-6]")


def fault(code: Code, message: str, hint: str) -> PydanticCustomError:
    """A validation error that becomes a diagnostic with `code` and `hint`."""
    # The message is passed as a value, since pydantic would read braces in it as a format.
    return PydanticCustomError(code.value, "{message}", {"message": message, "hint": hint})


def _want_text(value: object, code: Code, what: str, example: str) -> str:
    if not isinstance(value, str):
        raise fault(Code.WRONG_TYPE, f"{_kind(value)} stands where {what} is expected.", f"Write {example}.")
    if not value.strip():
        raise fault(code, f"It is empty where {what} is expected.", f"Write {example}.")
    return value.strip()


def _kind(value: object) -> str:
    if isinstance(value, Mapping):
        return "A mapping"
    if isinstance(value, list | tuple):
        return "A list"
    return "An empty value" if value is None else "A single value"


def _reading(text: str, form: re.Pattern[str] = re.compile(".*")) -> str:
    """How a date that is written in another form may be meant, as a hint; empty where that is not clear."""
    from brief.validation.dating import Unclear, edtf  # noqa: PLC0415  # of faults alone, and loads Babel

    found = edtf(text, _LANGUAGES_OF_DATES)
    if isinstance(found, Unclear):
        return f"{found.words} Write the one that is meant." if found.readings else ""
    return f"Did you mean `{found}`?" if found and form.fullmatch(found) else ""


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    text = _want_text(value, Code.BAD_DATE, "a date", "a day such as `2026-11-24`")
    if not _DAY.fullmatch(text):
        hint = _reading(text, _DAY) or "Write year, month and day: `2026-11-24`."
        raise fault(Code.BAD_DATE, f"`{text}` is not a date.", hint)
    try:
        return date.fromisoformat(text)
    except ValueError as reason:
        said = str(reason)
        message = f"`{text}` is not in the calendar ({said})."
        raise fault(Code.BAD_DATE, message, "Check the month and the day.") from None


def _uncertain(value: object) -> UncertainDate:
    text = _want_text(value, Code.BAD_EDTF, "a date", "a date such as `2022-03-10`, `2022-03` or `2022~`")
    try:
        return dates.parse(text)
    except dates.NotADate:
        hint = _reading(text) or (
            "Write 2022-03-10, 2022-03 or 2022, with `~` for about and `?` for uncertain, "
            "or an interval 2022-03/2023; leave the key out where the date is unknown."
        )
        raise fault(Code.BAD_EDTF, f"`{text}` is not a date in EDTF.", hint) from None


def _url(value: object) -> str:
    text = _want_text(value, Code.BAD_URL, "an address", "a full address such as `https://example.org/report`")
    if _PLAIN_URL.fullmatch(text):
        return text
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        host, parts = None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not host or re.search(r"[\s<>\"]", text):
        hint = "Write a full address such as `https://example.org/report`, without spaces."
        if not parts.scheme and re.match(r"[\w-]+(\.[\w-]+)+", text):
            hint = f"Did you mean `https://{text}`?"
        raise fault(Code.BAD_URL, f"`{text}` is not a web address.", hint)
    return text


def _language(value: object) -> str:
    text = _want_text(value, Code.BAD_LANGUAGE, "a language", "a code such as `en` or `ru`")
    if not _LANGUAGE.fullmatch(text):
        hint = "Write its BCP 47 code: `en`, `ru`, `uk`, `zh-Hant`."
        raise fault(Code.BAD_LANGUAGE, f"`{text}` is not a language code.", hint)
    return text


def _rating(value: object) -> str:
    text = _want_text(value, Code.BAD_RATING, "a rating", "a letter and a digit such as `B2`").upper()
    if not _RATING.fullmatch(text):
        hint = "Write a letter from A to F for the source and a digit from 1 to 6 for what it says: `B2`."
        raise fault(Code.BAD_RATING, f"`{text}` is not a rating in the Admiralty code.", hint)
    return text


def is_slug(text: str) -> bool:
    """Whether `text` can be one segment of an address as it is."""
    return bool(_SLUG.fullmatch(text)) and len(text) <= LONGEST_NAME and not _DEVICE.match(text)


def _slug(value: object) -> str:
    text = _want_text(value, Code.BAD_SLUG, "a slug", "words in small letters, joined by hyphens")
    if not is_slug(text):
        guess = slugify(text, max_length=LONGEST_NAME)
        guess += "-1" if _DEVICE.match(guess) else ""
        hint = f"Did you mean `{guess}`?" if guess else "Use small letters, digits and hyphens."
        raise fault(Code.BAD_SLUG, f"`{text}` can't be part of an address.", hint)
    return text


def has_names(path: str) -> bool:
    """Whether every segment of a path can be the name of a file or folder, and the path that of a file."""
    segments = path.split("/")
    if len(path.encode()) > LONGEST_PATH:
        return False
    return not any(_is_no_name(part) for part in segments)


def _is_no_name(segment: str) -> bool:
    is_odd = segment in {"", ".", ".."} or _DEVICE.match(segment) or segment.endswith((".", " "))
    return bool(is_odd) or not segment.isprintable() or len(segment.encode()) > LONGEST_NAME


def _address(value: object) -> str:
    text = _want_text(value, Code.BAD_ADDRESS, "an address of this site", "a path such as `/old/address/`")
    if (
        not text.startswith("/")
        or text == "/"
        or re.search(r"[?#\\\s\x00-\x1f%]", text)
        or text.startswith("//")
        or not has_names(text.strip("/"))
    ):
        hint = "Write the path alone, from the site's root: `/old/address/`."
        raise fault(Code.BAD_ADDRESS, f"`{text}` is not an address of this site.", hint)
    # A static host serves a page under any other ending as something else.
    return text if text.endswith(("/", ".html", ".htm")) else f"{text}/"


def _wikidata(value: object) -> str:
    text = _want_text(value, Code.BAD_VALUE, "a Wikidata id", "an id such as `Q8475`")
    if not _WIKIDATA.fullmatch(text):
        raise fault(Code.BAD_VALUE, f"`{text}` is not a Wikidata id.", "Write the letter Q and digits: `Q8475`.")
    return text


def _listed(value: object) -> object:
    """A single value where one or many may stand."""
    return [value] if isinstance(value, str) else value


def _by_language(value: object) -> object:
    """Aliases without a language are kept under `und`, "undetermined" (RFC 5646, 4.1)."""
    if isinstance(value, str):
        return {"und": [value]}
    return {"und": value} if isinstance(value, list) else value


def _pattern(pattern: str, **more: object) -> WithJsonSchema:
    """What an editor is told of a text: as much of its rule as a pattern can say (JSON Schema 2020-12, 6.3.3)."""
    return WithJsonSchema({"type": "string", "pattern": f"^(?:{pattern})$", **more})


_TEXT = {"type": "string", "minLength": 1}
_ONE_OR_MORE = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_LANGUAGES = {"pattern": f"^(?:{_LANGUAGE.pattern})$"}
# The characters of EDTF, and the words that the ends of an interval can be (ISO 8601-2 in its drafts).
_EDTF_TEXT = r"[-0-9X~?%/.\[\]{}, ]+|(?:unknown|open)?/[-0-9X~?%]*|[-0-9X~?%]*/(?:unknown|open)?"

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Day = Annotated[date, BeforeValidator(_day), _pattern(_DAY.pattern, format="date")]
Uncertain = Annotated[
    UncertainDate,
    BeforeValidator(_uncertain),
    # A year alone is a number to YAML.
    WithJsonSchema({"type": ["string", "integer"], "pattern": f"^(?:{_EDTF_TEXT})$", "minimum": 1, "maximum": 9999}),
]
Url = Annotated[str, BeforeValidator(_url), _pattern(r"https?://[^\s<>\"]+", format="uri")]
Language = Annotated[str, BeforeValidator(_language), _pattern(_LANGUAGE.pattern)]
Rating = Annotated[str, BeforeValidator(_rating), _pattern("[A-Fa-f][1-6]")]
Slug = Annotated[str, BeforeValidator(_slug), _pattern(_SLUG.pattern, maxLength=LONGEST_NAME)]
Address = Annotated[str, BeforeValidator(_address), _pattern(r"/(?!/)[^?#\\\s%]+")]
Wikidata = Annotated[str, BeforeValidator(_wikidata), _pattern(_WIKIDATA.pattern)]
Authors = Annotated[tuple[Text, ...], BeforeValidator(_listed), WithJsonSchema(_ONE_OR_MORE)]
Names = Annotated[
    dict[Language, Text],
    WithJsonSchema({"type": "object", "additionalProperties": _TEXT, "propertyNames": _LANGUAGES}),
]
Aliases = Annotated[
    dict[Language, Annotated[tuple[Text, ...], BeforeValidator(_listed)]],
    BeforeValidator(_by_language),
    # By language, or of any.
    WithJsonSchema(
        {
            "anyOf": [
                *_ONE_OR_MORE["anyOf"],
                {
                    "type": "object",
                    "additionalProperties": _ONE_OR_MORE,
                    "propertyNames": _LANGUAGES,
                },
            ]
        }
    ),
]


def _fragment(text: str) -> str:
    if re.search(r"[\s,;\[\]@]", text):
        message = f"`{text}` can't be the id of a source."
        raise fault(Code.BAD_VALUE, message, "Use letters, digits, hyphens and dots, so that `[@id]` can name it.")
    return text


SourceId = Annotated[Text, AfterValidator(_fragment), Field(json_schema_extra={"pattern": r"^[^\s,;\[\]@]+$"})]
