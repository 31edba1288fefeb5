"""Choices in forms about people: pairs of value and label. Names of entries are read with the viewer's rights."""

from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from directory import collation, i18n
from directory.access.facts import name_of
from directory.access.gate import if_open, read_all
from directory.access.policy import ADMISSION, Action, may, may_admit, may_everywhere
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.i18n import LANGUAGES
from directory.models import Authority, Entry, FocalPoint, Jurisdiction, Network, Place
from directory.people.queries.offices import networks_taking, places_of_authorities, takes_people_of
from directory.people.service.granting import Grant, may_give_each
from directory.vocabulary import DESK_ROLES, ENDED_STATUSES, ROLES, TOKEN_SCOPES, Role

Choices = list[tuple[str, str]]


def states(viewer: Viewer, language: str) -> Choices:
    """Return the States whose people the viewer may invite, sorted by name. A visitor gets all States."""
    codes = db.session.scalars(select(Jurisdiction.key))
    if viewer.role is not Role.VISITOR:
        codes = filter(lambda code: may(viewer, Action.INVITE, Place(code, viewer.networks)), codes)  # type: ignore[assignment]
    return _by_name((code, i18n.territory_name(code, language)) for code in codes)


def states_to_admit(viewer: Viewer, language: str) -> Choices:
    """Return the States to which the viewer may admit people, sorted by name.

    If the viewer has networks, only States whose people belong in at least one of these networks are returned. A
    visitor, and a viewer who may invite everywhere, get all States.
    """
    found = states(viewer, language)
    if viewer.is_visitor or not viewer.networks or may_everywhere(viewer, Action.INVITE):
        return found
    taking = networks_taking([code for code, _name in found], viewer.networks)
    return [(code, name) for code, name in found if taking[code]]


def networks(viewer: Viewer, language: str, keys: Iterable[str] | None = None) -> Choices:
    """Return all networks, or only the networks with these keys, sorted by name."""
    query = select(Network)
    if keys is not None:
        query = query.where(Network.key.in_(sorted(keys)))
    return _named(viewer, db.session.scalars(query).all(), language)


def networks_to_ask_for(viewer: Viewer, jurisdiction: str, language: str) -> Choices:
    """Return the networks in which people of a State belong (rule: `takes_people_of`), sorted by name."""
    query = select(Network.key).where(takes_people_of(Network.key, jurisdiction))
    return networks(viewer, language, db.session.scalars(query).all())


def networks_to_give(viewer: Viewer, jurisdiction: str, language: str) -> Choices:
    """Return the networks to which the viewer may admit a practitioner of a State, sorted by name."""
    keys = db.session.scalars(select(Network.key)).all()
    grants = [Grant(Role.PRACTITIONER, Place(jurisdiction, frozenset({key}))) for key in keys]
    given = [key for key, is_given in zip(keys, may_give_each(viewer, grants), strict=True) if is_given]
    return networks(viewer, language, given)


def must_name_a_network(viewer: Viewer, jurisdiction: str) -> bool:
    """Return whether the viewer must name a network in order to admit a practitioner of a State."""
    return not may_admit(viewer, Role.PRACTITIONER, Place(jurisdiction))


def authorities(viewer: Viewer, jurisdiction: str, language: str, held: str = "") -> Choices:
    """Return the authorities of a State to which the viewer may admit a practitioner, sorted by name. A visitor gets
    all authorities of the State.

    The first choice, with an empty value, stands for no authority. An ended authority is returned only if `held` is its
    key.
    """
    is_given = or_(if_open(Authority.status.not_in(ENDED_STATUSES)), Authority.key == held)
    of_state = if_open(Authority.jurisdiction_key == jurisdiction)
    found = db.session.scalars(select(Authority).where(of_state, is_given)).all()
    if not viewer.is_visitor:
        places = places_of_authorities(one.key for one in found)
        found = [one for one in found if may(viewer, ADMISSION[Role.PRACTITIONER], places[one.key])]
    return [("", _("None of these")), *_named(viewer, found, language)]


def desks(viewer: Viewer, jurisdiction: str, role: Role, language: str, held: Iterable[str] = ()) -> Choices:
    """Return the desks of a State to which the viewer may admit a person of this role, sorted by name.

    A desk that has ended is returned only if its key is in `held`.
    """
    of_state = FocalPoint.authority.has(Authority.jurisdiction_key == jurisdiction)
    is_given = or_(FocalPoint.status.not_in(ENDED_STATUSES), FocalPoint.key.in_(sorted(held)))
    rows = db.session.scalars(select(FocalPoint).where(of_state, is_given).options(joinedload(FocalPoint.authority)))
    keys = {desk.key for desk in rows if may(viewer, ADMISSION[role], desk.place())}
    return _by_name(desk_names(viewer, keys, language).items())


def desks_to_pass(viewer: Viewer, keys: Iterable[str], language: str) -> Choices:
    """Return the desks that a leaver can pass to a successor. `keys` are the keys of the leaver's desks.

    Desks that have ended are left out. The order is not fixed.
    """
    standing = select(FocalPoint.key).where(FocalPoint.key.in_(sorted(keys)), FocalPoint.status.not_in(ENDED_STATUSES))
    return list(desk_names(viewer, db.session.scalars(standing), language).items())


def desk_names(viewer: Viewer, keys: Iterable[str], language: str) -> dict[str, str]:
    """Return a mapping from desk key to label: the authority's name and the network. Unknown keys are left out."""
    query = select(FocalPoint).where(FocalPoint.key.in_(sorted(keys))).options(joinedload(FocalPoint.authority))
    found = db.session.scalars(query).all()
    authorities = _names(viewer, {desk.authority for desk in found}, language)
    return {desk.key: f"{authorities[desk.authority_key]} · {desk.network_key.upper()}" for desk in found}


def authority_names(viewer: Viewer, keys: Iterable[str], language: str) -> dict[str, str]:
    """Return a mapping from authority key to name. Unknown keys are left out."""
    query = select(Authority).where(Authority.key.in_(sorted(keys)))
    return _names(viewer, db.session.scalars(query).all(), language)


def roles(viewer: Viewer, place: Place) -> Choices:
    """Return the roles that the viewer may give a person at this place (State and networks)."""
    return [(role, str(ROLES.label(role))) for role in ROLES if may_admit(viewer, Role(role), place)]


def desk_roles() -> Choices:
    """Return the roles that a person may have at a desk."""
    return [(code, str(DESK_ROLES.label(code))) for code in DESK_ROLES]


def token_scopes() -> Choices:
    """Return the scopes that a token of the API may have."""
    return [(code, str(TOKEN_SCOPES.label(code))) for code in TOKEN_SCOPES]


def languages() -> Choices:
    """Return the languages of the interface. The label of a language is its name in this language itself."""
    return [(code, language.autonym) for code, language in LANGUAGES.items()]


def _named(viewer: Viewer, entries: Iterable[Entry], language: str) -> Choices:
    return _by_name(_names(viewer, entries, language).items())


def _names(viewer: Viewer, entries: Iterable[Entry], language: str) -> dict[str, str]:
    return {reading.key: name_of(reading, language).text for reading in read_all(viewer, entries)}


def _by_name(pairs: Iterable[tuple[str, str]]) -> Choices:
    return collation.sorted_by_name(pairs, lambda pair: pair[1])
