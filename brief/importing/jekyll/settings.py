"""`_config.yml`, as far as it says where things are and what they are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from typing import Any

from brief.importing.jekyll.addresses import page_pattern
from brief.importing.languages import tag_of
from brief.importing.material import Note, Sort
from brief.importing.matter import Unreadable, toml_of, yaml_of
from brief.importing.trees import Tree, read

_FILES = ("_config.yml", "_config.yaml", "_config.toml")
_HEEDED = frozenset(
    {
        *("title", "name", "url", "baseurl", "description", "tagline", "lang", "locale", "language", "permalink"),
        *("collections", "collections_dir", "defaults", "excerpt_separator", "paginate", "paginate_path", "exclude"),
        *("jekyll-archives", "future", "timezone"),
    }
)
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


@dataclass(frozen=True, slots=True)
class Collection:
    """Texts of a folder `_name`. Without `is_shown` no pages are made of them."""

    name: str
    permalink: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class JekyllSettings:
    """What Jekyll's settings say. `archives` are the patterns of the pages of tags and categories, if there are any."""

    title: str = ""
    base_url: str = ""
    description: str = ""
    language: str = "en"
    timezone: str = ""
    permalink: str = _STYLES["date"]
    posts_permalink: str = _STYLES["date"]
    collections: Mapping[str, Collection] = field(default_factory=dict)
    folder: str = ""
    defaults: tuple[Mapping[str, Any], ...] = ()
    separator: str = ""
    per_page: int = 0
    pages_at: str = "/page:num/"
    archives: Mapping[str, str] = field(default_factory=dict)
    excluded: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)

    def defaults_of(self, path: str, kind: str) -> dict[str, Any]:
        """The front matter that a file has unless it says otherwise (jekyllrb.com, "Front Matter Defaults")."""
        found: dict[str, Any] = {}
        for default in self.defaults:
            scope, values = default.get("scope"), default.get("values")
            if not isinstance(scope, dict) or not isinstance(values, dict):
                continue
            folder = str(scope.get("path") or "").strip("/")
            is_within = not folder or path == folder or path.startswith(f"{folder}/") or fnmatch(path, folder)
            if is_within and scope.get("type", kind) == kind:
                found |= values
        return found


def settings_of(tree: Tree) -> tuple[JekyllSettings | None, list[Note]]:
    """The settings of the site in `tree`; None where it has no file of them."""
    path = next((name for name in _FILES if name in tree.files), None)
    if path is None:
        return None, []
    text, notes = read(path, tree.files[path])
    try:
        data = toml_of(text) if path.endswith(".toml") else yaml_of(text)
        if unheeded := [name for name in data if name not in _HEEDED]:
            message = f"Of the settings these say nothing to brief: {', '.join(unheeded)}."
            notes.append(Note(Sort.LEFT_OUT, "settings", path, 1, message))
        return _settings(data), notes
    except Unreadable as fault:
        message = f"{fault.message} What it says of addresses was not heeded."
        return JekyllSettings(), [*notes, Note(Sort.PERSON, "settings that can't be read", path, fault.line, message)]


def _settings(data: Mapping[str, Any]) -> JekyllSettings:
    base = str(data.get("baseurl") or "").strip("/")
    defaults = data.get("defaults")
    archives = data.get("jekyll-archives")
    per_page = data.get("paginate")
    return JekyllSettings(
        title=str(data.get("title") or data.get("name") or ""),
        base_url=f"{str(data.get('url') or '').rstrip('/')}/{base}".rstrip("/"),
        description=str(data.get("description") or data.get("tagline") or ""),
        language=tag_of(str(data.get("lang") or data.get("locale") or data.get("language") or "en")),
        timezone=str(data.get("timezone") or ""),
        permalink=pattern_of(str(data.get("permalink") or "date")),
        posts_permalink=_posts_permalink(data),
        collections=_collections(data),
        folder=str(data.get("collections_dir") or "").strip("/"),
        defaults=tuple(it for it in defaults if isinstance(it, dict)) if isinstance(defaults, list) else (),
        separator=str(data.get("excerpt_separator") or "").strip(),
        per_page=per_page if isinstance(per_page, int) and per_page > 0 else 0,
        pages_at=str(data.get("paginate_path") or "/page:num/"),
        archives=_archives(archives) if isinstance(archives, dict) else {},
        excluded=tuple(str(it).strip("/") for it in data.get("exclude") or ()),
        data=data,
    )


def pattern_of(permalink: str) -> str:
    """The pattern of a style of addresses, or the pattern itself."""
    return _STYLES.get(permalink, permalink)


def _collections(data: Mapping[str, Any]) -> dict[str, Collection]:
    said = data.get("collections")
    if isinstance(said, list):
        said = {str(name): {} for name in said}
    if not isinstance(said, dict):
        return {}
    tables = {str(name): value if isinstance(value, dict) else {} for name, value in said.items()}
    default = f"/:collection{page_pattern(pattern_of(str(data.get('permalink') or 'date')))}"
    return {
        name: Collection(name, pattern_of(str(table.get("permalink") or default)), bool(table.get("output")))
        for name, table in tables.items()
        if name != "posts"
    }


def _posts_permalink(data: Mapping[str, Any]) -> str:
    """That of the collection of posts, which is the site's own unless it says otherwise."""
    said = data.get("collections")
    posts = said.get("posts") if isinstance(said, dict) else None
    own = posts.get("permalink") if isinstance(posts, dict) else None
    return pattern_of(str(own or data.get("permalink") or "date"))


def _archives(table: Mapping[str, Any]) -> dict[str, str]:
    """The patterns of jekyll-archives for tags and categories, where they are switched on."""
    enabled, said = table.get("enabled"), table.get("permalinks")
    patterns = {"tags": "/tag/:name/", "categories": "/category/:name/"}
    given = said if isinstance(said, dict) else {}
    names = {"tags": "tag", "categories": "category"}
    is_all = enabled in (True, "all")
    wanted = [kind for kind in patterns if is_all or (isinstance(enabled, list) and kind in enabled)]
    return {kind: str(given.get(names[kind]) or patterns[kind]) for kind in wanted}
