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
    # What is wider than the window is reached by the keyboard, too. The text is brief's own, and so is its HTML.
    return found.title, Markup(text.html.replace("<pre>", '<pre tabindex="0">'))
