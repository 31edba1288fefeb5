"""Tells a person by mail, and the audit chain, of each change to what they sign in with."""

from flask import has_request_context, request

from directory.accounts.user_agents import device_of
from directory.addresses import address_in_mail
from directory.audit.service import record
from directory.clock import now
from directory.dates import long_moment
from directory.models import Account
from directory.outbox.letters import LETTERS
from directory.outbox.service import queue
from directory.tokens import public_id

OWN_PAGE = "account"
# What no browser did, or one that does not say what it is.
NOT_SAID = "–"


def note(account: Account, act: str, path: str = OWN_PAGE) -> None:
    """Record an act of the person on their own account, and send them the letter of the same name."""
    record(account.id, act, ("account", str(account.id)))
    send(account, act, path)


def send(account: Account, letter: str, path: str = OWN_PAGE, once: str = "") -> None:
    """Send a person a letter with a link to a page of ours; one of what was done to their account has the time and what
    the browser calls itself. Where `once` names a reason, once for that."""
    key = f"account:{account.id}:{letter}:{once or public_id()}"
    link = address_in_mail(account.language, path)
    known = {
        "at": f"{long_moment(now(), account.language)} (UTC)",
        "browser": (device_of(request) if has_request_context() else "") or NOT_SAID,
    }
    told = {name: known[name] for name in LETTERS[letter].added}
    queue(letter, account.email, account.language, key=key, link=link, **told)
