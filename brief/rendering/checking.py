"""Mistakes that a theme's templates show without being shown themselves: each is found once, whatever pages there are.

What depends on the values of a page is noted while it is shown (`missing.py`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import TypeVar

import jinja2
from jinja2 import nodes

from brief.diagnostics import Code, Diagnostic, Location, error, warning
from brief.rendering.missing import name_fault
from brief.rendering.parsing import Source
from brief.rendering.templates import VIEWS
from brief.suggestions import did_you_mean

_REFERENCES = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
_PARTS = ("templates", "static", "locale")
# What a person may put beside a theme's files.
_BESIDE = ("readme", "license", "licence", "changelog")


def check_templates(environment: jinja2.Environment, sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    """A fault for each filter, template, macro or name that a template names and that there is not."""
    for source in {source.path: source for source in sources.values()}.values():
        yield from _unknown_words(environment, source)
        yield from _unknown_templates(source, sources)
        yield from _unknown_imports(source, sources)
        yield from _wrong_arguments(source, sources)
        yield from _unknown_names(environment, source)
    yield from _endless(sources)


AnyNode = TypeVar("AnyNode", bound=nodes.Node)


def _all(source: Source, *kinds: type[AnyNode]) -> Iterator[AnyNode]:
    return (node for node in source.nodes if isinstance(node, kinds))


def _unknown_words(environment: jinja2.Environment, source: Source) -> Iterator[Diagnostic]:
    """Filters and tests that Jinja has not."""
    for kind, node_type, known in (
        ("filter", nodes.Filter, environment.filters),
        ("test", nodes.Test, environment.tests),
    ):
        for node in _all(source, node_type):
            name = str(node.name)
            if name not in known:
                message = f"There is no {kind} `{name}`."
                hint = did_you_mean(name, known, f"Jinja's manual lists the {kind}s that there are.")
                yield error(Code.TEMPLATE_ERROR, Location(source.path, node.lineno), message, hint)


def _unknown_templates(source: Source, sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    for node in _all(source, *_REFERENCES):
        if isinstance(node, nodes.Include) and node.ignore_missing:
            continue
        names = _named(node)
        if names and not any(name in sources for name in names):
            yield no_template(names[0], Location(source.path, node.lineno), sources)


def no_template(name: str, place: Location, known: Iterable[str]) -> Diagnostic:
    return error(Code.TEMPLATE_ERROR, place, f"There is no template `{name}`.", did_you_mean(name, known))


def _named(node: nodes.Node) -> list[str]:
    """The templates that a reference names, of which the first that is there is taken; none where it is computed."""
    template = node.template  # type: ignore[attr-defined]
    items = template.items if isinstance(template, nodes.Tuple | nodes.List) else [template]
    found = [item.value for item in items if isinstance(item, nodes.Const)]
    flat = [name for value in found for name in (value if isinstance(value, tuple | list) else [value])]
    return [str(name) for name in flat] if len(found) == len(items) else []


def _unknown_imports(source: Source, sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    for node in _all(source, nodes.FromImport):
        target = _imported(node, sources)
        if target is None or target.tree is None:
            continue
        known = stored(target)
        for name, _ in _pairs(node):
            if name not in known:
                message = f"{target.name} has no macro `{name}`."
                hint = did_you_mean(name, known, f"It has {', '.join(f'`{other}`' for other in sorted(known))}.")
                yield error(Code.TEMPLATE_ERROR, Location(source.path, node.lineno), message, hint)


def _imported(node: nodes.Node, sources: Mapping[str, Source]) -> Source | None:
    return next((sources[name] for name in _named(node) if name in sources), None)


def _pairs(node: nodes.FromImport) -> list[tuple[str, str]]:
    """What is imported, by its name there and its name here."""
    return [entry if isinstance(entry, tuple) else (entry, entry) for entry in node.names]


def stored(source: Source) -> set[str]:
    """Every name that a template gives to something: macros, imports, loops, `set`."""
    return {
        *(macro.name for macro in _all(source, nodes.Macro)),
        *(name.name for name in _all(source, nodes.Name) if name.ctx != "load"),
        *(node.target for node in _all(source, nodes.Import)),
        *(here for node in _all(source, nodes.FromImport) for _, here in _pairs(node)),
    }


def _wrong_arguments(source: Source, sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    """Calls of macros with more arguments than they take, or with names that they don't know."""
    macros = _macros(source, sources)
    for call in _all(source, nodes.Call):
        if not isinstance(call.node, nodes.Name) or not (macro := macros.get(call.node.name)):
            continue
        place = Location(source.path, call.lineno)
        taken = [argument.name for argument in macro.args]
        uses = {name.name for name in macro.find_all(nodes.Name)}
        takes = f"It takes {', '.join(f'`{name}`' for name in taken)}." if taken else "It takes no arguments."
        if len(call.args) > len(taken) and "varargs" not in uses:
            message = f"The macro `{call.node.name}` is given {len(call.args)} arguments and takes {len(taken)}."
            yield error(Code.TEMPLATE_ERROR, place, message, takes)
        for keyword in call.kwargs:
            if keyword.key not in {*taken, "caller"} and "kwargs" not in uses:
                message = f"The macro `{call.node.name}` takes no argument `{keyword.key}`."
                hint = f"{did_you_mean(keyword.key, taken)} {takes}".strip()
                yield error(Code.TEMPLATE_ERROR, place, message, hint)


