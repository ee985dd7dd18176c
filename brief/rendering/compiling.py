"""Jinja without what it does again for each page: the same templates, the same text, in less than half of the time.

Words that are the same on all pages of a language are part of the compiled templates, a macro is called without being
asked what kind of function it is, and a template that another one names is looked up by its name alone. All of this
stands at the places that Jinja has for it: the classes of an environment's context, code and loader.
"""

from collections.abc import Callable, Iterable, MutableMapping
from types import CodeType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

_WORDS = {"_", "gettext"}
# What the compiler passes on for functions that look into the context; macros don't.
_HIDDEN = ("_loop_vars", "_block_vars")


class Environment(jinja2.Environment):
    """An environment for one language. Its templates are those of its loader, which never change."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.context_class = _Context
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
    namespace |= {"escape": _shown, "Macro": _Macro}
    # A copy, since Jinja's own chain of mappings is compared anew by each import of a template.
    return environment.template_class.from_module_dict(environment, namespace, dict(environment.globals))


def means_words(stored: Iterable[set[str]]) -> bool:
    """Whether templates mean gettext by its names, given the names that each gives to something of its own."""
    return all(_WORDS.isdisjoint(names) for names in stored)


class _Generator(CodeGenerator):
    def visit_Call(self, node: nodes.Call, frame: Frame, **how: bool) -> None:  # type: ignore[override]  # noqa: N802
        said = self._said(node)
        if said is None:
            super().visit_Call(node, frame, **how)
        else:
            self.write(repr(said))

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        said = self._said(node)
        return super()._output_child_to_const(node, frame, finalize) if said is None else str(said)

    def _said(self, node: nodes.Expr) -> Markup | None:
        """A word that needs nothing of the page, in the environment's language; None for all else."""
        say = getattr(self.environment, "say", None)
        if say is None or not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name):
            return None
        if node.node.name not in _WORDS or node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) != 1:
            return None
        text = node.args[0]
        if not isinstance(text, nodes.Const) or not isinstance(text.value, str):
            return None
        try:
            return Markup(say(text.value)) % {}
        except (ValueError, TypeError, KeyError):
            # A format that wants what it is not given fails where the page is shown, which has a place for it.
            return None


class _Macro(Macro):
    """A macro that knows whether it takes its arguments as they come."""

    def __init__(self, environment: jinja2.Environment, func: Callable[..., str], *rest: Any) -> None:
        super().__init__(environment, func, *rest)
        self.body = func
        self.takes = len(self.arguments)
        self.is_plain = not (self.catch_kwargs or self.catch_varargs or self.caller) and environment.autoescape is True


class _Context(Context):
    def call(self, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        if type(function) is _Macro and function.is_plain:
            given = dict.fromkeys(kwargs.keys() - _HIDDEN) if kwargs else kwargs
            if not given and (left := function.takes - len(args)) >= 0:
                return _marked(function.body(*args, *(missing,) * left) if left else function.body(*args))
        return super().call(function, *args, **kwargs)


def _marked(text: str) -> Markup:
    """What is HTML already, without Markup's own question whether it is."""
    return str.__new__(Markup, text)


def _shown(value: Any) -> str:
    """`value` as it stands in a page. Most texts have nothing to escape, and are taken as they are."""
    kind = type(value)
    if kind is str and not ("&" in value or "<" in value or ">" in value or '"' in value or "'" in value):
        return value  # type: ignore[no-any-return]
    return value if kind is Markup else escape(value)
