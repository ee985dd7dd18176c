"""Values as YAML on one line, in the manner of the values around them."""

import json
import re
from collections.abc import Sequence

import yaml

# Of these the first reading of a plain text may be another than the text (YAML 1.1, types), but for days: writers
# leave these bare, and every reader of front matter makes the same day of them.
_TEXTS = frozenset({"tag:yaml.org,2002:str", "tag:yaml.org,2002:timestamp"})

# What breaks lines or can't be shown (YAML 1.2.2, 5.1, 5.4).
_ESCAPED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")

Value = str | Sequence[str]


def written(value: Value, style: str = "", *, in_flow: bool = False) -> str:
    """A value as YAML. `style` is the quotation mark that is used where one can be; empty where none is needed.

    `in_flow`: within `[...]` or `{...}`.
    """
    if isinstance(value, str):
        return _scalar(value, style, in_flow=in_flow)
    return f"[{', '.join(_scalar(item, style, in_flow=True) for item in value)}]"


def _scalar(text: str, style: str, *, in_flow: bool) -> str:
    if not style and _is_plain(text, in_flow=in_flow):
        return text
    if style == "'" and not _ESCAPED.search(text):
        return f"'{text.replace(style, style * 2)}'"
    # Double quotation marks can hold whatever JSON writes (YAML 1.2.2, 5.7).
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _is_plain(text: str, *, in_flow: bool) -> bool:
    """Whether YAML reads `text` as it stands as just this text."""
    if _ESCAPED.search(text) or text != text.strip() or re.search(r"^[=&*!|>@`%]|^<<$", text):
        return False
    try:
        root = yaml.compose(f"{{key: {text}}}" if in_flow else f"key: {text}", Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return False
    if not isinstance(root, yaml.MappingNode) or len(root.value) != 1:
        return False
    value = root.value[0][1]
    return isinstance(value, yaml.ScalarNode) and value.style is None and value.value == text and value.tag in _TEXTS
