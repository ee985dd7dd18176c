"""What attacks the server as a reader of another site would: a real Chromium."""

from tests.browser.conftest import browser

__all__ = ["browser"]
