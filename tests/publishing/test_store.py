"""`brief deploy` to an object store, over S3's own protocol."""

import gzip
import json
import os
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.publishing.buckets import Bucket, missing
from tests.sites import SiteBuilder, tree
from tests.terminal import PROGRAM

INVENTORY = ".brief-deploy.json.gz"


@pytest.fixture
def site(site: SiteBuilder, bucket: Bucket) -> SiteBuilder:
    site.settings(bucket.settings())
    site.briefing("one")
    site.briefing("two", history=False)
    return site


def _refusing(refused: str, _number: int, method: str, path: str, *, at: str = "") -> int | None:
    return 403 if method == refused and path.endswith(at) else None


def _cutting(cut: int, number: int, *_: str) -> int | None:
    return 403 if number >= cut else None


def deploy(site: SiteBuilder, *arguments: str) -> None:
    outcome = site.brief("deploy", *arguments)
    assert outcome.code == 0, outcome.err


def test_all_of_the_site_is_published_below_its_prefix(site: SiteBuilder, bucket: Bucket) -> None:
    site.settings(bucket.settings("archive/new"))
    bucket.put("archive/index.html", b"theirs")
    deploy(site)
    assert bucket.files("archive/new/") == tree(site.output())
    assert bucket.files()["archive/index.html"] == b"theirs"


def test_names_are_kept_as_they_are(site: SiteBuilder, bucket: Bucket) -> None:
    for name in ("a b", "щит", "50%", "a+b&c=d", "it's (1)", "~x"):
        site.write(f"content/files/{name}.txt", name)
    deploy(site)
    assert bucket.files() == tree(site.output())
    for name in ("a b", "щит", "50%"):
        (site.root / f"content/files/{name}.txt").unlink()
    site.forget()
    deploy(site)
    assert bucket.files() == tree(site.output())


def test_a_large_file_goes_up_in_parts_and_is_whole(site: SiteBuilder, bucket: Bucket) -> None:
    site.write("content/files/film.mp4", b"0123456789abcdef" * 600_000)
    deploy(site)
    assert bucket.between.counts["POST"] == 2
    assert bucket.headers("files/film.mp4")["content-type"] == "video/mp4"
    assert bucket.files() == tree(site.output())
    site.write("content/files/film.mp4", b"0123456789abcdeF" * 600_000)
    site.build()
    site.output("files/film.mp4").write_bytes(b"0123456789abcdefG" * 600_000)
    outcome = site.brief("deploy", "--no-build")
    assert outcome.code == 3
    assert "files/film.mp4 is not as brief built it" in outcome.err


def test_a_store_that_knows_no_conditions_will_do(site: SiteBuilder, bucket: Bucket) -> None:
    site.settings(bucket.settings(options='conditional_put = "disabled"'))
    deploy(site)
    site.briefing("two", "Other words [@tass].", history=False)
    deploy(site)
    assert bucket.files() == tree(site.output())


def test_one_changed_briefing_costs_what_differs_and_no_list(site: SiteBuilder, bucket: Bucket) -> None:
    for number in range(20):
        site.briefing(f"more-{number}", history=False)
    deploy(site)
    before = tree(site.output())
    bucket.between.forget()
    site.briefing("more-7", "Other words [@tass].", history=False)
    deploy(site)
    after = tree(site.output())
    differ = {path for path in after if after[path] != before.get(path)}
    assert 1 < len(differ) < len(after) / 4
    # The inventory is asked for once, and written before and after.
    assert bucket.between.counts == {"GET": 1, "PUT": len(differ) + 2}
    bucket.between.forget()
    deploy(site)
    assert bucket.between.counts == {"GET": 1}