def _macros(source: Source, sources: Mapping[str, Source]) -> dict[str, nodes.Macro]:
    """The macros that a template can call by a name of its own."""
    found: dict[str, nodes.Macro] = {}
    for node in _all(source, nodes.FromImport):
        target = _imported(node, sources)
        theirs = {macro.name: macro for macro in _all(target, nodes.Macro)} if target else {}
        found |= {here: theirs[name] for name, here in _pairs(node) if name in theirs}
    return found | {macro.name: macro for macro in _all(source, nodes.Macro)}


# What Jinja itself gives to loops, macros and blocks.
_GIVEN = {"loop", "caller", "varargs", "kwargs", "self", "super"}


def _unknown_names(environment: jinja2.Environment, source: Source) -> Iterator[Diagnostic]:
    """Names that the template's view has not, in whichever branch they stand; each where it stands first."""
    view = VIEWS.get(source.name)
    if view is None:
        return
    asked_about = {
        test.node.name
        for test in _all(source, nodes.Test)
        if test.name in {"defined", "undefined"} and isinstance(test.node, nodes.Name)
    }
    told = {field.name for field in fields(view)} | stored(source) | set(environment.globals) | _GIVEN | asked_about
    macros = {id(name): macro for macro in _all(source, nodes.Macro) for name in macro.find_all(nodes.Name)}
    for name in sorted(_all(source, nodes.Name), key=lambda name: name.lineno):
        if name.name not in told:
            told.add(name.name)
            macro = macros.get(id(name))
            arguments = tuple(argument.name for argument in macro.args) if macro else None
            yield name_fault(name.name, Location(source.path, name.lineno), source.name, view, arguments)


def _endless(sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    """Templates that extend themselves, by themselves or through others."""
    parents = {}
    for name, source in sources.items():
        for node in _all(source, nodes.Extends):
            if named := _named(node):
                parents[name] = (named[0], Location(source.path, node.lineno))
    for name, (parent, place) in parents.items():
        above, seen = parent, {name}
        while above not in seen and above in parents:
            seen.add(above)
            above = parents[above][0]
        if above == name:
            hint = (
                f'A template that takes the place of dossier\'s extends that one so: {{% extends "dossier/{name}" %}}.'
            )
            message = f"{name} extends itself." if parent == name else f"{name} extends itself through {parent}."
            yield error(Code.TEMPLATE_ERROR, place, message, hint)


def unused_files(theme: Path, sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    """A warning for each file of a site's own theme that no page is made of: its name is likely misspelt."""
    for entry in sorted(theme.iterdir()):
        if not entry.name.startswith(".") and entry.name not in _PARTS and entry.stem.lower() not in _BESIDE:
            path = f"themes/{theme.name}/{entry.name}"
            hint = did_you_mean(entry.name, _PARTS, "A theme has the folders templates, static and locale.")
            yield warning(Code.UNUSED_THEME_FILE, Location(path), "Nothing of the theme is read from here.", hint)
    used = _used(sources)
    if used is None:
        return
    folder = theme / "templates"
    theirs = {name for name in sources if not (folder / name).is_file() and "/" not in name}
    for name in sorted(_files(folder)):
        if name not in used:
            message = f"No page is shown by {name}, and no template includes it."
            hint = did_you_mean(
                name, (*VIEWS, *theirs), "`brief theme views` lists the templates that pages are shown by."
            )
            path = f"themes/{theme.name}/templates/{name}"
            yield warning(Code.UNUSED_THEME_FILE, Location(path), message, hint)


def _files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(part.startswith(".") for part in name.split("/")):
            yield name


def _used(sources: Mapping[str, Source]) -> set[str] | None:
    """The templates that pages are made of; None where a template computes the name of another."""
    used: set[str] = set()
    waiting = [name for name in VIEWS if name in sources]
    while waiting:
        name = waiting.pop()
        source = sources.get(name)
        if name in used or source is None:
            continue
        used.add(name)
        if source.tree is None:
            return None
        for node in _all(source, *_REFERENCES):
            if not (named := _named(node)):
                return None
            waiting += named
    return used
