"""A rendered body's placeholders, filled with what its references turned out to lead to."""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape

from markupsafe import Markup

from brief.config import Site
from brief.linking import addresses
from brief.linking.resolving import Target
from brief.markdown import passages
from brief.markdown.text import SLOT, SLOT_PREFIX, Text
from brief.model import Briefing, Page, Picture
from brief.rendering.variants import IMG, shown

_CARD = re.compile(rf"<p><span>({SLOT_PREFIX})c(\d+)\.</span></p>")
_HREF = re.compile(rf'href="({SLOT_PREFIX})h(\d+)\."')


def fill(
    site: Site,
    text: Text,
    html: str,
    targets: Sequence[Target | None],
    lang: str,
    card: Callable[[Briefing], str],
    passage_label: str,
    pictures: Mapping[str, Picture],
) -> Markup:
    """The body `html` as it stands on a page in `lang`. A reference that leads nowhere shows its words alone.

    `pictures` are those that have been measured, by address.
    `passage_label` is what the link to a passage is called for those who don't see it; without it there is none.
    """
    html = _passages(html, passage_label)
    if not text.references:
        return Markup(html)

    def as_card(found: re.Match[str]) -> str:
        if found[1] != text.token:
            return found[0]
        target = targets[int(found[2])]
        if target and isinstance(target.item, Briefing):
            return card(target.item)
        inner = _link(site, target) if target else escape(text.references[int(found[2])].name)
        return f"<p>{inner}</p>"

    def part(found: re.Match[str]) -> str:
        if found["token"] != text.token:
            return found[0]
        index = int(found["index"])
        target, reference = targets[index], text.references[index]
        if found["part"] == "t":
            return escape(target.title if target else reference.name)
        if found["part"] == "c":
            return _link(site, target) if target else escape(reference.name)
        return escape(addresses.href(site, target.address)) if target else "#"

    def link(found: re.Match[str]) -> str:
        if found[1] != text.token:
            return found[0]
        index = int(found[2])
        target, reference = targets[index], text.references[index]
        if not target or not isinstance(target.item, Briefing | Page) or target.item.lang == lang:
            return found[0]
        # The words are the target's own title where the writer gave none.
        own = "" if reference.words else f' lang="{escape(target.item.lang)}"'
        return f'{found[0]} hreflang="{escape(target.item.lang)}"{own}'

    def picture(found: re.Match[str]) -> str:
        target = targets[int(found["index"])] if found["token"] == text.token else None
        known = pictures.get(target.address) if target else None
        return shown(site, found[0], known) if known else found[0]

    # Each way through the text takes its time, and most texts need but the last.
    if any(reference.is_card for reference in text.references):
        html = _CARD.sub(as_card, html)
    if "<img" in html:
        html = IMG.sub(picture, html)
    if any(target and isinstance(target.item, Briefing | Page) and target.item.lang != lang for target in targets):
        html = _HREF.sub(link, html)
    return Markup(SLOT.sub(part, html))


def _passages(html: str, label: str) -> str:
    """The body with the links to its passages called `label`; without them where that is empty."""
    first, *rest = passages.LINK.split(html)
    if not label:
        return first + "".join(rest[1::2])
    before, after = '<a class="passage" href="#', f'" aria-label="{escape(label)}"></a>'
    linked = (f"{before}{ident}{after}{part}" for ident, part in zip(rest[::2], rest[1::2], strict=True))
    return first + "".join(linked)


def _link(site: Site, target: Target) -> str:
    return f'<a href="{escape(addresses.href(site, target.address))}">{escape(target.title)}</a>'
