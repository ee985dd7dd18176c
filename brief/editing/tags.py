"""`brief tag rename` and `brief tag merge`: tags governed in one place, and their old addresses kept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import yaml

from brief.config import FILE_NAME, Site
from brief.editing import frontmatter
from brief.editing.edits import Edit, Plan, Refused, Texts, beside, newline
from brief.editing.references import references, renamed
from brief.linking.archive import Archive
from brief.linking.reaching import reached
from brief.model import Tag, every_name
from brief.reading.frontmatter import split
from brief.suggestions import nearest
from brief.validation.fields import is_slug


@dataclass(frozen=True, slots=True)
class Renamed:
    """What is going to be done, and how many references are rewritten."""

    plan: Plan
    uses: int


def rename(site: Site, archive: Archive, texts: Texts, old: str, new: str) -> Renamed:
    """Plan to call the tag `old` by the id `new`. Raises Refused."""
    tag = _known(archive, old)
    if not is_slug(new):
        raise Refused(f"`{new}` can't be an id. Use small letters, digits and hyphens.")
    if new in archive.tags:
        raise Refused(f"There is a tag `{new}` already. To make them one: brief tag merge {old} {new}")
    path = beside(tag.path, f"{new}.md") if tag.path != FILE_NAME else f"content/tags/{new}.md"
    uses = list(_uses(archive, texts, {old: tag}, new, path))
    former = [ident for ident in (*tag.former_ids, old) if ident != new]
    if tag.path == FILE_NAME:
        made = {path: _file({"title": tag.title, "former_ids": former})}
        return Renamed(Plan((*uses, *_undeclared(site, texts, old)), new=made), len(uses))
    matter = frontmatter.read(tag.path, texts(tag.path))
    own = matter.replace("former_ids", new, old) if new in tag.former_ids else matter.add("former_ids", old)
    return Renamed(Plan((*uses, *own), moves={tag.path: path}), len(uses))


def merge(site: Site, archive: Archive, texts: Texts, old: Iterable[str], into: str) -> Renamed:
    """Plan to make the tags `old` part of the tag `into`: its names, addresses and briefings. Raises Refused."""
    target = _known(archive, into)
    tags = {ident: _known(archive, ident) for ident in dict.fromkeys(old)}
    if into in tags:
        raise Refused(f"`{into}` can't be merged into itself.")
    path = target.path if target.path != FILE_NAME else f"content/tags/{into}.md"
    uses = [edit for edit in _uses(archive, texts, tags, into, path) if edit.path != target.path]
    data, body = _merged(site, archive, texts, target, tags)
    gone = tuple(tag.path for tag in tags.values() if tag.path != FILE_NAME)
    undeclared = [
        edit for ident, tag in tags.items() if tag.path == FILE_NAME for edit in _undeclared(site, texts, ident)
    ]
    if target.path == FILE_NAME:
        made = {path: _file(data, body)}
        return Renamed(Plan((*uses, *undeclared, *_undeclared(site, texts, into)), new=made, gone=gone), len(uses))
    text = texts(target.path)
    matter = frontmatter.read(target.path, text)
    own = [edit for key, value in data.items() if value != _present(target, key) for edit in _put(matter, key, value)]
    if body:
        own.append(Edit(target.path, len(text), len(text), body))
    return Renamed(Plan((*uses, *undeclared, *own), gone=gone), len(uses))


def _put(matter: frontmatter.FrontMatter, key: str, value: object) -> list[Edit]:
    return matter.set(key, value) if isinstance(value, str) else matter.put(key, value)


def _known(archive: Archive, ident: str) -> Tag:
    if ident not in archive.tags:
        known = {name: tag.id for tag in archive.tags.values() for name in (tag.id, *every_name(tag))}
        guess = nearest(ident, known)
        raise Refused(f"There is no tag `{ident}`." + (f" Did you mean `{known[guess]}`?" if guess else ""))
    return archive.tags[ident]


def _uses(archive: Archive, texts: Texts, tags: Mapping[str, Tag], new: str, path: str) -> Iterator[Edit]:
    """Every place that names one of `tags`: front matter of briefings and tags, and links."""
    for briefing in archive.briefings:
        if tags.keys() & set(briefing.tags):
            yield from _in_list(texts, briefing.path, "tags", briefing.tags, tags, new)
    for tag in archive.tags.values():
        if tags.keys() & set(tag.broader) and tag.id not in tags:
            yield from _in_list(texts, tag.path, "broader", tag.broader, tags, new)
    by_path = {tag.path: tag for tag in tags.values() if tag.path != FILE_NAME}
    declared = [tag for tag in tags.values() if tag.path == FILE_NAME]
    for origin, reference, target in references(archive, {*by_path, *(tag.path for tag in declared)}):
        if isinstance(target, Tag) and target.id in tags and origin.path not in by_path:
            text = texts(origin.path)
            if reference.name == target.id or reference.kind.value in {"file", "address"}:
                address = reference.name.replace(f"tags/{target.id}/", f"tags/{new}/", 1)
                edit = renamed(text, origin.path, reference, new, path, address)
                yield from [edit] if edit else []


def _in_list(
    texts: Texts, path: str, key: str, listed: Iterable[str], tags: Mapping[str, Tag], new: str
) -> Iterator[Edit]:
    """One of the old ids becomes the new one, unless that is there; the others go."""
    matter = frontmatter.read(path, texts(path))
    is_there = new in listed
    for ident in dict.fromkeys(listed):
        if ident in tags:
            yield from matter.remove(key, ident) if is_there else matter.replace(key, ident, new)
            is_there = True


def _present(tag: Tag, key: str) -> object:
    """What a tag's file says under a key, in the shapes of `_merged`."""
    values = {
        "aliases": {lang: list(names) for lang, names in tag.aliases.items()},
        "broader": list(tag.broader),
        "former_ids": list(tag.former_ids),
        "former_addresses": list(tag.former_addresses),
        "wikidata": tag.wikidata,
        "kind": tag.kind,
        "title": tag.title,
    }
    return values[key]


