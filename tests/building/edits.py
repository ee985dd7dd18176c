"""What people do to a site between two builds, by name: each edit takes the site's folder and a number that picks."""

import os
import shutil
import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from tests.building.specimen import SETTINGS, commit, git, read_document, write, write_document, write_settings
from tests.pictures import drawing, file

Edit = Callable[[Path, int], None]


def documents(root: Path, kind: str = "*") -> list[Path]:
    """The Markdown files of a kind (`briefings`, `tags`, ...), by path."""
    return sorted((root / "content").glob(f"{kind}/**/*.md"))


def _picked(root: Path, pick: int, kind: str = "*") -> Path | None:
    found = documents(root, kind)
    return found[pick % len(found)] if found else None


def _other(values: Sequence[Any], now: Any, pick: int) -> Any:
    """One of the values that is not `now`."""
    left = [value for value in values if value != now]
    return left[pick % len(left)]


def _front(kind: str, key: str, *values: Any) -> Edit:
    """Give a key of one file of a kind another of the values; None takes it out."""

    def edit(root: Path, pick: int) -> None:
        path = _picked(root, pick, kind)
        if path is None:
            return
        try:
            front, body = read_document(path)
        except ValueError:
            return
        value = _other(values, front.get(key), pick)
        write_document(path, front | {key: value}, body)

    return edit


def _source(key: str, *values: Any) -> Edit:
    """The same for a key of the first source of a briefing."""

    def edit(root: Path, pick: int) -> None:
        path = _picked(root, pick, "briefings")
        if path is None:
            return
        try:
            front, body = read_document(path)
            first, *rest = front["sources"]
        except (ValueError, KeyError):
            return
        changed = first | {key: _other(values, first.get(key), pick)}
        front["sources"] = [{name: value for name, value in changed.items() if value is not None}, *rest]
        write_document(path, front, body)

    return edit


def _body(kind: str, change: Callable[[str], str]) -> Edit:
    def edit(root: Path, pick: int) -> None:
        path = _picked(root, pick, kind)
        if path is None:
            return
        try:
            front, body = read_document(path)
        except ValueError:
            return
        write_document(path, front, change(body))

    return edit


def _toggled(part: str) -> Callable[[str], str]:
    """The body with a part at its end, or without it where it is there."""
    return lambda body: body.replace(f"\n\n{part}", "") if part in body else f"{body}\n\n{part}"


def _setting(table: str, key: str, *values: str | None) -> Edit:
    """Give a key of site.toml another of the values, as TOML; None takes it out."""

    def edit(root: Path, pick: int) -> None:
        tables = {name: dict(keys) for name, keys in _settings(root).items()}
        keys = tables.setdefault(table, {})
        value = _other(values, keys.get(key), pick)
        keys.pop(key, None)
        if value is not None:
            keys[key] = value
        write_settings(root, tables)

    return edit


def _settings(root: Path) -> Mapping[str, Mapping[str, str]]:
    """site.toml by table and key, as it was written; as at first where it is broken."""
    text = (root / "site.toml").read_text("utf-8", "replace")
    tables: dict[str, dict[str, str]] = {}
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return SETTINGS
    for line in text.splitlines():
        if line.startswith("["):
            keys = tables.setdefault(line.strip("[]"), {})
        elif " = " in line:
            name, _, value = line.partition(" = ")
            keys[name] = value
    return tables


def _file(path: str, *contents: str | bytes | None) -> Edit:
    """Give a file another of the contents; None takes it away."""
    wanted = [content.encode() if isinstance(content, str) else content for content in contents]

    def edit(root: Path, pick: int) -> None:
        full = root / path
        now = full.read_bytes() if full.is_file() else None
        content = _other(wanted, now, pick)
        if content is None:
            full.unlink()
        else:
            write(full, content)

    return edit


def _line_on_top(root: Path, pick: int) -> None:
    """All places in the file shift, and nothing that readers see changes."""
    if path := _picked(root, pick):
        path.write_bytes(path.read_bytes().replace(b"---\n", b"---\n# A note.\n", 1))


def _words_of_the_same_size(root: Path, pick: int) -> None:
    """The one edit that neither the size nor the time of the last change tells of."""
    if path := _picked(root, pick):
        before = path.stat()
        path.write_bytes(path.read_bytes().swapcase() if pick % 2 else _reworded(path.read_bytes()))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _reworded(content: bytes) -> bytes:
    """The same text with one word of its title or body exchanged for one as long."""
    for old, new in ((b"Interpol", b"Europol!"), (b"the", b"THE"), (b"What", b"Whit"), (b"T", b"S"), (b"a", b"e")):
        if old in content:
            return content.replace(old, new, 1)
    return content


