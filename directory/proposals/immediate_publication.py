"""The rule by which a change of contacts needs no second person, and the name of a verifying office."""

from flask_babel import force_locale
from sqlalchemy import func, select

from directory import i18n
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Authority, ContactDetail, Network
from directory.proposals.change_set import NETWORK, ChangeSet
from directory.proposals.decisions import may_all
from directory.proposals.editable_columns import AUDIENCE
from directory.vocabulary import ROLES

# The columns that decide who may read a line.
READERS = frozenset({AUDIENCE, NETWORK})


def may_publish_at_once(viewer: Viewer, changes: ChangeSet) -> bool:
    """Return whether these are verified changes of contacts alone, by the coordinator of networks that allow it.

    For a line of a network, that network must allow it; for another line of a State, any of its networks that the
    viewer coordinates. Changing the readers of an existing line always needs a second person.
    """
    if not all(edit.kind == ContactDetail.KIND and edit.given.verified_on for edit in changes.edits):
        return False
    if any(edit.detail in READERS for edit in changes.edits):
        return False
    places = [changes.place(key, values) for key in changes.after for values in changes.versions(key)]
    return may_all(viewer, Action.PUBLISH, changes) and all(_allows(viewer.networks & p.networks) for p in places)


def office_of(viewer: Viewer, language: str = i18n.DEFAULT) -> str:
    """Return the name of the office that verifies a fact for the viewer: an institution, or a role and its State."""
    authority = db.session.get(Authority, viewer.authority) if viewer.authority else None
    if authority is not None:
        return authority.name.text(language)
    with force_locale(i18n.chrome_language(language)):
        role = str(ROLES.label(viewer.role))
    state = i18n.territory_name(viewer.jurisdiction, language) if viewer.jurisdiction else ""
    return ", ".join(filter(None, [role, state]))


def _allows(networks: frozenset[str]) -> bool:
    allowed = select(func.count()).where(Network.key.in_(sorted(networks)), Network.publishes_contacts_at_once)
    return bool(networks) and bool(db.session.scalar(allowed))
