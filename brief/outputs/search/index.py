"""The search index of a site: a bundle of subjects and shards of briefings for each language, and where they are."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from brief.digests import short
from brief.linking import addresses
from brief.linking.archive import Archive
from brief.outputs.derived import DearPart, Derived
from brief.outputs.search.bundle import bundle, made_by
from brief.outputs.search.records import briefing_record, subject_records
from brief.outputs.search.shards import Shard, shards
from brief.rendering.pages import Output
from brief.rendering.scene import Scene

_PHASE = "search"
# What the ids of results begin with.
_SUBJECT, _BRIEFING = "s", "b"
_TAG = 8  # characters of a tag


@dataclass(frozen=True, slots=True)
class _Index:
    """The bundles of a language: `base` is the folder of the subjects', in which those of the shards have theirs."""

    lang: str
    base: str
    shards: tuple[Shard, ...]


def bundles(archive: Archive) -> Iterator[DearPart]:
    """The bundles of the index, each a part by itself."""
    maker = made_by()
    for index in _indexes(archive):
        gather = partial(_subjects, index.base, maker)
        yield DearPart(_name(index), index.lang, _PHASE, gather)
        for shard in index.shards:
            paths = tuple(briefing.path for briefing in shard.briefings)
            gather = partial(_briefings, _folder(index, shard), paths, maker)
            yield DearPart(_name(index, shard), index.lang, _PHASE, gather, short(*paths))


def bundle_list(archive: Archive, digests: Mapping[str, str]) -> Output:
    """The list of bundles that the browser begins with; `digests` are those of their files, by the names of the parts.

    It gives each language the folder of its bundles, a tag of the subjects' bundle that changes with it, and
    of each shard, from the earliest to the latest, its folder, its first and its last year, and its tag.
    """
    site = archive.site
    languages = {
        index.lang: {
            "folder": addresses.href(site, index.base),
            "tag": digests[_name(index)][:_TAG],
            "shards": [
                [f"{shard.name}/", shard.first, shard.last, digests[_name(index, shard)][:_TAG]]
                for shard in index.shards
            ],
        }
        for index in _indexes(archive)
    }
    text = json.dumps(languages, ensure_ascii=False, separators=(",", ":"))
    return Output(addresses.output_path(addresses.search_list(site)), text.encode())


def _indexes(archive: Archive) -> Iterator[_Index]:
    site = archive.site
    for lang in site.languages:
        written = [briefing for briefing in archive.editions[lang].briefings if briefing.lang == lang]
        yield _Index(lang, addresses.search_index(site, lang), tuple(shards(written, site.search.shard_size)))


def _folder(index: _Index, shard: Shard) -> str:
    return f"{index.base}{shard.name}/"


def _name(index: _Index, shard: Shard | None = None) -> str:
    """What tells the part of a bundle from all others."""
    return f"search {index.lang} {shard.name if shard else 'subjects'}"


def _subjects(base: str, maker: str, scene: Scene) -> Derived:
    records = tuple(subject_records(scene))
    return bundle(base.removeprefix("/"), records, _SUBJECT, maker, with_engine=True)


def _briefings(base: str, paths: Sequence[str], maker: str, scene: Scene) -> Derived:
    records = tuple(briefing_record(scene, scene.briefing(path)) for path in paths)
    return bundle(base.removeprefix("/"), records, _BRIEFING, maker, with_engine=False)