def _replaced_by_rename(root: Path, pick: int) -> None:
    """As many editors save: a new file takes the name of the old one."""
    if path := _picked(root, pick):
        aside = path.with_name(f".{path.name}.swp")
        aside.write_bytes(_reworded(path.read_bytes()))
        aside.replace(path)


def _touch(root: Path, pick: int) -> None:
    if path := _picked(root, pick):
        os.utime(path, (1e9 + pick, 1e9 + pick))


def _add(root: Path, pick: int) -> None:
    front = {
        "title": f"Added {pick}",
        "date": f"2026-01-{pick % 28 + 1:02}",
        "summary": "One more.",
        "tags": ["interpol"],
        "sources": [{"id": "tass", "outlet": "tass", "title": "A report", "url": "https://example.org/report"}],
        "lang": "ru" if pick % 2 else "en",
    }
    write_document(root / f"content/briefings/added-{pick % 5}.md", front, "Of Interpol [@tass] and [[charter]].")


def _add_translation(root: Path, pick: int) -> None:
    path = _picked(root, pick, "briefings")
    try:
        front, body = read_document(path) if path else ({}, "")
    except ValueError:
        return
    slug = path.stem[11:] if path else ""
    if path and front.get("lang", "en") == "en" and front.get("status") is None:
        changes = {
            "lang": "ru",
            "translation_of": slug,
            "aliases": None,
            "supersedes": None,
            "title": f"По-русски {slug}",
        }
        write_document(path.parent / f"ru/{path.stem}.md", front | changes, body)


def _delete(kind: str) -> Edit:
    def edit(root: Path, pick: int) -> None:
        if path := _picked(root, pick, kind):
            path.unlink()

    return edit


def _delete_what_nobody_saw(root: Path, pick: int) -> None:
    """A briefing goes, and so does what leads to it, the ledger's promise included."""
    if (path := _picked(root, pick, "briefings")) is None:
        return
    slug = path.stem.removeprefix(path.stem[:11] if path.stem[:1].isdigit() else "")
    path.unlink()
    _forget(root, 0)
    for other in documents(root):
        try:
            front, body = read_document(other)
        except ValueError:
            continue
        kept = "\n".join(line for line in body.splitlines() if f"[[{slug}" not in line)
        named = {
            key: value for key, value in front.items() if key in {"supersedes", "translation_of"} and slug in value
        }
        if kept != body or named:
            write_document(other, front | dict.fromkeys(named), kept)


def _forget(root: Path, _pick: int) -> None:
    """The ledger goes, as if nothing had been public."""
    (root / "content/addresses.toml").unlink(missing_ok=True)


def _rename(kind: str) -> Edit:
    """A file gets another name, and the ledger forgets the old one."""

    def edit(root: Path, pick: int) -> None:
        if path := _picked(root, pick, kind):
            path.rename(path.with_name(f"{path.stem}-{pick % 3}.md"))
            _forget(root, pick)

    return edit


def _rename_tag_everywhere(root: Path, pick: int) -> None:
    """A tag's file and every use of it, as `brief tags rename` does it."""
    if path := _picked(root, pick, "tags"):
        new = path.with_name(f"{path.stem}x.md")
        path.rename(new)
        _forget(root, pick)
        for other in documents(root):
            try:
                front, body = read_document(other)
            except ValueError:
                continue
            changed = dict(front)
            for key in ("tags", "broader"):
                if path.stem in (front.get(key) or []):
                    changed[key] = [new.stem if name == path.stem else name for name in front[key]]
            body = body.replace(f"[[tag:{path.stem}]]", f"[[tag:{new.stem}]]")
            write_document(other, changed, body)


def _swap(kind: str) -> Edit:
    """Two files exchange their names, and keep their times and sizes."""

    def edit(root: Path, pick: int) -> None:
        found = documents(root, kind)
        if len(found) > 1:
            one, other = found[pick % len(found)], found[(pick + 1) % len(found)]
            aside = one.with_suffix(".bak")
            one.rename(aside)
            other.rename(one)
            aside.rename(other)

    return edit


def _folder(root: Path, pick: int) -> None:
    """A briefing moves into a folder below."""
    if path := _picked(root, pick, "briefings"):
        (path.parent / "deeper").mkdir(exist_ok=True)
        path.rename(path.parent / "deeper" / path.name)


