"""Queries for ways, alarms and failing gateways. Callers must check that the viewer may see the result."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from directory.access.gate import read
from directory.accounts.queries import viewer_of
from directory.clock import is_ahead
from directory.dates import UTC_ZONE
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Account, Alarm, AlarmAttempt, AlarmGateway, AlarmWay, Jurisdiction
from directory.tokens import digest_of
from directory.vocabulary import AlarmOccasion

# A way counts as proven for this long after its last acknowledgement.
PROVEN_FOR = timedelta(days=30)
# A person on duty needs this many proven ways: one may fail.
PROVEN_WAYS = 2


def list_ways(account_id: int) -> list[AlarmWay]:
    """Return the ways of a person, in the order in which alarms use them."""
    own = select(AlarmWay).where(AlarmWay.account_id == account_id)
    return list(db.session.scalars(own.order_by(AlarmWay.position, AlarmWay.id)))


def list_usable_ways(account_id: int) -> list[AlarmWay]:
    """Return the ways of a person that alarms use, in order: the ways with a proof, even one older than PROVEN_FOR."""
    return [one for one in list_ways(account_id) if one.proven_at is not None]


def has_usable_way(accounts: Collection[int]) -> bool:
    """Return whether an alarm can reach one of these people."""
    usable = select(AlarmWay.id).where(AlarmWay.account_id.in_(sorted(accounts)), AlarmWay.proven_at.is_not(None))
    return db.session.scalar(usable.limit(1)) is not None


def must_try_again(account_id: int) -> bool:
    """Return whether a person had proven ways and has none any more, so that no alarm reaches the person until a way is
    tried again. A restore and a password chosen by mail end all proofs."""
    ways = list_ways(account_id)
    if not ways or any(one.proven_at is not None for one in ways):
        return False
    own = AlarmAttempt.way_id.in_([one.id for one in ways]), AlarmAttempt.acknowledged_at.is_not(None)
    return db.session.scalar(select(AlarmAttempt.id).where(*own).limit(1)) is not None


def get_way(account_id: int, public_id: str) -> AlarmWay:
    """Return a way of this person, else raise NotFound."""
    own = AlarmWay.account_id == account_id, AlarmWay.public_id == public_id
    way = db.session.scalar(select(AlarmWay).where(*own))
    if way is None:
        raise NotFound
    return way


def is_proven(way: AlarmWay, now: datetime) -> bool:
    """Return whether the person has acknowledged by this way at most PROVEN_FOR ago."""
    return way.proven_at is not None and now - way.proven_at <= PROVEN_FOR and not is_ahead(way.proven_at, now)


def list_proven_until(accounts: Collection[int]) -> dict[int, datetime]:
    """Return, by account id, until when each account has PROVEN_WAYS proven ways, in UTC. The time may be past.
    Accounts with fewer ways that were ever proven are left out."""
    query = select(AlarmWay.account_id, AlarmWay.proven_at).where(AlarmWay.account_id.in_(sorted(accounts)))
    proofs: dict[int, list[datetime]] = {}
    for account, proven_at in db.session.execute(query.order_by(AlarmWay.proven_at.desc())) if accounts else ():
        if proven_at is not None:
            proofs.setdefault(account, []).append(proven_at)
    return {one: found[PROVEN_WAYS - 1] + PROVEN_FOR for one, found in proofs.items() if len(found) >= PROVEN_WAYS}


def zone_of(account: Account) -> str:
    """Return the time zone in which a person is shown times: the first zone of the person's State, or else UTC."""
    state = db.session.get(Jurisdiction, account.jurisdiction_key) if account.jurisdiction_key else None
    zones = read(viewer_of(account), state).value("time_zones", ()) if state else ()
    return next(iter(zones), UTC_ZONE)


def get_attempt_by_token(token: str) -> AlarmAttempt:
    """Return the attempt whose message contains this token, else raise NotFound."""
    attempt = db.session.scalar(select(AlarmAttempt).where(AlarmAttempt.token_digest == digest_of(token)))
    if attempt is None:
        raise NotFound
    return attempt


def list_alarms(account: Account, most: int) -> list[Alarm]:
    """Return the latest alarms and trials of a person with their attempts, newest first, at most `most`."""
    own = select(Alarm).where(Alarm.account_id == account.id).options(selectinload(Alarm.attempts))
    return list(db.session.scalars(own.order_by(Alarm.id.desc()).limit(most)))


def list_waiting(account_id: int) -> list[Alarm]:
    """Return the open alarms of a person, oldest first, without trials: only the link in its message acknowledges a
    trial."""
    return list(db.session.scalars(_own(account_id).where(Alarm.ended_at.is_(None)).order_by(Alarm.id)))


def list_own(account_id: int, subject_keys: Collection[str]) -> list[Alarm]:
    """Return the open alarms of a person and all alarms of the person about these subjects, oldest first, without
    trials."""
    shown = or_(Alarm.ended_at.is_(None), Alarm.subject_key.in_(subject_keys))
    return list(db.session.scalars(_own(account_id).where(shown).order_by(Alarm.id)))


def get_alarm(account_id: int, number: str) -> Alarm:
    """Return the latest alarm of this person with this number, else raise NotFound. Trials are ignored."""
    found = _own(account_id).where(Alarm.number == number).order_by(Alarm.id.desc()).limit(1)
    alarm = db.session.scalar(found)
    if alarm is None:
        raise NotFound
    return alarm


def list_about(occasion: str, subject_key: str) -> list[Alarm]:
    """Return the alarms of this occasion about one subject, oldest first. The attempts and account of each alarm are
    loaded with it."""
    about = select(Alarm).where(Alarm.occasion == occasion, Alarm.subject_key == subject_key)
    whole = about.options(selectinload(Alarm.attempts), joinedload(Alarm.account))
    return list(db.session.scalars(whole.order_by(Alarm.id)))


def count_failing_gateways() -> int:
    """Return the number of gateways that fail."""
    return db.session.scalar(select(func.count()).select_from(AlarmGateway)) or 0


def list_failing_gateways() -> list[AlarmGateway]:
    """Return the gateways that fail, sorted by name."""
    return list(db.session.scalars(select(AlarmGateway).order_by(AlarmGateway.name)))


def _own(account_id: int) -> Select[Alarm]:
    return select(Alarm).where(Alarm.account_id == account_id, Alarm.occasion != AlarmOccasion.TRIAL)
