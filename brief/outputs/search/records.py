"""Records: small pages that are made for the search index alone, and hold what is searched and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

import nh3

from brief.linking import addresses
from brief.linking.archive import Archive
from brief.linking.editions import in_language
from brief.model import Briefing, Document, Outlet, Page, Status, Tag, every_name, name_in
from brief.rendering.lists import tag_kind
from brief.rendering.outlets import outlet_kind
from brief.rendering.scene import Scene

# A text's blocks, the ids of its headings, which results lead to, and the classes by which parts are left out.
_TAGS = {
    *("p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre"),
    *("figure", "figcaption", "table", "tr", "th", "td", "aside", "span", "sup", "div", "br"),
    *("section", "details", "summary"),
}
_ATTRIBUTES = {**{f"h{level}": {"id"} for level in range(2, 7)}, "span": {"class"}, "aside": {"class"}}

LEFT_OUT = ".citation, sup"
"""CSS selectors of what a text shows that is not its own words, such as the numbers of citations."""


@dataclass(frozen=True, slots=True)
class Record:
    """One page for the index: its path within it, its HTML, and the values that it can be filtered by."""

    path: str
    html: str
    filters: tuple[tuple[str, str], ...] = ()


def subject_records(scene: Scene) -> Iterator[Record]:
    """The records of a language's tags, outlets and pages, which are found by each of their names, and of its home."""
    archive, site = scene.archive, scene.archive.site
    home = {"href": scene.href(addresses.edition(site, scene.lang))}
    yield Record("index.html", _html(scene.lang, site.title, home, [], ""))
    for tag in archive.tags.values():
        kind = tag_kind(scene.wording, tag.kind) if tag.kind else scene.wording.say("Subject")
        yield _subject(scene, tag, name_in(tag, scene.lang), kind, every_name(tag))
    for outlet in archive.outlets.values():
        kind = outlet_kind(scene.wording, outlet.kind) if outlet.kind else scene.wording.say("Outlet")
        yield _subject(scene, outlet, name_in(outlet, scene.lang), kind, every_name(outlet))
    for slug, page in scene.edition.pages.items():
        if slug != "index" and page.lang == scene.lang:
            yield _subject(scene, page, page.title, "", (page.summary,))


def briefing_record(scene: Scene, briefing: Briefing) -> Record:
    """The record of a briefing in the language of `scene`."""
    site = scene.archive.site
    outlets = {source.outlet for source in briefing.sources}
    filters = [
        *(("tag", tag) for tag in sorted(set(briefing.tags))),
        *(("outlet", outlet) for outlet in sorted(outlets)),
        ("year", str(briefing.date.year)),
        ("language", briefing.lang),
        *(("edition", lang) for lang in _editions(scene.archive, briefing)),
    ]
    # A site of one language has nothing to choose between.
    shown = filters if len(site.languages) > 1 else [pair for pair in filters if pair[0] not in {"language", "edition"}]
    metas = {"href": _href(scene, briefing), "date": briefing.date.isoformat()}
    body = f'<p data-pagefind-weight="3">{escape(briefing.summary)}</p>{_body(scene, briefing)}'
    return Record(f"{briefing.slug}.html", _html(scene.lang, briefing.title, metas, shown, body), tuple(shown))


def _editions(archive: Archive, briefing: Briefing) -> Iterator[str]:
    """In which languages' lists a briefing stands: in several where it has no translations."""
    versions = archive.briefing_versions[briefing.path]
    standing = {lang: version for lang, version in versions.items() if version.status is not Status.WITHDRAWN}
    return (lang for lang in archive.site.languages if in_language(standing, lang).path == briefing.path)


def _subject(scene: Scene, item: Tag | Outlet | Page, title: str, kind: str, names: tuple[str, ...]) -> Record:
    others = ", ".join(name for name in names if name and name != title)
    body = f'{_body(scene, item)}<p data-pagefind-weight="7">{escape(others)}</p>'
    metas = {"href": _href(scene, item), "kind": kind}
    return Record(f"{type(item).__name__}/{_ident(item)}.html", _html(scene.lang, title, metas, [], body))


def _ident(item: Tag | Outlet | Page) -> str:
    # A record is a file of its folder, and no slug has two hyphens in a row.
    return item.slug.replace("/", "--") if isinstance(item, Page) else item.id


def _href(scene: Scene, item: Document) -> str:
    return scene.href(addresses.of(scene.archive.site, item, scene.lang))


def _body(scene: Scene, item: Document) -> str:
    text = scene.archive.texts.get(item.path)
    html = scene.filled(item, text, with_passages=False, with_cards=False)
    return nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, link_rel=None)


def _html(lang: str, title: str, metas: Mapping[str, str], filters: list[tuple[str, str]], body: str) -> str:
    """A page as Pagefind reads it (pagefind.app, "Setting up metadata", "Setting up filters")."""
    head = [
        *(_meta("meta", name, value) for name, value in metas.items() if value),
        *(_meta("filter", name, value) for name, value in filters),
    ]
    return (
        f'<!doctype html><html lang="{escape(lang)}"><head><title></title>{"".join(head)}</head>'
        f"<body><h1>{escape(title)}</h1>{body}</body></html>"
    )


def _meta(kind: str, name: str, value: str) -> str:
    return f'<meta data-pagefind-{kind}="{name}[content]" content="{escape(value)}">'
