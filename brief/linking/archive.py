"""The Archive: all content, checked and cross-linked, as every page of the site sees it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from pathlib import Path

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, Location, warning
from brief.linking import addresses, permanence
from brief.linking.backlinks import Backlinks, backlinks
from brief.linking.checks import check
from brief.linking.claims import claims, collisions, sitemap_parts
from brief.linking.documents import key, spellings
from brief.linking.editions import Edition, edition, newest_first
from brief.linking.naming import governance
from brief.linking.prose import render_all
from brief.linking.related import related
from brief.linking.resolving import Directory, Target
from brief.linking.successions import Succession, succession
from brief.linking.works import Works, briefing_works, by_path, page_works
from brief.markdown.text import Reference, Text
from brief.model import Briefing, Document, Health, Outlet, Page, Picture, Revision, Status, Tag
from brief.progress import SILENT, Progress
from brief.reading.fonts import Fonts
from brief.reading.loading import Content
from brief.reading.pictures import measure_all


@dataclass(frozen=True, slots=True)
class Archive:
    """One site's content as a graph.

    `briefings` are those that get a page, newest first. `texts` are the rendered bodies, and `targets`
    what their references lead to, in order; both by the path of the item's file. `briefing_versions`
    and `page_versions` give each, by path, its translations and itself, by language. `backlinks` and `related`
    are by the path of the original, and so are those that `related` names. `redirects` are addresses that lists
    had when they were longer, and where each leads now; `kept` are all those that the ledger has to hold.
    `pictures` are those that texts show, by address.
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
    succession: Succession
    backlinks: Backlinks
    related: Mapping[str, tuple[str, ...]]
    redirects: Mapping[str, str]
    kept: frozenset[str]
    history: Mapping[str, tuple[Revision, ...]]
    health: Mapping[str, Health]
    ledger: Mapping[str, Location]
    fonts: Fonts | None = None
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    def original(self, item: Document) -> str:
        """The path under which all that concerns a work is gathered: that of its original."""
        return _original(item, self.briefing_versions, self.page_versions)


def link(
    site: Site, content: Content, executor: Executor | None = None, progress: Progress = SILENT
) -> tuple[Archive, list[Diagnostic]]:
    """Render and cross-link `content`. Faults are reported and left out, so that the rest can be shown.

    `executor` takes batches of the texts.
    """
    texts, faults = render_all(site, content, executor, progress)
    with progress.phase("linking"):
        archive, found = connect(site, content, texts)
    with progress.phase("pictures"):
        pictures, doubts = measure_all(_shown_pictures(archive))
    by_address = {addresses.file(path): picture for path, picture in pictures.items()}
    return replace(archive, pictures=by_address), [*faults, *found, *doubts]


def _shown_pictures(archive: Archive) -> dict[str, Path]:
    """The files that a text shows as pictures, by path."""
    shown = {
        target.address
        for path, by_lang in archive.targets.items()
        for targets in by_lang.values()
        for reference, target in zip(archive.texts[path].references, targets, strict=True)
        if reference.is_picture and target
    }
    return {path: full for path, full in archive.files.items() if addresses.file(path) in shown}


def connect(site: Site, content: Content, texts: Mapping[str, Text]) -> tuple[Archive, list[Diagnostic]]:
    """Cross-link `content`, whose bodies are rendered already; by path of their files."""
    shown = newest_first(b for b in content.briefings if site.drafts or b.status is not Status.DRAFT)
    directory = Directory(site, content, shown, texts)
    works, work_faults = briefing_works(shown, site.language, directory, content)
    pages, page_faults = page_works(content.pages, site.language, content)
    editions = {lang: edition(lang, works, pages) for lang in site.languages}
    claimed = tuple(claims(site, content, shown, editions))
    claimed += tuple(sitemap_parts(site, claimed))
    kept = permanence.kept(claimed)
    redirects = permanence.shrunk(content.ledger, kept)
    known = frozenset(addresses.output_path(claim.address) for claim in claimed)
    targets, target_faults = _targets(site, content, shown, texts, directory, known)
    versions, page_versions = by_path(works), by_path(pages)
    chains, chain_faults = succession(shown, directory, versions)
    items: tuple[Briefing | Page, ...] = (*shown, *content.pages)
    originals = {item.path: _original(item, versions, page_versions) for item in items}
    backlinked = backlinks(items, texts, targets, originals)
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
        page_versions=page_versions,
        narrower=_narrower(content.tags),
        succession=chains,
        backlinks=backlinked,
        related=_related(works, backlinked, originals),
        redirects=redirects,
        kept=kept,
        history=content.history,
        health=content.health,
        ledger=content.ledger,
        fonts=content.fonts,
    )
    found = [
        *work_faults,
        *page_faults,
        *collisions(claimed),
        *permanence.vanished(content.ledger, known, redirects, kept),
        *chain_faults,
        *check(site, content, directory, texts),
        *governance(content.tags),
        *spellings(shown),
        *target_faults,
    ]
    return archive, found


def _original(
    item: Document, briefings: Mapping[str, Mapping[str, Briefing]], pages: Mapping[str, Mapping[str, Page]]
) -> str:
    versions: Mapping[str, Briefing] | Mapping[str, Page] = briefings.get(item.path) or pages.get(item.path) or {}
    paths = [version.path for version in versions.values()]
    return paths[0] if paths else item.path


_RELATED = 5


def _related(works: Works[Briefing], found: Backlinks, originals: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What each briefing shares with others: tags, documents and links."""
    standing = [
        next(iter(versions.values()))
        for versions in works.values()
        if any(version.status is not Status.WITHDRAWN for version in versions.values())
    ]
    features = {
        item.path: frozenset(
            (*(f"tag {tag}" for tag in item.tags), *(f"source {key(source)}" for source in item.sources))
        )
        for item in reversed(newest_first(standing))
    }
    links = {
        path: [originals[link.origin.path] for link in listed]
        for path, listed in found.links.items()
        if path in features
    }
    return related(features, links, _RELATED)


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
            pairs = zip(text.references, resolved, strict=True)
            faults += [fault for reference, outcome in pairs for fault in _doubts(item, reference, outcome)]
            found[item.path][lang] = tuple(outcome if isinstance(outcome, Target) else None for outcome in resolved)
    return found, faults


def _doubts(item: Document, reference: Reference, target: Target | Diagnostic | None) -> Iterator[Diagnostic]:
    """What is odd about a link that leads somewhere."""
    if not isinstance(target, Target) or target.item is None:
        return
    if target.item.path == item.path and not reference.fragment:
        message = "The link leads to the page that it stands on."
        hint = "Take it out, or link to one of its headings: `[[slug#heading]]`."
        yield warning(Code.SELF_LINK, reference.location, message, hint)
    if reference.fragment and isinstance(target.item, Briefing) and target.item.status is Status.WITHDRAWN:
        message = f"`{target.title}` is withdrawn, and its heading `#{reference.fragment}` with it."
        yield warning(Code.LINK_TO_WITHDRAWN, reference.location, message, "Link to the page alone, which says why.")


def _narrower(tags: Iterable[Tag]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for tag in tags:
        for broader in dict.fromkeys(tag.broader):
            found[broader].append(tag.id)
    return {broader: tuple(narrower) for broader, narrower in found.items()}
