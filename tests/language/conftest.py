"""A site and an editor that has it open, once for all tests of a module; each test opens files of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.language.editor import Editor
from tests.language.specimen import write


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # A space and letters that addresses encode.
    return write(tmp_path_factory.mktemp("site") / "мой архив")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def editor(root: Path) -> AsyncIterator[Editor]:
    started = await Editor.start(root)
    yield started
    await started.stop()
