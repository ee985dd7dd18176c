"""Beginnings: a new site, a new briefing."""

import shutil
from collections.abc import Sequence
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path

import yaml
from slugify import slugify

from brief.config import Site


class NotEmpty(Exception):
    """The folder for a new site holds something already."""


_BRIEFING = """\
---
title: {title}
date: {day}
{lang}summary:            # one or two sentences: what the briefing says
tags: [{tags}]{tags_note}
status: draft       # take this line out to publish
sources:
#  - id: tass       # cite it in the text as [@tass]
#    outlet: tass   # the name of a file in content/outlets/
#    title: The title of the article
#    url: https://example.org/article
#    published: {day}   # or 2022-03, 2022~ (about), 2022? (uncertain); leave it out where it is unknown
#    rating: B2     # optional: source A-F, information 1-6
---

Begin here.
"""


def new_briefing(site: Site, title: str, today: date, lang: str, tags: Sequence[str]) -> Path:
    """Write a draft; gives its path. Raises FileExistsError where there is one of that name."""
    slug = slugify(title, max_length=80, word_boundary=True, save_order=True) or "untitled"
    folder = site.content / "briefings"
    if lang != site.language:
        folder /= lang
    path = folder / f"{today:%Y-%m-%d}-{slug}.md"
    folder.mkdir(parents=True, exist_ok=True)
    text = _BRIEFING.format(
        title=_quoted(title),
        day=today.isoformat(),
        lang="" if lang == site.language else f"lang: {lang}\n",
        tags=", ".join(map(_quoted_where_needed, tags)),
        tags_note="" if tags else "            # at least one of content/tags/",
    )
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path


def _quoted(text: str) -> str:
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10**9).strip()


def _quoted_where_needed(text: str) -> str:
    return text if slugify(text) == text else _quoted(text)


def new_site(folder: Path, title: str) -> None:
    """Write a small site into `folder`. Raises NotEmpty, or NotADirectoryError where it is a file."""
    if folder.exists() and any(folder.iterdir()):
        raise NotEmpty(folder)
    with as_file(files("brief.starting") / "site") as starter:
        shutil.copytree(starter, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    settings = folder / "site.toml"
    settings.write_text(settings.read_text("utf-8").replace('"A briefing archive"', _quoted(title)), "utf-8")
    (folder / "gitignore").rename(folder / ".gitignore")
