"""Debian's Chromium, driven by Playwright's Python package."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


class NoChromium(Exception):
    """Chromium, or a library of Playwright's driver, is missing."""

    def __init__(self) -> None:
        super().__init__(
            "Chromium or a library of Playwright's driver is missing. On Debian: apt install chromium libatomic1"
        )


def program() -> str:
    """Where Chromium is. Raises NoChromium."""
    found = shutil.which("chromium")
    if found is None:
        raise NoChromium
    return found


@contextmanager
def started(*switches: str) -> Iterator[Browser]:
    """A headless Chromium, for as long as it's needed. Raises NoChromium."""
    found = program()
    driver = subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True, check=False)
    if driver.returncode:
        raise NoChromium
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=[*SWITCHES, *switches])
        try:
            yield browser
        finally:
            browser.close()
