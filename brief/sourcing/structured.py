"""schema.org data (JSON-LD 1.1) about the one document that a page shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brief.linking.documents import normalised

# What a page is of, rather than what else it holds. Each may be a narrower type: NewsArticle is an Article.
_WORKS = frozenset({
    "AdvertiserContentArticle", "Article", "BackgroundNewsArticle", "BlogPosting", "Book", "Chapter", "Dataset",
    "DigitalDocument", "DiscussionForumPosting", "GovernmentPermit", "Legislation", "LegislationObject",
    "LiveBlogPosting", "MediaObject", "NewsArticle", "OpinionNewsArticle", "PodcastEpisode",
    "PresentationDigitalDocument",
    "PublicationIssue", "Report", "ReportageNewsArticle", "ReviewNewsArticle", "ScholarlyArticle", "SocialMediaPosting",
    "SpecialAnnouncement", "SpreadsheetDigitalDocument", "Statement", "TechArticle", "TextDigitalDocument", "Thesis",
    "AnalysisNewsArticle", "AskPublicNewsArticle", "SatiricalArticle", "MedicalScholarlyArticle", "VideoObject",
})  # fmt: skip
_PAGES = frozenset({"WebPage", "ItemPage", "AboutPage", "FAQPage"})
_DEEPEST = 6

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Described:
    """A document as its schema.org node describes it; empty where it does not."""

    titles: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()


def described(data: Sequence[Any], address: str) -> Described:
    """What `data` says of the document at `address`.

    Of several documents it is the one that gives that address as its own, or none: the others are lists of more to
    read. A node of the page itself counts where there is no other.
    """
    nodes = [node for found in data for node in _nodes(found, 0)]
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    node = _one([node for node in nodes if _types(node) & _WORKS], address) or _one(
        [node for node in nodes if _types(node) & _PAGES], address
    )
    if node is None:
        return Described()
    return Described(
        titles=(*_texts(node.get("headline")), *_texts(node.get("name"))),
        urls=tuple(_addresses(node)),
        published=(*_texts(node.get("datePublished")), *_texts(node.get("legislationDate"))),
        langs=tuple(_names(node.get("inLanguage"), known, "alternateName")),
        authors=tuple(_names(node.get("author") or node.get("creator"), known)),
        publishers=tuple(
            _names(
                node.get("publisher") or node.get("sourceOrganization") or node.get("legislationPassedBy"),
                known,
            )
        ),
    )


def _nodes(value: Any, depth: int) -> Iterator[Node]:
    """The nodes that stand by themselves: at the top, in a graph, and what a page is about."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity"):
            yield from _nodes(value.get(key), depth + 1)


def _types(node: Node) -> set[str]:
    return {name.rpartition("/")[2].removeprefix("schema:") for name in _texts(node.get("@type"))}


def _one(nodes: Sequence[Node], address: str) -> Node | None:
    own = [node for node in nodes if address and normalised(address) in map(normalised, _addresses(node))]
    if own:
        return own[0]
    return nodes[0] if len(nodes) == 1 else None


def _addresses(node: Node) -> Iterator[str]:
    about = node.get("mainEntityOfPage")
    values = [
        node.get("url"),
        about.get("@id") or about.get("url") if isinstance(about, dict) else about,
        node.get("@id"),
    ]
    for value in values:
        yield from (text for text in _texts(value) if text.startswith(("http://", "https://")))


def _texts(value: Any) -> list[str]:
    """The texts of a value that may be one, many, or an object around one (JSON-LD 1.1, 4.2)."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, list):
        return [text for item in value for text in _texts(item) if not isinstance(item, list)]
    return _texts(value["@value"]) if isinstance(value, dict) and isinstance(value.get("@value"), str) else []


def _names(value: Any, known: Mapping[str, Node], *preferred: str) -> Iterator[str]:
    """The names of people, organisations and languages, which are texts, nodes, or the ids of nodes elsewhere."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            ident = item.get("@id")
            node = known.get(ident, item) if isinstance(ident, str) and "name" not in item else item
            yield from next((texts for key in (*preferred, "name") if (texts := _texts(node.get(key))[:1])), [])
        else:
            yield from _texts(item)
