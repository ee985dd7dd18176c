"""JSON Schemas of what people fill in, out of the models that check it: site.toml and the kinds of front matter.

The form is JSON Schema 2020-12; `markdownDescription` is what VS Code shows (Visual Studio Code, "JSON schemas and
settings"). A schema says what can be said of one file by itself: that a tag exists is for `brief check`.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from brief.reading.schema import BriefingForm, OutletForm, PageForm, TagForm
from brief.validation.settings import SiteFile

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# YAML takes `2022` for a number and `no` for a truth value where brief takes the text that stands there.
_SCALARS = ["string", "number", "boolean"]

_SOMETHING: Schema = {"not": {"enum": [None, [], ""]}}


def _given(*keys: str) -> Schema:
    """That keys are there, and not as one that is still to be filled in."""
    return {"required": list(keys), "properties": dict.fromkeys(keys, _SOMETHING)}


def _is(status: str) -> Schema:
    return {"properties": {"status": {"const": status}}, "required": ["status"]}


def _briefing(schema: Schema) -> None:
    # What publication needs, a draft may lack.
    complete = {"allOf": [_given("summary", "tags"), {"anyOf": [_given("sources"), _given("unsourced")]}]}
    withdrawn = _given("withdrawn")
    schema["allOf"] = [
        {"if": _is("draft"), "else": complete},
        {"not": _given("sources", "unsourced")},
        {"if": _is("withdrawn"), "then": withdrawn, "else": {"not": withdrawn}},
    ]
    schema["$defs"]["SourceForm"]["anyOf"] = [_given("url"), _given("where")]


_KINDS: Mapping[str, tuple[type[BaseModel], str, Callable[[Schema], None] | None]] = {
    "briefing": (BriefingForm, "Front matter of a briefing", _briefing),
    "tag": (TagForm, "Front matter of a tag", None),
    "outlet": (OutletForm, "Front matter of an outlet", None),
    "page": (PageForm, "Front matter of a page", None),
    "site": (SiteFile, "site.toml", None),
}
KINDS = tuple(_KINDS)


def schema(kind: str) -> Schema:
    """The schema of one of KINDS, as JSON has it."""
    form, title, more = _KINDS[kind]
    made = form.model_json_schema()
    for part in (made, *made.get("$defs", {}).values()):
        _tidy(part, is_yaml=kind != "site")
    if more:
        more(made)
    made.pop("description", None)
    return {"$schema": DIALECT, "title": f"{title} (brief)", **made}


def written(kind: str) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema(kind), ensure_ascii=False, indent=2) + "\n"


def _tidy(part: Schema, *, is_yaml: bool) -> None:
    """A form's schema in a writer's words: without the names of classes and of what is inside."""
    part.pop("title", None)
    if is_yaml:
        part.pop("description", None)
    needed = set(part.get("required", ()))
    for key, value in part.get("properties", {}).items():
        value.pop("title", None)
        if is_yaml:
            _as_yaml(value)
            if key not in needed:
                _or_nothing(value)
        if value.get("default", ...) in (None, [], {}, ""):
            del value["default"]
        if said := value.get("description"):
            value["markdownDescription"] = said


def _as_yaml(value: Schema) -> None:
    """Text may look like something else to YAML, wherever it stands."""
    if value.get("type") == "string" and not {"enum", "format", "pattern"} & value.keys():
        value |= {"type": _SCALARS, "pattern": r"\S"}
    for key in ("items", "additionalProperties"):
        if isinstance(value.get(key), dict):
            _as_yaml(value[key])
    for choice in value.get("anyOf", ()):
        _as_yaml(choice)


def _or_nothing(value: Schema) -> None:
    """A key without a value is a key not yet filled in."""
    kind = value.get("type")
    if kind is None:
        if "anyOf" in value and {"type": "null"} not in value["anyOf"]:
            value["anyOf"].append({"type": "null"})
        return
    value["type"] = [*kind, "null"] if isinstance(kind, list) else [kind, "null"]
    if "enum" in value:
        value["enum"].append(None)
