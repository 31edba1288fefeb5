"""Reads drafts. The readers of a draft are its owner and co-workers with whom the owner shares the draft."""

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
    """Return a draft that the viewer may read and change. Raises NotFound if there is no such draft."""
    return _one(viewer, Draft.public_id == public_id)


def get_owned(viewer: Viewer, public_id: str) -> Draft:
    """Return a draft that the viewer owns.

    Raises NotFound for all other drafts, even if they are shared with the viewer.
    """
    return _one(viewer, Draft.public_id == public_id, Draft.owner_id == viewer.account_id)


def list_drafts(viewer: Viewer) -> Sequence[Draft]:
    """Return up to MOST_LISTED drafts that the viewer may read, with the most recently changed first."""
    query = select(Draft).where(_is_for(viewer)).order_by(Draft.changed_at.desc()).limit(MOST_LISTED)
    return db.session.scalars(query.options(joinedload(Draft.owner))).all()


def content_of(draft: Draft, number: int | None = None) -> DraftContent:
    """Return the present content of a draft. If `number` is given, return the content of that version.

    Raises NotFound for an unknown version, and NotOpened if the draft can no longer be decrypted. The caller checks
    that the viewer may read the draft.
    """
    wanted = draft.version if number is None else number
    query = select(DraftVersion).where(DraftVersion.draft_id == draft.id, DraftVersion.number == wanted)
    version = db.session.scalar(query)
    if version is None:
        raise NotFound
    return from_json(DRAFT_ENCRYPTION.cipher_of(draft).open(str(version.number), version.sealed_content))


def list_coworkers(draft: Draft) -> list[Account]:
    """Return the active people with whom the owner could still share the draft, sorted by account id.

    They belong to the owner's authority. The owner and the present readers of the draft are left out. The caller checks
    that the viewer owns the draft.
    """
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
    """Return the SQL condition that the viewer may read a draft: as its owner, or as a co-worker with whom it is
    shared.

    Three things are needed of a co-worker. The draft is shared with the co-worker. The co-worker belongs to the draft's
    authority. The draft's owner belongs to this authority too, or the owner's data were erased.

    It does not matter whether the owner's account is active. The erasure of an owner's data
    (`people.service.forgetting`) closes drafts of the owner's former authorities to co-workers.
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
