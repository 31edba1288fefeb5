"""Starts and ends following. Sets the pace of letters and the address of the feed."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import InvalidInput, SignInNeeded
from directory.extensions import db
from directory.follows.queries import LETTER_INTERVALS, get_entry, get_following, list_follows, newest_event
from directory.models import Follow, FollowSettings
from directory.tokens import new_token
from directory.vocabulary import Pace

MOST_FOLLOWS = 300


def follow(viewer: Viewer, kind: str, key: str) -> None:
    """Let the viewer follow an entry from now on. Does nothing if the viewer already follows the entry.

    - SignInNeeded: the viewer is a visitor.
    - NotFound: the entry cannot be followed.
    - InvalidInput: the viewer follows MOST_FOLLOWS entries already.
    """
    entry, account_id = get_entry(viewer, kind, key), _own(viewer).account_id
    follows = list_follows(account_id)
    if entry.entry_key in {one.entry_key for one in follows}:
        return
    if len(follows) >= MOST_FOLLOWS:
        raise InvalidInput(_l("You follow %(most)s entries: end one first.", most=MOST_FOLLOWS))
    db.session.add(Follow(account_id=account_id, kind=kind, key=entry.key, since_id=newest_event()))


def unfollow(viewer: Viewer, kind: str, key: str) -> None:
    """Let the viewer stop following an entry. This works also after the entry was removed."""
    for one in list_follows(viewer.account_id):
        if one.entry_key == (kind, key):
            db.session.delete(one)


def choose_pace(viewer: Viewer, pace: Pace) -> None:
    """Set how often the viewer gets letters. If the viewer had chosen to get no letters (`Pace.NEVER`), the first
    letter tells only of acts from now on."""
    own = _own(viewer)
    if own.pace == Pace.NEVER:
        own.told_id = newest_event()
    own.pace, own.due_at = pace, clock.now() + (LETTER_INTERVALS[pace] if pace != Pace.AT_ONCE else timedelta())


def make_feed(viewer: Viewer) -> str:
    """Make a new address for the viewer's feed, record the act, and return the secret of the address. Only the digest
    of the secret is stored.

    An earlier address stops working.
    """
    token, digest = new_token()
    _own(viewer).feed_digest = digest
    record(viewer.account_id, "feed_made", ("account", str(viewer.account_id)))
    return token


def end_feed(viewer: Viewer) -> None:
    """Revoke the address of the viewer's feed, if any, and record the act."""
    own = _own(viewer)
    if own.feed_digest is not None:
        own.feed_digest = None
        record(viewer.account_id, "feed_ended", ("account", str(viewer.account_id)))


def _own(viewer: Viewer) -> FollowSettings:
    if viewer.account_id is None:
        raise SignInNeeded
    own = get_following(viewer.account_id)
    if own is None:
        due_at = clock.now() + LETTER_INTERVALS[Pace.DAILY]
        own = FollowSettings(account_id=viewer.account_id, pace=Pace.DAILY, told_id=newest_event(), due_at=due_at)
        db.session.add(own)
        db.session.flush()
    return own
