"""Optimistic locking: a write names the version that it changes (If-Match), so that no change is overwritten unseen."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, request

from directory.errors import BodyRefused, InvalidInput, VersionChanged, VersionMissing
from directory.transaction import committing


def require_if_match(current: Response) -> None:
    """Raise VersionMissing if If-Match names no version, VersionChanged if it names another version than the `current`
    answer has.

    Call it inside `committing_request`, which holds the write lock: nobody can change the entry between this check and
    the write.
    """
    named = request.if_match
    if not named or named.star_tag:
        raise VersionMissing
    tag, _is_weak = current.get_etag()
    # A proxy that compresses makes a tag weak, but the tag is still the digest of the answer.
    if tag is None or not named.contains_weak(tag):
        raise VersionChanged


@contextmanager
def committing_request() -> Iterator[None]:
    """Commit what the block does. InvalidInput, by which a service refuses values, becomes BodyRefused."""
    try:
        with committing():
            yield
    except InvalidInput as refused:
        raise BodyRefused({"": [refused.message]}) from refused
