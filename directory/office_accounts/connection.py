"""Asks the server of an issuer, which may be hostile: a public or allowed address, https, no redirect, a short time and
a small answer. The connection goes to the network address that was checked."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import SplitResult, urlencode

from authlib.oauth2.auth import ClientAuth

from directory.clock import now_untracked
from directory.sources.connections import AGENT, Endpoints, checked_parts, connected, target_of
from directory.sources.public_hosts import PORTS, FetchRefusal, FetchRefused, endpoint_of

SECONDS = 5
LEFT_ALONE = timedelta(seconds=20)
LARGEST_BYTES = 200_000
HTTPS = "https"


class IssuerUnreachable(Exception):
    """The issuer gave no answer that can be used. The message is for the log."""


@dataclass(frozen=True)
class IssuerAnswer:
    """The answer of an issuer, with the names that Authlib expects of an answer."""

    status_code: int
    body: bytes

    def json(self) -> dict[str, Any]:
        """Return the object that the answer holds. Raises ValueError if it holds none."""
        try:
            content = json.loads(self.body)
        except RecursionError as error:
            raise ValueError("too deep") from error
        if not isinstance(content, dict):
            raise ValueError("no object")
        return content

    def raise_for_status(self) -> None:
        """Raise IssuerUnreachable if the answer is an error."""
        if self.status_code >= http.client.BAD_REQUEST:
            raise IssuerUnreachable(f"answer {self.status_code}")


class IssuerConnection:
    """Sends requests. `endpoints` is a function that returns the Endpoint, a checked network address, of a host and a
    port. `seconds` is the longest time for one request.

    Each request raises IssuerUnreachable. A thread may send one without an app context. An address that gave no answer
    is left alone for LEFT_ALONE: otherwise each session and each visitor would wait for a server that is away.
    """

    def __init__(self, endpoints: Endpoints = endpoint_of, seconds: float = SECONDS) -> None:
        self.endpoints, self.seconds = endpoints, seconds
        self._silent_since: dict[str, datetime] = {}

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> IssuerAnswer:
        """Return the answer to GET."""
        return self._ask("GET", address, None, headers or {})

    def post(self, address: str, data: Mapping[str, str], headers: Mapping[str, str], auth: ClientAuth) -> IssuerAnswer:
        """Return the answer to a form. `auth` adds the proof of who sends it. Authlib calls this."""
        _address, sent, body = auth.prepare("POST", address, dict(headers), urlencode(data))
        return self._ask("POST", address, body.encode(), sent)

    def _ask(self, method: str, address: str, body: bytes | None, headers: Mapping[str, str]) -> IssuerAnswer:
        sent = {
            "User-Agent": AGENT,
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "Connection": "close",
            **headers,
        }
        place = address.partition("?")[0]
        if place in self._silent_since and now_untracked() - self._silent_since[place] < LEFT_ALONE:
            raise IssuerUnreachable("no answer a moment ago")
        try:
            parts = https_parts(address)
            endpoint = self.endpoints(parts.hostname or "", PORTS[HTTPS])
            with connected(endpoint, is_encrypted=True, seconds=self.seconds) as connection:
                connection.request(method, target_of(parts), body, sent)
                answer = connection.getresponse()
                content = answer.read(LARGEST_BYTES + 1)
        except (FetchRefused, OSError, http.client.HTTPException) as error:
            self._silent_since[place] = now_untracked()
            raise IssuerUnreachable(type(error).__name__) from error
        self._silent_since.pop(place, None)
        if len(content) > LARGEST_BYTES:
            raise IssuerUnreachable("too large")
        return IssuerAnswer(answer.status, content)


def https_parts(address: str) -> SplitResult:
    """Return the parts of an address, normalized. Raises FetchRefused if it is not https, has an unusual port or names
    a user."""
    parts = checked_parts(address)
    if parts.scheme != HTTPS:
        raise FetchRefused(FetchRefusal.SCHEME)
    return parts


def is_issuer_address(url: str) -> bool:
    """Return whether a text is the address of an issuer in its normal form. Source: OpenID Connect Discovery 1.0,
    section 2."""
    try:
        return "?" not in url and https_parts(url).geturl() == url
    except FetchRefused:
        return False
