"""Whatever stands in an old text stands in the new site or in the report, and the new site passes."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brief.cli import main

# Words that stand for nothing else, so that each can be found again.
WORD = st.from_regex(r"\Aw[a-z]{2}q[a-z]{3}\Z")
KNOWN = st.sampled_from(
    [
        "title", "date", "lastmod", "draft", "slug", "url", "aliases", "tags", "categories", "description", "summary",
        "weight", "type", "layout", "permalink", "published", "publish", "expiryDate", "author", "Title", "excerpt",
        "redirect_from", "category", "modified", "status", "lang", "save_as", "created", "updated", "build", "headless",
    ]
)  # fmt: skip
SIMPLE = st.one_of(
    WORD,
    st.booleans(),
    st.integers(),
    st.none(),
    st.just("2020-01-02"),
    st.builds("{}: {} # ' \"{}".format, WORD, WORD, WORD),
)
VALUE = st.recursive(
    SIMPLE, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORD, inner, max_size=3)), max_leaves=5
)
FRONT = st.dictionaries(st.one_of(WORD, KNOWN), VALUE, max_size=6)

PIECES = [
    "{}", "# {}", "[[{}]]", "[[{}|{}]]", "![[{}]]", "[{}](/{}/)", "[{}]({}.md)", "![{}]({}.png '{}')", "`{}`", "<b>{}</b>",
    "{{{{< {} {} >}}}}", '{{{{< figure src="{}" caption="{}" class="{}" >}}}}', "{{{{< youtube {} >}}}}",
    "{{{{< {} >}}}}{}{{{{< /{} >}}}}", '{{{{% {} "{}" %}}}}', "{{{{</* {} */>}}}}", '{{{{< ref "{}" >}}}}', "{{{{< {}",
    "{{{{<{}>}}}}", '{{{{< highlight {} "{}" >}}}}\n{}\n{{{{< /highlight >}}}}', '{{{{< details "{}" >}}}}{}{{{{< /details >}}}}',
    "{{% {} {} %}}", "{{{{ {} }}}}", "{{% raw %}}{}{{% endraw %}}", "{{% highlight {} {} %}}{}{{% endhighlight %}}",
    "{{% comment %}}{}{{% endcomment %}}", "{{% include {} %}}", "{{{{ site.{} | {} }}}}", "{{% post_url {} %}}",
    "%%{}%%", "=={}==", "> [!{}] {}\n> {}", "> {}", "{} ^{}", "#{}", "```{}\n{}\n```", "    {}", "- {}\n  - {}", "1. {}",
    "[@{}]", "[Source: {}]", "{{: .{} }}", "<iframe src='https://{}.example/'></iframe>", "<script>{}</script>", "<!-- {} -->",
    "[{}]: /{}/", "[^{}]", "| {} | {} |\n| --- | --- |", "{{filename}}{}.md", "|{}|", "[{}]({{filename}}/{}.md)", "{}\n=====",
    "<a name='{}'>{}</a>", "[x](#{})", '!!! note "{}"\n    {}', "~~{}~~", "$${}$$", "<!--more-->\n{}", "{}:\n:   {}",
]  # fmt: skip


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """A text out of pieces of every generator's markup."""
    made = []
    for piece in draw(st.lists(st.sampled_from(PIECES), max_size=6)):
        words = [draw(WORD) for _ in range(piece.count("{}"))]
        made.append(piece.format(*words))
    return draw(st.sampled_from(["\n\n", "\n", " "])).join(made)


def _write(root: Path, kind: str, front: dict[str, Any], body: str) -> str:
    """An old site of one text and what belongs to it; gives the text."""
    head = yaml.safe_dump(front, sort_keys=False) if front else "{}\n"
    text = f"---\n{head}---\n{body}\n"
    places = {
        "hugo": ("hugo.toml", "content/posts/one.md"),
        "jekyll": ("_config.yml", "_posts/2020-01-02-one.md"),
        "obsidian": ("readme.txt", "one.md"),
        "pelican": ("pelicanconf.py", "content/one.md"),
    }
    settings_path, path = places[kind]
    for name, content in ((settings_path, ""), (path, text)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, "utf-8")
    return text


def _everything(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file() and ".brief" not in path.parts:
            # A slug may be the name of a file alone.
            yield path.name
            yield path.read_text("utf-8")


def _told(front: dict[str, Any], body: str) -> set[str]:
    """The words that stand for nothing else: of values, and of a text."""
    return set(re.findall(r"w[a-z]{2}q[a-z]{3}", f"{json.dumps(front)} {body}"))


@pytest.mark.parametrize("kind", ["hugo", "jekyll", "obsidian", "pelican"])
@given(front=FRONT, body=bodies())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_every_word_is_in_the_result_or_in_the_report(
    kind: str, front: dict[str, Any], body: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with TemporaryDirectory() as folder:
        old, new = Path(folder, "old"), Path(folder, "new")
        _write(old, kind, front, body)
        assert main(["import", kind, str(old), str(new)]) in {0, 1}
        kept = " ".join(_everything(new)).casefold()
        lost = {word for word in _told(front, body) if word not in kept}
        assert not lost
        capsys.readouterr()
        code = main(["check", "--format", "json", "--no-cache", "--jobs", "1", "--site", str(new)])
        found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        errors = [it for it in found if it["severity"] == "error"]
        assert code == 0, (errors, "".join(_everything(new)))
