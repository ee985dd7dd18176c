"""How a briefing is cited, and what its page tells programs, read by the programs' own parsers."""

import json
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
import rispy
from bibtexparser.entrypoint import parse_string as parse_bibtex
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string
from pyld import jsonld

from brief.rendering import citing
from brief.rendering.citing import Record
from tests.sites import SOURCE, Parsed, SiteBuilder

SCHEMA = "https://schema.org/"


def _records(page: Parsed) -> dict[str, str]:
    """The records that a page offers, by the names of their files."""
    links = [link for link in page.all("a") if "download" in link]
    return {link["download"]: unquote(link["href"].partition(",")[2]) for link in links}


def _structured(page: Parsed) -> dict[str, Any]:
    start = page.html.index('<script type="application/ld+json">')
    text = page.html[start:].partition(">")[2].partition("</script>")[0]
    parsed: dict[str, Any] = json.loads(text)
    return parsed


def _expanded(data: dict[str, Any]) -> dict[str, Any]:
    """What a JSON-LD processor understands. schema.org's context is a vocabulary; no network is asked for it."""

    def loader(url: str, _options: object) -> dict[str, Any]:
        assert url.rstrip("/") == SCHEMA.rstrip("/")
        links = ("url", "sameAs", "isBasedOn", "mainEntityOfPage", "archivedAt")
        context = {"@vocab": SCHEMA, **{name: {"@id": SCHEMA + name, "@type": "@id"} for name in links}}
        return {
            "contextUrl": None,
            "documentUrl": url,
            "document": {"@context": context},
            "contentType": "application/ld+json",
        }

    (node,) = jsonld.expand(data, {"documentLoader": loader})
    assert isinstance(node, dict)
    return node


@pytest.fixture
def page(site: SiteBuilder) -> Parsed:
    """A briefing with all that its metadata can tell."""
    site.settings(languages=["en", "ru"], title="Archive, of & things")
    site.tag("interpol", title="Interpol", kind="organisation", wikidata="Q8475", names={"ru": "Интерпол"})
    site.outlet("tass", title="TASS", url="https://tass.com/", wikidata="Q485680")
    site.briefing(
        "one", "First [@tass].", title="50 % {of} A\\B & “C”_d", date="2026-01-02", updated="2026-02-03", as_of="2025-12-31",
        sources=[SOURCE | {"published": "2022-03-10", "archived": "https://web.archive.org/web/2022/x", "author": "A. Writer"},
                 SOURCE | {"id": "b", "title": "Vague", "published": "2022~", "url": "https://example.org/b"}],
        corrections=[{"date": "2026-02-03", "note": "It was </script><b> wrong."}],
    )  # fmt: skip
    site.briefing("ru/one", "Текст [@tass].", title="Заголовок", lang="ru", translation_of="one")
    site.build()
    return site.page_at("briefings/one/")


def test_the_records_of_a_page_are_read_by_reference_managers(page: Parsed) -> None:
    records = _records(page)
    title = "50 % {of} A\\B & “C”_d"
    library = parse_bibtex(records["one.bib"])
    (entry,) = library.entries
    assert not library.failed_blocks
    assert entry.entry_type == "online"
    assert _unlatex(entry["title"]) == title
    assert entry["url"] == "https://example.org/briefings/one/"
    assert parse_string(records["one.bib"], "bibtex").entries["one-2026"].fields["date"] == "2026-01-02"
    (ris,) = rispy.loads(records["one.ris"])
    assert (ris["title"], ris["authors"], ris["date"]) == (title, ["Archive of & things"], "2026/01/02")
    assert records["one.ris"].startswith("TY  - ELEC\r\n")
    assert records["one.ris"].rstrip().endswith("ER  -")
    (item,) = json.loads(records["one.csl.json"])
    assert item["issued"] == {"date-parts": [[2026, 1, 2]]}
    assert (
        "Archive, of & things. “50 % {of} A\\B & “C”_d”. 2 January 2026, updated 3 February 2026. https://example.org/"
        in page.text
    )


def test_a_citation_processor_takes_the_record(page: Parsed) -> None:
    source = CiteProcJSON(json.loads(_records(page)["one.csl.json"]))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, formatter.plain)
    bibliography.register(Citation([CitationItem("one-2026")]))
    (cited,) = bibliography.bibliography()
    assert "2026" in str(cited)
    assert "of} A" in str(cited)


