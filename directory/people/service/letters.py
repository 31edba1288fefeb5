"""Sends the letters of this package: a sentence and a link, in the language of whom they are for."""

from sqlalchemy import select

from directory.addresses import address_in_mail
from directory.extensions import db
from directory.models import Account, Mail
from directory.outbox.service import queue


def tell(account: Account, letter: str, key: str, path: str) -> None:
    """Queue a letter to a person with a link to one of their pages, once for each `key`."""
    send(letter, account.email, account.language, f"{key}:{account.id}", path)


def send(letter: str, address: str, language: str, key: str, path: str) -> None:
    """Queue a letter to an address with a link to a page, once for each `key`."""
    queue(letter, address, language, key=key, link=address_in_mail(language, path))


def forget_letters(keys: str) -> None:
    """Forget the letters whose keys begin so. Others to the same address stay: whoever typed it may not own it."""
    for mail in db.session.scalars(select(Mail).where(Mail.key.startswith(keys, autoescape=True))):
        db.session.delete(mail)
