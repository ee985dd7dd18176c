"""What can still be read of a form with faults, so that the rest of its file is checked in the same run."""

from copy import deepcopy
from typing import Any

from pydantic_core import ErrorDetails

from brief.diagnostics import Code
from brief.model import KeyPath

PLACEHOLDER = "\ufffd"
"""Stands where a name has to stand and none could be read (Unicode's replacement character); names nothing."""

_STAND_INS: dict[str, Any] = {
    "date": "2000-01-01",
    "aliases": f"/{PLACEHOLDER}/",
    "former_ids": "unreadable",
    "former_addresses": f"/{PLACEHOLDER}/",
}


def repaired(data: dict[str, Any], errors: list[ErrorDetails], renamed: dict[KeyPath, str]) -> dict[str, Any]:
    """`data` without what is wrong, and with stand-ins where something has to be.

    `renamed` are misspelt keys and what was likely meant. List items keep their places, which marks count by.
    """
    mended = deepcopy(data)
    for details in errors:
        keys = tuple(part for part in details["loc"] if part != "[key]")
        owner: Any = _at(mended, keys[:-1])
        if not keys:
            continue
        if owner is None:
            # The fault is in something that a validator made of the value.
            mended.pop(str(keys[0]), None)
            continue
        key = keys[-1]
        if details["type"] == "missing":
            owner[key] = _STAND_INS.get(str(key), PLACEHOLDER)
        elif details["type"] == Code.MISSING_KEY and isinstance(source := _at(mended, keys), dict):
            source["where"] = PLACEHOLDER
        elif isinstance(owner, list) and isinstance(key, int):
            owner[key] = _STAND_INS.get(str(keys[-2]), PLACEHOLDER)
            if keys[-2] in {"sources", "corrections", "events"}:
                owner[key] = {}
        else:
            value = owner.pop(key, None)
            if keys in renamed and renamed[keys] not in owner:
                owner[renamed[keys]] = value
    return mended


def _at(data: Any, keys: KeyPath) -> Any:
    """The mapping or list at `keys`, or None."""
    for key in keys:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return None
    return data if isinstance(data, dict | list) else None