def _merged(
    site: Site, archive: Archive, texts: Texts, into: Tag, tags: Mapping[str, Tag]
) -> tuple[dict[str, object], str]:
    """The front matter that changes, and the text that is added."""
    aliases = {lang: list(names) for lang, names in into.aliases.items()}
    known = {name.casefold() for name in every_name(into)}
    broader = list(into.broader)
    former = list(into.former_ids)
    relations = {ident: tag.broader for ident, tag in archive.tags.items()}
    for tag in tags.values():
        named = [(site.language, tag.title), *tag.names.items()]
        named += [(lang, name) for lang, names in tag.aliases.items() for name in names]
        for lang, name in named:
            if name.casefold() not in known:
                known.add(name.casefold())
                aliases.setdefault(lang, []).append(name)
        # Nothing becomes broader than itself.
        broader += [up for up in tag.broader if up not in broader and not {into.id, *tags} & reached(up, relations)]
        former += [ident for ident in (*tag.former_ids, tag.id) if ident not in former and ident != into.id]
    data: dict[str, object] = {"title": into.title} if into.path == FILE_NAME else {}
    addresses = dict.fromkeys((*into.former_addresses, *(old for tag in tags.values() for old in tag.former_addresses)))
    data |= {"aliases": aliases, "broader": [up for up in broader if up not in tags], "former_ids": former}
    data |= {"former_addresses": list(addresses)}
    first = next(iter(tags.values()))
    data |= {key: getattr(first, key) for key in ("kind", "wikidata") if getattr(first, key) and not getattr(into, key)}
    end = newline(texts(into.path)) if into.path != FILE_NAME else "\n"
    bodies = [_body(texts, tag).strip() for tag in tags.values()]
    added = [body.replace("\n", end) for body in bodies if body]
    return {key: value for key, value in data.items() if value}, "".join(f"{end}{text}{end}" for text in added)


def _undeclared(site: Site, texts: Texts, ident: str) -> list[Edit]:
    """site.toml without the line that declares a tag."""
    text = texts(FILE_NAME)
    place = site.marks.of("tags", ident)
    lines = text.splitlines(keepends=True)
    start = sum(map(len, lines[: place.line - 1]))
    return [Edit(FILE_NAME, start, start + len(lines[place.line - 1]), "")]


def _file(data: Mapping[str, object], body: str = "") -> str:
    front = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=1_000_000)
    return f"---\n{front}---\n{body}"


def _body(texts: Texts, tag: Tag) -> str:
    """The Markdown of a tag's file; empty for one that is declared in site.toml."""
    if tag.path == FILE_NAME:
        return ""
    text = texts(tag.path).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    taken_apart, _ = split(text, tag.path)
    return taken_apart.body if taken_apart else ""
