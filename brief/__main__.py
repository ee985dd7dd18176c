"""The program `brief`, and `python -m brief`."""

import os
import sys
from contextlib import suppress
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line. What ends it while it is still being loaded is said in a word too."""
    try:
        from brief.cli import main  # noqa: PLC0415  # loading takes long enough to be interrupted

        _end(main())
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        sys.exit(130)
    except MemoryError:
        sys.stderr.write("The machine lacks the memory to begin.\n")
        sys.exit(3)


def _end(code: int) -> NoReturn:
    """Leave with an exit code.

    obstore's threads may still be letting go of what they gave Python; taken down under them, Python aborts, and what
    was published would seem not to be (PyO3/pyo3-async-runtimes, issue 40). So it is not taken down.
    """
    if "obstore" not in sys.modules:
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    run()
