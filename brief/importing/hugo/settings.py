"""hugo.toml and its like: one file, or a folder of them in `config/_default/`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from brief.importing.languages import tag_of
from brief.importing.material import Note, Sort
from brief.importing.matter import Unreadable, toml_of, yaml_of
from brief.importing.trees import Tree, read

_NAMES = ("hugo", "config")
_SUFFIXES = (".toml", ".yaml", ".yml", ".json")
_FOLDER = "config/_default"
_HEEDED = frozenset(
    {
        *("baseurl", "title", "languagecode", "locale", "defaultcontentlanguage", "defaultcontentlanguageinsubdir"),
        *("languages", "contentdir", "staticdir", "permalinks", "taxonomies", "uglyurls", "disablepathtolower"),
        *("removepathaccents", "frontmatter", "params", "description", "timezone"),
    }
)


@dataclass(frozen=True, slots=True)
class HugoLanguage:
    """A language: its `code` is what files and addresses bear, `lang` what brief calls it."""

    code: str
    lang: str
    folder: str
    prefix: str


@dataclass(frozen=True, slots=True)
class HugoSettings:
    """What Hugo's settings say of addresses and texts. `taxonomies` are singular by plural, all in small letters."""

    title: str = ""
    base_url: str = ""
    description: str = ""
    timezone: str = ""
    languages: tuple[HugoLanguage, ...] = ()
    taxonomies: Mapping[str, str] = field(default_factory=dict)
    permalinks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ugly: Mapping[str, bool] | bool = False
    is_lowered: bool = True
    has_accents: bool = True
    static: tuple[str, ...] = ("static",)
    dates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.languages[0].lang

    def is_ugly(self, section: str) -> bool:
        return self.ugly if isinstance(self.ugly, bool) else self.ugly.get(section, False)


def settings_of(tree: Tree) -> tuple[HugoSettings | None, list[Note]]:
    """The settings of the site in `tree`; None where there are no files of settings."""
    notes: list[Note] = []
    data: dict[str, Any] = {}
    paths = _files(tree)
    for path in paths:
        text, found = read(path, tree.files[path])
        notes += found
        try:
            said = _parsed(path, text)
        except Unreadable as fault:
            message = f"{fault.message} What it says of addresses was not heeded."
            notes.append(Note(Sort.PERSON, "settings that can't be read", path, fault.line, message))
            continue
        name = PurePosixPath(path).stem.lower()
        said = _lowered(said)
        data |= said if name in _NAMES else {name.partition(".")[0]: said}
    unheeded = [name for name in data if name not in _HEEDED]
    unheeded += [f"params.{name}" for name in _table(data, "params") if name != "description"]
    if unheeded:
        message = f"Of the settings these say nothing to brief: {', '.join(unheeded)}."
        notes.append(Note(Sort.LEFT_OUT, "settings", paths[0], 1, message))
    return (_settings(data), notes) if paths else (None, notes)


def _files(tree: Tree) -> list[str]:
    alone = [f"{name}{suffix}" for name in _NAMES for suffix in _SUFFIXES]
    first = next(([path] for path in alone if path in tree.files), [])
    inner = [path for path, _ in tree.below(_FOLDER) if path.endswith(_SUFFIXES)]
    return first + sorted(inner, key=lambda path: (PurePosixPath(path).stem not in _NAMES, path))


def _parsed(path: str, text: str) -> dict[str, Any]:
    if path.endswith(".toml"):
        return toml_of(text)
    if path.endswith(".json"):
        try:
            data = json.loads(text)
        except json.JSONDecodeError as fault:
            raise Unreadable(f"It is not JSON: {fault.msg}.", fault.lineno) from None
        return data if isinstance(data, dict) else {}
    return yaml_of(text)


def _lowered(data: Any) -> Any:
    """Hugo tells keys apart without regard to case."""
    return {str(key).lower(): _lowered(value) for key, value in data.items()} if isinstance(data, dict) else data


def _settings(data: Mapping[str, Any]) -> HugoSettings:
    params = _table(data, "params")
    return HugoSettings(
        title=str(data.get("title") or ""),
        base_url=str(data.get("baseurl") or ""),
        description=str(params.get("description") or data.get("description") or ""),
        timezone=str(data.get("timezone") or ""),
        languages=_languages(data),
        taxonomies=_taxonomies(data),
        permalinks=_permalinks(data),
        ugly=_ugly(data.get("uglyurls", False)),
        is_lowered=not data.get("disablepathtolower", False),
        has_accents=not data.get("removepathaccents", False),
        static=_static(data),
        dates=_dates(data),
        params=params,
    )


def _table(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def _languages(data: Mapping[str, Any]) -> tuple[HugoLanguage, ...]:
    """The site's languages, its default first."""
    default = str(data.get("defaultcontentlanguage") or "en").lower()
    tables = {code: value for code, value in _table(data, "languages").items() if isinstance(value, dict)}
    folder = str(data.get("contentdir") or "content").strip("/")
    if not tables:
        said = data.get("languagecode") or data.get("locale") or default
        return (HugoLanguage(default, tag_of(str(said)), folder, ""),)
    is_in_folder = bool(data.get("defaultcontentlanguageinsubdir", False))
    found = []
    for code in sorted(tables, key=lambda code: (code != default, tables[code].get("weight") or 0, code)):
        prefix = f"/{code}" if code != default or is_in_folder else ""
        found.append(HugoLanguage(code, tag_of(code), str(tables[code].get("contentdir") or folder).strip("/"), prefix))
    return tuple(found)


def _taxonomies(data: Mapping[str, Any]) -> dict[str, str]:
    if "taxonomies" not in data:
        return {"tags": "tag", "categories": "category"}
    return {str(plural).lower(): one for one, plural in _table(data, "taxonomies").items() if isinstance(plural, str)}


def _permalinks(data: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Patterns by kind (`page`, `section`, `term`, `taxonomy`) and section."""
    found: dict[str, dict[str, str]] = {"page": {}, "section": {}, "term": {}, "taxonomy": {}}
    for name, value in _table(data, "permalinks").items():
        if isinstance(value, dict):
            found.setdefault(name, {}).update({section: str(pattern) for section, pattern in value.items()})
        else:
            # What names a section alone is about its pages, and about terms where it names a taxonomy.
            found["page"][name] = found["term"][name] = str(value)
    return {kind: {section.strip("/ "): it for section, it in table.items()} for kind, table in found.items()}


def _ugly(value: Any) -> Mapping[str, bool] | bool:
    return {name: bool(is_so) for name, is_so in value.items()} if isinstance(value, dict) else bool(value)


def _static(data: Mapping[str, Any]) -> tuple[str, ...]:
    value = data.get("staticdir") or "static"
    return tuple(str(item).strip("/") for item in (value if isinstance(value, list) else [value]))


_DATES = {
    "date": ("date", "publishdate", "pubdate", "published", "lastmod", "modified"),
    "lastmod": ("lastmod", "modified"),
    "publishdate": ("publishdate", "pubdate", "published"),
    "expirydate": ("expirydate", "unpublishdate"),
}


def _dates(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Which fields are asked for each date, in order; `:default` stands for Hugo's own."""
    found: dict[str, tuple[str, ...]] = {}
    for name, default in _DATES.items():
        said = _table(data, "frontmatter").get(name)
        listed = [str(item).lower() for item in said] if isinstance(said, list) else [":default"]
        found[name] = tuple(field for item in listed for field in (default if item == ":default" else (item,)))
    return found
