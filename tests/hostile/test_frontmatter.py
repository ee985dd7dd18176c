"""Front matter may be anything: it is read or refused by itself, and stops nothing else."""

from collections.abc import Callable

import pytest

from tests.figures import Report
from tests.hostile.limits import bounded
from tests.sites import SiteBuilder

HEAD = "title: A\ndate: 2026-01-01\nsummary: S.\ntags: [interpol]\nunsourced: why\n"
SOURCE = "sources:\n  - id: a\n    outlet: tass\n    title: T\n    url: "
EVENT = "events:\n  - text: a\n    date: "


def _bomb(_: int) -> str:
    levels = [f"b{level}: &b{level} [{', '.join([f'*b{level - 1}'] * 9)}]" for level in range(1, 40)]
    return "\n".join(["b0: &b0 [x]", *levels])


# Name: what is added to sound front matter, by how many letters of it are wanted; the code of what is said of it.
BLOCKS: dict[str, tuple[Callable[[int], str], str]] = {
    "lists without end": (lambda n: "x: " + "[" * n, "yaml-syntax"),
    "lists in lists": (lambda n: "x: " + "[" * (n // 2) + "]" * (n // 2), "yaml-syntax"),
    "mappings without end": (lambda n: "x: " + "{a: " * (n // 4), "yaml-syntax"),
    "mappings in mappings": (lambda n: "x: " + "{a: " * (n // 5) + "}" * (n // 5), "yaml-syntax"),
    "items in items": (lambda n: "x:\n  " + "- " * (n // 2), "yaml-syntax"),
    "keys in keys": (lambda n: "x:\n  " + "? " * (n // 2), "yaml-syntax"),
    "indented ever more": (lambda n: "\n".join(" " * i + "a:" for i in range(int((2 * n) ** 0.5))), "yaml-syntax"),
    "alias bomb": (_bomb, "yaml-syntax"),
    "merged alias": (lambda _: "a: &a {x: 1}\nb: {<<: [*a, *a]}", "yaml-syntax"),
    "unknown keys": (lambda n: "\n".join(f"k{i}: 1" for i in range(n // 12)), "unknown-key"),
    "one key again and again": (lambda n: "k: 1\n" * (n // 5), "duplicate-key"),
    "tags without end": (lambda n: "tags:\n" + "\n".join(f"  - t{i}" for i in range(n // 10)), "bad-value"),
    "a set of years": (lambda n: EVENT + '"{' + "2020," * (n // 5) + '}"', "bad-edtf"),
    "brackets in a date": (lambda n: EVENT + '"' + "[" * n + '"', "bad-edtf"),
    "a year of a billion digits": (lambda _: EVENT + '"Y1E999999999"', "bad-edtf"),
    "a year of many digits": (lambda n: EVENT + '"-' + "9" * n + '"', "bad-edtf"),
    "an interval of intervals": (lambda n: EVENT + '"' + "1/" * (n // 2) + '"', "bad-edtf"),
    "a host of many parts": (lambda n: SOURCE + "http://[" + "a." * (n // 2) + "]/", "bad-url"),
    "a language of many subtags": (lambda n: "lang: " + "a-" * (n // 2), "bad-language"),
    "a slug of many words": (lambda n: "slug: " + "a-" * (n // 2), "bad-slug"),
    "an alias of many folders": (lambda n: 'aliases: ["/' + "a/" * (n // 2) + '"]', "bad-address"),
    "a status of many letters": (lambda n: "status: " + "a" * n, "bad-value"),
    "NULs": (lambda n: "x: " + "\0" * n, "yaml-syntax"),
    "asterisks": (lambda n: "x: " + "*" * n, "yaml-syntax"),
    "exclamation marks": (lambda n: "x: " + "!" * n, "yaml-syntax"),
    "too many letters": (lambda n: "# " + "a" * 5 * n, "too-large"),
}


def test_no_front_matter_stops_the_others(site: SiteBuilder, figure: Report) -> None:
    for number, (block, _) in enumerate(BLOCKS.values()):
        own = block(300_000)
        head = HEAD.replace("tags: [interpol]\n", "") if "tags:" in own else HEAD
        site.write(f"content/briefings/x{number}.md", f"---\n{head}{own}\n---\n\nText.\n")
    site.briefing("other", "Text [@nobody] [@tass].")
    ended = bounded(site.root, "check")
    assert ended.code == 1, ended.err[-2000:]
    for number, (name, (_, code)) in enumerate(BLOCKS.items()):
        assert code in ended.codes(f"content/briefings/x{number}.md"), name
    assert "unknown-citation" in ended.codes("content/briefings/other.md")
    assert max(len(found["message"] + found["hint"]) for found in ended.diagnostics) < 4_100
    figure(f"{len(BLOCKS)} kinds of front matter of 300,000 letters in 3 GiB, 0 stopped the others")


def test_a_file_is_refused_by_itself(site: SiteBuilder) -> None:
    site.briefing("large", "word " * 10_000_000)
    site.write("content/tags/zeros.md", b"\0" * 50_000_000)
    site.briefing("other", "Text [@nobody] [@tass] [[large]] [[tag:zeros]].")
    ended = bounded(site.root, "check")
    assert ended.code == 1, ended.err[-2000:]
    assert ended.codes("content/briefings/large.md") == ended.codes("content/tags/zeros.md") == {"too-large"}
    assert ended.codes("content/briefings/other.md") - {"orphan", "unarchived-source"} == {"unknown-citation"}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("site.toml", "toml-syntax"),
        ("content/addresses.toml", "bad-ledger"),
        ("content/health.toml", "bad-health"),
    ],
)
def test_settings_are_refused_by_themselves(site: SiteBuilder, path: str, code: str) -> None:
    site.briefing()
    for deep in ("[", "{a = "):
        site.write(path, f"x = {deep * 50_000}")
        ended = bounded(site.root, "check")
        assert ended.codes(path) == {code}, ended.err[-2000:]
        assert "Traceback" not in ended.err


def test_what_is_said_of_a_text_forges_nothing_and_orders_no_terminal_about(site: SiteBuilder) -> None:
    site.briefing("bad", "[@tass] [@a\n::error::forged\nb] [@\x1b[2J\u202eevil] [[x\x9b31m]]")
    for style in ("text", "json", "github"):
        outcome = site.brief("check", "--format", style)
        told = outcome.out + outcome.err
        assert "forged" in told
        assert not {"\x1b", "\x9b", "\u202e"}.intersection(told)
        assert not any(line.startswith("::error::") for line in told.splitlines())
