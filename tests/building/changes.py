"""What people do to a site between two builds, by name."""

from collections.abc import Mapping
from functools import partial

from tests.building.edits import (
    Edit,
    add_briefing,
    add_translation,
    at,
    body,
    broken,
    checkout,
    commit_twice,
    content_of,
    delete,
    delete_what_nobody_saw,
    folder,
    forget,
    front,
    line_on_top,
    picked,
    rename,
    rename_tag_everywhere,
    replaced_by_rename,
    setting,
    source,
    swap,
    together,
    toggled,
    touch,
    unpromised,
    withdraw,
    words_of_the_same_size,
)
from tests.building.specimen import write
from tests.pictures import file, photograph

_CHART = "content/files/chart.png"
_OWN = "themes/house"
_BASE = (
    '{% extends "dossier/base.html" %}{% block canonical %}{{ super() }}<meta name="house" content="2">{% endblock %}\n'
)
_WORDS = 'msgid ""\nmsgstr "Language: ru\\nContent-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "%s"\nmsgstr "%s"\n'
_EXTENSION = """from brief.extending import Finding
from markdown.extensions import Extension
from markdown.inlinepatterns import SimpleTagInlineProcessor


class Loud(Extension):
    def extendMarkdown(self, md):
        md.inlinePatterns.register(SimpleTagInlineProcessor("()(Interpol)", "TAG"), "loud", 175)


def titles(publication):
    return "TAG " + ", ".join(briefing.title for briefing in publication.briefings)


def many(publication):
    if len(publication.briefings) > 1:
        yield Finding(publication.briefings[0].path, "TAG")
"""
_extension = content_of("extensions/house.py", *(_EXTENSION.replace("TAG", tag) for tag in ("strong", "em")))
_any_document = partial(picked, kind="*")
_any_briefing = partial(picked, kind="briefings")

_EITHER = (False, True)

