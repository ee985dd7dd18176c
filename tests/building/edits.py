"""Ways to edit a site, as people do between two builds: an edit takes the site's folder and a number that picks."""

import os
import tomllib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.building.specimen import SETTINGS, Front, commit, git, read_document, write, write_document, write_settings

Edit = Callable[[Path, int], None]


def documents(root: Path, kind: str = "*") -> list[Path]:
    """The Markdown files of a kind (`briefings`, `tags`, ...), by path."""
    return sorted((root / "content").glob(f"{kind}/**/*.md"))


def picked(root: Path, pick: int, kind: str = "*") -> Path | None:
    found = documents(root, kind)
    return found[pick % len(found)] if found else None


def _other(values: Sequence[Any], now: Any, pick: int) -> Any:
    """One of the values that is not `now`."""
    left = [value for value in values if value != now]
    return left[pick % len(left)]


def _rewritten(kind: str, change: Callable[[Front, str, int], tuple[Front, str] | None]) -> Edit:
    """Change one file of a kind; one that can't be read is left, and one of which `change` gives None."""

    def edit(root: Path, pick: int) -> None:
        path = picked(root, pick, kind)
        if path is None:
            return
        try:
            document = read_document(path)
        except ValueError:
            return
        if changed := change(*document, pick):
            write_document(path, *changed)

    return edit


def front(kind: str, key: str, *values: Any) -> Edit:
    """Give a key of one file of a kind another of the values; None takes it out."""
    return _rewritten(kind, lambda front, body, pick: (front | {key: _other(values, front.get(key), pick)}, body))


def source(key: str, *values: Any) -> Edit:
    """The same for a key of the first source of a briefing."""

    def change(front: Front, body: str, pick: int) -> tuple[Front, str] | None:
        if not front.get("sources"):
            return None
        first, *rest = front["sources"]
        changed = first | {key: _other(values, first.get(key), pick)}
        kept = {name: value for name, value in changed.items() if value is not None}
        return front | {"sources": [kept, *rest]}, body

    return _rewritten("briefings", change)


def body(kind: str, change: Callable[[str], str]) -> Edit:
    return _rewritten(kind, lambda front, body, _: (front, change(body)))


def toggled(part: str) -> Callable[[str], str]:
    """The body with a part at its end, or without it where it is there."""
    return lambda body: body.replace(f"\n\n{part}", "") if part in body else f"{body}\n\n{part}"


def setting(table: str, key: str, *values: str | None) -> Edit:
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


def content_of(path: str, *contents: str | bytes | None) -> Edit:
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


def together(*edits: Edit) -> Edit:
    """Edits that come at once."""

    def edit(root: Path, pick: int) -> None:
        for one in edits:
            one(root, pick)

    return edit


def line_on_top(root: Path, pick: int) -> None:
    """All places in the file shift, and nothing that readers see changes."""
    if path := picked(root, pick):
        path.write_bytes(path.read_bytes().replace(b"---\n", b"---\n# A note.\n", 1))


def words_of_the_same_size(root: Path, pick: int) -> None:
    """The one edit that neither the size nor the time of the last change tells of."""
    if path := picked(root, pick):
        before = path.stat()
        path.write_bytes(path.read_bytes().swapcase() if pick % 2 else _reworded(path.read_bytes()))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _reworded(content: bytes) -> bytes:
    """The same text with one word of its title or body exchanged for one as long."""
    for old, new in ((b"Interpol", b"Europol!"), (b"the", b"THE"), (b"What", b"Whit"), (b"T", b"S"), (b"a", b"e")):
        if old in content:
            return content.replace(old, new, 1)
    return content


def replaced_by_rename(root: Path, pick: int) -> None:
    """As many editors save: a new file takes the name of the old one."""
    if path := picked(root, pick):
        aside = path.with_name(f".{path.name}.swp")
        aside.write_bytes(_reworded(path.read_bytes()))
        aside.replace(path)


def touch(root: Path, pick: int) -> None:
    if path := picked(root, pick):
        os.utime(path, (1e9 + pick, 1e9 + pick))


