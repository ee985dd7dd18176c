"""A whole vault of Obsidian: its notes, and the files that they show."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date as Day  # noqa: N812  # as in the model
from functools import partial
from pathlib import Path, PurePosixPath

from brief.importing.broken import as_draft
from brief.importing.days import day
from brief.importing.fields import Fields
from brief.importing.material import Harvest, Kind, Media, Note, NotThatKind, Settings, Sort, Subject, Text
from brief.importing.matter import Unreadable, split
from brief.importing.obsidian.syntax import made
from brief.importing.trees import Tree, read, tree

_NOTES = (".md",)
_OWN = frozenset({".canvas", ".base", ".excalidraw"})
_DATED = re.compile(r"^(\d{4}-\d{2}-\d{2})(?!\d)")


def obsidian(root: Path, today: Day) -> Harvest:
    """All of the vault at `root`. Raises NotThatKind."""
    if not root.is_dir():
        raise NotThatKind(f"{root} is no folder. Name the folder of the vault, in which the notes are.")
    source, notes = tree(root, skipped=frozenset({"node_modules"}))
    if not any(path.lower().endswith(_NOTES) for path in source.files):
        raise NotThatKind(f"{root} is no vault of Obsidian: there is no note (.md) in it.")
    texts: list[Text] = []
    subjects: dict[str, Subject] = {}
    locate = _finder(source.files)
    for path, full in source.files.items():
        if not path.lower().endswith(_NOTES):
            continue
        raw, found = read(path, full)
        notes += found
        text, named = _text(path, raw, partial(locate, path), today, notes)
        texts.append(text)
        subjects |= {subject.key: subject for subject in named if subject.key not in subjects}
    if not any(text.kind is Kind.PAGE and text.addresses[:1] == ("/",) for text in texts):
        texts.append(Text("(home page)", Kind.PAGE, root.resolve().name, "", "", 1, "index", "en", addresses=("/",)))
    message = (
        "A single end of a line broke the line in Obsidian; here it is a space. End a line with two spaces to break it."
    )
    notes.append(Note(Sort.CHANGED, "ends of lines", "(all notes)", 1, message))
    return Harvest(
        "Obsidian",
        Settings(title=root.resolve().name),
        tuple(texts),
        tuple(subjects.values()),
        tuple(_media(source, notes)),
        notes=tuple(notes),
    )


def _media(source: Tree, notes: list[Note]) -> Iterable[Media]:
    for path, full in source.files.items():
        suffix = PurePosixPath(path).suffix.lower()
        if suffix in _OWN:
            message = "Only Obsidian and its plug-ins show files of this kind."
            notes.append(Note(Sort.LEFT_OUT, f"files `{suffix}`", path, 1, message))
        elif not path.lower().endswith(_NOTES):
            yield Media(path, full, path)


def _text(
    path: str, raw: str, locate: partial[str | None], today: Day, notes: list[Note]
) -> tuple[Text, list[Subject]]:
    try:
        matter = split(raw)
    except Unreadable as fault:
        text, note = as_draft(path, raw, "en", fault.message.rstrip("."), today, fault.line)
        notes.append(note)
        return text, []
    if any(key.startswith("excalidraw") for key in matter.data):
        text, note = as_draft(path, raw, "en", "It is a drawing of Excalidraw", today)
        notes.append(note)
        return text, []
    pure = PurePosixPath(path)
    fields = Fields(matter.data)
    result = made(matter.body, path, matter.body_line, locate)
    notes += result.notes
    permalink = fields.text("permalink").strip("/")
    # Publish writes spaces so.
    own = f"/{permalink}/" if permalink else f"/{path.removesuffix(pure.suffix).replace(' ', '+')}/"
    if pure.stem.lower() == "index":
        own = re.sub(r"(?i)/index/$", "/", own)
    written = _DATED.match(pure.stem)
    date = fields.day("date", "created", "created_at", "published") or (day(written[1]) if written else None)
    is_hidden = "publish" in matter.data and not fields.flag("publish")
    named = (*fields.texts("tags", "tag"), *result.tags)
    subjects = [_subject(name) for name in dict.fromkeys(name.strip().lstrip("#") for name in named) if name]
    text = Text(
        path=path,
        kind=Kind.BRIEFING if date else Kind.PAGE,
        title=fields.text("title") or pure.stem.strip() or "Untitled",
        body=result.body,
        written=matter.body,
        body_line=matter.body_line,
        name=_DATED.sub("", pure.stem).strip(" -_") or pure.stem,
        lang="en",
        date=date,
        updated=fields.day("updated", "modified", "updated_at"),
        summary=fields.text("description", "summary"),
        is_draft=is_hidden or fields.flag("draft"),
        subjects=tuple(subject.key for subject in subjects),
        addresses=(own,),
        kept=fields.rest(),
    )
    return text, subjects


def _subject(name: str) -> Subject:
    return Subject(f"tags:{name.casefold()}", name)


def _finder(files: Mapping[str, Path]) -> "Finder":
    by_name: dict[str, list[str]] = defaultdict(list)
    for path in sorted(files, key=lambda path: (path.count("/"), path)):
        pure = PurePosixPath(path)
        by_name[pure.name.casefold()].append(path)
        if pure.suffix.lower() == ".md":
            by_name[pure.stem.casefold()].append(path)
    return Finder(by_name)


class Finder:
    """Finds what links name, as Obsidian does: by a file's name alone, or with as many folders as it takes."""

    def __init__(self, by_name: Mapping[str, list[str]]) -> None:
        self._by_name = by_name

    def __call__(self, path: str, name: str) -> str | None:
        """The path of what the note at `path` calls `name`."""
        wanted = name.strip("/").casefold()
        candidates = self._by_name.get(wanted.rpartition("/")[2], [])
        ends = (f"/{wanted}", f"/{wanted}.md")
        fitting = [it for it in candidates if f"/{it.casefold()}".endswith(ends)]
        own = PurePosixPath(path).parent
        # One beside the note is meant before others of that name.
        return min(fitting, key=lambda it: (PurePosixPath(it).parent != own, it.count("/"), it), default=None)
