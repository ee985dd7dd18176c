"""The theme's own words: every one of them has a Russian form."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]


def _words() -> set[str]:
    templates = extract_from_dir(
        ROOT / "themes/dossier/templates",
        method_map=[("**.html", "jinja2.ext.babel_extract")],
        keywords={"_": None, "ngettext": (1, 2)},
    )
    code = [
        found
        for part in ("rendering", "outputs")
        for found in extract_from_dir(ROOT / "brief" / part, method_map=[("**.py", "python")], keywords={"say": None})
    ]
    found = [message for _, _, message, _, _ in (*templates, *code)]
    return {message if isinstance(message, str) else message[0] for message in found}


@pytest.mark.parametrize("lang", ["ru"])
def test_every_word_is_translated_and_none_is_left_over(lang: str) -> None:
    with (ROOT / f"themes/dossier/locale/{lang}.po").open("rb") as file:
        catalog = read_po(file, locale=lang)
    translated = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalog
        if message.id and all(message.string if isinstance(message.string, tuple) else [message.string])
    }
    assert translated == _words()
    for message in catalog:
        assert not list(message.check()), message.id
