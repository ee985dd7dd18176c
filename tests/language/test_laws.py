"""What holds of any text, however broken, with the cursor anywhere in it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lsprotocol import types
from pygls.workspace import PositionCodec

from brief.editing.edits import Refused
from brief.language import conversion, symbols, texts
from brief.language.completion import complete
from brief.language.definition import definition
from brief.language.documents import Document, Span
from brief.language.fixes import fixes
from brief.language.hover import hover
from brief.language.positions import Positions
from brief.language.references import references
from brief.language.renaming import renamable, rename
from brief.language.snapshots import Snapshot
from brief.language.workspace import Outdated, Workspace
from brief.language.yamlplaces import spots
from tests.language.specimen import FILES, write

POSITIONS = Positions(PositionCodec(types.PositionEncodingKind.Utf16))
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PIECES = [
    "[", "]", "[[", "]]", "[@", "@", "![[", "|", "#", ":", "tag:", "---\n", "\n", "  ", "- ", "\t", '"', "'", "{", "}", "&a ", "*a",
    "report", "first", "interpol", "Ёж 🙂", "\u2028", "\x00", "\ud800", "```\n", "`", "## ", "> ", "<b>", "\\", "sources:\n", "  - id: x\n",
]  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    root = write(tmp_path_factory.mktemp("site"))
    with Workspace(root) as opened:
        yield opened


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Snapshot]]:
    """The archive without edits, in a wrapping that hypothesis prints in a line."""
    with Workspace(write(tmp_path_factory.mktemp("known"))) as opened:
        found = opened.refreshed({}, None, lambda: True).snapshot
        assert found
        yield lambda: found


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A file of the site as a writer may leave it in the middle of an edit: its path and its text."""
    path = draw(st.sampled_from([path for path in FILES if path.endswith(".md")]))
    text = FILES[path]
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(start + 12, len(text))))
        text = text[:start] + draw(st.sampled_from(["", *PIECES])) + text[end:]
    return path, text


@QUICK
@given(file=edited(), places=st.lists(st.integers(0, 2000), min_size=4, max_size=4))
def test_no_text_and_no_place_brings_an_ability_down(
    known: Callable[[], Snapshot], file: tuple[str, str], places: list[int]
) -> None:
    snapshot = known()
    document = Document.of(*file)
    text = texts.read(document, snapshot)

    def read(path: str) -> Document | None:
        return document if path == document.path else snapshot.read(path)

    for finding in text.faults:
        conversion.diagnostic(finding, document, POSITIONS)
    everything = Span(0, len(document.text))
    for fix in fixes(text, everything, text.faults):
        assert 0 <= fix.span.start <= fix.span.end <= len(document.text)
    conversion.symbols(symbols.symbols(text), document, POSITIONS)
    assert all(first < last for first, last in symbols.folds(document))
    symbols.targets(text, snapshot)
    for place in places:
        offset = min(place, len(document.text))
        offer = complete(text, offset, snapshot)
        if offer:
            assert offer.span.start <= offset <= offer.span.end
            conversion.completion(offer, document, POSITIONS)
        shown = hover(text, offset, snapshot)
        assert shown is None or shown[1].holds(offset)
        definition(text, offset, snapshot, read)
        references(text, offset, snapshot, read, with_definition=True)
        with suppress(Refused):
            span, name = renamable(text, offset, snapshot)
            assert span.holds(offset)
            assert name
            rename(text, offset, f"{name}-2", snapshot, read)


@QUICK
@given(file=edited())
def test_what_is_told_at_once_is_told_when_all_is_linked_too(
    workspace: Workspace, known: Callable[[], Snapshot], file: tuple[str, str]
) -> None:
    path, raw = file
    at_once = texts.read(Document.of(path, raw), known()).faults
    whole = workspace.refreshed({path: raw}, frozenset(), lambda: True).diagnostics.get(path, ())
    assert set(at_once) <= set(whole)


@QUICK
@given(file=edited())
def test_an_archive_with_an_unsaved_text_is_that_with_the_text_saved(
    tmp_path_factory: pytest.TempPathFactory, workspace: Workspace, file: tuple[str, str]
) -> None:
    path, raw = file
    root = write(tmp_path_factory.mktemp("saved"))
    (root / path).write_bytes(raw.replace("\ud800", "\ufffd").encode())
    with Workspace(root) as opened:
        saved = opened.refreshed({}, None, lambda: True)
    unsaved = workspace.refreshed({path: raw}, frozenset(), lambda: True)
    assert unsaved.diagnostics == saved.diagnostics


def test_a_run_that_nobody_waits_for_is_given_up(workspace: Workspace) -> None:
    with pytest.raises(Outdated):
        workspace.refreshed({}, None, lambda: False)
    answers = iter([True, True, True])
    with pytest.raises(Outdated):
        workspace.refreshed(
            {"content/tags/interpol.md": FILES["content/tags/interpol.md"].replace("ICPO", "OIPC")},
            None,
            lambda: next(answers, None) is not None,
        )
    assert workspace.refreshed({}, None, lambda: True).diagnostics == {}


def test_places_of_front_matter_are_those_that_the_site_is_read_with(known: Callable[[], Snapshot]) -> None:
    snapshot = known()
    for briefing in snapshot.content.briefings:
        document = snapshot.read(briefing.path)
        assert document
        for keys, place in briefing.marks.places.items():
            at = document.offset(*place)
            found = [spot for spot in spots(document) if spot.keys == keys and spot.span.start in {at, at + 1}]
            assert found or isinstance(keys[-1], int), keys


def test_the_site_is_left_as_it_was(tmp_path: Path) -> None:
    root = write(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with Workspace(root) as opened:
        opened.refreshed({}, None, lambda: True)
    assert sorted(tmp_path.rglob("*")) == before
