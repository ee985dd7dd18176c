"""Pelican's three kinds of texts: Markdown with a head of fields, reStructuredText, and HTML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from bs4 import BeautifulSoup, Tag
from docutils import nodes
from docutils.core import publish_doctree, publish_from_doctree
from docutils.parsers.rst import directives
from docutils.parsers.rst.directives.body import CodeBlock

from brief.importing.html import markdown_of
from brief.importing.material import Note, Sort
from brief.importing.matter import split

_FIELD = re.compile(r"^[ ]{0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)$")
_MORE = re.compile(r"^(?:[ ]{4,}|\t)(?P<value>.*)$")
_CODE = re.compile(
    r"^(?:    |\t):::(?P<language>[\w+#.-]+)[ \t]*\n(?P<code>(?:(?:    |\t)[^\n]*\n?|[ \t]*\n)+)", re.MULTILINE
)
_LOOKS = (
    *("anchorlinenos", "classprefix", "hl_lines", "lineanchors", "linenos", "linenospecial", "linenostart"),
    *("linenostep", "lineseparator", "linespans", "nobackground", "nowrap", "tagsfile", "tagurlformat"),
)
# docutils writes nothing of its own between a text's parts, and reads neither files nor settings.
_SAFE: Mapping[str, Any] = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "report_level": 2,
    "halt_level": 5,
    "warning_stream": False,
    "doctitle_xform": True,
    "sectsubtitle_xform": False,
    "initial_header_level": 2,
    "syntax_highlight": "none",
    "math_output": "LaTeX",
    "embed_stylesheet": False,
}


@dataclass(frozen=True, slots=True)
class Parts:
    """A text taken apart: its fields, and its body as Markdown, which begins at line `line` of the file."""

    fields: Mapping[str, Any]
    body: str
    written: str
    line: int
    notes: tuple[Note, ...] = ()


def markdown(text: str) -> Parts:
    """Fields at the head of a Markdown file, one a line or in YAML. Raises Unreadable."""
    if text.startswith("---"):
        matter = split(text)
        return Parts(matter.data, _with_fences(matter.body), matter.body, matter.body_line)
    fields: dict[str, list[str]] = {}
    last = ""
    lines = text.split("\n")
    at = 0
    for line in lines:
        found = _FIELD.match(line)
        more = _MORE.match(line)
        if found:
            last = found["key"]
            fields.setdefault(last, []).append(found["value"].strip())
        elif more and last:
            fields[last].append(more["value"].strip())
        else:
            at += not line.strip() and bool(fields)
            break
        at += 1
    if not fields:
        return Parts({}, _with_fences(text), text, 1)
    body = "\n".join(lines[at:])
    return Parts(
        {key: " ".join(filter(None, listed)) for key, listed in fields.items()}, _with_fences(body), body, at + 1
    )


def _with_fences(body: str) -> str:
    """Code that names its language in a first line, as fences."""

    def fenced(found: re.Match[str]) -> str:
        code = re.sub(r"^(?:    |\t)", "", found["code"], flags=re.MULTILINE).strip("\n")
        if "```" in code:
            return found[0]
        return f"```{found['language']}\n{code}\n```\n\n"

    return _CODE.sub(fenced, body)


class _Code(CodeBlock):
    """Code as Pelican reads it: with options of Pygments, which change its looks alone ("Syntax highlighting")."""

    option_spec: ClassVar[dict[str, Any]] = {
        **(CodeBlock.option_spec or {}),
        **dict.fromkeys(_LOOKS, directives.unchanged),
    }

    def run(self) -> list[nodes.Node]:
        self.options = {name: value for name, value in self.options.items() if name not in _LOOKS}
        made: list[nodes.Node] = super().run()  # type: ignore[no-untyped-call]
        return made


def restructured(text: str, path: str) -> Parts:
    """A text in reStructuredText. What docutils can't read stays as it was written, told."""
    for name in ("code-block", "sourcecode"):
        directives.register_directive(name, _Code)
    tree = publish_doctree(text, settings_overrides=dict(_SAFE))
    fields: dict[str, Any] = {"title": tree.get("title", "")}
    for docinfo in list(tree.findall(nodes.docinfo)):
        fields |= _docinfo(docinfo)
        docinfo.parent.remove(docinfo)
    notes = [note for message in list(tree.findall(nodes.system_message)) for note in _kept(message, path)]
    for title in list(tree.findall(nodes.title)):
        if title.parent is tree:
            tree.remove(title)
    for subtitle in list(tree.findall(nodes.subtitle)):
        # Of a document it is the first heading below the title.
        section = nodes.section(ids=subtitle.get("ids", []))
        section += nodes.title("", subtitle.astext())
        subtitle.parent.replace(subtitle, section)
    html = publish_from_doctree(tree, writer="html5", settings_overrides=dict(_SAFE)).decode()
    soup = BeautifulSoup(html, "html.parser")
    for literal in soup.find_all("span", class_="literal"):
        if isinstance(literal, Tag):
            literal.name = "code"
    for code in soup.find_all("pre", class_="code"):
        if isinstance(code, Tag):
            names = [name for name in code.get_attribute_list("class") if name not in {"code", "literal-block"}]
            code["class"] = f"language-{names[0]}" if names else ""
    main = soup.find("main") or soup.find("body")
    inner = main.decode_contents() if isinstance(main, Tag) else ""
    body, found = markdown_of(inner, path, 1)
    return Parts(fields, body, text, 1, (*notes, *found))


def _docinfo(docinfo: nodes.Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in docinfo.children:
        if isinstance(node, nodes.field):
            name, value = node.children
            found[name.astext().lower()] = value.astext()
        elif isinstance(node, nodes.Element):
            found[node.tagname] = node.astext().replace("\n\n", "; ")
    return found


def _kept(message: nodes.Node, path: str) -> list[Note]:
    """What a message of docutils is about, in its place as code, and a note; nothing where it tells of no loss."""
    assert isinstance(message, nodes.system_message)
    written = [node for node in message.children if isinstance(node, nodes.literal_block)]
    parent = message.parent
    if parent is None:
        return []
    if written:
        parent.replace(message, written)
    else:
        parent.remove(message)
    words = next((node.astext() for node in message.children if isinstance(node, nodes.paragraph)), "")
    line = message.get("line") or 1
    end = " It stands in the text as it was written." if written else ""
    return [
        Note(Sort.PERSON, "reStructuredText that can't be read", path, int(line), f"{' '.join(words.split())}{end}")
    ]


def html(text: str, path: str) -> Parts:
    """A text in HTML, whose head holds the fields."""
    soup = BeautifulSoup(text, "html.parser")
    title, body = soup.find("title"), soup.find("body")
    fields: dict[str, Any] = {"title": title.get_text().strip()} if isinstance(title, Tag) else {}
    for meta in soup.find_all("meta"):
        if isinstance(meta, Tag) and meta.get("name"):
            fields[str(meta["name"]).lower()] = str(meta.get("content") or meta.get("contents") or "")
    inner = body.decode_contents() if isinstance(body, Tag) else re.sub(r"<head\b.*?</head>", "", text, flags=re.DOTALL)
    made, notes = markdown_of(inner, path, 1)
    return Parts(fields, made, text, 1, tuple(notes))
