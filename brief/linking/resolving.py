"""References by name, path or address: what each stands for, or why it stands for nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from brief.config import Site
from brief.diagnostics import Code, Diagnostic, error
from brief.linking import addresses
from brief.markdown.citations import anchor
from brief.markdown.text import Kind, Links, Reference
from brief.model import Briefing, Document, Outlet, Page, Status, Tag, every_name, name_in
from brief.reading.loading import Content
from brief.suggestions import did_you_mean, nearest


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference leads to. `item` is None for a plain file or address."""

    address: str
    title: str
    item: Document | None = None


Version = TypeVar("Version", Briefing, Page)


class Directory:
    """All names of an archive. `shown` are the briefings that get a page; the others are no page's yet."""

    def __init__(self, site: Site, content: Content, shown: Iterable[Briefing], texts: Mapping[str, Links]) -> None:
        self._site = site
        self._content = content
        self._texts = texts
        self.tags: Mapping[str, Tag] = {tag.id: tag for tag in content.tags}
        self.outlets: Mapping[str, Outlet] = {outlet.id: outlet for outlet in content.outlets}
        self._briefings: dict[str, list[Briefing]] = defaultdict(list)
        self._pages: dict[str, list[Page]] = defaultdict(list)
        self._by_path: dict[str, Document] = {}
        for briefing in shown:
            self._briefings[briefing.slug].append(briefing)
            self._by_path[briefing.path] = briefing
        for page in content.pages:
            self._pages[page.slug].append(page)
        described: tuple[Document, ...] = (*content.tags, *content.outlets, *content.pages)
        self._by_path |= {item.path: item for item in described}
        hidden = [briefing for briefing in content.briefings if briefing.path not in self._by_path]
        self._tag_names = _by_name(content.tags)
        self._outlet_names = _by_name(content.outlets)
        self._hidden = {briefing.slug: briefing for briefing in hidden}
        self._hidden_by_path = {briefing.path: briefing for briefing in hidden}
        self._found: dict[tuple[Kind, str, str, str], Target] = {}
        self._asked: dict[str, set[str]] = defaultdict(set)

    def anchors(self) -> dict[str, tuple[str, ...]]:
        """Those of each text that some reference named until now, and that are there; by path."""
        texts = ((path, wanted, self._texts.get(path)) for path, wanted in self._asked.items())
        found = ((path, wanted.intersection(text.anchors)) for path, wanted, text in texts if text)
        return {path: tuple(sorted(there)) for path, there in found if there}

    def resolve(self, reference: Reference, lang: str, known: frozenset[str]) -> Target | Diagnostic | None:
        """The target of a reference from a page in `lang`, or what is wrong with it.

        `known` are the paths of all files that the site is going to have, but the theme's.
        None where it names a file that is there and has faults of its own. What is named alike has one target.
        """
        if reference.kind is Kind.ADDRESS:
            return self._address(reference, known)
        name = (reference.kind, reference.name, reference.fragment, lang)
        if name in self._found:
            return self._found[name]
        found = self._file(reference) if reference.kind is Kind.FILE else self._named(reference, lang)
        target = (
            self._at_heading(found, reference, lang) if isinstance(found, Briefing | Tag | Outlet | Page) else found
        )
        if isinstance(target, Target):
            self._found[name] = target
        return target

    def briefing(self, slug: str, lang: str) -> Briefing | None:
        """The briefing of that slug: in `lang`, else in the site's language, else in any."""
        return self._in_language(self._briefings.get(slug, ()), lang)

    def is_hidden_slug(self, slug: str) -> bool:
        """Whether only a briefing that gets no page has that slug."""
        return slug in self._hidden

    def is_hidden(self, briefing: Briefing) -> bool:
        """Whether it gets no page."""
        return briefing.path in self._hidden_by_path

    def knows_briefing(self, slug: str) -> bool:
        """Whether there is one of that slug, with a page or without."""
        return slug in self._briefings or slug in self._hidden

    def is_broken(self, kind: str, name: str) -> bool:
        """Whether a file of that id or slug is there and can't be read; `kind` is the name of its folder."""
        return name.rpartition("/")[2] in self._content.broken.get(kind, ())

    def slugs(self) -> list[str]:
        return list(self._briefings)

    def _named(self, reference: Reference, lang: str) -> Document | Diagnostic | None:
        name = reference.name
        candidates = self._candidates(reference.kind, name, lang)
        if len(candidates) == 1:
            return next(iter(candidates.values()))
        if candidates:
            hint = f"Write {' or '.join(f'`[[{written}]]`' for written in candidates)}."
            message = f"`{name}` stands for {len(candidates)} things."
            return error(Code.AMBIGUOUS_LINK, reference.location, message, hint)
        kind = "briefing" if reference.kind is Kind.NAME else reference.kind.value
        if self.is_broken(f"{kind}s", name):
            return None
        if kind == "briefing" and name in self._hidden:
            return unseen(reference, self._hidden[name])
        if not name:
            return error(Code.UNKNOWN_LINK, reference.location, "The link names nothing.", "Write `[[slug]]`.")
        known = self._suggestible(reference.kind)
        written = {guess: f"[[{target}]]" for guess, target in known.items()}
        hint = did_you_mean(name, (), f"Name the slug or id of a {kind} that is there.", written=written)
        return error(Code.UNKNOWN_LINK, reference.location, f"There is no {kind} `{name}`.", hint)

    def _candidates(self, kind: Kind, name: str, lang: str) -> dict[str, Document]:
        """What a name may stand for, by how to write each so that it stands for that alone."""
        folded = name.casefold()
        match kind:
            case Kind.TAG:
                tags = {name} if name in self.tags else self._tag_names.get(folded, ())
                return {f"tag:{ident}": self.tags[ident] for ident in tags}
            case Kind.OUTLET:
                outlets = {name} if name in self.outlets else self._outlet_names.get(folded, ())
                return {f"outlet:{ident}": self.outlets[ident] for ident in outlets}
        briefing = self.briefing(name, lang) if kind is not Kind.PAGE else None
        page = self._in_language(self._pages.get(name, ()), lang) if kind is not Kind.BRIEFING else None
        found = {f"briefing:{name}": briefing, f"page:{name}": page}
        return {written: item for written, item in found.items() if item is not None}

    def _suggestible(self, kind: Kind) -> dict[str, str]:
        """What a writer may have had in mind, and how a link to it is written."""
        tags = {known: f"tag:{ident}" for known, ident in suggestible(self.tags.values()).items()}
        outlets = {known: f"outlet:{ident}" for known, ident in suggestible(self.outlets.values()).items()}
        pages = {slug: f"page:{slug}" for slug in self._pages}
        briefings = {slug: slug for slug in self._briefings}
        match kind:
            case Kind.TAG:
                return tags
            case Kind.OUTLET:
                return outlets
            case Kind.PAGE:
                return pages
            case Kind.BRIEFING:
                return briefings
            case _:
                return outlets | tags | {slug: slug for slug in pages} | briefings

    def _file(self, reference: Reference) -> Document | Target | Diagnostic | None:
        path = reference.name
        if path in self._content.files:
            return Target(addresses.file(path), path.rsplit("/", 1)[-1])
        if item := self._by_path.get(path):
            return item
        if path in self._hidden_by_path:
            return unseen(reference, self._hidden_by_path[path])
        parts = path.split("/")
        if len(parts) > 2 and self.is_broken(parts[1], parts[-1].removesuffix(".md")):
            return None
        suffix = path[path.rfind(".") :]
        guess = nearest(path, [known for known in (*self._by_path, *self._content.files) if known.endswith(suffix)])
        hint = f"Did you mean `{guess}`?" if guess else "Name a file of content/, or use `[[slug]]`."
        return error(Code.UNKNOWN_LINK, reference.location, f"There is no file `{path}`.", hint)

    def _address(self, reference: Reference, known: frozenset[str]) -> Target | Diagnostic:
        path = addresses.output_path(reference.name)
        if path in known:
            item = self._by_address.get(f"/{path.removesuffix('index.html')}")
            if isinstance(item, Briefing | Page) and (fault := self._heading_fault(item, item.title, reference)):
                return fault
            fragment = f"#{reference.fragment}" if reference.fragment else ""
            return Target(reference.name + fragment, reference.name, item)
        others = [f"/{other.removesuffix('index.html')}" for other in known]
        hint = did_you_mean(reference.name, others, "Link by name instead: `[[slug]]`.")
        return error(Code.UNKNOWN_LINK, reference.location, f"This site has no address `{reference.name}`.", hint)

    def _at_heading(self, item: Document, reference: Reference, lang: str) -> Target | Diagnostic:
        address = addresses.of(self._site, item, lang)
        title = name_in(item, lang) if isinstance(item, Tag | Outlet) else item.title
        if not reference.fragment or (isinstance(item, Briefing) and item.status is Status.WITHDRAWN):
            # A withdrawn text has no headings any more; its page says why.
            return Target(address, title, item)
        fault = self._heading_fault(item, title, reference)
        return fault or Target(f"{address}#{reference.fragment}", title, item)

    def _heading_fault(self, item: Document, title: str, reference: Reference) -> Diagnostic | None:
        """What is wrong with a link to an anchor that a page does not have."""
        wanted = reference.fragment
        if not wanted or (isinstance(item, Briefing) and item.status is Status.WITHDRAWN):
            return None
        self._asked[item.path].add(wanted)
        anchors = self._anchors(item)
        if wanted in anchors:
            return None
        hint = did_you_mean(wanted, anchors, "Link to a heading that is there, or to the page alone.")
        message = f"`{title}` has no heading `#{wanted}`."
        return error(Code.UNKNOWN_HEADING, reference.location, message, hint)

    def _anchors(self, item: Document) -> set[str]:
        text = self._texts.get(item.path)
        ids = set(text.anchors) if text else set()
        if not isinstance(item, Briefing):
            return ids
        sections = {"sources": True, "corrections": item.corrections, "events": item.events}
        return ids | {anchor(source.id) for source in item.sources} | {name for name, has in sections.items() if has}

    @cached_property
    def _by_address(self) -> dict[str, Document]:
        found: dict[str, Document] = {}
        for item in self._by_path.values():
            languages = (item.lang,) if isinstance(item, Briefing | Page) else self._site.languages
            found |= {addresses.of(self._site, item, lang): item for lang in languages}
        return found

    def _in_language(self, versions: Sequence[Version], lang: str) -> Version | None:
        if len(versions) < 2:
            return versions[0] if versions else None
        by_lang = {version.lang: version for version in versions}
        return by_lang.get(lang) or by_lang.get(self._site.language) or next(iter(by_lang.values()), None)


