"""Fetches one page from a public web server that may be hostile, within limits of time and size."""

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from directory.sources.public_hosts import PORTS, Endpoint, FetchRefusal, FetchRefused, endpoint_of

AGENT = "Counterpart"
LARGEST_BYTES = 3_000_000
LONGEST_SECONDS = 30
MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
# The address has moved for good. Source: RFC 9110, sections 15.4.2 and 15.4.9.
PERMANENT = (301, 308)
NOT_MODIFIED = 304
# The characters of an address that are not percent-encoded. Source: RFC 3986, section 2.
PLAIN_CHARACTERS = "%/:?#[]@!$&'()*+,;=~"

Endpoints = Callable[[str, int], Endpoint]


@dataclass(frozen=True)
class Page:
    """The answer of a server. `moved_to` is the new address of a page that has moved permanently, otherwise empty.

    If a conditional request finds the page unchanged, `status` is 304 and `body` is empty.
    """

    status: int
    body: bytes
    content_type: str
    etag: str
    last_modified: str
    moved_to: str


class Fetcher:
    """Fetches pages. `endpoints` is a function that returns the Endpoint, a checked network address, of a host and a
    port. `seconds` is the longest time for one request."""

    def __init__(self, endpoints: Endpoints = endpoint_of, seconds: float = LONGEST_SECONDS) -> None:
        self.endpoints, self.seconds = endpoints, seconds

    def fetch(
        self,
        address: str,
        validators: Mapping[str, str] | None = None,
        is_allowed: Callable[[str], bool] = lambda _address: True,
    ) -> Page:
        """Return the page at an address. At most MOST_REDIRECTS redirects are followed.

        - `validators` are headers of a conditional request (RFC 9110, section 13.1).
        - `is_allowed` returns whether an address may be fetched. It is called for `address` and for the target of each
          redirect.

        Raises FetchRefused for an address that is not allowed or not public, for a redirect from https to http, and for
        an answer that is too large, too slow or compressed. Raises OSError or http.client.HTTPException if the
        connection fails.
        """
        parts, moved = _checked(address), True
        for _ in range(MOST_REDIRECTS + 1):
            if not is_allowed(parts.geturl()):
                raise FetchRefused(FetchRefusal.ROBOTS)
            status, headers, body = self._ask(parts, validators or {})
            if status not in REDIRECTS or not headers.get("Location"):
                moved_to = parts.geturl() if moved and parts.geturl() != _checked(address).geturl() else ""
                return _page(status, headers, body, moved_to)
            moved = moved and status in PERMANENT
            following = _checked(headers["Location"], parts.geturl())
            if parts.scheme == "https" and following.scheme == "http":
                raise FetchRefused(FetchRefusal.DOWNGRADE)
            parts = following
        raise FetchRefused(FetchRefusal.REDIRECTS)

    def _ask(self, parts: SplitResult, validators: Mapping[str, str]) -> tuple[int, http.client.HTTPMessage, bytes]:
        host = parts.hostname or ""
        endpoint = self.endpoints(host, PORTS[parts.scheme])
        connection = _Connection(endpoint, parts.scheme == "https")
        # The timeout of a socket limits each wait alone: a server that sends a byte now and then would never end.
        timer = Timer(self.seconds, connection.abort)
        timer.start()
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close", **validators}
            connection.request("GET", target, headers=headers)
            with connection.getresponse() as answer:
                if answer.headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
                    raise FetchRefused(FetchRefusal.ENCODING)
                body = answer.read(LARGEST_BYTES + 1)
        except (OSError, http.client.HTTPException):
            if connection.is_aborted:
                raise FetchRefused(FetchRefusal.TIME) from None
            raise
        finally:
            timer.cancel()
            connection.close()
        if connection.is_aborted:
            raise FetchRefused(FetchRefusal.TIME)
        if len(body) > LARGEST_BYTES:
            raise FetchRefused(FetchRefusal.SIZE)
        return answer.status, answer.headers, body


class _Connection(http.client.HTTPConnection):
    """A connection to a checked network address. The host name is not looked up again: the answer could differ."""

    def __init__(self, endpoint: Endpoint, is_encrypted: bool) -> None:
        super().__init__(endpoint.host, PORTS["https" if is_encrypted else "http"], timeout=LONGEST_SECONDS)
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


def _checked(address: str, base: str = "") -> SplitResult:
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


def _page(status: int, headers: http.client.HTTPMessage, body: bytes, moved_to: str) -> Page:
    return Page(
        status,
        body,
        headers.get("Content-Type", ""),
        headers.get("ETag", ""),
        headers.get("Last-Modified", ""),
        moved_to,
    )
