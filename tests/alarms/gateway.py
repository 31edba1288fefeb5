"""A gateway of the tests' own over HTTP: it keeps each byte that was sent to it, and answers as told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from directory import clock


@dataclass
class Gateway:
    """The requests of one gateway with their times, and what it answers after `seconds`: a status, or a lost connection
    for None."""

    status: int | None = 200
    seconds: float = 0
    times: list[datetime] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    address: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def messages(self) -> list[dict[str, str]]:
        """The bodies of the requests, as JSON."""
        return [json.loads(body) for _, _, body in self.requests]

    @property
    def recipients(self) -> list[str]:
        """The recipients of the messages, in the order of arrival."""
        return [one["to"] for one in self.messages]

    def url(self, kind: str = "sms") -> str:
        """Return the setting for this gateway: an address of Apprise."""
        return f"json://{self.address}/{kind}?:to={{to}}"


@contextmanager
def serving(gateway: Gateway) -> Iterator[Gateway]:
    """Serve a gateway on a free port of this machine until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with gateway.lock:
                gateway.times.append(clock.true_now())
                gateway.requests.append((self.path, dict(self.headers), body))
            gateway.stopped.wait(gateway.seconds)
            if gateway.status is None:
                self.connection.close()
                return
            self.send_response(gateway.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Write nothing to the output of the tests."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        # Many messages are handed over at once.
        request_queue_size = 200

    server = Server(("127.0.0.1", 0), Handler)
    gateway.address = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        gateway.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
