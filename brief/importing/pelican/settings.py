"""`pelicanconf.py` and `publishconf.py`, which are programs: what they say plainly is read, and nothing is run."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from brief.importing.languages import tag_of
from brief.importing.material import Note, Sort
from brief.importing.trees import Tree, read

_FILES = ("pelicanconf.py", "publishconf.py")
_DEFAULTS: Mapping[str, Any] = {
    "ARTICLE_URL": "{slug}.html",
    "ARTICLE_SAVE_AS": "{slug}.html",
    "ARTICLE_LANG_URL": "{slug}-{lang}.html",
    "ARTICLE_LANG_SAVE_AS": "{slug}-{lang}.html",
    "PAGE_URL": "pages/{slug}.html",
    "PAGE_SAVE_AS": "pages/{slug}.html",
    "PAGE_LANG_URL": "pages/{slug}-{lang}.html",
    "PAGE_LANG_SAVE_AS": "pages/{slug}-{lang}.html",
    "CATEGORY_URL": "category/{slug}.html",
    "CATEGORY_SAVE_AS": "category/{slug}.html",
    "TAG_URL": "tag/{slug}.html",
    "TAG_SAVE_AS": "tag/{slug}.html",
    "PATH": "content",
    "PAGE_PATHS": ["pages"],
    "DEFAULT_CATEGORY": "misc",
    "USE_FOLDER_AS_CATEGORY": True,
    "FILENAME_METADATA": r"(?P<date>\d{4}-\d{2}-\d{2}).*",
    "SLUGIFY_SOURCE": "title",
    "DEFAULT_LANG": "en",
    "FEED_ALL_ATOM": "feeds/all.atom.xml",
    "FEED_ALL_RSS": None,
    "FEED_RSS": None,
    "FEED_ATOM": None,
    "ARCHIVES_SAVE_AS": "archives.html",
    "CATEGORIES_SAVE_AS": "categories.html",
    "TAGS_SAVE_AS": "tags.html",
    "AUTHORS_SAVE_AS": "authors.html",
    "SITENAME": "",
    "SITEURL": "",
    "SITESUBTITLE": "",
    "TIMEZONE": "",
    "EXTRA_PATH_METADATA": {},
}


@dataclass(frozen=True, slots=True)
class PelicanSettings:
    """What the settings say, by their names, over what Pelican takes where they say nothing."""

    said: Mapping[str, Any] = field(default_factory=dict)

    def get(self, name: str) -> Any:
        value = self.said.get(name, _DEFAULTS[name])
        default = _DEFAULTS[name]
        # What is of another type is nothing that can be heeded.
        return value if default is None or isinstance(value, type(default)) else default

    @property
    def language(self) -> str:
        return tag_of(self.get("DEFAULT_LANG"))

    @property
    def folder(self) -> str:
        return str(self.get("PATH")).strip("./")


def settings_of(tree: Tree) -> tuple[PelicanSettings | None, list[Note]]:
    """The settings of the site in `tree`; None where it has no file of them."""
    paths = [path for path in _FILES if path in tree.files]
    said: dict[str, Any] = {}
    notes: list[Note] = []
    for path in paths:
        text, found = read(path, tree.files[path])
        notes += found
        try:
            program = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as fault:
            line = getattr(fault, "lineno", None) or 1
            message = "It is not Python that can be read. What it says of addresses was not heeded."
            notes.append(Note(Sort.PERSON, "settings that can't be read", path, line, message))
            continue
        for node in program.body:
            notes += _assigned(node, path, said)
    if unheeded := [name for name in said if name not in _DEFAULTS]:
        message = f"Of the settings these say nothing to brief: {', '.join(unheeded)}."
        notes.append(Note(Sort.LEFT_OUT, "settings", paths[0], 1, message))
    return (PelicanSettings(said), notes) if paths else (None, notes)


def _assigned(node: ast.stmt, path: str, said: dict[str, Any]) -> list[Note]:
    """Take a plain value that the settings give a name; one that has to be worked out is told where it matters."""
    if isinstance(node, ast.AnnAssign) and node.value is not None:
        targets: list[ast.expr] = [node.target]
        value = node.value
    elif isinstance(node, ast.Assign):
        targets, value = node.targets, node.value
    else:
        return []
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    try:
        plain = ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        if isinstance(value, ast.Name) and value.id in said:
            plain = said[value.id]
        else:
            unknown = [name for name in names if name in _DEFAULTS]
            message = "is worked out when Pelican runs. Its default was taken: see whether old addresses are right."
            return [
                Note(Sort.PERSON, "settings that are worked out", path, node.lineno, f"`{it}` {message}")
                for it in unknown
            ]
    said |= dict.fromkeys(names, plain)
    return []
