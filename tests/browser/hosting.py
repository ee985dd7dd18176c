"""A built site behind a plain file server, which knows no more than most static hosts do."""

import functools
import re
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

# Between the parts of a page's header, seconds: by then a browser has painted what it has.
_PAUSE = 0.15
_MASTHEAD = re.compile(rb"<header\b.*?</header>", re.DOTALL)
_PART = re.compile(rb"(?<=</form>)|(?<=</nav>)|(?<=</a>)(?!</li>)")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Slow(_Quiet):
    """Sends the header of a page part by part, as a poor line may."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if path.suffix != ".html" or not path.is_file():
            super().do_GET()
            return
        page = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        header = _MASTHEAD.search(page)
        first, last = header.span() if header else (0, 0)
        sent = 0
        for end in (*(first + part.start() for part in _PART.finditer(page[first:last])), len(page)):
            self.wfile.write(page[sent:end])
            self.wfile.flush()
            time.sleep(_PAUSE if end < len(page) else 0)
            sent = end


@contextmanager
def served(folder: Path, handler: type[SimpleHTTPRequestHandler] = _Quiet) -> Iterator[str]:
    """A folder behind a plain file server; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def served_slowly(folder: Path) -> AbstractContextManager[str]:
    """As `served`, but each page's header comes in parts, between which a browser paints."""
    return served(folder, _Slow)
