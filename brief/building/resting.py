"""The whole build as one step: where no input and no output has changed, what was said last is said again."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from brief.config import FILE_NAME, Site
from brief.digests import short
from brief.extending import naming
from brief.reading import ledger
from brief.reading.history import head
from brief.reading.stamps import Stamp, is_settled, stamp_of
from brief.rendering.folders import folders

_ENCODER = msgspec.msgpack.Encoder()


def inputs(site: Site, now: int) -> bytes | None:
    """A digest of the stamps of all that a build of `site` reads, but for the ledger, and of how it was asked for.

    None where a file is too young at `now` (ns, by the file system's clock) for its stamp to be trusted.
    """
    listed: list[tuple[str, Stamp | None, str]] = []
    written = str(site.root / ledger.PATH)
    for path in _files(site):
        if path == written:
            continue
        try:
            # A folder's own times tell nothing that those of its files don't.
            stamp = None if os.path.isdir(path) else stamp_of(path)  # noqa: PTH112  # there are many
            link = os.readlink(path) if os.path.islink(path) else ""  # noqa: PTH114, PTH115  # as above
        except OSError:
            return None
        if stamp and not is_settled(stamp, now):
            return None
        listed.append((path, stamp, link))
    # The code of extensions may lie in packages, whose files are not among these.
    code = [extension.digest for extension in site.extensions.all]
    asked = (str(site.output), site.base_url, site.drafts, site.strict, code)
    return short(_ENCODER.encode((asked, head(site), listed)))


def with_ledger(site: Site, others: bytes) -> bytes:
    """The digest of all inputs, given that of all `others`. A build adds to the ledger, so its bytes have to tell."""
    try:
        written = (site.root / ledger.PATH).read_bytes()
    except OSError:
        written = b""
    return short(others, written)


def are_as_published(output: Path, stamps: Mapping[str, Stamp]) -> bool:
    """Whether published files are as they were."""
    try:
        return all(stamp_of(f"{output}/{path}") == stamp for path, stamp in stamps.items())
    except OSError:
        return False


def _files(site: Site) -> Iterator[str]:
    yield str(site.root / FILE_NAME)
    yield from (str(site.root / font) for font in (site.pictures.font, site.pictures.font_bold) if font)
    yield from map(str, sorted((site.root / naming.FOLDER).glob("*.py")))
    for folder in (site.content, *(folders(site) or ())):
        for directory, below, names in os.walk(folder):
            below.sort()
            # An empty folder may be one that nothing reads, which is told.
            yield directory
            links = (name for name in below if os.path.islink(f"{directory}/{name}"))  # noqa: PTH114  # there are many
            yield from (f"{directory}/{name}" for name in (*links, *sorted(names)))
