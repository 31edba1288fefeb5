"""The limits of attempts for all features. The counts are in the database, shared by all workers.

Attempts that a stranger can make are counted for each client address, for each client address and account, or for each
phone that sends an SMS (`alarm_answer`). So a stranger cannot use up the attempts of the account's owner.
"""

import ipaddress
from collections.abc import Mapping
from datetime import timedelta

from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from directory.clock import as_utc, has_expired, now
from directory.errors import LimitReached
from directory.extensions import db
from directory.locked_rows import locked_row
from directory.models import LimitCount
from directory.tokens import signed
from directory.transaction import separate_transaction

LIMITS: Mapping[str, str] = {
    # Counted by the address of the request. For `invitation`, `access_request` and `wording`, `write_guard` counts a
    # signed-in person by the account instead.
    "sign_in_from": "30 per 10 minutes",
    "passkey_from": "60 per 10 minutes",
    "reset_from": "10 per hour",
    # Links in mails. Pages on which a password is chosen count here too, since zxcvbn needs long to judge a password.
    "link_from": "30 per 10 minutes",
    # Each asks the server of an office.
    "office_from": "30 per 10 minutes",
    # Logout tokens that were refused.
    "logout_token": "30 per 10 minutes",
    "invitation": "20 per hour",
    "access_request": "5 per hour",
    "report": "5 per hour",
    # Suggested wordings. Visitors have the same limit as for reports. A person who corrects a whole page makes more
    # suggestions.
    "wording_from": "5 per hour",
    "wording": "60 per hour",
    # Making a card as PDF takes half a second; an office behind one address prints several at once.
    "card": "60 per 10 minutes",
    "api_token": "30 per 10 minutes",
    "alarm_password": "30 per 10 minutes",
    # Wrong alarm numbers, counted for each phone that replies. A number has six digits, and is accepted only from the
    # phone that got the alarm.
    "alarm_answer": "10 per hour",
    # Counted for each account. A trial of a way may be an SMS or a call that costs money.
    "alarm_trial": "10 per hour",
    # Adding a webhook asks the name servers of a host that the person names; a test of one is a request to it.
    "webhook": "20 per hour",
    "webhook_test": "30 per hour",
    "consultation": "30 per hour",
    "docket_entry": "120 per hour",
    # Files of requests, sent or taken: each may make 2,000 entries, which stay for good, or hold 10,000.
    "docket_file": "30 per hour",
    # Dates, steps and answers of the docket: each stays in a history for good.
    "docket_act": "300 per hour",
    "document": "120 per hour",
    "message": "120 per hour",
    # Bodies that the API refuses, counted over all tokens of an account. A program may send a faulty body every two
    # seconds, so that it learns of each fault in a long list. Refusing the largest body takes a third of a second.
    "refused_body": "300 per 10 minutes",
    # Counted by the account that the request names, together with the address of the request.
    "sign_in_to": "10 per 10 minutes",
    "reset_to": "3 per hour",
    "code_from": "5 per 15 minutes",
    # Counted by the account alone: only people who gave the password or opened a mailed link reach these limits. A new
    # password or another session does not reset the count of codes. Source: NIST SP 800-63B-4, 3.2.2.
    "code": "30 per day",
    "confirmation": "5 per 15 minutes",
    # Uploaded files and exports: each is stored in the database for a while.
    "file": "60 per hour",
    "reset": "5 per day",
}
COUNTED = "names of counts"
# A subscriber gets at least a /64 of IPv6, and can choose the other 64 bits at will. Source: RFC 6177.
SUBSCRIBER_BITS = 64


def count_attempt(limit: str, *who: object, times: int = 1) -> None:
    """Count an attempt of `who` (an account, an address ...) toward the limit named `limit`, as `times` attempts.
    Raises LimitReached if the attempt exceeds the limit; it then counts for nothing.

    Call this before the first write of a transaction, because it rolls back `db.session`.
    """
    require_below_limit(limit, *who, times=times)
    item, key = parse(LIMITS[limit]), _key(limit, who)
    if not _limiter().hit(item, key, cost=times):
        raise LimitReached(_wait_seconds(item, key))


