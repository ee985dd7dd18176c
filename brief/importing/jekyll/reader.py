"""A whole Jekyll site: posts, drafts, collections, pages, and the files beside them."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812  # as in the model
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

from dateutil import parser
from dateutil.parser import ParserError

from brief.importing.broken import as_draft
from brief.importing.fields import Fields
from brief.importing.jekyll.addresses import Spot, address, page_pattern, slugified
from brief.importing.jekyll.liquid import Around, resolved
from brief.importing.jekyll.settings import Collection, JekyllSettings, pattern_of, settings_of
from brief.importing.kramdown import settled
from brief.importing.material import Harvest, Kind, Media, Note, NotThatKind, Settings, Sort, Subject, Text
from brief.importing.matter import Matter, Unreadable, split
from brief.importing.naming import title_of
from brief.importing.trees import HOST_FILES, OTHER_TEXTS, PROGRAM, TEXTS, Tree, read, tree

_SKIPPED = frozenset({"_site", "node_modules", "vendor"})
_POST = re.compile(r"^(\d{2,4}-\d{1,2}-\d{1,2})-(.+)$")
# Of files without front matter these are for who works on the site (jekyll-optional-front-matter).
_FOR_WORKERS = frozenset({"readme", "license", "licence", "contributing", "code_of_conduct", "changelog", "copying"})
_MADE = re.compile(r"\{%-?\s*(?:for|include|if|unless|case|assign|capture|paginate)\b")
_FEED = re.compile(r"(feed|atom|rss)[\w-]*\.(xml|json)$")


@dataclass(frozen=True, slots=True)
class _File:
    """One text. `folder` is that of its kind, `inner` its path from there without suffix, `kind` as in Jekyll."""

    path: str
    kind: str
    inner: str
    matter: Matter
    above: str = ""


def jekyll(root: Path, today: Day) -> Harvest:
    """All of the Jekyll site at `root`. Raises NotThatKind."""
    if not root.is_dir():
        raise NotThatKind(f"{root} is no folder. Name the folder of the Jekyll site, in which _config.yml is.")
    source, notes = tree(root, skipped=_SKIPPED)
    settings, found = settings_of(source)
    notes += found
    if settings is None and not any("_posts/" in path for path in source.files):
        raise NotThatKind(f"{root} is no Jekyll site: there is neither _config.yml nor a folder _posts/.")
    settings = settings or JekyllSettings()
    reader = _Reader(source, settings, today, notes)
    for path, full in source.files.items():
        reader.add(path, full)
    return reader.harvest()


class _Reader:
    """Takes the files of a site one after another."""

    def __init__(self, source: Tree, settings: JekyllSettings, today: Day, notes: list[Note]) -> None:
        self._source = source
        self._settings = settings
        self._today = today
        self._notes = notes
        self._texts: list[Text] = []
        self._media: list[Media] = []
        self._subjects: dict[str, Subject] = {}
        self._feeds: list[str] = []
        self._left: Counter[str] = Counter()

    def harvest(self) -> Harvest:
        """What was found in the files that were added."""
        settings = self._settings
        for folder, count in self._left.items():
            message = (
                f"{count} {'file' if count == 1 else 'files'}: what made the old site, or was for who worked on it."
            )
            self._notes.append(Note(Sort.LEFT_OUT, "what is no content", folder, 1, message))
        if not any(text.kind is Kind.PAGE and text.addresses[:1] == ("/",) for text in self._texts):
            title = settings.title or "Home"
            home = Text("(home page)", Kind.PAGE, title, "", "", 1, "index", settings.language, addresses=("/",))
            self._texts.append(home)
        posts = sum(text.kind is Kind.BRIEFING and not text.is_draft for text in self._texts)
        pages = -(-posts // settings.per_page) if settings.per_page else 0
        return Harvest(
            "Jekyll",
            Settings(settings.title, settings.base_url, settings.language, settings.description, settings.timezone),
            tuple(self._texts),
            tuple(self._subjects.values()),
            tuple(self._media),
            tuple(settings.pages_at.replace(":num", str(number)) for number in range(2, pages + 1)),
            tuple(self._feeds),
            tuple(self._notes),
        )

    def add(self, path: str, full: Path) -> None:
        """Read one file as what it is."""
        pure = PurePosixPath(path)
        suffix = pure.suffix.lower()
        kind, above, inner = self._kind(path)
        if kind is None or path.startswith("_config.") or pure.name in {"Gemfile", "Gemfile.lock", "Rakefile"}:
            self._left[path.partition("/")[0] + ("/" if "/" in path else "")] += 1
        elif suffix in TEXTS | OTHER_TEXTS:
            self._text(path, full, kind, above, inner, suffix)
        elif _FEED.search(pure.name) and full.read_bytes().startswith(b"---"):
            self._feeds.append(f"/{path}")
            self._left[path] += 1
        elif path in HOST_FILES:
            message = (
                "It is for the host or for browsers. brief makes what it needs of this kind; see what else it says."
            )
            self._notes.append(Note(Sort.LEFT_OUT, "files for the host", path, 1, message))
        elif suffix in PROGRAM or full.read_bytes().startswith(b"---\n") or self._is_excluded(path):
            self._left[path.partition("/")[0] + ("/" if "/" in path else "")] += 1
        else:
            self._media.append(Media(path, full, path.removeprefix("assets/"), (f"/{path}",)))

    def _kind(self, path: str) -> tuple[str | None, str, str]:
        """What a file is to Jekyll, the folders above that of its kind, and its path in that without suffix."""
        *folders, name = path.split("/")
        stem = name.rpartition(".")[0] or name
        for special, kind in (("_posts", "posts"), ("_drafts", "drafts")):
            if special in folders:
                at = folders.index(special)
                return kind, "/".join(folders[:at]), "/".join((*folders[at + 1 :], stem))
        inner = path.removeprefix(f"{self._settings.folder}/") if self._settings.folder else path
        first, _, rest = inner.partition("/")
        if first.startswith("_") and rest:
            name = first.removeprefix("_")
            return (name, "", rest.rpartition(".")[0] or rest) if name in self._settings.collections else (None, "", "")
        return "pages", "", "/".join((*folders, stem))

    def _is_excluded(self, path: str) -> bool:
        return any(path == it or path.startswith(f"{it}/") or fnmatch(path, it) for it in self._settings.excluded)

    def _text(self, path: str, full: Path, kind: str, above: str, inner: str, suffix: str) -> None:
        raw, found = read(path, full)
        is_page = kind == "pages"
        name = PurePosixPath(path).stem.lower()
        if is_page and (self._is_excluded(path) or (name in _FOR_WORKERS and not raw.startswith("---"))):
            self._left[path] += 1
            return
        if is_page and suffix in {".html", ".htm"} and not raw.startswith("---"):
            # It was copied as it is.
            self._media.append(Media(path, full, path, (f"/{path}",)))
            return
        self._notes += found
        if suffix in OTHER_TEXTS:
            self._as_draft(path, raw, "It is not Markdown")
            return
        try:
            matter = split(raw)
        except Unreadable as fault:
            self._as_draft(path, raw, fault.message.rstrip("."), fault.line)
            return
        if is_page and suffix in {".html", ".htm"} and _MADE.search(matter.body):
            if inner == "index":
                message = "Liquid made the home page out of others, and brief has one of its own."
                self._notes.append(Note(Sort.LEFT_OUT, "pages that Liquid made", path, 1, message))
                return
            self._as_draft(path, raw, "Liquid makes this page out of others", subject="pages that Liquid made")
            return
        self._texts.append(self._made(_File(path, kind, inner, matter, above)))

    def _as_draft(self, path: str, raw: str, reason: str, line: int = 1, subject: str = "") -> None:
        text, note = as_draft(path, raw, self._settings.language, reason, self._today, line)
        self._texts.append(text)
        self._notes.append(Note(note.sort, subject, path, line, note.message) if subject else note)

    def _made(self, file: _File) -> Text:
        settings = self._settings
        given = settings.defaults_of(file.path, file.kind)
        defaults = {key: value for key, value in given.items() if key not in file.matter.data}
        fields = Fields({**file.matter.data, **defaults})
        for name, value in defaults.items():
            fields.drop(name, value)
        dated = _POST.match(PurePosixPath(file.inner).name) if file.kind in {"posts", "drafts"} else None
        date = fields.day("date") or (_day(dated[1]) if dated else None)
        stem = dated[2] if dated else PurePosixPath(file.inner).name
        is_index = stem == "index"
        title = (
            fields.text("title")
            or title_of(PurePosixPath(file.inner).parent.name if is_index else stem)
            or settings.title
        )
        slug = fields.text("slug") or stem
        categories = self._categories(fields, file)
        spot = Spot(file.inner, slug, categories, date, _hour(fields.value("date")), file.kind)
        own = address(self._pattern(file, fields), spot)
        former = fields.texts("redirect_from")
        body, found = self._body(file, title)
        self._notes += found
        subjects = self._sorted(fields, categories)
        is_briefing = file.kind in {"posts", "drafts"} or (date is not None and file.kind != "pages")
        fields.flag("published")
        fields.drop("layout", "post", "page", "default", "home", "none")
        for subject in subjects:
            self._subjects.setdefault(subject.key, subject)
        return Text(
            path=file.path,
            kind=Kind.BRIEFING if is_briefing else Kind.PAGE,
            title=title or "Untitled",
            body=body,
            written=file.matter.body,
            body_line=file.matter.body_line,
            name=slug,
            lang=settings.language,
            date=date,
            updated=fields.day("last_modified_at", "updated", "modified"),
            summary=fields.text("excerpt", "description", "summary") or self._excerpt(body),
            is_draft=self._is_hidden(file, date),
            subjects=tuple(subject.key for subject in subjects),
            addresses=(own, *(path if path.startswith("/") else f"/{path}" for path in former)),
            kept=fields.rest(),
        )

    def _pattern(self, file: _File, fields: Fields) -> str:
        said = fields.text("permalink")
        if said:
            return pattern_of(said) if not said.startswith("/") else said
        default = self._settings.defaults_of(file.path, file.kind).get("permalink")
        if isinstance(default, str):
            return pattern_of(default)
        if file.kind == "pages":
            return page_pattern(self._settings.permalink)
        collection = self._settings.collections.get(file.kind)
        return collection.permalink if isinstance(collection, Collection) else self._settings.posts_permalink

    def _categories(self, fields: Fields, file: _File) -> tuple[str, ...]:
        """Those of the front matter, and the folders above that of the posts."""
        words = [*fields.texts("category"), *_words(fields, "categories")]
        above = file.above.split("/") if file.above and file.kind == "posts" else []
        return tuple(dict.fromkeys((*above, *words)))

    def _sorted(self, fields: Fields, categories: tuple[str, ...]) -> list[Subject]:
        tags = (*fields.texts("tag"), *_words(fields, "tags"))
        named = [("tags", name) for name in tags] + [("categories", name) for name in categories]
        return [self._subject(kind, name) for kind, name in dict.fromkeys(named)]

    def _subject(self, kind: str, name: str) -> Subject:
        pattern = self._settings.archives.get(kind)
        where = (pattern.replace(":name", slugified(name)),) if pattern else ()
        return Subject(f"{kind}:{name.casefold()}", name, where)

    def _body(self, file: _File, title: str) -> tuple[str, list[Note]]:
        page: dict[str, Any] = {"title": title, **file.matter.data}
        around = Around(file.path, file.matter.body_line, self._settings.data, page, self._source.files)
        body, found = resolved(file.matter.body, around)
        body, more = settled(body, file.path, file.matter.body_line)
        return body, [*found, *more]

    def _excerpt(self, body: str) -> str:
        """What stands before the mark that the site's texts have for that."""
        mark = self._settings.separator
        if not mark or mark not in body:
            return ""
        before = body.partition(mark)[0].strip()
        return " ".join(before.split()) if before and not re.search(r"\n\s*\n|[\[\]<>{}*_`#]", before) else ""

    def _is_hidden(self, file: _File, date: Day | None) -> bool:
        """Whether Jekyll would not show a text today; it becomes a draft, and that is told."""
        is_published = str(file.matter.data.get("published", True)).lower() != "false"
        collection = self._settings.collections.get(file.kind)
        reason = ""
        if not is_published:
            reason = "It says `published: false`"
        elif collection is not None and not collection.is_shown:
            reason = f"Jekyll makes no pages of the collection `{collection.name}`"
        elif date and date > self._today and not self._settings.data.get("future"):
            reason = f"Jekyll would show it from {date}"
        if reason:
            note = Note(Sort.PERSON, "texts that were not shown", file.path, 1, f"{reason}. It is a draft now.")
            self._notes.append(note)
        return bool(reason) or file.kind == "drafts"


def _words(fields: Fields, name: str) -> tuple[str, ...]:
    """A list, or words with spaces between them, as Jekyll reads both."""
    value = fields.value(name)
    found = fields.texts(name)
    return tuple(found[0].split()) if isinstance(value, str) and found else found


def _day(written: str) -> Day | None:
    year, month, day = (int(part) for part in written.split("-"))
    try:
        return Day(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def _hour(value: object) -> Any:
    if not isinstance(value, str):
        return None
    try:
        return parser.parse(value, ignoretz=True).time()
    except (ParserError, ValueError, OverflowError):
        return None
