"""The ways of one person: adds, orders and removes them, and tries one. Call the writing functions inside
`committing`.

A way that is added or removed is recorded as an act, and the person is told by mail.
"""

from collections.abc import Collection
from datetime import datetime

from flask_babel import lazy_gettext as _l

from directory.accounts.notices import note
from directory.alarms.addresses import PushSubscription, hint_of, open_address, phone_of, seal_address
from directory.alarms.gateways import gateway_urls
from directory.alarms.queries import list_ways
from directory.alarms.service import raise_alarm
from directory.config import Config
from directory.envelope_encryption import NotOpened
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Account, AlarmWay
from directory.tokens import public_id
from directory.vocabulary import AlarmOccasion, AlarmWayKind

MOST_WAYS = 10
FIRST_WAIT_MINUTES = 3
MOST_WAIT_MINUTES = 30
TOO_MANY = _l("You have as many ways as one person can have. Remove one first.")
TWICE = _l("You have added this already. Two ways that fail together are no more than one.")
NOT_OFFERED = _l("The operator of this site has not set up this kind of way.")


def offered_kinds(config: Config) -> tuple[AlarmWayKind, ...]:
    """Return the kinds of ways that work at this site, in the order of AlarmWayKind."""
    known = {AlarmWayKind.PUSH, AlarmWayKind.MAIL, *gateway_urls(config)}
    return tuple(kind for kind in AlarmWayKind if kind in known)


def add_device(account: Account, name: str, subscription: str, services: tuple[str, ...]) -> AlarmWay:
    """Add a browser by its push subscription, as JSON. Raises InvalidInput if the subscription is unusable or was added
    already, or if the person has MOST_WAYS ways."""
    found = PushSubscription.of(subscription, services)
    ways = list_ways(account.id)
    if found.device in {one.device for one in ways}:
        raise InvalidInput(TWICE)
    way = _added(account, ways, AlarmWayKind.PUSH, name)
    way.device = found.device
    seal_address(way, found.as_text())
    return way


def add_number(account: Account, kind: AlarmWayKind, typed: str, offered: Collection[AlarmWayKind]) -> AlarmWay:
    """Add a phone number for SMS, calls or a messenger. Raises InvalidInput if the kind is not offered, if the number
    has no international form or was added already, or if the person has MOST_WAYS ways."""
    if kind not in offered:
        raise InvalidInput(NOT_OFFERED)
    phone, ways = phone_of(typed), list_ways(account.id)
    if any(one.kind == kind and _address_of(one) == phone for one in ways):
        raise InvalidInput(TWICE)
    way = _added(account, ways, kind, hint_of(phone))
    seal_address(way, phone)
    return way


def add_mail(account: Account) -> AlarmWay:
    """Add mail to the address of the account. Raises InvalidInput if mail is a way already, or if the person has
    MOST_WAYS ways."""
    ways = list_ways(account.id)
    if any(one.kind == AlarmWayKind.MAIL for one in ways):
        raise InvalidInput(TWICE)
    return _added(account, ways, AlarmWayKind.MAIL, "")


def remove(way: AlarmWay) -> None:
    """Remove a way with its address, and tell the person by mail. An alarm that goes on uses its next way instead."""
    note(way.account, "alarm_way_removed")
    db.session.delete(way)


def move(way: AlarmWay, steps: int) -> None:
    """Move a way `steps` places later, or earlier if negative, among the ways of its person. It stops at either end."""
    ways = list_ways(way.account_id)
    place = ways.index(way)
    ways.insert(max(0, place + steps), ways.pop(place))
    for position, one in enumerate(ways):
        one.position = position


def set_wait(way: AlarmWay, minutes: int) -> None:
    """Set how many minutes an alarm waits by this way before it uses the next."""
    way.wait_minutes = minutes


def try_way(way: AlarmWay, now: datetime) -> None:
    """Raise a trial alarm by this way alone."""
    raise_alarm(way.account, AlarmOccasion.TRIAL, now, ways=[way])


def _added(account: Account, ways: list[AlarmWay], kind: AlarmWayKind, hint: str) -> AlarmWay:
    if len(ways) >= MOST_WAYS:
        raise InvalidInput(TOO_MANY)
    place = ways[-1].position + 1 if ways else 0
    values = {"position": place, "wait_minutes": FIRST_WAIT_MINUTES, "hint": hint}
    way = AlarmWay(public_id=public_id(), account_id=account.id, kind=kind, **values)
    db.session.add(way)
    note(account, "alarm_way_added")
    return way


def _address_of(way: AlarmWay) -> str:
    try:
        return open_address(way)
    except NotOpened:
        return ""
