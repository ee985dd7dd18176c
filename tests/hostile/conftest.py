"""What a hostile text is tried in: a real Chromium."""

from tests.browser.conftest import browser, page

__all__ = ["browser", "page"]
