"""Commands for mail."""

import sys

import click
from flask.cli import AppGroup

from directory.outbox import service as outbox
from directory.outbox.queries import unreached
from directory.terminal import echo
from directory.transaction import committing
from directory.web.request_validation import LARGEST_NUMBER

mail = AppGroup("mail", help="Mail that was queued, and addresses that it does not reach.")


@mail.command("list")
def list_mail() -> None:
    """Print each mail that was given up or bounced: number, letter, state and fault, never an address."""
    for one in unreached():
        echo(f"{one.id} {one.letter}: {one.state} after {one.tries} tries ({one.fault})")


@mail.command()
@click.argument("address")
def bounced(address: str) -> None:
    """Note that mail to ADDRESS came back, so that nothing is sent there again."""
    if not outbox.is_one_address(address):
        raise click.UsageError("ADDRESS is not a mail address. An example of one: name@example.org.")
    with committing():
        is_new = outbox.note_bounce(address, "reported by the operator")
    echo("Nothing more is sent to this address." if is_new else "It was noted before that mail comes back.")


@mail.command()
@click.argument("address")
def mended(address: str) -> None:
    """Let mail go to ADDRESS again."""
    with committing():
        was_bounced = outbox.lift_bounce(address)
    if not was_bounced:
        echo("It is not noted that mail to this address came back.", err=True)
        sys.exit(1)
    echo("Mail is sent to this address again.")


@mail.command()
@click.argument("number", type=click.IntRange(1, LARGEST_NUMBER), required=False)
@click.option("--held", is_flag=True, help="All mail that a restore held.")
def again(number: int | None, held: bool) -> None:
    """Have the mail with this NUMBER tried again at once."""
    if (number is None) != held:
        raise click.UsageError("Give either a NUMBER or --held.")
    with committing():
        if number is None:
            echo(f"{outbox.release_held()} messages are sent.")
        elif not outbox.try_again(number):
            echo("There is no such mail that was given up or bounced.", err=True)
            sys.exit(1)
