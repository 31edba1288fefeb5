"""Reads drafts. A draft may be read by its owner, and by the co-workers with whom the owner shares it."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from directory.access.viewer import Viewer
from directory.consultations.queries.people import list_people_of_authority
from directory.drafts.content import DraftContent, from_json
from directory.drafts.encryption import DRAFT_ENCRYPTION
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Account, Draft, DraftReader, DraftVersion

MOST_LISTED = 200


def get(viewer: Viewer, public_id: str) -> Draft:
    """Return a draft that the viewer may read and change, else raise NotFound."""
    return _one(viewer, Draft.public_id == public_id)


def get_owned(viewer: Viewer, public_id: str) -> Draft:
    """Return a draft that the viewer owns, else raise NotFound. A draft that is only shared with the viewer raises
    NotFound too."""
    return _one(viewer, Draft.public_id == public_id, Draft.owner_id == viewer.account_id)


def list_drafts(viewer: Viewer) -> Sequence[Draft]:
    """Return up to MOST_LISTED drafts that the viewer may read, the most recently changed first."""
    query = select(Draft).where(_is_for(viewer)).order_by(Draft.changed_at.desc()).limit(MOST_LISTED)
    return db.session.scalars(query.options(joinedload(Draft.owner))).all()


def list_unsent(viewer: Viewer, most: int) -> Sequence[Draft]:
    """Return up to `most` drafts that the viewer may read and whose request was not sent yet, the most recently changed
    first."""
    query = select(Draft).where(_is_for(viewer), Draft.sent_on.is_(None)).order_by(Draft.changed_at.desc()).limit(most)
    return db.session.scalars(query.options(joinedload(Draft.owner))).all()


def content_of(draft: Draft, number: int | None = None) -> DraftContent:
    """Return the present content of a draft, or the content of version `number`. The caller checks that the viewer may
    read the draft.

    Raises NotFound for an unknown version, and NotOpened if the draft cannot be decrypted.
    """
    wanted = draft.version if number is None else number
    query = select(DraftVersion).where(DraftVersion.draft_id == draft.id, DraftVersion.number == wanted)
    version = db.session.scalar(query)
    if version is None:
        raise NotFound
    return from_json(DRAFT_ENCRYPTION.cipher_of(draft).open(str(version.number), version.sealed_content))


def list_coworkers(draft: Draft) -> list[Account]:
    """Return the active people of the owner's authority who have no access to the draft, sorted by account id. The
    caller checks that the viewer owns the draft."""
    readers = {one.account_id for one in draft.readers}
    return [
        one for one in list_people_of_authority(draft.owner.authority_key) if one.id not in {draft.owner_id, *readers}
    ]


def _one(viewer: Viewer, *conditions: ColumnElement[bool]) -> Draft:
    whole = (joinedload(Draft.owner), selectinload(Draft.readers).joinedload(DraftReader.account))
    found = db.session.scalar(select(Draft).where(_is_for(viewer), *conditions).options(*whole))
    if found is None:
        raise NotFound
    return found


def _is_for(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the viewer owns a draft, or that the draft is shared with the viewer.

    A shared draft counts only if the viewer belongs to the draft's authority, and the owner still belongs to this
    authority or the owner's data were erased.
    """
    if viewer.account_id is None:
        return false()
    if not viewer.authority:
        return Draft.owner_id == viewer.account_id
    has_been_forgotten = and_(Account.active.is_(False), Account.authority_key.is_(None))
    shared = (
        Draft.readers.any(DraftReader.account_id == viewer.account_id),
        Draft.authority_key == viewer.authority,
        Draft.owner.has(or_(Account.authority_key == viewer.authority, has_been_forgotten)),
    )
    return or_(Draft.owner_id == viewer.account_id, and_(*shared))
