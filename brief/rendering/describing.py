"""What each template is given, read from the views themselves, so that it can't fall behind them."""

import ast
import inspect
import textwrap
import types
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from itertools import chain, pairwise
from typing import Any, Union, get_args, get_origin, get_type_hints

from markupsafe import Markup

from brief.rendering.templates import VIEWS

_WORDS: dict[Any, str] = {str: "text", Markup: "HTML", int: "number", bool: "true or false", types.NoneType: "none"}


@dataclass(frozen=True, slots=True)
class FieldDoc:
    """One field: its type in words, and what it holds where its name does not say it."""

    name: str
    type: str
    about: str


@dataclass(frozen=True, slots=True)
class ValueDoc:
    """A view, or a value within one: its name, what it is, and its fields."""

    name: str
    about: str
    fields: tuple[FieldDoc, ...]


@dataclass(frozen=True, slots=True)
class TemplateDoc:
    """A template, the view that it is given, and the values within it, each once, in the order they are met."""

    template: str
    view: ValueDoc
    values: tuple[ValueDoc, ...]


def describe(template: str) -> TemplateDoc:
    """What `template` is given. Raises KeyError where no page is shown by it."""
    view = VIEWS[template]
    found = dict.fromkeys(_within(view))
    return TemplateDoc(template, _value(view), tuple(_value(kind) for kind in found if kind is not view))


def _within(view: type) -> Iterator[type]:
    """The dataclasses that a dataclass is made of, itself first."""
    seen: list[type] = []
    waiting = [view]
    while waiting:
        kind = waiting.pop(0)
        if kind not in seen:
            seen.append(kind)
            waiting += (part for hint in get_type_hints(kind).values() for part in _parts(hint) if _is_value(part))
    return iter(seen)


def _is_value(kind: object) -> bool:
    return is_dataclass(kind)


def _parts(annotation: Any) -> list[type]:
    """The types that a type is made of."""
    inner = [part for part in get_args(annotation) if part is not ...]
    return list(chain.from_iterable(map(_parts, inner))) if inner else [annotation]


def _value(kind: type) -> ValueDoc:
    hints = get_type_hints(kind)
    notes = _field_notes(kind)
    found = tuple(
        FieldDoc(field.name, _in_words(hints[field.name]), notes.get(field.name, "")) for field in fields(kind)
    )
    return ValueDoc(kind.__name__, " ".join((kind.__doc__ or "").split()), found)


def _field_notes(kind: type) -> dict[str, str]:
    """The texts that stand below fields: Python keeps none of them, but its source has them."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    return {
        field.target.id: " ".join(note.value.value.split())
        for field, note in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(note, ast.Expr)
        and isinstance(note.value, ast.Constant)
        and isinstance(note.value.value, str)
    }


def _in_words(annotation: Any) -> str:
    """A type as people say it, such as "list of Link" or "Day or none"."""
    if get_origin(annotation) in {Union, types.UnionType}:
        return " or ".join(_in_words(part) for part in get_args(annotation))
    if get_origin(annotation) is tuple:
        return f"list of {_in_words(get_args(annotation)[0])}"
    return _WORDS.get(annotation) or annotation.__name__
