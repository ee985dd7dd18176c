"""The reference in the guide: what brief knows of its own commands and keys, as Markdown.

`Reference` is a Markdown extension: a line `[REFERENCE commands]` in a text, alone as `[TOC]` is, gives way to the
commands of the command line, `[REFERENCE codes]` to what each code of a finding means; `[REFERENCE site]`, `briefing`,
`tag`, `outlet` and `page` give the keys of those files.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from brief.cli import cli
from brief.reading.schema import BriefingForm, OutletForm, PageForm, TagForm
from brief.reference.codes import codes
from brief.reference.commands import commands
from brief.reference.keys import keys
from brief.validation.settings import SiteFile

SUBJECTS: Mapping[str, Callable[[], str]] = {
    "commands": partial(commands, cli),
    "codes": codes,
    "site": partial(keys, SiteFile, level=2, heading="[{}]"),
    "briefing": partial(keys, BriefingForm),
    "tag": partial(keys, TagForm),
    "outlet": partial(keys, OutletForm),
    "page": partial(keys, PageForm),
}

_LINE = re.compile(r"\[REFERENCE (?P<subject>[a-z]+)\]")
# Before Python-Markdown takes anything for HTML (priority 20): descriptions hold what looks like it.
_PRIORITY = 40


class Reference(Extension):
    """Python-Markdown's own kind of extension, as in `[extensions] markdown = ["brief.reference:Reference"]`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        md.preprocessors.register(_Lines(md), "reference", _PRIORITY)


class _Lines(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [made for line in lines for made in _given_for(line)]


def _given_for(line: str) -> list[str]:
    named = _LINE.fullmatch(line.strip())
    made = SUBJECTS.get(named["subject"]) if named else None
    return [line] if made is None else made().splitlines()
