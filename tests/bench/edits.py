"""What a writer changes between two builds, done to a site's folder; each time with other words."""

import shutil
from collections.abc import Callable
from pathlib import Path

from tests.bench.tools import Tool

TAG = "topic-7"


def cold(_tool: Tool, site: Path, _: int) -> None:
    """As after a fresh clone: no output and no state of any tool."""
    for name in ("public", ".brief", ".cache", "resources", "__pycache__", ".hugo_build.lock"):
        path = site / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def nothing(_tool: Tool, site: Path, _: int) -> None:
    """Nothing changed."""


def body(_tool: Tool, site: Path, number: int) -> None:
    path = middle(site)
    path.write_text(path.read_text(encoding="utf-8") + f"\nWords that were added, {number}.\n", encoding="utf-8")


def title(_tool: Tool, site: Path, number: int) -> None:
    path = middle(site)
    before, start, rest = path.read_text(encoding="utf-8").partition("title: ")
    _, end, after = rest.partition("\n")
    path.write_text(f'{before}{start}"A title that was changed {number}"{end}{after}', encoding="utf-8")


def tag(_tool: Tool, site: Path, number: int) -> None:
    """A new name of a tag: one file where a tag has a file of its own, else every briefing that has it."""
    own = site / f"content/tags/{TAG}.md"
    if own.is_file():
        own.write_text(f'---\ntitle: "Renamed {number}"\n---\n', encoding="utf-8")
        return
    # From the name of the run before; `topic-7` is not `topic-70`, so the sign after it belongs to it.
    old = TAG if number == 0 else f"renamed-{number - 1}"
    for path in briefings(site):
        text = path.read_text(encoding="utf-8")
        front, mark, rest = text.partition("\nsummary:")
        renamed = front
        for sign in (",", "]", "\n"):
            renamed = renamed.replace(f"{old}{sign}", f"renamed-{number}{sign}")
        if renamed == front and front.endswith(old):
            renamed = front.removesuffix(old) + f"renamed-{number}"
        if renamed != front:
            path.write_text(renamed + mark + rest, encoding="utf-8")


def template(tool: Tool, site: Path, number: int) -> None:
    path = site / tool.template
    text = path.read_text(encoding="utf-8")
    # Inside a block, since what a template says outside of the blocks that it fills is not shown.
    place, new = (
        ("<h1", f'<h1 data-run="{number}"') if "<h1" in text else ("{% endblock", f"<!-- {number} -->{{% endblock")
    )
    path.write_text(text.replace(place, new, 1), encoding="utf-8")


EDITS: dict[str, Callable[[Tool, Path, int], None]] = {
    "cold": cold,
    "nothing changed": nothing,
    "one body changed": body,
    "one title changed": title,
    "one tag renamed": tag,
    "template changed": template,
}


def briefings(site: Path) -> list[Path]:
    return sorted((site / "content/briefings").rglob("*.md"))


def middle(site: Path) -> Path:
    """The briefing that is edited."""
    found = briefings(site)
    return found[len(found) // 2]
