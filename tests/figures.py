"""Figures that tests report: how much was tried, shown above pytest's last line."""

from collections.abc import Callable, Iterator

import pytest

Report = Callable[[str], None]

_KEY = pytest.StashKey[list[str]]()


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Report:
    """Takes what a test has tried, in words."""
    return request.config.stash[_KEY].append


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_KEY] = []


@pytest.hookimpl(wrapper=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    yield
    if said := terminalreporter.config.stash[_KEY]:
        terminalreporter.section("figures")
        for line in said:
            terminalreporter.line(line)
