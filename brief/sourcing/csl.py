"""CSL-JSON (csl-data.json 1.0.2), as Zotero, Mendeley and DOI registries write it -> references."""

import json
from collections.abc import Mapping
from typing import Any

from brief.sourcing.references import Bibliography, NoReferences, Reference, labelled, spoken

_SEASONS = {"1": 21, "2": 22, "3": 23, "4": 24, "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
# What lies in a work of somebody else's, who is no outlet: the publisher is.
_IN_BOOKS = frozenset({"chapter", "entry", "entry-dictionary", "entry-encyclopedia", "paper-conference"})


def bibliography(text: str) -> Bibliography:
    """The references of a file: a list, a single one, or Zotero's `items`. Raises NoReferences."""
    try:
        data = json.loads(text)
    except ValueError as fault:
        raise NoReferences(f"It begins like CSL-JSON and can't be read: {fault}.") from None
    except RecursionError:
        raise NoReferences("It begins like CSL-JSON and is nested too deeply.") from None
    if isinstance(data, dict) and isinstance(data.get("items"), list):
        data = data["items"]
    items = data if isinstance(data, list) else [data]
    known = [item for item in items if isinstance(item, dict) and item.keys() & {"title", "DOI", "URL"}]
    if not known:
        raise NoReferences("It is JSON, and none of it is a reference as CSL-JSON has them.")
    found = tuple(_reference(item, str(number)) for number, item in enumerate(known, 1))
    return Bibliography(found, len(items) - len(known))


def _reference(item: Mapping[str, Any], number: str) -> Reference:
    container, publisher = _text(item, "container-title"), _text(item, "publisher")
    is_in_book = item.get("type") in _IN_BOOKS
    return Reference(
        ident=_text(item, "id") or number,
        title=_text(item, "title"),
        urls=(_text(item, "URL"),),
        doi=_text(item, "DOI"),
        edtf=_edtf(item.get("issued")),
        published=_words(item.get("issued")),
        accessed=_edtf(item.get("accessed")) or next(iter(_words(item.get("accessed"))), ""),
        archived=_text(item, "archive_location"),
        langs=(_text(item, "language"),),
        authors=tuple(_names(item.get("author") or item.get("editor"))),
        container="" if is_in_book else container,
        publishers=(publisher, _text(item, "authority")),
        place=(
            container if is_in_book else "",
            labelled("vol.", _text(item, "volume")),
            labelled("no.", _text(item, "issue") or _text(item, "number")),
            labelled("p.", _text(item, "page")),
            _text(item, "publisher-place"),
            _text(item, "archive"),
            _text(item, "archive_location"),
        ),
    )


def _text(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    # Registries of DOIs give lists of one.
    value = value[0] if isinstance(value, list) and value else value
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _names(value: Any) -> list[str]:
    people = [name for name in value if isinstance(name, dict)] if isinstance(value, list) else []
    return [
        _text(name, "literal")
        or spoken(
            {key: _text(name, key) for key in name},
            "given", "dropping-particle", "non-dropping-particle", "family", "suffix",
        )
        for name in people
    ]  # fmt: skip


def _edtf(value: Any) -> str:
    """The parts of a date variable, which may be two dates (CSL 1.0.2, date variables)."""
    parts = value.get("date-parts") if isinstance(value, dict) else None
    if not isinstance(parts, list):
        return ""
    sign = "" if value.get("circa") in {None, False, "0", "false", ""} else "~"
    points = [_point(part, value) for part in parts[:2] if isinstance(part, list)]
    return "/".join(f"{point}{sign}" for point in points if point)


def _words(value: Any) -> tuple[str, ...]:
    """A date variable in other forms than its parts."""
    if isinstance(value, dict):
        return tuple(filter(None, (_text(value, "raw"), _text(value, "literal"))))
    return (str(value),) if isinstance(value, str | int) else ()


def _point(parts: list[Any], value: Mapping[str, Any]) -> str:
    numbers = [int(part) for part in parts[:3] if str(part).strip().isdecimal()]
    if not numbers:
        return ""
    season = _SEASONS.get(str(value.get("season", "")).lower())
    if season and len(numbers) == 1:
        return f"{numbers[0]:04}-{season}"
    # Zotero and its kin write 13 to 16 for the seasons (citeproc-js, "Date fields").
    if len(numbers) > 1 and numbers[1] in range(13, 17):
        return f"{numbers[0]:04}-{numbers[1] + 8}"
    return "-".join([f"{numbers[0]:04}", *(f"{number:02}" for number in numbers[1:])])
