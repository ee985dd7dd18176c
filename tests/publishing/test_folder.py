"""`brief deploy` to a folder, and what it asks before it publishes anywhere."""

import fcntl
import gzip
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.sites import SiteBuilder, tree

INVENTORY = ".brief-deploy.json.gz"


@pytest.fixture
def www(tmp_path: Path) -> Path:
    return tmp_path / "www"


@pytest.fixture
def site(site: SiteBuilder, www: Path) -> SiteBuilder:
    site.settings(f'[deploy.production]\ntarget = "file://{www}"')
    site.briefing("one")
    site.briefing("two", history=False)
    return site


def published(www: Path) -> dict[str, bytes]:
    return {path: raw for path, raw in tree(www).items() if path != INVENTORY}


def deploy(site: SiteBuilder, *arguments: str) -> None:
    outcome = site.brief("deploy", *arguments)
    assert outcome.code == 0, outcome.err


def test_the_site_is_built_and_all_of_it_is_published(site: SiteBuilder, www: Path) -> None:
    deploy(site, "production")
    assert published(www) == tree(site.output())
    assert "briefings/one/index.html" in published(www)


def test_only_what_differs_is_written(site: SiteBuilder, www: Path) -> None:
    deploy(site)
    before = {path: (www / path).stat().st_ino for path in published(www)}
    site.briefing("two", "Other words [@tass].", history=False)
    outcome = site.brief("deploy", "--format", "json")
    assert outcome.code == 0
    (plan,) = (event for event in map(json.loads, outcome.out.splitlines()) if event.get("event") == "plan")
    assert published(www) == tree(site.output())
    same = {path for path, inode in before.items() if (www / path).stat().st_ino == inode}
    assert "briefings/one/index.html" in same
    assert "briefings/two/index.html" not in same
    assert plan["changed"] == len(before) - len(same)
    assert plan["unchanged"] == len(same)


def test_nothing_changed_is_nothing_done(site: SiteBuilder, www: Path) -> None:
    deploy(site)
    before = {path.name: path.stat().st_mtime_ns for path in www.rglob("*")}
    outcome = site.brief("deploy")
    assert outcome.code == 0
    assert "0 new, 0 changed" in outcome.err
    assert "Published" not in outcome.err
    assert {path.name: path.stat().st_mtime_ns for path in www.rglob("*")} == before


def test_a_dry_run_says_what_would_be_done_and_does_nothing(site: SiteBuilder, www: Path) -> None:
    outcome = site.brief("deploy", "--dry-run", "--format", "json")
    assert outcome.code == 0
    assert not www.exists()
    events = [event for event in map(json.loads, outcome.out.splitlines()) if "event" in event]
    paths = [event["path"] for event in events if event["event"] == "file"]
    assert sorted(paths) == sorted(tree(site.output()))
    assert events[-1]["new"] == len(paths)
    assert events[-1]["bytes"] == sum(map(len, tree(site.output()).values()))


def test_what_is_gone_is_removed_and_nothing_of_others(site: SiteBuilder, www: Path) -> None:
    deploy(site)
    (www / "briefings/theirs").mkdir()
    (www / "briefings/theirs/index.html").write_text("theirs")
    (www / "letter.txt").write_text("dear")
    (site.root / "content/briefings/two.md").unlink()
    site.forget()
    deploy(site)
    assert published(www) == tree(site.output()) | {
        "briefings/theirs/index.html": b"theirs",
        "letter.txt": b"dear",
    }
    assert not (www / "briefings/two").exists()


def test_files_that_were_there_before_are_not_written_over_unasked(site: SiteBuilder, www: Path) -> None:
    www.mkdir()
    (www / "index.html").write_text("theirs")
    outcome = site.brief("deploy")
    assert outcome.code == 2
    assert "index.html" in outcome.err
    assert "--adopt" in outcome.err
    assert tree(www) == {"index.html": b"theirs"}
    deploy(site, "--adopt")
    assert published(www) == tree(site.output())


def test_so_is_a_file_that_came_later(site: SiteBuilder, www: Path) -> None:
    deploy(site)
    (www / "briefings/three").mkdir()
    (www / "briefings/three/index.html").write_text("theirs")
    site.briefing("three")
    outcome = site.brief("deploy")
    assert outcome.code == 2
    assert "briefings/three/index.html" in outcome.err
    assert (www / "briefings/three/index.html").read_text() == "theirs"


