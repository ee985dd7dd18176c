"""Works: a briefing or a page with its translations."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

from brief.diagnostics import Code, Diagnostic, error
from brief.linking.checks import unknown_briefing
from brief.linking.resolving import Directory
from brief.linking.worked import Worked
from brief.model import Briefing, Page
from brief.reading.loading import Content
from brief.suggestions import did_you_mean

Version = TypeVar("Version", Briefing, Page)
Works = dict[str, dict[str, Version]]
"""Each work's versions by language, the original first, by the original's path."""


def briefing_works(
    briefings: Iterable[Briefing], main: str, directory: Directory, content: Content
) -> tuple[Works[Briefing], list[Diagnostic]]:
    """The works among `briefings`, and the translations that have no place. `main` is the site's language."""
    briefings = tuple(briefings)
    works: Works[Briefing] = {item.path: {item.lang: item} for item in briefings if item.translation_of is None}
    by_slug: dict[str, list[Briefing]] = defaultdict(list)
    for item in briefings:
        if item.translation_of is None:
            by_slug[item.slug].append(item)
    of_drafts: dict[str, str] = {}
    faults: list[Diagnostic] = []
    for item in briefings:
        slug = item.translation_of
        if slug is None:
            continue
        originals = sorted(
            (original for original in by_slug.get(slug, ()) if original.lang != item.lang),
            key=lambda original: original.lang != main,
        )
        if originals:
            fault = _join(works, originals[0].path, item)
        elif directory.is_hidden_slug(slug):
            # Readers don't see the original yet: its first translation stands in for it.
            fault = _join(works, of_drafts.setdefault(slug, item.path), item)
        else:
            works[item.path] = {item.lang: item}
            fault = _no_original(item, slug, set(by_slug), directory, content)
        faults += [fault] if fault else []
    return works, faults


def page_works(pages: Iterable[Page], main: str, content: Content) -> tuple[Works[Page], list[Diagnostic]]:
    """The works among `pages`. A page of the same slug in another language is a translation without saying so."""
    pages = sorted(pages, key=lambda page: (page.translation_of is not None, page.lang != main, page.path))
    works: Works[Page] = {}
    by_slug: dict[str, str] = {}
    faults: list[Diagnostic] = []
    for page in pages:
        slug = page.translation_of or page.slug
        original = by_slug.get(slug)
        if original is None and page.translation_of and slug not in content.broken.get("pages", ()):
            hint = did_you_mean(slug, by_slug, "Name the slug of a page that is there.")
            place = page.marks.of("translation_of")
            faults.append(error(Code.UNKNOWN_LINK, place, f"There is no page `{slug}`.", hint))
        if original is not None and (page.translation_of or page.lang not in works[original]):
            fault = _join(works, original, page)
            faults += [fault] if fault else []
        else:
            works[page.path] = {page.lang: page}
            by_slug.setdefault(slug, page.path)
    return works, faults


def _join(works: Works[Version], original: str, item: Version) -> Diagnostic | None:
    """Put a translation beside its original; what is wrong where its language is taken."""
    versions = works.setdefault(original, {})
    if item.lang not in versions:
        versions[item.lang] = item
        return None
    works[item.path] = {item.lang: item}
    other = versions[item.lang]
    if other.path == original:
        message = f"`{item.translation_of}` is in the same language, `{item.lang}`."
        hint = "Set `lang` to the translation's language."
    else:
        message = f"`{item.translation_of}` has another translation into `{item.lang}`: {other.path}."
        hint = "Keep one of the two."
    return error(Code.BAD_TRANSLATION, item.marks.of("translation_of"), message, hint)


def _no_original(
    item: Briefing, slug: str, originals: set[str], directory: Directory, content: Content
) -> Diagnostic | None:
    place = item.marks.of("translation_of")
    if slug in content.broken.get("briefings", ()):
        return None
    if slug in originals:
        message = f"`{slug}` is in the same language, `{item.lang}`."
        return error(Code.BAD_TRANSLATION, place, message, "Set `lang` to the translation's language.")
    if directory.briefing(slug, item.lang) is None:
        return unknown_briefing(slug, place, directory)
    return error(Code.BAD_TRANSLATION, place, f"`{slug}` is a translation itself.", "Name the original.")


def by_path(works: Works[Version]) -> Mapping[str, Mapping[str, Version]]:
    """Each version's work, by the version's own path."""
    # Most are in one language, and a mapping for each of them would be a tenth of all that linking leaves in memory.
    alone: dict[str, Version] = {}
    translated: dict[str, dict[str, Version]] = {}
    for versions in works.values():
        for version in versions.values():
            if len(versions) == 1:
                alone[version.path] = version
            else:
                translated[version.path] = versions

    def of(path: str) -> Mapping[str, Version]:
        return {alone[path].lang: alone[path]} if path in alone else translated[path]

    return Worked((alone | translated).keys() if translated else alone, of)
