"""What a briefing's page tells reference managers and search engines of itself."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from brief.diagnostics import Code, Diagnostic, Location, note
from brief.linking import addresses
from brief.model import Briefing, Outlet, Source, Status, Tag, UncertainDate, name_in
from brief.rendering.citing import Record
from brief.rendering.linkpictures import HEIGHT, WIDTH, address, key_of, link_picture
from brief.rendering.scene import Scene, make_room
from brief.rendering.views import Meta
from brief.rendering.wording import iso

_TYPES = {"organisation": "Organization", "person": "Person", "act": "Legislation", "place": "Place", "event": "Event"}


def record(scene: Scene, briefing: Briefing) -> Record:
    """What a citation of `briefing` says."""
    site, tags = scene.archive.site, scene.archive.tags
    return Record(
        slug=briefing.slug,
        title=briefing.title,
        publisher=site.title,
        date=briefing.date,
        updated=briefing.updated,
        lang=briefing.lang,
        url=addresses.absolute(site, addresses.briefing(site, briefing)),
        summary=briefing.summary,
        keywords=tuple(name_in(tags[tag], briefing.lang) for tag in dict.fromkeys(briefing.tags) if tag in tags),
    )


@dataclass(frozen=True, slots=True)
class LinkImage:
    """The picture beside a link to the page: its absolute address, and what is on it in words."""

    url: str
    alt: str


def link_image(scene: Scene, briefing: Briefing) -> LinkImage | None:
    """The picture of `briefing`, where one is drawn."""
    fonts = scene.archive.fonts
    if fonts is None:
        return None
    picture = link_picture(scene, briefing)
    if picture is None:
        if briefing.status is not Status.WITHDRAWN:
            scene.faults.append(_without(briefing))
        return None
    return LinkImage(addresses.absolute(scene.archive.site, address(key_of(picture, fonts))), picture.alt)


def _without(briefing: Briefing) -> Diagnostic:
    message = "The font can't set the title, a subject or the date: there is no link picture."
    return note(Code.MISSING_LETTERS, Location(briefing.path), message)


def metadata(cited: Record, sources: Iterable[Source], image: LinkImage | None) -> tuple[Meta, ...]:
    """Highwire Press tags (Google Scholar, "Inclusion guidelines", Indexing), Dublin Core (DCMI, "Expressing Dublin
    Core metadata using HTML/XHTML meta and link elements", 2008) and Open Graph (ogp.me)."""
    title, publisher, summary = map(_one_line, (cited.title, cited.publisher, cited.summary))
    found = [
        ("citation_title", title),
        ("citation_author", publisher),
        ("citation_publisher", publisher),
        ("citation_publication_date", cited.date.strftime("%Y/%m/%d")),
        ("citation_online_date", (cited.updated or cited.date).strftime("%Y/%m/%d")),
        ("citation_language", cited.lang),
        ("citation_public_url", cited.url),
        ("citation_keywords", _one_line("; ".join(cited.keywords))),
        ("DC.title", title),
        ("DC.creator", publisher),
        ("DC.publisher", publisher),
        ("DC.date", cited.date.isoformat()),
        ("DCTERMS.modified", cited.updated.isoformat() if cited.updated else ""),
        ("DC.language", cited.lang),
        ("DC.identifier", cited.url),
        ("DC.type", "Text"),
        ("DC.description", summary),
        *(("DC.subject", _one_line(word)) for word in cited.keywords),
        *(("DC.source", _one_line(source.url or source.where or "")) for source in sources),
    ]
    graph = [
        ("og:type", "article"),
        ("og:title", title),
        ("og:description", summary),
        ("og:url", cited.url),
        ("og:site_name", publisher),
        ("article:published_time", cited.date.isoformat()),
        ("article:modified_time", cited.updated.isoformat() if cited.updated else ""),
    ]
    if image:
        graph += [
            ("og:image", image.url),
            ("og:image:type", "image/png"),
            ("og:image:width", str(WIDTH)),
            ("og:image:height", str(HEIGHT)),
            ("og:image:alt", _one_line(image.alt)),
        ]
        found.append(("twitter:card", "summary_large_image"))
    named = [Meta(content, name) for name, content in found if content]
    return (*named, *(Meta(content, property=name) for name, content in graph if content))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def structured(
    scene: Scene, briefing: Briefing, sources: Iterable[Source], cited: Record, image: LinkImage | None
) -> Markup:
    """A briefing and its citation as JSON-LD (schema.org NewsArticle and Report), safe within a `script` element."""
    archive, site = scene.archive, scene.archive.site
    publisher = {"@type": "Organization", "name": site.title, "url": addresses.absolute(site, "/")}
    works = [work for lang, work in archive.briefing_versions[briefing.path].items() if lang != briefing.lang]
    is_original = archive.original(briefing) == briefing.path
    others = [{"@id": addresses.absolute(site, addresses.briefing(site, work))} for work in works]
    return _script(
        _known(
            {
                "@context": "https://schema.org",
                "@type": ["NewsArticle", "Report"],
                "@id": cited.url,
                "url": cited.url,
                "mainEntityOfPage": cited.url,
                "headline": briefing.title,
                "name": briefing.title,
                "description": briefing.summary,
                "image": {"@type": "ImageObject", "url": image.url, "width": WIDTH, "height": HEIGHT}
                if image
                else None,
                "inLanguage": briefing.lang,
                "datePublished": briefing.date.isoformat(),
                "dateModified": briefing.updated.isoformat() if briefing.updated else None,
                "temporalCoverage": briefing.as_of.isoformat() if briefing.as_of else None,
                "creativeWorkStatus": {
                    Status.DRAFT: "Draft",
                    Status.SCHEDULED: "Pending",
                    Status.WITHDRAWN: "Withdrawn",
                }.get(briefing.status),
                "author": publisher,
                "publisher": publisher,
                "isPartOf": {"@type": "WebSite", "name": site.title, "url": addresses.absolute(site, "/")},
                "keywords": list(cited.keywords),
                "about": [
                    _remembered(scene, tag) for tag in map(archive.tags.get, dict.fromkeys(briefing.tags)) if tag
                ],
                "citation": [_source(scene, source) for source in sources],
                "isBasedOn": list(dict.fromkeys(source.url for source in sources if source.url)),
                "correction": [
                    {
                        "@type": "CorrectionComment",
                        "text": correction.note,
                        "datePublished": correction.date.isoformat(),
                    }
                    for correction in briefing.corrections
                ],
                "workTranslation": others if is_original else None,
                "translationOfWork": others[:1] if not is_original else None,
            }
        )
    )


def _remembered(scene: Scene, item: Tag | Outlet) -> dict[str, object]:
    """A tag or an outlet, which many pages say the same of."""
    known = scene.memory.things.get(id(item))
    if known is None:
        make_room(scene.memory.things)
        said = _thing(scene, item) if isinstance(item, Tag) else _organization(item, scene.lang)
        known = scene.memory.things[id(item)] = (item, said)
    return known[1]


def _thing(scene: Scene, tag: Tag) -> dict[str, object]:
    site = scene.archive.site
    return _known(
        {
            "@type": _TYPES.get(tag.kind or "", "Thing"),
            "name": name_in(tag, scene.lang),
            "url": addresses.absolute(site, addresses.tag(site, tag, scene.lang)),
            "sameAs": _wikidata(tag.wikidata),
        }
    )


def _source(scene: Scene, source: Source) -> dict[str, object]:
    outlet = scene.archive.outlets.get(source.outlet)
    return _known(
        {
            "@type": "CreativeWork",
            "name": source.title,
            "url": source.url,
            "archivedAt": source.archived,
            "inLanguage": source.lang,
            "datePublished": _exact(source.published),
            "author": [_known({"@type": "Person", "name": name}) for name in source.author],
            "publisher": _remembered(scene, outlet) if outlet else None,
        }
    )


def _organization(outlet: Outlet, lang: str) -> dict[str, object]:
    return _known(
        {
            "@type": "Organization",
            "name": name_in(outlet, lang),
            "url": outlet.url,
            "sameAs": _wikidata(outlet.wikidata),
        }
    )


def _wikidata(ident: str | None) -> str | None:
    return f"https://www.wikidata.org/entity/{ident}" if ident else None


def _exact(when: UncertainDate | None) -> str:
    """A date that is one point without a doubt; else empty."""
    return iso(when.start) if when and when.start and not when.is_interval else ""


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _script(data: dict[str, object]) -> Markup:
    text = _json(data)
    for letter in "<>&\u2028\u2029":
        if letter in text:
            text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


def _known(data: dict[str, object]) -> dict[str, object]:
    """`data` without what is not known: it has no zeros, and no truth values."""
    return {key: value for key, value in data.items() if value}
