"""What one file says of others, checked: tags, outlets, languages, translations, sources."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, Location, error, warning
from brief.linking.resolving import Directory, suggestible
from brief.markdown.text import Text
from brief.model import Briefing, Outlet, Page, Status, Tag
from brief.reading.loading import Content
from brief.suggestions import did_you_mean, nearest
from brief.validation.repair import PLACEHOLDER

Named = TypeVar("Named", Tag, Outlet)


def check(site: Site, content: Content, directory: Directory, texts: Mapping[str, Text]) -> Iterator[Diagnostic]:
    """Every fault in what the front matter names."""
    tags = {tag.id: tag for tag in content.tags}
    outlets = {outlet.id: outlet for outlet in content.outlets}
    for briefing in content.briefings:
        yield from _language(site, briefing)
        yield from _tags(briefing, tags, content)
        yield from _outlets(briefing, outlets, content)
        yield from _supersedes(briefing, directory, content)
        yield from _uncited(briefing, texts)
    for page in content.pages:
        yield from _language(site, page)
    for tag in content.tags:
        for index, broader in enumerate(tag.broader):
            if broader not in tags and broader not in content.broken.get("tags", ()):
                yield _unknown(Code.UNKNOWN_TAG, "tag", broader, tag.marks.of("broader", index), tags)


def _language(site: Site, item: Briefing | Page) -> Iterator[Diagnostic]:
    if item.lang not in site.languages:
        guess = did_you_mean(item.lang, site.languages)
        hint = guess or f'Add it to `languages` in site.toml: languages = ["{site.language}", "{item.lang}"].'
        message = f"The site has no language `{item.lang}`."
        yield error(Code.UNKNOWN_LANGUAGE, item.marks.of("lang"), message, hint)


def _tags(briefing: Briefing, tags: Mapping[str, Tag], content: Content) -> Iterator[Diagnostic]:
    for index, tag in enumerate(briefing.tags):
        place = briefing.marks.of("tags", index)
        if tag == PLACEHOLDER:
            continue
        if tag not in tags and tag not in content.broken.get("tags", ()):
            yield _unknown(Code.UNKNOWN_TAG, "tag", tag, place, tags)
        elif tag in briefing.tags[:index]:
            yield warning(Code.DUPLICATE_ID, place, f"The tag `{tag}` is given twice.", "Remove one of the two.")


def _outlets(briefing: Briefing, outlets: Mapping[str, Outlet], content: Content) -> Iterator[Diagnostic]:
    readable = {*outlets, *content.broken.get("outlets", ()), PLACEHOLDER}
    for index, source in enumerate(briefing.sources):
        if source.outlet not in readable:
            place = briefing.marks.of("sources", index, "outlet")
            yield _unknown(Code.UNKNOWN_OUTLET, "outlet", source.outlet, place, outlets)


def _unknown(code: Code, kind: str, name: str, place: Location, known: Mapping[str, Named]) -> Diagnostic:
    names = suggestible(known.values())
    guess = nearest(name, names)
    hint = f"Did you mean `{names[guess]}`?" if guess else f"Add content/{kind}s/{name}.md, or use one that is there."
    return error(code, place, f"There is no {kind} `{name}`.", hint)


def _supersedes(briefing: Briefing, directory: Directory, content: Content) -> Iterator[Diagnostic]:
    for index, slug in enumerate(briefing.supersedes):
        place = briefing.marks.of("supersedes", index)
        if slug == PLACEHOLDER:
            continue
        if slug == briefing.slug:
            yield error(
                Code.UNKNOWN_BRIEFING, place, "The briefing supersedes itself.", "Name the one that it replaces."
            )
        elif not directory.knows_briefing(slug) and slug not in content.broken.get("briefings", ()):
            yield unknown_briefing(slug, place, directory)


def unknown_briefing(slug: str, place: Location, directory: Directory) -> Diagnostic:
    """There is no briefing of that slug."""
    hint = did_you_mean(slug, directory.slugs(), "Name the slug of a briefing that is there.")
    return error(Code.UNKNOWN_BRIEFING, place, f"There is no briefing `{slug}`.", hint)


def _uncited(briefing: Briefing, texts: Mapping[str, Text]) -> Iterator[Diagnostic]:
    if briefing.status is Status.WITHDRAWN:
        return
    cited = texts[briefing.path].citations
    for index, source in enumerate(briefing.sources):
        if source.id not in cited and source.id != PLACEHOLDER:
            hint = f"Cite it where the text rests on it: `[@{source.id}]`; or remove it."
            place = briefing.marks.of("sources", index, "id")
            yield warning(Code.UNCITED_SOURCE, place, f"Nothing cites the source `{source.id}`.", hint)
