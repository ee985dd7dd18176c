"""The Archive: all content, checked and cross-linked, as every page of the site sees it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, error
from brief.linking import addresses
from brief.linking.checks import check, unknown_briefing
from brief.linking.claims import claims, collisions
from brief.linking.editions import Edition, edition, newest_first
from brief.linking.prose import render_all
from brief.linking.resolving import Directory, Target
from brief.markdown.text import Text
from brief.model import Briefing, Document, Outlet, Page, Status, Tag
from brief.reading.loading import Content
from brief.suggestions import did_you_mean

Version = TypeVar("Version", Briefing, Page)


@dataclass(frozen=True, slots=True)
class Archive:
    """One site's content as a graph.

    `briefings` are those that get a page, newest first. `texts` are the rendered bodies, and `targets`
    what their references lead to, in order; both by the path of the item's file. `versions` gives each
    briefing and page, by path, its translations and itself, by language.
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
    versions: Mapping[str, Mapping[str, Document]]
    narrower: Mapping[str, tuple[str, ...]]
    supersedes: Mapping[str, tuple[Briefing, ...]]
    superseded_by: Mapping[str, tuple[Briefing, ...]]


def link(site: Site, content: Content) -> tuple[Archive, list[Diagnostic]]:
    """Cross-link `content`. Faults are reported and left out, so that the rest can be shown."""
    texts, diagnostics = render_all(site, content)
    shown = newest_first(b for b in content.briefings if site.drafts or b.status is not Status.DRAFT)
    claimed = tuple(claims(site, content, shown, {briefing.date.year for briefing in shown}))
    known = (addresses.output_path(claim.address) for claim in claimed)
    directory = Directory(site, content, shown, texts, known)
    diagnostics += collisions(claimed)
    diagnostics += check(site, content, directory, texts)
    works = _works(site, shown, diagnostics, directory, content)
    pages = _works(site, content.pages, diagnostics, directory, content)
    archive = Archive(
        site=site,
        briefings=shown,
        tags={tag.id: tag for tag in content.tags},
        outlets={outlet.id: outlet for outlet in content.outlets},
        pages=content.pages,
        files=content.files,
        editions={lang: edition(lang, works, pages) for lang in site.languages},
        texts=texts,
        targets=_targets(site, content, shown, texts, directory, diagnostics),
        versions={
            version.path: versions
            for group in (works, pages)
            for versions in group.values()
            for version in versions.values()
        },
        narrower=_narrower(content.tags),
        **_succession(shown, directory),
    )
    return archive, diagnostics


def _works(
    site: Site, items: Iterable[Version], diagnostics: list[Diagnostic], directory: Directory, content: Content
) -> dict[str, dict[str, Version]]:
    """Each original's path with its versions by language, the original first."""
    items = tuple(items)
    originals: dict[str, list[Version]] = defaultdict(list)
    for item in items:
        if item.translation_of is None:
            originals[item.slug].append(item)
    works: dict[str, dict[str, Version]] = {
        item.path: {item.lang: item} for item in items if item.translation_of is None
    }
    for item in items:
        if item.translation_of is None:
            continue
        candidates = [original for original in originals.get(item.translation_of, ()) if original.lang != item.lang]
        candidates.sort(key=lambda original: original.lang != site.language)
        fault = None
        if not candidates:
            fault = _no_original(item, list(originals), directory, content)
            works[item.path] = {item.lang: item}
        elif item.lang in (versions := works[candidates[0].path]):
            message = f"`{item.translation_of}` has another translation into `{item.lang}`: {versions[item.lang].path}."
            fault = error(Code.BAD_TRANSLATION, item.marks.of("translation_of"), message, "Keep one of the two.")
            works[item.path] = {item.lang: item}
        else:
            versions[item.lang] = item
        if fault is not None:
            diagnostics.append(fault)
    return works


def _no_original(item: Version, slugs: list[str], directory: Directory, content: Content) -> Diagnostic | None:
    slug = item.translation_of or ""
    place = item.marks.of("translation_of")
    kind = "briefings" if isinstance(item, Briefing) else "pages"
    if slug in content.broken.get(kind, ()) or (kind == "briefings" and directory.is_draft(slug)):
        return None
    if slug in slugs:
        message = f"`{slug}` is in the same language, `{item.lang}`."
        return error(Code.BAD_TRANSLATION, place, message, "Set `lang` to the translation's language.")
    if isinstance(item, Briefing):
        if directory.briefing(slug, item.lang) is None:
            return unknown_briefing(slug, place, directory)
        message = f"`{slug}` is a translation itself."
        return error(Code.BAD_TRANSLATION, place, message, "Name the original.")
    hint = did_you_mean(slug, slugs, "Name the slug of a page that is there.")
    return error(Code.UNKNOWN_LINK, place, f"There is no page `{slug}`.", hint)


def _targets(
    site: Site,
    content: Content,
    shown: Iterable[Briefing],
    texts: Mapping[str, Text],
    directory: Directory,
    diagnostics: list[Diagnostic],
) -> dict[str, dict[str, tuple[Target | None, ...]]]:
    """For each body, by path and by the language of the page it is on, what its references lead to."""
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
            resolved = [directory.resolve(reference, lang) for reference in text.references]
            diagnostics += [outcome for outcome in resolved if isinstance(outcome, Diagnostic)]
            found[item.path][lang] = tuple(outcome if isinstance(outcome, Target) else None for outcome in resolved)
    return found


def _narrower(tags: Iterable[Tag]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for tag in tags:
        for broader in dict.fromkeys(tag.broader):
            found[broader].append(tag.id)
    return {broader: tuple(narrower) for broader, narrower in found.items()}


def _succession(briefings: Iterable[Briefing], directory: Directory) -> dict[str, Mapping[str, tuple[Briefing, ...]]]:
    """Which briefings each replaces and is replaced by, by path."""
    old: dict[str, list[Briefing]] = defaultdict(list)
    new: dict[str, list[Briefing]] = defaultdict(list)
    for briefing in briefings:
        for slug in dict.fromkeys(briefing.supersedes):
            replaced = directory.briefing(slug, briefing.lang)
            if replaced is not None and replaced.path != briefing.path:
                old[briefing.path].append(replaced)
                new[replaced.path].append(briefing)
    return {
        "supersedes": {path: tuple(listed) for path, listed in old.items()},
        "superseded_by": {path: tuple(listed) for path, listed in new.items()},
    }
