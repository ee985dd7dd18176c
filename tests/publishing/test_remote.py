"""`brief deploy` to a host behind ssh, with its own sshd and rsync."""

import os
import stat
from pathlib import Path

import pytest

from brief import config
from brief.publishing.remote import opened
from brief.publishing.targets import AnotherDeploy
from brief.validation.deploying import address_of
from tests.publishing.buckets import missing
from tests.publishing.hosts import Host
from tests.sites import SiteBuilder, tree

INVENTORY = ".brief-deploy.json.gz"


@pytest.fixture
def www(tmp_path: Path) -> Path:
    """A folder of the host, which is this machine."""
    return tmp_path / "www of mine"


@pytest.fixture
def site(site: SiteBuilder, host: Host, www: Path) -> SiteBuilder:
    site.settings(host.settings(www))
    site.briefing("one")
    site.briefing("two", history=False)
    return site


def published(www: Path) -> dict[str, bytes]:
    return {path: raw for path, raw in tree(www).items() if path != INVENTORY}


def deploy(site: SiteBuilder, *arguments: str) -> None:
    outcome = site.brief("deploy", *arguments)
    assert outcome.code == 0, outcome.err


def test_all_of_the_site_is_published_and_then_what_differs(site: SiteBuilder, www: Path) -> None:
    for name in ("a b", "щит", "50%", "-x", "it's (1) $HOME `x`"):
        site.write(f"content/files/{name}.txt", name)
    deploy(site)
    assert published(www) == tree(site.output())
    before = {path: (www / path).stat().st_ino for path in published(www)}
    site.briefing("two", "Other words [@tass].", history=False)
    (site.root / "content/files/щит.txt").unlink()
    (site.root / "content/files/-x.txt").unlink()
    site.forget()
    deploy(site)
    assert published(www) == tree(site.output())
    same = {path for path in published(www) if (www / path).stat().st_ino == before.get(path)}
    assert "briefings/one/index.html" in same
    assert "briefings/two/index.html" not in same
    assert stat.S_IMODE((www / "index.html").stat().st_mode) & stat.S_IROTH


def test_what_is_gone_is_removed_and_nothing_of_others(site: SiteBuilder, www: Path) -> None:
    site.briefing("three", history=False)
    deploy(site)
    for name in ("theirs", "three"):
        (www / f"briefings/{name}").mkdir(exist_ok=True)
        (www / f"briefings/{name}/theirs.txt").write_text("theirs")
    for name in ("two", "three"):
        (site.root / f"content/briefings/{name}.md").unlink()
    site.forget()
    deploy(site)
    others = {"briefings/theirs/theirs.txt": b"theirs", "briefings/three/theirs.txt": b"theirs"}
    assert published(www) == tree(site.output()) | others
    assert not (www / "briefings/two").exists()


def test_files_of_others_are_not_written_over_unasked(site: SiteBuilder, www: Path) -> None:
    www.mkdir()
    (www / "briefings/one").mkdir(parents=True)
    (www / "briefings/one/index.html").write_text("theirs")
    outcome = site.brief("deploy")
    assert outcome.code == 2
    assert "briefings/one/index.html" in outcome.err
    assert tree(www) == {"briefings/one/index.html": b"theirs"}
    deploy(site, "--adopt")
    assert published(www) == tree(site.output())


def test_a_dry_run_leaves_the_host_as_it_is(site: SiteBuilder, www: Path) -> None:
    assert site.brief("deploy", "--dry-run").code == 0
    assert not www.exists()


def test_a_deploy_that_fails_half_way_leaves_whole_pages_and_the_next_finishes(site: SiteBuilder, www: Path) -> None:
    deploy(site)
    site.briefing("two", "Other words [@tass].", history=False)
    settings = (site.root / "site.toml").read_text()
    site.write("site.toml", f'{settings}\n[tokens.light]\naccent = "#1a4f8b"\n')
    site.build()
    whole = site.output("feed.xml").read_bytes()
    site.output("feed.xml").write_bytes(b"spoilt")
    assert site.brief("deploy", "--no-build").code == 3
    assert b"Other words" in (www / "briefings/two/index.html").read_bytes()
    assert b"spoilt" not in (www / "feed.xml").read_bytes()
    assert not missing(published(www))
    site.output("feed.xml").write_bytes(whole)
    deploy(site, "--no-build")
    assert published(www).items() >= tree(site.output()).items()


def test_an_inventory_that_another_deploy_wrote_is_not_written_over(site: SiteBuilder, host: Host, www: Path) -> None:
    (table,) = config.load(site.root)[0].deploy.values()  # type: ignore[union-attr]  # it is right
    with opened(address_of(table.target), str(host.config), site.root) as target:
        www.mkdir()
        ours = target.keep(b"ours", None)
        theirs = target.keep(b"theirs", ours)
        for before in (None, ours):
            with pytest.raises(AnotherDeploy):
                target.keep(b"late", before)
        assert target.held() == theirs


def test_a_host_that_does_not_let_us_in_is_told_in_words(site: SiteBuilder, host: Host, www: Path) -> None:
    site.settings(host.settings(www).replace("ssh://", "ssh://nobody-"))
    outcome = site.brief("deploy")
    assert outcome.code == 3
    assert "ssh could not get into 127.0.0.1" in outcome.err


def test_rsync_that_is_missing_is_named(site: SiteBuilder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    outcome = site.brief("deploy")
    assert outcome.code == 3
    assert "ssh or rsync is not here" in outcome.err


def test_a_folder_above_that_is_missing_is_told(site: SiteBuilder, host: Host, tmp_path: Path) -> None:
    site.settings(host.settings(tmp_path / "not/mounted"))
    outcome = site.brief("deploy")
    assert outcome.code == 3
    assert f"no folder {tmp_path}/not on 127.0.0.1" in outcome.err
    assert not os.path.lexists(tmp_path / "not")
