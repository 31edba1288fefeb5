"""Deletes the mail that is queued while the demonstration data is created, since its recipients do not exist."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from directory.extensions import db
from directory.models import Mail


@contextmanager
def discard_mail() -> Iterator[None]:
    """At the end of the block, delete the mail that was queued in the block. The caller holds the write lock."""
    last = db.session.scalar(select(func.max(Mail.id))) or 0
    yield
    db.session.flush()
    for mail in db.session.scalars(select(Mail).where(Mail.id > last)):
        db.session.delete(mail)
