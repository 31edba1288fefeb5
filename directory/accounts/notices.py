"""Tells a person by mail, and the audit chain, of each change to what they sign in with."""

from directory.addresses import address_in_mail
from directory.audit.service import record
from directory.models import Account
from directory.outbox.service import queue
from directory.tokens import public_id

OWN_PAGE = "account"


def note(account: Account, act: str, path: str = OWN_PAGE) -> None:
    """Record an act of the person on their own account, and send them the letter of the same name."""
    record(account.id, act, ("account", str(account.id)))
    send(account, act, path)


def send(account: Account, letter: str, path: str = OWN_PAGE, once: str = "") -> None:
    """Send a person a letter with a link to a page of ours; where `once` names a reason, once for that."""
    link = address_in_mail(account.language, path)
    key = f"account:{account.id}:{letter}:{once or public_id()}"
    queue(letter, account.email, account.language, key=key, link=link)
