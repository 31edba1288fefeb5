"""Shares drafts with co-workers, exempts drafts from deletion by age, and deletes drafts."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.consultations.service.seats import NOT_THERE
from directory.drafts.queries.drafts import list_coworkers
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Account, Draft, DraftReader
from directory.outbox.service import queue

RETENTION = timedelta(days=90)
BATCH_SIZE = 20


def share(viewer: Viewer, draft: Draft, account_id: int) -> None:
    """Let a co-worker of the owner's authority read and change a draft, record the act, and mail a link to the
    co-worker. Raises InvalidInput if the account is not in `list_coworkers`."""
    added = next((one for one in list_coworkers(draft) if one.id == account_id), None)
    if added is None:
        raise InvalidInput(NOT_THERE)
    draft.readers.append(DraftReader(account_id=added.id))
    draft.authority_key = viewer.authority
    record(viewer.account_id, "draft_shared", draft.entry_key)
    key, path = f"draft:{draft.public_id}:{added.id}", f"drafts/{draft.public_id}"
    queue("draft_shared", added.email, added.language, key=key, path=path)


def unshare(viewer: Viewer, draft: Draft, account_id: int) -> None:
    """End a co-worker's access to a draft, and record the act."""
    draft.readers[:] = [one for one in draft.readers if one.account_id != account_id]
    record(viewer.account_id, "draft_unshared", draft.entry_key)


def keep(draft: Draft, *, is_kept: bool) -> None:
    """Exempt a draft from deletion by age, or end the exemption."""
    draft.is_kept = is_kept


def delete(viewer: Viewer | None, draft: Draft) -> None:
    """Delete a draft with its key, versions and readers, and record the act. `viewer` is None for the worker.

    Older backups contain the draft until they are pruned.
    """
    record(viewer.account_id if viewer else None, "draft_deleted" if viewer else "draft_shredded", draft.entry_key)
    db.session.delete(draft)


def shred_old(now: datetime) -> int:
    """Delete up to BATCH_SIZE drafts that were not changed for RETENTION, and return their number. A draft stays if its
    owner has exempted the draft and the owner's account is active."""
    gone = Draft.owner.has(Account.active.is_(False))
    old = (Draft.changed_at < now - RETENTION, or_(Draft.is_kept.is_(False), gone))
    found = list(db.session.scalars(select(Draft).where(*old).order_by(Draft.id).limit(BATCH_SIZE)))
    for draft in found:
        delete(None, draft)
    return len(found)
