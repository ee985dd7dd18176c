"""Briefings of days to come: what will be wrong with their links on the day that they appear is told before it."""

from collections.abc import Iterable, Iterator, Mapping

from brief.config import Site
from brief.diagnostics import Diagnostic
from brief.linking import addresses
from brief.linking.resolving import Directory, unseen
from brief.linking.targets import targets_of
from brief.markdown.text import Links
from brief.model import Briefing, Status
from brief.reading.loading import Content


def ahead(
    site: Site, content: Content, shown: Iterable[Briefing], texts: Mapping[str, Links], known: frozenset[str]
) -> Iterator[Diagnostic]:
    """What is wrong with the links of scheduled briefings that are not among the `shown`, each as of its own day.

    `known` are the paths of all files that the site is going to have today.
    """
    coming = [item for item in content.briefings if item.status is Status.SCHEDULED]
    if site.drafts or not coming:
        return
    directory = Directory(site, content, (*shown, *coming), texts)
    then = known | {addresses.output_path(addresses.briefing(site, item)) for item in coming}
    for item in coming:
        text = texts.get(item.path)
        if text is None:
            continue
        targets, faults = targets_of(item, text, site, directory, then)
        yield from faults
        for reference, target in zip(text.references, targets[item.lang], strict=True):
            other = target.item if target and not reference.is_mention else None
            if isinstance(other, Briefing) and other.status is Status.SCHEDULED and other.date > item.date:
                yield unseen(reference, other)
