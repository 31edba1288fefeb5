"""A receiver of webhooks with a certificate of its own, to which the addresses of all hosts lead."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from standardwebhooks import Webhook as Reference

from directory.sources.public_hosts import Endpoint
from directory.webhooks.transport import WebhookSender

HOST = "receiver.example.org"
URL = f"https://{HOST}/hook?key=quokka-4711"
POLL_SECONDS = 0.01
MEGABYTES = 50


@dataclass(frozen=True)
class Received:
    """One message, as the receiver got it."""

    path: str
    headers: dict[str, str]
    body: str

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def verified(self, secret: str) -> Any:
        """Return the content, if the reference library takes the signature of this secret; otherwise it raises."""
        return Reference(secret).verify(self.body, self.headers)


@dataclass
class Receiver:
    """What was received, and what to answer: `statuses` in turn, then 200."""

    port: int = 0
    certificate: Path = Path()
    received: list[Received] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    location: str = ""
    # Set to have the receiver wait for it before it answers.
    waits_for: Event | None = None
    has_long_answer: bool = False
    written: int = 0
    on_receipt: Callable[[], object] = lambda: None

    def sender(self, seconds: float = 10) -> WebhookSender:
        """Return a sender that finds the receiver under every name."""
        return WebhookSender(lambda host, _port: Endpoint(host, "127.0.0.1", self.port), seconds)


@contextmanager
def serving(folder: Path) -> Iterator[Receiver]:
    """Serve a receiver. Its certificate is in `folder`, for HOST."""
    receiver = Receiver(certificate=folder / "certificate.pem")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name.lower(): value for name, value in self.headers.items()}
            receiver.received.append(Received(self.path, sent, body))
            receiver.on_receipt()
            if receiver.waits_for:
                receiver.waits_for.wait()
            with suppress(OSError):
                self._answer(receiver.statuses.pop(0) if receiver.statuses else 200)

        def _answer(self, status: int) -> None:
            self.send_response(status)
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.end_headers()
            for _ in range(MEGABYTES if receiver.has_long_answer else 0):
                self.wfile.write(b"x" * 1_000_000)
                receiver.written += 1

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Say nothing of connections that the site ends."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(write_certificate(receiver.certificate))
    server = Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    receiver.port = server.server_port
    Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True).start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()


def write_certificate(path: Path, host: str = HOST) -> Path:
    """Write a key and a certificate of its own for a host."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2049, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + made.public_bytes(Encoding.PEM))
    return path
