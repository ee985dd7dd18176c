"""The tables of the archive as data, and what each column of them means: one account, of which all forms are made.

Names are those of front matter, in the plural for what there are many of. Columns that hold a day are of type `date`; what
may be uncertain is EDTF (ISO 8601-2) as it was written, with the earliest and latest day that it can mean beside it.
"""

from dataclasses import dataclass
from typing import Literal

Type = Literal["string", "date", "integer"]
"""Types of Table Schema (Data Package 2.0)."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `refers` is the table and column in which its values stand too; `is_required` tells that none lacks it."""

    name: str
    meaning: str
    type: Type = "string"
    is_required: bool = False
    refers: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The columns named in `key` tell its rows apart."""

    name: str
    meaning: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def _needed(name: str, meaning: str, kind: Type = "string", refers: tuple[str, str] | None = None) -> Column:
    return Column(name, meaning, kind, is_required=True, refers=refers)


_BRIEFING = _needed("briefing", "The address of the briefing.", refers=("briefings", "address"))
_TAG = _needed("tag", "The id of the tag.", refers=("tags", "id"))
_NUMBER = _needed("number", "Its place in the briefing's list, from 1.", "integer")

TABLES = (
    Table(
        "briefings",
        "Every briefing that was published, each language by itself. Of what was withdrawn there is no text.",
        ("address",),
        (
            _needed("address", "Its address, from the site's root."),
            _needed("url", "Its whole address."),
            _needed("lang", "Its language (BCP 47)."),
            _needed("title", "Its title."),
            _needed("date", "When it was published.", "date"),
            Column("updated", "When it was last changed.", "date"),
            Column("as_of", "The day of the state of affairs that it describes, where that is another.", "date"),
            _needed("status", "`published` or `withdrawn`."),
            Column("withdrawn_on", "When it was withdrawn.", "date"),
            Column("withdrawn_because", "Why it was withdrawn."),
            Column("unsourced", "Why it has no sources."),
            Column(
                "translation_of", "The address of the briefing that it translates.", refers=("briefings", "address")
            ),
            Column("summary", "Its summary."),
            Column("markdown", "Its text as it was written, in Markdown with brief's own marks."),
            Column("text", "Its text without markup, a paragraph a line."),
        ),
    ),
    Table(
        "tags",
        "The subjects.",
        ("id",),
        (
            _needed("id", "Its id, which is part of its address."),
            _needed("url", "The whole address of its page."),
            _needed("title", "What it is called in the site's language."),
            Column("kind", "What kind of thing it is, such as `organisation`."),
            Column("wikidata", "Its id in Wikidata."),
        ),
    ),
    Table(
        "tag_names",
        "What subjects are called in each language, and what else they are called.",
        ("tag", "lang", "name"),
        (
            _TAG,
            _needed("lang", "The language (BCP 47); `und` where none was given."),
            _needed("name", "The name."),
            _needed("role", "`name` or `alias`."),
        ),
    ),
    Table(
        "broader_tags",
        "Which subjects belong to which.",
        ("tag", "broader"),
        (_TAG, _needed("broader", "The id of the broader tag.", refers=("tags", "id"))),
    ),
    Table("briefing_tags", "The tags of each briefing.", ("briefing", "tag"), (_BRIEFING, _TAG, _NUMBER)),
    Table(
        "outlets",
        "Who published the sources.",
        ("id",),
        (
            _needed("id", "Its id, which is part of its address."),
            _needed("url", "The whole address of its page here."),
            _needed("title", "What it is called in the site's language."),
            Column("kind", "What kind of outlet it is, such as `agency`."),
            Column("country", "Its country (ISO 3166-1)."),
            Column("homepage", "Its own address."),
            Column("wikidata", "Its id in Wikidata."),
        ),
    ),
    Table(
        "outlet_names",
        "What outlets are called in each language, and what else they are called.",
        ("outlet", "lang", "name"),
        (
            _needed("outlet", "The id of the outlet.", refers=("outlets", "id")),
            _needed("lang", "The language (BCP 47); `und` where none was given."),
            _needed("name", "The name."),
            _needed("role", "`name` or `alias`."),
        ),
    ),
    Table(
        "sources",
        "What each briefing rests on, as the briefing describes it.",
        ("briefing", "id"),
        (
            _BRIEFING,
            _needed("id", "Its id in the briefing."),
            _NUMBER,
            _needed("outlet", "Who published it.", refers=("outlets", "id")),
            _needed("title", "Its title."),
            _needed("document", "What tells this document from all others, however briefings spell its address."),
            Column("url", "Its address."),
            Column("location", "Where it is to be found, where it has no address (`where` in front matter)."),
            Column("published", "When it was published (EDTF)."),
            Column("published_earliest", "The first day that this can mean.", "date"),
            Column("published_latest", "The last day that this can mean.", "date"),
            Column("accessed", "When it was looked at.", "date"),
            Column("archived", "The address of a kept copy."),
            Column("lang", "Its language (BCP 47)."),
            Column("author", "Its authors, separated by semicolons."),
            Column("rating", "How far it can be relied on (Admiralty code)."),
            Column("quote", "The words relied on."),
        ),
    ),
    Table(
        "citations",
        "How often the text of a briefing cites each of its sources; those that it never cites are left out.",
        ("briefing", "source"),
        (_BRIEFING, _needed("source", "The source's id in the briefing."), _needed("times", "How often.", "integer")),
    ),
    Table(
        "mentions",
        "Subjects whose names were found in the text of a briefing.",
        ("briefing", "tag"),
        (_BRIEFING, _TAG),
    ),
    Table(
        "links",
        "What the text of a briefing links to within this site.",
        ("briefing", "target"),
        (
            _BRIEFING,
            _needed("target", "The address that it leads to, from the site's root, without a place on the page."),
            _needed("kind", "`briefing`, `tag`, `outlet`, `page`, or `other` for files and lists."),
        ),
    ),
    Table(
        "supersessions",
        "Which briefings have replaced others.",
        ("briefing", "superseded"),
        (
            _BRIEFING,
            _needed("superseded", "The address of the briefing that it replaces.", refers=("briefings", "address")),
        ),
    ),
    Table(
        "corrections",
        "What was put right after publication.",
        ("briefing", "number"),
        (
            _BRIEFING,
            _NUMBER,
            _needed("date", "When it was put right.", "date"),
            _needed("note", "What was wrong, and what it says now."),
        ),
    ),
    Table(
        "events",
        "What briefings date.",
        ("briefing", "number"),
        (
            _BRIEFING,
            _NUMBER,
            _needed("date", "When it was (EDTF)."),
            Column("earliest", "The first day that this can mean.", "date"),
            Column("latest", "The last day that this can mean.", "date"),
            _needed("text", "What happened."),
        ),
    ),
)
"""All tables; those that others refer to come first, but that briefings refer to briefings."""
