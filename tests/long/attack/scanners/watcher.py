"""What stands between a scanner and a server: it signs a person in, and reads each answer."""

import contextlib
import http.client
from collections import Counter
from collections.abc import Mapping
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread

from tests.matrix.canaries import WORD
from tests.matrix.crawl import text_of_body

# A scanner that presses these would go on as a visitor, or without the person whose pages it looks at.
CLOSED = (
    "*/account/sign-out*",
    "*/account/sessions/*",
    "*/account/sign-in/passkey*",
    "*/account/link/*",
    "*/people/*/forget*",
)
# What is said of one connection alone, or is set here.
OWN = {"connection", "transfer-encoding", "content-length", "accept-encoding", "x-forwarded-for", "date", "server"}
PATIENCE_SECONDS = 60


def is_closed(path: str) -> bool:
    """Return whether a scanner is not to go there."""
    return any(fnmatch(path, closed) for closed in CLOSED)


class Watcher(ThreadingHTTPServer):
    """Passes requests on with the headers of a person, each from an address of its own, so that none is refused as one
    too many; `statuses` counts the answers, `faults` names those that are faults, `words` are the canaries in any.

    A token is shown to the API, which knows no sessions.
    """

    daemon_threads = True

    def __init__(self, port: int, headers: Mapping[str, str], token: str = "") -> None:
        super().__init__(("127.0.0.1", 0), Passing)
        self.site_port, self.headers, self.token = port, headers, token
        self.statuses: Counter[int] = Counter()
        self.faults: list[str] = []
        self.words: set[str] = set()
        self.numbers = count(1)

    @property
    def address(self) -> str:
        """The address that a scanner is given."""
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> "Watcher":
        Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.shutdown()
        self.server_close()

    def sent(self, path: str, given: Mapping[str, str]) -> dict[str, str]:
        """Return the headers of a request as they are passed on."""
        number = next(self.numbers)
        own = {name: value for name, value in given.items() if name.lower() not in OWN}
        person = {"Authorization": f"Bearer {self.token}"} if self.token and path.startswith("/api/") else self.headers
        return {**own, **person, "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}

    def note(self, asked: str, status: int, text: str) -> None:
        """Note what is in an answer."""
        self.statuses[status] += 1
        self.words |= set(WORD.findall(text.lower()))
        if status >= 500:
            self.faults.append(f"{status} {asked}")


class Passing(BaseHTTPRequestHandler):
    """One request, passed on."""

    server: Watcher

    def pass_on(self) -> None:
        """Answer as the site does; 403 where nothing is to be pressed."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if is_closed(self.path):
            self.send_error(403)
            return
        connection = http.client.HTTPConnection("127.0.0.1", self.server.site_port, timeout=PATIENCE_SECONDS)
        try:
            sent = self.server.sent(self.path, self.headers)  # type: ignore[arg-type]
            connection.request(self.command, self.path, body or None, sent)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, ValueError, http.client.HTTPException):
            # Not an address, or a header, that a client may send at all.
            self.send_error(400)
            return
        finally:
            connection.close()
        self.server.note(
            f"{self.command} {self.path} {body[:500]!r}", answer.status, f"{answer.headers}{text_of_body(text)}"
        )
        # A scanner whose time is up waits for no answer.
        with contextlib.suppress(ConnectionError):
            self._answer(answer, text)

    def _answer(self, answer: http.client.HTTPResponse, text: bytes) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in OWN:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)

    def log_message(self, *_args: object) -> None:
        """Say nothing: figures are printed at the end."""

    # The names are those of http.server.
    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = pass_on  # noqa: N815
