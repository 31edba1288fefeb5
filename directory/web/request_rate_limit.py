"""Limits how many requests each IP address and each API token may make in a minute of the clock (`reads_per_minute`; 0
is no limit).

Each worker counts in its own memory.
"""

import hashlib

from flask import Flask, Response, current_app, g, request

from directory.access.current_viewer import is_for_api
from directory.accounts.attempt_limits import client_address
from directory.clock import now
from directory.errors import LimitReached


def configure_request_rate_limit(app: Flask) -> None:
    """Create the empty counts of this process."""
    app.extensions["request_counts"] = {}


def count_request() -> None:
    """Count a request for the client's IP address and for the API token. Raise LimitReached above the limit of this
    minute.

    Sets `g.requests_left` for `tell_requests_left`.
    """
    most = current_app.config["SETTINGS"].reads_per_minute
    if not most:
        return
    counts: dict[str, int] = current_app.extensions["request_counts"]
    minute, second = divmod(int(now().timestamp()), 60)
    if counts.get("minute") != minute:
        counts.clear()
        counts["minute"] = minute
    count = 0
    for who in _counted():
        counts[who] = counts.get(who, 0) + 1
        count = max(count, counts[who])
        g.requests_left = (most, max(0, most - count), 60 - second)
        # Tokens are counted only below the address's limit, so that a client cannot fill the memory with counts of new
        # tokens.
        if count > most:
            raise LimitReached(60 - second)


def _counted() -> list[str]:
    token = request.headers.get("Authorization") if is_for_api() else None
    return [f"from {client_address()}", *([f"by {hashlib.sha256(token.encode()).hexdigest()}"] if token else [])]


def tell_requests_left(response: Response) -> Response:
    """Set the RateLimit headers on an answer of the API. Source: draft-ietf-httpapi-ratelimit-headers-10."""
    if "requests_left" in g:
        most, left, seconds = g.requests_left
        response.headers["RateLimit-Policy"] = f'"minute";q={most};w=60'
        response.headers["RateLimit"] = f'"minute";r={left};t={seconds}'
    return response
