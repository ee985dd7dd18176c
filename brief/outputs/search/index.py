"""The search index of a site: a bundle of subjects and shards of briefings for each language, and where they are."""

import json
from collections.abc import Iterator
from functools import partial

from brief.linking import addresses
from brief.linking.archive import Archive
from brief.outputs.derived import Derived
from brief.outputs.search.bundle import bundle, made_by
from brief.outputs.search.records import briefing_records, editions_of, subject_records
from brief.outputs.search.shards import shards
from brief.rendering.pages import Output, scene_of
from brief.rendering.theme import Theme

# What the ids of results begin with.
_SUBJECT, _BRIEFING = "s", "b"


def search_index(archive: Archive, theme: Theme) -> Iterator[Output | Derived]:
    """The files of the index: those of each bundle, and the list of bundles that the browser begins with.

    The list gives each language the folder of its bundles, a tag of the subjects' bundle that changes with it, and
    of each shard, from the earliest to the latest, its folder, its first and its last year, and its tag.
    """
    site = archive.site
    listed = editions_of(archive)
    maker = made_by()
    languages: dict[str, object] = {}
    for lang in site.languages:
        scene = scene_of(archive, theme, lang)
        base = addresses.search_index(site, lang)
        folder = base.removeprefix("/")
        subjects = bundle(folder, partial(subject_records, scene), _SUBJECT, maker, with_engine=True)
        written = [item for item in archive.briefings if item.lang == lang and item.path in listed]
        parts = shards(written, site.search.shard_size)
        bundles = [
            bundle(
                f"{folder}{part.name}/",
                partial(briefing_records, scene, part.briefings, listed),
                _BRIEFING,
                maker,
                with_engine=False,
            )
            for part in parts
        ]
        yield from (subjects, *bundles)
        languages[lang] = {
            "folder": scene.href(base),
            "tag": _tag(subjects),
            "shards": [
                [f"{part.name}/", part.first, part.last, _tag(made)] for part, made in zip(parts, bundles, strict=True)
            ],
        }
    text = json.dumps(languages, ensure_ascii=False, separators=(",", ":"))
    yield Output(addresses.output_path(addresses.search_list(site)), text.encode())


def _tag(made: Derived) -> str:
    return made.key[:8]
