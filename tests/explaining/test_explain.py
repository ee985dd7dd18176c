"""`brief explain`: what a finding means, at a terminal and elsewhere."""

import pytest

from brief.cli import main
from brief.diagnostics import Code
from tests.terminal import PROGRAM, in_conversation


def test_a_code_is_explained_in_plain_text_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "unknown-tag"]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("# A tag that there is not\n")
    assert "## How to mend it" in printed
    assert "\x1b" not in printed


def test_a_terminal_gets_the_text_set_and_no_signs_of_markdown() -> None:
    session = in_conversation([PROGRAM, "explain", "unknown-tag"], ())
    assert session.code == 0
    assert "How to mend it" in session.written
    assert "##" not in session.written
    assert "```" not in session.written


def test_without_a_code_all_are_listed_by_group(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    printed = capsys.readouterr()
    lines = printed.out.splitlines()
    assert all(sum(line.split()[:1] == [code] for line in lines) == 1 for code in Code)
    assert lines.index("References between files") < lines.index("Prose") < lines.index("Site and theme")
    assert "brief explain CODE" in printed.err


@pytest.mark.parametrize("text", ["error[unknown-tag]:", "error[unknown-tag]", "[unknown-tag]", "Unknown-Tag"])
def test_a_code_can_be_copied_out_of_a_line_of_findings(capsys: pytest.CaptureFixture[str], text: str) -> None:
    assert main(["explain", text]) == 0
    assert "A tag that there is not" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("unknown-tga", "Did you mean `unknown-tag`?"),
        ("zzzz", "lists all codes"),
        ("", "lists all codes"),
        ("../x", "lists"),
    ],
)
def test_a_code_that_there_is_not_gets_the_nearest(capsys: pytest.CaptureFixture[str], text: str, words: str) -> None:
    assert main(["explain", text]) == 2
    assert words in capsys.readouterr().err
