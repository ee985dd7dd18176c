"""The keys of what people fill in as Markdown, out of the models that check it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from brief.model import UncertainDate
from brief.reference.prose import code, prose
from brief.validation.forms import Form, forms_in

_HEAD = "| Key | Value | Meaning |\n| --- | --- | --- |"
_WORDS: Mapping[Any, str] = {int: "number", float: "number", date: "day", UncertainDate: "date"}


def keys(form: type[Form], *, level: int = 3, heading: str = "{}") -> str:
    """A table of the form's keys, and a section for each form that stands within it, however deep.

    `level` is that of the sections' headings (1 to 6), `heading` how a heading has the keys that lead there.
    """
    return "\n\n".join(
        f"{'#' * level} {code(heading.format(at))}\n\n{words}" if at else words for at, words in _parts(form, "")
    )


def _parts(form: type[BaseModel], at: str) -> Iterator[tuple[str, str]]:
    """Of a form and those within it: the keys that lead there, joined by dots, and what is said of it."""
    plain = {name: field for name, field in form.model_fields.items() if not _is_table(field)}
    words = [prose(" ".join(form.__doc__.split()))] if form.__doc__ and at else []
    if plain:
        words.append("\n".join([_HEAD, *(_row(*item) for item in plain.items())]))
    if words:
        yield at, "\n\n".join(words)
    for name, field in form.model_fields.items():
        for inner in forms_in(field.annotation):
            yield from _parts(inner, f"{at}.{name}" if at else name)


def _is_table(field: FieldInfo) -> bool:
    """Whether the field is a table of site.toml, which has a section and needs no row."""
    return isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel)


def _row(name: str, field: FieldInfo) -> str:
    meaning = [prose(field.description or "")]
    if field.is_required():
        meaning.append("Has to be there.")
    elif (default := _default(field)) is not None:
        meaning.append(f"Without it: {code(default)}.")
    return f"| {code(name)} | {_value(field.annotation)} | {' '.join(filter(None, meaning))} |"


def _default(field: FieldInfo) -> str | None:
    """What stands for a key that is not there, as it would be written; None where that is nothing."""
    match field.get_default(call_default_factory=True):
        case None | "" | () | [] | {} | BaseModel():
            return None
        case bool(value):
            return str(value).lower()
        case tuple(values):
            return f"[{', '.join(map(str, values))}]"
        case value:
            return str(value)


def _value(annotation: Any) -> str:
    """What kind of value it is, in a writer's words."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ", ".join(map(code, inner))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "keys"
    if annotation is bool:
        return f"{code('true')}, {code('false')}"
    if annotation in _WORDS:
        return _WORDS[annotation]
    if origin is tuple:
        return f"list of {_value(inner[0])}"
    if origin is dict:
        return f"keys with {_value(inner[1])}"
    for part in inner:
        if part is not type(None):
            return _value(part)
    return "text"
