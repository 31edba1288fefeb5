"""Connections to checked network addresses of public servers, which may be hostile: within a time, and looked up once.

Used to fetch pages of sources, and to tell the programs of webhooks.
"""

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedIOBase
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from directory.sources.public_hosts import PORTS, Endpoint, FetchRefusal, FetchRefused

AGENT = "Counterpart"
# The characters of an address that are not percent-encoded. Source: RFC 3986, section 2.
PLAIN_CHARACTERS = "%/:?#[]@!$&'()*+,;=~"
# Of the first lines and headers of an answer, with those of its interim answers.
MOST_HEAD_BYTES = 64 * 1024

Endpoints = Callable[[str, int], Endpoint]


@contextmanager
def connected(endpoint: Endpoint, is_encrypted: bool, seconds: float) -> Iterator[http.client.HTTPConnection]:
    """Yield a connection that is ended after `seconds`, or at the end of the block. The first request connects.

    Raises FetchRefused if the time is over. Raises OSError or http.client.HTTPException if the connection fails.
    """
    connection = _Connection(endpoint, is_encrypted, seconds)
    # The timeout of a socket limits each wait alone: a server that sends a byte now and then would never end.
    timer = Timer(seconds, connection.abort)
    timer.start()
    try:
        yield connection
    except (OSError, http.client.HTTPException) as error:
        if connection.is_aborted or isinstance(error, TimeoutError):
            raise FetchRefused(FetchRefusal.TIME) from None
        raise
    finally:
        timer.cancel()
        connection.close()
    if connection.is_aborted:
        raise FetchRefused(FetchRefusal.TIME)


class _HeadLines:
    """The lines of an answer before its content, up to MOST_HEAD_BYTES."""

    def __init__(self, whole: BufferedIOBase) -> None:
        self._whole, self._left = whole, MOST_HEAD_BYTES

    def readline(self, limit: int = -1) -> bytes:
        line = self._whole.readline(limit)
        self._left -= len(line)
        if self._left < 0:
            raise http.client.HTTPException("The head of the answer is too long.")
        return line


class _Response(http.client.HTTPResponse):
    """An answer whose head has an end: `http.client` reads interim answers (100 Continue) as long as they come."""

    def begin(self) -> None:
        whole = self.fp
        self.fp = _HeadLines(whole)  # type: ignore[assignment]
        try:
            super().begin()
        finally:
            self.fp = whole


class _Connection(http.client.HTTPConnection):
    """A connection to a checked network address. The host name is not looked up again: the answer could differ."""

    response_class = _Response

    def __init__(self, endpoint: Endpoint, is_encrypted: bool, seconds: float) -> None:
        super().__init__(endpoint.host, PORTS["https" if is_encrypted else "http"], timeout=seconds)
        self.endpoint, self.is_encrypted, self.is_aborted = endpoint, is_encrypted, False

    def connect(self) -> None:
        """Connect to the checked network address. The certificate must be for the host."""
        self.sock = socket.create_connection((self.endpoint.ip, self.endpoint.port), self.timeout)
        if self.is_encrypted:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.endpoint.host)

    def abort(self) -> None:
        """End the connection at once. Another thread may call this."""
        self.is_aborted = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def target_of(parts: SplitResult) -> str:
    """Return the path and query of an address, as the first line of a request names them."""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def checked_parts(address: str, base: str = "") -> SplitResult:
    """Return the parts of an address, normalized. `address` may be relative to `base`.

    Raises FetchRefused if the address is neither http nor https, has an unusual port, or names a user.
    """
    try:
        parts = urlsplit(urljoin(base, address))
        port = parts.port
    except ValueError:
        raise FetchRefused(FetchRefusal.SCHEME) from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise FetchRefused(FetchRefusal.SCHEME)
    if parts.username is not None or parts.password is not None:
        raise FetchRefused(FetchRefusal.USER)
    if port not in (None, PORTS[parts.scheme]):
        raise FetchRefused(FetchRefusal.PORT)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return parts._replace(
        fragment="", netloc=host, path=quote(parts.path, PLAIN_CHARACTERS), query=quote(parts.query, PLAIN_CHARACTERS)
    )
