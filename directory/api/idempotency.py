"""Idempotency keys: a write that is sent again is done only once. Source: the IETF draft "The Idempotency-Key HTTP
Header Field"."""

from collections.abc import Callable
from datetime import timedelta

from flask import request
from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.current_viewer import current_viewer
from directory.errors import BodyRefused
from directory.extensions import db
from directory.models import RepeatedRequest
from directory.tokens import digest_of, signed

HEADER = "Idempotency-Key"
LONGEST_KEY_CHARACTERS = 200
RETENTION = timedelta(hours=24)
TOO_LONG = _l("Use an Idempotency-Key of at most %(most)s characters.", most=LONGEST_KEY_CHARACTERS)
ANOTHER = _l("This Idempotency-Key was sent with another request before. Use a new one for each request.")


def is_replay() -> bool:
    """Return whether the account has sent a request with the same Idempotency-Key before, and the record of that
    request is still stored.

    If so, do not require that the object named by the request exists: the first request may have deleted the object.
    """
    key = request.headers.get(HEADER, "")
    return bool(key) and _stored(key) is not None


def run_idempotently(make: Callable[[], str]) -> str:
    """Do a write by calling `make`, and return the id that `make` returns. If the same request was already sent within
    RETENTION, do not call `make`, but return the id that `make` returned for the first request.

    Call this inside `committing_request`. Raises BodyRefused if the Idempotency-Key is too long or was sent with
    another request.
    """
    key = request.headers.get(HEADER, "")
    if not key:
        return make()
    if len(key) > LONGEST_KEY_CHARACTERS:
        raise BodyRefused({HEADER: [TOO_LONG]})
    name = _name(key)
    asked = signed("repeated request", f"{request.method} {request.full_path} {request.get_data(as_text=True)}")
    known = _stored(key)
    if known is not None:
        if known.asked != asked:
            raise BodyRefused({HEADER: [ANOTHER]})
        return known.made
    made = make()
    db.session.merge(RepeatedRequest(name=name, asked=asked, made=made, expires_at=clock.now() + RETENTION))
    return made


def _stored(key: str) -> RepeatedRequest | None:
    known = db.session.get(RepeatedRequest, _name(key))
    return known if known is not None and known.expires_at > clock.now() else None


def _name(key: str) -> str:
    return digest_of(f"{current_viewer().account_id} {key}")
