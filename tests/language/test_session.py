"""A session from its first word to its last: what is told, what is taken back, and what it outlives."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import client_capabilities

from brief.cli import main
from tests.language.editor import DEADLINE, Editor, marked
from tests.language.specimen import FILES, FIRST, SECOND, write
from tests.sites import ADVICE

pytestmark = pytest.mark.asyncio

Start = Callable[..., Awaitable[Editor]]


@pytest_asyncio.fixture
async def start() -> AsyncIterator[Start]:
    """Starts editors, and ends them after the test."""
    started: list[Editor] = []

    async def begin(root: Path, *options: str, **how: object) -> Editor:
        started.append(await Editor.start(root, *options, **how))  # type: ignore[arg-type]
        return started[-1]

    yield begin
    for editor in started:
        await editor.stop()


async def said(editor: Editor) -> str:
    """What the writer is told next."""
    while not editor.client.messages:
        await asyncio.wait_for(editor.client.wait_for_notification(types.WINDOW_SHOW_MESSAGE), DEADLINE)
    return editor.client.messages.pop(0).message


async def test_all_that_is_wrong_is_told_as_brief_check_tells_it(
    tmp_path: Path, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    (tmp_path / FIRST).write_text(FILES[FIRST].replace("[interpol,", "[intrepol,").replace("rating: B2", "rating: Z9"))
    (tmp_path / SECOND).write_text(FILES[SECOND].replace("[@wire]", "[@wier]").replace("[[first]]", "[[frist]]"))
    (tmp_path / "content/tags/odd.md").write_text("---\ntitle: [a\n---\n")
    (tmp_path / "content/pages/about.md").write_text(
        "---\ntitle: About\nsumary: x\n---\n[[first#nowhere]] [x](#none)\n"
    )
    main(["check", "--drafts", "--format", "json", "--site", str(tmp_path)])
    checked = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    expected = [found for found in checked if found["code"] not in ADVICE]
    editor = await start(tmp_path)
    for path in {found["path"] for found in expected}:
        own = [found for found in expected if found["path"] == path]
        told = await editor.until(path, *(found["code"] for found in own))
        lines = sorted((one.code, one.range.start.line + 1, one.message.split("\n")[0]) for one in told)
        assert lines == sorted((found["code"], found["line"], found["message"]) for found in own)
    assert len(expected) >= 8


async def test_the_newest_text_wins(tmp_path: Path, start: Start) -> None:
    editor = await start(write(tmp_path))
    text = editor.open(FIRST)
    for number in range(40):
        editor.type(FIRST, text.replace("tags: [interpol,", f"tags: [interpol{number},"))
        await asyncio.sleep(0)
    editor.type(FIRST, text)
    assert await editor.until(FIRST) == ()
    # The archive has been linked with it: another file's link to a new heading of it is right at once.
    editor.type(FIRST, f"{text}\n## New words\n")
    editor.open(SECOND, FILES[SECOND].replace("[[first]]", "[[first#new-words]]"))
    assert await editor.until(SECOND) == ()


async def test_what_one_file_changes_is_told_of_others(tmp_path: Path, start: Start) -> None:
    editor = await start(write(tmp_path))
    editor.open(SECOND, FILES[SECOND].replace("## The answer", "## Another"))
    (found,) = await editor.until(FIRST, "unknown-heading")
    assert found.range.start.line == 24
    editor.type(SECOND, FILES[SECOND])
    await editor.until(FIRST)
    # A closed editor leaves what is on the disk.
    editor.type(SECOND, FILES[SECOND].replace("## The answer", "## Another"))
    await editor.until(FIRST, "unknown-heading")
    editor.close(SECOND)
    await editor.until(FIRST)


async def test_a_broken_text_is_helped_with_what_it_said_before(tmp_path: Path, start: Start) -> None:
    editor = await start(write(tmp_path))
    editor.open(FIRST)
    await editor.hover(FIRST, "title: Wh")
    editor.type(FIRST, FILES[FIRST].replace("tags: [interpol, sanctions]", "tags: [inter") + "[@")
    await editor.until(FIRST, "yaml-syntax")
    assert (
        await editor.completed(FIRST, "tags: [inter", "Interpol")
        == FILES[FIRST].replace("tags: [interpol, sanctions]", "tags: [interpol") + "[@"
    )
    assert {item.label for item in (await editor.complete(FIRST, "TASS].\n[@")).items} == {
        "A report of the agency",
        "The decree itself",
    }
    assert "A report of the agency" in await editor.hover(FIRST, "[@rep")
    # Others are not at fault for what can't be read for the moment.
    editor.open(SECOND)
    assert await editor.until(SECOND) == ()


@pytest.mark.parametrize("encoding", [*types.PositionEncodingKind, None])
async def test_places_are_counted_as_was_agreed(
    tmp_path: Path, start: Start, encoding: types.PositionEncodingKind | None
) -> None:
    editor = await start(write(tmp_path), encodings=[encoding] if encoding else None)
    before = "\ufeff" + FILES[FIRST].replace("See [[second]]", "Ёжик 🙂🙂 [[sekond]] и [[second]]").replace(
        "\n", "\r\n"
    )
    editor.open(FIRST, before)
    (found,) = await editor.until(FIRST, "unknown-link")
    units = {"utf-8": 1, "utf-32": 4}
    kind = encoding.value if encoding else "utf-16"
    lead = len("Ёжик 🙂🙂 [[".encode({"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(kind, kind))) // units.get(
        kind, 2
    )
    place = found.range
    assert (place.start.line, place.start.character, place.end.character) == (24, lead, lead + len("sekond"))
    editor.type(FIRST, before.replace("[[sekond]] и ", ""))
    await editor.until(FIRST)
    at = types.Position(24, lead + 2)
    shown = await editor.client.text_document_hover_async(types.HoverParams(editor.document(FIRST), at))
    assert shown
    assert shown.range == types.Range(types.Position(24, lead), types.Position(24, lead + len("second")))


async def test_a_renaming_keeps_the_line_ends(tmp_path: Path, start: Start) -> None:
    root = write(tmp_path)
    for path in (FIRST, SECOND):
        (root / path).write_bytes(("\ufeff" + FILES[path].replace("\n", "\r\n")).encode())
    editor = await start(root)
    editor.open(FIRST)
    after = await editor.rename(FIRST, "tags: [inter", "icpo")
    assert after[FIRST] == "\ufeff" + FILES[FIRST].replace("[interpol,", "[icpo,").replace("\n", "\r\n")
    assert after[SECOND] == "\ufeff" + FILES[SECOND].replace("[interpol]", "[icpo]").replace("\n", "\r\n")


async def test_files_on_the_disk_are_watched(tmp_path: Path, start: Start) -> None:
    editor = await start(write(tmp_path))
    editor.open(FIRST, FILES[FIRST].replace("[interpol,", "[interpol, nato,"))
    await editor.until(FIRST, "unknown-tag")
    (tmp_path / "content/tags/nato.md").write_text("---\ntitle: NATO\n---\n")
    changed = types.FileEvent(editor.uri("content/tags/nato.md"), types.FileChangeType.Created)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
    await editor.until(FIRST)
    (tmp_path / "content/tags/nato.md").unlink()
    changed = types.FileEvent(editor.uri("content/tags/nato.md"), types.FileChangeType.Deleted)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
    await editor.until(FIRST, "unknown-tag")
    (registered,) = editor.registered
    assert registered.method == types.WORKSPACE_DID_CHANGE_WATCHED_FILES


async def test_an_editor_that_watches_nothing_is_followed_by_what_it_saves(tmp_path: Path, start: Start) -> None:
    editor = await start(write(tmp_path), capabilities=types.ClientCapabilities())
    editor.open(FIRST, FILES[FIRST].replace("[interpol,", "[interpol, nato,"))
    await editor.until(FIRST, "unknown-tag")
    (tmp_path / "content/tags/nato.md").write_text("---\ntitle: NATO\n---\n")
    editor.save(FIRST)
    await editor.until(FIRST)
    assert not editor.registered


async def test_broken_settings_are_told_and_the_archive_stays(tmp_path: Path, start: Start) -> None:
    root = write(tmp_path)
    (root / "site.toml").write_text(FILES["site.toml"].replace("title =", "titel ="))
    editor = await start(root)
    assert "titel" in await said(editor)
    found = await editor.until("site.toml", "unknown-key")
    assert found[0].range.start == types.Position(1, 0)
    editor.open(FIRST)
    assert not (await editor.complete(FIRST, "tags: [")).items
    (root / "site.toml").write_text(FILES["site.toml"])
    changed = types.DidChangeWatchedFilesParams(
        [types.FileEvent(editor.uri("site.toml"), types.FileChangeType.Changed)]
    )
    editor.client.workspace_did_change_watched_files(changed)
    await editor.until("site.toml")
    assert "**Interpol**" in await editor.hover(FIRST, "tags: [inter")
    (root / "site.toml").write_text("[site\n")
    editor.client.workspace_did_change_watched_files(changed)
    await editor.until("site.toml", "toml-syntax")
    assert "TOML" in await said(editor)
    assert "**Interpol**" in await editor.hover(FIRST, "tags: [inter")


async def test_a_folder_without_a_site_is_told_so_and_a_site_in_it_is_found(tmp_path: Path, start: Start) -> None:
    root = write(tmp_path / "docs")
    editor = await start(tmp_path)
    assert "There is no site.toml" in await said(editor)
    (tmp_path / "notes.md").write_text("[[")
    editor.open("notes.md")
    assert not (await editor.complete("notes.md", "[[")).items
    editor.open(f"docs/{FIRST}")
    assert "**Interpol**" in await editor.hover(f"docs/{FIRST}", "tags: [inter")
    assert root.exists()


async def test_the_site_can_be_named(tmp_path: Path, start: Start) -> None:
    root = write(tmp_path / "docs")
    editor = await start(tmp_path, "--site", str(root))
    editor.open(f"docs/{FIRST}")
    assert "**Interpol**" in await editor.hover(f"docs/{FIRST}", "tags: [inter")


async def test_a_site_without_content_is_told_so(tmp_path: Path, start: Start) -> None:
    (tmp_path / "site.toml").write_text(FILES["site.toml"])
    editor = await start(tmp_path)
    assert "The folder `content` is missing." in await said(editor)
    await editor.until("site.toml", "no-content")


async def test_what_an_extension_prints_is_no_part_of_the_protocol(tmp_path: Path, start: Start) -> None:
    root = write(tmp_path)
    (root / "extensions").mkdir()
    (root / "extensions/loud.py").write_text(
        "import os\nfrom markdown.extensions import Extension\n\n\nclass Loud(Extension):\n"
        "    def extendMarkdown(self, md):\n        print('Content-Length: 3')\n        os.write(1, b'loud')\n"
    )
    settings = FILES["site.toml"] + '\n[extensions]\nmarkdown = ["loud:Loud"]\n'
    (root / "site.toml").write_text(settings)
    editor = await start(root)
    editor.open(FIRST, FILES[FIRST].replace("[interpol,", "[intrepol,"))
    await editor.until(FIRST, "unknown-tag")
    assert "**What was answered**" in await editor.hover(FIRST, "See [[sec")


async def test_an_outlet_that_readers_know_keeps_its_address(tmp_path: Path, start: Start) -> None:
    root = write(tmp_path)
    assert main(["build", "--site", str(root)]) == 0
    editor = await start(root)
    editor.open(FIRST)
    with pytest.raises(JsonRpcException, match="Readers know the outlet by its address /outlets/tass/"):
        await editor.rename(FIRST, "outlet: ta", "itar-tass")
    # A tag has former ids, and leads on.
    assert "content/tags/icpo.md" in await editor.rename(FIRST, "tags: [inter", "icpo")


async def test_an_editor_that_renames_no_files_is_told_what_does(tmp_path: Path, start: Start) -> None:
    editor = await start(write(tmp_path), capabilities=types.ClientCapabilities())
    editor.open(FIRST)
    with pytest.raises(JsonRpcException, match="Call `brief tag rename` or `brief move` instead"):
        await editor.rename(FIRST, "tags: [inter", "icpo")
    after = await editor.rename(FIRST, "[@rep", "agency")
    assert after == {FIRST: FILES[FIRST].replace("id: report", "id: agency").replace("@report", "@agency")}


async def test_a_build_and_an_editor_stand_beside_each_other(
    tmp_path: Path, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write(tmp_path)
    editor = await start(root)
    editor.open(FIRST)
    await editor.until(FIRST)
    assert not (root / ".brief").exists()
    assert main(["build", "--site", str(root)]) == 0
    capsys.readouterr()
    # The build had the state to itself, and so knows all at the next.
    assert main(["build", "--site", str(root)]) == 0
    assert "(0 parts made" in capsys.readouterr().err
    other = await start(root)
    other.open(FIRST, FILES[FIRST].replace("[interpol,", "[intrepol,"))
    await other.until(FIRST, "unknown-tag")
    assert main(["build", "--site", str(root)]) == 0


@pytest.mark.parametrize("spec", ["visual-studio-code", "neovim", "emacs"])
async def test_what_real_editors_can_do_is_all_that_is_asked_of_them(tmp_path: Path, start: Start, spec: str) -> None:
    # The client warns of what the editor has not said that it can do, and warnings are errors here.
    editor = await start(write(tmp_path), capabilities=client_capabilities(spec))
    editor.open(FIRST)
    assert (await editor.complete(FIRST, "tags: [inter")).items
    assert await editor.hover(FIRST, "See [[sec")
    assert await editor.definition(FIRST, "See [[sec")
    assert await editor.references(FIRST, "See [[sec")
    assert await editor.rename(FIRST, "[@rep", "agency")


async def test_the_outline_has_sources_and_headings(tmp_path: Path, start: Start) -> None:
    editor = await start(write(tmp_path))
    text = editor.open(FIRST, FILES[FIRST] + "\n### Below\n\n```\n## code\n```\n\n## After\n")
    document = editor.document(FIRST)
    found = await editor.client.text_document_document_symbol_async(types.DocumentSymbolParams(document))
    symbols = [symbol for symbol in found or () if isinstance(symbol, types.DocumentSymbol)]
    assert [symbol.name for symbol in symbols] == [
        "A report of the agency",
        "The decree itself",
        "How it was said",
        "After",
    ]
    assert [child.name for child in symbols[2].children or ()] == ["Below"]
    assert marked(text, symbols[1].selection_range) == "id: decree"
    folded = await editor.client.text_document_folding_range_async(types.FoldingRangeParams(document))
    assert [(fold.start_line, fold.end_line) for fold in folded or ()] == [(0, 18), (22, 32), (27, 32)]
    links = await editor.client.text_document_document_link_async(types.DocumentLinkParams(document))
    assert [(marked(text, link.range), editor.path(link.target or "")) for link in links or ()] == [
        ("second", SECOND),
        ("second", SECOND),
        ("sanctions", "content/tags/sanctions.md"),
        ("2026-01-03-second.md", SECOND),
        ("tass", "content/outlets/tass.md"),
    ]


async def test_it_ends_when_it_is_told_to_and_when_its_editor_dies(tmp_path: Path) -> None:
    root = write(tmp_path / "site")
    editor = await Editor.start(root)
    await editor.stop()
    assert editor.exit_code == 0
    passing = tmp_path / "passing"
    passing.mkdir()
    for number in (signal.SIGTERM, None):
        command = [sys.executable, "-m", "brief", "lsp", "--site", str(root)]
        environment = {**os.environ, "TMPDIR": str(passing)}
        # At its end, the block closes what the server reads, and waits for the server.
        with subprocess.Popen(  # noqa: ASYNC220
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        ) as process:
            assert process.stdin
            assert process.stdout
            process.stdin.write(_message(1, "initialize", {"capabilities": {}, "rootUri": root.as_uri()}))
            process.stdin.write(_message(None, "initialized", {}))
            process.stdin.write(
                _message(2, "textDocument/hover", _ASKED | {"textDocument": {"uri": editor.uri(FIRST)}})
            )
            process.stdin.flush()
            # An answer tells that the archive is there.
            heard = b""
            while b'"id":2' not in heard.replace(b" ", b""):
                heard += os.read(process.stdout.fileno(), 4096)
            assert list(passing.iterdir())
            if number is not None:
                process.send_signal(number)
        assert process.returncode == (0 if number is None else 128 + number)
        assert not list(passing.iterdir())


_ASKED = {"position": {"line": 1, "character": 8}}


def _message(ident: int | None, method: str, params: object) -> bytes:
    asked = {"jsonrpc": "2.0", "method": method, "params": params} | ({"id": ident} if ident else {})
    body = json.dumps(asked).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)
