"""Decides which edits of contact details are published at once, without a second person's decision."""

from sqlalchemy import func, select

from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import ContactDetail, Network
from directory.proposals.change_set import NETWORK, ChangeSet
from directory.proposals.editable_columns import AUDIENCE
from directory.proposals.permissions import may_publish_alone

# The columns that determine who may read a contact.
READER_COLUMNS = frozenset({AUDIENCE, NETWORK})


def may_publish_at_once(viewer: Viewer, changes: ChangeSet) -> bool:
    """Return whether the viewer may publish edits without a second person.

    Each edit must concern a contact, state a day of verification, and change neither audience nor network of the
    contact. The viewer must be able to publish the edits and give all approvals. For each contact, the viewer must also
    belong to a network of the contact, and this network must allow it.
    """
    if not all(edit.kind == ContactDetail.KIND and edit.given.verified_on for edit in changes.edits):
        return False
    if any(edit.detail in READER_COLUMNS for edit in changes.edits):
        return False
    places = [changes.place(key, values) for key in changes.after for values in changes.versions(key)]
    return may_publish_alone(viewer, changes) and all(_allows(viewer.networks & p.networks) for p in places)


def _allows(networks: frozenset[str]) -> bool:
    allowed = select(func.count()).where(Network.key.in_(sorted(networks)), Network.publishes_contacts_at_once)
    return bool(networks) and bool(db.session.scalar(allowed))
