"""The pages that link to an item, each with the sentence around its link."""

import re
from collections.abc import Iterable, Sequence

from brief.linking.backlinks import Backlink
from brief.markdown.text import SLOT
from brief.model import Briefing, Document, Page, Tag
from brief.rendering.scene import Scene, Sentences, make_room
from brief.rendering.views import Backlinked, BacklinkEntry

_SHOWN = 20
# Texts whose sentences are kept, of 1 to 2 KB each: an archive's links lead from anywhere to anywhere.
_REMEMBERED = 2_048


def backlinked(scene: Scene, item: Document) -> Backlinked:
    """What writers linked to an item from."""
    found = scene.archive.backlinks.links.get(scene.archive.original(item), ())
    return _listed(scene, _once_a_work(scene, found))


def mentioned(scene: Scene, tag: Tag) -> Backlinked:
    """What names a tag without being tagged with it."""
    found = (
        backlink
        for backlink in scene.archive.backlinks.mentions.get(tag.path, ())
        if isinstance(backlink.origin, Briefing) and tag.id not in backlink.origin.tags
    )
    return _listed(scene, _once_a_work(scene, found))


def _once_a_work(scene: Scene, found: Iterable[Backlink]) -> list[Backlink]:
    """One link of each work: that of the version in this language, where it has one."""
    works: dict[str, Backlink] = {}
    for backlink in found:
        path = scene.archive.original(backlink.origin)
        if path not in works or backlink.origin.lang == scene.lang:
            works[path] = backlink
    return list(works.values())


def _listed(scene: Scene, found: Sequence[Backlink]) -> Backlinked:
    shown = tuple(_entry(scene, backlink) for backlink in found[:_SHOWN])
    return Backlinked(shown, max(0, len(found) - _SHOWN))


def _entry(scene: Scene, backlink: Backlink) -> BacklinkEntry:
    origin = backlink.origin
    sentences = _sentences(scene, origin.path)
    context = sentences.contexts.get(backlink.reference)
    parts = (context.before, context.words, context.after) if context else ("", "", "")
    before, words, after = (_with_titles(scene, origin, sentences, part) for part in parts)
    return BacklinkEntry(
        link=scene.to(origin),
        date=scene.wording.day(origin.date) if isinstance(origin, Briefing) else None,
        lang=scene.foreign(origin.lang) if isinstance(origin, Briefing | Page) else "",
        before=before,
        words=words,
        after=after,
    )


def _sentences(scene: Scene, path: str) -> Sentences:
    """The sentences around the links of a text, which leads to several pages and is unpacked for the first of them."""
    remembered = scene.memory.sentences
    # Each page asks for the text, so that it counts among what the page was made of.
    if path not in scene.archive.texts or path not in remembered:
        text = scene.archive.texts[path]
        names = tuple(reference.name for reference in text.references)
        make_room(remembered, _REMEMBERED)
        remembered[path] = Sentences(text.token, names, text.contexts)
    return remembered[path]


def _with_titles(scene: Scene, origin: Document, sentences: Sentences, part: str) -> str:
    """A part of a sentence, with the titles that its links leave to their targets."""
    if sentences.token not in part:
        return part
    resolved = scene.archive.targets[origin.path]
    targets = resolved.get(origin.lang) or next(iter(resolved.values()))

    def title(found: re.Match[str]) -> str:
        if found["token"] != sentences.token:
            return found[0]
        index = int(found["index"])
        target = targets[index]
        return target.title if target else sentences.names[index]

    return SLOT.sub(title, part)
