"""Links to headings: each generator names headings in its own way, and brief checks that they are there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from posixpath import basename, dirname, join, normpath
from urllib.parse import quote, unquote

from brief.importing import prose
from brief.importing.lines import placed
from brief.importing.material import Note, Sort
from brief.markdown.renderer import render
from brief.markdown.structure import heading_id

_LINK = re.compile(r"(?P<before>(?:\]\(\s*<?|\bhref=[\"']))(?P<path>[^\s()<>#:\"']*)#(?P<fragment>[^\s()<>\"']+)")


@dataclass(frozen=True, slots=True)
class Made:
    """A body of the new site, and where it came from."""

    body: str
    source: str
    written: str
    body_line: int


def anchored(bodies: Mapping[str, Made]) -> tuple[dict[str, str], list[Note]]:
    """The bodies, by path, with their links to headings as brief calls these; those to none are told."""
    told: list[Note] = []

    @cache
    def known(path: str) -> Mapping[str, str]:
        rendered, _ = render(bodies[path].body, path=path)
        return {_bare(name): name for name in reversed(rendered.anchors)} | {name: name for name in rendered.anchors}

    def mended(path: str, made: Made) -> str:
        notes: list[Note] = []

        def link(found: re.Match[str], line: int) -> str:
            target = normpath(join(dirname(path), unquote(found["path"]))) if found["path"] else path
            wanted = unquote(found["fragment"])
            if target not in bodies or wanted in known(target):
                return found[0]
            own = known(target)
            if name := own.get(_bare(wanted)) or own.get(_bare(heading_id(wanted, "-"))):
                return f"{found['before']}{found['path']}#{quote(name)}"
            message = f"The link to `#{wanted}` names no heading that is there."
            notes.append(Note(Sort.PERSON, "links to no heading", made.source, line, message))
            # The page alone is there; within a page, its beginning.
            return found["before"] + (found["path"] or quote(basename(path)))

        body = prose.replaced(_LINK, made.body, link) if "#" in made.body else made.body
        told.extend(placed(notes, made.body, made.written, made.body_line))
        return body

    return {path: mended(path, made) for path, made in bodies.items()}, told


def _bare(name: str) -> str:
    """What ways of naming a heading have in common: its letters and digits."""
    return re.sub(r"[\W_]+", "", name.casefold())