EDITS: Mapping[str, Edit] = {
    # A body
    "words": body("*", toggled("Some more words.")),
    "words of the same size at the same time": words_of_the_same_size,
    "a heading": body(
        "briefings", lambda body: body.replace("## Who", "## Whoever") if "## Who " in body else f"## New\n\n{body}"
    ),
    "a link": body("*", toggled("See [[notices]].")),
    "a link to a draft": body("briefings", toggled("See [[unfinished]].")),
    "a link to nothing": body("briefings", toggled("See [[nowhere]].")),
    "a link to a heading": body("pages", toggled("See [[charter#the-rule]].")),
    "a card": body("pages", toggled("![[bureau]]")),
    "a mention": body("briefings", toggled("Of ICPO and Neutrality.")),
    "a citation": body("briefings", toggled("Said twice [@tass].")),
    "a picture": body("pages", toggled("![Chart](/files/chart.png)")),
    "raw HTML": body("briefings", toggled("<b onclick=x>Bold</b>")),
    "a body that goes": body("tags", lambda body: "" if body else "A description."),
    "a line on top": line_on_top,
    "a touch": touch,
    "saved by rename": replaced_by_rename,
    # Front matter
    "a title": front("*", "title", "Another title", "A title"),
    "a summary": front("briefings", "summary", "Another summary.", "A summary."),
    "a date": front("briefings", "date", "2026-01-10", "2024-05-06", "2026-01-05"),
    "an update": front("briefings", "updated", None, "2026-03-04"),
    "a state of affairs": front("briefings", "as_of", None, "2025-01-01"),
    "tags": front("briefings", "tags", ["interpol"], ["neutrality", "sanctions"], ["bureaus"]),
    "an unknown tag": front("briefings", "tags", ["interpoll"], ["interpol"]),
    "no sources": front("briefings", "unsourced", "By nature.", None),
    "a language": unpromised(front("briefings", "lang", "ru", "en")),
    "a slug": unpromised(front("briefings", "slug", None, "named-anew")),
    "a draft": front("briefings", "status", None, "draft"),
    "a withdrawal": withdraw,
    "an alias": front("briefings", "aliases", None, ["/old/one/"], ["/old/one/", "/older/"]),
    "corrections": front("briefings", "corrections", None, [{"date": "2026-02-03", "note": "A word was wrong."}]),
    "events": front(
        "briefings",
        "events",
        None,
        [{"date": "2020", "text": "It happened."}],
        [{"date": "2020-03", "text": "It did."}],
    ),
    "a succession": front("briefings", "supersedes", None, ["notices"], ["first-notes"]),
    "a translation's original": front("briefings", "translation_of", None, "bureau", "charter"),
    "mentions of one": front("briefings", "mentions", *_EITHER),
    "a source's title": source("title", "Another report", "The report"),
    "a source's address": source("url", "https://example.org/other", "https://example.org/charter"),
    "a source's copy": source("archived", None, "https://archive.example/x"),
    "a source's rating": source("rating", None, "B2", "A1"),
    "a source's outlet": source("outlet", "tass", "journal"),
    "a source's quote": source("quote", None, "As they said"),
    "a source's date": source("published", None, "1999-03", "1956"),
    # Tags, outlets, pages
    "a tag's names": front("tags", "names", {}, {"ru": "Имя"}, {"en": "Moscow"}),
    "a tag's aliases": front("tags", "aliases", {}, {"en": ["Moscow", "Red"]}),
    "a tag's broader ones": front("tags", "broader", None, ["interpol"], ["neutrality"]),
    "a tag's kind": front("tags", "kind", None, "theme", "place"),
    "a tag's mentions": front("tags", "mentions", *_EITHER),
    "a tag's former id": front("tags", "former_ids", None, ["formerly"]),
    "a tag's former address": front("tags", "former_addresses", None, ["/category/police/"]),
    "an outlet's name": front("outlets", "names", {}, {"ru": "Имя", "en": "Name"}),
    "an outlet's aliases": front("outlets", "aliases", {}, {"en": ["TASS", "Agency"]}),
    "an outlet's country": front("outlets", "country", None, "FR", "RU"),
    "an outlet's kind": front("outlets", "kind", None, "other"),
    "a page's order": front("pages", "order", None, 1, 5),
    "a page's slug": unpromised(front("pages", "slug", None, "named-anew")),
    # Files
    "a briefing that is added": add_briefing,
    "a translation that is added": add_translation,
    "a tag that is added": content_of(
        "content/tags/moscow.md", None, "---\ntitle: Moscow\n---\n", "---\ntitle: Red\n---\n"
    ),
    "an outlet that is added": content_of("content/outlets/agency.md", None, "---\ntitle: Agency\n---\n"),
    "a page that is added": content_of(
        "content/pages/more.md", None, "---\ntitle: More\n---\nOf Interpol.\n", "---\ntitle: Most\n---\n"
    ),
    "a briefing that is deleted": delete("briefings"),
    "a briefing that nobody saw is deleted": delete_what_nobody_saw,
    "a tag that is deleted": delete("tags"),
    "an outlet that is deleted": delete("outlets"),
    "a page that is deleted": delete("pages"),
    "a briefing that is renamed": rename("briefings"),
    "a tag that is renamed": rename_tag_everywhere,
    "a tag's file that is renamed": rename("tags"),
    "a page that is renamed": rename("pages"),
    "two briefings that change places": swap("briefings"),
    "two tags that change places": swap("tags"),
    "a folder": folder,
    "a picture's bytes": content_of(
        _CHART, file(photograph(120, 80), "PNG"), file(photograph(100, 90, 2), "PNG"), None
    ),
    "another file's bytes": content_of("content/files/table.csv", "a,b\n1,2\n", "a,b\n3,4\n", None),
    "a file that is added": content_of("content/files/new.txt", None, "new", "now"),
    "a stray file": content_of("content/briefings/stray.txt", None, "x"),
    "the ledger that goes": forget,
    "a promise of the ledger": content_of(
        "content/addresses.toml", 'addresses = [\n  "/briefings/long-ago/",\n]\n', "addresses = []\n"
    ),
    "what is known of other hosts": content_of(
        "content/health.toml",
        None,
        '[sources."example.org/report"]\nfirst_dead = "2026-01-01"\nfailing_since = "2026-01-01"\n',
        '[sources."example.org/charter"]\nfirst_dead = "2026-02-01"\n',
    ),
    # site.toml
    "the site's title": setting("site", "title", '"Test archive"', '"Another archive"'),
    "the site's description": setting("site", "description", '"Of Interpol."', None),
    "the site's address": setting(
        "site", "base_url", '"https://example.org"', '"https://example.org/deep"', '"https://e.org"'
    ),
    "languages": unpromised(setting("site", "languages", '["en", "ru"]', '["en", "ru", "fr"]', '["en"]')),
    "the main language": unpromised(setting("site", "language", '"ru"', '"en"')),
    "the theme": setting("site", "theme", '"house"', '"dossier"'),
    "the time zone": setting("site", "timezone", None, '"Pacific/Kiritimati"'),
    "staleness": setting("site", "stale_after_days", None, "3"),
    "strictness": setting("build", "strict", "true", "false"),
    "drafts by site.toml": setting("build", "drafts", "true", "false"),
    "history": setting("build", "history", "false", "true"),
    "raw_html": setting("markdown", "raw_html", '"escape"', '"trust"', '"sanitize"'),
    "mentions": setting("markdown", "mentions", "false", "true"),
    "search": setting("search", "enabled", "true", "false"),
    "pictures in modern formats": setting("images", "enabled", "false", "true"),
    "widths of pictures": setting("images", "widths", "[32]", "[24, 48]"),
    "tokens": setting("tokens", "light", '{ accent = "#0a5a2a" }', None),
    "declared tags": setting("tags", "sanctions", '"Sanctions"', '"Penalties"'),
    "one more declared tag": setting("tags", "moscow", '"Moscow"', None),
    "a comment in site.toml": lambda root, _pick: write(
        root / "site.toml", f"# A note.\n{(root / 'site.toml').read_text()}"
    ),
    # Extensions
    "an extension's code": _extension,
    "a Markdown extension": together(_extension, setting("extensions", "markdown", '["house:Loud"]', None)),
    "an output": together(_extension, setting("extensions.outputs", '"titles.txt"', '"house:titles"', None)),
    "a check": together(_extension, setting("extensions", "checks", '["house:many"]', None)),
    "an extension that is gone": setting("extensions", "markdown", '["nowhere:Loud"]', None),
    # The theme
    "a template": content_of(f"{_OWN}/templates/base.html", _BASE, _BASE.replace("2", "3"), None),
    "a template that is added": content_of(
        f"{_OWN}/templates/page.html",
        None,
        '{% extends "dossier/page.html" %}{% block main %}<p>Ours</p>{{ super() }}{% endblock %}\n',
    ),
    "a part of templates": content_of(
        f"{_OWN}/templates/_day.html",
        None,
        '{% from "dossier/_day.html" import day as plain %}{% macro day(when) %}<b>{{ plain(when) }}</b>{% endmacro %}\n',
    ),
    "a template that fails": content_of(f"{_OWN}/templates/tag.html", None, "{{ nothing.at.all }}", "{% if %}"),
    "a static file": content_of(f"{_OWN}/static/house.css", "main { color: red }\n", "main { color: blue }\n", None),
    "a static file that is added": content_of(f"{_OWN}/static/new.js", None, "let a\n", "let b\n"),
    "a static file that is replaced": content_of(f"{_OWN}/static/style.css", None, "main { color: red }\n"),
    "words of a theme": content_of(
        f"{_OWN}/locale/ru.po", _WORDS % ("Sources", "Ссылки"), _WORDS % ("Tags", "Метки"), None
    ),
    # What is broken
    "bad YAML": broken(_any_document, lambda raw: raw.replace(b"title:", b"title: [", 1)),
    "an unknown key": broken(_any_document, lambda raw: raw.replace(b"---\n", b"---\nsumary: x\n", 1)),
    "bad UTF-8": broken(_any_document, lambda raw: raw + b"\xff\n"),
    "an empty file": broken(_any_briefing, lambda _raw: b""),
    "no TOML": broken(at("site.toml"), lambda raw: raw + b"[[[\n"),
    "no ledger": broken(at("content/addresses.toml"), lambda raw: raw + b"[[[\n"),
    "no picture": broken(at(_CHART), lambda raw: raw[:20]),
    # Git
    "a commit": commit_twice,
    "another branch": checkout,
}
