"""The store of derived files: `.brief/derived/` beside site.toml, which can be deleted at any time without harm."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from brief.diagnostics import Diagnostic
from brief.files import write_whole
from brief.outputs.derived import CannotMake, Derived, packed, unpacked

# The libraries that make these files are programs of their own, or let go of the interpreter while they work; two
# at a time keep two cores busy and the memory bounded.
_AT_ONCE = 2


class Store:
    """Derived files by key. What is damaged or missing is made anew; a store that can't be written is no fault.

    `root` is the site's folder; `most_bytes` is how large the store may stay after `trim`.
    """

    def __init__(self, root: Path, most_bytes: int = 2 << 30) -> None:
        self._folder = root / ".brief" / "derived"
        self._most_bytes = most_bytes

    def get(self, derived: Derived) -> Mapping[str, bytes] | None:
        """The files as they were kept; None where they are not."""
        path = self._path(derived)
        try:
            files = unpacked(path.read_bytes())
        except OSError:
            return None
        with suppress(OSError):
            os.utime(path)
        return files

    def make(self, derived: Derived) -> Mapping[str, bytes]:
        """The files as they were kept, or made now and kept. Raises CannotMake."""
        files = self.get(derived)
        if files is None:
            files = derived.make()
            path = self._path(derived)
            with suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, packed(files))
        return files

    def make_all(self, wanted: Iterable[Derived | None]) -> Iterator[Mapping[str, bytes] | Diagnostic]:
        """The files of each, in order; a diagnostic for what can't be made. None stands for no files.

        Few are in memory at any time, and few are wanted before they are made.
        """
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            ahead: deque[Future[Mapping[str, bytes] | Diagnostic]] = deque()
            for derived in wanted:
                ahead.append(pool.submit(self._made, derived))
                if len(ahead) > _AT_ONCE:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()

    def trim(self) -> None:
        """Let go of what was not used for longest, where the store has grown too large."""
        total = 0
        for _, size, path in sorted(self._kept(), reverse=True):
            total += size
            if total > self._most_bytes:
                with suppress(OSError):
                    path.unlink()

    def _kept(self) -> Iterator[tuple[int, int, Path]]:
        """When each file was used last (ns), its size in bytes, and its path."""
        paths = self._folder.iterdir() if self._folder.is_dir() else ()
        for path in paths:
            with suppress(OSError):  # another run may have let go of it
                found = path.stat()
                yield found.st_mtime_ns, found.st_size, path

    def _made(self, derived: Derived | None) -> Mapping[str, bytes] | Diagnostic:
        try:
            return self.make(derived) if derived else {}
        except CannotMake as fault:
            return fault.diagnostic

    def _path(self, derived: Derived) -> Path:
        return self._folder / derived.key