def test_what_a_page_that_is_open_may_ask_for_stays_until_the_next_deploy(site: SiteBuilder, www: Path) -> None:
    deploy(site)
    (old,) = www.glob("assets/style.*.css")
    settings = (site.root / "site.toml").read_text()
    site.write("site.toml", f'{settings}\n[tokens.light]\naccent = "#1a4f8b"\n')
    deploy(site)
    assert len(list(www.glob("assets/style.*.css"))) == 2
    deploy(site)
    assert old.exists()
    site.briefing("two", "Other words [@tass].", history=False)
    deploy(site)
    assert not old.exists()
    assert published(www) == tree(site.output())


def test_many_losses_have_to_be_allowed(site: SiteBuilder, www: Path) -> None:
    for number in range(40):
        site.briefing(f"more-{number}")
    deploy(site)
    before = tree(www)
    for path in site.root.glob("content/briefings/more-*.md"):
        path.unlink()
    site.forget()
    outcome = site.brief("deploy")
    assert outcome.code == 2
    assert "20 % (max_delete_percent)" in outcome.err
    assert tree(www) == before
    assert site.brief("deploy", "--dry-run").code == 2
    deploy(site, "--allow")
    assert published(www) == tree(site.output())


def test_a_file_takes_the_place_of_a_folder_and_the_other_way(site: SiteBuilder, www: Path) -> None:
    site.briefing("two", aliases=["/old.html/x/"], history=False)
    deploy(site)
    assert (www / "old.html/x/index.html").exists()
    site.briefing("two", aliases=["/old.html"], history=False)
    site.forget()
    deploy(site, "--allow")
    assert (www / "old.html").is_file()
    site.briefing("two", aliases=["/old.html/x/"], history=False)
    site.forget()
    deploy(site, "--allow")
    assert published(www) == tree(site.output())


def test_a_site_with_faults_is_not_published(site: SiteBuilder, www: Path) -> None:
    deploy(site)
    before = tree(www)
    site.briefing("two", "[@nobody]")
    outcome = site.brief("deploy")
    assert outcome.code == 1
    assert "unknown-citation" in outcome.err
    assert tree(www) == before


def test_nor_is_one_with_warnings_unless_that_is_said(site: SiteBuilder, www: Path) -> None:
    site.settings(f'[deploy.production]\ntarget = "file://{www}"\n[tokens.light]\naccent = "#eeeeee"')
    assert site.brief("deploy").code == 1
    assert not www.exists()
    deploy(site, "--no-strict")
    assert published(www) == tree(site.output())


def test_what_was_built_before_can_be_published_as_it_is(site: SiteBuilder, www: Path) -> None:
    outcome = site.brief("deploy", "--no-build")
    assert outcome.code == 2
    assert "There is no site in" in outcome.err
    site.build()
    built = tree(site.output())
    site.briefing("two", "[@nobody]")
    deploy(site, "--no-build")
    assert published(www) == built


def test_what_was_changed_after_the_build_is_not_published(site: SiteBuilder, www: Path) -> None:
    site.build()
    site.output("briefings/one/index.html").write_text("not ours")
    outcome = site.brief("deploy", "--no-build")
    assert outcome.code == 3
    assert "briefings/one/index.html is not as brief built it" in outcome.err
    assert "not ours" not in str(published(www))


