"""Jinja without what it does again for each page: the same templates, the same text, in less than half of the time.

Words that are the same on all pages of a language are part of the compiled templates, values are put into them without
searching for their places, a macro is called without being asked what kind of function it is, a field is taken from
its value at once where it is there, and a template that another one names is looked up by its name alone. All of this
stands at the places that Jinja has for it: the classes of an environment's code, macros and loader.
"""

import re
from collections.abc import Callable, Iterable, MutableMapping, Sequence
from types import CodeType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

_WORDS = {"_", "gettext"}
# Where a value stands in a text, by its name (Python, "printf-style String Formatting").
_PLACE = re.compile(r"%\((\w+)\)s")
# What the compiler passes on for functions that look into the context; macros don't.
_HIDDEN = ("_loop_vars", "_block_vars")


class Environment(jinja2.Environment):
    """An environment for one language. Its templates are those of its loader, which never change."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.code_generator_class = _Generator
        self.say: Callable[[str], str] | None = None
        """What a text is in the language, where no template calls something else by the name of a word."""
        self._loaded: dict[str, jinja2.Template] = {}

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002  # the base class names it so
    ) -> jinja2.Template:
        if not isinstance(name, str):
            return name
        known = self._loaded.get(name)
        if known is None:
            known = self._loaded[name] = super().get_template(name, parent, globals)
        return known


def template_from(environment: jinja2.Environment, code: CodeType) -> jinja2.Template:
    """A template out of what the environment compiled it to."""
    namespace = {"environment": environment, "__file__": code.co_filename}
    exec(code, namespace)  # noqa: S102  # as Jinja itself does
    # The code imports these names from Jinja for itself.
    namespace |= {"escape": _shown, "Macro": _Macro, "_marked": _marked}
    # A copy, since Jinja's own chain of mappings is compared anew by each import of a template.
    return environment.template_class.from_module_dict(environment, namespace, dict(environment.globals))


def means_words(stored: Iterable[set[str]]) -> bool:
    """Whether templates mean gettext by its names, given the names that each gives to something of its own."""
    return all(_WORDS.isdisjoint(names) for names in stored)


class _Generator(CodeGenerator):
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        # Nearly every field is there; only what is not goes through Jinja's own search.
        self.write("(_held if (_held := getattr(_owner := ")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}, missing)) is not missing else environment.getattr(_owner, {node.attr!r}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, **how: bool) -> None:  # type: ignore[override]  # noqa: N802
        said = self._said(node)
        if said is not None:
            self.write(repr(said))
        elif (pieces := self._pieces(node)) is not None:
            self._write_sentence(node, pieces, frame)
        elif node.kwargs or node.dyn_args or node.dyn_kwargs or how:
            super().visit_Call(node, frame, **how)
        else:
            self._write_macro(node, frame)

    def _write_macro(self, node: nodes.Call, frame: Frame) -> None:
        """A call that goes straight to a macro's function where what is called is a macro."""
        self.write("(_marked(_way(")
        self._write_arguments(node, frame)
        self.write(")) if type(_called := ")
        self.visit(node.node, frame)
        self.write(f") is Macro and (_way := _called.ways.get({len(node.args)})) else context.call(_called, ")
        self._write_arguments(node, frame)
        self.write("".join(f"{name}={name}, " for name in self._hidden(frame)))
        self.write("))")

    def _write_arguments(self, node: nodes.Call, frame: Frame) -> None:
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")

    def _hidden(self, frame: Frame) -> tuple[str, ...]:
        loop, block = _HIDDEN
        return ((loop,) if frame.loop_frame else ()) + ((block,) if frame.block_frame else ())

    def _write_sentence(self, node: nodes.Call, pieces: Sequence[str], frame: Frame) -> None:
        """Words with values in them, put together without looking for their places on each page."""
        values = {keyword.key: keyword.value for keyword in node.kwargs}
        self.write("_marked(''.join((")
        for place, piece in enumerate(pieces):
            if place % 2:
                self.write("str(escape(")
                self.visit(values[piece], frame)
                self.write(")), ")
            elif piece:
                self.write(f"{piece!r}, ")
        self.write(")))")

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        said = self._said(node)
        return super()._output_child_to_const(node, frame, finalize) if said is None else str(said)

    def _said(self, node: nodes.Expr) -> Markup | None:
        """A word that needs nothing of the page, in the environment's language; None for all else."""
        text = self._text(node)
        if text is None or not isinstance(node, nodes.Call) or node.kwargs:
            return None
        try:
            return Markup(text) % {}
        except (ValueError, TypeError, KeyError):
            # A format that wants what it is not given fails where the page is shown, which has a place for it.
            return None

    def _pieces(self, node: nodes.Call) -> list[str] | None:
        """Words with values in them as text, name, text, and so on; None where each name is not given just once."""
        text = self._text(node)
        if text is None:
            return None
        pieces = _PLACE.split(text)
        if any("%" in plain for plain in pieces[::2]):
            return None
        given = [keyword.key for keyword in node.kwargs]
        return pieces if given and sorted(pieces[1::2]) == sorted(given) else None

    def _text(self, node: nodes.Expr) -> str | None:
        """What a call of gettext with a text that stands in the template says in the environment's language."""
        say = getattr(self.environment, "say", None)
        if say is None or not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name):
            return None
        if node.node.name not in _WORDS or node.dyn_args or node.dyn_kwargs or len(node.args) != 1:
            return None
        text = node.args[0]
        return say(text.value) if isinstance(text, nodes.Const) and isinstance(text.value, str) else None


class _Macro(Macro):
    """A macro that knows its function for each number of arguments that it takes as they come.

    `ways` is empty where it has to look at them first.
    """

    def __init__(self, environment: jinja2.Environment, func: Callable[..., str], *rest: Any) -> None:
        super().__init__(environment, func, *rest)
        takes = len(self.arguments)
        is_plain = not (self.catch_kwargs or self.catch_varargs or self.caller) and environment.autoescape is True
        self.ways = {given: _filled(func, takes - given) for given in range(takes + 1)} if is_plain else {}


def _filled(func: Callable[..., str], left: int) -> Callable[..., str]:
    """A macro's function, called without its last arguments, for which it has defaults or says what is missing."""
    absent = (missing,) * left
    return (lambda *given: func(*given, *absent)) if left else func


def _marked(text: str) -> Markup:
    """What is HTML already, without Markup's own question whether it is."""
    return str.__new__(Markup, text)


def _shown(value: Any) -> str:
    """`value` as it stands in a page. Most texts have nothing to escape, and are taken as they are."""
    kind = type(value)
    if kind is str and not ("&" in value or "<" in value or ">" in value or '"' in value or "'" in value):
        return value  # type: ignore[no-any-return]
    return value if kind is Markup else escape(value)
