"""The views of the list of all sources, and the records by which it is filtered in the browser."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

from brief.linking import addresses
from brief.linking.documents import Document, year, years_of
from brief.rendering.choices import choices, in_order
from brief.rendering.listing import pages_of
from brief.rendering.scene import Scene
from brief.rendering.views import Choice, DocumentEntry, Link, SourcesView


def sources_views(scene: Scene) -> Iterator[tuple[str, SourcesView]]:
    """Each page of the list, with its address: the latest publications first, those without a date last."""
    site = scene.archive.site
    base = addresses.sources(site, scene.lang)
    documents = _in_order(scene.edition.documents.values())
    years = years_of(documents)
    values = _choices(scene, documents)
    for page in pages_of(scene, base, scene.wording.say("Sources"), documents):
        yield (
            page.address,
            SourcesView(
                frame=page.frame,
                total=len(documents),
                documents=tuple(_entry(scene, document) for document in page.entries),
                pager=page.pager,
                years=tuple(Choice(*_year_choice(scene, published)) for published in years),
                data="\n".join(scene.href(addresses.source_data(site, published, scene.lang)) for published in years),
                script=scene.asset("sources.js"),
                **values,
            ),
        )


def source_records(scene: Scene) -> Iterator[tuple[str, bytes]]:
    """The address and the JSON of each year's records, in the order of the list.

    A record has what an entry of the list shows, and the values that the filters compare: `o` outlet, `g` tags,
    `y` year, `l` language.
    """
    site = scene.archive.site
    for published, listed in groupby(_in_order(scene.edition.documents.values()), key=year):
        records = [_record(scene, document) for document in listed]
        content = json.dumps(records, ensure_ascii=False, separators=(",", ":"))
        # Whoever takes the file for a page finds no markup in it.
        yield addresses.source_data(site, published, scene.lang), content.replace("<", "\\u003c").encode()


def _in_order(documents: Iterable[Document]) -> list[Document]:
    def order(document: Document) -> tuple[bool, int, str]:
        published = document.source.published
        day = published and (published.earliest or published.latest)
        return day is None, -day.toordinal() if day else 0, document.key

    return sorted(documents, key=order)


def _entry(scene: Scene, document: Document) -> DocumentEntry:
    source, wording = document.source, scene.wording
    outlet = scene.archive.outlets.get(source.outlet)
    return DocumentEntry(
        outlet=scene.to(outlet) if outlet else Link("", source.outlet),
        title=source.title,
        lang=scene.foreign(source.lang or ""),
        language=wording.language(source.lang) if source.lang else "",
        href=source.url or "",
        where="" if source.url else source.where or "",
        published=wording.uncertain(source.published),
        briefings=tuple(scene.to(use.briefing) for use in document.uses),
    )


def _record(scene: Scene, document: Document) -> dict[str, object]:
    entry, source = _entry(scene, document), document.source
    return {
        "o": source.outlet,
        "g": sorted({tag for use in document.uses for tag in use.briefing.tags}),
        "y": _year_choice(scene, year(document))[0],
        "l": source.lang or "",
        "outlet": [entry.outlet.text, entry.outlet.href],
        "title": [entry.title, entry.href, entry.lang],
        "meta": [part for part in (entry.published.words, entry.language, entry.where) if part],
        "briefings": [[link.text, link.href, link.lang] for link in entry.briefings],
    }


def _year_choice(scene: Scene, published: int | None) -> tuple[str, str]:
    return (str(published), str(published)) if published else ("undated", scene.wording.say("date unknown"))


def _choices(scene: Scene, documents: Iterable[Document]) -> dict[str, tuple[Choice, ...]]:
    """The values that each filter can take: those that some document has."""
    archive, wording = scene.archive, scene.wording
    outlets = {document.source.outlet for document in documents}
    tags = {tag for document in documents for use in document.uses for tag in use.briefing.tags}
    languages = {document.source.lang for document in documents if document.source.lang}
    return {
        "outlets": choices(archive.outlets, outlets, scene.lang),
        "tags": choices(archive.tags, tags, scene.lang),
        "languages": in_order(Choice(lang, wording.language(lang)) for lang in languages),
    }
