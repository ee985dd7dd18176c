"""Data flows one way: a part imports those before it, never those after it."""

import ast
from pathlib import Path

import pytest

from brief.cli import COMMANDS

PACKAGE = Path(__file__).parents[1] / "brief"
ORDER = [
    ["diagnostics", "suggestions", "files", "working", "guarding", "progress", "digests", "manifest"],
    ["state", "extending"],
    ["model"],
    ["validation"],
    ["config"],
    ["reading"],
    ["markdown", "schemas"],
    ["linking"],
    ["rendering"],
    ["outputs"],
    ["building"],
    ["starting", "editing", "external", "explaining", "verifying", "importing", "publishing"],
    ["serving", "sourcing", "language"],
    ["mending"],
    ["bar", "profile", "findings"],
    ["console"],
    ["commands"],
    ["cli"],
    ["reference"],
    ["__main__"],
]
LEVEL = {part: level for level, parts in enumerate(ORDER) for part in parts}


def _modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def _part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", _modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_imports_go_one_way(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for name in names:
            if name.startswith("brief."):
                imported = name.split(".")[1]
                assert imported == _part(path) or LEVEL[imported] < LEVEL[_part(path)], f"{path.name} imports {name}"


def test_every_module_is_used() -> None:
    imported = {
        name
        for path in _modules()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("brief")
        for name in (node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names))
    }
    # The command line loads its commands when they are called.
    imported |= {place.partition(":")[0] for place, _ in COMMANDS.values()}
    for path in _modules():
        name = "brief." + path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".")
        if path.stem not in {"__init__", "__main__"}:
            assert name in imported or name == "brief.cli", name
