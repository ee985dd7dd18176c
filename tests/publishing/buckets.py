"""A bucket of an S3 service on this machine (moto's), as readers and its owner see it."""

import re
from collections.abc import Mapping
from posixpath import normpath
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree import ElementTree as etree

import httpx

from tests.publishing.between import Between

_S3 = "{http://s3.amazonaws.com/doc/2006-03-01/}"
# The service takes any, but none for a stranger's.
_OWNER = {"Authorization": "AWS4-HMAC-SHA256 Credential=someone/20260101/us-east-1/s3/aws4_request, Signature=any"}
_NEEDED = re.compile(r"""(?:href|src)="([^"#?]+\.(?:css|js|png|svg|webp|avif|ico|webmanifest|json))["#?]""")


class Bucket:
    """A bucket, asked directly, and `between`, through which programs ask it."""

    def __init__(self, url: str, name: str, between: Between) -> None:
        self.url = f"{url}/{name}"
        self.name = name
        self.between = between
        self._known: dict[tuple[str, str], bytes] = {}
        self._client = httpx.Client(headers=_OWNER)
        self._client.put(self.url).raise_for_status()

    def settings(self, prefix: str = "", more: str = "", options: str = "") -> str:
        """What site.toml says of it."""
        return (
            f'[deploy.production]\ntarget = "s3://{self.name}{f"/{prefix}" if prefix else ""}"\n{more}\n'
            f'[deploy.production.options]\nendpoint = "{self.between.url}"\nallow_http = true\nregion = "us-east-1"\n{options}'
        )

    def close(self) -> None:
        self._client.close()

    def keys(self, prefix: str = "") -> dict[str, str]:
        """What there is, with the tag of its content."""
        keys: dict[str, str] = {}
        token = ""
        while True:
            asked = {"list-type": "2", "prefix": prefix} | ({"continuation-token": token} if token else {})
            listed = etree.fromstring(self._client.get(self.url, params=asked).raise_for_status().content)
            for entry in listed.iter(f"{_S3}Contents"):
                keys[entry.findtext(f"{_S3}Key") or ""] = entry.findtext(f"{_S3}ETag") or ""
            token = listed.findtext(f"{_S3}NextContinuationToken") or ""
            if not token:
                return keys

    def files(self, prefix: str = "") -> dict[str, bytes]:
        """All that readers can ask for, by path."""
        found = {key: self._content(key, tag) for key, tag in self.keys(prefix).items()}
        return {path.removeprefix(prefix): raw for path, raw in found.items() if "/.brief-deploy" not in f"/{path}"}

    def _content(self, key: str, tag: str) -> bytes:
        if (key, tag) not in self._known:
            self._known[key, tag] = self.raw(key)
        return self._known[key, tag]

    def headers(self, key: str) -> Mapping[str, str]:
        return self._client.get(f"{self.url}/{quote(key)}").raise_for_status().headers

    def raw(self, key: str) -> bytes:
        return self._client.get(f"{self.url}/{quote(key)}").raise_for_status().content

    def reset(self, files: Mapping[str, bytes], instead: Mapping[str, bytes]) -> None:
        """Let it hold `files` and no others, where it holds those of `instead`."""
        for key in self.keys().keys() - files.keys():
            self._client.delete(f"{self.url}/{quote(key)}").raise_for_status()
        for key, content in files.items():
            if instead.get(key) != content:
                self.put(key, content)

    def put(self, key: str, content: bytes) -> None:
        self._client.put(f"{self.url}/{quote(key)}", content=content).raise_for_status()


def missing(files: Mapping[str, bytes]) -> set[tuple[str, str]]:
    """The pages that ask for style sheets, scripts and pictures of the site which are not there, each with one."""
    found = set()
    for path, raw in files.items():
        if path.endswith(".html"):
            for needed in _NEEDED.findall(raw.decode()):
                if not urlsplit(needed).scheme:
                    at = normpath(unquote(urljoin(f"/{path}", needed))).lstrip("/")
                    if at not in files:
                        found.add((path, at))
    return found