def require_below_limit(limit: str, *who: object, times: int = 1) -> None:
    """Raise LimitReached if `who` has fewer than `times` attempts left below the limit named `limit`. No attempt is
    counted.

    Call this before the first write of a transaction, because it rolls back `db.session`.
    """
    item, key = parse(LIMITS[limit]), _key(limit, who)
    if not _limiter().test(item, key, cost=times):
        raise LimitReached(_wait_seconds(item, key))


def forget(limit: str, *who: object) -> None:
    """Reset the count of attempts of `who` (an account, an address ...) toward the limit named `limit`."""
    _limiter().clear(parse(LIMITS[limit]), _key(limit, who))


def count_attempt_from_address(limit: str, *who: object) -> None:
    """Count one attempt of `who` toward the limit named `limit`. Each pair of `who` and client address (see
    `client_address`) has its own count. Raises LimitReached if the attempt exceeds the limit.

    Call this before the first write of a transaction, because it rolls back `db.session`.
    """
    count_attempt(limit, *who, client_address())


def forget_address(limit: str, *who: object) -> None:
    """Reset the count of attempts toward the limit named `limit` that `who` made from the address of this request."""
    forget(limit, *who, client_address())


def client_address() -> str:
    """Return the address of the client, or "" if unknown. For IPv6, return the /64 network."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return request.remote_addr or ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, SUBSCRIBER_BITS), strict=False))


def configure_attempt_limits(app: Flask) -> None:
    """Make the library `limits` store its counts in our database."""
    app.extensions["limiter"] = FixedWindowRateLimiter(DatabaseLimitStorage("database"))


class DatabaseLimitStorage(Storage):
    """A storage for the library `limits` in our database, for fixed windows only. Reading a count rolls back
    `db.session`."""

    STORAGE_SCHEME = ["counts"]  # noqa: RUF012 (so the library declares it)

    @property
    def base_exceptions(self) -> type[Exception]:
        """The errors that the library has to wrap. This storage raises no such error."""
        return OSError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add `amount` to the count of `key` and return the new count. Begins a window of `expiry` seconds if none is
        open."""
        window = timedelta(seconds=expiry)
        with separate_transaction() as records:
            row = locked_row(records, LimitCount, {"key": key}, count=0, expires_at=now() + window)
            if has_expired(as_utc(row.expires_at), now(), window):
                row.count, row.expires_at = 0, now() + window
            row.count += amount
            return row.count

    def get(self, key: str) -> int:
        """Return the count of `key` in its present window, or 0 if no window is open."""
        row = _current(key)
        return 0 if row is None else row.count

    def get_expiry(self, key: str) -> float:
        """Return the end of the window of `key` as a Unix timestamp. If no window is open, return the present time."""
        row = _current(key)
        return (now() if row is None else as_utc(row.expires_at)).timestamp()

    def check(self) -> bool:
        """Return True, since the counts are in the site's own database."""
        return True

    def reset(self) -> None:
        """Do nothing: `cleanup.py` deletes expired counts."""

    def clear(self, key: str) -> None:
        """Delete the count of `key`."""
        with separate_transaction() as records:
            row = records.get(LimitCount, key)
            if row is not None:
                records.delete(row)


def _limiter() -> FixedWindowRateLimiter:
    limiter: FixedWindowRateLimiter = current_app.extensions["limiter"]
    return limiter


def _key(limit: str, who: tuple[object, ...]) -> str:
    # The key is signed with a secret, so the database alone does not reveal `who`.
    return f"{limit}:{signed(COUNTED, repr(who))}"


def _current(key: str) -> LimitCount | None:
    db.session.rollback()
    row = db.session.get(LimitCount, key)
    return row if row is not None and not has_expired(as_utc(row.expires_at), now(), _window(key)) else None


def _window(key: str) -> timedelta:
    # The library `limits` ends each key with these three, for example `/5/1/hour`.
    amount, multiples, granularity = key.rsplit("/", 3)[1:]
    return timedelta(seconds=parse(f"{amount} per {multiples} {granularity}").get_expiry())


def _wait_seconds(item: RateLimitItem, key: str) -> int:
    ends_at = _limiter().get_window_stats(item, key).reset_time
    return max(1, round(ends_at - now().timestamp()))