def _broken(path_of: Callable[[Path, int], Path | None], change: Callable[[bytes], bytes]) -> Edit:
    def edit(root: Path, pick: int) -> None:
        path = path_of(root, pick)
        if path is not None and path.is_file():
            path.write_bytes(change(path.read_bytes()))

    return edit


def _at(name: str) -> Callable[[Path, int], Path | None]:
    return lambda root, _pick: root / name


def _commit(root: Path, pick: int) -> None:
    """Commit what is there; the text of a briefing, once more, so that it has a history."""
    commit(root, f"2026-03-{pick % 28 + 1:02}")
    _body("briefings", _toggled("A line that was committed later."))(root, pick)
    commit(root, f"2026-04-{pick % 28 + 1:02}")


def _checkout(root: Path, pick: int) -> None:
    """Leave for another branch, on which many files differ, as one `git checkout`."""
    commit(root)
    git(root, "checkout", "--quiet", "-B", "other")
    for number in range(3):
        _body("briefings", _toggled("On the other branch."))(root, pick + number)
    _front("tags", "title", "Renamed there", "And again")(root, pick)
    _add(root, pick)
    _forget(root, pick)
    commit(root, "2026-03-05")
    git(root, "checkout", "--quiet", "main")
    git(root, "checkout", "--quiet", "other")


_CHART = "content/files/chart.png"
_OWN = "themes/house"
_BASE = (
    '{% extends "dossier/base.html" %}{% block canonical %}{{ super() }}<meta name="house" content="2">{% endblock %}\n'
)
_WORDS = 'msgid ""\nmsgstr "Language: ru\\nContent-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "%s"\nmsgstr "%s"\n'
_any_document = partial(_picked, kind="*")
_any_briefing = partial(_picked, kind="briefings")

_EITHER = (False, True)

