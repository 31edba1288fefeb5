"""Sends one message to a receiver, which may be hostile: a public or allowed address, https, no redirect, a short time.

The connection goes to the network address that was checked: `requests`, which Web Push uses, would look the host up
again.
"""

import http.client
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import SplitResult

from flask_babel import lazy_gettext as _l

from directory.errors import InvalidInput
from directory.sources.connections import AGENT, Endpoints, checked_parts, connected, target_of
from directory.sources.public_hosts import PORTS, Endpoint, FetchRefusal, FetchRefused, endpoint_of
from directory.vocabulary import WebhookFault

SECONDS = 10
HTTPS = "https"
NOT_USABLE = _l("Write an address that begins with https:// and names a host on the public internet.")


@dataclass(frozen=True)
class WebhookMessage:
    """One signed message, ready to be sent."""

    url: str
    headers: Mapping[str, str]
    body: str


class NotSent(Exception):
    """The receiver gave no answer."""

    def __init__(self, fault: WebhookFault) -> None:
        super().__init__(fault)
        self.fault = fault


class WebhookSender:
    """Sends messages. `endpoints` is a function that returns the Endpoint, a checked network address, of a host and a
    port. `seconds` is the longest time for one message."""

    def __init__(self, endpoints: Endpoints = endpoint_of, seconds: float = SECONDS) -> None:
        self.endpoints, self.seconds = endpoints, seconds

    def send(self, message: WebhookMessage) -> int:
        """Send a message, and return the status of the answer. Nothing else of the answer is read.

        Raises NotSent. A thread may call this without an app context.
        """
        headers = {"User-Agent": AGENT, "Connection": "close", **message.headers}
        try:
            parts = https_parts(message.url)
            with connected(self._endpoint(parts), is_encrypted=True, seconds=self.seconds) as connection:
                connection.request("POST", target_of(parts), message.body.encode(), headers)
                return connection.getresponse().status
        except FetchRefused as refused:
            is_slow = refused.reason is FetchRefusal.TIME
            raise NotSent(WebhookFault.TIME if is_slow else WebhookFault.NOT_PUBLIC) from refused
        except ssl.SSLCertVerificationError as error:
            raise NotSent(WebhookFault.CERTIFICATE) from error
        except (OSError, http.client.HTTPException) as error:
            raise NotSent(WebhookFault.CONNECTION) from error

    def _endpoint(self, parts: SplitResult) -> Endpoint:
        try:
            return self.endpoints(parts.hostname or "", PORTS[HTTPS])
        except OSError as error:
            raise NotSent(WebhookFault.NOT_PUBLIC) from error


def https_parts(url: str) -> SplitResult:
    """Return the parts of an address, normalized. Raises FetchRefused if it is not https, has an unusual port or names
    a user."""
    parts = checked_parts(url)
    if parts.scheme != HTTPS:
        raise FetchRefused(FetchRefusal.SCHEME)
    return parts


def webhook_sender(inside: Sequence[str]) -> WebhookSender:
    """Return a sender to public hosts and to `inside`, the hosts and networks that the operator allows."""
    return WebhookSender(partial(endpoint_of, inside=inside))


def usable_url(typed: str, inside: Sequence[str] = ()) -> str:
    """Return an address that a person typed, normalized. Raises InvalidInput if it is no https address or its host is
    neither on the public internet nor allowed by the operator (`inside`).

    Do not call this inside `committing`: it asks the name servers, which may be slow.
    """
    try:
        parts = https_parts(typed.strip())
        endpoint_of(parts.hostname or "", PORTS[HTTPS], inside)
    except (FetchRefused, OSError) as error:
        raise InvalidInput(NOT_USABLE) from error
    return parts.geturl()
