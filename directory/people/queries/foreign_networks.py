"""Reads accounts in foreign networks. A network is foreign if people of the account's State do not belong in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from directory.access.policy import Action, may_everywhere, permitted
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.clock import as_utc
from directory.extensions import db
from directory.models import Account, AccountNetwork, AuditEvent
from directory.people.queries.accounts import in_networks
from directory.people.queries.offices import takes_people_of

# An instant, and the id of the act. Instants of acts have whole seconds; within a second, the later act has the higher
# id.
Moment = tuple[datetime, int]
LONG_AGO: Moment = (datetime.min.replace(tzinfo=UTC), 0)


@dataclass(frozen=True)
class ForeignNetworks:
    """An account, with the sorted keys of its foreign networks."""

    account: Account
    networks: tuple[str, ...]


def list_in_foreign_networks(viewer: Viewer | None = None) -> list[ForeignNetworks]:
    """Return the active accounts in foreign networks, the oldest first. If `viewer` is given, return only accounts in
    the viewer's scope.

    If an administrator or the operator has set the networks of an account, a network counts as foreign only if the
    State has left the network since then.
    """
    query = select(Account, AccountNetwork.network_key).join(AccountNetwork).order_by(Account.id)
    is_foreign = ~takes_people_of(AccountNetwork.network_key, Account.jurisdiction_key)
    query = query.where(Account.active, Account.jurisdiction_key.is_not(None), is_foreign)
    if viewer is not None:
        query = query.where(permitted(viewer, Action.INVITE, Account.jurisdiction_key, in_networks(viewer.networks)))
    found = db.session.execute(query).all()
    given, left = _given_at([account for account, _network in found]), _left_at()
    networks: dict[Account, list[str]] = {}
    for account, network in found:
        if given.get(account.id, LONG_AGO) <= left.get(f"{network}:{account.jurisdiction_key}", LONG_AGO):
            networks.setdefault(account, []).append(network)
    return [ForeignNetworks(account, tuple(sorted(keys))) for account, keys in networks.items()]


def _given_at(accounts: Sequence[Account]) -> dict[int, Moment]:
    query = select(Account).where(Account.id.in_({one.inviter_id for one in accounts if one.inviter_id is not None}))
    inviters = db.session.scalars(query.options(selectinload(Account.networks), selectinload(Account.desks)))
    everywhere = {one.id for one in inviters if may_everywhere(viewer_of(one), Action.INVITE)} | {None}
    own = (one for one in accounts if one.inviter_id in everywhere)
    made = {one.id: (as_utc(one.created_at).replace(microsecond=0), 0) for one in own}
    acts = AuditEvent.kind == "account", AuditEvent.action == "rights_changed"
    mine = AuditEvent.key.in_([str(account.id) for account in accounts])
    return made | {int(key): moment for key, moment in _last(*acts, mine).items()}


def _left_at() -> Mapping[str, Moment]:
    return _last(AuditEvent.kind == "network_member", AuditEvent.action == "removed")


def _last(*conditions: ColumnElement[bool]) -> Mapping[str, Moment]:
    query = select(AuditEvent.key, func.max(AuditEvent.at), func.max(AuditEvent.id))
    found = db.session.execute(query.where(*conditions).group_by(AuditEvent.key))
    return {key: (as_utc(at), number) for key, at, number in found}
