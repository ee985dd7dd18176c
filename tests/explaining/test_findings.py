"""What a person at a terminal sees of findings: the lines themselves, the gravest last, and where to read on."""

import re

import pytest
from rich.cells import cell_len

from tests.sites import SOURCE, SiteBuilder
from tests.terminal import PROGRAM, at_terminal

HEAD = "---\ntitle: A\ndate: 2026-01-01\nsummary: S.\ntags: [interpol]\nunsourced: why\n"


def _seen(site: SiteBuilder, *arguments: str) -> list[str]:
    session = at_terminal([PROGRAM, *(arguments or ("check",)), "--site", str(site.root)])
    return re.sub(r"\x1b\[[0-9;]*m", "", session.written).splitlines()


def _excerpt(site: SiteBuilder, code: str) -> tuple[str, str]:
    """The line that is shown below the finding of a code and the one with its mark, both without what is at the left."""
    lines = _seen(site)
    at = next(index for index, line in enumerate(lines) if f"[{code}]:" in line)
    line, mark = lines[at + 1].split(" | ", 1)[1], lines[at + 2].split(" | ", 1)[1]
    return line, mark


def _marked(line: str, mark: str) -> str:
    """What stands above the mark, by cells of the terminal."""
    start, end = mark.index("^"), len(mark)
    return "".join(letter for at, letter in enumerate(line) if start <= cell_len(line[:at]) < end)


@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        (f"{HEAD}status: drafft\n---\n", "bad-value", "drafft"),
        (f"{HEAD}'sumary': x\n---\n", "unknown-key", "sumary"),
        (f"{HEAD}---\n\nСказано 通报 [[tag:intrepol|так]].\n", "unknown-link", "intrepol"),
        (f"{HEAD}---\n\nA 👩‍🚀 and\ttabs\t[@nobody].\n", "unknown-citation", "nobody"),
        (f"\ufeff{HEAD}---\n\n[[nowhere]]\n", "unknown-link", "nowhere"),
        (f"{HEAD}---\n\nText.\n\n[[nowhere]]\n".replace("\n", "\r\n"), "unknown-link", "nowhere"),
        (f"{HEAD}---\n\n{'много слов ' * 60}[[nowhere]]{' и ещё' * 60}\n", "unknown-link", "nowhere"),
        (f"{HEAD}---\n\n[[{'long' * 60}]]\n", "unknown-link", "long" * 22),
        (f"{HEAD}---\n\n\x1b]0;x\x07\x1b[2J\u202e[[nowhere]]\n", "unknown-link", "nowhere"),
        (b"---\ntitle: \xd0\xb6\xff\n---\n", "not-utf8", "\ufffd"),
    ],
)
def test_the_place_is_marked_below_its_line(site: SiteBuilder, text: str | bytes, code: str, marked: str) -> None:
    site.write("content/briefings/bad.md", text)
    line, mark = _excerpt(site, code)
    assert _marked(line, mark).startswith(marked), (line, mark)
    assert set(mark) == {" ", "^"} or set(mark) == {"^"}
    assert cell_len(line) <= 100 - 8


def test_a_terminal_is_never_given_what_would_steer_it(site: SiteBuilder) -> None:
    site.write("content/briefings/bad.md", f"{HEAD}---\n\nA \x1b[2J\x1b]0;gone\x07 \u202e[[nowhere]]\n")
    written = at_terminal([PROGRAM, "check", "--site", str(site.root)]).written
    assert "\x1b[2J" not in written
    assert "\x1b]0" not in written
    assert "\u202e" not in written
    assert "\ufffd[2J" in written


def test_a_file_that_is_gone_or_no_text_shows_no_line(site: SiteBuilder) -> None:
    site.write("content/files/a.png", b"\x89PNG\r\n\x1a\n\0\0")
    site.write("extensions/house.py", "from brief.extending import Finding\n\n\ndef gone(publication):\n"
               "    yield Finding('content/nothing.md', 'It names `nothing`.', line=3)\n"
               "    yield Finding('content', 'It is a folder.', line=3)\n")  # fmt: skip
    site.settings('[extensions]\nchecks = ["house:gone"]')
    site.briefing("one", "Text [@tass].\n\n![A view](../files/a.png)")
    lines = _seen(site)
    for head in ("content/nothing.md:3:1", "content:3:1", "content/files/a.png:1:1"):
        at = next(index for index, line in enumerate(lines) if line.startswith(head))
        assert lines[at + 1].startswith("    hint:"), lines


def test_errors_come_last_and_thousands_of_one_kind_are_counted(site: SiteBuilder) -> None:
    site.briefing("one", "No marks. [[nowhere]]", sources=[SOURCE | {"id": f"s{number}"} for number in range(300)])
    lines = _seen(site)
    assert sum("[uncited-source]" in line for line in lines) == 10
    assert any(line.startswith("and 290 more warnings of uncited-source") for line in lines)
    heads = [line for line in lines if re.match(r"\S+:\d+:\d+: ", line)]
    assert "error[unknown-link]" in heads[-1]
    assert len([d for d in site.check().diagnostics if d["code"] == "uncited-source"]) == 300
    assert site.brief("check").err.count("warning[uncited-source]") == 300


def test_the_end_tells_what_there_is_most_of_and_where_to_read_on(site: SiteBuilder) -> None:
    site.briefing("one", "[[nowhere]] [[nor-here]] [@nobody]", sources=[SOURCE | {"id": name} for name in "abc"])
    *_, last, total = _seen(site)
    assert last == (
        "Found: uncited-source (3), unknown-link (2), unknown-citation (1). "
        "What one means and how to mend it: brief explain unknown-link"
    )
    assert total == "Checked 1 briefing: 3 errors, 3 warnings."


def test_one_kind_is_not_counted_twice_and_notes_are_not_counted_at_all(site: SiteBuilder) -> None:
    site.briefing("one")
    assert not [line for line in _seen(site) if "brief explain" in line], "there are notes alone"
    site.briefing("one", "No marks.")
    assert "What it means and how to mend it: brief explain uncited-source" in site.brief("check").err


def test_json_and_annotations_are_as_they_were(site: SiteBuilder) -> None:
    site.briefing("one", "[[nowhere]] [@tass]")
    assert "brief explain" not in site.brief("check", "--format", "github").err
    assert "brief explain" not in site.check().err
    (found,) = [d for d in site.check().diagnostics if d["code"] == "unknown-link"]
    assert set(found) == {"severity", "code", "path", "line", "column", "message", "hint"}


def test_settings_that_are_wrong_show_their_line_too(site: SiteBuilder) -> None:
    site.write("site.toml", '[site]\ntitle = "T"\nbase_url = "https://e.org"\nthem = "dossier"\n')
    lines = _seen(site)
    assert lines[1:3] == ['    4 | them = "dossier"', "      | ^^^^"]
