"""Small sites for tests, written as a writer would write them, and the command line as a person would call it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from brief.cli import main

ADVICE = {"orphan", "unarchived-source", "unused-tag", "unused-outlet", "new-addresses"}
SOURCE = {"id": "tass", "outlet": "tass", "title": "A report", "url": "https://example.org/report"}


@dataclass(frozen=True)
class Outcome:
    """What a command left: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def diagnostics(self) -> list[dict[str, Any]]:
        """The JSON lines that a command with `--format json` printed."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def faults(self) -> list[dict[str, Any]]:
        """The diagnostics but those of what could be better."""
        return [found for found in self.diagnostics if found["code"] not in ADVICE]

    def only(self, code: str) -> dict[str, Any]:
        """The one diagnostic of this code."""
        found = [diagnostic for diagnostic in self.diagnostics if diagnostic["code"] == code]
        assert len(found) == 1, self.diagnostics
        return found[0]


class SiteBuilder:
    """A site in a folder: settings, one tag `interpol`, one outlet `tass`, and whatever a test adds."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self._capsys = capsys
        self.settings()
        self.tag("interpol", title="Interpol")
        self.outlet("tass", title="TASS", names={"ru": "ТАСС"})

    def settings(self, text: str = "", *, search: bool = False, **site: Any) -> None:
        """Write site.toml: keys of its `[site]` table, then `text` as it is. Most tests can do without a search index."""
        keys = {"title": "Test archive", "base_url": "https://example.org", **site}
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items()]
        table = [] if search else ["[search]", "enabled = false"]
        self.write("site.toml", "\n".join(["[site]", *lines, text, *table, ""]))

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file of the site."""
        full = self.root / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_bytes(text.encode() if isinstance(text, str) else text)
        return full

    def briefing(self, name: str = "one", body: str = "Text [@tass].", **front: Any) -> Path:
        """A briefing that is right unless `front` says otherwise; None takes a key out."""
        keys = {
            "title": f"Title of {name}",
            "date": "2026-01-02",
            "summary": f"Summary of {name}.",
            "tags": ["interpol"],
            "sources": [SOURCE],
        }
        return self._document(f"content/briefings/{name}.md", body, keys | front)

    def tag(self, ident: str, body: str = "", **front: Any) -> Path:
        return self._document(f"content/tags/{ident}.md", body, {"title": ident.title()} | front)

    def outlet(self, ident: str, body: str = "", **front: Any) -> Path:
        return self._document(f"content/outlets/{ident}.md", body, {"title": ident.upper()} | front)

    def page(self, name: str, body: str = "A page.", **front: Any) -> Path:
        return self._document(f"content/pages/{name}.md", body, {"title": name.title()} | front)

    def _document(self, path: str, body: str, keys: dict[str, Any]) -> Path:
        kept = {key: value for key, value in keys.items() if value is not None}
        front = yaml.safe_dump(kept, allow_unicode=True, sort_keys=False)
        return self.write(path, f"---\n{front}---\n\n{body}\n")

    def forget(self) -> None:
        """Take the ledger away, as if nothing had ever been public."""
        (self.root / "content/addresses.toml").unlink()

    def brief(self, *arguments: str) -> Outcome:
        """Run `brief ARGUMENTS --site` this one."""
        self._capsys.readouterr()
        code = main([*arguments, "--site", str(self.root)])
        captured = self._capsys.readouterr()
        return Outcome(code, captured.out, captured.err)

    def check(self, *arguments: str) -> Outcome:
        """Run `brief check` with JSON lines."""
        return self.brief("check", "--format", "json", *arguments)

    def build(self, *arguments: str) -> Outcome:
        """Run `brief build`, which has to succeed."""
        outcome = self.brief("build", *arguments)
        assert outcome.code == 0, outcome.err
        return outcome

    def output(self, path: str = "") -> Path:
        return self.root / "public" / path

    def html(self, address: str) -> str:
        """The page at an address such as `briefings/one/`."""
        name = f"{address}index.html" if not address or address.endswith("/") else address
        return self.output(name).read_text("utf-8")

    def page_at(self, address: str) -> "Parsed":
        return Parsed(self.html(address))


class Parsed(HTMLParser):
    """A page as a reader's program sees it: its text, links and elements."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.elements: list[tuple[str, dict[str, str]]] = []
        self._text: list[str] = []
        self._silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        self._silent += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._text.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._text).split())

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """The attributes of the elements of a kind; `class_` and the like match whole words."""
        wanted = {key.rstrip("_"): value for key, value in attributes.items()}
        return [
            found
            for name, found in self.elements
            if name == tag and all(value in found.get(key, "").split() for key, value in wanted.items())
        ]

    @property
    def links(self) -> list[str]:
        return [link["href"] for link in self.all("a") if "href" in link]

    @property
    def ids(self) -> list[str]:
        return [found["id"] for _, found in self.elements if "id" in found]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by path, but for what brief keeps of earlier runs, which is no work of anybody's."""
    files = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    return {path: full.read_bytes() for path, full in files.items() if not path.startswith(".brief/")}


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
