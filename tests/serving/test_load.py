"""A small run of `make load`: readers who ask without a pause get whole pages while files change, and the last ones."""

from pathlib import Path

from tests.bench.load import load, write_archive
from tests.figures import Report
from tests.programs import program


def test_answers_stay_whole_and_end_fresh_while_files_change(tmp_path: Path, figure: Report) -> None:
    program("wrk")
    root = tmp_path / "site"
    found = load(root, write_archive(root, 60), seconds=5, connections=8)
    figure(
        f"{found.requests:,} requests while {found.changed} files changed, {sum(found.wrong.values())} answered wrongly; "
        f"of {found.compared} files afterwards {len(found.stale)} stale"
    )
    assert found.is_good, found
