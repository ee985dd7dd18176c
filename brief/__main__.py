"""The program `brief`, and `python -m brief`."""

import sys
from typing import NoReturn


def run() -> NoReturn:
    """Run the command line. What ends it while it is still being loaded is said in a word too."""
    try:
        from brief.cli import main  # noqa: PLC0415  # loading takes long enough to be interrupted

        sys.exit(main())
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        sys.exit(130)
    except MemoryError:
        sys.stderr.write("The machine lacks the memory to begin.\n")
        sys.exit(3)


if __name__ == "__main__":
    run()
