"""What `brief init --ci` writes works: its steps are run, in a fresh clone, as a host would run them."""

import json
import os
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from brief.starting.hosts import FILES, requirement
from tests.site.test_history import commit, git
from tests.terminal import PROGRAM


def _brief(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, *words], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A repository of a new site with the files of all hosts."""
    root = tmp_path / "archive"
    assert _brief(tmp_path, "init", "archive").returncode == 0
    # The tests have brief already, and may have no network.
    (root / "requirements.txt").write_text("# brief\n")
    done = _brief(root, "init", *[word for name in FILES for word in ("--ci", name)])
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [path for paths in FILES.values() for path in paths]
    git(root, "init")
    commit(root)
    return root


@pytest.fixture
def clone(archive: Path, tmp_path: Path) -> Path:
    """A fresh clone of it, as shallow as hosts make it."""
    git(tmp_path, "clone", "--depth", "1", f"file://{archive}", "clone")
    return tmp_path / "clone"


def _sh(folder: Path, script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(PROGRAM).parent), os.environ["PATH"]])
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, env=os.environ | {"PATH": path} | environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip


def _yaml(root: Path, path: str) -> Any:
    return yaml.safe_load((root / path).read_text("utf-8"))


def _is_published_at(root: Path, address: str) -> bool:
    return f'<link rel="canonical" href="{address}">' in (root / "public/index.html").read_text("utf-8")


def _spoil(root: Path) -> None:
    (root / "content/briefings/bad.md").write_text("---\ntitle: Bad\ndate: 2026-13-01\n---\nText.\n")


def test_the_steps_of_github_build_a_fresh_clone(clone: Path) -> None:
    workflow = _yaml(clone, ".github/workflows/site.yml")
    steps = [step["run"] for step in workflow["jobs"]["build"]["steps"] if "run" in step]
    for step in steps:
        done = _sh(clone, step)
        assert done.returncode == 0, done.stderr
    assert (clone / "public/briefings").is_dir()
    _spoil(clone)
    done = _sh(clone, "\n".join(steps))
    assert done.returncode == 1
    assert "::error file=content/briefings/bad.md,line=3," in done.stdout


def test_the_jobs_of_gitlab_build_a_fresh_clone(clone: Path) -> None:
    jobs = _yaml(clone, ".gitlab-ci.yml")
    for name in ("preview", "pages"):
        done = _sh(clone, "\n".join([*jobs["default"]["before_script"], *jobs[name]["script"]]))
        assert done.returncode == 0, done.stderr
        assert jobs[name]["artifacts"]["paths"] == ["public"]
    assert (clone / "public/briefings").is_dir()


def test_netlify_builds_a_fresh_clone_and_previews_at_their_own_address(clone: Path) -> None:
    told = tomllib.loads((clone / "netlify.toml").read_text("utf-8"))
    assert _sh(clone, told["build"]["command"]).returncode == 0
    assert _is_published_at(clone, "https://example.org/")
    assert (clone / "public/_redirects").is_file()
    for context in told["context"].values():
        done = _sh(clone, context["command"], DEPLOY_PRIME_URL="https://deploy-preview-1--a.netlify.app")
        assert done.returncode == 0, done.stderr
        assert _is_published_at(clone, "https://deploy-preview-1--a.netlify.app/")


def test_cloudflare_builds_a_fresh_clone_and_previews_at_their_own_address(clone: Path) -> None:
    script = "sh cloudflare-build.sh"
    done = _sh(clone, script, CF_PAGES_BRANCH="main", CF_PAGES_URL="https://1.a.pages.dev")
    assert done.returncode == 0, done.stderr
    assert _is_published_at(clone, "https://example.org/")
    assert (clone / "public/_redirects").is_file()
    assert not (clone / ".git/shallow").exists()
    done = _sh(clone, script, CF_PAGES_BRANCH="other", CF_PAGES_URL="https://1.a.pages.dev")
    assert done.returncode == 0, done.stderr
    assert _is_published_at(clone, "https://1.a.pages.dev/")
    _spoil(clone)
    assert _sh(clone, script).returncode == 1


def test_the_hook_refuses_a_commit_with_an_error(clone: Path) -> None:
    (repository,) = _yaml(clone, ".pre-commit-config.yaml")["repos"]
    (hook,) = repository["hooks"]
    assert (hook["language"], hook["pass_filenames"]) == ("system", False)
    assert _sh(clone, hook["entry"]).returncode == 0
    _spoil(clone)
    assert _sh(clone, hook["entry"]).returncode == 1


def test_no_file_is_replaced(tmp_path: Path) -> None:
    assert _brief(tmp_path, "init", "a", "--ci", "github").returncode == 0
    root = tmp_path / "a"
    own = root / "netlify.toml"
    own.write_text("# mine\n")
    done = _brief(root, "init", "--ci", "gitlab", "--ci", "netlify")
    assert (done.returncode, done.stderr) == (2, "netlify.toml is there already; nothing was changed.\n")
    assert own.read_text() == "# mine\n"
    assert not (root / ".gitlab-ci.yml").exists()
    done = _brief(root, "init", ".", "--ci", "gitlab", "--title", "Another")
    assert done.returncode == 2
    assert "is a site already" in done.stderr


def test_a_host_that_is_none_and_a_folder_without_a_site_are_named(tmp_path: Path) -> None:
    done = _brief(tmp_path, "init", "--ci", "githab")
    assert done.returncode == 2
    assert "github" in done.stderr
    done = _brief(tmp_path, "init", "--ci", "github")
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no site.toml" in done.stderr
    done = _brief(tmp_path, "init")
    assert (done.returncode, done.stderr) == (2, "Name a folder for the site: brief init my-archive.\n")


def test_a_site_within_its_repository_is_told_of(tmp_path: Path) -> None:
    git(tmp_path, "init")
    done = _brief(tmp_path, "init", "docs", "--ci", "github")
    assert done.returncode == 0
    assert "hosts look for these files at the top" in done.stderr


@pytest.mark.parametrize(
    ("direct", "wanted"),
    [
        (None, "brief==9.1"),
        ({"url": "https://example.org/b.git", "vcs_info": {"vcs": "git", "commit_id": "c0ffee"}}, "brief @ git+https://example.org/b.git@c0ffee"),
        ({"url": "https://example.org/brief-9.1.whl", "archive_info": {}}, "brief @ https://example.org/brief-9.1.whl"),
        ({"url": "file:///nowhere/brief", "dir_info": {}}, None),
        ({"url": "file:///nowhere/brief-9.1.whl", "archive_info": {}}, None),
    ],
)  # fmt: skip
def test_the_brief_of_here_is_named_so_that_others_find_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, direct: dict[str, Any] | None, wanted: str | None
) -> None:
    _install(tmp_path, monkeypatch, direct)
    assert requirement() == wanted


@pytest.mark.parametrize(
    ("origin", "wanted"),
    [
        ("https://example.org/brief.git", "brief @ git+https://example.org/brief.git@"),
        ("git@example.org:us/brief.git", "brief @ git+ssh://git@example.org/us/brief.git@"),
        ("/srv/brief", None),
    ],
)
def test_a_checkout_is_named_by_where_it_came_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, origin: str, wanted: str | None
) -> None:
    folder = tmp_path / "checkout"
    folder.mkdir()
    git(folder, "init")
    git(folder, "commit", "--allow-empty", "--message", "Begin")
    git(folder, "remote", "add", "origin", origin)
    _install(tmp_path, monkeypatch, {"url": folder.as_uri(), "dir_info": {}})
    found = requirement()
    assert (found and found.rpartition("@")[0] + "@") == wanted


def _install(folder: Path, monkeypatch: pytest.MonkeyPatch, direct: dict[str, Any] | None) -> None:
    """Let brief 9.1 be installed, from where `direct` says (PEP 610)."""
    about = folder / "packages/brief-9.1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: brief\nVersion: 9.1\n")
    if direct:
        (about / "direct_url.json").write_text(json.dumps(direct))
    monkeypatch.syspath_prepend(str(about.parent))
