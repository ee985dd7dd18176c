"""Liquid in texts: what only names addresses, code or values is worked out, all else stays as text, told.

jekyllrb.com, "Liquid"; shopify.github.io/liquid.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from brief.importing.linking import SOURCE
from brief.importing.material import Note, Sort

_BLOCK = re.compile(
    r"\{%-?\s*(?P<name>raw|highlight|comment)\b(?P<rest>[^%]*)-?%\}(?P<inner>.*?)\{%-?\s*end(?P=name)\s*-?%\}",
    re.DOTALL,
)
_TAG = re.compile(r"\{%-?\s*(?P<name>\w+)(?P<rest>(?:\"[^\"]*\"|'[^']*'|(?!%\}).)*?)-?%\}", re.DOTALL)
_VALUE = re.compile(r"\{\{-?\s*(?P<said>(?:\"[^\"]*\"|'[^']*'|(?!\}\}).)*?)\s*-?\}\}", re.DOTALL)
_ROOTS = re.compile(r"^site\.(baseurl|url|github\.url)$")
_CONTENTS = re.compile(
    r"^(?:[*+-]|\d+\.)[ \t]+[^\n]*\n\{:\s*toc[^}\n]*\}[ \t]*$|^\{:\s*toc[^}\n]*\}[ \t]*$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Around:
    """What Liquid asks of where it stands: the file, the site's and the page's values, and what files are there."""

    path: str
    line: int
    site: Mapping[str, Any]
    page: Mapping[str, Any]
    paths: Iterable[str]


def resolved(body: str, around: Around) -> tuple[str, list[Note]]:
    """`body` without the Liquid that can be worked out here."""
    notes: list[Note] = []
    held: list[str] = []
    # A letter for private use that nobody used.
    mark = next(letter for letter in map(chr, range(0xE000, 0xF8FF)) if letter not in body)
    kept = re.compile(f"{mark}(\\d+)\n*{mark}")

    def line(found: re.Match[str]) -> int:
        return around.line + found.string.count("\n", 0, found.start())

    def hold(text: str, found: re.Match[str]) -> str:
        # Lines after it keep their numbers.
        held.append(text)
        lines = "\n" * found[0].count("\n")
        return f"{mark}{len(held) - 1}{lines}{mark}"

    def block(found: re.Match[str]) -> str:
        if found["name"] == "raw":
            return hold(found["inner"], found)
        if found["name"] == "comment":
            message = "A comment of Liquid is one of HTML now."
            notes.append(Note(Sort.CHANGED, "comments", around.path, line(found), message))
            return hold(f"<!-- {found['inner'].strip().replace('-->', '--&gt;')} -->", found)
        language, *options = found["rest"].split()
        if options:
            message = f"Of `highlight`: {' '.join(options)}"
            notes.append(Note(Sort.LEFT_OUT, "options of code", around.path, line(found), message))
        fence = "`" * max(3, 1 + max((len(it) for it in re.findall("`+", found["inner"])), default=0))
        code = kept.sub(lambda it: held[int(it[1])], found["inner"])
        return hold(f"{fence}{language}\n{code.strip(chr(10))}\n{fence}", found)

    def tag(found: re.Match[str]) -> str:
        known = _TAGS.get(found["name"])
        if known and (text := known(found["rest"].strip(), around)) is not None:
            return text
        if not found["name"].startswith("end") and found["name"] not in {"else", "elsif"}:
            notes.append(_unknown(f"`{{% {found['name']} %}}`", found[0], around.path, line(found)))
        return hold("\\" + found[0], found)

    def value(found: re.Match[str]) -> str:
        text = _value(found["said"], around)
        if text is None:
            notes.append(_unknown("`{{ }}`", found[0], around.path, line(found)))
            return hold("\\" + found[0], found)
        return text

    def contents(found: re.Match[str]) -> str:
        message = "A list of contents was made here. brief shows one beside each long text."
        notes.append(Note(Sort.CHANGED, "lists of contents", around.path, line(found), message))
        return "\n" * found[0].count("\n")

    body = re.compile(_BLOCK.pattern.replace("raw|highlight|comment", "raw"), re.DOTALL).sub(block, body)
    for pattern, change in ((_BLOCK, block), (_TAG, tag), (_VALUE, value), (_CONTENTS, contents)):
        body = pattern.sub(change, body)
    while kept.search(body):
        body = kept.sub(lambda found: held[int(found[1])], body)
    return body, notes


def _unknown(subject: str, written: str, path: str, line: int) -> Note:
    message = f"Liquid that brief has no use for stands in the text as it was written: {' '.join(written.split())}"
    return Note(Sort.PERSON, f"Liquid {subject}", path, line, message)


def _link(rest: str, _: Around) -> str | None:
    wanted = rest.strip("\"'").strip("/")
    return SOURCE + quote(wanted) if wanted else None


def _post(rest: str, around: Around) -> str | None:
    wanted = rest.strip("\"'").strip("/")
    folder, _, name = wanted.rpartition("/")
    posts = [path for path in around.paths if "_posts/" in path and re.sub(r"\.\w+$", "", path).endswith(f"/{name}")]
    within = [path for path in posts if not folder or f"{folder}/" in path]
    return SOURCE + quote((within or posts)[0]) if posts else None


def _first(rest: str) -> str:
    return rest.split(maxsplit=1)[0].strip("\"'") if rest else ""


def _gist(rest: str, _: Around) -> str | None:
    ident = _first(rest)
    return f"[Gist {ident}](https://gist.github.com/{quote(ident)})" if ident else None


def _youtube(rest: str, _: Around) -> str | None:
    ident = _first(rest)
    ident = re.sub(r"^https?://.*(?:v=|youtu\.be/)", "", ident)
    return f"[YouTube: {ident}](https://www.youtube.com/watch?v={quote(ident)})" if ident else None


_TAGS: Mapping[str, Callable[[str, Around], str | None]] = {
    "link": _link,
    "post_url": _post,
    "gist": _gist,
    "youtube": _youtube,
}


def _value(said: str, around: Around) -> str | None:
    """What an expression stands for: a text or a value, with filters that only make an address of it."""
    first, *filters = (part.strip() for part in said.split("|"))
    text = _plain(first, around)
    for given in filters:
        name, _, argument = given.partition(":")
        more = _plain(argument.strip(), around) if argument else ""
        match name.strip():
            case "relative_url" | "absolute_url" | "escape" | "strip" | "xml_escape":
                pass
            case "prepend" if more is not None and text is not None:
                text = more + text
            case "append" if more is not None and text is not None:
                text = text + more
            case _:
                return None
    return text


def _plain(said: str, around: Around) -> str | None:
    if quoted := re.fullmatch(r"\"([^\"]*)\"|'([^']*)'", said):
        return quoted[1] if quoted[1] is not None else quoted[2]
    if _ROOTS.match(said):
        return ""
    owner, _, name = said.partition(".")
    values = {"site": around.site, "page": around.page}.get(owner, {})
    value = values.get(name)
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else None
