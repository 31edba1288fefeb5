"""The commands `flask demo load` and `flask demo remove`."""

import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext

import click
from flask.cli import AppGroup

from directory import clock
from directory.errors import BadSeed, Conflict, InvalidInput
from directory.search import sync
from directory.seeding.demonstration.files import DemonstrationFiles
from directory.seeding.demonstration.load import STEPS, is_loaded, load
from directory.seeding.demonstration.mail import discard_mail
from directory.seeding.demonstration.people import DemonstrationAccount, hand_out
from directory.seeding.demonstration.removal import remove
from directory.terminal import echo
from directory.transaction import committing
from directory.vocabulary import ROLES

demo = AppGroup("demo", help="Invented authorities, desks and people, to try the site with.")


@demo.command("load")
def load_all() -> None:
    """Make the demonstration data, and print the accounts with new secrets.

    All data is made in one transaction: after an error nothing is stored. If the data exists already, only the secrets
    are made anew.

    The command is refused if real people have accounts before the data is made. Accounts of people whom demonstration
    people invited later do not matter, so that the site can start again.
    """
    files = DemonstrationFiles(clock.now())
    try:
        if is_loaded():
            echo("Demonstration data: already loaded.")
        else:
            with committing(), _progress(load(files), len(STEPS)) as steps:
                for _ in steps:
                    pass
            echo("Demonstration data: loaded.")
        with committing(), discard_mail():
            given = list(hand_out(files))
    except (BadSeed, Conflict, InvalidInput) as refused:
        echo(f"Refused: {refused}", err=True)
        sys.exit(1)
    sync.catch_up()
    echo(accounts_page(given))


@demo.command("remove")
def remove_all() -> None:
    """Remove all demonstration data: entries, accounts, and everything that the demonstration people did."""
    with committing():
        counts = remove()
    sync.catch_up()
    if not counts:
        echo("Demonstration data: none there.")
    for name, count in sorted(counts.items()):
        echo(f"{name}: {count} removed")


def accounts_page(given: Iterable[DemonstrationAccount]) -> str:
    """Return the list of accounts with their secrets. The secrets cannot be looked up later."""
    return "\n".join(["", *(_lines(one) for one in given), "These secrets are shown once; `demo load` makes new ones."])


def _lines(one: DemonstrationAccount) -> str:
    account = one.account
    staffed = ", ".join(desk.focal_point_key for desk in account.desks)
    place = ", ".join(filter(None, [account.jurisdiction_key, *(n.network_key for n in account.networks), staffed]))
    lines = {
        f"{ROLES.label(account.role)} ({place})" if place else str(ROLES.label(account.role)): account.name,
        "  mail address": account.email,
        "  password": one.password,
        "  recovery codes, each good once": "  ".join(one.recovery_codes),
        "  key for a code generator": one.generator_key,
    }
    if one.needs_passkey:
        lines["  then"] = "add a passkey, which this account must have"
    return "\n".join(f"{name}: {value}" for name, value in lines.items()) + "\n"


def _progress(steps: Iterable[str], length: int) -> AbstractContextManager[Iterable[str]]:
    if not sys.stdout.isatty():
        return nullcontext(steps)
    return click.progressbar(steps, length=length, label="Demonstration data")
