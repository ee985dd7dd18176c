"""Outputs and checks of the site's own: each a part, which is shown what readers see of the archive."""

from collections.abc import Iterator
from functools import partial

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, Location, Severity, error
from brief.extending import Finding, Publication, PublishedBriefing, PublishedSource
from brief.extending.naming import Extension, Failed, load
from brief.linking import addresses
from brief.linking.archive import Archive
from brief.model import Briefing, KeyPath, Source, Status, last_changed, name_in
from brief.outputs.portable import portable
from brief.rendering.pages import Output, Part
from brief.rendering.scene import Scene


def own_parts(archive: Archive) -> Iterator[Part]:
    """A part for each output and each check that site.toml names. What fails is told at its name."""
    site = archive.site
    for path, extension in site.extensions.outputs.items():
        yield Part((path,), site.language, partial(_output, path, extension))
    for index, extension in enumerate(site.extensions.checks):
        # No address begins so, and a check writes no file.
        yield Part((f"check:{extension.name}",), site.language, partial(_check, index, extension))


def _output(path: str, extension: Extension, scene: Scene) -> Iterator[Output | Diagnostic]:
    try:
        yield Output(path, _content(load(extension)(_publication(scene))))
    except Exception as reason:  # noqa: BLE001  # of what is wrong with its code the site's owner has to hear
        yield _failed(scene.archive.site, extension, ("extensions", "outputs", path), reason)


def _content(made: object) -> bytes:
    if isinstance(made, str):
        return made.encode()
    if isinstance(made, bytes):
        return made
    raise Failed(f"It gives {type(made).__name__}, not text or bytes.")


def _check(index: int, extension: Extension, scene: Scene) -> Iterator[Diagnostic]:
    try:
        yield from [_said(extension, finding) for finding in load(extension)(_publication(scene))]
    except Exception as reason:  # noqa: BLE001  # as above
        yield _failed(scene.archive.site, extension, ("extensions", "checks", index), reason)


def _said(extension: Extension, finding: object) -> Diagnostic:
    if not isinstance(finding, Finding):
        raise Failed(f"It gives {type(finding).__name__}, not Finding.")
    place = Location(finding.path, max(1, finding.line), max(1, finding.column))
    hint = f"{finding.hint} (found by {extension.name})".strip()
    return Diagnostic(Severity(finding.severity), Code.SITE_CHECK, place, finding.message, hint)


def _failed(site: Site, extension: Extension, keys: KeyPath, reason: Exception) -> Diagnostic:
    said = str(reason) if isinstance(reason, Failed) else f"{type(reason).__name__}: {reason}"
    message = f"The extension `{extension.name}` failed. {said}"
    return error(Code.EXTENSION_FAILED, site.marks.of(*keys), message, "Mend it, or take it out of site.toml.")


def _publication(scene: Scene) -> Publication:
    archive = scene.archive
    site = archive.site
    by_path = {briefing.path: briefing for briefing in archive.briefings}

    def html(briefing: PublishedBriefing) -> str:
        own = by_path[briefing.path]
        return portable(scene.filled(own, archive.texts.get(own.path), with_passages=False), briefing.url)

    return Publication(
        title=site.title,
        url=addresses.absolute(site, "/"),
        language=site.language,
        briefings=tuple(_briefing(site, briefing) for briefing in archive.briefings),
        tags={ident: name_in(tag, site.language) for ident, tag in archive.tags.items()},
        outlets={ident: name_in(outlet, site.language) for ident, outlet in archive.outlets.items()},
        html=html,
    )


def _briefing(site: Site, briefing: Briefing) -> PublishedBriefing:
    is_withdrawn = briefing.status is Status.WITHDRAWN
    return PublishedBriefing(
        path=briefing.path,
        url=addresses.absolute(site, addresses.briefing(site, briefing)),
        title=briefing.title,
        summary="" if is_withdrawn else briefing.summary,
        date=briefing.date,
        changed=last_changed(briefing),
        lang=briefing.lang,
        tags=briefing.tags,
        sources=() if is_withdrawn else tuple(map(_source, briefing.sources)),
        is_withdrawn=is_withdrawn,
    )


def _source(source: Source) -> PublishedSource:
    return PublishedSource(
        id=source.id,
        outlet=source.outlet,
        title=source.title,
        url=source.url,
        where=source.where,
        published=source.published.text if source.published else None,
        lang=source.lang,
        rating=source.rating,
        archived=source.archived,
    )
