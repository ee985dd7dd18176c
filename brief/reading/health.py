"""`content/health.toml`: what is known of the sources' addresses, kept in git beside the content.

A build reads it and asks nobody, so that no failure of a third party's is one of ours.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from brief.diagnostics import Code, Diagnostic, Location, error
from brief.files import is_within
from brief.model import Health, Marks
from brief.validation.fields import Day, Url
from brief.validation.forms import Form, validate

PATH = "content/health.toml"
"""Where the file lies, from the site's folder."""


class _HealthForm(Form):
    failing_since: Day | None = None
    first_dead: Day | None = None
    last_good: Day | None = None
    redirect: Url | None = None


class _HealthFile(Form):
    sources: dict[str, _HealthForm] = Field(default_factory=dict)


def read(root: Path) -> tuple[Mapping[str, Health], list[Diagnostic]]:
    """The health of addresses, by normalised address; nothing where there is no such file."""
    if not is_within(root, root / PATH):
        hint = "Put the file itself there."
        return {}, [error(Code.OUTSIDE_SITE, Location(PATH), "The link leads out of the site's folder.", hint)]
    try:
        data = tomllib.loads((root / PATH).read_bytes().decode())
    except FileNotFoundError:
        return {}, []
    except OSError as reason:
        return {}, [_fault(f"The file can't be read: {reason.strerror}.")]
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as reason:
        return {}, [_fault(f"The file is not TOML: {reason}.")]
    form, faults = validate(_HealthFile, _as_text(data), Marks(PATH))
    known = form.sources if form else {}
    return {address: Health(**dict(entry)) for address, entry in known.items()}, faults


def _as_text(value: object) -> dict[str, object]:
    """TOML's dates as the text that front matter has."""
    if not isinstance(value, dict):
        return {}
    return {
        key: _as_text(item) if isinstance(item, dict) else item if isinstance(item, str) else str(item)
        for key, item in value.items()
    }


def _fault(message: str) -> Diagnostic:
    hint = "Take the last good one out of git, or remove it: `brief check --external` makes it anew."
    return error(Code.BAD_HEALTH, Location(PATH), message, hint)
