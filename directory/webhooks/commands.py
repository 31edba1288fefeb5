"""Commands for webhooks."""

from urllib.parse import urlsplit

from flask.cli import AppGroup

from directory import clock
from directory.terminal import echo
from directory.webhooks.presenters import shown_url
from directory.webhooks.queries import count_waiting, list_all, list_working

webhooks = AppGroup("webhooks", help="Webhooks, by which programs of people are told of events.")


@webhooks.command("list")
def list_webhooks() -> None:
    """List all webhooks: id, mail address of the person, host, state, and the number of deliveries that wait."""
    found = list_all()
    working = list_working(found, clock.now())
    for one in found:
        state = "off" if one.disabled_at else "on" if one.id in working else "token works no more"
        host = urlsplit(shown_url(one)).hostname or "not opened"
        echo(f"{one.public_id} {one.account.email} {host}: {state}, {count_waiting(one)} waiting")
    if not found:
        echo("There are no webhooks.")
