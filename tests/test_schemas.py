"""`brief schema`: what it lets an editor accept, brief accepts, as far as one file tells."""

import json
import subprocess
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from brief.diagnostics import Severity
from brief.reading import parsing
from brief.schemas import KINDS, schema
from tests.terminal import PROGRAM

SAMPLE = Path(__file__).parents[1]
_READERS = {"briefing": parsing.briefing, "tag": parsing.tag, "outlet": parsing.outlet, "page": parsing.page}
_VALIDATORS = {kind: Draft202012Validator(schema(kind)) for kind in KINDS}
_SOURCE = {"id": "tass", "outlet": "tass", "title": "A report", "url": "https://example.org/r"}
_RIGHT: Mapping[str, Mapping[str, Any]] = {
    "briefing": {
        "title": "One", "date": "2026-01-02", "summary": "Said.", "tags": ["interpol"], "sources": [_SOURCE],
    },
    "tag": {"title": "Interpol"},
    "outlet": {"title": "TASS"},
    "page": {"title": "About"},
}  # fmt: skip


def _as_editors_read(front: Any) -> Any:
    """YAML's days are text to JSON Schema."""
    if isinstance(front, date):
        return front.isoformat()
    if isinstance(front, dict):
        return {str(key): _as_editors_read(value) for key, value in front.items()}
    return [_as_editors_read(item) for item in front] if isinstance(front, list) else front


def _is_accepted(kind: str, text: str) -> bool:
    return bool(_VALIDATORS[kind].is_valid(_as_editors_read(yaml.safe_load(text))))


def _is_read(kind: str, text: str) -> bool:
    parsed = parsing.parse(_READERS[kind], "content/one.md", f"---\n{text}---\n\nText.\n".encode(), "en")  # type: ignore[type-var]
    return not [fault for fault in parsed.faults if fault.severity is Severity.ERROR]


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_a_schema(kind: str) -> None:
    Draft202012Validator.check_schema(schema(kind))
    done = subprocess.run([PROGRAM, "schema", kind], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == schema(kind)


def test_they_are_written_into_a_folder(tmp_path: Path) -> None:
    subprocess.run([PROGRAM, "schema", "--output", tmp_path / "schemas"], check=True, capture_output=True)
    assert {path.name for path in (tmp_path / "schemas").iterdir()} == {f"{kind}.schema.json" for kind in KINDS}
    nothing = subprocess.run([PROGRAM, "schema"], check=False, capture_output=True, text=True)
    assert nothing.returncode == 2
    assert "briefing, tag, outlet, page, site" in nothing.stderr


@pytest.mark.parametrize("kind", [*_READERS])
def test_every_file_of_the_sample_is_accepted(kind: str) -> None:
    for path in sorted((SAMPLE / f"content/{kind}s").rglob("*.md")):
        front = path.read_text("utf-8").split("---\n")[1]
        faults = [fault.message for fault in _VALIDATORS[kind].iter_errors(_as_editors_read(yaml.safe_load(front)))]
        assert not faults, (path.name, faults)


def test_the_settings_of_the_sample_are_accepted() -> None:
    _VALIDATORS["site"].validate(tomllib.loads((SAMPLE / "site.toml").read_text("utf-8")))


@pytest.mark.parametrize(
    "wrong",
    [
        {"site": {"title": "One"}},
        {"site": {"title": "One", "base_url": "example.org"}},
        {"site": {"title": "One", "base_url": "https://example.org", "titel": "x"}},
        {"site": {"title": "One", "base_url": "https://example.org"}, "images": {"formats": ["bmp"]}},
        {"site": {"title": "One", "base_url": "https://example.org"}, "images": {"quality": 0}},
        {"site": {"title": "One", "base_url": "https://example.org"}, "build": {"jobs": 0}},
        {"sight": {}},
    ],
)
def test_settings_that_are_wrong_are_refused(wrong: dict[str, Any]) -> None:
    assert not _VALIDATORS["site"].is_valid(wrong)


_CASES = [
    ("briefing", {"sumary": "x"}, False),
    ("briefing", {"tags": []}, False),
    ("briefing", {"tags": "interpol"}, False),
    ("briefing", {"sources": None}, False),
    ("briefing", {"unsourced": "By nature."}, False),
    ("briefing", {"sources": None, "unsourced": "By nature."}, True),
    ("briefing", {"sources": [{**_SOURCE, "url": None}]}, False),
    ("briefing", {"sources": [{**_SOURCE, "url": None, "where": "A shelf"}]}, True),
    ("briefing", {"status": "withdrawn"}, False),
    ("briefing", {"status": "withdrawn", "withdrawn": {"date": "2026-02-01", "reason": "Wrong."}}, True),
    ("briefing", {"withdrawn": {"date": "2026-02-01", "reason": "Wrong."}}, False),
    ("briefing", {"status": "draft", "tags": None, "summary": None, "sources": None}, True),
    ("briefing", {"status": "Draft"}, False),
    ("briefing", {"date": "2 March 2026"}, False),
    ("briefing", {"sources": [{**_SOURCE, "rating": "G7"}]}, False),
    ("briefing", {"sources": [{**_SOURCE, "published": 2022}]}, True),
    ("briefing", {"sources": [{**_SOURCE, "published": "March 2022"}]}, False),
    ("briefing", {"sources": [{**_SOURCE, "author": ["One", "Two"]}]}, True),
    ("briefing", {"title": 1984}, True),
    ("briefing", {"title": ["One"]}, False),
    ("briefing", {"aliases": ["old"]}, False),
    ("tag", {"aliases": {"ru": ["Интерпола"]}}, True),
    ("tag", {"aliases": "ICPO"}, True),
    ("tag", {"kind": "organization"}, False),
    ("tag", {"wikidata": "8475"}, False),
    ("outlet", {"lang": "Russian language"}, False),
    ("page", {"order": 3}, True),
]


@pytest.mark.parametrize(("kind", "change", "is_right"), _CASES)
def test_an_editor_says_what_brief_says(kind: str, change: dict[str, Any], is_right: bool) -> None:
    text = yaml.safe_dump({**_RIGHT[kind], **change}, allow_unicode=True)
    assert _is_accepted(kind, text) is is_right
    assert _is_read(kind, text) is is_right


_VALUES = st.recursive(
    st.none()
    | st.sampled_from(["x", "one", "2026-01-02", "2022~", "https://example.org", "/old/", "en", "B2", "Q1", "draft", " "])
    | st.text(st.characters(min_codepoint=0x21, max_codepoint=0x4FF, exclude_categories=["C"]), max_size=6),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["en", "ru", "date", "text"]), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


@given(st.sampled_from([*_READERS]), st.data())
def test_what_an_editor_accepts_brief_reads(kind: str, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(schema(kind)["properties"])))
    text = yaml.safe_dump({**_RIGHT[kind], key: data.draw(_VALUES)}, allow_unicode=True)
    if _is_accepted(kind, text):
        assert _is_read(kind, text), text
