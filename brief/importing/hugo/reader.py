"""A whole Hugo site: what lies in its content, static and assets folders."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date as Day  # noqa: N812  # as in the model
from functools import partial
from pathlib import Path, PurePosixPath
from posixpath import normpath

from brief.importing.boxes import boxed
from brief.importing.broken import as_draft
from brief.importing.fields import Fields
from brief.importing.hugo.addresses import Spot, address, urlized
from brief.importing.hugo.settings import HugoLanguage, HugoSettings, settings_of
from brief.importing.hugo.shortcodes import Around, pages_by_name, resolved
from brief.importing.material import Harvest, Kind, Media, Note, NotThatKind, Settings, Sort, Subject, Text
from brief.importing.matter import Matter, Unreadable, split
from brief.importing.naming import title_of
from brief.importing.trees import HOST_FILES, OTHER_TEXTS, PICTURES, PROGRAM, TEXTS, Tree, read, tree

_SKIPPED = frozenset({"public", "resources", "node_modules", "themes"})
_MORE = re.compile(r"^[ \t]*<!--\s*more\s*-->[ \t]*$|^#[ \t]+more[ \t]*$", re.MULTILINE | re.IGNORECASE)
_DATED = re.compile(r"^(\d{4}-\d{2}-\d{2})[-_ ]*(.*)$")


@dataclass(frozen=True, slots=True)
class _File:
    """One file of content. `inner` is its path from its language's folder, without the language's code and suffix."""

    path: str
    inner: str
    language: HugoLanguage
    matter: Matter

    @property
    def folder(self) -> str:
        """The section that it is in, or that it is the page of."""
        above = PurePosixPath(self.inner).parent
        return "" if str(above) == "." else str(above if self.is_list or not self.is_bundle else _up(above))

    @property
    def name(self) -> str:
        pure = PurePosixPath(self.inner)
        return pure.parent.name if pure.name in {"index", "_index"} else pure.name

    @property
    def is_list(self) -> bool:
        return PurePosixPath(self.inner).name == "_index"

    @property
    def is_bundle(self) -> bool:
        return PurePosixPath(self.inner).name == "index"


def _up(path: PurePosixPath) -> str:
    return "" if str(path.parent) == "." else str(path.parent)


def hugo(root: Path, today: Day) -> Harvest:
    """All of the Hugo site at `root`. Raises NotThatKind."""
    if not root.is_dir():
        raise NotThatKind(
            f"{root} is no folder. Name the folder of the Hugo site, in which hugo.toml and content/ are."
        )
    source, notes = tree(root, skipped=_SKIPPED)
    settings, found = settings_of(source)
    notes += found
    settings, languages = _languages(source, settings)
    files, broken = [], []
    for path, full in source.files.items():
        language = next((it for it in languages if path.startswith(f"{it.folder}/")), None)
        if language is None or _suffix(path) not in TEXTS | OTHER_TEXTS:
            continue
        text, found = read(path, full)
        notes += found
        file = _file(path, text, languages, language)
        if _suffix(path) in OTHER_TEXTS:
            broken.append(as_draft(path, text, file.language.lang, "It is not Markdown", today))
            continue
        try:
            files.append(_File(path, file.inner, file.language, split(text)))
        except Unreadable as fault:
            broken.append(as_draft(path, text, file.language.lang, fault.message.rstrip("."), today, fault.line))
    reader = _Reader(settings, today, notes)
    texts, subjects = reader.texts(files)
    notes += [note for _, note in broken]
    home, feeds, lists = _lists(files, subjects, settings)
    media = [*_media(source, settings, files, languages, texts)]
    _left_out(source, settings, languages, notes)
    return Harvest(
        "Hugo",
        Settings(settings.title, settings.base_url, settings.language, settings.description, settings.timezone),
        (*texts, *home, *(text for text, _ in broken)),
        subjects,
        tuple(media),
        lists,
        feeds,
        tuple(notes),
    )


def _languages(source: Tree, settings: HugoSettings | None) -> tuple[HugoSettings, tuple[HugoLanguage, ...]]:
    """The settings, and the languages with the deepest content folder first. Raises NotThatKind."""
    known = settings or HugoSettings(languages=(HugoLanguage("en", "en", "content", ""),), taxonomies={"tags": "tag"})
    languages = tuple(sorted(known.languages, key=lambda it: -it.folder.count("/")))
    if not any(path.startswith(f"{it.folder}/") for it in languages for path in source.files):
        raise NotThatKind(
            f"{source.root} is no Hugo site: there is nothing in {languages[-1].folder}/. "
            "Name the folder in which hugo.toml (or config.toml) and content/ are."
        )
    if settings is None and not any(path.startswith("content/") and _suffix(path) in TEXTS for path in source.files):
        raise NotThatKind(f"{source.root} is no Hugo site: it has no hugo.toml, config.toml or config/, and no texts.")
    return known, languages


def _file(path: str, text: str, languages: Iterable[HugoLanguage], own: HugoLanguage) -> _File:
    inner = PurePosixPath(path).relative_to(own.folder).with_suffix("")
    code = inner.suffix.removeprefix(".").lower()
    by_code = next((it for it in languages if it.code == code), None)
    if by_code:
        return _File(path, str(inner.with_suffix("")), by_code, Matter({}, text, 1, {}))
    return _File(path, str(inner), own, Matter({}, text, 1, {}))


class _Reader:
    """Makes texts of files. What it finds on the way goes to `notes`."""

    def __init__(self, settings: HugoSettings, today: Day, notes: list[Note]) -> None:
        self._settings = settings
        self._today = today
        self._notes = notes

    def texts(self, files: list[_File]) -> tuple[list[Text], tuple[Subject, ...]]:
        """The texts, and the terms that they are sorted by."""
        by_folder = {it.folder for it in self._settings.languages}
        locate = {folder: pages_by_name((it.path for it in files), folder) for folder in by_folder}
        subjects: dict[str, Subject] = {}
        described: dict[str, Subject] = {}
        texts = []
        for file in files:
            fields = Fields(file.matter.data)
            named = partial(_located, locate[file.language.folder], file.path)
            body, found = self._body(file, named)
            self._notes += found
            if file.is_list and (plural := self._taxonomy(file)):
                subject = self._described(file, fields, plural, body)
                described[subject.key] = subject
                continue
            text, own = self._text(file, fields, body)
            for subject in own:
                subjects.setdefault(subject.key, subject)
            texts.append(text)
        return texts, tuple(_named(subject, described.get(key)) for key, subject in (described | subjects).items())

    def _body(self, file: _File, named: partial[str | None]) -> tuple[str, list[Note]]:
        fields = {name.lower(): value for name, value in file.matter.data.items()}
        params = fields.get("params")
        values = {**self._settings.params, **fields, **(params if isinstance(params, dict) else {})}
        body = _MORE.sub("", file.matter.body, count=1)
        made, found = resolved(body, Around(file.path, file.matter.body_line, values, named))
        boxes, more = boxed(made, file.path, file.matter.body_line)
        return boxes, [*found, *more]

    def _text(self, file: _File, fields: Fields, body: str) -> tuple[Text, list[Subject]]:
        name, date = self._dated(file, fields)
        title = fields.text("title", "linktitle") or title_of(name) or self._settings.title or "Untitled"
        slug, url = fields.text("slug"), fields.text("url")
        kind = "section" if file.is_list else "page"
        prefix = file.language.prefix
        spot = Spot(file.folder, name, title, slug, url, date, prefix, kind)
        own = address(spot, self._settings)
        aliases = [_alias(alias, own, prefix) for alias in fields.texts("aliases")]
        original = fields.text("translationkey") or file.inner
        updated = fields.day(*self._settings.dates.get("lastmod", ()))
        is_draft = fields.flag("draft") | self._is_not_shown(file, fields)
        summary = fields.text("description", "summary") or self._before_more(file)
        subjects = self._subjects(fields, prefix)
        is_briefing = not file.is_list and date is not None and bool(file.folder or subjects)
        if is_briefing and not subjects:
            section = file.folder.partition("/")[0]
            subjects = [Subject(f"section:{section}", title_of(section))]
            message = f"It had no tag, and has that of its section now, `{title_of(section)}`."
            self._notes.append(Note(Sort.CHANGED, "no tags", file.path, 1, message))
        fields.drop("type", file.folder.partition("/")[0])
        weight = fields.value("weight")
        order = fields.number("weight") if not is_briefing and isinstance(weight, int) and weight > 0 else None
        text = Text(
            path=file.path,
            kind=Kind.BRIEFING if is_briefing else Kind.PAGE,
            title=title,
            body=body,
            written=file.matter.body,
            body_line=file.matter.body_line,
            name=slug or name,
            lang=file.language.lang,
            date=date,
            updated=updated,
            summary=summary,
            is_draft=is_draft,
            order=order,
            subjects=tuple(subject.key for subject in subjects),
            addresses=(own, *aliases),
            original=original,
            kept=fields.rest(),
        )
        return text, subjects

    def _dated(self, file: _File, fields: Fields) -> tuple[str, Day | None]:
        """A file's name and date, as the settings say that they are found."""
        name = file.name
        for source in self._settings.dates.get("date", ()):
            if source == ":filename" and (found := _DATED.match(name)):
                return found[2] or name, fields.day("date") or Day.fromisoformat(found[1])
            if not source.startswith(":") and (day := fields.day(source)):
                return name, day
        return name, fields.day("date", "publishdate", "lastmod")

    def _is_not_shown(self, file: _File, fields: Fields) -> bool:
        """Whether Hugo would not publish a page today, or not as a page: it becomes a draft, and that is told."""
        expiry = fields.seen_day(*self._settings.dates.get("expirydate", ()))
        published = fields.seen_day(*self._settings.dates.get("publishdate", ()))
        reason = ""
        if expiry and expiry <= self._today:
            reason = f"Hugo stopped showing it on {expiry}"
        elif published and published > self._today:
            reason = f"Hugo would show it from {published}"
        elif _is_unrendered(fields.value("build") or fields.value("_build")):
            reason = "Its `build` options keep Hugo from making a page of it"
        elif str(fields.value("headless")).lower() == "true":
            reason = "It is a headless bundle, of which Hugo makes no page"
        elif expiry:
            message = f"Hugo would stop showing it on {expiry}. brief shows it until somebody withdraws it."
            self._notes.append(Note(Sort.PERSON, "dates of expiry", file.path, 1, message))
        if reason:
            message = f"{reason}. It is a draft now."
            self._notes.append(Note(Sort.PERSON, "texts that were not shown", file.path, 1, message))
        return bool(reason)

    def _before_more(self, file: _File) -> str:
        found = _MORE.search(file.matter.body)
        before = file.matter.body[: found.start()].strip() if found else ""
        # What is no plain paragraph is no summary.
        return " ".join(before.split()) if before and not re.search(r"\n\s*\n|[\[\]<>{}*_`#]", before) else ""

    def _subjects(self, fields: Fields, prefix: str) -> list[Subject]:
        found = []
        for plural in self._settings.taxonomies:
            found += [self._term(plural, name, prefix) for name in fields.texts(plural)]
        return found

    def _term(self, plural: str, name: str, prefix: str) -> Subject:
        own = urlized(name, self._settings)
        spot = Spot(plural, own, name, own, "", None, prefix, "term")
        if self._settings.permalinks.get("term", {}).get(plural):
            where = address(spot, self._settings)
        else:
            where = f"{prefix}/{plural}/{own}/"
        return Subject(f"{plural}:{prefix}:{own}", name, (where,))

    def _taxonomy(self, file: _File) -> str | None:
        """The taxonomy of whose term a file is the page."""
        section, _, term = file.folder.partition("/")
        return section if section in self._settings.taxonomies and term and "/" not in term else None

    def _described(self, file: _File, fields: Fields, plural: str, body: str) -> Subject:
        """A term that has a page of its own."""
        name = file.name
        known = self._term(plural, name, file.language.prefix)
        title = fields.text("title") or name
        aliases = [_alias(alias, known.addresses[0], file.language.prefix) for alias in fields.texts("aliases")]
        return Subject(
            known.key,
            title,
            (*known.addresses, *aliases),
            file.path,
            body,
            file.matter.body,
            file.matter.body_line,
            kept=fields.rest(),
        )


