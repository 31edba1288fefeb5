"""Commands for tokens of the API, and for the list of accounts to review."""

import sys

import click
from flask.cli import AppGroup

from directory.accounts.commands import accounts
from directory.accounts.queries import get_by_address
from directory.addresses import address_in_mail
from directory.errors import InvalidInput
from directory.i18n import DEFAULT
from directory.models import Account
from directory.people.queries.foreign_networks import list_in_foreign_networks
from directory.people.queries.review import list_to_review
from directory.people.service.api_tokens import MOST_DAYS, create
from directory.terminal import echo
from directory.transaction import committing
from directory.vocabulary import TOKEN_SCOPES

tokens = AppGroup("tokens", help="Tokens of the API.")


@accounts.command("review")
def review() -> None:
    """List accounts to review: accounts whose authority was given by a person without the right to give it, and
    accounts in a network of which their State is no member."""
    found = list_to_review()
    for one in found:
        giver = f"admitted by {_page(one.giver)}" if one.giver else "admitted by the operator"
        echo(f"{_page(one.account)} acts for {one.authority}, {giver}")
    foreign = list_in_foreign_networks()
    for other in foreign:
        state = other.account.jurisdiction_key
        echo(f"{_page(other.account)} is in {', '.join(other.networks)}, of which {state} is no member")
    if not found and not foreign:
        echo("No account needs a review.")


def _page(account: Account) -> str:
    return address_in_mail(DEFAULT, f"people/{account.id}")


@tokens.command("create")
@click.option("--account", required=True, help="Mail address of the account that the program acts as.")
@click.option("--scope", type=click.Choice(list(TOKEN_SCOPES)), default="read", show_default=True)
@click.option("--days", type=click.IntRange(1, MOST_DAYS), default=90, show_default=True)
def create_token(account: str, scope: str, days: int) -> None:
    """Create a token and print it once. The token cannot be read again."""
    with committing():
        holder = get_by_address(account)
        if holder is None or not holder.active:
            echo("There is no active account with this address.", err=True)
            sys.exit(1)
        try:
            secret = create(holder, scope, days, "")
        except InvalidInput as refused:
            echo(refused.message, err=True)
            sys.exit(1)
    echo(secret)
