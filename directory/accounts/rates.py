"""How much may be asked for in a minute: counted in each worker's memory, by address and by token of the API."""

import hashlib

from flask import Flask, Response, current_app, g, request

from directory.access.guard import is_for_api
from directory.accounts.limits import sender
from directory.clock import now
from directory.errors import LimitReached

UNCOUNTED = ("/static/", "/healthz", "/readyz")


def configure_rates(app: Flask) -> None:
    """Count what is asked for where READS_PER_MINUTE is set."""
    counts: dict[str, int] = {}
    app.before_request(lambda: _count(counts))
    app.after_request(_tell_count)


def _count(counts: dict[str, int]) -> None:
    """Refuse an address, or a token from wherever, that asks too much in this minute; the counts of other minutes are
    dropped. Pages are counted as they are read, the API whatever is asked of it."""
    most = current_app.config["SETTINGS"].reads_per_minute
    is_counted = request.method in ("GET", "HEAD") or is_for_api()
    if not most or not is_counted or request.path.startswith(UNCOUNTED):
        return
    minute, second = divmod(int(now().timestamp()), 60)
    if counts.get("minute") != minute:
        counts.clear()
        counts["minute"] = minute
    for who in _counted():
        counts[who] = counts.get(who, 0) + 1
    count = max(counts[who] for who in _counted())
    g.requests_left = (most, max(0, most - count), 60 - second)
    if count > most:
        raise LimitReached(60 - second)


def _counted() -> list[str]:
    token = request.headers.get("Authorization") if is_for_api() else None
    return [f"from {sender()}", *([f"by {hashlib.sha256(token.encode()).hexdigest()}"] if token else [])]


def _tell_count(response: Response) -> Response:
    """Tell a program how many requests it has left. Source: draft-ietf-httpapi-ratelimit-headers-10."""
    if is_for_api() and "requests_left" in g:
        most, left, seconds = g.requests_left
        response.headers["RateLimit-Policy"] = f'"minute";q={most};w=60'
        response.headers["RateLimit"] = f'"minute";r={left};t={seconds}'
    return response
