"""Nothing outside of the site is read, nothing outside of the output is written, and what is not public stays so."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.figures import Report
from tests.sites import SOURCE, SiteBuilder

SECRET = "Tischlampe"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder beside the site, with a secret in each of its files."""
    folder = tmp_path / "outside"
    for path in ("one.md", "site.css", "addresses.toml", "templates/page.html", "static/style.css", "locale/ru.po"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(f"---\ntitle: {SECRET}\n---\n{SECRET}\n")
    return folder


# What is a link in the site, and what it leads to outside.
LINKS = {
    "content": "",
    "content/briefings": "",
    "content/tags": "",
    "content/pages": "",
    "content/files": "",
    "content/briefings/x.md": "one.md",
    "content/pages/x.md": "one.md",
    "content/files/x.txt": "one.md",
    "content/addresses.toml": "addresses.toml",
    "content/health.toml": "addresses.toml",
    "themes/own": "",
    "themes/own/templates": "templates",
    "themes/own/templates/page.html": "templates/page.html",
    "themes/own/static": "static",
    "themes/own/static/x.css": "site.css",
    "themes/own/locale/ru.po": "locale/ru.po",
}


@pytest.mark.parametrize("link", LINKS)
def test_a_link_out_of_the_site_is_not_followed(site: SiteBuilder, outside: Path, link: str) -> None:
    site.briefing()
    site.write("themes/own/templates/x.txt", "")
    site.settings(theme="own")
    at = site.root / link
    if at.is_dir():
        at.rename(site.root / "aside")
    at.parent.mkdir(parents=True, exist_ok=True)
    at.symlink_to(outside / LINKS[link])
    for style in ("json", "text"):
        outcome = site.brief("build", "--format", style)
        assert outcome.code == 1, outcome
        assert "outside-site" in outcome.out + outcome.err
        assert SECRET not in outcome.out + outcome.err
    assert not site.output().exists()


ADDRESSES = [
    "/../x/",
    "/a/../../x/",
    "/./x/",
    "//host/x/",
    "/a//b/",
    "/a\\..\\b/",
    "/%2e%2e/x/",
    "/a\0b/",
    "/a\u202eb/",
    "/con/",
    "/a/NUL.html",
    "/lpt1.x/",
    "/a./",
    f"/{'ж' * 150}/",
    f"/{'a/' * 1000}",
    "/a\nb/",
]


def test_no_address_leads_out_of_the_output(site: SiteBuilder, figure: Report) -> None:
    places = {"aliases": "bad-address", "slug": "bad-slug"}
    for number, address in enumerate(ADDRESSES):
        site.briefing(f"aliases-{number}", aliases=[address])
        site.briefing(f"slug-{number}", slug=address)
    faults = site.check().faults
    for number, address in enumerate(ADDRESSES):
        for key, code in places.items():
            found = {it["code"] for it in faults if it["path"] == f"content/briefings/{key}-{number}.md"}
            # YAML holds no NUL.
            assert found & {code, "yaml-syntax"}, (key, address)
    figure(f"{len(ADDRESSES)} addresses in {len(places)} places, 0 led out of the output")


@pytest.mark.parametrize(("one", "other"), [("/straße/", "/STRASSE/"), ("/caf\u00e9/", "/cafe\u0301/"), ("/a/", "/A/")])
def test_two_addresses_that_are_one_file_somewhere_are_one(site: SiteBuilder, one: str, other: str) -> None:
    site.briefing("one", aliases=[one])
    site.briefing("two", aliases=[other])
    assert site.check().only("duplicate-address")["path"] == "content/briefings/two.md"


def test_a_tag_of_a_device_is_refused(site: SiteBuilder) -> None:
    site.briefing()
    site.tag("aux")
    assert site.check().only("bad-slug")["path"] == "content/tags/aux.md"


def _published(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Each file of the output with what is in it; that of compressed ones, too."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            # Pagefind's fragments and indexes are gzip whatever their names.
            yield path.relative_to(folder).as_posix(), gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw


@pytest.mark.parametrize("standing", [{"status": "draft"}, {"date": "2999-01-01"}], ids=["draft", "to come"])
def test_what_is_not_public_stands_nowhere_in_the_output(
    site: SiteBuilder, figure: Report, standing: dict[str, str]
) -> None:
    secret = SECRET.lower()
    site.settings(search=True, languages=["en", "ru"])
    site.briefing("one", "Text [@tass] with a link.")
    hidden = {
        "title": SECRET,
        "summary": SECRET,
        "events": [{"date": "2026", "text": SECRET}],
        "corrections": [{"date": "2026-01-03", "note": SECRET}],
        "sources": [
            SOURCE | {"title": SECRET, "author": SECRET, "quote": SECRET, "url": f"https://example.org/{secret}"}
        ],
        "aliases": [f"/{secret}/"],
    }
    site.briefing(secret, f"{SECRET} [@tass] [[one]] [[tag:interpol]]", **hidden | standing)
    translation = {"lang": "ru", "translation_of": "one", "aliases": []}
    site.briefing(f"{secret}-ru", f"{SECRET} [@tass]", **hidden | translation | standing)
    withdrawn = {"date": "2026-02-03", "reason": "It was wrong."}
    site.briefing("gone", f"{SECRET} [@tass]", status="withdrawn", withdrawn=withdrawn)
    for folder in ("briefings", "files", "pages", "tags", "outlets"):
        for name in (".hidden.md", "one.md~", "#one.md#", ".one.md.swp", "one.md.bak", ".git/config", ".env"):
            site.write(f"content/{folder}/{name}", f"---\ntitle: {SECRET}\n---\n{SECRET}")
    site.build()
    files = dict(_published(site.output()))
    assert any(b"with a link" in raw for name, raw in files.items() if name.startswith("search"))
    for name, raw in files.items():
        assert secret not in name.lower()
        assert secret.encode() not in raw.lower(), name
    figure(f"{len(files)} files of an output beside {' '.join(standing.values())} ones, 0 with a word of them")
