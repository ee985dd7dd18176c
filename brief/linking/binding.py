"""What texts refer to, and what refers to whom: one text after another, since all of them are much to hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from brief.config import Site
from brief.diagnostics import Diagnostic
from brief.linking.backlinks import Backlinks, Gathering
from brief.linking.checks import faults_of
from brief.linking.resolving import Directory, Target
from brief.linking.targets import targets_of
from brief.linking.worked import Worked
from brief.markdown.text import Links
from brief.model import Briefing, Document, Page

ByLanguage = Mapping[str, tuple[Target | None, ...]]
"""What the references of a text lead to, in order, by the language of the page that it is on."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What the texts lead to: `targets` by the path of the item, `pictures` the addresses of those that they show.

    `asked` are the anchors that references name, in whatever text, and `anchors` those of them that are where they are
    looked for, by the path of that text.
    """

    targets: Mapping[str, ByLanguage]
    backlinks: Backlinks
    pictures: frozenset[str]
    asked: frozenset[str]
    anchors: Mapping[str, tuple[str, ...]]
    faults: tuple[Diagnostic, ...]


def bind(
    site: Site,
    shown: Iterable[Document],
    hidden: Iterable[Document],
    texts: Mapping[str, Links],
    directory: Directory,
    known: frozenset[str],
    originals: Mapping[str, str],
) -> Bound:
    """Follow the references of `shown` items, in the order in which backlinks are listed, and check what all name.

    `hidden` items get no page, and nothing that they refer to is followed. `known` are the paths of all files that the
    site is going to have, `originals` the path of each version's original.
    """
    # Most items have their targets in the same languages, and a mapping for each would take twice as much.
    languages: dict[str, tuple[str, ...]] = {}
    once: dict[tuple[str, ...], tuple[str, ...]] = {}
    targets: dict[str, tuple[tuple[Target | None, ...], ...]] = {}
    gathering = Gathering(originals)
    pictures: set[str] = set()
    asked: set[str] = set()
    faults: list[Diagnostic] = []
    for item in hidden:
        text = texts.get(item.path)
        faults += faults_of(item, text, site, directory)
        asked |= _asked(text)
    for item in shown:
        text = texts.get(item.path)
        faults += faults_of(item, text, site, directory)
        if not text or not text.references:
            continue
        asked |= _asked(text)
        resolved, told = targets_of(item, text, site, directory, known)
        faults += told
        pictures |= _pictures(text, resolved)
        if isinstance(item, Briefing | Page):
            gathering.add(item, text, resolved)
        languages[item.path] = once.setdefault(tuple(resolved), tuple(resolved))
        targets[item.path] = tuple(resolved.values())
    return Bound(
        Worked(targets, lambda path: dict(zip(languages[path], targets[path], strict=True))),
        gathering.backlinks(),
        frozenset(pictures),
        frozenset(asked),
        directory.anchors(),
        tuple(faults),
    )


def _asked(text: Links | None) -> set[str]:
    return {reference.fragment for reference in text.references} if text else set()


def _pictures(text: Links, resolved: ByLanguage) -> set[str]:
    return {
        target.address
        for targets in resolved.values()
        for reference, target in zip(text.references, targets, strict=True)
        if reference.is_picture and target
    }
