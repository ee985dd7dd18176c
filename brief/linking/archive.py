"""The Archive: all content, checked and cross-linked, as every page of the site sees it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from brief.config import Site
from brief.diagnostics import Diagnostic
from brief.linking import addresses
from brief.linking.checks import check
from brief.linking.claims import claims, collisions
from brief.linking.editions import Edition, edition, in_language, newest_first
from brief.linking.prose import render_all
from brief.linking.resolving import Directory, Target
from brief.linking.works import briefing_works, by_path, page_works
from brief.markdown.text import Text
from brief.model import Briefing, Document, Outlet, Page, Status, Tag
from brief.reading.loading import Content


@dataclass(frozen=True, slots=True)
class Archive:
    """One site's content as a graph.

    `briefings` are those that get a page, newest first. `texts` are the rendered bodies, and `targets`
    what their references lead to, in order; both by the path of the item's file. `briefing_versions`
    and `page_versions` give each, by path, its translations and itself, by language.
    """

    site: Site
    briefings: tuple[Briefing, ...]
    tags: Mapping[str, Tag]
    outlets: Mapping[str, Outlet]
    pages: tuple[Page, ...]
    files: Mapping[str, Path]
    editions: Mapping[str, Edition]
    texts: Mapping[str, Text]
    targets: Mapping[str, Mapping[str, tuple[Target | None, ...]]]
    briefing_versions: Mapping[str, Mapping[str, Briefing]]
    page_versions: Mapping[str, Mapping[str, Page]]
    narrower: Mapping[str, tuple[str, ...]]
    supersedes: Mapping[str, tuple[Briefing, ...]]
    superseded_by: Mapping[str, tuple[Briefing, ...]]


def link(site: Site, content: Content) -> tuple[Archive, list[Diagnostic]]:
    """Cross-link `content`. Faults are reported and left out, so that the rest can be shown."""
    texts, faults = render_all(site, content)
    shown = newest_first(b for b in content.briefings if site.drafts or b.status is not Status.DRAFT)
    directory = Directory(site, content, shown, texts)
    works, work_faults = briefing_works(shown, site.language, directory, content)
    pages, page_faults = page_works(content.pages, site.language, content)
    editions = {lang: edition(lang, works, pages) for lang in site.languages}
    claimed = tuple(claims(site, content, shown, editions))
    known = frozenset(addresses.output_path(claim.address) for claim in claimed)
    targets, target_faults = _targets(site, content, shown, texts, directory, known)
    versions = by_path(works)
    archive = Archive(
        site=site,
        briefings=shown,
        tags={tag.id: tag for tag in content.tags},
        outlets={outlet.id: outlet for outlet in content.outlets},
        pages=content.pages,
        files=content.files,
        editions=editions,
        texts=texts,
        targets=targets,
        briefing_versions=versions,
        page_versions=by_path(pages),
        narrower=_narrower(content.tags),
        **_succession(shown, directory, versions),
    )
    checked = check(site, content, directory, texts)
    return archive, [*faults, *work_faults, *page_faults, *collisions(claimed), *checked, *target_faults]


def _targets(
    site: Site,
    content: Content,
    shown: Iterable[Briefing],
    texts: Mapping[str, Text],
    directory: Directory,
    known: frozenset[str],
) -> tuple[dict[str, dict[str, tuple[Target | None, ...]]], list[Diagnostic]]:
    """For each body, by path and by the language of the page it is on, what its references lead to."""
    faults: list[Diagnostic] = []
    found: dict[str, dict[str, tuple[Target | None, ...]]] = {}
    everything: tuple[Document, ...] = (*shown, *content.tags, *content.outlets, *content.pages)
    for item in everything:
        text = texts.get(item.path)
        if text is None or not text.references:
            continue
        # Tags and outlets are described once and shown in every edition.
        languages = (item.lang,) if isinstance(item, Briefing | Page) else site.languages
        found[item.path] = {}
        for lang in languages:
            resolved = [directory.resolve(reference, lang, known) for reference in text.references]
            faults += [outcome for outcome in resolved if isinstance(outcome, Diagnostic)]
            found[item.path][lang] = tuple(outcome if isinstance(outcome, Target) else None for outcome in resolved)
    return found, faults


def _narrower(tags: Iterable[Tag]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for tag in tags:
        for broader in dict.fromkeys(tag.broader):
            found[broader].append(tag.id)
    return {broader: tuple(narrower) for broader, narrower in found.items()}


def _succession(
    briefings: Iterable[Briefing], directory: Directory, versions: Mapping[str, Mapping[str, Briefing]]
) -> dict[str, Mapping[str, tuple[Briefing, ...]]]:
    """Which briefings each replaces and is replaced by, by path: in every language of both."""
    old: dict[str, dict[str, Briefing]] = defaultdict(dict)
    new: dict[str, dict[str, Briefing]] = defaultdict(dict)
    for briefing in briefings:
        if briefing.status is Status.WITHDRAWN:
            continue
        for slug in briefing.supersedes:
            replaced = directory.briefing(slug, briefing.lang)
            if replaced is None or replaced.path in {version.path for version in versions[briefing.path].values()}:
                continue
            for newer in versions[briefing.path].values():
                for older in versions[replaced.path].values():
                    shown = in_language(versions[replaced.path], newer.lang)
                    old[newer.path][shown.path] = shown
                    shown = in_language(versions[briefing.path], older.lang)
                    new[older.path][shown.path] = shown
    return {
        "supersedes": {path: tuple(listed.values()) for path, listed in old.items()},
        "superseded_by": {path: tuple(listed.values()) for path, listed in new.items()},
    }
