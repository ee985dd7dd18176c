"""What front matter may hold, by the kind of its file: keys, their values, and what these name."""

from collections.abc import Mapping
from enum import Enum
from typing import get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from brief.model import KeyPath
from brief.reading.schema import BriefingForm, OutletForm, PageForm, TagForm
from brief.validation.forms import forms_in, literals

FORMS: Mapping[str, type[BaseModel]] = {
    "briefings": BriefingForm,
    "tags": TagForm,
    "outlets": OutletForm,
    "pages": PageForm,
}
"""The form of each kind of file."""


class Names(Enum):
    """What the value of a key names."""

    TAG = "tag"
    OUTLET = "outlet"
    BRIEFING = "briefing"
    PAGE = "page"
    LANGUAGE = "language"
    RATING = "rating"


_NAMED: Mapping[tuple[str, KeyPath], Names] = {
    ("briefings", ("tags",)): Names.TAG,
    ("briefings", ("supersedes",)): Names.BRIEFING,
    ("briefings", ("translation_of",)): Names.BRIEFING,
    ("briefings", ("sources", "outlet")): Names.OUTLET,
    ("briefings", ("sources", "rating")): Names.RATING,
    ("tags", ("broader",)): Names.TAG,
    ("pages", ("translation_of",)): Names.PAGE,
}


def named(kind: str, keys: KeyPath) -> Names | None:
    """What the value under `keys` names, in a file of a kind; None where it names nothing."""
    plain = tuple(key for key in keys if isinstance(key, str))
    if plain and plain[-1] == "lang":
        return Names.LANGUAGE
    return _NAMED.get((kind, plain))


def form(kind: str, keys: KeyPath) -> type[BaseModel] | None:
    """The form of the mapping that stands under `keys`; None where there is none, or none whose keys are known."""
    found: type[BaseModel] = FORMS[kind]
    for key in keys:
        if isinstance(key, int):
            continue
        if key not in found.model_fields:
            return None
        inner = forms_in(found.model_fields[key].annotation)
        if not inner:
            return None
        found = inner[0]
    return found


def key_field(kind: str, keys: KeyPath) -> FieldInfo | None:
    """What is known of a key, by the keys that lead to it; None where there is no such key."""
    plain = tuple(key for key in keys if isinstance(key, str))
    if not plain:
        return None
    owner = form(kind, plain[:-1])
    return owner.model_fields.get(plain[-1]) if owner else None


def is_list(field: FieldInfo) -> bool:
    """Whether a key takes several values."""
    return get_origin(field.annotation) is tuple


def holds_keys(field: FieldInfo) -> bool:
    """Whether keys stand under a key, or in each item of its list."""
    parts = (field.annotation, *get_args(field.annotation))
    return bool(forms_in(field.annotation)) or any(get_origin(part) is dict for part in parts)


def choices(field: FieldInfo) -> list[str]:
    """The values that a key may have, where they are few and known."""
    if field.annotation is bool:
        return ["true", "false"]
    return literals(field.annotation)
