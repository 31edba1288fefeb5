"""Commands for accounts: create the first administrator, restore a person's access, end sessions."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click
from flask.cli import AppGroup
from sqlalchemy.exc import IntegrityError

from directory.accounts import service, sign_in_links
from directory.accounts.offices import require_scope
from directory.accounts.passwords import fault_of
from directory.accounts.queries import get_by_address, is_address
from directory.accounts.sign_in_links import LinkPurpose
from directory.addresses import address_in_mail
from directory.command_faults import standard_input
from directory.errors import Conflict, InvalidInput
from directory.models import Account
from directory.models.account import PERSON_NAME_CHARACTERS
from directory.terminal import echo
from directory.transaction import committing
from directory.vocabulary import ROLES, Role
from directory.web.request_validation import is_plain_line

accounts = AppGroup("accounts", help="People's accounts.")


@accounts.command("create")
@click.option("--email", required=True, help="Mail address; the person signs in with it.")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", required=True, type=click.Choice([str(role) for role in ROLES]))
@click.option("--jurisdiction", help="ISO code of the State; the scope of a coordinator.")
@click.option("--network", "networks", multiple=True, help="Code of a network; may be given again.")
@click.option("--authority", help="Key of the authority that the person works for.")
@click.option("--desk", "desks", multiple=True, help="Key of a desk that the person staffs; may be given again.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input; print nothing.")
def create(email: str, name: str, role: str, password_stdin: bool, **scope: Any) -> None:
    """Create an account and print a link with which its person signs in for the first time. The link is valid once and
    for 48 hours."""
    password = standard_input().readline().rstrip("\n") if password_stdin else ""
    fault = fault_of(password, email, name) if password_stdin else None
    if fault:
        _refuse(str(fault))
    if not is_address(email):
        _refuse("This is not a mail address. An example of one: name@example.org.")
    if not name.strip() or len(name) > PERSON_NAME_CHARACTERS or not is_plain_line(name):
        _refuse(f"A name is one line of 1 to {PERSON_NAME_CHARACTERS} characters.")
    with _stored(), committing():
        require_scope(Role(role), scope["jurisdiction"], scope["networks"])
        account = service.create(email, name, Role(role), **scope)
        if password_stdin:
            service.set_password(account, password)
        link = "" if password_stdin else _link(account, sign_in_links.make(account, LinkPurpose.SIGN_IN))
    if link:
        echo(link)


@accounts.command("disable")
@click.option("--email", required=True)
def disable(email: str) -> None:
    """Take all access from a person. The person's sessions end at once."""
    with committing():
        service.disable(_known(email))


@accounts.command("recover")
@click.option("--email", required=True)
def recover(email: str) -> None:
    """Drop all factors and sessions of a person, and print a link with which the person begins again.

    Use this for an administrator if no other administrator can help. Be sure who asks for the link.
    """
    with committing():
        account = _known(email)
        link = _link(account, service.recover(account))
    echo(link)


@accounts.command("end-sessions")
@click.option("--email", help="The person whose sessions end; without it those of everybody.")
def end_sessions(email: str | None) -> None:
    """End the sessions of a person, or of everybody. People who are at work must sign in again."""
    with committing():
        ended = service.end_sessions_as_operator(None if email is None else _known(email))
    echo(f"Sessions ended: {ended}.")


def _link(account: Account, token: str) -> str:
    return address_in_mail(account.language, f"account/link/{token}")


def _known(email: str) -> Account:
    account = get_by_address(email)
    if account is None:
        _refuse("There is no account with this address.")
    return account


@contextmanager
def _stored() -> Iterator[None]:
    try:
        yield
    except (Conflict, InvalidInput) as refused:
        _refuse(str(refused))
    except IntegrityError:
        _refuse("There is no such State, network, authority or desk. Nothing was stored.")


def _refuse(reason: str) -> NoReturn:
    echo(reason, err=True)
    sys.exit(1)
