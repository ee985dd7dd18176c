"""Scripts within a theme's templates, by digest: what a policy for the site's pages has to allow by name."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path

# One with an address is allowed by its host; one of another type is data, and none runs it (HTML, 4.12.1).
_SCRIPT = re.compile(r"<script\b(?![^>]*\s(?:src|type)\s*=)[^>]*>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
# What a template fills in is another text on each page, and has no digest.
_FILLED = re.compile(r"\{[{%#]")


def inline_scripts(folders: Iterable[Path]) -> tuple[str, ...]:
    """The digests of scripts in the templates below `folders`, as a policy names them (CSP Level 3, 2.3.1)."""
    texts = (path.read_text("utf-8", "replace") for folder in folders for path in sorted(folder.rglob("*.html")))
    found = {script for text in texts for script in _SCRIPT.findall(text) if not _FILLED.search(script)}
    return tuple(sorted(_digest(script) for script in found))


def _digest(script: str) -> str:
    return f"sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}"
