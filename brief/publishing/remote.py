"""A folder of another host, reached by rsync through ssh, as a target."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from brief.building.trees import folders_of
from brief.publishing import output as outputs
from brief.publishing.inventory import NAME
from brief.publishing.planning import Upload
from brief.publishing.targets import AnotherDeploy, Done, Held, TargetFault
from brief.validation.deploying import Address

_SECONDS = 60
_SSH_FAILED = 255
_NO_FOLDER = re.compile(r'change_dir "(.+?)/?" failed: No such file')


@dataclass(frozen=True, slots=True)
class Remote:
    """A folder of a host. `shell` is ssh with its options, `above` what rsync calls the folder above it, `name` its
    own name, `here` a folder of this machine for what is fetched."""

    host: str
    shell: str
    above: str
    name: str
    here: Path

    @property
    def place(self) -> str:
        return f"{self.above}/{self.name}"

    def held(self) -> Held | None:
        fetched = self.here / "fetched"
        shutil.rmtree(fetched, ignore_errors=True)
        # Asked for from the folder above, since the folder itself may not be there yet.
        name = f"{self.name}/{NAME}"
        self._run(["--ignore-missing-args", *_listed()], [name], f"{self.above}/", f"{fetched}/")
        path = fetched / name
        return Held(path.read_bytes()) if path.is_file() else None

    def keep(self, content: bytes, after: Held | None) -> Held:
        now = self.held()
        if (now and now.content) != (after and after.content):
            raise AnotherDeploy
        folder = self.here / "kept"
        folder.mkdir(exist_ok=True)
        (folder / NAME).write_bytes(content)
        self._run(["--ignore-times", *_listed()], [NAME], f"{folder}/", f"{self.place}/")
        return Held(content)

    def taken(self, paths: Collection[str]) -> set[str]:
        shown = ["--out-format=%n", "--8-bit-output"]
        asked = ["--dry-run", "--ignore-times", "--ignore-missing-args", *shown, *_listed()]
        inner = {f"{self.name}/{path}": path for path in paths}
        said = self._run(asked, inner, f"{self.above}/", f"{self.here}/nowhere/")
        return {inner[line] for line in said.splitlines() if line in inner}

    def put(self, uploads: Sequence[Upload], output: Path, done: Done) -> None:
        for upload in uploads:
            outputs.verified(output, upload.path, upload.put.digest)
        paths = [upload.path for upload in uploads]
        # Each file is written beside its place and then takes it (rsync(1), --inplace, which is not asked for).
        self._run(["--times", "--ignore-times", *_listed()], paths, f"{output}/", f"{self.place}/")
        for path in paths:
            done(path)

    def delete(self, paths: Sequence[str], done: Done) -> None:
        """What is listed and not here goes there: rsync(1), --delete-missing-args. All else stays."""
        if not paths:
            return
        nothing = self.here / "nothing"
        folders = sorted(folders_of(paths), key=_depth, reverse=True)
        for folder in ("", *folders):
            (nothing / folder).mkdir(parents=True, exist_ok=True)
        gone = ["--delete-missing-args", "--dirs", *_listed()]
        self._run(gone, paths, f"{nothing}/", f"{self.place}/")
        # Where a host shows what is in a folder, one with nothing in it would be found; others are left by rsync.
        for _, level in groupby(folders, key=_depth):
            emptied = list(level)
            for folder in emptied:
                (nothing / folder).rmdir()
            self._run(gone, emptied, f"{nothing}/", f"{self.place}/")
        for path in paths:
            done(path)

    def _run(self, options: Sequence[str], paths: Iterable[str], source: str, place: str) -> str:
        command = ["rsync", f"--rsh={self.shell}", f"--timeout={_SECONDS}", "--secluded-args", "--omit-dir-times"]
        names = b"".join(path.encode() + b"\0" for path in paths)
        ran = _ran([*command, *options, "--", source, place], input=names, capture_output=True)
        if ran.returncode:
            raise TargetFault(_told(self.host, ran.returncode, _text(ran.stderr)))
        return ran.stdout.decode(errors="replace")


@contextmanager
def opened(address: Address, config: str, root: Path) -> Iterator[Remote]:
    """The folder of a host; `config` is a file for ssh, from the site's folder `root`, or empty. Raises TargetFault."""
    if shutil.which("rsync") is None or shutil.which("ssh") is None:
        raise TargetFault("ssh or rsync is not here, and ssh targets need both: apt install rsync openssh-client")
    user = f"{address.user}@" if address.user else ""
    above, _, name = f"{user}{address.host}:{address.path}".rpartition("/")
    with tempfile.TemporaryDirectory(prefix="brief-") as here:
        ssh = _ssh(address, f"{root / config}" if config else "", here)
        host = f"{user}{address.host.strip('[]')}"
        with _connected(ssh, host, address.host, Path(here)):
            yield Remote(address.host, " ".join(f'"{word}"' for word in ssh), above, name, Path(here))


def _ssh(address: Address, config: str, here: str) -> list[str]:
    """ssh with its options: nobody is there to be asked, and a host that says nothing is gone."""
    options = ["-oBatchMode=yes", f"-oConnectTimeout={_SECONDS // 3}", "-oServerAliveInterval=15"]
    port = ["-p", str(address.port)] if address.port else []
    return ["ssh", *(["-F", config] if config else []), *options, f"-oControlPath={here}/ssh", *port]


@contextmanager
def _connected(ssh: Sequence[str], host: str, shown: str, here: Path) -> Iterator[None]:
    """One connection for all that follows (ssh_config(5), ControlMaster); it closes itself if nobody does."""
    said = here / "said"
    with said.open("wb") as errors:
        master = [*ssh, "-oControlPersist=60", "-M", "-N", "-f", host]
        ran = _ran(master, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)
    if ran.returncode:
        raise TargetFault(_told(shown, _SSH_FAILED, _text(said.read_bytes())))
    try:
        yield
    finally:
        _ran([*ssh, "-O", "exit", host], capture_output=True)


def _ran(command: Sequence[str], **streams: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, check=False, **streams)  # noqa: S603  # a list, of words that were checked


def _text(raw: bytes) -> str:
    return raw.decode(errors="replace").strip()


def _depth(path: str) -> int:
    return path.count("/")


def _listed() -> list[str]:
    return ["--files-from=-", "--from0", "--no-implied-dirs"]


def _told(host: str, code: int, said: str) -> str:
    if "command not found" in said or "rsync: not found" in said:
        return f"There is no rsync on {host}, which is needed on both sides: apt install rsync"
    if code == _SSH_FAILED or "Permission denied (" in said or "Host key verification failed" in said:
        return (
            f"ssh could not get into {host}:\n{said}\n"
            f"`ssh {host}` has to work without asking: a key that it knows, and the host in known_hosts."
        )
    if missing := _NO_FOLDER.search(said):
        return f"There is no folder {missing[1]} on {host} for the site's own to be in. Make it, or mount it."
    return f"rsync to {host} failed ({code}):\n{said}"
