"""Mistakes that a theme's templates show without being shown themselves: each is found once, whatever pages there are.

What depends on the values of a page is noted while it is shown (`missing.py`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import jinja2
from jinja2 import meta, nodes

from brief.diagnostics import Code, Diagnostic, Location, error, warning
from brief.rendering.folders import DEFAULT, shown
from brief.rendering.missing import name_fault
from brief.rendering.templates import VIEWS
from brief.suggestions import did_you_mean

_REFERENCES = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
_PARTS = ("templates", "static", "locale")
# What a person may put beside a theme's files.
_BESIDE = ("readme", "license", "licence", "changelog")


@dataclass(frozen=True, slots=True)
class Source:
    """One template as it was read: `path` from the folder that holds `themes/`, `tree` None where it is not Jinja."""

    name: str
    path: str
    tree: nodes.Template | None


def read_templates(environment: jinja2.Environment, theme: Path) -> tuple[dict[str, Source], list[Diagnostic]]:
    """Every template of the environment by its name, and a fault for each that can't be read."""
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
    path = f"themes/{theme.name}/templates/{name}"
    try:
        text, filename, _ = environment.loader.get_source(environment, name)  # type: ignore[union-attr]
        path = shown(filename or name, theme)
        tree = environment.parse(text, name, filename)
        unknown = list(_unknown_words(environment, tree, path))
        if not unknown:
            # What its syntax allows and its compiler doesn't, such as two blocks of one name.
            environment.get_template(name)
    except jinja2.TemplateSyntaxError as fault:
        return Source(name, path, None), [syntax_fault(fault, theme)]
    except UnicodeDecodeError:
        found = error(Code.TEMPLATE_ERROR, Location(path), "The template is not UTF-8.", "Save it in UTF-8.")
        return Source(name, path, None), [found]
    except OSError as reason:
        message = f"The template can't be read: {reason.strerror}."
        return Source(name, path, None), [error(Code.TEMPLATE_ERROR, Location(path), message, "See who may read it.")]
    return Source(name, path, tree), unknown


def syntax_fault(fault: jinja2.TemplateSyntaxError, theme: Path) -> Diagnostic:
    place = Location(shown(fault.filename or fault.name or "template", theme), fault.lineno)
    message = f"The template is not Jinja: {(fault.message or '').rstrip('.')}."
    return error(Code.TEMPLATE_ERROR, place, message, "Compare it with the template of the same name in `dossier`.")


def check_templates(environment: jinja2.Environment, sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    """A fault for each template, macro or name that a template names and that there is not."""
    for source in sources.values():
        if source.tree is not None:
            yield from _unknown_templates(source, source.tree, sources)
            yield from _unknown_imports(source, source.tree, sources)
            yield from _wrong_arguments(source, source.tree, sources)
            yield from _unknown_names(environment, source, source.tree)
    yield from _endless(sources)


def _unknown_words(environment: jinja2.Environment, tree: nodes.Template, path: str) -> Iterator[Diagnostic]:
    """Filters and tests that Jinja has not."""
    for kind, node_type, known in (
        ("filter", nodes.Filter, environment.filters),
        ("test", nodes.Test, environment.tests),
    ):
        for node in tree.find_all(node_type):
            name = str(node.name)
            if name not in known:
                message = f"There is no {kind} `{name}`."
                hint = did_you_mean(name, known, f"Jinja's manual lists the {kind}s that there are.")
                yield error(Code.TEMPLATE_ERROR, Location(path, node.lineno), message, hint)


def _unknown_templates(source: Source, tree: nodes.Template, sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    for node in tree.find_all(_REFERENCES):
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


def _unknown_imports(source: Source, tree: nodes.Template, sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    for node in tree.find_all(nodes.FromImport):
        target = next((sources[name] for name in _named(node) if name in sources), None)
        if target is None or target.tree is None:
            continue
        known = _top_names(target.tree)
        for entry in node.names:
            name = entry[0] if isinstance(entry, tuple) else entry
            if name not in known:
                message = f"{target.name} has no macro `{name}`."
                hint = did_you_mean(name, known, f"It has {', '.join(f'`{other}`' for other in sorted(known))}.")
                yield error(Code.TEMPLATE_ERROR, Location(source.path, node.lineno), message, hint)


def _top_names(tree: nodes.Template) -> set[str]:
    """What a template defines for itself, its blocks, and those that import it."""
    names = {macro.name for macro in tree.find_all(nodes.Macro)}
    names |= {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    names |= {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        names |= {entry[1] if isinstance(entry, tuple) else entry for entry in node.names}
    return names


def _wrong_arguments(source: Source, tree: nodes.Template, sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    """Calls of macros with more arguments than they take, or with names that they don't know."""
    macros = _macros(tree, sources)
    for call in tree.find_all(nodes.Call):
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
                yield error(Code.TEMPLATE_ERROR, place, message, f"{did_you_mean(keyword.key, taken)} {takes}".strip())


def _macros(tree: nodes.Template, sources: Mapping[str, Source]) -> dict[str, nodes.Macro]:
    """The macros that a template can call by a name of its own."""
    found = {}
    for node in tree.find_all(nodes.FromImport):
        target = next((sources[name] for name in _named(node) if name in sources), None)
        theirs = {macro.name: macro for macro in target.tree.find_all(nodes.Macro)} if target and target.tree else {}
        for entry in node.names:
            name, own = entry if isinstance(entry, tuple) else (entry, entry)
            if name in theirs:
                found[own] = theirs[name]
    return found | {macro.name: macro for macro in tree.find_all(nodes.Macro)}


def _unknown_names(environment: jinja2.Environment, source: Source, tree: nodes.Template) -> Iterator[Diagnostic]:
    """Names that the template's view has not, in whichever branch they stand; each where it stands first."""
    view = VIEWS.get(source.name)
    if view is None:
        return
    known = {field.name for field in fields(view)} | _top_names(tree) | set(environment.globals)
    asked_about = {
        test.node.name
        for test in tree.find_all(nodes.Test)
        if test.name in {"defined", "undefined"} and isinstance(test.node, nodes.Name)
    }
    undeclared = meta.find_undeclared_variables(tree) - known - asked_about
    for name in tree.find_all(nodes.Name):
        if name.name in undeclared:
            undeclared.discard(name.name)
            yield name_fault(name.name, Location(source.path, name.lineno), source.name, view)


def _endless(sources: Mapping[str, Source]) -> Iterator[Diagnostic]:
    """Templates that extend themselves, by themselves or through others."""
    parents = {}
    for name, source in sources.items():
        node = source.tree.find(nodes.Extends) if source.tree else None
        named = _named(node) if node else []
        if node and named:
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
        for node in source.tree.find_all(_REFERENCES):
            if not (named := _named(node)):
                return None
            waiting += named
    return used
