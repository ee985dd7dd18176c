"""A new briefing, made of a template: the site's own in content/templates/, or one that comes with the package."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # as in the model
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import yaml
from jinja2 import StrictUndefined, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from slugify import slugify

from brief.config import Site

FOLDER = "content/templates"


class BadTemplate(Exception):
    """Why a template of the site's own can't be used, and at which line."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new briefing is to say. `tags` are ids, `day` the date that it bears."""

    title: str
    day: Day
    lang: str
    tags: Sequence[str] = ()


def templates(site: Site) -> Mapping[str, Traversable]:
    """The templates that a briefing can be begun from, by name; the site's own hide those of the package."""
    package = files("brief.starting") / "templates"
    found = (*package.iterdir(), *(site.root / FOLDER).glob("*.md"))
    return dict(sorted({file.name.removesuffix(".md"): file for file in found}.items()))


def new_briefing(site: Site, beginning: Beginning, template: Traversable) -> Path:
    """Write a draft from a template; gives its path.

    Raises FileExistsError where there is one of that name, and BadTemplate.
    """
    text = _filled(site, beginning, template)
    slug = slugify(beginning.title, max_length=80, word_boundary=True, save_order=True) or "untitled"
    folder = site.content / "briefings"
    if beginning.lang != site.language:
        folder /= beginning.lang
    path = folder / f"{beginning.day:%Y-%m-%d}-{slug}.md"
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path


def _filled(site: Site, beginning: Beginning, template: Traversable) -> str:
    # Front matter is no HTML, and what is filled in is quoted as YAML wants it.
    environment = SandboxedEnvironment(autoescape=False, undefined=StrictUndefined, keep_trailing_newline=True)
    environment.filters["quoted"] = quoted
    text = _text(template)
    own_language = beginning.lang if beginning.lang != site.language else ""
    try:
        return environment.from_string(text).render(
            title=beginning.title,
            date=beginning.day.isoformat(),
            lang=own_language,
            tags=[_quoted_where_needed(tag) for tag in beginning.tags],
        )
    except TemplateSyntaxError as fault:
        raise BadTemplate(f"line {fault.lineno}: {fault.message}") from None
    except Exception as fault:  # noqa: BLE001  # whatever is wrong in a template, its writer has to hear of it
        raise BadTemplate(f"{fault}") from None


def _text(template: Traversable) -> str:
    try:
        return template.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadTemplate("it is not UTF-8.") from None


def quoted(text: str) -> str:
    """A text as a YAML scalar in quotation marks, on one line."""
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10**9).strip()


def _quoted_where_needed(text: str) -> str:
    return text if slugify(text) == text else quoted(text)
