"""The theme's style sheets: those that one imports are put in its place, and the files that it names are found."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import tinycss2

from brief.diagnostics import Code, Diagnostic, Location, error, warning
from brief.suggestions import did_you_mean

# tinycss2 has no types; a node is one of tinycss2.ast.
Node = Any


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A static file as it was written; `path` from the folder that holds `themes/`."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in a sheet that names another static file; `rest` is what follows it, such as `#mark`."""

    node: Node
    target: str
    rest: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet as component values (CSS Syntax Level 3, 5.3), with those that it imports in their places.

    `is_changed` tells whether it is another than the one that was written. `is_closed` tells that it holds no
    import any more, and so can stand within another.
    """

    nodes: tuple[Node, ...]
    references: tuple[Reference, ...]
    faults: tuple[Diagnostic, ...]
    is_changed: bool
    is_closed: bool


def read_sheet(name: str, files: Mapping[str, StaticFile], above: tuple[str, ...] = ()) -> Sheet:
    """The sheet `name` of `files`. `above` are the sheets that import it."""
    file = files[name]
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        found = error(Code.NOT_UTF8, Location(file.path), "The style sheet is not UTF-8.", "Save it in UTF-8.")
        return Sheet((), (), (found,), is_changed=False, is_closed=True)
    nodes = tinycss2.parse_component_value_list(text)
    references: list[Reference] = []
    faults: list[Diagnostic] = []
    for node in _addresses(nodes):
        target, rest = _target(node.value, name)
        if target is None:
            continue
        place = Location(file.path, node.source_line, node.source_column)
        if target in (*above, name) and target.endswith(".css"):
            message = f"The style sheet names itself, through `{node.value}`."
            faults.append(error(Code.BAD_ASSET_REFERENCE, place, message, "Take the line out."))
        elif target not in files:
            hint = did_you_mean(target, files, f"Put it into the theme: static/{target}.")
            message = f"There is no static file `{target}`."
            faults.append(warning(Code.BAD_ASSET_REFERENCE, place, message, hint))
        else:
            references.append(Reference(node, target, rest))
    return _with_imports(nodes, references, faults, name, files, above)


def _with_imports(
    nodes: list[Node],
    references: list[Reference],
    faults: list[Diagnostic],
    name: str,
    files: Mapping[str, StaticFile],
    above: tuple[str, ...],
) -> Sheet:
    """The sheet with its imports in their places: an import is a further request that a page waits for.

    All or none: an import after a rule is not heeded (CSS Cascade Level 5, 2).
    """
    by_node = {id(reference.node): reference for reference in references}
    imports = list(_imports(nodes))
    plain = [(start, end, by_node.get(id(node))) for start, end, node in imports if node is not None]
    sheets = [
        read_sheet(reference.target, files, (*above, name)) if reference and not reference.rest else None
        for _, _, reference in plain
    ]
    faults = [*faults, *(found for sheet in sheets if sheet for found in sheet.faults)]
    inner = [sheet for sheet in sheets if sheet and sheet.is_closed]
    if len(inner) < len(imports):
        return Sheet(tuple(nodes), tuple(references), tuple(faults), is_changed=False, is_closed=False)
    inlined = {id(reference.node) for _, _, reference in plain if reference}
    kept = list(nodes)
    for (start, end, _), sheet in reversed(list(zip(plain, inner, strict=True))):
        kept[start:end] = sheet.nodes
    return Sheet(
        tuple(kept),
        (
            *(found for sheet in inner for found in sheet.references),
            *(found for found in references if id(found.node) not in inlined),
        ),
        tuple(faults),
        is_changed=bool(imports),
        is_closed=True,
    )


def written(sheet: Sheet, home: str, address_of: Mapping[str, str]) -> str:
    """The sheet as text, for the folder `home` of the static files.

    Its references lead to what `address_of` has for their targets; those that it has not stay as they are.
    """
    for reference in sheet.references:
        if address := address_of.get(reference.target):
            _rename(reference.node, quote(posixpath.relpath(address, home or ".")) + reference.rest)
    return str(tinycss2.serialize(sheet.nodes))


def _rename(node: Node, address: str) -> None:
    quoted = '"' + address.replace("\\", "\\\\").replace('"', '\\"') + '"'
    node.representation = f"url({quoted})" if node.type == "url" else quoted


def _imports(nodes: list[Node]) -> Iterator[tuple[int, int, Node | None]]:
    """Each import: from which node to which, and what names the sheet; None for one that has conditions."""
    for start, node in enumerate(nodes):
        if node.type != "at-keyword" or node.lower_value != "import":
            continue
        end = next((at for at in range(start, len(nodes)) if nodes[at] == ";"), len(nodes) - 1)
        parts = [part for part in nodes[start + 1 : end] if part.type not in {"whitespace", "comment"}]
        named = list(_addresses([node, *parts]))
        is_plain = len(parts) == 1 and len(named) == 1
        yield start, end + 1, named[0] if is_plain else None


# Functions of which a text is an address (CSS Images Level 4, 2.4; CSS Values Level 4, 4.5).
_OF_ADDRESSES = {"url", "src", "image-set", "-webkit-image-set"}


def _addresses(nodes: Iterable[Node], function: str = "") -> Iterator[Node]:
    """The tokens that name other files."""
    is_import = False
    for node in nodes:
        match node.type:
            case "url":
                yield node
            case "string" if is_import or function in _OF_ADDRESSES:
                yield node
            case "function":
                yield from _addresses(node.arguments, node.lower_name)
            case "() block" | "{} block" | "[] block":
                yield from _addresses(node.content)
            case _:
                pass
        if node.type not in {"whitespace", "comment"}:
            is_import = node.type == "at-keyword" and node.lower_value == "import"


def _target(address: str, sheet: str) -> tuple[str | None, str]:
    """The static file that an address leads to from a sheet, and the rest of the address.

    None where it leads elsewhere: to another host, to a page, or into the sheet's own page.
    """
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None, ""
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None, ""
    name = posixpath.normpath(posixpath.join(posixpath.dirname(sheet), unquote(parts.path)))
    return name, parts._replace(path="").geturl()
