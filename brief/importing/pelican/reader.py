"""A whole Pelican site: articles, pages, and the files beside them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date as Day  # noqa: N812  # as in the model
from pathlib import Path, PurePosixPath
from posixpath import dirname, join, normpath
from urllib.parse import quote, unquote

from slugify import slugify

from brief.importing.broken import as_draft
from brief.importing.fields import Fields
from brief.importing.languages import tag_of
from brief.importing.linking import SOURCE
from brief.importing.material import Harvest, Kind, Media, Note, NotThatKind, Settings, Sort, Subject, Text
from brief.importing.matter import Unreadable
from brief.importing.naming import title_of
from brief.importing.pelican.settings import PelicanSettings, settings_of
from brief.importing.pelican.texts import Parts, html, markdown, restructured
from brief.importing.trees import HOST_FILES, OTHER_TEXTS, PROGRAM, TEXTS, Tree, read, tree

_SKIPPED = frozenset({"output", "cache", "__pycache__", "node_modules", "themes", "plugins", "venv", ".venv"})
_TEMPLATE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_LINK = re.compile(
    r"(?:\{|%7B|\|)(?P<what>filename|static|attach|tag|category|author|index)(?:\}|%7D|\|)(?P<path>[^\s)>\"'#]*)",
    re.IGNORECASE,
)


def pelican(root: Path, today: Day) -> Harvest:
    """All of the Pelican site at `root`. Raises NotThatKind."""
    if not root.is_dir():
        raise NotThatKind(f"{root} is no folder. Name the folder of the Pelican site, in which pelicanconf.py is.")
    source, notes = tree(root, skipped=_SKIPPED)
    settings, found = settings_of(source)
    notes += found
    if settings is None:
        raise NotThatKind(f"{root} is no Pelican site: it has no pelicanconf.py.")
    reader = _Reader(source, settings, today, notes)
    texts = [
        reader.text(path, full) for path, full in source.below(settings.folder) if _suffix(path) in TEXTS | OTHER_TEXTS
    ]
    shown = [text for text in texts if text is not None]
    title = str(settings.get("SITENAME"))
    if not any(text.kind is Kind.PAGE and text.addresses[:1] == ("/",) for text in shown):
        shown.append(
            Text("(home page)", Kind.PAGE, title or "Home", "", "", 1, "index", settings.language, addresses=("/",))
        )
    lists = (f"/{settings.get(f'{name}_SAVE_AS')}" for name in ("ARCHIVES", "CATEGORIES", "TAGS", "AUTHORS"))
    feeds = (settings.get(name) for name in ("FEED_ALL_ATOM", "FEED_ALL_RSS", "FEED_ATOM", "FEED_RSS"))
    media = tuple(_media(source, settings, notes))
    return Harvest(
        "Pelican",
        Settings(
            title,
            str(settings.get("SITEURL")),
            settings.language,
            str(settings.get("SITESUBTITLE")),
            str(settings.get("TIMEZONE")),
        ),
        tuple(shown),
        reader.subjects(),
        media,
        tuple(address for address in lists if address != "/"),
        tuple(f"/{feed.lstrip('/')}" for feed in feeds if isinstance(feed, str) and feed),
        tuple(notes),
        is_commonmark=False,
    )


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()


def _media(source: Tree, settings: PelicanSettings, notes: list[Note]) -> Iterable[Media]:
    extra = settings.get("EXTRA_PATH_METADATA")
    for path, full in source.files.items():
        if not path.startswith(f"{settings.folder}/"):
            if path not in {"pelicanconf.py", "publishconf.py"}:
                notes.append(Note(Sort.LEFT_OUT, "what is no content", path, 1, "It lies beside the content."))
            continue
        if _suffix(path) in TEXTS | OTHER_TEXTS:
            continue
        inner = path.removeprefix(f"{settings.folder}/")
        said = extra.get(inner)
        own = str(said["path"]) if isinstance(said, dict) and "path" in said else inner
        if _suffix(path) in PROGRAM or own in HOST_FILES:
            message = "It is for the host or for browsers, or made the old site look as it did."
            notes.append(Note(Sort.LEFT_OUT, "files for the host", path, 1, message))
            continue
        yield Media(path, full, inner, (f"/{own}",))


class _Reader:
    """Makes texts of files."""

    def __init__(self, source: Tree, settings: PelicanSettings, today: Day, notes: list[Note]) -> None:
        self._source = source
        self._settings = settings
        self._today = today
        self._notes = notes
        self._used: dict[str, Subject] = {}

    def subjects(self) -> tuple[Subject, ...]:
        return tuple(self._used.values())

    def text(self, path: str, full: Path) -> Text | None:
        """One file as a text; None where Pelican takes it for a file like any other."""
        raw, found = read(path, full)
        self._notes += found
        try:
            parts = self._parts(path, raw)
        except Unreadable as fault:
            parts = None
            reason, line = fault.message.rstrip("."), fault.line
        else:
            reason, line = "It is of a kind that is not read here", 1
        if parts is None:
            draft, note = as_draft(path, raw, self._settings.language, reason, self._today, line)
            self._notes.append(note)
            return draft
        self._notes += parts.notes
        return self._made(path, parts)

    def _parts(self, path: str, raw: str) -> Parts | None:
        match _suffix(path):
            case ".md" | ".markdown" | ".mkd" | ".mdown":
                return markdown(raw)
            case ".rst":
                return restructured(raw, path)
            case ".html" | ".htm":
                return html(raw, path)
            case _:
                return None

    def _made(self, path: str, parts: Parts) -> Text:
        get = self._settings.get
        fields = Fields({**self._from_path(path), **parts.fields})
        inner = path.removeprefix(f"{self._settings.folder}/")
        is_page = any(inner.startswith(f"{str(folder).strip('/')}/") for folder in get("PAGE_PATHS"))
        pure = PurePosixPath(inner)
        date = fields.day("date")
        title = fields.text("title") or title_of(pure.stem)
        slug = fields.text("slug") or slugged(title if get("SLUGIFY_SOURCE") == "title" else pure.stem)
        lang = tag_of(said) if (said := fields.text("lang")) else self._settings.language
        folder = "" if is_page or str(pure.parent) == "." or not get("USE_FOLDER_AS_CATEGORY") else pure.parent.parts[0]
        category = fields.text("category") or folder or ("" if is_page else str(get("DEFAULT_CATEGORY")))
        tags = self._listed(fields, "tags", "keywords")
        named = [("category", category)] if category and not is_page else []
        subjects = [self._subject(kind, name) for kind, name in (*named, *(("tag", name) for name in tags))]
        status = str(fields.value("status") or "").lower()
        fields.drop("status", fields.value("status") if status in {"published", "draft", "hidden", "skip"} else None)
        body = self._linked(parts.body, path)
        is_draft = status in {"draft", "hidden", "skip"}
        if status in {"hidden", "skip"}:
            message = f"It says `status: {status}`, and no list led to it. It is a draft now."
            self._notes.append(Note(Sort.PERSON, "texts that were not shown", path, 1, message))
        values = {
            "slug": slug,
            "lang": lang,
            "category": slugged(category),
            "author": slugged(_first(fields.value("author") or fields.value("authors"))),
        }
        updated, summary = fields.day("modified"), fields.text("summary", "description")
        own = self._addresses(
            "PAGE" if is_page else "ARTICLE", values, date, fields, is_own=lang == self._settings.language
        )
        return Text(
            path=path,
            kind=Kind.PAGE if is_page else Kind.BRIEFING,
            title=title,
            body=body,
            written=parts.written,
            body_line=parts.line,
            name=slug,
            lang=lang,
            date=date,
            updated=updated,
            summary=summary,
            is_draft=is_draft,
            subjects=tuple(dict.fromkeys(subject.key for subject in subjects)),
            addresses=() if is_draft else own,
            original=slug,
            kept=fields.rest(),
        )

    def _from_path(self, path: str) -> dict[str, str]:
        """What a file's name says of it, as the settings say that it does."""
        pattern = self._settings.get("FILENAME_METADATA")
        try:
            found = re.match(pattern, PurePosixPath(path).stem)
        except re.error:
            return {}
        return {key: value for key, value in found.groupdict().items() if value} if found else {}

    def _listed(self, fields: Fields, *names: str) -> tuple[str, ...]:
        """What commas part, or semicolons where there are any."""
        found = fields.texts(*names)
        if len(found) != 1:
            return found
        sign = ";" if ";" in found[0] else ","
        return tuple(dict.fromkeys(part.strip() for part in found[0].split(sign) if part.strip()))

    def _subject(self, kind: str, name: str) -> Subject:
        slug = slugged(name)
        patterns = (str(self._settings.get(f"{kind.upper()}_{what}")) for what in ("URL", "SAVE_AS"))
        where = tuple(dict.fromkeys(_address(filled(it, {"slug": slug}, None)) for it in patterns if it))
        subject = Subject(f"{kind}:{slug}", name, where)
        return self._used.setdefault(subject.key, subject)

    def _addresses(
        self, kind: str, values: Mapping[str, str], date: Day | None, fields: Fields, *, is_own: bool
    ) -> tuple[str, ...]:
        lang = "" if is_own else "LANG_"
        given = [fields.text("url"), fields.text("save_as")]
        patterns = [str(self._settings.get(f"{kind}_{lang}{what}")) for what in ("URL", "SAVE_AS")]
        found = [filled(it, values, date) for it in (given if any(given) else patterns) if it]
        return tuple(dict.fromkeys(_address(it) for it in found))

    def _linked(self, body: str, path: str) -> str:
        """A body whose links to files and terms name these."""

        def target(found: re.Match[str]) -> str:
            what, named = found["what"].lower(), unquote(found["path"])
            if what == "index":
                return "/"
            if what == "author":
                return f"/author/{slugged(named)}.html"
            if what in {"tag", "category"}:
                return self._subject(what, named).addresses[0]
            folder = self._settings.folder
            inner = f"{folder}/{named.lstrip('/')}" if named.startswith("/") else normpath(join(dirname(path), named))
            # What Pelican looks for from the text's folder it looks for in the content folder too.
            other = f"{folder}/{named}"
            wanted = other if inner not in self._source.files and other in self._source.files else inner
            return SOURCE + quote(wanted)

        return _LINK.sub(target, body)


def _first(value: object) -> str:
    """The first of several authors."""
    listed = value if isinstance(value, list) else re.split(r"[;,]", str(value or ""))
    return str(listed[0]).strip() if listed else ""


def slugged(text: str) -> str:
    """A text as Pelican's settings make a slug of it unless they say otherwise."""
    return slugify(re.sub(r"[^\w\s-]", "", text), regex_pattern=r"[^-a-z0-9_]+")


def filled(pattern: str, values: Mapping[str, str], date: Day | None) -> str:
    """A pattern of an address with its values; none of Python's formatting but that of days is done."""

    def value(found: re.Match[str]) -> str:
        name, form = found[1], found[2]
        if name == "date":
            return date.strftime(re.sub(r"%-([dmHMj])", r"%\1", form or "%Y-%m-%d")) if date else ""
        return values.get(name, found[0])

    return _TEMPLATE.sub(value, pattern)


def _address(path: str) -> str:
    return re.sub(r"/index\.html$", "/", f"/{path.lstrip('/')}")