def _named(subject: Subject, described: Subject | None) -> Subject:
    """A term with what its own page says of it; what texts call it is another name of it."""
    if described is None or described is subject:
        return subject
    return replace(described, names=(subject.title,) if subject.title != described.title else ())


def _located(find: object, path: str, wanted: str) -> str | None:
    assert callable(find)
    found = find(wanted, path)
    return found if isinstance(found, str) else None


def _alias(alias: str, own: str, prefix: str) -> str:
    if alias.startswith("/"):
        return f"{prefix}{alias}" if prefix and not alias.startswith(f"{prefix}/") else alias
    above = own.rstrip("/").rpartition("/")[0]
    return normpath(f"/{above}/{alias}").replace("//", "/")


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()


def _is_unrendered(build: object) -> bool:
    if not isinstance(build, dict):
        return False
    said = {str(key).lower(): str(value).lower() for key, value in build.items()}
    return said.get("render") in {"never", "link", "false"}


def _lists(
    files: Iterable[_File], subjects: Iterable[Subject], settings: HugoSettings
) -> tuple[list[Text], tuple[str, ...], tuple[str, ...]]:
    """A home page where there is none, the addresses of feeds, and those of lists that have no text."""
    files = list(files)
    lists: list[str] = []
    feeds: list[str] = []
    home: list[Text] = []
    for language in settings.languages:
        own = [file for file in files if file.language == language]
        start = language.prefix or ""
        feeds.append(f"{start}/index.xml")
        sections = sorted({file.folder.partition("/")[0] for file in own if file.folder})
        lists += [f"{start}/{urlized(section, settings)}/" for section in sections]
        feeds += [f"{start}/{urlized(section, settings)}/index.xml" for section in sections]
        lists += [f"{start}/{plural}/" for plural in settings.taxonomies]
        if own and not any(file.inner == "_index" for file in own) and language == settings.languages[0]:
            title = settings.title or "Home"
            home.append(Text("(home page)", Kind.PAGE, title, "", "", 1, "index", language.lang, addresses=("/",)))
    feeds += [f"{address}index.xml" for subject in subjects for address in subject.addresses[:1]]
    return home, tuple(dict.fromkeys(feeds)), tuple(dict.fromkeys(lists))


