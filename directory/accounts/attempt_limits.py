"""Throttle attempts: one table of limits for all features, counted in the database, so that all workers share them.

A limit is counted for a person together with the address of the request, so that nobody can lock another out. A limit
for a person alone is reached only by somebody who knows their password or opens their mail.
"""

import ipaddress
from collections.abc import Mapping
from datetime import timedelta

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from directory.accounts.queries import in_utc
from directory.clock import now
from directory.errors import LimitReached
from directory.extensions import db
from directory.locked_rows import locked_row
from directory.models import LimitCount
from directory.models.waiting import is_over
from directory.tokens import signed
from directory.transaction import separate_transaction

LIMITS: Mapping[str, str] = {
    # By the address that asks.
    "sign_in_from": "30 per 10 minutes",
    "passkey_from": "60 per 10 minutes",
    "reset_from": "10 per hour",
    # Links that were sent, and pages on which a password is chosen: to judge one takes a while.
    "link_from": "30 per 10 minutes",
    "invitation": "20 per hour",
    "access_request": "5 per hour",
    "report": "5 per hour",
    # To set a card as PDF takes half a second; an office behind one address prints some at once.
    "card": "60 per 10 minutes",
    "api_token": "30 per 10 minutes",
    # By the person who asks.
    "consultation": "30 per hour",
    "document": "120 per hour",
    "message": "120 per hour",
    # Bodies of a program that the API refuses, over all its person's tokens: as many as two seconds apart, so that who
    # brings a list full of faults hears of each. The dearest to refuse takes a third of a second.
    "refused_body": "300 per 10 minutes",
    # By the person that is meant and the address that asks.
    "sign_in_to": "10 per 10 minutes",
    "reset_to": "3 per hour",
    "code_from": "5 per 15 minutes",
    # By the person alone: whoever gets this far has shown the password, or holds a link that was mailed. Neither a new
    # password nor another session counts codes from nothing. NIST SP 800-63B-4, 3.2.2.
    "code": "30 per day",
    "confirmation": "5 per 15 minutes",
    # Files brought and exports asked for: each is kept in the database for a while.
    "file": "60 per hour",
    "reset": "5 per day",
}
COUNTED = "names of counts"
# Whoever is given IPv6 at all is given so long a prefix, and writes the rest as they like. Source: RFC 6177.
SUBSCRIBER_BITS = 64


def hit(limit: str, *who: object) -> None:
    """Count one try of `who` against a row of LIMITS. Raises LimitReached once there are too many.

    What is over the limit is not counted further, so that a flood of tries waits for no lock and writes nothing.
    """
    require_left(limit, *who)
    item, key = parse(LIMITS[limit]), _key(limit, who)
    if not _limiter().hit(item, key):
        raise LimitReached(_wait_seconds(item, key))


def require_left(limit: str, *who: object) -> None:
    """Raise LimitReached where there were too many tries of `who`; this one is not counted."""
    item, key = parse(LIMITS[limit]), _key(limit, who)
    if not _limiter().test(item, key):
        raise LimitReached(_wait_seconds(item, key))


def forget(limit: str, *who: object) -> None:
    """Count from nothing again, after a success."""
    _limiter().clear(parse(LIMITS[limit]), _key(limit, who))


def hit_address(limit: str, *who: object) -> None:
    """Count one try of `who` from the address of this request."""
    hit(limit, *who, client_address())


def forget_address(limit: str, *who: object) -> None:
    """Count `who` from the address of this request from nothing again."""
    forget(limit, *who, client_address())


def client_address() -> str:
    """Return where this request comes from: an address, or of IPv6 the network that one subscriber is given."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return request.remote_addr or ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, SUBSCRIBER_BITS), strict=False))


def configure_attempt_limits(app: Flask) -> None:
    """Let the library count in our database."""
    app.extensions["limiter"] = FixedWindowRateLimiter(DatabaseLimitStorage("database"))


class DatabaseLimitStorage(Storage):
    """Keeps the counts of the library `limits` in our database; only what a fixed window needs."""

    STORAGE_SCHEME = ["counts"]  # noqa: RUF012 (so the library declares it)

    @property
    def base_exceptions(self) -> type[Exception]:
        """Return what the library would wrap: nothing of ours."""
        return OSError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Return the count of `key` after adding to it; its window begins with the first count."""
        window = timedelta(seconds=expiry)
        with separate_transaction() as records:
            row = locked_row(records, LimitCount, {"key": key}, count=0, expires_at=now() + window)
            if is_over(in_utc(row.expires_at), now(), window):
                row.count, row.expires_at = 0, now() + window
            row.count += amount
            return row.count

    def get(self, key: str) -> int:
        """Return the count of `key`."""
        row = _current(key)
        return 0 if row is None else row.count

    def get_expiry(self, key: str) -> float:
        """Return when the window of `key` ends, as a time stamp."""
        row = _current(key)
        return (now() if row is None else in_utc(row.expires_at)).timestamp()

    def check(self) -> bool:
        """Return whether counting is possible: as long as the site answers at all."""
        return True

    def reset(self) -> None:
        """Forget nothing: what is over is dropped by `cleanup`."""

    def clear(self, key: str) -> None:
        """Forget the count of `key`."""
        with separate_transaction() as records:
            row = records.get(LimitCount, key)
            if row is not None:
                records.delete(row)


def _limiter() -> FixedWindowRateLimiter:
    limiter: FixedWindowRateLimiter = current_app.extensions["limiter"]
    return limiter


def _key(limit: str, who: tuple[object, ...]) -> str:
    """Return the name of a count. It is keyed: from the database alone nobody can try which address it is of."""
    return f"{limit}:{signed(COUNTED, repr(who))}"


def _current(key: str) -> LimitCount | None:
    db.session.rollback()
    row = db.session.get(LimitCount, key)
    return row if row is not None and not is_over(in_utc(row.expires_at), now(), _window(key)) else None


def _window(key: str) -> timedelta:
    """Return how long the window of a count is, by the end that the library gives to its name."""
    amount, multiples, granularity = key.rsplit("/", 3)[1:]
    return timedelta(seconds=parse(f"{amount} per {multiples} {granularity}").get_expiry())


def _wait_seconds(item: RateLimitItem, key: str) -> int:
    ends_at = _limiter().get_window_stats(item, key).reset_time
    return max(1, round(ends_at - now().timestamp()))