EDITS: Mapping[str, Edit] = {
    # A body
    "words": _body("*", _toggled("Some more words.")),
    "words of the same size at the same time": _words_of_the_same_size,
    "a heading": _body(
        "briefings", lambda body: body.replace("## Who", "## Whoever") if "## Who " in body else f"## New\n\n{body}"
    ),
    "a link": _body("*", _toggled("See [[notices]].")),
    "a link to a draft": _body("briefings", _toggled("See [[unfinished]].")),
    "a link to nothing": _body("briefings", _toggled("See [[nowhere]].")),
    "a link to a heading": _body("pages", _toggled("See [[charter#the-rule]].")),
    "a card": _body("pages", _toggled("![[bureau]]")),
    "a mention": _body("briefings", _toggled("Of ICPO and Neutrality.")),
    "a citation": _body("briefings", _toggled("Said twice [@tass].")),
    "a picture": _body("pages", _toggled("![Chart](/files/chart.png)")),
    "raw HTML": _body("briefings", _toggled("<b onclick=x>Bold</b>")),
    "a body that goes": _body("tags", lambda body: "" if body else "A description."),
    "a line on top": _line_on_top,
    "a touch": _touch,
    "saved by rename": _replaced_by_rename,
    # Front matter
    "a title": _front("*", "title", "Another title", "A title"),
    "a summary": _front("briefings", "summary", "Another summary.", "A summary."),
    "a date": _front("briefings", "date", "2026-01-10", "2024-05-06", "2026-01-05"),
    "an update": _front("briefings", "updated", None, "2026-03-04"),
    "a state of affairs": _front("briefings", "as_of", None, "2025-01-01"),
    "tags": _front("briefings", "tags", ["interpol"], ["neutrality", "sanctions"], ["bureaus"]),
    "an unknown tag": _front("briefings", "tags", ["interpoll"], ["interpol"]),
    "no sources": _front("briefings", "unsourced", "By nature.", None),
    "a language": _front("briefings", "lang", "ru", "en"),
    "a slug": _front("briefings", "slug", None, "named-anew"),
    "a draft": _front("briefings", "status", None, "draft"),
    "an alias": _front("briefings", "aliases", None, ["/old/one/"], ["/old/one/", "/older/"]),
    "corrections": _front("briefings", "corrections", None, [{"date": "2026-02-03", "note": "A word was wrong."}]),
    "events": _front(
        "briefings",
        "events",
        None,
        [{"date": "2020", "text": "It happened."}],
        [{"date": "2020-03", "text": "It did."}],
    ),
    "a succession": _front("briefings", "supersedes", None, ["notices"], ["first-notes"]),
    "a translation's original": _front("briefings", "translation_of", None, "bureau", "charter"),
    "mentions of one": _front("briefings", "mentions", *_EITHER),
    "a source's title": _source("title", "Another report", "The report"),
    "a source's address": _source("url", "https://example.org/other", "https://example.org/charter"),
    "a source's copy": _source("archived", None, "https://archive.example/x"),
    "a source's rating": _source("rating", None, "B2", "A1"),
    "a source's outlet": _source("outlet", "tass", "journal"),
    "a source's quote": _source("quote", None, "As they said"),
    "a source's date": _source("published", None, "1999-03", "1956"),
    # Tags, outlets, pages
    "a tag's names": _front("tags", "names", {}, {"ru": "Имя"}, {"en": "Moscow"}),
    "a tag's aliases": _front("tags", "aliases", {}, {"en": ["Moscow", "Red"]}),
    "a tag's broader ones": _front("tags", "broader", None, ["interpol"], ["neutrality"]),
    "a tag's kind": _front("tags", "kind", None, "theme", "place"),
    "a tag's mentions": _front("tags", "mentions", *_EITHER),
    "a tag's former id": _front("tags", "former_ids", None, ["formerly"]),
    "an outlet's name": _front("outlets", "names", {}, {"ru": "Имя", "en": "Name"}),
    "an outlet's aliases": _front("outlets", "aliases", {}, {"en": ["TASS", "Agency"]}),
    "an outlet's country": _front("outlets", "country", None, "FR", "RU"),
    "an outlet's kind": _front("outlets", "kind", None, "other"),
    "a page's order": _front("pages", "order", None, 1, 5),
    "a page's slug": _front("pages", "slug", None, "named-anew"),
    # Files
    "a briefing that is added": _add,
    "a translation that is added": _add_translation,
    "a tag that is added": _file("content/tags/moscow.md", None, "---\ntitle: Moscow\n---\n", "---\ntitle: Red\n---\n"),
    "an outlet that is added": _file("content/outlets/agency.md", None, "---\ntitle: Agency\n---\n"),
    "a page that is added": _file(
        "content/pages/more.md", None, "---\ntitle: More\n---\nOf Interpol.\n", "---\ntitle: Most\n---\n"
    ),
    "a briefing that is deleted": _delete("briefings"),
    "a briefing that nobody saw is deleted": _delete_what_nobody_saw,
    "a tag that is deleted": _delete("tags"),
    "an outlet that is deleted": _delete("outlets"),
    "a page that is deleted": _delete("pages"),
    "a briefing that is renamed": _rename("briefings"),
    "a tag that is renamed": _rename_tag_everywhere,
    "a tag's file that is renamed": _rename("tags"),
    "a page that is renamed": _rename("pages"),
    "two briefings that change places": _swap("briefings"),
    "two tags that change places": _swap("tags"),
    "a folder": _folder,
    "a picture's bytes": _file(_CHART, file(drawing(60, 40), "PNG"), file(drawing(50, 44), "PNG"), None),
    "another file's bytes": _file("content/files/table.csv", "a,b\n1,2\n", "a,b\n3,4\n", None),
    "a file that is added": _file("content/files/new.txt", None, "new", "now"),
    "a stray file": _file("content/briefings/stray.txt", None, "x"),
    "the ledger that goes": _forget,
    "a promise of the ledger": _file(
        "content/addresses.toml", 'addresses = [\n  "/briefings/long-ago/",\n]\n', "addresses = []\n"
    ),
    "what is known of other hosts": _file(
        "content/health.toml",
        None,
        '[sources."https://example.org/report"]\nfirst_dead = "2026-01-01"\nfailing_since = "2026-01-01"\n',
        '[sources."https://example.org/charter"]\nredirect = "https://example.org/moved"\n',
    ),
    # site.toml
    "the site's title": _setting("site", "title", '"Test archive"', '"Another archive"'),
    "the site's description": _setting("site", "description", '"Of Interpol."', None),
    "the site's address": _setting(
        "site", "base_url", '"https://example.org"', '"https://example.org/deep"', '"https://e.org"'
    ),
    "languages": _setting("site", "languages", '["en", "ru"]', '["en", "ru", "fr"]', '["en"]'),
    "the main language": _setting("site", "language", '"ru"', '"en"'),
    "the theme": _setting("site", "theme", '"house"', '"dossier"'),
    "the time zone": _setting("site", "timezone", None, '"Pacific/Kiritimati"'),
    "staleness": _setting("site", "stale_after_days", None, "3"),
    "strictness": _setting("build", "strict", "true", "false"),
    "drafts by site.toml": _setting("build", "drafts", "true", "false"),
    "history": _setting("build", "history", "false", "true"),
    "raw_html": _setting("markdown", "raw_html", '"escape"', '"trust"', '"sanitize"'),
    "mentions": _setting("markdown", "mentions", "false", "true"),
    "search": _setting("search", "enabled", "true", "false"),
    "pictures in modern formats": _setting("images", "enabled", "false", "true"),
    "widths of pictures": _setting("images", "widths", "[32]", "[24, 48]"),
    "tokens": _setting("tokens", "light", '{ accent = "#0a5a2a" }', None),
    "declared tags": _setting("tags", "sanctions", '"Sanctions"', '"Penalties"'),
    "one more declared tag": _setting("tags", "moscow", '"Moscow"', None),
    "a comment in site.toml": lambda root, _pick: write(
        root / "site.toml", f"# A note.\n{(root / 'site.toml').read_text()}"
    ),
    # The theme
    "a template": _file(f"{_OWN}/templates/base.html", _BASE, _BASE.replace("2", "3"), None),
    "a template that is added": _file(
        f"{_OWN}/templates/page.html",
        None,
        '{% extends "dossier/page.html" %}{% block main %}<p>Ours</p>{{ super() }}{% endblock %}\n',
    ),
    "a part of templates": _file(
        f"{_OWN}/templates/_day.html",
        None,
        '{% from "dossier/_day.html" import day as plain %}{% macro day(when) %}<b>{{ plain(when) }}</b>{% endmacro %}\n',
    ),
    "a template that fails": _file(f"{_OWN}/templates/tag.html", None, "{{ nothing.at.all }}", "{% if %}"),
    "a static file": _file(f"{_OWN}/static/house.css", "main { color: red }\n", "main { color: blue }\n", None),
    "a static file that is added": _file(f"{_OWN}/static/new.js", None, "let a\n", "let b\n"),
    "a static file that is replaced": _file(f"{_OWN}/static/style.css", None, "main { color: red }\n"),
    "words of a theme": _file(f"{_OWN}/locale/ru.po", _WORDS % ("Sources", "Ссылки"), _WORDS % ("Tags", "Метки"), None),
    # What is broken
    "bad YAML": _broken(_any_document, lambda raw: raw.replace(b"title:", b"title: [", 1)),
    "an unknown key": _broken(_any_document, lambda raw: raw.replace(b"---\n", b"---\nsumary: x\n", 1)),
    "bad UTF-8": _broken(_any_document, lambda raw: raw + b"\xff\n"),
    "an empty file": _broken(_any_briefing, lambda _raw: b""),
    "no TOML": _broken(_at("site.toml"), lambda raw: raw + b"[[[\n"),
    "no ledger": _broken(_at("content/addresses.toml"), lambda raw: raw + b"[[[\n"),
    "no picture": _broken(_at(_CHART), lambda raw: raw[:20]),
    # Git
    "a commit": _commit,
    "another branch": _checkout,
}


