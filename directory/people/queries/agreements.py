"""Reads invitations with which somebody outside of a State lets a person into an office of it, and who decides on them.

The coordinators of the State decide, and the people of the office: of the authority and of all its desks. If an
invitation names several offices, only people of all of them decide. Where the State has nobody who decides, an
administrator does, other than the inviter. Whom an administrator let in so decides on nobody until somebody of the
State has agreed to them, and whom the own office has not confirmed decides on nobody either.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, selectinload

from directory import clock
from directory.access.policy import Action, may_everywhere, may_somewhere, roles_for
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Account, DeskMember, FocalPoint, Invitation, InvitationDesk
from directory.paging import Paged, paginate
from directory.vocabulary import OfficeAgreement

# How long an invitation waits for the agreement of a State, and how long an agreement holds.
ASKED_FOR = timedelta(days=14)
# How long the refusal of a State keeps the person from being invited into its offices from outside.
REFUSED_FOR = timedelta(days=30)
# How long an invitation counts towards the most that somebody outside may send.
SENT_FOR = timedelta(days=7)


def list_of_state(invitation: Invitation) -> list[Account]:
    """Return the people of the State who decide on an invitation, sorted by account id."""
    query = select(Account).where(Invitation.id == invitation.id, _decides())
    return list(db.session.scalars(query.order_by(Account.id)))


def get_for_state(viewer: Viewer, public_id: str) -> Invitation:
    """Return an invitation on which the viewer may decide or could have decided, else raise NotFound."""
    found = db.session.scalar(select(Invitation).where(Invitation.public_id == public_id, _concerns(viewer)))
    if found is None:
        raise NotFound
    return found


def list_for_state(viewer: Viewer, page: int = 1) -> Paged[Invitation]:
    """Return one page of the invitations on which the viewer may decide now, and then of those that were decided on
    less than ASKED_FOR ago. The oldest of each come first."""
    is_open = is_to_agree(viewer)
    is_settled = and_(_concerns(viewer), Invitation.decided_at > clock.now() - ASKED_FOR)
    query = select(Invitation).where(or_(is_open, is_settled)).order_by(~is_open, Invitation.id)
    return paginate(query.options(selectinload(Invitation.networks), selectinload(Invitation.desks)), page)


def list_to_agree(viewer: Viewer) -> list[str]:
    """Return the public ids of the invitations on which the viewer may decide now, the oldest first."""
    return list(db.session.scalars(select(Invitation.public_id).where(is_to_agree(viewer)).order_by(Invitation.id)))


def is_to_agree(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that an invitation waits for the viewer or others to decide. An invitation to which an
    administrator agreed waits for the State, also after the person was let in."""
    of_state = and_(
        Invitation.agreement == OfficeAgreement.NOBODY,
        Invitation.jurisdiction_key == viewer.jurisdiction,
        Invitation.withdrawn_at.is_(None),
        or_(Invitation.account_id.is_not(None), Invitation.expires_at > clock.now()),
    )
    return and_(_concerns(viewer), or_(is_waiting(), of_state))


def is_waiting() -> ColumnElement[bool]:
    """Return the SQL condition that an invitation waits for the agreement of the State."""
    return and_(
        Invitation.agreement == OfficeAgreement.ASKED,
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > clock.now(),
    )


def was_refused(email: str, jurisdiction: str) -> bool:
    """Return whether a State refused less than REFUSED_FOR ago to let the person with this address into an office."""
    refused = Invitation.agreement == OfficeAgreement.REFUSED, Invitation.decided_at > clock.now() - REFUSED_FOR
    query = select(Invitation.id).where(*refused, Invitation.email == email)
    return db.session.scalar(query.where(Invitation.jurisdiction_key == jurisdiction).limit(1)) is not None


def count_sent(viewer: Viewer, jurisdiction: str) -> int:
    """Return how many letters the viewer sent from outside into offices of a State: with invitations that are open, or
    were made less than SENT_FOR ago."""
    now = clock.now()
    is_new = or_(Invitation.expires_at > now, Invitation.created_at > now - SENT_FOR)
    mine = Invitation.inviter_id == viewer.account_id, Invitation.jurisdiction_key == jurisdiction
    query = select(func.sum(Invitation.sendings)).where(*mine, Invitation.agreement != "", is_new)
    return db.session.scalar(query) or 0


def is_unseen(account: object) -> ColumnElement[bool]:
    """Return the SQL condition that an account was let in while there was nobody to ask, and nobody agreed since."""
    let_in = aliased(Invitation)
    return exists().where(let_in.agreement == OfficeAgreement.NOBODY, let_in.account_id == account)


def _concerns(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the viewer decides on an invitation. Nobody decides on an own one."""
    if viewer.account_id is None or not viewer.is_confirmed or not may_somewhere(viewer, Action.AGREE):
        return false()
    deciders = select(Account.id).where(_decides()).correlate(Invitation)
    decides: ColumnElement[bool] = deciders.where(Account.id == viewer.account_id).exists()
    if may_everywhere(viewer, Action.INVITE):
        decides = decides | and_(~deciders.exists(), Invitation.inviter_id != viewer.account_id)
    return and_(Invitation.agreement != "", func.coalesce(Invitation.account_id, 0) != viewer.account_id, decides)


def _decides() -> ColumnElement[bool]:
    """Return the SQL condition that an account decides for its State on an invitation."""
    named = aliased(FocalPoint)
    beyond = (
        select(InvitationDesk.invitation_id)
        .join(named, named.key == InvitationDesk.focal_point_key)
        .where(InvitationDesk.invitation_id == Invitation.id, ~_is_of_office(named.authority_key))
        .correlate(Account, Invitation)
    )
    is_of_each = and_(
        or_(Invitation.authority_key.is_(None), _is_of_office(Invitation.authority_key)), ~beyond.exists()
    )
    is_coordinator = Account.role.in_(sorted(roles_for(Action.END_ACCOUNT)))
    return and_(
        Account.active,
        Account.narrowed_at.is_(None),
        Account.jurisdiction_key == Invitation.jurisdiction_key,
        or_(is_coordinator, and_(is_of_each, ~is_unseen(Account.id))),
    )


def _is_of_office(authority: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
    """Return the SQL condition that an account is of an office: of the authority, or of one of its desks."""
    desk = aliased(FocalPoint)
    at_desk = exists().where(
        DeskMember.account_id == Account.id, DeskMember.focal_point_key == desk.key, desk.authority_key == authority
    )
    return or_(func.coalesce(Account.authority_key, "") == authority, at_desk.correlate_except(DeskMember, desk))