def test_structured_data_names_sources_corrections_and_subjects(page: Parsed) -> None:
    node = _expanded(_structured(page))
    assert set(node["@type"]) == {f"{SCHEMA}NewsArticle", f"{SCHEMA}Report"}
    assert node["@id"] == "https://example.org/briefings/one/"
    first, second = node[f"{SCHEMA}citation"]
    assert first[f"{SCHEMA}url"] == [{"@id": "https://example.org/report"}]
    assert first[f"{SCHEMA}datePublished"] == [{"@value": "2022-03-10"}]
    assert first[f"{SCHEMA}publisher"][0][f"{SCHEMA}sameAs"] == [{"@id": "https://www.wikidata.org/entity/Q485680"}]
    assert f"{SCHEMA}datePublished" not in second, "an uncertain date is none that a machine may take"
    (correction,) = node[f"{SCHEMA}correction"]
    assert correction[f"{SCHEMA}text"] == [{"@value": "It was </script><b> wrong."}]
    (about,) = node[f"{SCHEMA}about"]
    assert about["@type"] == [f"{SCHEMA}Organization"]
    assert about[f"{SCHEMA}sameAs"] == [{"@id": "https://www.wikidata.org/entity/Q8475"}]
    assert {link["@id"] for link in node[f"{SCHEMA}isBasedOn"]} == {
        "https://example.org/report",
        "https://example.org/b",
    }
    assert node[f"{SCHEMA}workTranslation"] == [{"@id": "https://example.org/ru/briefings/one/"}]


def test_a_page_has_the_meta_elements_of_reference_managers(page: Parsed) -> None:
    found = {
        (meta.get("name") or meta.get("property")): meta["content"] for meta in page.all("meta") if "content" in meta
    }
    expected = {
        "citation_title": "50 % {of} A\\B & “C”_d", "citation_publication_date": "2026/01/02", "DC.date": "2026-01-02",
        "citation_public_url": "https://example.org/briefings/one/", "DCTERMS.modified": "2026-02-03", "og:type": "article",
        "DC.language": "en", "DC.subject": "Interpol", "DC.source": "https://example.org/b",
    }  # fmt: skip
    assert expected.items() <= found.items()


def test_a_translation_is_cited_in_its_language(site: SiteBuilder, page: Parsed) -> None:  # noqa: ARG001
    russian = site.page_at("ru/briefings/one/")
    assert "«Заголовок». 2 января 2026 г." in russian.text
    node = _expanded(_structured(russian))
    assert node[f"{SCHEMA}translationOfWork"] == [{"@id": "https://example.org/briefings/one/"}]
    assert node[f"{SCHEMA}about"][0][f"{SCHEMA}name"] == [{"@value": "Интерпол"}]
    assert "citation_language" in russian.html


def test_a_draft_is_not_to_be_cited(site: SiteBuilder) -> None:
    site.briefing("one", status="draft")
    site.build("--drafts")
    assert _records(site.page_at("briefings/one/")) == {}


WORDS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]) | st.sampled_from(" {}\\$&%#_^~\"'@,"), min_size=1
)


@given(WORDS.filter(str.strip), WORDS)
def test_any_title_comes_back_out_of_each_record(title: str, summary: str) -> None:
    title = " ".join(title.split())
    record = Record("slug", title, "Site", date(2026, 1, 2), None, "en", "https://e.org/", summary, ())
    assert json.loads(citing.csl_json(record))[0]["title"] == title
    (read,) = rispy.loads(citing.ris(record))
    assert read["title"] == title
    written = citing.bibtex(record)
    library = parse_bibtex(written)
    assert not library.failed_blocks
    assert _unlatex(library.entries[0]["title"]) == title
    assert _unlatex(parse_string(written, "bibtex").entries["slug-2026"].fields["title"]) == title


def _unlatex(text: str) -> str:
    """LaTeX's commands as letters; what the writer put around a title to keep its capitals is taken away."""
    assert (text[0], text[-1]) == ("{", "}")
    text = text[1:-1]
    commands = {"backslash": "\0", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
    for name, letter in commands.items():
        text = text.replace(f"\\text{name}{{}}", letter if name == "backslash" else f"\1{name}\1")
    for letter in "$&#%_":
        text = text.replace(f"\\{letter}", letter)
    for name, letter in commands.items():
        text = text.replace(f"\1{name}\1", letter)
    return text.replace("\0", "\\")