def test_two_deploys_at_once_are_one(site: SiteBuilder, www: Path) -> None:
    www.mkdir()
    lock = os.open(www / ".brief-deploy.lock", os.O_CREAT | os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    outcome = site.brief("deploy")
    os.close(lock)
    assert outcome.code == 3
    assert "Another deploy" in outcome.err
    assert published(www) == {".brief-deploy.lock": b""}
    deploy(site)
    assert published(www) == tree(site.output())


def test_a_link_never_leads_out_of_the_target(site: SiteBuilder, www: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    www.mkdir()
    (www / "briefings").symlink_to(elsewhere)
    outcome = site.brief("deploy")
    assert outcome.code == 3
    assert "is a link" in outcome.err
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("inventory", [b"\x00", b"", None])
def test_what_is_noted_at_the_target_is_not_trusted(
    site: SiteBuilder, www: Path, tmp_path: Path, inventory: bytes | None
) -> None:
    deploy(site)
    (tmp_path / "mine.txt").write_text("mine")
    listed = json.loads(gzip.decompress((www / INVENTORY).read_bytes()))
    listed["begun"] = ["../mine.txt"]
    (www / INVENTORY).write_bytes(gzip.compress(json.dumps(listed).encode()) if inventory is None else inventory)
    outcome = site.brief("deploy")
    assert outcome.code == 2
    assert "--adopt" in outcome.err
    assert (tmp_path / "mine.txt").read_text() == "mine"
    (www / INVENTORY).unlink()
    deploy(site, "--adopt")


def test_the_folder_above_has_to_be_there(site: SiteBuilder, www: Path) -> None:
    site.settings(f'[deploy.production]\ntarget = "file://{www}/not/mounted"')
    outcome = site.brief("deploy")
    assert outcome.code == 3
    assert f"no folder {www}/not" in outcome.err


@pytest.mark.parametrize("place", ["public", "public/www", "content/www", ""])
def test_the_site_is_not_published_into_itself(site: SiteBuilder, place: str) -> None:
    site.settings(f'[deploy.production]\ntarget = "file://{site.root / place}"')
    before = tree(site.root / "content")
    outcome = site.brief("deploy", "--dry-run")
    assert outcome.code == 3
    assert "Choose another target" in outcome.err
    assert tree(site.root / "content").keys() - before.keys() <= {"addresses.toml"}


def test_the_target_that_is_meant_is_asked_for(site: SiteBuilder, www: Path) -> None:
    site.settings(f'[deploy.production]\ntarget = "file://{www}"\n[deploy.staging]\ntarget = "file://{www}-2"')
    outcome = site.brief("deploy")
    assert outcome.code == 2
    assert "`production`, `staging`" in outcome.err
    outcome = site.brief("deploy", "productoin")
    assert outcome.code == 2
    assert "Did you mean `production`?" in outcome.err
    site.settings()
    outcome = site.brief("deploy")
    assert outcome.code == 2
    assert "[deploy.production]" in outcome.err


def test_a_command_is_told_what_has_changed(site: SiteBuilder, www: Path, tmp_path: Path) -> None:
    told = tmp_path / "told.json"
    program = site.write(
        "purge.py", f"import json, sys\nopen({str(told)!r}, 'w').write(json.dumps([sys.argv[1:], sys.stdin.read()]))\n"
    )
    command = f"{sys.executable} {program} --paths {{paths}} --end"
    table = f"[deploy.production]\ntarget = 'file://{www}'\ninvalidate = {json.dumps(command)}"
    site.settings(table, base_url="https://example.org/archive")
    deploy(site)
    site.briefing("two", "Other words [@tass].", history=False)
    deploy(site)
    words, given = json.loads(told.read_text())
    assert words[0] == "--paths"
    assert words[-1] == "--end"
    assert "/archive/briefings/two/" in words
    assert "/archive/briefings/one/" not in words
    assert given.splitlines() == words[1:-1]
    told.unlink()
    deploy(site)
    assert not told.exists()


@pytest.mark.parametrize("command", ["false", "no-such-program {paths}"])
def test_a_command_that_fails_is_told_and_the_site_is_published(site: SiteBuilder, www: Path, command: str) -> None:
    site.settings(f"[deploy.production]\ntarget = 'file://{www}'\ninvalidate = '{command}'")
    outcome = site.brief("deploy")
    assert outcome.code == 3
    assert "The site is published" in outcome.err
    assert published(www) == tree(site.output())


def test_a_command_is_told_what_it_has_not_heard_of_by_whichever_run(
    site: SiteBuilder, www: Path, tmp_path: Path
) -> None:
    told = tmp_path / "told.txt"
    settings = f"[deploy.production]\ntarget = 'file://{www}'\ninvalidate = "
    site.settings(f"{settings}'false'")
    assert site.brief("deploy").code == 3
    site.briefing("two", "Other words [@tass].", history=False)
    site.settings(f"{settings}'tee {told}'")
    site.build()
    whole = site.output("feed.xml").read_bytes()
    site.output("feed.xml").write_bytes(b"spoilt")
    assert site.brief("deploy", "--no-build").code == 3
    assert not told.exists()
    site.output("feed.xml").write_bytes(whole)
    deploy(site)
    assert {"/", "/briefings/one/", "/briefings/two/", "/feed.xml"} <= set(told.read_text().splitlines())
    told.unlink()
    deploy(site)
    assert not told.exists()


def test_an_example_address_is_remarked_on(site: SiteBuilder) -> None:
    assert "base_url" in site.brief("deploy", "--dry-run").err


def test_a_deploy_that_was_cut_off_is_finished_by_the_next(site: SiteBuilder, www: Path) -> None:
    deploy(site)
    site.briefing("two", "Other words [@tass].", history=False)
    site.build()
    whole = site.output("feed.xml").read_bytes()
    site.output("feed.xml").write_bytes(b"spoilt")
    assert site.brief("deploy", "--no-build").code == 3
    assert b"Other words" in (www / "briefings/two/index.html").read_bytes()
    site.output("feed.xml").write_bytes(whole)
    outcome = site.brief("deploy", "--no-build")
    assert outcome.code == 0, outcome.err
    assert "0 to delete" in outcome.err
    assert published(www) == tree(site.output())
    shutil.rmtree(www)
    deploy(site)
    assert published(www) == tree(site.output())