def _media(
    source: Tree,
    settings: HugoSettings,
    files: Iterable[_File],
    languages: Iterable[HugoLanguage],
    texts: Iterable[Text],
) -> Iterable[Media]:
    """The files that texts may show: those of static folders, those beside texts, pictures among the assets."""
    at = {PurePosixPath(text.path).parent: text for text in texts if re.search(r"/_?index\.[^/]*$", text.path)}
    texts_read = {file.path for file in files}
    for path, full in source.files.items():
        pure = PurePosixPath(path)
        static = next((folder for folder in settings.static if path.startswith(f"{folder}/")), None)
        language = next((it for it in languages if path.startswith(f"{it.folder}/")), None)
        if static is not None:
            inner = path.removeprefix(f"{static}/")
            if pure.suffix.lower() in PROGRAM or inner in HOST_FILES:
                continue
            yield Media(path, full, inner, (f"/{inner}",))
        elif language is not None:
            if path in texts_read or _suffix(path) in TEXTS | OTHER_TEXTS:
                continue
            inner = path.removeprefix(f"{language.folder}/")
            owner = next((at[folder] for folder in pure.parents if folder in at), None)
            beside = path.removeprefix(f"{PurePosixPath(owner.path).parent}/") if owner else ""
            addresses = (
                (f"{owner.addresses[0].removesuffix('.html').rstrip('/')}/{beside}",) if owner else (f"/{inner}",)
            )
            yield Media(path, full, inner, addresses)
        elif path.startswith("assets/") and pure.suffix.lower() in PICTURES:
            yield Media(path, full, path.removeprefix("assets/"))