def test_what_pages_need_goes_up_before_them_and_lists_after(site: SiteBuilder, bucket: Bucket) -> None:
    site.settings(bucket.settings(), search=True)
    deploy(site)
    paths = [path.split("/", 2)[2] for path in bucket.between.written]
    assert (paths[0], paths[-1]) == (INVENTORY, INVENTORY)
    at = {path: number for number, path in enumerate(paths)}
    assets = [number for path, number in at.items() if path.startswith("assets/") or ".pf_" in path]
    pages = [at["briefings/one/index.html"], at["briefings/two/index.html"], at["tags/interpol/index.html"]]
    lists = [at["index.html"], at["archive/index.html"], at["feed.xml"], at["tags/interpol/feed.json"]]
    last = [at["search/index.json"], at["sitemap.xml"], at["manifest.sha256"]]
    assert max(assets) < min(pages)
    assert max(pages) < min(lists)
    assert max(lists) < min(last)


def test_each_file_is_served_as_what_it_is(site: SiteBuilder, bucket: Bucket) -> None:
    site.settings(bucket.settings(), search=True)
    site.write("content/files/report.pdf", b"%PDF-1.4\n")
    site.write("content/files/notes.txt", "ъ")
    deploy(site)
    (style,) = site.output("assets").glob("style.*.css")
    (index_part, *_) = site.output("search/index").rglob("*.pf_index")
    kinds = {
        "index.html": "text/html; charset=utf-8",
        "feed.xml": "application/atom+xml; charset=utf-8",
        "feed.json": "application/feed+json",
        "sitemap.xml": "application/xml; charset=utf-8",
        "site.webmanifest": "application/manifest+json",
        "opensearch.xml": "application/opensearchdescription+xml; charset=utf-8",
        "favicon.ico": "image/vnd.microsoft.icon",
        "files/report.pdf": "application/pdf",
        "files/notes.txt": "text/plain; charset=utf-8",
        f"assets/{style.name}": "text/css; charset=utf-8",
        index_part.relative_to(site.output()).as_posix(): "application/octet-stream",
    }
    for path, kind in kinds.items():
        headers = bucket.headers(path)
        assert headers["content-type"] == kind, path
        for_ever = path.startswith("assets/")
        expected = "public, max-age=31536000, immutable" if for_ever else "public, max-age=300, must-revalidate"
        assert headers["cache-control"] == expected, path
        assert "content-encoding" not in headers


def test_other_headers_are_a_change(site: SiteBuilder, bucket: Bucket) -> None:
    deploy(site)
    bucket.between.forget()
    site.settings(bucket.settings(more="max_age_seconds = 60"))
    deploy(site)
    assert bucket.headers("index.html")["cache-control"] == "public, max-age=60, must-revalidate"
    assert not [path for path in bucket.between.written if "/assets/" in path]


def test_texts_can_be_kept_compressed(site: SiteBuilder, bucket: Bucket) -> None:
    site.settings(bucket.settings(more="compress = true"))
    site.write("content/files/report.pdf", b"%PDF-1.4\n")
    deploy(site)
    headers = bucket.headers("index.html")
    assert headers["content-encoding"] == "gzip"
    assert int(headers["content-length"]) < len(site.output("index.html").read_bytes())
    assert "content-encoding" not in bucket.headers("files/report.pdf")
    assert bucket.files() == tree(site.output())


def test_what_is_gone_is_removed_and_nothing_of_others(site: SiteBuilder, bucket: Bucket) -> None:
    deploy(site)
    bucket.put("briefings/theirs/index.html", b"theirs")
    (site.root / "content/briefings/two.md").unlink()
    site.forget()
    deploy(site)
    assert bucket.files() == tree(site.output()) | {"briefings/theirs/index.html": b"theirs"}


@pytest.mark.parametrize("briefings", [0, 80])
def test_files_of_others_are_not_written_over_unasked(site: SiteBuilder, bucket: Bucket, briefings: int) -> None:
    """A few are asked for one by one; many are listed."""
    bucket.put("briefings/three/index.html", b"theirs")
    for number in range(briefings):
        site.briefing(f"more-{number}", history=False)
    if not briefings:
        deploy(site)
    site.briefing("three")
    bucket.between.forget()
    outcome = site.brief("deploy")
    assert outcome.code == 2
    assert "briefings/three/index.html" in outcome.err
    assert bucket.between.counts["PUT"] == 0
    assert bool(bucket.between.counts["LIST"]) == bool(briefings)
    deploy(site, "--adopt")
    assert bucket.files() == tree(site.output())


