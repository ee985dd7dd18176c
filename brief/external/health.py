"""The health of addresses: when one counts as dead, and the file that keeps it."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date as Day  # noqa: N812  # as elsewhere
from pathlib import Path

from brief.external.probing import Answer, Outcome
from brief.files import write_whole
from brief.model import Health
from brief.reading.health import PATH

# A host that fails may be back tomorrow; one that says "gone" means it.
_PATIENCE_DAYS = 3
_HEADING = """\
# What is known of the sources' addresses. `brief check --external` keeps it; keep it in git.
"""


def after(known: Health | None, outcome: Outcome, today: Day, last_good: Day | None) -> Health | None:
    """The health of an address after an answer; None where it is simply well. `last_good` is from earlier answers."""
    old = known or Health()
    good = old.last_good or last_good
    match outcome.answer:
        case Answer.ALIVE:
            return Health(redirect=outcome.moved_to) if outcome.moved_to else None
        case Answer.GONE:
            return Health(old.failing_since or today, old.first_dead or today, good, old.redirect)
        case Answer.FAILING:
            since = old.failing_since or today
            is_dead = old.first_dead is not None or (today - since).days >= _PATIENCE_DAYS
            return Health(since, (old.first_dead or since) if is_dead else None, good, old.redirect)
        case _:
            return known


def write(root: Path, health: Mapping[str, Health]) -> None:
    """Write the file below `root` where it differs, and remove it where all is well. Raises OSError."""
    path = root / PATH
    if not health:
        path.unlink(missing_ok=True)
        return
    content = (_HEADING + "".join(_table(address, health[address]) for address in sorted(health))).encode()
    if not path.is_file() or path.read_bytes() != content:
        write_whole(path, content)


def _table(address: str, health: Health) -> str:
    known = ((item.name, getattr(health, item.name)) for item in fields(health))
    lines = "".join(f"{name} = {json.dumps(str(value), ensure_ascii=False)}\n" for name, value in known if value)
    return f"\n[sources.{json.dumps(address, ensure_ascii=False)}]\n{lines}"
