"""A WordPress site out of its export, and out of its uploads where they lie beside it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date as Day  # noqa: N812  # as in the model
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from brief.importing.days import day
from brief.importing.fields import on_one_line
from brief.importing.html import markdown_of
from brief.importing.languages import tag_of
from brief.importing.linking import SOURCE
from brief.importing.material import Harvest, Kind, Media, Note, NotThatKind, Settings, Sort, Subject, Text
from brief.importing.trees import tree
from brief.importing.wordpress.content import Picture, html_of
from brief.importing.wordpress.export import Category, Item, NoExport, items

_UPLOADS = ("wp-content/uploads", "uploads")
# What themes, menus and the editor keep in a database, and no reader ever had as a page.
_INNER = frozenset(
    {
        *("nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache", "user_request", "wp_block"),
        *("wp_template", "wp_template_part", "wp_global_styles", "wp_navigation", "wp_font_family", "wp_font_face"),
    }
)
_HIDDEN = {"draft", "pending", "private", "future", "auto-draft"}
_SUMMARIES = ("_yoast_wpseo_metadesc", "_aioseop_description", "_aioseo_description", "rank_math_description")
_HREF = re.compile(r"(\b(?:href|src)\s*=\s*[\"'])([^\"'<>]*[?&](?:p|page_id|attachment_id)=\d+[^\"'<>]*)")


@dataclass(slots=True)
class _Site:
    """All of an export, in the order in which its parts came."""

    channel: Mapping[str, str] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    terms: dict[tuple[str, str], Item] = field(default_factory=dict)
    entries: dict[str, tuple[str, Item]] = field(default_factory=dict)
    attachments: dict[str, tuple[str, Item]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def base_url(self) -> str:
        return (self.channel.get("base_blog_url") or self.channel.get("link") or "").strip().rstrip("/")


def wordpress(place: Path, today: Day) -> Harvest:
    """All of the export at `place`, which is a file or a folder of them. Raises NotThatKind."""
    files = sorted(place.glob("*.xml")) if place.is_dir() else [place]
    if not files:
        raise NotThatKind(f"There is no export file (.xml) in {place}. WordPress makes one under Tools, Export.")
    site = _Site()
    for file in files:
        try:
            for item in items(file):
                _sorted_in(site, file.name, item)
        except NoExport as reason:
            raise NotThatKind(f"{file} is no export of WordPress. {reason}") from None
    uploads = _uploads(place if place.is_dir() else place.parent, site)
    reader = _Reader(site, today, {it.addresses[0] for it in uploads})
    texts = [reader.text(path, item) for path, item in site.entries.values()]
    subjects = reader.subjects()
    _tell_attachments(site, {it.addresses[0] for it in uploads})
    title = site.channel.get("title", "").strip()
    lang = reader.lang
    texts += [Text("(home page)", Kind.PAGE, title or "Home", "", "", 1, "index", lang, addresses=("/",))]
    settings = Settings(title, site.base_url, lang, on_one_line(site.channel.get("description", "")))
    feeds = ("/feed/", "/comments/feed/", *(f"{it.addresses[0]}feed/" for it in subjects if it.addresses))
    return Harvest(
        "WordPress",
        settings,
        tuple(texts),
        subjects,
        tuple(uploads),
        feeds=feeds,
        notes=tuple(site.notes),
        is_commonmark=False,
    )


def _sorted_in(site: _Site, name: str, item: Item) -> None:
    """Put one element of an export where it belongs; what brief has no place for is told."""
    match item.kind:
        case "channel":
            site.channel = site.channel or item.values
        case "author":
            site.authors[item.get("author_login")] = item.get("author_display_name") or item.get("author_login")
        case "category":
            site.terms["category", item.get("category_nicename")] = item
        case "tag":
            site.terms["post_tag", item.get("tag_slug")] = item
        case "term":
            site.terms.setdefault((item.get("term_taxonomy"), item.get("term_slug")), item)
        case "item":
            _entry(site, name, item)


def _entry(site: _Site, name: str, item: Item) -> None:
    kind, ident = item.get("post_type") or "post", item.get("post_id")
    path = f"{name}#{ident or item.line}"
    title = on_one_line(item.get("title")) or "(no title)"

    def left_out(subject: str, message: str) -> None:
        site.notes.append(Note(Sort.LEFT_OUT, subject, path, item.line, message))

    if item.comments:
        left_out("comments of readers", f"“{title}” has {item.comments}. brief has no place for them.")
    if item.get("status") == "trash":
        left_out("what was in the trash", f"“{title}” ({kind}).")
    elif kind == "attachment":
        site.attachments.setdefault(ident, (path, item))
    elif kind in _INNER:
        left_out(f"`{kind}`", f"“{title}”: what makes pages in WordPress, and is none.")
    else:
        site.entries.setdefault(ident or path, (path, item))


def _uploads(folder: Path, site: _Site) -> list[Media]:
    """The media that lie beside the export, with the addresses that they had."""
    for name in _UPLOADS:
        if (folder / name).is_dir():
            found, notes = tree(folder / name)
            site.notes += notes
            return [
                Media(f"{name}/{path}", full, path, (f"/wp-content/uploads/{path}",))
                for path, full in found.files.items()
            ]
    return []


def _tell_attachments(site: _Site, present: set[str]) -> None:
    for path, item in site.attachments.values():
        address = item.get("attachment_url") or item.get("guid")
        words = [item.get("title"), item.get("excerpt"), item.get("content")]
        about = on_one_line(" | ".join(dict.fromkeys(it for it in words if it)))
        is_here = any(urlsplit(address).path.endswith(it) for it in present)
        if is_here:
            message = f"Its page was {item.get('link')}; the file is here. It said: {about}"
            site.notes.append(Note(Sort.LEFT_OUT, "pages of files", path, item.line, message))
        else:
            message = f"Fetch {address} and put it into content/files/. It is called: {about}"
            site.notes.append(Note(Sort.PERSON, "files that are not in the export", path, item.line, message))


class _Reader:
    """Makes texts of entries, and tags of what they are sorted by."""

    def __init__(self, site: _Site, today: Day, present: set[str]) -> None:
        self._site = site
        self._today = today
        self._present = present
        self._used: dict[str, Subject] = {}
        self.lang = tag_of(site.channel.get("language", "en"))

    def subjects(self) -> tuple[Subject, ...]:
        """All that entries are sorted by, and those terms that say something of themselves."""
        for (domain, slug), item in self._site.terms.items():
            if _description(item):
                self._subject(Category(domain, slug, _name(item) or slug))
        return tuple(self._used.values())

    def text(self, path: str, item: Item) -> Text:
        """One entry as a text."""
        notes = self._site.notes
        kind = Kind.PAGE if item.get("post_type") == "page" else Kind.BRIEFING
        html, before, found = html_of(self._linked(item.get("content")), path, item.line, self._picture)
        notes += found
        body, found = markdown_of(html, path, item.line)
        notes += found
        date = day(item.get("post_date")) or day(item.get("pubDate"))
        slug = unquote(item.get("post_name"))
        title = on_one_line(re.sub(r"<[^>]*>", "", item.get("title"))) or slug or "Untitled"
        is_draft = self._is_hidden(path, item)
        excerpt, found = markdown_of(item.get("excerpt"), path, item.line)
        notes += found
        metas = (item.meta.get(name, "") for name in _SUMMARIES)
        summary = next((it for it in (*map(on_one_line, metas), on_one_line(excerpt), before) if it), "")
        order = item.get("menu_order")
        return Text(
            path=path,
            kind=kind,
            title=title,
            body=body,
            written="",
            body_line=item.line,
            name=slug or title,
            lang=self.lang,
            date=date,
            updated=day(item.get("post_modified")),
            summary=summary,
            is_draft=is_draft,
            order=int(order) if kind is Kind.PAGE and order.isdigit() and int(order) > 0 else None,
            subjects=self._sorted(item),
            addresses=() if is_draft else self._addresses(item),
            kept=self._kept(item),
        )

    def _is_hidden(self, path: str, item: Item) -> bool:
        status = item.get("status")
        reason = {
            "private": "Only its owner saw it",
            "pending": "It waited for a review",
            "future": f"WordPress would show it from {item.get('post_date')}",
        }.get(status, "")
        if item.get("post_password"):
            reason = "It could be read with a password alone"
        if reason:
            note = Note(Sort.PERSON, "texts that were not shown", path, item.line, f"{reason}. It is a draft now.")
            self._site.notes.append(note)
        return status in _HIDDEN or bool(reason)

    def _addresses(self, item: Item) -> tuple[str, ...]:
        """Its own, those of its old slugs, and the short one."""
        base = urlsplit(self._site.base_url).path.rstrip("/")
        parts = urlsplit(item.get("link"))
        own = unquote(parts.path).removeprefix(base) or "/"
        found = [own if not parts.query else f"/?{parts.query}"]
        old = item.meta.get("_wp_old_slug", "")
        slug = unquote(item.get("post_name"))
        if old and slug and f"/{slug}" in own:
            found.append(own.replace(f"/{slug}", f"/{unquote(old)}"))
        name = "page_id" if item.get("post_type") == "page" else "p"
        return tuple(dict.fromkeys((*found, f"/?{name}={item.get('post_id')}")))

    def _linked(self, content: str) -> str:
        """Content whose short links name what they lead to."""

        def target(found: re.Match[str]) -> str:
            address = found[2].replace("&amp;", "&").replace("&#038;", "&")
            host = urlsplit(address).netloc
            if host and host.removeprefix("www.") != urlsplit(self._site.base_url).netloc.removeprefix("www."):
                return found[0]
            asked = parse_qs(urlsplit(address).query)
            ident = next((asked[name][0] for name in ("p", "page_id", "attachment_id") if name in asked), "")
            entry = self._site.entries.get(ident)
            return found[1] + SOURCE + quote(entry[0]) if entry else found[0]

        return _HREF.sub(target, content)

    def _picture(self, ident: str) -> Picture | None:
        found = self._site.attachments.get(ident)
        if found is None:
            return None
        return Picture(found[1].get("attachment_url") or found[1].get("guid"), on_one_line(found[1].get("title")))

    def _sorted(self, item: Item) -> tuple[str, ...]:
        listed = [it for it in item.categories if it.domain != "post_format"]
        # What is in no category is in this one.
        others = [it for it in listed if it.nicename != "uncategorized"]
        return tuple(dict.fromkeys(self._subject(it).key for it in others or listed))

    def _subject(self, category: Category) -> Subject:
        key = f"{category.domain}:{category.nicename}"
        if key not in self._used:
            item = self._site.terms.get((category.domain, category.nicename))
            body, found = markdown_of(_description(item), "", item.line) if item else ("", [])
            self._site.notes += found
            path = f"{category.domain} {category.nicename}"
            line = item.line if item else 1
            name = on_one_line(category.name) or category.nicename
            self._used[key] = Subject(
                key, name, self._term_addresses(category), path if body.strip() else "", body, "", line
            )
        return self._used[key]

    def _term_addresses(self, category: Category) -> tuple[str, ...]:
        """Where WordPress shows a term unless it is told otherwise, which an export doesn't say."""
        start = {"category": "category", "post_tag": "tag"}.get(category.domain, category.domain)
        parts = [category.nicename]
        item = self._site.terms.get((category.domain, category.nicename))
        while item is not None and len(parts) < 20:
            above = item.get("category_parent") or item.get("term_parent")
            item = self._site.terms.get((category.domain, above)) if above else None
            parts += [above] if item is not None else []
        nested = "/".join(unquote(part) for part in reversed(parts))
        return (f"/{start}/{nested}/",)

    def _kept(self, item: Item) -> dict[str, object]:
        author = item.get("creator")
        kept: dict[str, object] = {"author": self._site.authors.get(author) or author} if author else {}
        thumbnail = self._picture(item.meta.get("_thumbnail_id", ""))
        kept |= {"featured_image": thumbnail.address} if thumbnail else {}
        kept |= {"sticky": True} if item.get("is_sticky") == "1" else {}
        formats = [it.nicename for it in item.categories if it.domain == "post_format"]
        kept |= {"format": formats[0]} if formats else {}
        custom = item.get("post_type") not in {"", "post", "page"}
        kept |= {"post_type": item.get("post_type")} if custom else {}
        return kept | {name: value for name, value in item.meta.items() if name and not name.startswith("_")}


def _name(item: Item) -> str:
    return on_one_line(item.get("cat_name") or item.get("tag_name") or item.get("term_name"))


def _description(item: Item | None) -> str:
    return (
        (item.get("category_description") or item.get("tag_description") or item.get("term_description"))
        if item
        else ""
    )
