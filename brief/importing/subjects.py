"""Tags out of what texts were sorted by: one for each name, whatever it was sorted into."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from slugify import slugify

from brief.importing.material import Subject, Text
from brief.validation.fields import is_slug

UNTAGGED = "untagged"


@dataclass(frozen=True, slots=True)
class NewTag:
    """A tag of the new site. `subjects` are those that it was made of, the one with a text first."""

    id: str
    title: str
    subjects: tuple[Subject, ...]

    @property
    def path(self) -> str:
        return f"content/tags/{self.id}.md"


def tags_of(subjects: Sequence[Subject], texts: Iterable[Text]) -> tuple[dict[str, NewTag], dict[str, str]]:
    """The tags by id, and the id by the key of each subject. Subjects whose names differ in case alone are one."""
    used = Counter(key for text in texts for key in text.subjects)
    groups: dict[str, list[Subject]] = {}
    for subject in subjects:
        groups.setdefault(subject.title.casefold().strip(), []).append(subject)
    tags: dict[str, NewTag] = {}
    ids: dict[str, str] = {}
    # Of those that look alike in ASCII, as "C" and "C++" do, the one that is so written gets the short id.
    ordered = sorted(
        groups.values(),
        key=lambda group: (not is_slug(group[0].title.lower()), -sum(used[it.key] for it in group), group[0].title),
    )
    for group in ordered:
        best = sorted(group, key=lambda it: (not it.body.strip(), -used[it.key], it.title))
        ident = _free(slugify(best[0].title, max_length=80, word_boundary=True) or "tag", tags)
        tags[ident] = NewTag(ident, best[0].title, tuple(best))
        ids |= dict.fromkeys((it.key for it in group), ident)
    return dict(sorted(tags.items())), ids


def _free(ident: str, taken: Mapping[str, NewTag]) -> str:
    number, found = 2, ident
    while found in taken:
        found, number = f"{ident}-{number}", number + 1
    return found


def with_tag(text: Text, title: str) -> tuple[Text, Subject]:
    """A text that had no tag with one."""
    key = f"made:{title.casefold()}"
    return replace(text, subjects=(key,)), Subject(key, title)
