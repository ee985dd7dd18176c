"""Fixtures that all tests share."""

from pathlib import Path

import pytest

from tests.sites import SiteBuilder


@pytest.fixture
def site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> SiteBuilder:
    """A small site that builds, to be added to."""
    return SiteBuilder(tmp_path / "site", capsys)
