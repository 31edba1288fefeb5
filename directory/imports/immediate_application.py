"""The rule for imports that need no second person."""

from sqlalchemy import func, select

from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.imports.checking import CHANGED, CREATED
from directory.imports.queries import places_of
from directory.models import ContactDetail, ImportBatch, ImportRow, Network
from directory.proposals.immediate_publication import READER_COLUMNS


def may_apply_at_once(viewer: Viewer, batch: ImportBatch) -> bool:
    """Return whether the viewer may apply an import without a second person. All of these must be true:

    - Each new or changed row is a contact with a day of verification.
    - No row changes who can read an existing contact (READER_COLUMNS).
    - In each place (State and networks), the viewer may publish, and one of the viewer's networks allows changes
      without a second person.

    `proposals.immediate_publication.may_publish_at_once` has the same rule.
    """
    changing = select(ImportRow).where(ImportRow.batch_id == batch.id, ImportRow.outcome.in_((CREATED, CHANGED)))
    if not all(map(_is_verified_contact, db.session.scalars(changing))):
        return False
    return all(
        may(viewer, Action.PUBLISH, place) and _allows(viewer.networks & place.networks) for place in places_of(batch)
    )


def _is_verified_contact(row: ImportRow) -> bool:
    opens = row.outcome == CHANGED and not READER_COLUMNS.isdisjoint(row.after)
    return row.kind == ContactDetail.KIND and bool(row.given["verified_on"]) and not opens


def _allows(networks: frozenset[str]) -> bool:
    allowed = select(func.count()).where(Network.key.in_(sorted(networks)), Network.publishes_contacts_at_once)
    return bool(networks) and bool(db.session.scalar(allowed))
