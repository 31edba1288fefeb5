"""Queues letters to accounts and administrators, and erases letters by their keys."""

from sqlalchemy import select

from directory.accounts.queries import lacks_passkey
from directory.extensions import db
from directory.models import Account, Mail
from directory.outbox.service import erase_messages, queue
from directory.vocabulary import Role


def tell(account: Account, letter: str, key: str, path: str, **values: str) -> None:
    """Queue a letter of `LETTERS` to a person, with a link to the page `path`. `values` fill the placeholders of the
    letter.

    A second letter with the same `key` is not sent to this person.
    """
    queue(letter, account.email, account.language, key=f"{key}:{account.id}", path=path, **values)


def by_passkey(account: Account, letter: str) -> str:
    """Return the name of the letter to a person whose rights have just changed. This is `letter`, or the form of
    `letter` that asks for a passkey if the person needs one and has none."""
    return f"{letter}_without_passkey" if lacks_passkey(account) else letter


def named_in(account: Account) -> str:
    """Return a text with which the mail keys of all letters to others that name this person begin."""
    return f"named:{account.id}:"


def forget_letters(keys: str) -> None:
    """Erase the letters whose key begins with the text `keys`."""
    erase_messages(db.session.scalars(select(Mail).where(Mail.key.startswith(keys, autoescape=True))))


def list_administrators() -> list[Account]:
    """Return the active administrators, the oldest account first."""
    administrators = select(Account).where(Account.active, Account.role == Role.ADMINISTRATOR)
    return list(db.session.scalars(administrators.order_by(Account.id)))


def tell_administrators(letter: str, key: str, **values: str) -> None:
    """Queue a letter to each active administrator. Nobody gets a second letter with the same `key`."""
    for one in list_administrators():
        queue(letter, one.email, one.language, key=f"{key}:{one.id}", **values)
