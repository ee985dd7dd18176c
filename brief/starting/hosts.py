"""What a host, a container or a commit hook wants to find beside a site."""

import errno
import json
import os
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, distribution, version
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit
from urllib.request import url2pathname

from brief.files import write_whole
from brief.reading.git import NoGit, git

FILES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "github": {".github/workflows/site.yml": "github.yml"},
        "gitlab": {".gitlab-ci.yml": "gitlab.yml"},
        "cloudflare": {"cloudflare-build.sh": "cloudflare.sh"},
        "netlify": {"netlify.toml": "netlify.toml"},
        "container": {"Containerfile": "container"},
        "pre-commit": {".pre-commit-config.yaml": "pre-commit.yaml"},
    }
)
"""For each host or tool the paths of its files, from the site's folder, and what `hosting/` has for them."""

REQUIREMENTS = "requirements.txt"
_LOCAL = frozenset({"pre-commit"})
_SCP = re.compile(r"(?P<user>[\w.-]+@[\w.-]+):(?P<path>[^/].*)")


def add_files(root: Path, wanted: Sequence[str], brief: str | None) -> list[Path]:
    """Write what each of `wanted`, keys of `FILES`, needs into the site in `root`; gives the paths.

    `requirements.txt` asks for `brief` (PEP 508), or says what to write where that is None; it stays where there is
    one. Raises FileExistsError, before anything is written, where one of the other files is there.
    """
    sources = {root / path: source for name in wanted for path, source in FILES[name].items()}
    for path in sources:
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    for path, source in sources.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, (files("brief.starting") / "hosting" / source).read_bytes())
    requirements = root / REQUIREMENTS
    if set(wanted) <= _LOCAL or requirements.exists():
        return list(sources)
    write_whole(requirements, f"{brief}\n".encode() if brief else _unknown().encode())
    return [*sources, requirements]


def _unknown() -> str:
    return (
        "# brief was installed from a folder of one machine. Say where others find it, such as:\n"
        f"# brief @ git+https://example.org/brief.git@v{version('brief')}\n"
    )


def requirement() -> str | None:
    """What pip has to be told to install this very brief (PEP 508); None where that is known to this machine alone."""
    try:
        told = distribution("brief").read_text("direct_url.json")
    except PackageNotFoundError:
        return None
    if told is None:
        return f"brief=={version('brief')}"
    # PEP 610.
    direct = json.loads(told)
    if vcs := direct.get("vcs_info"):
        return f"brief @ {vcs['vcs']}+{direct['url']}@{vcs['commit_id']}"
    if "archive_info" in direct and not direct["url"].startswith("file:"):
        return f"brief @ {direct['url']}"
    return _of_checkout(Path(url2pathname(urlsplit(direct["url"]).path)))


def _of_checkout(folder: Path) -> str | None:
    """The requirement of a checkout that came from elsewhere."""
    try:
        origin = git(folder, "remote", "get-url", "origin").decode().strip()
        commit = git(folder, "rev-parse", "HEAD").decode().strip()
    except (NoGit, OSError):
        return None
    if found := _SCP.fullmatch(origin):
        origin = f"ssh://{found['user']}/{found['path']}"
    return f"brief @ git+{origin}@{commit}" if urlsplit(origin).scheme in {"https", "ssh"} else None
