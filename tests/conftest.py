"""Fixtures that all tests share."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from tests.sites import SiteBuilder

pytest_plugins = ["tests.figures"]

# A shell starts what runs in its background deaf to Ctrl+C, and the commands tested inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# A machine under load is no failure; and CI says the same of the same commit each time.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")


@pytest.fixture
def site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> SiteBuilder:
    """A small site that builds, to be added to."""
    return SiteBuilder(tmp_path / "site", capsys)