def _left_out(source: Tree, settings: HugoSettings, languages: Iterable[HugoLanguage], notes: list[Note]) -> None:
    """A note for each folder of what is no content, and for each file that tells the host something."""
    content = tuple(f"{it.folder}/" for it in languages)
    counts: Counter[str] = Counter()
    for path in source.files:
        static = next((folder for folder in settings.static if path.startswith(f"{folder}/")), None)
        suffix = PurePosixPath(path).suffix.lower()
        if static and path.removeprefix(f"{static}/") in HOST_FILES:
            message = (
                "It is for the host or for browsers. brief makes what it needs of this kind; see what else it says."
            )
            notes.append(Note(Sort.LEFT_OUT, "files for the host", path, 1, message))
        elif static and suffix in PROGRAM:
            counts[f"{static}/"] += 1
        elif static or path.startswith(content) or (path.startswith("assets/") and suffix in PICTURES):
            continue
        elif "/" in path:
            counts[path.partition("/")[0] + "/"] += 1
        elif PurePosixPath(path).stem not in {"hugo", "config"}:
            counts[path] += 1
    for folder, count in counts.items():
        what = _FOLDERS.get(folder.rstrip("/"), "what made the old site")
        message = f"{count} {'file' if count == 1 else 'files'}: {what}."
        notes.append(Note(Sort.LEFT_OUT, "what is no content", folder, 1, message))


_FOLDERS: Mapping[str, str] = {
    "layouts": "how pages looked; brief has themes for that (`brief theme new`)",
    "archetypes": "what new texts began with; brief has templates in content/templates/",
    "data": "data that templates showed; put what readers need into a text",
    "i18n": "words of the theme",
    "static": "style sheets, scripts and fonts",
    "assets": "style sheets, scripts and fonts",
    "config": "settings; those of addresses and languages were heeded",
}
