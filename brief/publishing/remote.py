"""A folder of another host, reached by rsync through ssh, as a target."""

import shutil
import subprocess
import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from brief.building.trees import folders_of
from brief.publishing import output as outputs
from brief.publishing.inventory import NAME
from brief.publishing.planning import Upload
from brief.publishing.targets import AnotherDeploy, Done, Held, TargetFault
from brief.validation.deploying import Address

_SECONDS = 60
# rsync(1), "EXIT VALUES": parts were not transferred, as where a folder is not there.
_PARTLY = 23
_SSH_FAILED = 255


@dataclass(frozen=True, slots=True)
class Remote:
    """A folder of a host. `shell` is ssh with its options, `place` what rsync calls the folder, `here` a folder of
    this machine for what is fetched."""

    address: Address
    shell: str
    place: str
    here: Path

    def held(self) -> Held | None:
        fetched = self.here / "fetched"
        shutil.rmtree(fetched, ignore_errors=True)
        self._run(["--ignore-missing-args", *_listed()], [NAME], f"{self.place}/", f"{fetched}/", may_miss=True)
        path = fetched / NAME
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
        said = self._run(asked, paths, f"{self.place}/", f"{self.here}/nowhere/", may_miss=True)
        return set(said.splitlines()) & set(paths)

    def put(self, uploads: Sequence[Upload], output: Path, done: Done) -> None:
        for upload in uploads:
            outputs.content(output, upload.path, upload.put.digest)
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
        nothing.mkdir(exist_ok=True)
        gone = ["--delete-missing-args", "--dirs", *_listed()]
        self._run(gone, paths, f"{nothing}/", f"{self.place}/")
        # A folder with something in it stays, of which rsync warns.
        emptied = sorted(folders_of(paths), key=lambda path: path.count("/"), reverse=True)
        for _, level in _by_depth(emptied):
            self._run(gone, level, f"{nothing}/", f"{self.place}/", may_miss=True)
        for path in paths:
            done(path)

    def _run(
        self, options: Sequence[str], paths: Iterable[str], source: str, place: str, *, may_miss: bool = False
    ) -> str:
        command = [
            "rsync", f"--rsh={self.shell}", f"--timeout={_SECONDS}", "--secluded-args", "--omit-dir-times", *options,
            "--", source, place,
        ]  # fmt: skip
        names = b"".join(path.encode() + b"\0" for path in paths)
        try:
            ran = subprocess.run(command, input=names, capture_output=True, check=False)  # noqa: S603  # a list
        except FileNotFoundError:
            raise TargetFault("rsync is not here, and ssh targets need it: apt install rsync openssh-client") from None
        said = ran.stderr.decode(errors="replace").strip()
        if ran.returncode and not (may_miss and ran.returncode == _PARTLY):
            raise TargetFault(_told(self.address.host, ran.returncode, said))
        return ran.stdout.decode(errors="replace")


@contextmanager
def opened(address: Address, config: str, root: Path) -> Iterator[Remote]:
    """The folder of a host; `config` is a file for ssh, from the site's folder `root`, or empty."""
    with tempfile.TemporaryDirectory(prefix="brief-deploy-") as here:
        yield Remote(address, _shell(address, config, root), _place(address), Path(here))


def _shell(address: Address, config: str, root: Path) -> str:
    """ssh as rsync starts it: nobody is there to be asked, and a host that says nothing is gone."""
    words = ["ssh", "-oBatchMode=yes", f"-oConnectTimeout={_SECONDS // 3}", "-oServerAliveInterval=15"]
    if address.port:
        words.append(f"-p{address.port}")
    if config:
        words += ["-F", f'"{root / config}"']
    return " ".join(words)


def _place(address: Address) -> str:
    user = f"{address.user}@" if address.user else ""
    return f"{user}{address.host}:{address.path}"


def _listed() -> list[str]:
    return ["--files-from=-", "--from0", "--no-implied-dirs"]


def _by_depth(folders: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    for depth, found in groupby(folders, key=lambda path: path.count("/")):
        yield depth, list(found)


def _told(host: str, code: int, said: str) -> str:
    if "command not found" in said or "rsync: not found" in said:
        return f"There is no rsync on {host}, which is needed on both sides: apt install rsync"
    if code == _SSH_FAILED or "Permission denied (" in said or "Host key verification failed" in said:
        return (
            f"ssh could not get into {host}:\n{said}\n"
            f"`ssh {host}` has to work without asking: a key that it knows, and the host in known_hosts."
        )
    return f"rsync to {host} failed ({code}):\n{said}"
