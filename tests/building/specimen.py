"""A small site with something of everything whose pages depend on each other, written into a folder."""

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.pictures import file, photograph

Front = dict[str, Any]

_CHARTER = {
    "id": "charter",
    "outlet": "journal",
    "title": "The charter",
    "url": "https://example.org/charter",
    "published": "1956",
    "rating": "A1",
}
_REPORT = {"id": "tass", "outlet": "tass", "title": "A report", "url": "https://example.org/report", "lang": "ru"}

BRIEFINGS: Mapping[str, tuple[Front, str]] = {
    "2026-01-05-charter": (
        {
            "title": "What the charter says",
            "date": "2026-01-05",
            "summary": "The charter of Interpol, article by article.",
            "tags": ["interpol", "neutrality"],
            "sources": [_CHARTER, _REPORT],
            "events": [{"date": "1956", "text": "The charter is adopted."}],
            "supersedes": ["first-notes"],
            "aliases": ["/old/charter/"],
        },
        (
            "## The rule\n\nInterpol stays neutral [@charter, art. 3]. See [[bureau#who-leads-it]].\n\n"
            "![A chart](../files/chart.png)\n\n[The table](../files/table.csv) lists all [@tass]."
        ),
    ),
    "2026-01-09-bureau": (
        {
            "title": "The bureau in Moscow",
            "date": "2026-01-09",
            "summary": "Who leads the bureau.",
            "tags": ["bureaus", "sanctions"],
            "sources": [_REPORT],
            "corrections": [{"date": "2026-02-01", "note": "The name was misspelt."}],
        },
        (
            "## Who leads it\n\nThe National Bureau answers to Interpol [@tass].\n\n![[charter]]\n\n"
            "> We are neutral.\n> -- The head, chief [@tass]"
        ),
    ),
    "2026-01-12-notices": (
        {
            "title": "Notices and their colours",
            "date": "2026-01-12",
            "as_of": "2026-01-10",
            "summary": "A list of colours.",
            "tags": ["interpol"],
            "sources": [_REPORT | {"id": "wire", "rating": "C3"}],
            "events": [{"date": "2025-12", "text": "A notice is made public."}],
        },
        "Red and blue [Source: TASS]. Of [[tag:neutrality]] and [[outlet:journal]].\n\nAs [[bureau|said before]] <i onclick='x'>there</i>.",
    ),
    "2025-11-02-first-notes": (
        {
            "title": "First notes",
            "date": "2025-11-02",
            "summary": "How it began.",
            "tags": ["interpol", "bureaus"],
            "sources": [_REPORT | {"archived": "https://archive.example/report"}, _CHARTER],
        },
        "Of Neutrality and of Moscow [@tass], as in [[mistaken]].",
    ),
    "ru/charter": (
        {
            "title": "Что сказано в уставе",
            "date": "2026-01-06",
            "lang": "ru",
            "translation_of": "charter",
            "summary": "Устав по статьям.",
            "tags": ["interpol", "neutrality"],
            "sources": [_CHARTER],
        },
        "## Правило\n\nИнтерпол нейтрален [@charter].",
    ),
    "2026-02-01-unfinished": (
        {
            "title": "Unfinished",
            "date": "2026-02-01",
            "summary": "A draft.",
            "tags": ["sanctions"],
            "status": "draft",
            "sources": [_REPORT],
        },
        "A draft about Interpol [@tass].",
    ),
    "2025-10-01-mistaken": (
        {
            "title": "Mistaken",
            "date": "2025-10-01",
            "summary": "It was wrong.",
            "tags": ["bureaus"],
            "sources": [_REPORT],
            "status": "withdrawn",
            "withdrawn": {"date": "2025-10-09", "reason": "The source took it back."},
        },
        "What was said [@tass].",
    ),
}
TAGS: Mapping[str, tuple[Front, str]] = {
    "interpol": (
        {
            "title": "Interpol",
            "names": {"ru": "Интерпол"},
            "kind": "organisation",
            "aliases": {"en": ["ICPO"], "ru": ["Интерпола"]},
        },
        "The organisation; see [[charter]].",
    ),
    "bureaus": ({"title": "National Bureau", "names": {"ru": "Бюро"}, "broader": ["interpol"]}, ""),
    "neutrality": ({"title": "Neutrality", "names": {"ru": "Нейтралитет"}, "kind": "theme"}, "A principle."),
}
OUTLETS: Mapping[str, tuple[Front, str]] = {
    "tass": ({"title": "TASS", "names": {"ru": "ТАСС"}, "kind": "news-agency", "country": "RU"}, "An agency."),
    "journal": ({"title": "Official Journal", "kind": "official", "url": "https://journal.example"}, ""),
}
PAGES: Mapping[str, tuple[Front, str]] = {
    "about": ({"title": "About", "order": 1, "summary": "What this is."}, "Begin with [[charter]] and Interpol."),
    "ru/about": ({"title": "Об архиве", "order": 1, "lang": "ru", "translation_of": "about"}, "Архив."),
    "index": ({"title": "Welcome"}, "An archive."),
}
KINDS = {"briefings": BRIEFINGS, "tags": TAGS, "outlets": OUTLETS, "pages": PAGES}