def test_passing_faults_are_got_over(site: SiteBuilder, bucket: Bucket) -> None:
    bucket.between.before = lambda number, *_: 503 if number % 7 == 0 else None
    deploy(site)
    assert bucket.files() == tree(site.output())


@pytest.mark.parametrize("lost", [True, False])
def test_an_inventory_whose_answer_is_lost_is_written_all_the_same(
    site: SiteBuilder, bucket: Bucket, lost: bool
) -> None:
    deploy(site)
    site.briefing("two", "Other words [@tass].", history=False)
    bucket.between.forget()
    bucket.between.before = lambda number, *_: 500 if number == 2 else None
    bucket.between.loses = lost
    deploy(site)
    bucket.between.loses = False
    assert bucket.files() == tree(site.output())


def test_a_deploy_that_another_overtakes_says_so_and_spoils_nothing(site: SiteBuilder, bucket: Bucket) -> None:
    deploy(site)
    site.briefing("two", "Other words [@tass].", history=False)
    site.build()
    other = [PROGRAM, "deploy", "--no-build", "--site", str(_copy(site))]
    bucket.between.forget()

    def overtake(number: int, *_: str) -> None:
        if number == 4:
            bucket.between.before = lambda *_: None
            others.append(subprocess.run(other, capture_output=True, text=True, check=False))

    others: list[subprocess.CompletedProcess[str]] = []
    bucket.between.before = overtake
    outcome = site.brief("deploy", "--no-build")
    assert others[0].returncode == 0, others[0].stderr
    assert outcome.code == 3
    assert "Another deploy" in outcome.err
    # What it put by then may lie over what the other put, and nobody can tell.
    assert json.loads(gzip.decompress(bucket.raw(INVENTORY)))["begun"]
    deploy(site, "--no-build")
    assert bucket.files() == tree(site.output())


