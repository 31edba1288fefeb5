"""Commands for alarms."""

import sys

import click
from flask.cli import AppGroup

from directory import clock
from directory.accounts.queries import get_by_address
from directory.alarms import delivery
from directory.alarms.queries import list_ways
from directory.alarms.service import raise_alarm
from directory.extensions import db
from directory.models import Alarm, AlarmAttempt
from directory.terminal import echo
from directory.transaction import committing
from directory.vocabulary import AlarmOccasion, AttemptState

alarms = AppGroup("alarms", help="Alarms that wake people on duty.")


@alarms.command("test")
@click.option("--account", required=True, help="Mail address of the account whose ways are tried.")
def try_ways(account: str) -> None:
    """Send a trial alarm by each way of an account at once, and print what each gateway replied.

    Exits with status 1 if no gateway accepted a message.
    """
    with committing():
        holder = get_by_address(account)
        if holder is None or not holder.active:
            echo("There is no active account with this address.", err=True)
            sys.exit(1)
        made = [raise_alarm(holder, AlarmOccasion.TRIAL, clock.now(), ways=[way]) for way in list_ways(holder.id)]
        numbers = [one.id for one in made if one is not None]
    if not numbers:
        echo("This account has no way by which alarms reach it. Ways are added on the page /account/alarms.", err=True)
        sys.exit(1)
    delivery.send_due(clock.now())
    attempts = [db.session.get_one(Alarm, number).attempts[0] for number in numbers]
    for one in attempts:
        echo(_line(one))
    if not any(one.state == AttemptState.HANDED_OVER for one in attempts):
        sys.exit(1)


def _line(attempt: AlarmAttempt) -> str:
    told = f"{attempt.kind} {attempt.hint}".strip()
    return f"{told}, alarm {attempt.alarm.number}: {attempt.state} ({attempt.reply or 'no reply'})"
