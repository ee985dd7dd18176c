"""A server between a program and the store that it asks: it counts what is asked, and can cut the line."""

import http.client
import threading
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Before = Callable[[int, str, str], int | None]

_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive"}


def _nothing(_number: int, _method: str, _path: str) -> None:
    """Let it pass."""


class Between:
    """Passes every request on to `host`:`port`.

    `before` is told of each how many there have been, its method and path, and may give a status that is answered instead; with `loses` the
    request is passed on all the same, and only its answer is lost.
    """

    def __init__(self, host: str, port: int) -> None:
        self.asked: list[tuple[str, str]] = []
        self.before: Before = _nothing
        self.loses = False
        self._lock = threading.Lock()
        between = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with between._lock:
                    between.asked.append((self.command, self.path))
                    number = len(between.asked)
                status = between.before(number, self.command, self.path)
                if status is not None and not between.loses:
                    self.send_response(status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                upstream = http.client.HTTPConnection(host, port, timeout=30)
                upstream.request(self.command, self.path, body, dict(self.headers))
                answer = upstream.getresponse()
                content = answer.read()
                upstream.close()
                if status is not None:
                    self.send_response(status)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in _HOP:
                        self.send_header(name, value)
                length = answer.getheader("Content-Length") if self.command == "HEAD" else str(len(content))
                self.send_header("Content-Length", length or "0")
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _pass_on  # noqa: N815  # the library's names

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def forget(self) -> None:
        """Pass all on, and count from nothing."""
        self.asked.clear()
        self.before = _nothing
        self.loses = False

    @property
    def counts(self) -> Counter[str]:
        """How often each method was used; `LIST` is a GET of the bucket itself."""
        return Counter("LIST" if "list-type" in path else method for method, path in self.asked)

    @property
    def written(self) -> list[str]:
        """The paths that were written, in order."""
        return [path for method, path in self.asked if method == "PUT"]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
