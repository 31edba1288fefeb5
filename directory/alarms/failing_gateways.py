"""Records which gateways fail. A failing gateway gets no messages for PAUSE; then it is tried again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.alarms import push
from directory.alarms.addresses import PushSubscription
from directory.alarms.gateways import gateway_urls
from directory.alarms.queries import list_failing_gateways
from directory.clock import now as present
from directory.config import Config
from directory.envelope_encryption import NotOpened
from directory.extensions import db
from directory.locked_rows import locked_row
from directory.models import AlarmGateway, AlarmWay
from directory.models.alarm import GATEWAY_CHARACTERS, REPLY_CHARACTERS
from directory.vocabulary import AlarmWayKind

# A gateway that failed is tried again after this time.
PAUSE = timedelta(minutes=1)


def rests(gateway: str) -> bool:
    """Return whether a gateway has failed less than PAUSE ago."""
    failing = db.session.get(AlarmGateway, gateway[:GATEWAY_CHARACTERS])
    return failing is not None and failing.retry_at > present()


def note_outcome(session: Session, gateway: str, fault: str, now: datetime) -> None:
    """Record that a gateway failed with this fault, or that it works if the fault is empty."""
    name = gateway[:GATEWAY_CHARACTERS]
    if fault:
        row = locked_row(session, AlarmGateway, {"name": name}, failing_since=now, retry_at=now)
        row.retry_at, row.fault = now + PAUSE, fault[:REPLY_CHARACTERS]
    elif (failing := session.get(AlarmGateway, name)) is not None:
        session.delete(failing)


def drop_unused(config: Config) -> int:
    """Delete the record of each failing gateway that is not set up or that no way uses. Return how many were deleted.
    Without messages through such a gateway, nothing would ever show that it works again. Call this inside
    `committing`."""
    failing = list_failing_gateways()
    used = {name[:GATEWAY_CHARACTERS] for name in _used(config)} if failing else set()
    unused = [one for one in failing if one.name not in used]
    for one in unused:
        db.session.delete(one)
    return len(unused)


def _used(config: Config) -> Iterator[str]:
    """Yield the names of the gateways that are set up and that a way uses. A name may occur more than once."""
    yield from db.session.scalars(select(AlarmWay.kind).where(AlarmWay.kind.in_(gateway_urls(config))).distinct())
    for way in db.session.scalars(select(AlarmWay).where(AlarmWay.kind == AlarmWayKind.PUSH)):
        try:
            subscription = PushSubscription.opened(way)
        except NotOpened:
            continue
        if subscription.is_usable(config.push_services):
            yield push.service_of(subscription)
