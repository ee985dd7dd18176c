"""The names of extensions in site.toml, and the code that they stand for.

A name is `module:attribute`, where the module is the file `extensions/<module>.py` of the site, or else one that is
installed; or the name of an entry point (Python Packaging User Guide, "Entry points specification") of the group
`brief.markdown`, `brief.outputs` or `brief.checks`.
"""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from brief.digests import code_of, digest
from brief.suggestions import did_you_mean

FOLDER = "extensions"

_NAME = re.compile(r"(?P<module>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):(?P<attribute>[A-Za-z_]\w*)")


class Unknown(Exception):
    """A name that stands for nothing; the hint says what it could be."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Failed(Exception):
    """Code of an extension that can't be loaded, or is not what it has to be."""


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension: `name` is as site.toml has it, `place` as `module:attribute`.

    `source` is the code where it is the site's own, so that whoever has this can run it, a process on another machine
    too; `digest` tells the code from any other.
    """

    name: str
    place: str
    digest: str
    source: str | None = None


def find(root: Path, name: str, group: str) -> Extension:
    """The extension that a name stands for in the site in `root`, without running it. Raises Unknown."""
    place = name if ":" in name else _entry_point(name, group)
    named = _NAME.fullmatch(place)
    if named is None:
        raise Unknown(f"`{name}` is not the name of an extension.", 'Write "module:attribute", as in "house:Verse".')
    module = named["module"]
    if (file := root / FOLDER / f"{module}.py").is_file():
        try:
            source = file.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as reason:
            raise Unknown(f"{FOLDER}/{module}.py can't be read: {reason}.", "Save it in UTF-8.") from None
        return Extension(name, place, digest(place, source), source)
    top = module.partition(".")[0]
    try:
        found = find_spec(top)
    except (ImportError, ValueError):
        found = None
    if found is None:
        own = [path.stem for path in (root / FOLDER).glob("*.py")]
        hint = did_you_mean(module, own, f"Write it to {FOLDER}/{module}.py, or install the package that has it.")
        raise Unknown(f"There is no module `{module}`.", hint)
    code = code_of(top) if found.submodule_search_locations else _file(found.origin)
    return Extension(name, place, digest(place, code))


def load(extension: Extension) -> Callable[..., Any]:
    """What an extension names. Raises Failed."""
    module, _, attribute = extension.place.partition(":")
    try:
        loaded = import_module(module) if extension.source is None else _own(module, extension)
    except Exception as reason:
        raise Failed(f"{type(reason).__name__}: {reason}") from reason
    found = getattr(loaded, attribute, None)
    if not callable(found):
        raise Failed(f"The module has no class or function `{attribute}`.")
    return found  # type: ignore[no-any-return]


def _entry_point(name: str, group: str) -> str:
    known = entry_points(group=f"brief.{group}")
    if name not in known.names:
        hint = did_you_mean(name, known.names, f'Write "module:attribute", with the module in {FOLDER}/.')
        raise Unknown(f"No package that is installed has an extension `{name}`.", hint)
    return known[name].value


def _file(origin: str | None) -> bytes:
    return Path(origin).read_bytes() if origin and Path(origin).is_file() else b""


def _own(module: str, extension: Extension) -> ModuleType:
    """The module of a site's own; code that has changed is another module."""
    name = f"_brief_{module}_{extension.digest[:16]}"
    if name not in sys.modules:
        made = ModuleType(name)
        # Dataclasses and the like look for the module of what they are in.
        sys.modules[name] = made
        try:
            exec(compile(extension.source or "", f"{FOLDER}/{module}.py", "exec"), made.__dict__)  # noqa: S102  # the site's own code
        except BaseException:
            del sys.modules[name]
            raise
    return sys.modules[name]