def add_briefing(root: Path, pick: int) -> None:
    front = {
        "title": f"Added {pick}",
        "date": f"2026-01-{pick % 28 + 1:02}",
        "summary": "One more.",
        "tags": ["interpol"],
        "sources": [{"id": "tass", "outlet": "tass", "title": "A report", "url": "https://example.org/report"}],
        "lang": "ru" if pick % 2 else "en",
    }
    write_document(root / f"content/briefings/added-{pick % 5}.md", front, "Of Interpol [@tass] and [[charter]].")


def add_translation(root: Path, pick: int) -> None:
    path = picked(root, pick, "briefings")
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


def delete(kind: str) -> Edit:
    def edit(root: Path, pick: int) -> None:
        if path := picked(root, pick, kind):
            path.unlink()

    return edit


def delete_what_nobody_saw(root: Path, pick: int) -> None:
    """A briefing goes, and so does what leads to it, the ledger's promise included."""
    if (path := picked(root, pick, "briefings")) is None:
        return
    slug = path.stem.removeprefix(path.stem[:11] if path.stem[:1].isdigit() else "")
    path.unlink()
    forget(root, 0)
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


def forget(root: Path, _pick: int) -> None:
    """The ledger goes, as if nothing had been public."""
    (root / "content/addresses.toml").unlink(missing_ok=True)


def rename(kind: str) -> Edit:
    """A file gets another name, and the ledger forgets the old one."""

    def edit(root: Path, pick: int) -> None:
        if path := picked(root, pick, kind):
            path.rename(path.with_name(f"{path.stem}-{pick % 3}.md"))
            forget(root, pick)

    return edit


def rename_tag_everywhere(root: Path, pick: int) -> None:
    """A tag's file and every use of it, as `brief tags rename` does it."""
    if path := picked(root, pick, "tags"):
        new = path.with_name(f"{path.stem}x.md")
        path.rename(new)
        forget(root, pick)
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


def unpromised(edit: Edit) -> Edit:
    """The edit, of addresses that were never public."""

    def both(root: Path, pick: int) -> None:
        edit(root, pick)
        forget(root, pick)

    return both


def withdraw(root: Path, pick: int) -> None:
    """A briefing is withdrawn, or comes back."""
    if (path := picked(root, pick, "briefings")) is None:
        return
    with suppress(ValueError):
        front, body = read_document(path)
        is_back = front.get("status") == "withdrawn"
        why = None if is_back else {"date": "2026-03-01", "reason": "It was wrong."}
        write_document(path, front | {"status": None if is_back else "withdrawn", "withdrawn": why}, body)


def swap(kind: str) -> Edit:
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


def folder(root: Path, pick: int) -> None:
    """A briefing moves into a folder below."""
    if path := picked(root, pick, "briefings"):
        (path.parent / "deeper").mkdir(exist_ok=True)
        path.rename(path.parent / "deeper" / path.name)


def broken(path_of: Callable[[Path, int], Path | None], change: Callable[[bytes], bytes]) -> Edit:
    def edit(root: Path, pick: int) -> None:
        path = path_of(root, pick)
        if path is not None and path.is_file():
            path.write_bytes(change(path.read_bytes()))

    return edit


def at(name: str) -> Callable[[Path, int], Path | None]:
    return lambda root, _pick: root / name


def commit_twice(root: Path, pick: int) -> None:
    """Commit what is there; the text of a briefing, once more, so that it has a history."""
    commit(root, f"2026-03-{pick % 28 + 1:02}")
    body("briefings", toggled("A line that was committed later."))(root, pick)
    commit(root, f"2026-04-{pick % 28 + 1:02}")


def checkout(root: Path, pick: int) -> None:
    """Leave for another branch, on which many files differ, as one `git checkout`."""
    commit(root)
    git(root, "checkout", "--quiet", "-B", "other")
    for number in range(3):
        body("briefings", toggled("On the other branch."))(root, pick + number)
    front("tags", "title", "Renamed there", "And again")(root, pick)
    add_briefing(root, pick)
    forget(root, pick)
    commit(root, "2026-03-05")
    git(root, "checkout", "--quiet", "main")
    git(root, "checkout", "--quiet", "other")
