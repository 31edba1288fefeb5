"""Fetches one page from a public web server that may be hostile, within limits of time and size."""

import http.client
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult

from directory.sources.connections import AGENT, Endpoints, checked_parts, connected, target_of
from directory.sources.public_hosts import PORTS, FetchRefusal, FetchRefused, endpoint_of

LARGEST_BYTES = 3_000_000
LONGEST_SECONDS = 30
MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
# The address has moved for good. Source: RFC 9110, sections 15.4.2 and 15.4.9.
PERMANENT = (301, 308)
NOT_MODIFIED = 304


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
        parts, moved = checked_parts(address), True
        for _ in range(MOST_REDIRECTS + 1):
            if not is_allowed(parts.geturl()):
                raise FetchRefused(FetchRefusal.ROBOTS)
            status, headers, body = self._ask(parts, validators or {})
            if status not in REDIRECTS or not headers.get("Location"):
                moved_to = parts.geturl() if moved and parts.geturl() != checked_parts(address).geturl() else ""
                return _page(status, headers, body, moved_to)
            moved = moved and status in PERMANENT
            following = checked_parts(headers["Location"], parts.geturl())
            if parts.scheme == "https" and following.scheme == "http":
                raise FetchRefused(FetchRefusal.DOWNGRADE)
            parts = following
        raise FetchRefused(FetchRefusal.REDIRECTS)

    def _ask(self, parts: SplitResult, validators: Mapping[str, str]) -> tuple[int, http.client.HTTPMessage, bytes]:
        host = parts.hostname or ""
        with connected(self.endpoints(host, PORTS[parts.scheme]), parts.scheme == "https", self.seconds) as connection:
            headers = {"User-Agent": AGENT, "Accept-Encoding": "identity", "Connection": "close", **validators}
            connection.request("GET", target_of(parts), headers=headers)
            with connection.getresponse() as answer:
                if answer.headers.get("Content-Encoding", "identity").lower() not in ("", "identity"):
                    raise FetchRefused(FetchRefusal.ENCODING)
                body = answer.read(LARGEST_BYTES + 1)
        if len(body) > LARGEST_BYTES:
            raise FetchRefused(FetchRefusal.SIZE)
        return answer.status, answer.headers, body


def _page(status: int, headers: http.client.HTTPMessage, body: bytes, moved_to: str) -> Page:
    return Page(
        status,
        body,
        headers.get("Content-Type", ""),
        headers.get("ETag", ""),
        headers.get("Last-Modified", ""),
        moved_to,
    )
