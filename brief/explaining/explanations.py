"""The texts of `codes/`: one Markdown file for each code, which the guide publishes as it is.

The front matter of a file has `title` and `group`; `command` where the example takes another one than `brief check`;
and, where no example site can cause the finding, `elsewhere`, which says why not, with the `test` that does.
"""

from dataclasses import dataclass
from importlib.resources import files

import frontmatter

from brief.diagnostics import Code


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one code means. `body` is Markdown: text, then under headings of level 2 how to mend it, and an example."""

    code: Code
    title: str
    group: str
    body: str


def explanation(code: Code) -> Explanation:
    """The text of a code; a test sees to it that there is one for each."""
    text = (files("brief.explaining") / "codes" / f"{code}.md").read_text("utf-8")
    keys, body = frontmatter.parse(text)
    return Explanation(code, str(keys["title"]), str(keys["group"]), body)


def groups() -> dict[str, list[Explanation]]:
    """All explanations by their groups, both in the order in which `Code` lists them."""
    found: dict[str, list[Explanation]] = {}
    for one in map(explanation, Code):
        found.setdefault(one.group, []).append(one)
    return found
