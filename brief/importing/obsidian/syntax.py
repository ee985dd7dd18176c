"""Obsidian's Markdown as everybody's (help.obsidian.md, "Obsidian Flavored Markdown")."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import quote

from brief.importing import prose
from brief.importing.boxes import boxed
from brief.importing.linking import SOURCE
from brief.importing.material import Note, Sort
from brief.importing.trees import PICTURES

_LINK = re.compile(
    r"(?P<embeds>!?)\[\[(?P<name>[^\[\]|#\n]*)(?P<within>#[^\[\]|\n]*)?(?:\\?\|(?P<words>[^\[\]\n]*))?\]\]"
)
_COMMENT = re.compile(r"%%(.*?)%%", re.DOTALL)
_MARKED = re.compile(r"==(?=\S)([^=\n]+?)(?<=\S)==")
_TAG = re.compile(r"(?<![\w/#&\\(\[])#(?P<name>[^\W\d][\w/-]*|\d+[^\W\d][\w/-]*)(?![\w/#-])")
_BLOCK_ID = re.compile(
    r"(?P<before>^[ \t]*(?:[-*+]|\d+[.)])[ \t][^\n]*|[^\n]*\S)?[ \t]*(?<!\S)\^(?P<id>[A-Za-z0-9-]+)[ \t]*$",
    re.MULTILINE,
)
# As Pandoc has it ("tex_math_dollars"), which Obsidian follows: no space within the dollars, and no digit behind.
_FORMULA = re.compile(
    r"^[ \t]*(?P<long>\$\$.+?\$\$)[ \t]*$|(?<![\\$\w])(?P<short>\$\$?(?=[^\s$])[^$\n]*?(?<=\S)\$\$?)(?![\d$])",
    re.DOTALL | re.MULTILINE,
)
_INLINE_NOTE = re.compile(r"(?<!\\)\^\[((?:[^\[\]\n]|\[[^\[\]\n]*\])+)\]")
_SIZE = re.compile(r"(\d+)(?:x(\d+))?")
_PROGRAM = re.compile(r"^[ \t]*(?:```+|~~~+)[ \t]*(dataview\w*|tasks|query|base|excalidraw|button)\b", re.MULTILINE)
_INNER_ITEM = re.compile(r"[ \t]+(?:[-*+]|\d+[.)])[ \t]")

Locate = Callable[[str], str | None]
"""The path in the vault of what a link names."""


@dataclass(frozen=True, slots=True)
class Made:
    """A note's text as Markdown, the tags that stand in it, and what had to be told."""

    body: str
    tags: tuple[str, ...]
    notes: tuple[Note, ...]


def made(body: str, path: str, first: int, locate: Locate) -> Made:
    """The text of the note at `path`, which begins at its line `first`."""
    notes: list[Note] = []
    tags: dict[str, None] = {}

    def told(sort: Sort, subject: str, line: int, message: str) -> None:
        notes.append(Note(sort, subject, path, first + line - 1, message))

    def comment(found: re.Match[str], line: int) -> str:
        told(Sort.CHANGED, "comments", line, "A comment is one of HTML now.")
        return f"<!-- {found[1].strip().replace('-->', '--&gt;')} -->"

    def link(found: re.Match[str], line: int) -> str:
        return _link(found, line, locate, told)

    def tag(found: re.Match[str], _: int) -> str:
        tags.setdefault(found["name"], None)
        # At the beginning of a line it would be a heading.
        return f"\\#{found['name']}"

    def formula(found: re.Match[str], line: int) -> str:
        told(Sort.PERSON, "formulas", line, "A formula stands as code now: brief draws none. Say it in words.")
        return f"`{found['short']}`" if found["short"] else f"```\n{found['long'].strip()}\n```"

    for found in _PROGRAM.finditer(body):
        line = body.count("\n", 0, found.start()) + 1
        message = f"A plug-in made something of this block of `{found[1]}`. Readers see its code: write what it showed."
        told(Sort.PERSON, "blocks of plug-ins", line, message)
    changed = prose.replaced(_COMMENT, body, comment)
    changed = prose.replaced(_LINK, changed, link)
    changed = prose.replaced(_MARKED, changed, lambda found, _: f"<mark>{found[1]}</mark>")
    changed = prose.replaced(_TAG, changed, tag)
    changed = prose.replaced(_BLOCK_ID, changed, lambda found, _: _identified(found))
    changed = prose.replaced(_FORMULA, changed, formula)
    changed, found_in_boxes = boxed(changed, path, first)
    return Made(_with_notes(changed), tuple(tags), (*notes, *found_in_boxes))


def _with_notes(body: str) -> str:
    """The text with its inline footnotes as footnotes at its end."""
    own: list[str] = []

    def footnote(found: re.Match[str], _: int) -> str:
        own.append(found[1].strip())
        return f"[^inline-{len(own)}]"

    made = prose.replaced(_INLINE_NOTE, body, footnote)
    return (
        made.rstrip("\n")
        + "\n\n"
        + "\n\n".join(f"[^inline-{number}]: {words}" for number, words in enumerate(own, start=1))
        + "\n"
        if own
        else made
    )


def _link(found: re.Match[str], line: int, locate: Locate, told: Callable[[Sort, str, int, str], None]) -> str:
    name, words = found["name"].strip(), (found["words"] or "").strip()
    heading = (found["within"] or "").rpartition("#")[2].strip()
    path = locate(name) if name else ""
    shown = words or " › ".join(part for part in (name, heading.removeprefix("^")) if part)
    if path is None:
        message = f"The link to `{name}` names nothing in the vault. Its words stayed."
        told(Sort.PERSON, "links that lead nowhere", line, message)
        return shown
    suffix = PurePosixPath(path).suffix.lower()
    target = (SOURCE + quote(path) if path else "") + (f"#{quote(_fragment(heading))}" if heading else "")
    if found["embeds"] and suffix in PICTURES:
        size = _SIZE.fullmatch(words)
        alt = "" if size else words
        sized = f'{{: width="{size[1]}"' + (f' height="{size[2]}"' if size[2] else "") + " }" if size else ""
        return f"![{alt}]({target}){sized}"
    if found["embeds"]:
        told(Sort.CHANGED, "texts within texts", line, f"What was shown here of `{name}` is a link to it now.")
    return f"[{_bracketed(shown)}]({target})"


def _fragment(heading: str) -> str:
    return f"block-{heading[1:]}" if heading.startswith("^") else heading


def _bracketed(words: str) -> str:
    return re.sub(r"(?<!\\)([\[\]])", r"\\\1", words)


def _identified(found: re.Match[str]) -> str:
    """The id of a paragraph or an item, as an attribute of it."""
    before = (found["before"] or "").rstrip()
    attribute = f"{{: #block-{found['id']} }}"
    if _INNER_ITEM.match(before):
        # Attributes of items within items would be those of the outer ones.
        return before
    return f"{before}\n{attribute}" if before else attribute
