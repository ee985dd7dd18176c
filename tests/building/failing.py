"""`python -m tests.building.failing AT once|ever ROOT WORDS...`: brief on a disk that fails.

The call numbered AT, of those that change a file or a folder below ROOT, fails as hardware does; or that and all after
it. Python tells of each such call before it is made (PEP 578), and does not make it where the hook raises. The last
line of standard error says how many there were.
"""

import errno
import os
import sys
from pathlib import Path

# What Python tells of, and which of its arguments are paths.
_CHANGES = {
    "os.link": (0, 1), "os.mkdir": (0,), "os.remove": (0,), "os.rename": (0, 1), "os.rmdir": (0,), "os.symlink": (1,),
    "os.truncate": (0,), "os.chmod": (0,), "os.utime": (0,), "shutil.rmtree": (0,), "shutil.copyfile": (1,),
}  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class FailingDisk:
    """Counts the changes below `root`, and fails the one numbered `at`, or all from it on."""

    def __init__(self, root: Path, at: int, *, ever: bool) -> None:
        self._root = str(root)
        self._at = at
        self._ever = ever
        self.count = 0

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        changed = self._changed(event, arguments)
        if changed is None:
            return
        self.count += 1
        if self.count == self._at or (self._ever and self.count > self._at):
            raise OSError(errno.EIO, os.strerror(errno.EIO), changed)

    def _changed(self, event: str, arguments: tuple[object, ...]) -> str | None:
        if event == "open":
            path, _, flags = arguments
            paths = [path] if isinstance(flags, int) and flags & _WRITING else []
        else:
            paths = [arguments[place] for place in _CHANGES.get(event, ())]
        named = (os.fsdecode(path) for path in paths if isinstance(path, str | bytes | os.PathLike))
        return next((path for path in named if path.startswith(self._root)), None)


def main() -> None:
    at, often, root, *words = sys.argv[1:]
    from brief.cli import main as brief  # noqa: PLC0415  # what is written while a program is loaded is not the build's

    disk = FailingDisk(Path(root), int(at), ever=often == "ever")
    sys.addaudithook(disk)
    sys.argv[1:] = words
    code = brief()
    sys.stderr.write(f"{disk.count} changes\n")
    sys.stderr.flush()
    # What Python would still do belongs to no build.
    os._exit(code)


if __name__ == "__main__":
    main()
