"""Checks of a person's scope, authority and desks."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Authority, FocalPoint
from directory.vocabulary import ENDED_STATUSES, Role


def require_scope(role: Role, jurisdiction: str | None, networks: Iterable[str]) -> None:
    """Raise InvalidInput for a person who has neither a State nor a network. Administrators need neither."""
    if role is not Role.ADMINISTRATOR and not (jurisdiction or tuple(networks)):
        raise InvalidInput(_l("Choose a State or a network: without one this person could see and do nothing."))


def require_of_state(jurisdiction: str | None, authority: str | None, desks: Iterable[str]) -> None:
    """Raise InvalidInput if the authority is unknown, or if the authority or a desk is not of the State `jurisdiction`.
    Unknown desks are ignored."""
    office = db.session.get(Authority, authority) if authority else None
    if authority and (office is None or office.jurisdiction_key != (jurisdiction or None)):
        raise InvalidInput(_l("This authority does not belong to the State chosen."))
    for key in desks:
        desk = db.session.get(FocalPoint, key)
        if desk is not None and desk.place().jurisdiction != (jurisdiction or ""):
            raise InvalidInput(_l("This desk does not belong to the State chosen."))


def require_not_ended(authority: str | None, desks: Iterable[str]) -> None:
    """Raise InvalidInput for an authority or desk that has been closed or replaced. Unknown keys are ignored."""
    office = db.session.get(Authority, authority) if authority else None
    if office is not None and office.status in ENDED_STATUSES:
        raise InvalidInput(_l("This authority has been closed or replaced. Choose the one that takes its place."))
    for key in desks:
        desk = db.session.get(FocalPoint, key)
        if desk is not None and desk.status in ENDED_STATUSES:
            raise InvalidInput(_l("This desk has been closed or replaced. Choose the one that takes its place."))
