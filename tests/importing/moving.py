"""Sites of other generators, written as their writers would, moved to brief through the command line."""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from PIL import Image

from tests.terminal import PROGRAM


class Old:
    """The folder of an old site, to be filled by a test."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def write(self, path: str, text: str | bytes) -> None:
        full = self.root / path
        full.parent.mkdir(parents=True, exist_ok=True)
        full.write_bytes(text.encode() if isinstance(text, str) else text)

    def text(self, path: str, body: str = "Words.", **front: Any) -> None:
        """A text with YAML front matter."""
        self.write(path, f"---\n{yaml.safe_dump(front, allow_unicode=True, sort_keys=False)}---\n{body}\n")

    def picture(self, path: str) -> None:
        full = self.root / path
        full.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (4, 3), "navy").save(full)

    def moved(self, kind: str, *options: str, into: Path | None = None) -> "New":
        """What `brief import` makes of it."""
        folder = into or self.root.with_name(f"{self.root.name}-new")
        ended = subprocess.run(
            [PROGRAM, "import", kind, str(self.root), str(folder), "--format", "json", *options],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return New(folder, ended.returncode, ended.stdout, ended.stderr)


@dataclass(frozen=True)
class New:
    """A site that an import made, and what it said."""

    root: Path
    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    def notes(self, subject: str) -> list[dict[str, Any]]:
        return [it for it in self.records if it["kind"] == "note" and it["subject"] == subject]

    @property
    def moved(self) -> dict[str, str]:
        """The old addresses that the host has to redirect, and where to."""
        return {it["old"]: it["new"] for it in self.records if it["kind"] == "moved"}

    @property
    def report(self) -> str:
        return (self.root / "import-report.md").read_text("utf-8")

    def files(self, pattern: str) -> list[str]:
        return sorted(path.relative_to(self.root).as_posix() for path in self.root.glob(pattern) if path.is_file())

    def read(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def front(self, path: str) -> dict[str, Any]:
        found = yaml.safe_load(self.read(path).split("---\n")[1])
        assert isinstance(found, dict)
        return found

    def errors(self) -> list[str]:
        """What `brief check` finds that keeps the site from being published."""
        ended = self.brief("check", "--format", "json", "--no-cache")
        found = [json.loads(line) for line in ended.stdout.splitlines()]
        return [f"{it['path']}:{it['line']}: {it['code']}" for it in found if it["severity"] == "error"]

    def built(self) -> None:
        ended = self.brief("build")
        assert ended.returncode == 0, ended.stderr

    def brief(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [PROGRAM, *words, "--site", str(self.root)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def answer(self, address: str) -> str:
        """Where a reader ends who asks the built site for an address; empty where nothing answers."""
        for _ in range(5):
            path = self.root / "public" / address.strip("/")
            page = path if path.is_file() else path / "index.html"
            if not page.is_file():
                return ""
            found = re.search(r'http-equiv="refresh" content="0; ?url=([^"]+)"', page.read_text("utf-8", "replace"))
            if not found:
                return address
            address = found[1]
        return ""
