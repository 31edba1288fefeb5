"""Sends the letters of this package: a sentence and a link, in the language of the person they are for."""

from sqlalchemy import select

from directory.addresses import address_in_mail
from directory.extensions import db
from directory.models import Account, Mail
from directory.outbox.service import erase_messages, queue
from directory.vocabulary import Role


def tell(account: Account, letter: str, key: str, path: str, **values: str) -> None:
    """Queue a letter to a person with a link to one of their pages, once for each `key`."""
    send(letter, account.email, account.language, f"{key}:{account.id}", path, **values)


def send(letter: str, address: str, language: str, key: str, path: str, **values: str) -> None:
    """Queue a letter to an address with a link to a page, once for each `key`. Everyone may read `values`."""
    queue(letter, address, language, key=key, link=address_in_mail(language, path), **values)


def forget_letters(keys: str) -> None:
    """Forget the letters with keys that begin with `keys`. Others to the same address stay:
    whoever typed it may not own it."""
    erase_messages(db.session.scalars(select(Mail).where(Mail.key.startswith(keys, autoescape=True))))


def list_administrators() -> list[Account]:
    """Return the active administrators, the oldest account first."""
    administrators = select(Account).where(Account.active, Account.role == Role.ADMINISTRATOR)
    return list(db.session.scalars(administrators.order_by(Account.id)))


def tell_administrators(letter: str, key: str, **values: str) -> None:
    """Queue a letter to each administrator, once for each `key`."""
    for one in list_administrators():
        queue(letter, one.email, one.language, key=f"{key}:{one.id}", **values)
