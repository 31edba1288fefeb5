"""Reads accounts to review: accounts that act for a doubtful authority.

The authority of an account is doubtful if it is of another State than the account, or if the person who assigned it to
the account had no right to do so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import false, func, select
from sqlalchemy.orm import selectinload

from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.clock import as_utc
from directory.extensions import db
from directory.models import Account, AuditEvent, Handover, Place
from directory.people.queries.offices import of_own_office, places_of_authorities


@dataclass(frozen=True)
class AccountToReview:
    """An account and its authority. `giver` is the person who assigned the authority, or None if the operator did."""

    account: Account
    authority: str
    giver: Account | None


def list_to_review(viewer: Viewer | None = None) -> list[AccountToReview]:
    """Return the active accounts to review, the oldest first. If `viewer` is given, return only accounts that the
    viewer may end.

    If only the right of the giver is in doubt, the account leaves the list once an administrator sets the account's
    rights. An account whose authority is of another State stays in the list.
    """
    query = select(Account).where(Account.active, Account.authority_key.is_not(None)).order_by(Account.id)
    if viewer is not None:
        query = query.where(of_own_office(viewer, Account.authority_key, false()))
    held = db.session.scalars(query).all()
    places = places_of_authorities(account.authority_key or "" for account in held)
    handovers = _newest_handovers(held)
    doubtful = [one for one in _with_givers(held, handovers) if not _could_be_given(one, places[one.authority])]
    set_at = rights_set_at([one.account for one in doubtful])

    def is_settled(one: AccountToReview) -> bool:
        at, handover = set_at.get(one.account.id), handovers.get(one.account.id)
        is_set = at is not None and (handover is None or handover.created_at <= at)
        return is_set and not _is_elsewhere(one, places[one.authority])

    return [one for one in doubtful if not is_settled(one)]


def _newest_handovers(accounts: Sequence[Account]) -> Mapping[int, Handover]:
    people = [account.id for account in accounts]
    query = select(Handover).where(Handover.successor_id.in_(people), Handover.passes_authority).order_by(Handover.id)
    return {one.successor_id: one for one in db.session.scalars(query) if one.successor_id is not None}


def _with_givers(accounts: Sequence[Account], handovers: Mapping[int, Handover]) -> list[AccountToReview]:
    numbers = {one.id: handovers[one.id].creator_id if one.id in handovers else one.inviter_id for one in accounts}
    query = select(Account).where(Account.id.in_({number for number in numbers.values() if number is not None}))
    loaded = query.options(selectinload(Account.networks), selectinload(Account.desks))
    givers = {giver.id: giver for giver in db.session.scalars(loaded)}
    return [AccountToReview(one, one.authority_key or "", givers.get(numbers[one.id] or 0)) for one in accounts]


def _could_be_given(one: AccountToReview, place: Place) -> bool:
    is_permitted = one.giver is None or may(viewer_of(one.giver), Action.INVITE, place)
    return is_permitted and not _is_elsewhere(one, place)


def _is_elsewhere(one: AccountToReview, place: Place) -> bool:
    return (one.account.jurisdiction_key or "") != place.jurisdiction


def rights_set_at(accounts: Sequence[Account]) -> Mapping[int, datetime]:
    """Return a mapping from account id to the time at which an administrator last set the person's role and scope."""
    acts = AuditEvent.kind == "account", AuditEvent.action == "rights_changed"
    mine = AuditEvent.key.in_([str(account.id) for account in accounts])
    query = select(AuditEvent.key, func.max(AuditEvent.at)).where(*acts, mine).group_by(AuditEvent.key)
    return {int(key): as_utc(at) for key, at in db.session.execute(query)}
