"""What is not wrong and could be better: what nobody links to, uses, or has kept a copy of."""

from collections.abc import Iterator

from brief.diagnostics import Code, Diagnostic, Location, note, warning
from brief.linking.archive import Archive
from brief.model import Status, title_place
from brief.reading import ledger


def advice(archive: Archive) -> Iterator[Diagnostic]:
    """Orphans, unused tags and outlets, sources without a kept copy, and addresses that the ledger lacks."""
    yield from _orphans(archive)
    yield from _unused(archive)
    yield from _unarchived(archive)
    yield from _unrecorded(archive)


def _orphans(archive: Archive) -> Iterator[Diagnostic]:
    replaced = archive.succession.superseded_by
    if len(archive.briefing_versions) < 2:
        return
    for briefing in archive.briefings:
        is_original = archive.original(briefing) == briefing.path
        if briefing.status is not Status.PUBLISHED or not is_original or briefing.path in replaced:
            continue
        if briefing.path not in archive.backlinks.links:
            message = "No other text links to this briefing."
            hint = f"Where another speaks of the same matter: `[[{briefing.slug}]]`."
            yield note(Code.ORPHAN, Location(briefing.path), message, hint)


def _unused(archive: Archive) -> Iterator[Diagnostic]:
    tags = {tag for briefing in archive.briefings for tag in briefing.tags}
    outlets = {source.outlet for briefing in archive.briefings for source in briefing.sources}
    for tag in archive.tags.values():
        if tag.id not in tags and not archive.narrower.get(tag.id):
            message = f"No briefing has the tag `{tag.id}`."
            hint = "Give it to those that it fits; or merge it: `brief tag merge`, which keeps its address."
            yield warning(Code.UNUSED_TAG, title_place(tag), message, hint)
    for outlet in archive.outlets.values():
        if outlet.id not in outlets:
            message = f"No source is of the outlet `{outlet.id}`."
            yield warning(Code.UNUSED_OUTLET, title_place(outlet), message, "Check that sources name it by this id.")


def _unarchived(archive: Archive) -> Iterator[Diagnostic]:
    for briefing in archive.briefings:
        if briefing.status is Status.WITHDRAWN:
            continue
        for index, source in enumerate(briefing.sources):
            if source.url and not source.archived:
                message = f"The source `{source.id}` has no kept copy, and its address may die."
                hint = f"Keep one, for instance at https://web.archive.org/save/{source.url}, and add it as `archived`."
                yield note(Code.UNARCHIVED_SOURCE, briefing.marks.of("sources", index, "url"), message, hint)


def _unrecorded(archive: Archive) -> Iterator[Diagnostic]:
    new = archive.kept - archive.ledger.keys()
    if new and archive.ledger and not archive.site.drafts:
        number = "1 address is" if len(new) == 1 else f"{len(new)} addresses are"
        message = f"{number} not in the ledger yet, such as {min(new)}."
        yield note(Code.NEW_ADDRESSES, Location(ledger.PATH), message, "`brief build` adds them; commit the file.")
