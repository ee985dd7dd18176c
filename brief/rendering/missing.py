"""What templates ask for in vain: noted where it is asked, so that one rendering finds every such mistake of a page."""

import inspect
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import jinja2
from jinja2.utils import missing as nothing_given

from brief.diagnostics import Code, Diagnostic, Location, error
from brief.rendering.folders import shown
from brief.rendering.views import View
from brief.suggestions import did_you_mean


@dataclass(frozen=True, slots=True)
class Missing:
    """One name or field that there is not. `owner` is the value that it was asked of, absent for a name by itself.

    `arguments` are those of the macro that asked, None outside of one. `said` is Jinja's own explanation, if any.
    """

    filename: str
    line: int
    name: str
    is_field: bool
    owner: object
    arguments: tuple[str, ...] | None
    said: str


class Notes:
    """What one environment's templates asked for in vain since it was last taken."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, str, str], Missing] = {}

    def add(self, missing: Missing) -> None:
        owner = type(missing.owner).__name__
        self._found.setdefault((missing.filename, missing.line, missing.name, owner), missing)

    def take(self) -> list[Missing]:
        """What was noted, each once; the notes are empty then."""
        found = list(self._found.values())
        self._found.clear()
        return found

    def undefined(self) -> type[jinja2.Undefined]:
        """The stand-in for what there is not: it is shown as nothing, and every use of it is noted here."""
        notes = self

        class Noted(jinja2.Undefined):
            __slots__ = ("_missing",)

            def __init__(
                self,
                hint: str | None = None,
                obj: Any = nothing_given,
                name: str | None = None,
                exc: type[jinja2.TemplateRuntimeError] = jinja2.UndefinedError,
            ) -> None:
                super().__init__(hint, obj, name, exc)
                self._missing = _asked_here(hint or "", obj, name or "")

            def _note(self, *_: Any, **__: Any) -> "Noted":
                notes.add(self._missing)
                return self

            def __getattr__(self, name: str) -> Any:
                # Python's own protocols ask for such names to learn what a value can do.
                if name.startswith("__"):
                    raise AttributeError(name)
                return self._note()

            def __str__(self) -> str:
                self._note()
                return ""

            def __iter__(self) -> Iterator[Any]:
                self._note()
                return iter(())

            def __len__(self) -> int:
                self._note()
                return 0

            # The base class ends the rendering in each of these, and says so in its types.
            __int__ = __len__  # type: ignore[assignment]

            def __float__(self) -> float:  # type: ignore[override]
                self._note()
                return 0.0

            def __bool__(self) -> bool:
                self._note()
                return False

            def __contains__(self, _: object) -> bool:
                self._note()
                return False

            def __eq__(self, other: object) -> bool:
                self._note()
                return self is other

            def __hash__(self) -> int:
                self._note()
                return 0

            __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __div__ = __rdiv__ = _note  # type: ignore[assignment]
            __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _note  # type: ignore[assignment]
            __pos__ = __neg__ = __call__ = __getitem__ = __pow__ = __rpow__ = _note  # type: ignore[assignment]

            def _less(self, _: object) -> bool:
                self._note()
                return False

            __lt__ = __le__ = __gt__ = __ge__ = _less  # type: ignore[assignment]

        return Noted


def _asked_here(said: str, owner: object, name: str) -> Missing:
    """The innermost line of a template that is being shown now, and what it asked for."""
    frames = list(_template_frames())
    is_argument = owner is nothing_given and "was not provided" in said
    if is_argument and len(frames) > 1:
        # Whoever called the macro left the argument out.
        frames = frames[1:]
    if not frames:
        return Missing("", 1, name, owner is not nothing_given, owner, None, said)
    frame = frames[0]
    template = frame.f_globals["__jinja_template__"]
    line = template.get_corresponding_lineno(frame.f_lineno)
    return Missing(template.filename or "", line, name, owner is not nothing_given, owner, _arguments(frame), said)


def _template_frames() -> Iterator[FrameType]:
    frame = inspect.currentframe()
    while frame:
        if "__jinja_template__" in frame.f_globals:
            yield frame
        frame = frame.f_back


# Jinja's compiler calls a macro's function so, and its arguments l_<depth>_<name>.
_MACRO = "macro"
_ARGUMENT = re.compile(r"l_\d+_")


def _arguments(frame: FrameType) -> tuple[str, ...] | None:
    code = frame.f_code
    if code.co_name != _MACRO:
        return None
    return tuple(_ARGUMENT.sub("", name) for name in code.co_varnames[: code.co_argcount])


def missing_fault(missing: Missing, template: str, view: type[View], theme: Path) -> Diagnostic:
    """The mistake in words, for the page of `template`; its place is in whichever template asked."""
    place = Location(shown(missing.filename, theme), missing.line)
    if missing.is_field:
        return _field_fault(missing, place, template)
    if missing.said:
        message = f"{missing.said[:1].upper()}{missing.said[1:].rstrip('.')}."
        return error(Code.TEMPLATE_ERROR, place, message, "Give the macro all that it has no default for.")
    return name_fault(missing.name, place, template, view, missing.arguments)


def name_fault(
    name: str, place: Location, template: str, view: type[View], arguments: tuple[str, ...] | None = None
) -> Diagnostic:
    """A name that neither the view has nor, in a macro, its `arguments`."""
    known = [field.name for field in fields(view)]
    has = f"The view of {template} has {_listed(known)}."
    if arguments is not None:
        known = [*arguments, *known]
        has = f"The macro is given {_listed(arguments) or 'nothing'}; an imported one sees nothing else."
    hint = f"{did_you_mean(name, known)} {has}".strip()
    return error(Code.TEMPLATE_ERROR, place, f"`{name}` is not defined.", hint)


def _field_fault(missing: Missing, place: Location, template: str) -> Diagnostic:
    owner, name = missing.owner, missing.name
    if owner is None:
        message = f"`{name}` is asked of nothing: there is no value here on this page."
        return error(Code.TEMPLATE_ERROR, place, message, "Ask first whether there is one: `{% if ... %}`.")
    kind = type(owner).__name__
    if is_dataclass(owner):
        known = [field.name for field in fields(owner)]
        hint = f"{did_you_mean(name, known)} {kind} has {_listed(known)}.".strip()
        return error(Code.TEMPLATE_ERROR, place, f"{kind} has no field `{name}`.", hint)
    message = f"A value of the type `{kind}` has no `{name}`."
    return error(Code.TEMPLATE_ERROR, place, message, f"`brief theme views {template}` says what each value is.")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
