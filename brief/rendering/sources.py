"""The views of the list of all sources, and the records by which it is filtered in the browser."""

import json

from brief.linking import addresses
from brief.linking.documents import Document
from brief.rendering.choices import choices, in_order
from brief.rendering.listing import page_of
from brief.rendering.scene import Scene
from brief.rendering.views import Choice, DocumentEntry, Link, SourcesView


def sources_view(scene: Scene, number: int) -> SourcesView:
    """Page `number` of the list: the latest publications first, those without a date last."""
    archive, wording, excerpts = scene.archive, scene.wording, scene.edition.excerpts
    base = addresses.sources(archive.site, scene.lang)
    total, shown = excerpts.lengths["documents"], excerpts.documents.get(number, ())
    years = [int(published or 0) for published in excerpts.choices["years"]]
    page = page_of(scene, base, wording.say("Sources"), number, total)
    return SourcesView(
        frame=page.frame,
        total=total,
        documents=tuple(_entry(scene, document) for document in shown),
        pager=page.pager,
        outlets=choices(archive.outlets, excerpts.choices["outlets"], scene.lang),
        tags=choices(archive.tags, excerpts.choices["tags"], scene.lang),
        years=tuple(Choice(*_year_choice(scene, published)) for published in years),
        languages=in_order(Choice(lang, wording.language(lang)) for lang in excerpts.choices["languages"]),
        data="\n".join(scene.href(_data(scene, published)) for published in years),
        script=scene.asset("sources.js"),
    )


def source_record(scene: Scene, published: int) -> bytes:
    """The JSON of a year's records; 0 stands for the documents without a date.

    A record has what an entry of the list shows, and the values that the filters compare: `o` outlet, `g` tags,
    `y` year, `l` language.
    """
    records = [_record(scene, document, published) for document in scene.edition.excerpts.recorded[published]]
    # Whoever takes the file for a page finds no markup in it.
    return _json(records).replace("<", "\\u003c").encode()


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _data(scene: Scene, published: int) -> str:
    return addresses.source_data(scene.archive.site, published or None, scene.lang)


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


def _record(scene: Scene, document: Document, published: int) -> dict[str, object]:
    entry, source = _entry(scene, document), document.source
    return {
        "o": source.outlet,
        "g": sorted({tag for use in document.uses for tag in use.briefing.tags}),
        "y": _year_choice(scene, published)[0],
        "l": source.lang or "",
        "outlet": [entry.outlet.text, entry.outlet.href],
        "title": [entry.title, entry.href, entry.lang],
        "meta": [part for part in (entry.published.words, entry.language, entry.where) if part],
        "briefings": [[link.text, link.href, link.lang] for link in entry.briefings],
    }


def _year_choice(scene: Scene, published: int) -> tuple[str, str]:
    return (str(published), str(published)) if published else ("undated", scene.wording.say("date unknown"))
