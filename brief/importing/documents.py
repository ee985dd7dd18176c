"""The files of the new site: front matter, what is kept of the old one as a comment below it, and the text."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from brief.importing.fields import on_one_line


class _Dumper(yaml.SafeDumper):
    """YAML without anchors, which brief doesn't read."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  # PyYAML asks so
        return True


def document(front: Mapping[str, Any], kept: Mapping[str, Any], generator: str, body: str) -> bytes:
    """One Markdown file. Keys of `front` without a value are left out."""
    said = {key: _plain(value) for key, value in front.items() if value not in (None, "", (), [], {})}
    head = "".join(
        _dumped({key: value}, is_flow=None if isinstance(value, list) else False) for key, value in said.items()
    )
    comment = "".join(f"# {line}".rstrip() + "\n" for line in _comment(kept, generator))
    return f"---\n{head}{comment}---\n\n{body.strip(chr(10))}\n".encode()


def _comment(kept: Mapping[str, Any], generator: str) -> Sequence[str]:
    if not kept:
        return ()
    return (f"Kept from {generator}; brief has no such keys:", *_dumped(kept, is_flow=False, width=110).splitlines())


def _dumped(data: Mapping[str, Any], *, is_flow: bool | None, width: int = 10**9) -> str:
    """YAML; `is_flow` None puts lists of words on one line."""
    return yaml.dump(
        dict(data),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=width,
        default_flow_style=is_flow,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return on_one_line(value)
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value