def unseen(reference: Reference, briefing: Briefing) -> Diagnostic:
    """A link leads to a briefing that readers don't see yet."""
    if briefing.status is Status.SCHEDULED:
        message = f"`{reference.name}` appears on {briefing.date}, and readers can't see it before."
        hint = "Take the link out until then, or let both appear on one day."
    else:
        message = f"`{reference.name}` is a draft, which readers can't see."
        hint = "Publish it first, or take the link out."
    return error(Code.LINK_TO_DRAFT, reference.location, message, hint)


def _by_name(items: Iterable[Tag | Outlet]) -> dict[str, tuple[str, ...]]:
    """The ids that each name or alias stands for, by the name in small letters."""
    found: dict[str, list[str]] = defaultdict(list)
    for item in items:
        for name in dict.fromkeys(known.casefold() for known in every_name(item)):
            found[name].append(item.id)
    return {name: tuple(sorted(idents)) for name, idents in found.items()}


def suggestible(items: Iterable[Tag | Outlet]) -> dict[str, str]:
    """Every id and name that a writer may have had in mind, and the id that it stands for."""
    listed = list(items)
    former = {name: item.id for item in listed if isinstance(item, Tag) for name in item.former_ids}
    return former | {name: item.id for item in listed for name in (*every_name(item), item.id)}
