"""Everybody follows both offices of tests, as from before anything was put into them."""

from directory import clock
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.follows import service
from directory.models import Account, Follow, FollowSettings
from directory.transaction import committing
from directory.vocabulary import Pace
from tests.matrix.table import SPOTS
from tests.matrix.things import Things


def add_following(account: Account) -> None:
    """Have a person follow what holds words; the next run of the worker writes them of all that was done there."""
    own = {"account_id": account.id, "since_id": 0}
    with committing():
        db.session.add_all(Follow(kind="authority", key=spot.authority, **own) for spot in SPOTS)
        db.session.add_all(Follow(kind="jurisdiction", key=spot.state, **own) for spot in SPOTS)
        db.session.add(FollowSettings(account_id=account.id, pace=Pace.AT_ONCE, told_id=0, due_at=clock.now()))


def add_feed(things: Things, account: Account) -> None:
    """Make an address of a person's feed: whoever knows it reads what everyone may read."""
    with committing():
        things.add("feed", service.make_feed(viewer_of(account)), "public")
