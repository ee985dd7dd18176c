"""What one file says of others, checked: tags, outlets, languages, translations, sources."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, Location, error, warning
from brief.linking.resolving import Directory, suggestible
from brief.markdown.text import Links
from brief.model import Briefing, Document, Outlet, Page, Status, Tag
from brief.suggestions import did_you_mean
from brief.validation.repair import PLACEHOLDER

Named = TypeVar("Named", Tag, Outlet)


def faults_of(item: Document, text: Links | None, site: Site, directory: Directory) -> Iterator[Diagnostic]:
    """The faults in what one item names: languages of `site`, and by id or slug what the `directory` knows."""
    match item:
        case Briefing():
            yield from _language(site, item)
            yield from _tags(item, directory)
            names = item.sources.names
            yield from _outlets(item, names, directory)
            yield from _supersedes(item, directory)
            yield from _uncited(item, names, text)
        case Page():
            yield from _language(site, item)
        case Tag():
            yield from _broader(item, directory)


def _language(site: Site, item: Briefing | Page) -> Iterator[Diagnostic]:
    if item.lang not in site.languages:
        guess = did_you_mean(item.lang, site.languages)
        hint = guess or f'Add it to `languages` in site.toml: languages = ["{site.language}", "{item.lang}"].'
        message = f"The site has no language `{item.lang}`."
        yield error(Code.UNKNOWN_LANGUAGE, item.marks.of("lang"), message, hint)


def _tags(briefing: Briefing, directory: Directory) -> Iterator[Diagnostic]:
    for index, tag in enumerate(briefing.tags):
        if tag == PLACEHOLDER:
            continue
        if tag not in directory.tags and not directory.is_broken("tags", tag):
            place = briefing.marks.of("tags", index)
            yield _unknown(Code.UNKNOWN_TAG, "tag", tag, place, directory.tags)
        elif tag in briefing.tags[:index]:
            place = briefing.marks.of("tags", index)
            yield warning(Code.DUPLICATE_ID, place, f"The tag `{tag}` is given twice.", "Remove one of the two.")


def _broader(tag: Tag, directory: Directory) -> Iterator[Diagnostic]:
    for index, broader in enumerate(tag.broader):
        if broader not in directory.tags and not directory.is_broken("tags", broader):
            yield _unknown(Code.UNKNOWN_TAG, "tag", broader, tag.marks.of("broader", index), directory.tags)


def _outlets(briefing: Briefing, names: Sequence[tuple[str, str]], directory: Directory) -> Iterator[Diagnostic]:
    for index, (_, outlet) in enumerate(names):
        if outlet not in directory.outlets and outlet != PLACEHOLDER and not directory.is_broken("outlets", outlet):
            place = briefing.marks.of("sources", index, "outlet")
            yield _unknown(Code.UNKNOWN_OUTLET, "outlet", outlet, place, directory.outlets)


def _unknown(code: Code, kind: str, name: str, place: Location, known: Mapping[str, Named]) -> Diagnostic:
    otherwise = f"Add content/{kind}s/{name}.md, or use one that is there."
    hint = did_you_mean(name, (), otherwise, written=suggestible(known.values()))
    return error(code, place, f"There is no {kind} `{name}`.", hint)


def _supersedes(briefing: Briefing, directory: Directory) -> Iterator[Diagnostic]:
    for index, slug in enumerate(briefing.supersedes):
        place = briefing.marks.of("supersedes", index)
        if slug == PLACEHOLDER:
            continue
        if slug == briefing.slug:
            yield error(
                Code.UNKNOWN_BRIEFING, place, "The briefing supersedes itself.", "Name the one that it replaces."
            )
        elif not directory.knows_briefing(slug) and not directory.is_broken("briefings", slug):
            yield unknown_briefing(slug, place, directory)


def unknown_briefing(slug: str, place: Location, directory: Directory) -> Diagnostic:
    """There is no briefing of that slug."""
    hint = did_you_mean(slug, directory.slugs(), "Name the slug of a briefing that is there.")
    return error(Code.UNKNOWN_BRIEFING, place, f"There is no briefing `{slug}`.", hint)


def _uncited(briefing: Briefing, names: Sequence[tuple[str, str]], text: Links | None) -> Iterator[Diagnostic]:
    if text is None or briefing.status is Status.WITHDRAWN:
        return
    for index, (ident, _) in enumerate(names):
        if ident not in text.citations and ident != PLACEHOLDER:
            hint = f"Cite it where the text rests on it: `[@{ident}]`; or remove it."
            place = briefing.marks.of("sources", index, "id")
            yield warning(Code.UNCITED_SOURCE, place, f"Nothing cites the source `{ident}`.", hint)
