"""Queues mail. Services call `queue` inside the transaction of what the message tells of."""

from typing import Any

from sqlalchemy import select

from directory.extensions import db
from directory.models import Mail
from directory.outbox.letters import LETTERS


def queue(letter: str, address: str, language: str, *, key: str, **values: Any) -> bool:
    """Have a letter sent to an address after the commit; return False if one with this key is there already.

    `letter` is a row of `LETTERS`, `values` fill its placeholders. Raises KeyError for an unknown letter.
    """
    LETTERS[letter]
    if db.session.scalar(select(Mail.id).where(Mail.key == key)) is not None:
        return False
    db.session.add(Mail(key=key, letter=letter, address=address, language=language, values=values))
    return True
