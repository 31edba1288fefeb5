"""Reads requests for access."""

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import selectinload

from directory import clock
from directory.access.policy import Action, may, permitted
from directory.access.viewer import Viewer
from directory.errors import Expired, NotFound
from directory.extensions import db
from directory.models import AccessRequest, AccessRequestNetwork, Place
from directory.paging import Paged, paginate
from directory.people.queries.offices import places_of_authorities
from directory.tokens import digest_of


def get(viewer: Viewer, public_id: str) -> AccessRequest:
    """Return a confirmed request in the viewer's scope. Raises NotFound for any other request.

    If the request names several networks, a viewer with one of them in scope may see the request. Only a viewer with
    all of them in scope may decide on it (`may_decide`).
    """
    asked = db.session.scalar(select(AccessRequest).where(AccessRequest.public_id == public_id))
    if asked is None or not asked.email or asked.state == "unconfirmed":
        raise NotFound
    if not may(viewer, Action.INVITE, asked.place()):
        raise NotFound
    return asked


def places_to_decide(asked: AccessRequest) -> list[Place]:
    """Return the places (State and networks) of a request. To decide on the request, a viewer must be able to invite
    people at all of these places.

    For each requested network, there is a place with the State and this network. If no network is requested, there is a
    place with the State alone. If the request names an authority, the place of the authority comes last.
    """
    place = asked.place()
    with_networks = [Place(place.jurisdiction, frozenset({key})) for key in sorted(place.networks)]
    of_authority = places_of_authorities([asked.authority_key] if asked.authority_key else [])
    return [*(with_networks or [place]), *of_authority.values()]


def may_decide(viewer: Viewer, asked: AccessRequest) -> bool:
    """Return whether the viewer has the right to decide on a request (see `places_to_decide`).

    The state of the request does not matter.
    """
    return all(may(viewer, Action.INVITE, place) for place in places_to_decide(asked))


def of_link(token: str) -> AccessRequest:
    """Return the request for access that this link can still confirm. Raises Expired for any other link."""
    asked = db.session.scalar(select(AccessRequest).where(AccessRequest.digest == digest_of(token)))
    if asked is None or asked.state != "unconfirmed" or clock.now() >= asked.expires_at:
        raise Expired
    return asked


def count_unconfirmed(email: str) -> int:
    """Return the number of requests for access with this mail address that can still be confirmed."""
    waiting = AccessRequest.confirmed_at.is_(None), AccessRequest.expires_at > clock.now()
    return db.session.scalar(select(func.count(AccessRequest.id)).where(AccessRequest.email == email, *waiting)) or 0


def is_undecided(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that a request for access is in the viewer's scope and nobody has decided on it."""
    return and_(_in_scope(viewer), AccessRequest.decided_at.is_(None))


def list_requests(viewer: Viewer, page: int = 1) -> Paged[AccessRequest]:
    """Return one page of the confirmed requests in the viewer's scope: undecided ones first, then newest first."""
    query = select(AccessRequest).where(_in_scope(viewer)).options(selectinload(AccessRequest.networks))
    order = AccessRequest.decided_at.is_not(None), AccessRequest.id.desc()
    return paginate(query.order_by(*order), page)


def _in_scope(viewer: Viewer) -> ColumnElement[bool]:
    mine = AccessRequest.networks.any(AccessRequestNetwork.network_key.in_(sorted(viewer.networks)))
    is_confirmed = and_(AccessRequest.confirmed_at.is_not(None), AccessRequest.email != "")
    return and_(permitted(viewer, Action.INVITE, AccessRequest.jurisdiction_key, mine), is_confirmed)
