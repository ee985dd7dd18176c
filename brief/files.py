"""A writer's own files: written whole or not at all, and none that links lead to elsewhere."""

from pathlib import Path


def is_within(root: Path, path: Path) -> bool:
    """Whether `path` leads to something below `root`, through whatever links."""
    return path.resolve().is_relative_to(root.resolve())


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` in the place of what is at `path`, in one step. Raises OSError, with the old file as it was."""
    aside = path.with_name(f".{path.name}.tmp")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
