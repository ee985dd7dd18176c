"""The Archive: all content, checked and cross-linked, as every page of the site sees it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import msgspec

from brief.config import Site
from brief.diagnostics import Diagnostic, Location
from brief.digests import short
from brief.linking import addresses, permanence
from brief.linking.backlinks import Backlinks
from brief.linking.binding import Bound, bind
from brief.linking.claims import claims, collisions, sitemap_parts
from brief.linking.documents import Use, spellings, uses
from brief.linking.editions import Edition, edition, newest_first
from brief.linking.naming import governance
from brief.linking.prose import Prose, Texts, render_again, render_all, unusable
from brief.linking.related import Features, features, related
from brief.linking.related import Links as LinkedTo
from brief.linking.resolving import Directory, Target
from brief.linking.scheduling import ahead
from brief.linking.successions import Succession, succession
from brief.linking.works import Version, Works, briefing_works, by_path, page_works
from brief.markdown.text import Links, Text
from brief.model import Briefing, Document, Health, Outlet, Page, Picture, Revision, Status, Tag
from brief.progress import SILENT, Progress
from brief.reading.activity import active
from brief.reading.fonts import Fonts
from brief.reading.loading import Content
from brief.reading.pictures import measure_all
from brief.reading.stamps import Notes
from brief.state import State
from brief.working import uncollected


@dataclass(frozen=True, slots=True)
class Archive:
    """One site's content as a graph.

    `briefings` are those that get a page, newest first. `texts` are what is known of the rendered bodies, `html` the
    bodies, and `targets` what their references lead to, in order; all by the path of the item's file.
    `briefing_versions` and `page_versions` give each, by path, its translations and itself, by language. `backlinks`
    and `related` are by the path of the original, and so are those that `related` names. `redirects` are addresses
    that lists had when they were longer, and where each leads now; `kept` are all those that the ledger has to hold.
    `pictures` are those that texts show, by address. `basis` is a digest of all that it was linked from.
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
    html: Mapping[str, str] = field(default_factory=dict)
    basis: bytes = b""

    def original(self, item: Document) -> str:
        """The path under which all that concerns a work is gathered: that of its original."""
        versions: Mapping[str, Briefing] | Mapping[str, Page]
        versions = self.briefing_versions.get(item.path) or self.page_versions.get(item.path) or {}
        return next((version.path for version in versions.values()), item.path)


@dataclass(frozen=True, slots=True)
class Linked:
    """An archive, what it was linked from, and what is wrong: `faults` are those of the texts, `found` the others.

    `asked` are the anchors that references name, in whatever text.
    """

    archive: Archive
    content: Content
    prose: Prose
    faults: tuple[Diagnostic, ...]
    found: tuple[Diagnostic, ...]
    asked: frozenset[str]


def link(
    site: Site, content: Content, state: State, executor: Executor | None = None, progress: Progress = SILENT
) -> tuple[Archive, list[Diagnostic]]:
    """Render and cross-link `content`. Faults are reported and left out, so that the rest can be shown.

    `executor` takes batches of the texts that `state` doesn't know. Raises ChangedMeanwhile.
    """
    linked = link_after(None, site, content, state, executor, progress)
    return linked.archive, [*linked.faults, *linked.found]


def link_after(
    last: Linked | None,
    site: Site,
    content: Content,
    state: State,
    executor: Executor | None = None,
    progress: Progress = SILENT,
) -> Linked:
    """As `link`, after `last`, whose links are kept where nothing that they depend on has changed."""
    reworded = _reworded(last, site, content) if last else None
    if last and reworded is not None:
        prose, faults = render_again(site, content, state, last.prose, reworded)
    else:
        prose, faults = render_all(site, content, state, executor, last.prose if last else None, progress)
    if last and reworded is not None and _links_as_before(last, prose):
        archive = replace(last.archive, texts=prose.texts, html=prose.html)
        return Linked(archive, content, prose, tuple(faults), last.found, last.asked)
    with progress.phase("linking"), uncollected():
        archive, bound, found = connect(site, content, prose.texts.links, partial(_nearest_known, state))
        basis = _basis(site, content, prose, bound.anchors)
    with progress.phase("pictures"):
        notes = Notes(state, "measured", content.stamps)
        pictures, doubts = measure_all(_shown_pictures(content, bound.pictures), notes)
        notes.save()
        doubts += _active(site, content, state)
    by_address = {addresses.file(path): picture for path, picture in pictures.items()}
    archive = replace(archive, pictures=by_address, texts=prose.texts, html=prose.html, basis=basis)
    found += [*doubts, *unusable(site)]
    return Linked(archive, content, prose, tuple(faults), tuple(found), bound.asked)


def _active(site: Site, content: Content, state: State) -> list[Diagnostic]:
    if site.raw_html == "trust":
        return []
    notes = Notes(state, "active", content.stamps)
    found = active(content.files, notes)
    notes.save()
    return found


def _reworded(last: Linked, site: Site, content: Content) -> list[str] | None:
    """The files whose bodies alone are others than they were; None where anything else is."""
    before = last.content
    if site != last.archive.site or content.bodies.keys() != before.bodies.keys():
        return None
    if replace(content, bodies=before.bodies) != before:
        return None
    kept = before.bodies
    return [path for path, body in content.bodies.items() if body is not kept[path] and body != kept[path]]


def _links_as_before(last: Linked, prose: Prose) -> bool:
    """Whether linking would lead to what it led to before: words alone have changed, or places that no fault tells."""
    items = last.prose.basis.items
    told = {
        fault.location.path
        for fault in last.found
        if fault.location.path in prose.changed and fault.location.line >= items[fault.location.path][0].body_line
    }
    return not any(
        path in told or _linked_by(prose.texts, path, last.asked) != _linked_by(last.prose.texts, path, last.asked)
        for path in prose.changed
    )


