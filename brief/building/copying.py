"""The files of `content/files/`, which are published as they are."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from brief.building.sinks import File, Sink
from brief.linking import addresses
from brief.reading.stamps import Notes, Stamp
from brief.state import State


def copies(files: Mapping[str, Path], stamps: Mapping[str, Stamp], state: State, sink: Sink) -> Iterator[File]:
    """Each of `files` where it is published: those that the sink has are not read. Raises OSError."""
    notes = Notes(state, "copied", stamps)
    for path, full in files.items():
        published = addresses.output_path(addresses.file(path))
        noted = notes.get(path)
        if noted is not None and sink.has(published, noted.hex()):
            yield File(published, noted.hex())
            continue
        digest = sink.put(published, full.read_bytes())
        notes[path] = bytes.fromhex(digest)
        yield File(published, digest)
    notes.save()
