"""Records each change to a person's factors in the audit chain, and tells the person by mail."""

from flask import has_request_context, request

from directory.accounts.user_agents import device_of
from directory.audit.chain import record
from directory.clock import now
from directory.dates import long_datetime
from directory.models import Account
from directory.outbox.letters import LETTERS
from directory.outbox.service import queue
from directory.tokens import public_id

OWN_PAGE = "account"
# Stands for the browser in a letter if no browser took part, or the browser does not give its name.
NOT_SAID = "–"


def note(account: Account, act: str, path: str = OWN_PAGE) -> None:
    """Record a person's act on their own account in the audit chain, and mail a letter about the act to the person.
    `act` is the name of both the act and the letter. The letter links to the page `path`."""
    record(account.id, act, ("account", str(account.id)))
    send(account, act, path)


def send(account: Account, letter: str, path: str = OWN_PAGE, once: str = "") -> None:
    """Mail a person a letter with a link to the page `path`. If `once` is given, a second letter with the same name and
    the same `once` is not sent."""
    key = f"account:{account.id}:{letter}:{once or public_id()}"
    known = {
        "at": f"{long_datetime(now(), account.language)} (UTC)",
        "browser": (device_of(request) if has_request_context() else "") or NOT_SAID,
    }
    told = {name: known[name] for name in LETTERS[letter].added}
    queue(letter, account.email, account.language, key=key, path=path, **told)
