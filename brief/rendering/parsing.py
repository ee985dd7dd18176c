"""A theme's templates as Jinja's trees: read and parsed once, checked as they are, and compiled for each language."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
from jinja2.nodes import Node, Template

from brief.diagnostics import Code, Diagnostic, Location, error
from brief.rendering.compiling import template_from
from brief.rendering.folders import DEFAULT, shown


@dataclass(frozen=True, slots=True)
class Source:
    """One template as it was read.

    `path` is from the folder that holds `themes/`. `tree` is None where it is not Jinja; `nodes` are all that are
    in it.
    """

    name: str
    filename: str
    path: str
    tree: Template | None = None
    nodes: tuple[Node, ...] = ()


def read_templates(environment: jinja2.Environment, theme: Path) -> tuple[dict[str, Source], list[Diagnostic]]:
    """Every template that the environment's loader finds, by its name, and a fault for each that is not Jinja."""
    sources: dict[str, Source] = {}
    faults: list[Diagnostic] = []
    prefix = f"{DEFAULT}/"
    # Names under `dossier/` last: most are of files that have a shorter name, too.
    for name in sorted(environment.list_templates(), key=lambda name: (name.startswith(prefix), name)):
        shorter = sources.get(name.removeprefix(prefix))
        if shorter and shorter.path == f"themes/{DEFAULT}/templates/{shorter.name}":
            sources[name] = shorter
            continue
        sources[name], found = _read(environment, name, theme)
        faults += found
    return sources, faults


def _read(environment: jinja2.Environment, name: str, theme: Path) -> tuple[Source, list[Diagnostic]]:
    filename = str(theme / "templates" / name)
    try:
        text, found, _ = environment.loader.get_source(environment, name)  # type: ignore[union-attr]
        filename = found or filename
        tree = environment.parse(text, name, filename)
    except jinja2.TemplateSyntaxError as fault:
        faults = [syntax_fault(fault, theme)]
    except UnicodeDecodeError:
        place = Location(shown(filename, theme))
        faults = [error(Code.TEMPLATE_ERROR, place, "The template is not UTF-8.", "Save it in UTF-8.")]
    except OSError as reason:
        message = f"The template can't be read: {reason.strerror}."
        faults = [error(Code.TEMPLATE_ERROR, Location(shown(filename, theme)), message, "See who may read it.")]
    else:
        return Source(name, filename, shown(filename, theme), tree, tuple(tree.find_all(Node))), []
    return Source(name, filename, shown(filename, theme)), faults


def compile_faults(environment: jinja2.Environment, sources: Mapping[str, Source], theme: Path) -> list[Diagnostic]:
    """What Jinja's syntax allows and its compiler doesn't, such as two blocks of one name."""
    faults = []
    for source in {source.name: source for source in sources.values() if source.tree}.values():
        try:
            environment.get_template(source.name)
        except jinja2.TemplateAssertionError as fault:
            faults.append(syntax_fault(fault, theme))
    return faults


def syntax_fault(fault: jinja2.TemplateSyntaxError, theme: Path) -> Diagnostic:
    place = Location(shown(fault.filename or fault.name or "template", theme), fault.lineno)
    message = f"The template is not Jinja: {(fault.message or '').rstrip('.')}."
    return error(Code.TEMPLATE_ERROR, place, message, "Compare it with the template of the same name in `dossier`.")


class Parsed(jinja2.BaseLoader):
    """Gives an environment the templates that were parsed already."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources

    def list_templates(self) -> list[str]:
        return sorted(self._sources)

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002, ARG002  # the base class names it so
    ) -> jinja2.Template:
        source = self._sources.get(name)
        if source is None:
            raise jinja2.TemplateNotFound(name)
        if source.tree is None:
            raise jinja2.TemplateSyntaxError("it could not be read", 1, name, source.filename)
        code = environment.compile(source.tree, source.name, source.filename)
        return template_from(environment, code)


class Sound(jinja2.BaseLoader):
    """Gives an environment the templates of `files`, with which nothing is wrong, parsed when they are asked for."""

    def __init__(self, files: jinja2.BaseLoader) -> None:
        self._files = files

    def list_templates(self) -> list[str]:
        return self._files.list_templates()

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str | None, None]:
        text, filename, _ = self._files.get_source(environment, template)
        return text, filename, None

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002, ARG002  # the base class names it so
    ) -> jinja2.Template:
        text, filename, _ = self.get_source(environment, name)
        return template_from(environment, environment.compile(text, name, filename))
