"""What is known against the packages that the lock file pins (pip-audit, which asks PyPI for advisories)."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.audit.rows import Row, at_most, not_measured
from tests.audit.tools import PIP_AUDIT

_CHECK = "known vulnerabilities of pinned packages"
LOCK = Path(__file__).parents[2] / "requirements.lock"


def rows(lock: Path = LOCK) -> list[Row]:
    """One row; not measured where not all of the packages could be looked up."""
    if not PIP_AUDIT.is_file():
        return [not_measured(_CHECK, f"{PIP_AUDIT} is missing. Run .ci/audit/install, which says why it can't be had.")]
    options = ["--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off"]
    command = [str(PIP_AUDIT), *options, "--requirement", str(lock)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return [judged(json.loads(run.stdout)["dependencies"])]
    except json.JSONDecodeError:
        return [not_measured(_CHECK, f"pip-audit gave no report: {run.stderr.strip()[-300:]}")]


def judged(packages: list[dict[str, Any]]) -> Row:
    """What pip-audit's report comes to."""
    known = [
        f"{package['name']} {package['version']}: {found['id']}; mended in {', '.join(found['fix_versions']) or 'no version'}"
        for package in packages
        for found in package.get("vulns", ())
    ]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if skipped and not known:
        why = f"No advisories could be had for {len(skipped)} of {len(packages)} packages, {skipped[0]} among them."
        return not_measured(_CHECK, why)
    return at_most(_CHECK, len(known), 0, findings=known)