SETTINGS: Mapping[str, Mapping[str, str]] = {
    "site": {
        "title": '"Test archive"',
        "base_url": '"https://example.org"',
        "languages": '["en", "ru"]',
        "theme": '"house"',
        "description": '"An archive."',
    },
    "search": {"enabled": "false"},
    "images": {"formats": '["webp"]', "widths": "[60, 120]"},
    "tags": {"sanctions": '"Sanctions"'},
}
"""site.toml by table and key, each value as TOML has it."""

_BASE = (
    '{% extends "dossier/base.html" %}{% block canonical %}{{ super() }}<meta name="house" content="1">{% endblock %}\n'
)
THEME = {
    "templates/base.html": _BASE,
    "static/house.css": "main { color: inherit }\n",
    "locale/ru.po": (
        'msgid ""\nmsgstr "Language: ru\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Sources"\nmsgstr "Первоисточники"\n'
    ),
}
NEUTRAL = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
}


def write_specimen(root: Path) -> None:
    """Write the site into the new folder `root`."""
    write_settings(root, SETTINGS)
    for kind, documents in KINDS.items():
        for name, (front, body) in documents.items():
            write_document(root / "content" / kind / f"{name}.md", front, body)
    for name, text in THEME.items():
        write(root / "themes/house" / name, text)
    write(root / "content/files/chart.png", file(photograph(120, 80), "PNG"))
    write(root / "content/files/table.csv", "a,b\n1,2\n")


def write(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def write_settings(root: Path, tables: Mapping[str, Mapping[str, str]]) -> None:
    lines: list[str] = []
    for table, keys in tables.items():
        lines += [f"[{table}]", *(f"{key} = {value}" for key, value in keys.items())]
    write(root / "site.toml", "\n".join([*lines, ""]))


def write_document(path: Path, front: Front, body: str) -> None:
    kept = {key: value for key, value in front.items() if value is not None}
    write(path, f"---\n{yaml.safe_dump(kept, allow_unicode=True, sort_keys=False)}---\n\n{body}\n")


def read_document(path: Path) -> tuple[Front, str]:
    """Front matter and body of a file. Raises ValueError where it was broken."""
    try:
        _, head, body = path.read_text("utf-8").split("---\n", 2)
        front = yaml.safe_load(head)
    except yaml.YAMLError as fault:
        raise ValueError(path) from fault
    if not isinstance(front, dict):
        raise ValueError(path)  # of the file's text, not of an argument
    return front, body.strip("\n")


def git(root: Path, *arguments: str, day: str = "2026-03-01") -> None:
    """Run git in the site, at noon of a day, with nobody's settings."""
    when = f"{day}T12:00:00Z"
    environment = NEUTRAL | {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "PATH": "/usr/bin:/bin"}
    subprocess.run(["git", *arguments], cwd=root, env=environment, check=True, capture_output=True)


def commit(root: Path, day: str = "2026-03-01") -> None:
    """Commit all of the site but what a build makes; the first time, in a new repository."""
    if not (root / ".git").exists():
        git(root, "init", "--quiet", "--initial-branch=main", "--template=")
        write(root / ".git/info/exclude", "/public/\n/.brief/\n/elsewhere/\n")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "x", day=day)
