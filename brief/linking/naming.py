"""Names across all tags: those that two tags claim, tags that are one in two spellings, and circles of broader tags."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import snowballstemmer
from slugify import slugify

from brief.diagnostics import Code, Diagnostic, Location, error, warning
from brief.linking.reaching import reached
from brief.markdown.mentions import fold
from brief.model import Tag, title_place

_STEMMERS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip


def governance(tags: Iterable[Tag]) -> list[Diagnostic]:
    """All that the tags' names and hierarchy get wrong."""
    tags = tuple(tags)
    shared, pairs = _ambiguous(tags)
    return [*shared, *_similar(tags, pairs), *_circles(tags)]


def _ambiguous(tags: Iterable[Tag]) -> tuple[list[Diagnostic], set[frozenset[str]]]:
    """A warning for each name that an earlier tag has, and the pairs of tags that share one."""
    owners: dict[str, dict[str, Tag]] = defaultdict(dict)
    found = []
    pairs: set[frozenset[str]] = set()
    for tag in tags:
        for name, place in _names(tag):
            others = [other for ident, other in owners[fold(name)].items() if ident != tag.id]
            if others and tag.id not in owners[fold(name)]:
                message = f"`{name}` names the tag `{others[0].id}` too, so it links to neither where it is mentioned."
                hint = "Take it out of one of the two, or merge them: `brief tag merge`."
                found.append(warning(Code.AMBIGUOUS_NAME, place, message, hint))
                pairs.update(frozenset({tag.id, other.id}) for other in others)
            owners[fold(name)][tag.id] = tag
    return found, pairs


def _names(tag: Tag) -> Iterator[tuple[str, Location]]:
    """Each name and alias of a tag with the place where it stands."""
    marks = tag.marks
    yield tag.title, title_place(tag)
    for lang, name in tag.names.items():
        yield name, marks.of("names", lang)
    for lang, aliases in tag.aliases.items():
        for index, alias in enumerate(aliases):
            # Aliases of no stated language are a plain list in the file.
            yield alias, marks.of("aliases", index) if lang == "und" else marks.of("aliases", lang, index)


def _similar(tags: Iterable[Tag], known: set[frozenset[str]]) -> list[Diagnostic]:
    """A warning for each tag that has another's name but for case, number or alphabet. `known` pairs are reported."""
    stems = _Stems()
    first: dict[str, Tag] = {}
    found = []
    for tag in tags:
        keys = {stems.key(tag.id.replace("-", " "), "en"), stems.key(tag.title, tag.lang)}
        keys |= {stems.key(name, lang) for lang, name in tag.names.items()}
        others = {first[key].id: first[key] for key in sorted(keys - {""}) if key in first}
        for ident, other in others.items():
            if frozenset({tag.id, ident}) not in known:
                message = f"The tag `{tag.id}` ({tag.title}) looks like `{ident}` ({other.title})."
                hint = f"If they are one: brief tag merge {tag.id} {ident}. If not, make their names differ more."
                found.append(warning(Code.SIMILAR_TAGS, title_place(tag), message, hint))
        for key in keys:
            first.setdefault(key, tag)
    return found


class _Stems:
    """Words without their endings, in Latin letters: what forms of one name have in common."""

    def __init__(self) -> None:
        known = set(snowballstemmer.algorithms())
        self._stemmers = {lang: snowballstemmer.stemmer(name) for lang, name in _STEMMERS.items() if name in known}

    def key(self, name: str, lang: str) -> str:
        stemmer = self._stemmers.get(lang.partition("-")[0])
        words = name.casefold().split()
        return slugify(" ".join(stemmer.stemWords(words) if stemmer else words))


def _circles(tags: Iterable[Tag]) -> list[Diagnostic]:
    """A fault at each `broader` that leads back to its own tag."""
    broader = {tag.id: tag.broader for tag in tags}
    return [
        error(
            Code.TAG_CYCLE,
            tag.marks.of("broader", index),
            f"The tag `{tag.id}` would be broader than itself, by way of `{ident}`.",
            "Take one `broader` of the circle out.",
        )
        for tag in tags
        for index, ident in enumerate(tag.broader)
        if tag.id in reached(ident, broader)
    ]
