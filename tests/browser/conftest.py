"""A real Chromium."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.chromium import NoChromium, started


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, started once, and ended with these tests: its driver keeps an event loop running. Without it the tests are left out, and in CI they fail."""
    try:
        with started() as browser:
            yield browser
    except NoChromium as fault:
        if os.environ.get("CI") == "true":
            pytest.fail(str(fault))
        pytest.skip(str(fault))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a context of its own, as a new reader has it."""
    context = browser.new_context()
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()