def _linked_by(texts: Texts, path: str, asked: frozenset[str]) -> tuple[bytes, list[str]]:
    """What links a text, wherever in it its references stand; of its anchors, those that are asked for."""
    return texts.linked_by(path), [anchor for anchor in texts[path].anchors if anchor in asked]


def _basis(site: Site, content: Content, prose: Prose, anchors: Mapping[str, tuple[str, ...]]) -> bytes:
    """A digest of all that linking depends on, but for the configuration; what is only told as a fault is left out."""
    broken = {kind: sorted(names) for kind, names in content.broken.items()}
    rest = (list(content.stamps.items()), broken, list(content.ledger), content.history, content.health)
    encode = msgspec.msgpack.Encoder().encode
    # One after another: all at one go would take as much memory again as they do.
    items = (content.briefings, content.tags, content.outlets, content.pages)
    kinds = (short(*(short(encode(item)) for item in kind)) for kind in items)
    encoded = encode((site.languages, site.drafts, rest, sorted(anchors.items())))
    return short(encoded, *kinds, prose.texts.linked_by())


def _shown_pictures(content: Content, shown: frozenset[str]) -> dict[str, Path]:
    """The files that a text shows as pictures, by path; `shown` are their addresses."""
    return {path: full for path, full in content.files.items() if addresses.file(path) in shown}


Nearest = Callable[[Features, LinkedTo], Mapping[str, tuple[str, ...]]]
"""Finds what is related to each briefing, as `related` does."""

_RELATED = 5
_NEAREST = msgspec.msgpack.Decoder(dict[str, tuple[str, ...]])


def _nearest(shared: Features, links: LinkedTo) -> Mapping[str, tuple[str, ...]]:
    return related(shared, links, _RELATED)


def _nearest_known(state: State, shared: Features, links: LinkedTo) -> Mapping[str, tuple[str, ...]]:
    """As `_nearest`, of which an earlier run has told `state`: where words alone have changed all stays as it was."""
    key = short(msgspec.msgpack.encode((list(shared.items()), list(links.items()), _RELATED)))
    if kept := state.find("related", "all", key):
        return _NEAREST.decode(kept.value)
    found = _nearest(shared, links)
    state.keep("related", [("all", key, msgspec.msgpack.encode(found))])
    return found


def connect(
    site: Site, content: Content, texts: Mapping[str, Links], nearest: Nearest = _nearest
) -> tuple[Archive, Bound, list[Diagnostic]]:
    """Cross-link `content`, whose bodies are rendered already; by path of their files.

    `nearest` finds related briefings where a caller has a quicker way to what `related` finds.
    """
    shown = newest_first(b for b in content.briefings if site.drafts or b.status.is_public)
    directory = Directory(site, content, shown, texts)
    works, work_faults = briefing_works(shown, site.language, directory, content)
    pages, page_faults = page_works(content.pages, site.language, content)
    used = {briefing.path: uses(briefing) for briefing in shown}
    editions = {lang: edition(lang, works, pages, used) for lang in site.languages}
    claimed = tuple(claims(site, content, shown, editions))
    claimed += tuple(sitemap_parts(site, claimed))
    kept = permanence.kept(claimed)
    redirects = permanence.shrunk(content.ledger, kept)
    known = frozenset(addresses.output_path(claim.address) for claim in claimed)
    versions, page_versions = by_path(works), by_path(pages)
    chains, chain_faults = succession(shown, directory, versions)
    translated = {**_originals(versions), **_originals(page_versions)}
    hidden = (briefing for briefing in content.briefings if directory.is_hidden(briefing))
    everything: tuple[Document, ...] = (*shown, *content.tags, *content.outlets, *content.pages)
    bound = bind(site, everything, hidden, texts, directory, known, translated)
    archive = Archive(
        site=site,
        briefings=shown,
        tags={tag.id: tag for tag in content.tags},
        outlets={outlet.id: outlet for outlet in content.outlets},
        pages=content.pages,
        files=content.files,
        editions=editions,
        texts={},
        targets=bound.targets,
        briefing_versions=versions,
        page_versions=page_versions,
        narrower=_narrower(content.tags),
        succession=chains,
        backlinks=bound.backlinks,
        related=_related(works, used, bound.backlinks, translated, nearest),
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
        *governance(content.tags),
        *spellings(used.values()),
        *bound.faults,
        *ahead(site, content, shown, texts, known),
    ]
    return archive, bound, found


def _originals(versions: Mapping[str, Mapping[str, Version]]) -> dict[str, str]:
    """The path of the original of each version of what is translated."""
    works = ((path, [version.path for version in work.values()]) for path, work in versions.items())
    return {path: paths[0] for path, paths in works if len(paths) > 1}


def _related(
    works: Works[Briefing],
    used: Mapping[str, tuple[Use, ...]],
    found: Backlinks,
    originals: Mapping[str, str],
    nearest: Nearest,
) -> Mapping[str, tuple[str, ...]]:
    """What each briefing shares with others: tags, documents and links."""
    standing = [
        next(iter(versions.values()))
        for versions in works.values()
        if any(version.status is not Status.WITHDRAWN for version in versions.values())
    ]
    shared = features(newest_first(standing)[::-1], used)
    links = {
        path: [originals.get(link.origin.path, link.origin.path) for link in listed]
        for path, listed in found.links.items()
        if path in shared
    }
    return nearest(shared, links)


def _narrower(tags: Iterable[Tag]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for tag in tags:
        for broader in dict.fromkeys(tag.broader):
            found[broader].append(tag.id)
    return {broader: tuple(narrower) for broader, narrower in found.items()}
