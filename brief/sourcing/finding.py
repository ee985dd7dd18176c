"""The briefing that a person names."""

from collections.abc import Iterable
from pathlib import Path

from brief.config import Site
from brief.editing.edits import Refused
from brief.model import Briefing
from brief.reading.loading import Content
from brief.suggestions import did_you_mean


def briefing(site: Site, content: Content, name: str, here: Path) -> Briefing:
    """The briefing of a slug, or at a path: from `here`, from the site's folder, or from one of its content.

    Raises Refused where there is none, or more than one.
    """
    found = [item for item in content.briefings if item.path in set(_paths(site, name, here))]
    found = found or [item for item in content.briefings if item.slug == name]
    if not found:
        broken = content.broken.get("briefings", frozenset())
        if Path(name).stem in broken or name in broken:
            raise Refused(f"`{name}` has faults that keep it from being read: `brief check` shows them.")
        hint = did_you_mean(name, {item.slug for item in content.briefings}, "Name its slug or its file.")
        raise Refused(f"There is no briefing `{name}`. {hint}")
    if len(found) > 1:
        listed = ", ".join(item.path for item in found)
        raise Refused(f"`{name}` stands for several: {listed}. Name the file.")
    if found[0].unsourced:
        raise Refused(f"{found[0].path} says why it has no source: take `unsourced` out first.")
    return found[0]


def _paths(site: Site, name: str, here: Path) -> Iterable[str]:
    yield from (name, f"content/{name}", f"content/briefings/{name}")
    full = (here / name).resolve()
    if full.is_relative_to(site.root.resolve()):
        yield full.relative_to(site.root.resolve()).as_posix()
