"""`brief verify`: a published copy beside its manifest, in a folder and behind real servers."""

import functools
import http.server
import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brief import manifest
from tests.sites import SiteBuilder, tree
from tests.terminal import PROGRAM


def _verify(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, "verify", *map(str, words)], capture_output=True, text=True, check=False)


@pytest.fixture
def copy(site: SiteBuilder, tmp_path: Path) -> Path:
    """A copy of a published site, below a path as on a host that has others too."""
    site.briefing("one")
    site.write("content/files/a b#ü.txt", "A file with a difficult name.")
    site.build()
    target = tmp_path / "www/archive"
    shutil.copytree(site.output(), target)
    return target


class _Host(http.server.SimpleHTTPRequestHandler):
    """A static host that, as several do, sends from `index.html` to the folder, and fails once before it answers."""

    failed: set[str]

    def do_GET(self) -> None:
        if self.path.endswith("/index.html"):
            self.send_response(301)
            self.send_header("Location", self.path.removesuffix("index.html"))
            self.end_headers()
        elif self.path not in self.failed:
            self.failed.add(self.path)
            self.send_error(503)
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address(copy: Path) -> Iterator[str]:
    host = type("Host", (_Host,), {"failed": set()})
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(host, directory=str(copy.parent))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/archive"
        server.shutdown()


def test_a_whole_copy_is_whole_in_a_folder_and_on_a_host(copy: Path, address: str) -> None:
    files = len(tree(copy)) - 1
    for where in (copy, address, f"{address}/"):
        done = _verify(where)
        assert done.returncode == 0, done.stderr
        # A host keeps `_headers` for itself.
        shown = files if where == copy else files - 1
        assert f"Compared {shown} files: all are as they were built." in done.stderr


def _spoil(copy: Path) -> None:
    (copy / "index.html").write_text("<script>alert(1)</script>")
    (copy / "files/a b#ü.txt").unlink()
    (copy / "evil.html").write_text("x")


def test_every_difference_is_told(copy: Path, address: str) -> None:
    _spoil(copy)
    found = [json.loads(line) for line in _verify(copy, "--format", "json").stdout.splitlines()]
    changed = [
        {"path": "files/a b#ü.txt", "state": "missing"},
        {"path": "index.html", "state": "different"},
    ]
    assert found == [{"path": "evil.html", "state": "unlisted"}, *changed]
    on_host = _verify(address, "--format", "json")
    assert [json.loads(line) for line in on_host.stdout.splitlines()] == changed, "a host doesn't say what it has"
    assert _verify(copy).returncode == on_host.returncode == 1


def test_files_of_others_fail_the_run_where_that_is_asked_for(copy: Path) -> None:
    (copy / "CNAME").write_text("example.org")
    assert _verify(copy).returncode == 0
    done = _verify(copy, "--strict")
    assert done.returncode == 1
    assert "CNAME is not of the site" in done.stdout


def test_what_a_deploy_keeps_beside_the_site_is_nobody_elses(site: SiteBuilder, tmp_path: Path) -> None:
    site.settings(f'[deploy.here]\ntarget = "file://{tmp_path}/www"')
    site.briefing("one")
    assert site.brief("deploy").code == 0
    outcome = _verify(tmp_path / "www", "--strict")
    assert outcome.returncode == 0, outcome.stdout


def test_a_copy_that_was_changed_together_with_its_manifest_is_told_by_that_of_the_output_folder(
    copy: Path, site: SiteBuilder
) -> None:
    _spoil(copy)
    listed = manifest.read((copy / manifest.NAME).read_text())
    assert listed
    (copy / manifest.NAME).write_text(manifest.write({"evil.html": listed["index.html"]}))
    done = _verify(copy, "--manifest", site.output(manifest.NAME))
    assert done.returncode == 1
    assert "index.html is not as it was built" in done.stdout


def test_a_link_in_the_place_of_a_file_is_not_the_file(copy: Path, tmp_path: Path) -> None:
    (copy / "index.html").rename(tmp_path / "elsewhere.html")
    (copy / "index.html").symlink_to(tmp_path / "elsewhere.html")
    assert "index.html is missing" in _verify(copy).stdout


