"""The Nu HTML checker over every page and style sheet of a built site."""

import json
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.audit.rows import Row, at_most, not_measured
from tests.audit.tools import NU, MissingTool

_CHECK = "Nu errors, every page and style sheet"


def rows(folder: Path) -> list[Row]:
    """One row: errors are bound, warnings are told."""
    options = ["--format", "json", "--stdout", "--exit-zero-always", "--skip-non-html", "--also-check-css"]
    try:
        command = [*NU.command(), *options, str(folder)]
    except MissingTool as fault:
        return [not_measured(_CHECK, str(fault))]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        messages = json.loads(run.stdout)["messages"]
    except json.JSONDecodeError:
        return [not_measured(_CHECK, f"The checker gave no report: {run.stderr.strip()[:300]}")]
    errors: list[str] = []
    warnings: list[str] = []
    for message in messages:
        path = Path(unquote(urlsplit(message.get("url", "")).path))
        name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
        text = f"{name}:{message.get('lastLine', '')}: {message['message']}"
        # `non-document-error` is a page that could not be checked at all, which is worse than an error in one.
        (warnings if message["type"] == "info" else errors).append(text)
    return [at_most(_CHECK, len(errors), 0, findings=errors, remarks=[f"warning: {text}" for text in warnings])]
