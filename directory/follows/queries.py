"""Reads which entries people follow, people's settings for letters, and how far in the audit chain letters have
reported to each person."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from directory.access.gate import read
from directory.access.past_audiences import AUDIENCE, MADE_OR_ENDED, NETWORK, OWNER, STATE
from directory.access.viewer import Viewer
from directory.audit.chain import ERASE
from directory.clock import is_due
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Account, AuditEvent, Entry, Follow, FollowSettings
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.tokens import digest_of
from directory.vocabulary import Pace

# The shortest time from one letter to the next.
LETTER_INTERVALS = {
    Pace.AT_ONCE: timedelta(minutes=5),
    Pace.DAILY: timedelta(days=1),
    Pace.WEEKLY: timedelta(days=7),
    Pace.NEVER: timedelta(),
}
REMOVED = "removed"
FOLLOWED = ("jurisdiction", "authority", "treaty", "network", "legislation")


def get_entry(viewer: Viewer, kind: str, key: str) -> Entry:
    """Return an entry that can be followed. Raises NotFound if entries of this kind cannot be followed, if the entry
    does not exist, or if the viewer may read nothing of it."""
    entry = db.session.get(MODELS_BY_KIND[kind], key) if kind in FOLLOWED else None
    if entry is None or not read(viewer, entry).details:
        raise NotFound
    return entry


def get_removed(root: EntryKey) -> Entry | None:
    """Return an unsaved row with only the key of a removed entry. Return None if no recorded act removed the entry, or
    if entries of this kind cannot be followed."""
    kind, key = root
    removed = AuditEvent.kind == kind, AuditEvent.key == key, AuditEvent.action == REMOVED
    if kind not in FOLLOWED or db.session.scalar(select(AuditEvent.id).where(*removed).limit(1)) is None:
        return None
    return MODELS_BY_KIND[kind](key=key)


def get_following(account_id: int | None) -> FollowSettings | None:
    """Return a person's settings for news, or None if the person has not set them. Callers show the settings only to
    this person."""
    return None if account_id is None else db.session.get(FollowSettings, account_id)


def get_feed_owner(token: str) -> Account:
    """Return the active account that owns the feed with this secret. Raises NotFound if no active account has a feed
    with this secret."""
    query = select(Account).join(FollowSettings).where(FollowSettings.feed_digest == digest_of(token), Account.active)
    account = db.session.scalar(query)
    if account is None:
        raise NotFound
    return account


def list_follows(account_id: int | None) -> list[Follow]:
    """Return the entries that a person follows, sorted by kind and key. Callers show the entries only to this
    person."""
    own = select(Follow).where(Follow.account_id == account_id)
    return list(db.session.scalars(own.order_by(Follow.kind, Follow.key)))


def is_followed(account_id: int | None, kind: str, key: str) -> bool:
    """Return whether a person follows an entry."""
    return account_id is not None and db.session.get(Follow, (account_id, kind, key)) is not None


def list_due(
    now: datetime, after: int, until: int, most: int, but_not: Collection[int | str] = ()
) -> list[tuple[FollowSettings, Account]]:
    """Return at most `most` active people to whom a letter is due, with their settings. The person whose letter has
    been due longest comes first.

    A person's `told_id` is the id of the last act in the audit chain up to which letters have reported. The result has
    the people with `after` <= `told_id` < `until`, except those whose account ids are in `but_not`.
    """
    waits = _is_due(now), FollowSettings.told_id.between(after, until - 1), Account.id.not_in(but_not)
    query = select(FollowSettings, Account).join(Account).where(Account.active, *waits)
    return [(one, account) for one, account in db.session.execute(query.order_by(FollowSettings.due_at).limit(most))]


def get_oldest_told(now: datetime) -> int | None:
    """Return the lowest `told_id` (see `list_due`) among the people to whom a letter is due, or None if no letter is
    due."""
    due = Account.active, _is_due(now)
    return db.session.scalar(select(func.min(FollowSettings.told_id)).join(Account).where(*due))


def newest_event() -> int:
    """Return the id of the newest act in the audit chain, or 0 if there is none."""
    return db.session.scalar(select(func.max(AuditEvent.id))) or 0


def is_narrowed_since(number: int) -> bool:
    """Return whether somebody may have lost the right to read something by an act after the act `number`. Such an act
    erases a value, or changes a row's audience, authority, State or network."""
    turned = AuditEvent.detail.in_((AUDIENCE, NETWORK, OWNER, STATE)), AuditEvent.action.not_in(MADE_OR_ENDED)
    narrowed = or_(AuditEvent.action == ERASE, and_(*turned))
    return db.session.scalar(select(AuditEvent.id).where(AuditEvent.id > number, narrowed).limit(1)) is not None


def newest_event_before(moment: datetime) -> int:
    """Return the id of the newest act in the audit chain before a time, or 0 if there is none."""
    return db.session.scalar(select(func.max(AuditEvent.id)).where(AuditEvent.at < moment)) or 0


def _is_due(now: datetime) -> ColumnElement[bool]:
    paces = (pace for pace in LETTER_INTERVALS if pace != Pace.NEVER)
    return or_(
        *(
            and_(FollowSettings.pace == pace, is_due(FollowSettings.due_at, now, LETTER_INTERVALS[pace]))
            for pace in paces
        )
    )