def _files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _output_file(root: Path, pick: int) -> Path | None:
    found = [path for path in _files_of(root / "public") if path.name != "manifest.sha256"]
    return found[pick * 37 % len(found)] if found else None


def _altered(root: Path, pick: int) -> None:
    """A file of the output has other bytes, as many and as old as before."""
    if path := _output_file(root, pick):
        before = path.stat()
        aside = path.with_name("aside")
        aside.write_bytes(bytes(reversed(path.read_bytes())))
        aside.replace(path)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _lost(root: Path, pick: int) -> None:
    if path := _output_file(root, pick):
        path.unlink()


def _damaged(root: Path, pick: int) -> None:
    """One byte of one file that `brief` keeps is another."""
    found = [path for path in _files_of(root / ".brief") if path.stat().st_size]
    if found:
        path = found[pick % len(found)]
        content = bytearray(path.read_bytes())
        content[pick * 7919 % len(content)] ^= 0x55
        path.write_bytes(content)


def _cut(root: Path, pick: int) -> None:
    """One file that `brief` keeps ends too early."""
    found = _files_of(root / ".brief")
    if found:
        path = found[pick % len(found)]
        os.truncate(path, path.stat().st_size * (pick % 4) // 4)


DAMAGES: Mapping[str, Edit] = {
    "a file of the output is altered": _altered,
    "a file of the output is lost": _lost,
    "the output is lost": lambda root, _pick: shutil.rmtree(root / "public", ignore_errors=True),
    "the state is lost": lambda root, _pick: shutil.rmtree(root / ".brief", ignore_errors=True),
    "the state is damaged": _damaged,
    "the state is cut": _cut,
}
"""What can happen to that which builds have made: the next build has to make up for it."""
