"""`make bench`: what pictures cost a build, the first time and when nothing has changed."""

import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.pictures import file, photograph

COUNT = 200
SIZE = (1600, 1067)
BRIEFING = """\
---
title: Briefing {number} with a picture
date: 2026-01-02
summary: Summary.
tags: [one]
unsourced: It measures.
---

{picture}
"""


def main() -> int:
    """Print a table of processor time, cold and unchanged: briefings alone, with photographs, with link pictures."""
    print(f"| {COUNT} briefings | cold build, CPU s | again, CPU s | a picture cold, ms | again, ms |")
    print("| --- | --- | --- | --- | --- |")
    plain = 0.0, 0.0
    for what, has_photographs, settings in (
        ("alone", False, ""),
        ("with a photograph each", True, ""),
        ("with a link picture each", False, "\n[pictures]\nenabled = true\n"),
    ):
        with tempfile.TemporaryDirectory() as name:
            _write(Path(name), has_photographs, settings)
            cold = _build(Path(name))
            again = _build(Path(name))
        plain = plain if any(plain) else (cold, again)
        each = [1000 * (measured - base) / COUNT for measured, base in zip((cold, again), plain, strict=True)]
        print(f"| {what} | {cold:.1f} | {again:.1f} | {each[0]:.0f} | {each[1]:.1f} |")
    return 0


def _write(folder: Path, has_photographs: bool, settings: str) -> None:
    for name in ("briefings", "files"):
        (folder / "content" / name).mkdir(parents=True)
    site = f'[site]\ntitle = "Bench"\nbase_url = "https://example.org"\n\n[tags]\none = "One"\n{settings}'
    (folder / "site.toml").write_text(site, encoding="utf-8")
    for number in range(COUNT):
        picture = f"![A photograph](../files/{number}.jpg)" if has_photographs else "Text."
        text = BRIEFING.format(number=number, picture=picture)
        (folder / f"content/briefings/{number}.md").write_text(text, encoding="utf-8")
        if has_photographs:
            content = file(photograph(*SIZE, seed=number), "JPEG", quality=85)
            (folder / f"content/files/{number}.jpg").write_bytes(content)


def _build(folder: Path) -> float:
    """Seconds of processor time, all threads, of a build where only the store spares any work."""
    shutil.rmtree(folder / "public", ignore_errors=True)
    start = _used()
    subprocess.run([sys.executable, "-m", "brief", "build", "--site", str(folder)], check=True, capture_output=True)
    return _used() - start


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


if __name__ == "__main__":
    sys.exit(main())
