"""The audit's own promises: it sees what is wrong, and says what it could not see."""

import random
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.audit import nu, supply, tools
from tests.audit.hosting import Host, hosted
from tests.audit.pages import built_pages, covering, richest
from tests.audit.rows import at_most, holds, not_measured, table, told
from tests.audit.weight import PAGE_BUDGET, blocking_scripts, rows, weigh

HEAD = '<!doctype html><html lang="en"><title>x</title><link rel="stylesheet" href="/assets/style.0123456789.css">'


def _write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    noise = random.Random(0).randbytes(20_000).hex()
    return _write(
        tmp_path,
        {
            "index.html": f"{HEAD}<p>Home</p>",
            "404.html": f"{HEAD}<p>Nothing is here</p>",
            "briefings/light/index.html": f'{HEAD}<script src="/a.js" defer></script><p class="one">Text</p>',
            "briefings/heavy/index.html": f'{HEAD}<script src="/a.js"></script><p class="two">{noise}</p><p class="three">',
            "ru/briefings/light/index.html": HEAD.replace("en", "ru"),
            "moved/index.html": '<meta http-equiv="refresh" content="0; url=/">',
            "assets/style.0123456789.css": "p { color: black }\n" * 100,
            "a.js": "1;\n" * 400,
            "site.webmanifest": "{}",
            "search/part.pf_index": bytes(2_000),
        },
    )


@pytest.fixture
def host(folder: Path) -> Iterator[Host]:
    with hosted(folder) as host:
        yield host


def test_pages_are_found_by_kind_and_language(folder: Path) -> None:
    pages = built_pages(folder)
    assert {(page.address, page.kind, page.language) for page in pages} == {
        ("", "", "en"),
        ("404.html", "404.html", "en"),
        ("briefings/light/", "briefings/*/", "en"),
        ("briefings/heavy/", "briefings/*/", "en"),
        ("ru/briefings/light/", "briefings/*/", "ru"),
    }
    assert "briefings/heavy/" in {page.address for page in richest(pages)}
    assert {"briefings/light/", "briefings/heavy/"} <= {page.address for page in covering(pages)}


def test_a_heavy_page_and_a_blocking_script_break_their_bounds(folder: Path) -> None:
    found = {row.check: row for row in rows(folder, built_pages(folder))}
    weight = found["largest briefing, HTML + CSS, compressed"]
    assert weight.ok is False
    assert weight.findings[0].startswith("/briefings/heavy/: ")
    assert found["blocking scripts, all pages"].findings == ("/briefings/heavy/: /a.js",)


def test_a_page_weighs_what_the_host_sends(folder: Path, host: Host) -> None:
    page = next(page for page in built_pages(folder) if page.address == "briefings/heavy/")
    for path in (page.address, "assets/style.0123456789.css"):
        httpx.get(host.address + path)
    assert weigh(folder, page).readable == pytest.approx(sum(answer.bytes for answer in host.answers), abs=16)
    assert weigh(folder, page).readable > PAGE_BUDGET
    assert blocking_scripts(page) == ["/a.js"]


@pytest.mark.parametrize(
    ("path", "kind", "is_compressed", "is_kept"),
    [
        ("", "text/html; charset=utf-8", False, False),
        ("assets/style.0123456789.css", "text/css; charset=utf-8", True, True),
        ("a.js", "text/javascript; charset=utf-8", True, False),
        ("site.webmanifest", "application/manifest+json", False, False),
        ("search/part.pf_index", "application/octet-stream", False, False),
    ],
)
def test_the_host_sends_files_as_good_hosts_do(
    host: Host, path: str, kind: str, is_compressed: bool, is_kept: bool
) -> None:
    answer = httpx.get(host.address + path)
    assert answer.headers["content-type"] == kind
    assert ("content-encoding" in answer.headers) == is_compressed
    assert ("immutable" in answer.headers["cache-control"]) == is_kept


def test_the_host_has_the_sites_own_page_for_what_is_not_there(host: Host) -> None:
    answer = httpx.get(f"{host.address}nowhere/")
    assert answer.status_code == 404
    assert "Nothing is here" in answer.text


def test_the_table_says_what_was_found_and_what_could_not_be_measured() -> None:
    found = [
        at_most("weight", 1_200, 1_000, unit=" B", findings=["/one/"]),
        told("requests", "4"),
        not_measured("speed", "No such tool."),
    ]
    assert not holds(found)
    assert holds([at_most("shift", 0.0, 0), told("requests", "4")])
    assert table(found) == (
        "| check    | measured     | bound   | ok |\n"
        "| -------- | ------------ | ------- | -- |\n"
        "| weight   | 1,200 B      | 1,000 B | NO |\n"
        "| requests | 4            |         |    |\n"
        "| speed    | not measured |         | NO |\n"
        "\nweight:\n- /one/\n\nspeed:\n- No such tool."
    )


def test_a_missing_tool_is_told_and_no_success(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "TOOLS", tmp_path / "none")
    (row,) = nu.rows(folder)
    assert row.measured == "not measured"
    assert row.ok is False
    assert "missing" in row.findings[0]


def test_a_known_vulnerability_breaks_the_bound() -> None:
    sound = {"name": "jinja2", "version": "3.1.5", "vulns": []}
    bad = {"name": "nh3", "version": "0.1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["0.2"]}]}
    row = supply.judged([sound, bad])
    assert not row.ok
    assert row.findings == ("nh3 0.1: PYSEC-1; mended in 0.2",)
    assert supply.judged([sound]).ok


def test_packages_that_nobody_could_look_up_are_not_sound() -> None:
    row = supply.judged(
        [{"name": "jinja2", "version": "3.1.5", "vulns": []}, {"name": "nh3", "skip_reason": "not found"}]
    )
    assert row.measured == "not measured"
    assert not row.ok
    assert "1 of 2 packages" in row.findings[0]
