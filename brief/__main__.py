"""`python -m brief`."""

from brief.cli import run

run()
