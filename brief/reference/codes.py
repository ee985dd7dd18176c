"""What every code of a finding means and how it is mended, as Markdown."""

import re
from collections.abc import Iterator

from brief.explaining.explanations import Explanation, groups
from brief.reference.prose import code, prose

_HEADING = re.compile(r"#+ (?P<text>.+)")
_FENCE = re.compile(r"`{3,}|~{3,}")


def codes() -> str:
    """A section for each group of codes: a list of them, and a section for each, with the id `finding-CODE`."""
    return "\n\n".join(part for name, listed in groups().items() for part in _group(name, listed))


def _group(name: str, listed: list[Explanation]) -> Iterator[str]:
    yield f"## {prose(name)}"
    yield "\n".join(f"- [{code(one.code)}](#{_id(one)}): {prose(one.title)}" for one in listed)
    for one in listed:
        yield f"### {prose(one.title)} {{#{_id(one)}}}"
        yield code(one.code)
        yield "\n".join(_body(one.body))


def _id(one: Explanation) -> str:
    return f"finding-{one.code}"


def _body(text: str) -> Iterator[str]:
    """The lines of a text, its headings as words: each code has the same ones, which would fill a list of contents."""
    fence = ""
    for line in text.splitlines():
        mark = _FENCE.match(line)
        heading = _HEADING.fullmatch(line)
        if mark and not fence:
            fence = mark[0]
        elif fence and line.rstrip() == fence:
            fence = ""
        yield f"**{heading['text']}**" if heading and not fence else line
