"""Reads invitations with which somebody outside of a State lets a person into an office of it, and whom they wait for.

The coordinators of the State and the people of the office agree or refuse. Who was let in while there was nobody to ask
agrees to nothing until a coordinator of the State has agreed to that.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import aliased, selectinload

from directory import clock
from directory.access.policy import Action, may_somewhere, permitted, roles_for
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Account, DeskMember, Invitation, InvitationDesk
from directory.vocabulary import OfficeAgreement


def list_to_ask(jurisdiction: str, authority: str, desks: Collection[str]) -> list[Account]:
    """Return the active people of a State who agree to a new person in an office of it, sorted by account id: its
    coordinators, and the people of the authority or of one of the desks."""
    is_coordinator = Account.role.in_(sorted(roles_for(Action.END_ACCOUNT)))
    is_there = and_(
        or_(Account.authority_key == authority, Account.desks.any(DeskMember.focal_point_key.in_(sorted(desks)))),
        ~_is_unseen(Account.id),
    )
    query = select(Account).where(Account.active, Account.jurisdiction_key == jurisdiction)
    return list(db.session.scalars(query.where(or_(is_coordinator, is_there)).order_by(Account.id)))


def get_for_state(viewer: Viewer, public_id: str) -> Invitation:
    """Return an invitation to which the viewer may agree or could have agreed, else raise NotFound."""
    found = db.session.scalar(select(Invitation).where(Invitation.public_id == public_id, _concerns(viewer)))
    if found is None:
        raise NotFound
    return found


def list_to_agree(viewer: Viewer) -> Sequence[Invitation]:
    """Return the invitations to which the viewer may agree now, the oldest first."""
    query = select(Invitation).where(is_to_agree(viewer)).order_by(Invitation.id)
    return db.session.scalars(query.options(selectinload(Invitation.networks), selectinload(Invitation.desks))).all()


def is_to_agree(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that an invitation waits for the agreement of the viewer or of others of the State."""
    waits = and_(
        Invitation.agreement == OfficeAgreement.ASKED,
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > clock.now(),
    )
    was_let_in = and_(Invitation.agreement == OfficeAgreement.NOBODY, Invitation.account_id.is_not(None))
    return and_(_concerns(viewer), or_(waits, was_let_in))


def _concerns(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.account_id is None or not viewer.jurisdiction or not may_somewhere(viewer, Action.AGREE):
        return false()
    coordinates = permitted(viewer, Action.END_ACCOUNT, Invitation.jurisdiction_key, false())
    at_desks = Invitation.desks.any(InvitationDesk.focal_point_key.in_(sorted(viewer.desks)))
    own_office = or_(Invitation.authority_key == viewer.authority, at_desks) if viewer.authority else at_desks
    was_asked = and_(own_office, Invitation.agreement != OfficeAgreement.NOBODY, ~_is_unseen(viewer.account_id))
    return and_(
        Invitation.jurisdiction_key == viewer.jurisdiction, Invitation.agreement != "", or_(coordinates, was_asked)
    )


def _is_unseen(account: object) -> ColumnElement[bool]:
    """Return the SQL condition that an account was let in while there was nobody to ask, and nobody agreed since."""
    let_in = aliased(Invitation)
    return exists().where(let_in.agreement == OfficeAgreement.NOBODY, let_in.account_id == account)
