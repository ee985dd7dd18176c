"""The guide tells the truth: what it shows works as it is shown."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.sites import SiteBuilder
from tests.terminal import PROGRAM, in_conversation

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "content/pages/guide"
HOSTING = ROOT / "brief/starting/hosting"


def _blocks(page: str, kind: str) -> list[str]:
    """The fenced blocks of a kind on a page of the guide, in order."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", (GUIDE / f"{page}.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)


def _run(folder: Path, *words: str) -> None:
    subprocess.run([PROGRAM, *words], cwd=folder, check=True, capture_output=True)


def test_the_first_briefing_is_published_by_doing_what_the_page_says(tmp_path: Path) -> None:
    commands = [line for block in _blocks("first-briefing", "sh") for line in block.splitlines()]
    assert commands == [
        "python3 -m venv brief-environment", "brief-environment/bin/pip install ./brief",
        'export PATH="$PWD/brief-environment/bin:$PATH"', 'brief init my-archive --title "My archive"', "cd my-archive",
        "brief serve", "brief new", "brief check", "brief build",
    ]  # fmt: skip
    _run(tmp_path, "init", "my-archive", "--title", "My archive")
    root = tmp_path / "my-archive"
    talk = in_conversation([PROGRAM, "new", "--site", str(root)], [("Title", "What was decided"), ("Tags", "")])
    assert talk.code == 0, talk.written
    (path,) = (root / "content/briefings").glob("*-what-was-decided.md")
    summary, sources = _blocks("first-briefing", "yaml")
    (text,) = _blocks("first-briefing", "markdown")
    front, body = path.read_text("utf-8").removeprefix("---\n").split("---\n", 1)
    # The writer's hand: the lines that the page gives stand in the place of those of the draft.
    front = re.sub(r"summary:.*\ntags:.*\n", summary, front)
    front = re.sub(r"sources:\n(#.*\n)*", sources, front)
    path.write_text(f"---\n{front}---\n{body.replace('Begin here.', text)}", "utf-8")
    _run(root, "check")
    path.write_text(path.read_text("utf-8").replace(re.search("status: draft.*\n", front)[0], ""), "utf-8")  # type: ignore[index]
    _run(root, "check", "--strict")
    _run(root, "build")
    page = (root / "public/briefings/what-was-decided/index.html").read_text("utf-8")
    assert "Report of the committee" in page
    assert "It did not say from when the text applies." in page


def test_the_examples_of_extensions_work(site: SiteBuilder) -> None:
    (table,) = _blocks("extending", "toml")
    site.settings(table)
    site.write("extensions/house.py", "\n\n".join(_blocks("extending", "python")))
    site.briefing("one", "A !!good!! move [@tass].", title="Long " * 20)
    assert site.check().only("site-check")["message"] == "The title is long."
    site.build()
    assert "<b>good</b>" in site.html("briefings/one/")
    assert site.output("calendar.ics").read_text() == f"20260102 {('Long ' * 20).strip()}"


@pytest.mark.parametrize("example", _blocks("sources", "yaml"), ids=lambda example: example.split(":")[0])
def test_what_the_guide_shows_of_sources_is_read(site: SiteBuilder, example: str) -> None:
    front = "title: One\ndate: 2026-01-02\nsummary: Said.\ntags: [interpol]\n"
    rest = "" if "ource" in example.split(":", maxsplit=1)[0] else "unsourced: By nature.\n"
    text = "Said so [@report]." if "id: report" in example else "Said so."
    site.write("content/briefings/one.md", f"---\n{front}{rest}{example}---\n\n{text}\n")
    assert not site.check().faults


@pytest.mark.parametrize("page", sorted(path.stem for path in GUIDE.glob("*.md")))
def test_every_command_that_the_guide_names_is_there(page: str) -> None:
    text = (GUIDE / f"{page}.md").read_text("utf-8")
    listed = subprocess.run([PROGRAM, "--help"], check=True, capture_output=True, text=True).stdout
    commands = set(re.findall(r"^  (\w+)  ", listed, re.MULTILINE))
    blocks = "\n".join(re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    named = {found[1] for found in re.finditer(r"`brief (\w+)[^`]*`|^brief (\w+)", text) if found[1]}
    named |= set(re.findall(r"^brief (\w+)", blocks, re.MULTILINE))
    assert named <= commands, named - commands


def test_every_page_of_the_guide_is_listed_on_its_first() -> None:
    first = (GUIDE / "index.md").read_text("utf-8")
    for path in GUIDE.glob("*.md"):
        assert path.stem == "index" or f"[[guide/{path.stem}]]" in first, path.stem


def test_the_guide_shows_what_init_writes_for_hosts() -> None:
    page = (GUIDE / "hosts.md").read_text("utf-8")
    assert [path.name for path in HOSTING.iterdir() if f"\n{path.read_text('utf-8')}```\n" not in page] == []


@pytest.mark.parametrize(
    "workflow",
    [(HOSTING / "github.yml").read_text("utf-8"), (ROOT / ".github/workflows/ci.yml").read_text("utf-8")],
    ids=["a site's", "brief's own"],
)
def test_workflows_name_what_they_run_by_commit_and_have_no_right_that_they_need_not(workflow: str) -> None:
    read = yaml.safe_load(workflow)
    steps = [step for job in read["jobs"].values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert used
    assert [action for action in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", action)] == []
    assert read["permissions"] == {"contents": "read"}
    assert [set(job.get("permissions", ())) for job in read["jobs"].values() if "permissions" in job] in (
        [],
        [{"pages", "id-token"}],
    )
    assert "pull_request_target" not in workflow
