"""pydantic's findings about what a person filled in, as diagnostics in that person's words."""

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from brief.diagnostics import Code, Diagnostic, Location, error
from brief.model import KeyPath, Marks
from brief.suggestions import did_you_mean, nearest
from brief.validation.repair import repaired


class Form(BaseModel):
    """What all that people fill in has in common: no unknown keys, never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


_PASSES = 4

AnyForm = TypeVar("AnyForm", bound=BaseModel)


def validate(form: type[AnyForm], data: Mapping[str, Any], marks: Marks) -> tuple[AnyForm | None, list[Diagnostic]]:
    """Check `data` against `form`.

    All faults are found in one pass. With faults the form holds what could be read, and stand-ins for what
    could not, so that the rest of the file can be checked too; None where too little could.
    """
    plain = _without_nulls(data)
    try:
        return form.model_validate(plain), []
    except ValidationError as invalid:
        errors = _each_once(invalid.errors())
    renamed = _misspelt(form, plain, errors)
    explained = {(*keys[:-1], meant) for keys, meant in renamed.items()}
    faults = [
        _diagnostic(form, data, details, marks)
        for details in errors
        if not (details["type"] == "missing" and details["loc"] in explained)
    ]
    return _what_can_be_read(form, plain, errors, renamed), faults


def _what_can_be_read(
    form: type[AnyForm], data: dict[str, Any], errors: list[ErrorDetails], renamed: dict[KeyPath, str]
) -> AnyForm | None:
    # What is taken out may have to be there, and what was renamed may be wrong: each is seen in a further pass.
    for _ in range(_PASSES):
        data = repaired(data, errors, renamed)
        try:
            return form.model_validate(data)
        except ValidationError as invalid:
            errors = invalid.errors()
    return None


def _misspelt(form: type[BaseModel], data: Mapping[str, Any], errors: list[ErrorDetails]) -> dict[KeyPath, str]:
    """Unknown keys by the key that was likely meant, where that one is not given."""
    found: dict[KeyPath, str] = {}
    for details in errors:
        if details["type"] == "extra_forbidden":
            keys = details["loc"]
            owner: Any = data
            for key in keys[:-1]:
                owner = owner[key]
            meant = nearest(str(keys[-1]), form_at(form, keys[:-1]).model_fields)
            if meant and meant not in owner:
                found[keys] = meant
    return found


def _without_nulls(value: Any) -> Any:
    """A key without a value is a key not yet filled in: as good as absent."""
    if isinstance(value, dict):
        return {
            key: item if isinstance(item, str) else _without_nulls(item)
            for key, item in value.items()
            if item is not None
        }
    if isinstance(value, list):
        return [item if isinstance(item, str) else _without_nulls(item) for item in value]
    return value


def _each_once(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    seen: dict[tuple[KeyPath, str], ErrorDetails] = {}
    for details in errors:
        seen.setdefault((details["loc"], details["type"]), details)
    return list(seen.values())


def _diagnostic(form: type[BaseModel], data: Mapping[str, Any], details: ErrorDetails, marks: Marks) -> Diagnostic:
    keys = tuple(part for part in details["loc"] if part != "[key]")
    name = ".".join(str(key + 1) if isinstance(key, int) else key for key in keys)
    place = marks.of(*keys)
    context = details.get("ctx", {})
    match details["type"]:
        case "extra_forbidden":
            return _unknown_key(form, data, keys, place)
        case "missing":
            return _missing(data, keys, name, place)
        case (
            "string_type"
            | "tuple_type"
            | "list_type"
            | "dict_type"
            | "model_type"
            | "int_parsing"
            | "bool_parsing"
            | "bool_type"
            | "model_attributes_type"
        ):
            message, hint = _wrong_type(details["type"], name, details["input"])
            return error(Code.WRONG_TYPE, place, message, hint)
        case "string_too_short":
            return error(Code.BAD_VALUE, place, f"`{name}` is empty.", "Give it a value or remove the key.")
        case "literal_error":
            choices = _choices(form, keys)
            hint = (
                did_you_mean(str(details["input"]), choices)
                or "Write one of " + ", ".join(f"`{c}`" for c in choices) + "."
            )
            message = f"`{name}` can't be `{details['input']}`; it is one of {context['expected']}."
            return error(Code.BAD_VALUE, place, message, hint)
        case own if own in set(Code):
            prefix = f"`{name}`: " if keys else ""
            return error(Code(own), place, f"{prefix}{context['message']}", str(context["hint"]))
        case _:
            return error(
                Code.BAD_VALUE, place, f"`{name}`: {details['msg']}.", "Compare it with the front-matter reference."
            )


def _missing(data: Mapping[str, Any], keys: KeyPath, name: str, place: Location) -> Diagnostic:
    owner: Any = data
    for key in keys[:-1]:
        owner = owner[key]
    if keys[-1] in owner:
        return error(Code.MISSING_KEY, place, f"`{name}` is empty.", "Fill it in.")
    hint = f"Add `{keys[-1]}: ...`."
    return error(Code.MISSING_KEY, place, f"The key `{name}` is missing.", hint)


def _unknown_key(form: type[BaseModel], data: Mapping[str, Any], keys: KeyPath, place: Location) -> Diagnostic:
    known = form_at(form, keys[:-1]).model_fields
    owner: Any = data
    for above in keys[:-1]:
        owner = owner[above]
    key = str(keys[-1])
    hint = did_you_mean(key, [it for it in known if it not in owner])
    if not hint:
        given = nearest(key, known)
        hint = f"Did you mean `{given}`, which is given already?" if given else f"Known keys here: {', '.join(known)}."
    return error(Code.UNKNOWN_KEY, place, f"There is no key `{key}`.", hint)


_WANTED = {
    "string_type": ("text", 'a single value: `{key}: "..."`'),
    "tuple_type": ("a list", "`{key}: [one, two]`"),
    "list_type": ("a list", "`{key}: [one, two]`"),
    "dict_type": ("keys with values", "them indented below `{key}:`, such as `ru: ...`"),
    "model_type": ("keys with values", "them indented below `{key}:`, each as `key: value`"),
    "model_attributes_type": ("keys with values", "them indented below `{key}:`, each as `key: value`"),
    "int_parsing": ("a whole number", "`{key}: 1`"),
    "bool_parsing": ("true or false", "`{key}: false`"),
    "bool_type": ("true or false", "`{key}: false`"),
}


def _wrong_type(kind: str, name: str, value: object) -> tuple[str, str]:
    wanted, example = _WANTED[kind]
    key = name.rsplit(".", 1)[-1]
    if (
        kind in {"tuple_type", "list_type"}
        and isinstance(value, str)
        and nearest(key, ["tags", "aliases", "supersedes"])
    ):
        example = f"`{key}: [{value}]`"
    return f"`{name}` must be {wanted}.", f"Write {example.replace('{key}', key)}."


def form_at(form: type[BaseModel], keys: KeyPath) -> type[BaseModel]:
    """The form of the mapping at `keys`, such as that of a source at `("sources", 0)`."""
    for key in keys:
        if isinstance(key, str) and key in form.model_fields:
            nested = forms_in(form.model_fields[key].annotation)
            form = nested[0] if nested else form
    return form


def forms_in(annotation: Any) -> list[type[BaseModel]]:
    """The forms that stand in a type, such as that of a source in the type of `sources`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in forms_in(part)]


def _choices(form: type[BaseModel], keys: KeyPath) -> list[str]:
    return literals(form_at(form, keys[:-1]).model_fields[str(keys[-1])].annotation)


def literals(annotation: Any) -> list[str]:
    """The values that an annotation names one by one, if it does."""
    parts = get_args(annotation)
    return [part for part in parts if isinstance(part, str)] or [text for part in parts for text in literals(part)]
