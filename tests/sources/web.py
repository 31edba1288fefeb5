"""A web server of the tests, to which the addresses of all hosts lead."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from directory.sources.fetching import Fetcher
from directory.sources.public_hosts import Endpoint

# How often the server looks whether it is to stop; half a second, as it does by itself, is most of a test's time.
POLL_SECONDS = 0.01


@dataclass
class Answer:
    """What the server answers."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


class Web:
    """Pages by address. `asked` are the addresses that were asked for, with the headers of the request."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[tuple[str, Mapping[str, str]]] = []

    def put(self, address: str, text: str, **values: object) -> None:
        self.pages[address] = Answer(f"<html><body>{text}</body></html>".encode(), **values)  # type: ignore[arg-type]

    def redirect(self, address: str, to: str, status: int = 301) -> None:
        self.pages[address] = Answer(status=status, headers={"Location": to})

    def addresses(self) -> list[str]:
        return [address for address, _ in self.asked if not address.endswith("/robots.txt")]


@contextmanager
def serving(web: Web, seconds: float = 10) -> Iterator[Fetcher]:
    """Serve the pages; give a fetcher that finds the server under every name."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = f"http://{self.headers['Host']}{self.path}"
            web.asked.append((address, dict(self.headers)))
            answer = web.pages.get(address, Answer(status=404))
            if answer.headers.get("ETag") and answer.headers["ETag"] == self.headers.get("If-None-Match"):
                answer = Answer(status=304, headers=answer.headers)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True).start()
    try:
        yield Fetcher(lambda host, _: Endpoint(host, "127.0.0.1", server.server_port), seconds)
    finally:
        server.shutdown()
        server.server_close()
