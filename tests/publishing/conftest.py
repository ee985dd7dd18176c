"""Places to publish to."""

import logging
import os
from collections.abc import Iterator
from itertools import count

import pytest
from moto.server import ThreadedMotoServer

from tests.publishing.between import Between
from tests.publishing.buckets import Bucket
from tests.publishing.hosts import Host, NoSsh

_numbers = count(1)


@pytest.fixture(scope="session")
def s3() -> Iterator[tuple[str, int]]:
    """Host and port of an S3 service."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield server.get_host_and_port()
    server.stop()


@pytest.fixture(scope="session")
def between(s3: tuple[str, int]) -> Iterator[Between]:
    server = Between(*s3)
    yield server
    server.stop()


@pytest.fixture
def bucket(s3: tuple[str, int], between: Between, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """A bucket with nothing in it, and the credentials for it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "someone")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "something")
    between.forget()
    host, port = s3
    made = Bucket(f"http://{host}:{port}", f"site-{next(_numbers)}", between)
    yield made
    made.close()


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host behind ssh."""
    try:
        with Host.started(tmp_path_factory.mktemp("ssh")) as found:
            yield found
    except NoSsh as missing:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(missing))
