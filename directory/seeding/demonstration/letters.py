"""Takes back the letters that come of making the demonstration data: there is nobody to send them to."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from directory.extensions import db
from directory.models import Mail


@contextmanager
def unsent() -> Iterator[None]:
    """Delete, at the end of the block, the letters that were queued in it; others wait for the lock meanwhile."""
    last = db.session.scalar(select(func.max(Mail.id))) or 0
    yield
    db.session.flush()
    for mail in db.session.scalars(select(Mail).where(Mail.id > last)):
        db.session.delete(mail)
