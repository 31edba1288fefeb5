"""Mails people that a proposal waits or is decided: the kind of entry, its State and a link, without any value."""

from collections.abc import Iterable

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from directory.access.policy import Action, may, roles_for
from directory.access.viewer import Viewer
from directory.addresses import address_in_mail
from directory.extensions import db
from directory.i18n import label_language, territory_name
from directory.models import Account, Place, Proposal
from directory.outbox.letters import MISSING_VALUE
from directory.outbox.service import queue
from directory.vocabulary import KINDS, Role

REASON_MISSING = _l("Say why it is refused: its author reads it.")


def tell_waiting(proposal: Proposal, place: Place) -> None:
    """Tell those who may decide a proposal that it waits for them."""
    _tell(proposal, "proposal_waiting", _deciders(proposal, place))


def tell_published_at_once(proposal: Proposal, place: Place) -> None:
    """Tell the other coordinators that a contact was changed without a second person."""
    _tell(proposal, "proposal_published_at_once", _deciders(proposal, place))


def tell_decided(proposal: Proposal, letter: str) -> None:
    """Tell the author, if they have an account, the decision on their proposal."""
    author = db.session.get(Account, proposal.author_id) if proposal.author_id else None
    _tell(proposal, letter, [author] if author is not None and author.active else [])


def _tell(proposal: Proposal, letter: str, accounts: Iterable[Account]) -> None:
    for account in accounts:
        link = address_in_mail(account.language, f"proposals/{proposal.id}")
        key = f"{letter}:{proposal.id}:{account.id}"
        with force_locale(label_language(account.language)):
            kind = str(KINDS.label(proposal.kind)) if proposal.kind in KINDS else ""
        state = territory_name(proposal.jurisdiction_key or MISSING_VALUE, account.language)
        queue(letter, account.email, account.language, key=key, link=link, kind=kind, state=state)


def _deciders(proposal: Proposal, place: Place) -> list[Account]:
    """Return the coordinators in whose scope the proposal is, except its author; without any, the administrators."""
    upkeep = Account.role.in_(roles_for(Action.PUBLISH))
    accounts = db.session.scalars(select(Account).where(Account.active, upkeep)).all()
    others = [account for account in accounts if account.id != proposal.author_id]
    reached = [account for account in others if may(_viewer_of(account), Action.PUBLISH, place)]
    coordinators = [account for account in reached if account.role == Role.COORDINATOR]
    return coordinators or reached


def _viewer_of(account: Account) -> Viewer:
    networks = frozenset(row.network_key for row in account.networks)
    return Viewer(Role(account.role), account.id, account.jurisdiction_key or "", networks)
