"""Optimistic locking: a write is refused if the object has changed since the version in the header If-Match."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, request

from directory.errors import BodyRefused, InvalidInput, VersionChanged, VersionMissing
from directory.transaction import committing


def require_if_match(current: Response) -> None:
    """Raise VersionMissing if the request has no If-Match, or only `*`. Raise VersionChanged if the ETag of the present
    answer (`current`) is not in If-Match. Call this inside `committing_request`."""
    named = request.if_match
    if not named or named.star_tag:
        raise VersionMissing
    tag, _is_weak = current.get_etag()
    # A proxy that compresses makes a tag weak, but the tag is still the digest of the answer.
    if tag is None or not named.contains_weak(tag):
        raise VersionChanged


@contextmanager
def committing_request() -> Iterator[None]:
    """Run the block inside `committing`, and raise BodyRefused in place of InvalidInput."""
    try:
        with committing():
            yield
    except InvalidInput as refused:
        raise BodyRefused({"": [refused.message]}) from refused
