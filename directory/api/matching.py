"""Writes that name the version they change: nobody's change is lost under another's."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response, request

from directory.errors import BodyRefused, InvalidInput, VersionChanged, VersionMissing
from directory.transaction import committing


def require_if_match(current: Response) -> None:
    """Raise VersionMissing unless If-Match names a version, VersionChanged unless it is that of the `current` answer.

    Ask inside `committing_request`, which holds the write lock: what matches then is what is changed.
    """
    named = request.if_match
    if not named or named.star_tag:
        raise VersionMissing
    tag, _is_weak = current.get_etag()
    # A proxy that compresses makes a tag weak; the tag is a digest of what the answer says all the same.
    if tag is None or not named.contains_weak(tag):
        raise VersionChanged


@contextmanager
def committing_request() -> Iterator[None]:
    """Commit what the block does; what a service says is wrong with the values sent is told as such."""
    try:
        with committing():
            yield
    except InvalidInput as refused:
        raise BodyRefused({"": [refused.message]}) from refused
