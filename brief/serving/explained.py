"""A kind of finding explained, as a page beside the site."""

from functools import partial

from markupsafe import Markup

from brief.diagnostics import Code
from brief.explaining.explanations import explanation
from brief.markdown.renderer import render

_rendered = partial(render, quick=False)


def explained(code: Code) -> tuple[str, Markup]:
    """The title and the text of what `code` means."""
    found = explanation(code)
    text, _ = _rendered(found.body, path=f"{code}.md")
    # The renderer's own HTML, of a text that comes with brief.
    return found.title, Markup(text.html)
