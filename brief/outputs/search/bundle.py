"""One Pagefind bundle: records in, the files that the browser reads out, the same for the same records.

Pagefind's own files differ from run to run, since it lists the values of a filter in the order of its hashes; and
each of its chunks of words takes some 28 KB, of which a search wants a few lines. So they are packed anew: in
order, in chunks a quarter as large, that begin and end where the first letters of words do.
"""

import gzip
import hashlib
import json
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cbor2
from pagefind.service import get_executable

from brief.diagnostics import Code, Diagnostic, Location, error
from brief.digests import code_of, digest
from brief.outputs.derived import CannotMake, Derived
from brief.outputs.search.records import LEFT_OUT, Record
from brief.outputs.search.words import word_files

_SIGNATURE = b"pagefind_dcd"
_CHUNK = 12_000  # bytes before they are compressed
_PREFIX = 4
_LAST = "\U0010ffff"  # no word goes beyond it


def made_by() -> str:
    """What makes the index, apart from the records: this code, and the libraries."""
    return digest(code_of("brief.outputs.search"), version("pagefind"), version("cbor2"))


def bundle(folder: str, records: Sequence[Record], mark: str, maker: str, *, with_engine: bool) -> Derived:
    """The index of `records` at `folder` of the output, a path with a slash at its end.

    `mark` begins the ids of its results, by which the browser tells several bundles apart. `maker` is what `made_by`
    says. `with_engine` adds the program that searches.
    """
    parts = (part for record in records for part in (record.path, record.html))
    key = digest("search", maker, folder, mark, str(with_engine), *parts)

    def make() -> Mapping[str, bytes]:
        files = _repacked(_indexed(records), mark)
        kept = {path: content for path, content in files.items() if with_engine or not _is_engine(path)}
        kept |= {f"words/{name}": content for name, content in word_files(records).items()}
        return {folder + path: content for path, content in sorted(kept.items())}

    return Derived(key, make)


def _is_engine(path: str) -> bool:
    return path == "pagefind.js" or path.startswith("wasm.")


def _indexed(records: Sequence[Record]) -> dict[str, bytes]:
    """Pagefind's bundle. Raises CannotMake where it can't be run."""
    program = get_executable()
    if program is None:
        raise CannotMake(
            _fault("Pagefind, which makes the search index, is not installed", "pip install pagefind[bin]")
        )
    with TemporaryDirectory(prefix="brief-search-") as name:
        pages, index = Path(name, "pages"), Path(name, "index")
        for record in records:
            path = pages / record.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(record.html, encoding="utf-8")
        options = ["--site", str(pages), "--output-path", str(index), "--exclude-selectors", LEFT_OUT, "--silent"]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PAGEFIND_")}
        try:
            subprocess.run([program, *options], check=True, capture_output=True, cwd=name, env=environment)  # noqa: S603  # our own arguments
        except subprocess.CalledProcessError as failed:
            said = failed.stderr.decode(errors="replace").strip() or failed.stdout.decode(errors="replace").strip()
            raise CannotMake(_fault(f"Pagefind failed: {said[-300:]}", "")) from failed
        except OSError as failed:
            raise CannotMake(_fault(f"Pagefind can't be run: {failed.strerror}", "")) from failed
        return {path.relative_to(index).as_posix(): path.read_bytes() for path in index.rglob("*") if path.is_file()}


def _fault(message: str, remedy: str) -> Diagnostic:
    hint = f"{remedy or 'Run again'}; or do without search: `[search] enabled = false` in site.toml."
    return error(Code.SEARCH_FAILED, Location("site.toml"), f"{message.rstrip('.')}.", hint)


def _repacked(files: Mapping[str, bytes], mark: str) -> dict[str, bytes]:
    """The same index, in order and in small chunks, without the interfaces that we don't use."""
    entry = json.loads(files["pagefind-entry.json"])
    ((lang, index),) = entry["languages"].items()
    found: dict[str, bytes] = {"pagefind.js": files["pagefind.js"]}
    wasm = f"wasm.{index['wasm'] or 'unknown'}.pagefind"
    found[wasm] = files[wasm]
    release, pages, chunks, filters, *rest = _read(files[f"pagefind.{index['hash']}.pf_meta"])
    names = {name: f"{mark}{name.rpartition('_')[2]}" for name, _ in pages}
    for name, new in names.items():
        found[f"fragment/{new}.pf_fragment"] = files[f"fragment/{name}.pf_fragment"]
    words = (word for _, _, name in chunks for word in _read(files[f"index/{name}.pf_index"])[0])
    new_chunks = []
    for first, last, listed in _chunks(words):
        raw = _written([listed])
        name = _name(raw)
        found[f"index/{name}.pf_index"] = raw
        new_chunks.append([first, last, name])
    new_filters = []
    for title, name in sorted(filters):
        _, values = _read(files[f"filter/{name}.pf_filter"])
        raw = _written([title, sorted(values)])
        found[f"filter/{_name(raw)}.pf_filter"] = raw
        new_filters.append([title, _name(raw)])
    meta = _written([release, [[names[name], count] for name, count in pages], new_chunks, new_filters, *rest])
    found[f"pagefind.{_name(meta)}.pf_meta"] = meta
    languages = {lang: {"hash": _name(meta), "wasm": index["wasm"], "page_count": index["page_count"]}}
    found["pagefind-entry.json"] = json.dumps({**entry, "languages": languages}, separators=(",", ":")).encode()
    return found


def _chunks(words: Iterator[list[Any]]) -> Iterator[tuple[str, str, list[list[Any]]]]:
    """Words in chunks, each with the first and the last word that it could hold.

    Words of the same first letters stay together, since whoever has typed those is shown all that begin so.
    """
    first, size = "", 0
    listed: list[list[Any]] = []
    for prefix, group in groupby(words, key=lambda word: str(word[0])[:_PREFIX]):
        family = list(group)
        weight = len(cbor2.dumps(family))
        if listed and size + weight > _CHUNK:
            yield first, f"{str(listed[-1][0])[:_PREFIX]}{_LAST}", listed
            listed, size = [], 0
        if not listed:
            first = prefix
        listed += family
        size += weight
    if listed:
        yield first, f"{str(listed[-1][0])[:_PREFIX]}{_LAST}", listed


def _read(raw: bytes) -> Any:
    """What a file of the bundle holds: CBOR (RFC 8949) behind a signature, compressed (RFC 1952)."""
    return cbor2.loads(gzip.decompress(raw).removeprefix(_SIGNATURE))


def _written(value: Any) -> bytes:
    return gzip.compress(_SIGNATURE + cbor2.dumps(value), mtime=0)


def _name(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()[:8]
