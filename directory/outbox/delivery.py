"""Sends the mail that waits in the outbox.

If a worker is killed while it sends a message, the message is sent again after the lease has expired. Both copies have
the same Message-ID.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import and_, or_, select

from directory import clock
from directory.extensions import db
from directory.jobs.leases import Lease, claim, is_free
from directory.locked_rows import locked_row
from directory.logs import logger
from directory.models import BouncedAddress, Mail
from directory.models.mail import ERASED
from directory.outbox.messages import BadAddress, UnsendableLetter, host_of, message_of, name_of, sender
from directory.outbox.queries import is_bounced, normalized_address
from directory.outbox.transports import (
    Bounced,
    FolderTransport,
    Refused,
    Transport,
    Undelivered,
    Unreachable,
    transport_of,
)
from directory.setting_values import require_writable
from directory.transaction import separate_transaction

# The longest time that a slow mail server delays the other jobs of the worker.
ROUND_SECONDS = 20
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
WAITING, SENT, BOUNCED, GIVEN_UP = "waiting", "sent", "bounced", "given_up"


def configure_mail(app: Flask) -> None:
    """Set up the transport that MAIL_URL names, without opening it. Raises BadConfiguration if MAIL_URL is wrong."""
    config = app.config["SETTINGS"]
    sender(config)
    app.extensions["mail_transport"] = transport_of(config.mail_url, config.data_dir, host_of(config))


def require_mail_folder() -> None:
    """Raise BadConfiguration if mail goes to a folder, and this process cannot write files in the folder."""
    transport = current_app.extensions["mail_transport"]
    if isinstance(transport, FolderTransport):
        require_writable(transport.path, "MAIL_URL")


def send_due(now: datetime, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Send the mail that was due at `now`, in the order of due times. Return the number of messages sent.

    Stop early if ROUND_SECONDS have passed, if `is_stopping` returns True, or if the mail server cannot be reached.
    """
    sent, ends_at = 0, time.monotonic() + ROUND_SECONDS
    while not is_stopping() and time.monotonic() < ends_at and (claimed := _claim(now)) is not None:
        mail, lease = claimed
        try:
            state, fault = _deliver(mail)
        except Unreachable as error:
            _mark(mail, lease, WAITING, str(error), mail.tries - 1)
            break
        _mark(mail, lease, state, fault, mail.tries)
        sent += state == SENT
    return sent


def drop_erased() -> int:
    """Delete the rows and files of messages whose address and values were erased. Return the number of these messages.

    Messages under a lease are left for a later call.
    """
    transport, now = current_app.extensions["mail_transport"], clock.now()
    # Leased messages are spared, because a worker that is sending a message may still write its file.
    with separate_transaction() as session:
        erased = session.scalars(select(Mail).where(Mail.state == ERASED, is_free(Mail, now))).all()
        for mail in erased:
            if isinstance(transport, FolderTransport):
                transport.forget(_file_of(mail))
            session.delete(mail)
    return len(erased)


def _claim(due: datetime) -> tuple[Mail, Lease] | None:
    soon, late = (clock.is_due(Mail.due_at, due, longest) for longest in (BACK_OFF[0], BACK_OFF[-1]))
    is_next = or_(late, and_(Mail.tries < 2, soon))
    waits = Mail.state == WAITING, is_next, is_free(Mail, clock.now())
    # The try is counted before it is made.
    return claim(Mail, *waits, order=(Mail.due_at, Mail.id), tries=Mail.tries + 1)


def _deliver(mail: Mail) -> tuple[str, str]:
    """Try to send a message. Return the new state of the message, and the reason of a failure or "".

    Raises Unreachable if the mail server cannot be reached.
    """
    transport: Transport = current_app.extensions["mail_transport"]
    if is_bounced(mail.address):
        return BOUNCED, "bounced before"
    try:
        message = message_of(mail, current_app.config["SETTINGS"])
        # No transaction stays open while the mail server is slow.
        db.session.rollback()
        transport(message, _file_of(mail))
    except BadAddress:
        return BOUNCED, "no address"
    except Bounced as error:
        return BOUNCED, str(error)
    except (UnsendableLetter, Refused) as error:
        return GIVEN_UP, str(error)
    except Unreachable:
        raise
    except Exception as error:  # noqa: BLE001 (the messages behind it must go on)
        return GIVEN_UP if mail.tries > len(BACK_OFF) else WAITING, _fault_of(error, mail)
    return SENT, ""


def _fault_of(error: Exception, mail: Mail) -> str:
    """Return the reason of a failure, without an address. An unforeseen error is also logged."""
    if isinstance(error, Undelivered):
        return str(error)
    logger.error("fault", exc_info=error, letter=mail.letter)
    return type(error).__name__


def _file_of(mail: Mail) -> str:
    return f"{mail.id:08d}-{name_of(mail)}"


def _mark(mail: Mail, lease: Lease, state: str, fault: str, tries: int) -> None:
    """Store the outcome of a try, and release the lease.

    If the lease was lost or the message was erased meanwhile, no outcome is stored.
    """
    now = clock.now()
    values: dict[str, Any] = {"state": state, "fault": fault, "tries": tries}
    if state == SENT:
        # The values may contain a link that gives access, so they are dropped after the mail was sent.
        values |= {"sent_at": now, "values": {}}
    elif state == WAITING:
        values["due_at"] = now + BACK_OFF[max(tries - 1, 0)]
    with separate_transaction() as session:
        is_waiting = session.scalar(select(Mail.state).where(Mail.id == mail.id).with_for_update()) == WAITING
        is_mine = lease.release(session, **(values if is_waiting else {}))
        if is_mine and is_waiting and state == BOUNCED and fault != "bounced before":
            locked_row(session, BouncedAddress, {"address": normalized_address(mail.address)}).reason = fault
    logger.info("mail", number=mail.id, letter=mail.letter, state=state, tries=tries, fault=fault)
