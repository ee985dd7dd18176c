"""Opening the person's editor: at the right place, for the site's own pages, and for nobody else."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief.serving.editors import CannotOpen, Editor, _filled, chosen, open_at, within
from tests.serving.serving import DEADLINE, Server
from tests.sites import SiteBuilder


def _editor(folder: Path) -> Path:
    """A program that notes its arguments, as an editor with a window would get them."""
    program = folder / "my editor"
    notes = folder / "opened.json"
    program.write_text(
        f"#!{sys.executable}\nimport json, sys\nopen({str(notes)!r}, 'w').write(json.dumps(sys.argv[1:]))\n"
    )
    program.chmod(0o755)
    return program


class Opening:
    """A server with an editor that notes what it is given."""

    def __init__(self, server: Server, notes: Path) -> None:
        self.server = server
        self.notes = notes
        found = re.search(r'data-token="([^"]+)"', server.get("/briefings/one/").text)
        assert found
        self.token = found[1]

    def ask(self, asked: object, *, without: str = "", **changed: str) -> httpx.Response:
        """Ask as the site's own page does, but for the headers `changed` and the one that it is `without`."""
        headers = {
            "origin": self.server.origin,
            "sec-fetch-site": "same-origin",
            "content-type": "application/json",
            "x-brief-token": self.token,
        }
        headers |= {name.replace("_", "-"): value for name, value in changed.items()}
        headers.pop(without, None)
        url = f"{self.server.origin}/_brief/open"
        return httpx.post(url, content=json.dumps(asked), headers=headers, timeout=DEADLINE)

    @property
    def opened(self) -> list[str] | None:
        return json.loads(self.notes.read_text()) if self.notes.exists() else None


ONE: dict[str, Any] = {"path": "content/briefings/one.md", "line": 14, "column": 3}


@pytest.fixture
def opening(site: SiteBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opening]:
    program = _editor(tmp_path)
    monkeypatch.setenv("BRIEF_EDITOR", f"'{program}' --at {{line}}:{{column}} {{file}}")
    site.briefing("one")
    with Server(site.root) as server:
        yield Opening(server, tmp_path / "opened.json")


def test_the_editor_opens_at_the_place_that_is_asked_for(opening: Opening, site: SiteBuilder) -> None:
    site.write("content/briefings/{line} --x;$(touch y).md", "odd")
    assert opening.ask(ONE).json() == {"editor": "my editor"}
    assert opening.opened == ["--at", "14:3", str(site.root / ONE["path"])]
    opening.ask({"path": "content/briefings/{line} --x;$(touch y).md"})
    assert opening.opened == ["--at", "1:1", str(site.root / "content/briefings/{line} --x;$(touch y).md")]


def test_no_page_of_another_site_can_open_it(opening: Opening) -> None:
    refused = [
        opening.ask(ONE, origin="https://evil.example"),
        opening.ask(ONE, origin="null"),
        opening.ask(ONE, without="origin"),
        opening.ask(ONE, sec_fetch_site="cross-site"),
        opening.ask(ONE, sec_fetch_site="same-site"),
        opening.ask(ONE, content_type="text/plain"),
        opening.ask(ONE, x_brief_token="guessed"),
        opening.ask(ONE, without="x-brief-token"),
    ]
    assert [answer.status_code for answer in refused] == [403] * len(refused)
    assert all(answer.json()["reason"] for answer in refused)
    assert opening.ask(ONE, host="evil.example", origin="http://evil.example").status_code == 421
    assert opening.server.get("/_brief/open").status_code == 404
    preflight = httpx.options(f"{opening.server.origin}/_brief/open", headers={"origin": "https://evil.example"})
    assert "access-control-allow-origin" not in preflight.headers
    assert opening.opened is None


def test_nothing_outside_of_the_site_is_opened(opening: Opening, site: SiteBuilder, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret")
    (site.root / "content/link.md").symlink_to(tmp_path / "secret.md")
    (site.root / "content/loop.md").symlink_to(site.root / "content/loop.md")
    site.write(".git/config", "")
    paths: list[Any] = [
        "../secret.md",
        str(tmp_path / "secret.md"),
        "content/link.md",
        "content/loop.md",
        "content",
        "",
        ".git/config",
        ".brief/state.sqlite",
        "content/\0.md",
        "x" * 5000,
        "nowhere.md",
        ["site.toml"],
    ]
    assert {opening.ask({"path": path}).status_code for path in paths} == {404}
    wrong: list[Any] = [[], "site.toml", {}, {"path": "site.toml", "line": "x"}, {"path": "site.toml", "line": None}]
    assert {opening.ask(asked).status_code for asked in wrong} == {400}
    assert opening.ask({"path": "x" * 20_000}).status_code == 400
    assert opening.opened is None


@given(st.text(), st.integers(1), st.integers(1))
def test_a_place_is_put_where_its_marks_stand(name: str, line: int, column: int) -> None:
    values = {"{file}": name, "{line}": str(line), "{column}": str(column)}
    assert _filled("a{file}b{line}c{column}d", values) == f"a{name}b{line}c{column}d"


@pytest.mark.parametrize(
    ("environment", "command"),
    [
        ({"BRIEF_EDITOR": "code", "EDITOR": "vim"}, ("code", "-g", "{file}:{line}:{column}")),
        (
            {"BRIEF_EDITOR": " ", "VISUAL": "code --wait", "EDITOR": "vim"},
            ("code", "--wait", "-g", "{file}:{line}:{column}"),
        ),
        (
            {"EDITOR": "/opt/idea/bin/idea"},
            ("/opt/idea/bin/idea", "--line", "{line}", "--column", "{column}", "{file}"),
        ),
        ({"EDITOR": "emacsclient"}, ("emacsclient", "-n", "+{line}:{column}", "{file}")),
        ({"EDITOR": "something-new"}, ("something-new", "{file}")),
        ({"BRIEF_EDITOR": "odd '{file}' -at={line}"}, ("odd", "{file}", "-at={line}")),
    ],
)
def test_an_editor_is_called_in_its_own_way(environment: dict[str, str], command: tuple[str, ...]) -> None:
    assert chosen(environment).command == command


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"EDITOR": "vim"}, "vim runs in a terminal, where a browser can't open it. Set BRIEF_EDITOR"),
        ({"VISUAL": "/usr/bin/nano -w"}, "nano runs in a terminal"),
        ({"EDITOR": "emacs -nw"}, "emacs runs in a terminal"),
        ({"EDITOR": "'unclosed"}, "EDITOR can't be read as a command"),
        ({"PATH": ""}, "No editor is chosen. Set BRIEF_EDITOR"),
    ],
)
def test_what_cannot_be_opened_says_why(environment: dict[str, str], reason: str, tmp_path: Path) -> None:
    editor = chosen(environment)
    assert editor.reason.startswith(reason)
    with pytest.raises(CannotOpen, match=re.escape(reason)):
        open_at(editor, tmp_path, 1, 1)


def test_an_editor_that_fails_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(CannotOpen, match="can't be started: No such file"):
        open_at(Editor("gone", (str(tmp_path / "gone"),)), tmp_path, 1, 1)
    with pytest.raises(CannotOpen, match="ended at once, with exit code 3"):
        open_at(Editor("bad", (sys.executable, "-c", "raise SystemExit(3)")), tmp_path, 1, 1)


def test_a_site_that_is_itself_behind_a_link_is_the_site(site: SiteBuilder, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(site.root)
    assert within(tmp_path / "link", "site.toml") == (site.root / "site.toml").resolve()
