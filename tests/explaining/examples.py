"""The examples of the texts on codes: files of a site, wrong and mended, and what brief says of the wrong ones."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import frontmatter
from markdown_it import MarkdownIt
from markdown_it.token import Token

from brief.diagnostics import Code
from brief.explaining.explanations import explanation

SITE = {
    "site.toml": '[site]\ntitle = "An archive"\nbase_url = "https://example.org"\n',
    "content/tags/interpol.md": "---\ntitle: Interpol\n---\n",
    "content/outlets/tass.md": "---\ntitle: TASS\n---\n",
    "content/briefings/notices.md": """---
title: What a notice is
date: 2026-01-05
summary: A notice asks the police of other countries for help.
tags: [interpol]
sources:
  - id: report
    outlet: tass
    title: A report on notices
    where: Library of the ministry, shelf 4
---

Police ask each other for help [@report].
""",
}
"""A small site with which nothing is wrong. An example's files are added, or take the place of these."""

_FILE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Example:
    """One code's example. `said` is what brief says of the site that is wrong; `command` is how it is asked."""

    command: tuple[str, ...]
    wrong: Mapping[str, str]
    said: str
    mended: Mapping[str, str]


def front(code: Code) -> dict[str, Any]:
    """The front matter of a code's text."""
    keys, _ = frontmatter.parse((files("brief.explaining") / "codes" / f"{code}.md").read_text("utf-8"))
    return keys


def example(code: Code) -> Example:
    """The example of a code, which has one."""
    sections: dict[str, list[Token]] = {}
    heading = ""
    tokens = MarkdownIt().parse(explanation(code).body)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is not None and before.type == "heading_open":
            heading = token.content
        elif token.type in {"inline", "fence"}:
            sections.setdefault(heading, []).append(token)
    (said,) = (token.content for token in sections["What brief says"] if token.type == "fence")
    command = tuple(str(front(code).get("command", "check")).split())
    return Example(command, _files(sections["Wrong"]), said, _files(sections["Mended"]))


def _files(tokens: list[Token]) -> dict[str, str]:
    """Each fenced block under the name that stands alone above it."""
    found = {}
    for name, block in zip(tokens[::2], tokens[1::2], strict=True):
        named = _FILE.fullmatch(name.content)
        assert named, name.content
        assert block.type == "fence", block
        found[named[1]] = block.content
    return found