def test_a_manifest_that_leads_out_of_its_copy_is_not_followed(copy: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    paths = ("../../secret", str(tmp_path / "secret"), "//127.0.0.1:9/x")
    (copy / manifest.NAME).write_text(manifest.write(dict.fromkeys(paths, "0" * 64)))
    done = _verify(copy)
    assert [f"{path} is missing" for path in sorted(paths)] == [
        line for line in done.stdout.splitlines() if line.endswith("is missing")
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "nowhere is neither a folder nor an address"),
        (["."], ". has no manifest.sha256 that brief wrote."),
        (["http://127.0.0.1:9/"], "http://127.0.0.1:9/ can't be compared"),
        (["http://[/"], "`http://[/` is not an address"),
    ],
)
def test_what_is_no_copy_is_said_plainly(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = _verify(*words)
    assert done.returncode in {2, 3}
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(name="key")
def _key(tmp_path: Path) -> Path:
    """A key, and beside it the list of those who may sign, which has its holder."""
    if shutil.which("ssh-keygen") is None and os.environ.get("CI") != "true":
        pytest.skip("ssh-keygen is missing. On Debian: apt install openssh-client")
    path = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    (tmp_path / "signers").write_text(f"editor@example.org {path.with_suffix('.pub').read_text()}")
    return path


def test_a_signed_site_is_known_to_be_its_signers(site: SiteBuilder, key: Path, tmp_path: Path) -> None:
    site.briefing("one")
    site.build("--sign", str(key))
    done = _verify(site.output(), "--signers", tmp_path / "signers")
    assert done.returncode == 0, done.stderr
    assert "Signed by editor@example.org." in done.stderr
    with site.output(manifest.NAME).open("a") as file:
        file.write("\n")
    done = _verify(site.output(), "--signers", tmp_path / "signers")
    assert done.returncode == 1
    assert "The signature is not of anybody" in done.stderr


@pytest.mark.usefixtures("key")
def test_a_signature_of_a_stranger_is_none(site: SiteBuilder, tmp_path: Path) -> None:
    site.briefing("one")
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "other"], check=True)
    site.build("--sign", str(tmp_path / "other"))
    done = _verify(site.output(), "--signers", tmp_path / "signers")
    assert done.returncode == 1
    assert "The signature is not of anybody" in done.stderr


def test_a_signature_stays_as_long_as_what_it_is_of(site: SiteBuilder, key: Path) -> None:
    site.briefing("one")
    site.build()
    assert not site.output(manifest.SIGNATURE).exists()
    site.build("--sign", str(key))
    signed = site.output(manifest.SIGNATURE).read_bytes()
    before = tree(site.output())
    site.build()
    site.build("--sign", str(key))
    assert tree(site.output()) == before
    site.briefing("two")
    site.build("--sign", str(key))
    assert site.output(manifest.SIGNATURE).read_bytes() != signed
    site.briefing("three")
    site.build()
    assert not site.output(manifest.SIGNATURE).exists(), "it would be of another site"


def test_a_key_that_can_not_sign_publishes_nothing(site: SiteBuilder, tmp_path: Path) -> None:
    site.briefing("one")
    site.build()
    before = tree(site.output())
    (tmp_path / "no-key").write_text("no key")
    site.briefing("two")
    outcome = site.brief("build", "--sign", str(tmp_path / "no-key"))
    assert outcome.code == 3
    assert "no-key can't sign" in outcome.err
    assert tree(site.output()) == before


_PATHS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30)


@given(st.dictionaries(_PATHS, st.text("0123456789abcdef", min_size=64, max_size=64), max_size=5))
def test_a_manifest_is_read_as_it_was_written(digests: dict[str, str]) -> None:
    assert manifest.read(manifest.write(digests)) == digests


def test_sha256sum_reads_names_of_all_kinds(tmp_path: Path) -> None:
    names = ["a b", "back\\slash", "line\nbreak", "return\r", "ü"]
    for name in names:
        (tmp_path / name).write_bytes(b"")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    (tmp_path / manifest.NAME).write_text(manifest.write(dict.fromkeys(names, empty)), newline="")
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", manifest.NAME], cwd=tmp_path, check=True)
