"""A rendered body's placeholders, filled with what its references turned out to lead to."""

import re
from collections.abc import Callable, Sequence
from html import escape

from markupsafe import Markup

from brief.config import Site
from brief.linking import addresses
from brief.linking.resolving import Target
from brief.markdown import passages
from brief.markdown.text import Text
from brief.model import Briefing, Page


def fill(
    site: Site,
    text: Text,
    targets: Sequence[Target | None],
    lang: str,
    card: Callable[[Briefing], str],
    passage_label: str,
) -> Markup:
    """The body as HTML, on a page in `lang`. A reference that leads nowhere shows its words alone.

    `passage_label` is what the link to a passage is called for those who don't see it.
    """
    label = escape(passage_label)
    html = passages.LINK.sub(rf'<a class="passage" href="#\1" aria-label="{label}"></a>', text.html)
    if not text.references:
        return Markup(html)
    token = re.escape(text.token)

    def as_card(found: re.Match[str]) -> str:
        target = targets[int(found[1])]
        if target and isinstance(target.item, Briefing):
            return card(target.item)
        inner = _link(site, target) if target else escape(text.references[int(found[1])].name)
        return f"<p>{inner}</p>"

    def part(found: re.Match[str]) -> str:
        index = int(found[2])
        target, reference = targets[index], text.references[index]
        if found[1] == "t":
            return escape(target.title if target else reference.name)
        if found[1] == "c":
            return _link(site, target) if target else escape(reference.name)
        return escape(addresses.href(site, target.address)) if target else "#"

    def link(found: re.Match[str]) -> str:
        index = int(found[1])
        target, reference = targets[index], text.references[index]
        if not target or not isinstance(target.item, Briefing | Page) or target.item.lang == lang:
            return found[0]
        # The words are the target's own title where the writer gave none.
        own = "" if reference.words else f' lang="{escape(target.item.lang)}"'
        return f'{found[0]} hreflang="{escape(target.item.lang)}"{own}'

    html = re.sub(rf"<p><span>{token}c(\d+)\.</span></p>", as_card, html)
    html = re.sub(rf'href="{token}h(\d+)\."', link, html)
    return Markup(re.sub(rf"{token}([htc])(\d+)\.", part, html))


def _link(site: Site, target: Target) -> str:
    return f'<a href="{escape(addresses.href(site, target.address))}">{escape(target.title)}</a>'
