"""What the references of a body lead to, and what is wrong or odd about them: one item at a time."""

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, warning
from brief.linking.resolving import Directory, Target
from brief.markdown.text import Links, Reference
from brief.model import Briefing, Document, Page, Status


def targets_of(
    item: Document, text: Links, site: Site, directory: Directory, known: frozenset[str]
) -> tuple[dict[str, tuple[Target | None, ...]], list[Diagnostic]]:
    """What each reference of an item's `text` leads to, in order, by the language of the page that it is on.

    `known` are the paths of all files that the site is going to have. None stands for what leads nowhere; the fault is
    told, unless it is one of the file that is named.
    """
    # Tags and outlets are described once and shown in every edition.
    languages = (item.lang,) if isinstance(item, Briefing | Page) else site.languages
    found: dict[str, tuple[Target | None, ...]] = {}
    faults: list[Diagnostic] = []
    for lang in languages:
        targets: list[Target | None] = []
        for reference in text.references:
            outcome = directory.resolve(reference, lang, known)
            if isinstance(outcome, Diagnostic):
                faults.append(outcome)
                outcome = None
            elif outcome and (doubt := _doubt(item, reference, outcome)):
                faults.append(doubt)
            targets.append(outcome)
        found[lang] = tuple(targets)
    return found, faults


def _doubt(item: Document, reference: Reference, target: Target) -> Diagnostic | None:
    """What is odd about a link that leads somewhere."""
    if target.item is None:
        return None
    if not reference.fragment:
        if target.item.path != item.path:
            return None
        message = "The link leads to the page that it stands on."
        hint = "Take it out, or link to one of its headings: `[[slug#heading]]`."
        return warning(Code.SELF_LINK, reference.location, message, hint)
    if not isinstance(target.item, Briefing) or target.item.status is not Status.WITHDRAWN:
        return None
    message = f"`{target.title}` is withdrawn, and its heading `#{reference.fragment}` with it."
    return warning(Code.LINK_TO_WITHDRAWN, reference.location, message, "Link to the page alone, which says why.")
