"""A text may be anything: it is read, or given up with a finding of its own, and the others are read all the same."""

from collections.abc import Callable

from tests.figures import Report
from tests.hostile.limits import bounded
from tests.sites import SiteBuilder

# What strangers may fill a text with, by how many letters of it are wanted.
KINDS: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "[" * n,
    "brackets that close": lambda n: "[" * (n // 2) + "]" * (n // 2),
    "asterisks": lambda n: "*" * n,
    "emphasis without end": lambda n: "*a " * (n // 3),
    "emphasis in emphasis": lambda n: "*a **b " * (n // 7),
    "underscores": lambda n: "_a" * (n // 2),
    "backticks": lambda n: "`a " * (n // 3),
    "backticks ever more": lambda n: " ".join("`" * i for i in range(int((2 * n) ** 0.5))),
    "links without end": lambda n: "[a](" * (n // 4),
    "pictures in pictures": lambda n: "![" * (n // 2) + "](a)" * 10,
    "links by name": lambda n: "[[" * (n // 2),
    "links by name with words": lambda n: "[[a|" * (n // 4),
    "citations": lambda n: "[@" * (n // 2),
    "notes": lambda n: "[^a]" * (n // 4),
    "notes in notes": lambda n: "\n".join(f"[^{i}]: [^{i + 1}]" for i in range(n // 15)),
    "quotations in quotations": lambda n: "> " * (n // 2) + "a",
    "lists in lists": lambda n: "\n".join(" " * 4 * i + "- a" for i in range(int((n / 2) ** 0.5))),
    "items in items": lambda n: "- " * (n // 2),
    "tags": lambda n: "<a" * (n // 2),
    "elements in elements": lambda n: "<div>" * (n // 5),
    "comments": lambda n: "<!--" * (n // 4),
    "attributes": lambda n: "<a " + "a=" * (n // 2),
    "attribute lists": lambda n: "{: .a" * (n // 5),
    "entities": lambda n: "&#" * (n // 2),
    "backslashes": lambda n: "\\" * n,
    "tables": lambda n: "|" * (n // 3) + "\n" + "|-" * (n // 3) + "\n",
    "fences": lambda n: "```a\n" * (n // 5),
    "headings": lambda n: "#" * n + "\n" + "# a\n" * (n // 8),
    "definitions": lambda n: "a\n:   a\n" * (n // 8),
    "boxes": lambda n: "\n".join("    " * i + "!!! note" for i in range(int((n / 2) ** 0.5))),
    "lines": lambda n: "\n" * n,
    "letters": lambda n: "a" * n,
    "marks that combine": lambda n: "a" + "\u0301" * (n // 2),
}


def test_no_text_stops_the_others(site: SiteBuilder, figure: Report) -> None:
    for number, kind in enumerate(KINDS.values()):
        site.briefing(f"x{number}", f"Text [@tass].\n\n{kind(1_000_000)}")
    site.briefing("other", "Text [@nobody] [@tass].")
    ended = bounded(site.root, "check")
    assert ended.code == 1, ended.err[-2000:]
    assert "unknown-citation" in ended.codes("content/briefings/other.md")
    given_up = [
        name for number, name in enumerate(KINDS) if "too-slow" in ended.codes(f"content/briefings/x{number}.md")
    ]
    assert "Traceback" not in ended.err
    figure(f"{len(KINDS)} kinds of texts of a million letters in 3 GiB, {len(given_up)} given up, 0 stopped the others")


def test_a_text_that_never_ends_is_given_up_and_the_others_are_reported(site: SiteBuilder) -> None:
    site.briefing("bad", f"Text [@tass].\n\n{'[a](' * 75_000}")
    site.briefing("other", "Text [@nobody] [@tass].")
    outcome = site.check()
    found = outcome.only("too-slow")
    assert (found["path"], found["line"]) == ("content/briefings/bad.md", 16)
    assert [it["path"] for it in outcome.faults if it["code"] == "unknown-citation"] == ["content/briefings/other.md"]
    assert outcome.code == 1
