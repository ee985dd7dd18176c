"""Which briefing replaces which, in every language of both, and which is the last of its chain."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from brief.diagnostics import Code, Diagnostic, error
from brief.linking.editions import in_language
from brief.linking.reaching import reached
from brief.linking.resolving import Directory
from brief.model import Briefing, Status


@dataclass(frozen=True, slots=True)
class Succession:
    """What each briefing replaces, is replaced by, and in the end gave way to; by the briefing's path.

    `latest` is there for briefings that were replaced by one and no other, all along their chain.
    """

    supersedes: Mapping[str, tuple[Briefing, ...]]
    superseded_by: Mapping[str, tuple[Briefing, ...]]
    latest: Mapping[str, Briefing]


def succession(
    briefings: Iterable[Briefing], directory: Directory, versions: Mapping[str, Mapping[str, Briefing]]
) -> tuple[Succession, list[Diagnostic]]:
    """The chains among `briefings`. `versions` are each one's translations, by path. A circle is a fault."""
    older: dict[str, dict[str, Briefing]] = defaultdict(dict)
    newer: dict[str, dict[str, Briefing]] = defaultdict(dict)
    faults: list[Diagnostic] = []
    replaced_by: dict[str, set[str]] = defaultdict(set)
    for briefing in briefings:
        if briefing.status is Status.WITHDRAWN:
            continue
        work = versions[briefing.path]
        for index, slug in enumerate(briefing.supersedes):
            replaced = directory.briefing(slug, briefing.lang)
            if replaced is None or replaced.path in {version.path for version in work.values()}:
                continue
            old_work = versions[replaced.path]
            if _key(old_work) in reached(_key(work), replaced_by):
                message = f"`{briefing.slug}` supersedes `{slug}`, which supersedes it in turn."
                place = briefing.marks.of("supersedes", index)
                faults.append(error(Code.SUCCESSION_CYCLE, place, message, "Keep the newer one's `supersedes` alone."))
                continue
            replaced_by[_key(old_work)].add(_key(work))
            for version in work.values():
                shown = in_language(old_work, version.lang)
                older[version.path][shown.path] = shown
            for version in old_work.values():
                shown = in_language(work, version.lang)
                newer[version.path][shown.path] = shown
    superseded_by = {path: tuple(listed.values()) for path, listed in newer.items()}
    found = Succession(
        supersedes={path: tuple(listed.values()) for path, listed in older.items()},
        superseded_by=superseded_by,
        latest={path: last for path in superseded_by if (last := _last(path, superseded_by))},
    )
    return found, faults


def _key(work: Mapping[str, Briefing]) -> str:
    """The path of a work's original."""
    return next(iter(work.values())).path


def _last(path: str, superseded_by: Mapping[str, tuple[Briefing, ...]]) -> Briefing | None:
    """The end of the chain from `path`; None where it branches."""
    last = None
    while successors := superseded_by.get(path):
        if len(successors) > 1:
            return None
        last = successors[0]
        path = last.path
    return last
