"""Queues, holds, releases and erases mail, and records addresses that bounce.

Call `queue` inside the transaction of the event that the letter announces.
"""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, func, select, update

from directory.clock import now
from directory.extensions import db
from directory.models import BouncedAddress, Mail
from directory.models.account import ADDRESS_CHARACTERS
from directory.models.mail import ERASED
from directory.outbox.letters import LETTERS
from directory.outbox.queries import is_bounced, normalized_address

HELD = "held by a restore"
# Exactly one address. Characters that could end a header line or add a recipient are refused.
ONE_ADDRESS = re.compile(r"[^\s,;:<>()\[\]\\\"@\x00-\x1f\x7f]+@[^\s,;:<>()\\\"@\x00-\x1f\x7f]+")


def queue(letter: str, address: str, language: str, *, key: str, **values: Any) -> bool:
    """Queue a letter of `LETTERS`, to be sent after the commit. Return False if a letter with this key exists already.

    `values` fill the letter's placeholders. The placeholders `link` and `state` are filled from the values `path` and
    `state_code`. Raises ValueError for a wrong address.
    """
    LETTERS[letter]
    if not is_one_address(address):
        raise ValueError("Mail goes to exactly one address.")
    if db.session.scalar(select(Mail.id).where(Mail.key == key)) is not None:
        return False
    db.session.add(Mail(key=key, letter=letter, address=address, language=language, values=values))
    return True


def is_one_address(text: str) -> bool:
    """Return whether a text is exactly one mail address of at most 254 octets (RFC 5321, 4.5.3.1.3)."""
    return ONE_ADDRESS.fullmatch(text) is not None and len(text.encode()) <= ADDRESS_CHARACTERS


def note_bounce(address: str, reason: str = "") -> bool:
    """Record that an address bounces, so that no more mail is sent to it. Return False if this was recorded already."""
    if is_bounced(address):
        return False
    db.session.add(BouncedAddress(address=normalized_address(address), reason=reason))
    return True


def lift_bounce(address: str) -> bool:
    """Permit mail to an address again. Return whether the address was recorded as bouncing."""
    lifted = delete(BouncedAddress).where(BouncedAddress.address == normalized_address(address))
    return bool(db.session.scalars(lifted.returning(BouncedAddress.address)).all())


def try_again(number: int) -> bool:
    """Queue a given-up or bounced message again, due at once. Return False if there is no such message.

    The address of the message no longer counts as bouncing.
    """
    mail = db.session.get(Mail, number)
    if mail is None or mail.state not in ("given_up", "bounced"):
        return False
    lift_bounce(mail.address)
    mail.state, mail.tries, mail.due_at, mail.fault = "waiting", 0, now(), ""
    return True


def hold_waiting() -> int:
    """Hold all waiting mail until an operator releases it. Return the number of held messages.

    Call this after a restore: the site may have sent this mail after the backup. Held mail counts as given up.
    """
    held = update(Mail).where(Mail.state == "waiting").values(state="given_up", fault=HELD)
    return len(db.session.scalars(held.returning(Mail.id)).all())


def release_held() -> int:
    """Queue all held mail again, due at once. Return the number of released messages."""
    held = update(Mail).where(Mail.state == "given_up", Mail.fault == HELD)
    released = held.values(state="waiting", tries=0, due_at=now(), fault="")
    return len(db.session.scalars(released.returning(Mail.id)).all())


def erase_address(address: str) -> None:
    """Erase all mail to an address, sent or waiting, and the record that the address bounces."""
    erase_messages(db.session.scalars(select(Mail).where(func.lower(Mail.address) == normalized_address(address))))
    lift_bounce(address)


def erase_messages(mails: Iterable[Mail]) -> None:
    """Erase the address and values of messages at once. The worker later deletes the rows and files."""
    for mail in mails:
        mail.state, mail.address, mail.values = ERASED, "", {}