def test_what_happens_while_python_is_taken_down_is_no_failure_of_a_deploy(
    site: SiteBuilder, bucket: Bucket, tmp_path: Path
) -> None:
    """obstore's threads may abort the process then, seldom; this does it each time."""
    (tmp_path / "sitecustomize.py").write_text("import atexit, os\natexit.register(os.abort)\n")
    site.settings(bucket.settings())
    site.briefing("one", history=False)
    site.build()
    done = subprocess.run(
        [PROGRAM, "deploy", "--no-build", "--site", str(site.root)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Published to" in done.stderr
    assert bucket.files() == tree(site.output())


def _copy(site: SiteBuilder) -> Path:
    """The same site somewhere else, as another machine has it."""
    there = site.root.with_name("copy")
    shutil.copytree(site.root, there)
    return there


def test_a_wrong_bucket_and_a_permission_that_lacks_are_told_in_words(site: SiteBuilder, bucket: Bucket) -> None:
    site.settings(bucket.settings().replace(bucket.name, "no-such-bucket"))
    outcome = site.brief("deploy")
    assert outcome.code == 3
    assert "There is no s3://no-such-bucket." in outcome.err
    site.settings(bucket.settings())
    for refused, words in (("GET", "s3:GetObject"), ("PUT", "s3:PutObject")):
        bucket.between.forget()
        bucket.between.before = partial(_refusing, refused)
        outcome = site.brief("deploy")
        assert outcome.code == 3
        assert words in outcome.err
        assert "brief deploy production" in outcome.err
    bucket.between.forget()


def test_credentials_that_are_not_there_are_named(site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    # Where machines of a cloud would find theirs, nobody is.
    monkeypatch.setenv("AWS_METADATA_ENDPOINT", "http://127.0.0.1:1")
    outcome = site.brief("deploy")
    assert outcome.code == 3
    assert "AWS_ACCESS_KEY_ID" in outcome.err


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (
            'target = "gs://archive"\n[deploy.production.options]\nservice_account = "/nowhere/key.json"',
            "/nowhere/key.json",
        ),
        ('target = "az://archive"', "AZURE_STORAGE_ACCOUNT_NAME"),
        (
            'target = "az://archive"\n[deploy.production.options]\naccount_name = "x"\nuse_emulator = "perhaps"',
            "az://archive",
        ),
    ],
)
def test_other_stores_say_what_they_lack(
    site: SiteBuilder, monkeypatch: pytest.MonkeyPatch, table: str, words: str
) -> None:
    for name in os.environ:
        if name.startswith(("GOOGLE_", "AZURE_")):
            monkeypatch.delenv(name)
    site.settings(f"[deploy.production]\n{table}")
    outcome = site.brief("deploy")
    assert outcome.code == 3
    assert words in outcome.err


def _change(site: SiteBuilder, bucket: Bucket) -> None:
    """Other words, a new briefing, one that is gone, and another style sheet."""
    site.settings(f'{bucket.settings()}\n[tokens.light]\naccent = "#1a4f8b"')
    site.briefing("two", "Other words [@tass].", history=False)
    site.briefing("three", "See [[two]] [@tass].", history=False)
    (site.root / "content/briefings/one.md").unlink()
    site.forget()


def test_a_deploy_cut_off_at_any_request_leaves_whole_pages_and_the_next_finishes(
    site: SiteBuilder, bucket: Bucket
) -> None:
    deploy(site)
    first = bucket.files() | {INVENTORY: bucket.raw(INVENTORY)}
    _change(site, bucket)
    bucket.between.forget()
    deploy(site)
    requests = len(bucket.between.asked)
    second = bucket.files()
    assert requests > 20
    for cut in range(1, requests + 1):
        bucket.reset(first, second)
        bucket.between.forget()
        bucket.between.before = partial(_cutting, cut)
        assert site.brief("deploy", "--no-build").code == 3, cut
        assert not missing(bucket.files()), cut
        bucket.between.forget()
        deploy(site, "--no-build")
        assert bucket.files() == second, cut


@pytest.mark.parametrize("cut", [3, 12, 40])
def test_a_deploy_that_is_killed_is_finished_by_the_next(site: SiteBuilder, bucket: Bucket, cut: int) -> None:
    site.build()
    process: list[subprocess.Popen[bytes]] = []

    def kill(number: int, *_: str) -> int | None:
        if number >= cut:
            process[0].send_signal(signal.SIGKILL)
            return 503
        return None

    bucket.between.before = kill
    command = [PROGRAM, "deploy", "--no-build", "--site", str(site.root)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as started:
        process.append(started)
    assert started.returncode == -signal.SIGKILL
    assert not missing(bucket.files())
    bucket.between.forget()
    deploy(site)
    assert bucket.files() == tree(site.output())


def test_ctrl_c_ends_a_deploy_and_what_was_put_is_not_put_again(site: SiteBuilder, bucket: Bucket) -> None:
    site.build()
    process: list[subprocess.Popen[bytes]] = []
    pages = ("PUT", f"/{bucket.name}/briefings/one/index.html")

    def interrupt(_number: int, *asked: str) -> int | None:
        if asked == pages and bucket.between.asked.count(pages) == 1:
            process[0].send_signal(signal.SIGINT)
        return 503 if asked == pages else None

    bucket.between.before = interrupt
    command = [PROGRAM, "deploy", "--no-build", "--site", str(site.root)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as started:
        process.append(started)
    assert started.returncode == 130
    bucket.between.forget()
    deploy(site)
    assert not [path for path in bucket.between.written if "/assets/" in path]
    assert bucket.files() == tree(site.output())


def test_what_was_put_before_a_failure_is_not_put_again(site: SiteBuilder, bucket: Bucket) -> None:
    site.build()
    bucket.between.before = partial(_refusing, "PUT", at="/feed.xml")
    assert site.brief("deploy").code == 3
    bucket.between.forget()
    deploy(site)
    assert not [path for path in bucket.between.written if "/assets/" in path]
    assert bucket.files() == tree(site.output())


def test_the_inventory_tells_what_is_there(site: SiteBuilder, bucket: Bucket) -> None:
    deploy(site)
    listed = json.loads(gzip.decompress(bucket.raw(INVENTORY)))
    assert set(listed["files"]) == set(tree(site.output()))
    assert listed["begun"] == []
    assert bucket.headers(INVENTORY)["cache-control"] == "no-store"
