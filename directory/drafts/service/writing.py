"""Begins, changes and copies drafts. Each change makes a new version; the newest MOST_VERSIONS versions are kept."""

from collections.abc import Iterable
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.drafts.content import DraftContent, to_json
from directory.drafts.encryption import DRAFT_ENCRYPTION
from directory.drafts.queries.drafts import content_of
from directory.drafts.service.filling import for_another_state
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Consultation, Draft, DraftVersion
from directory.outbox.service import queue
from directory.tokens import public_id

MOST_VERSIONS = 60
# About a hundred pages, in all languages together. Making a longer document would hold up other requests.
MOST_CHARACTERS = 300_000
# About the lines of a hundred pages. Lines are limited too, since laying out an empty line costs as much as a full one.
MOST_LINES = 6_000
CHANGED = _l(
    "A co-worker changed this part while you wrote. Open it in another window to see theirs;"
    " if you send yours again, it takes the place of theirs."
)


def start(
    viewer: Viewer, content: DraftContent, change: str = "started", consultation: Consultation | None = None
) -> Draft:
    """Begin a draft that the viewer owns, and return the draft. `change` (a code of DRAFT_CHANGES) says how the first
    version was made. `consultation` is the consultation from which the draft is begun, if any. The caller checks that
    the viewer has a seat in this consultation."""
    draft = Draft(public_id=public_id(), owner_id=viewer.account_id, version=0, is_kept=False)
    draft.consultation_id = consultation.id if consultation else None
    DRAFT_ENCRYPTION.new_cipher(draft)
    db.session.add(draft)
    db.session.flush()
    _append(viewer, draft, content, change)
    return draft


def save(viewer: Viewer, draft: Draft, part: str, content: DraftContent, seen: int) -> None:
    """Store changed content as a new version. `part` is the changed part, `seen` the version that the writer saw. Does
    nothing if the content is unchanged.

    Raises InvalidInput if a version after `seen` changed this part or was a restoration, or if the draft would become
    too large.
    """
    if content == content_of(draft):
        return
    require_room(content)
    if any(one.number > seen and one.part in (part, "restored") for one in draft.versions):
        raise InvalidInput(CHANGED)
    _append(viewer, draft, content, part)


def require_room(content: DraftContent) -> None:
    """Raise InvalidInput if a draft is too large for a document."""
    if content.characters() > MOST_CHARACTERS:
        raise InvalidInput(_("All texts of a draft together hold at most %(most)s characters.", most=MOST_CHARACTERS))
    if content.lines() > MOST_LINES:
        raise InvalidInput(_("All texts of a draft together hold at most %(most)s lines.", most=MOST_LINES))


def tick(viewer: Viewer, draft: Draft, done: Iterable[str], seen: int) -> None:
    """Store which items of the requested State's requirement sheet are ticked. `seen` is the version that the writer
    saw. Raises InvalidInput if a later version changed the checklist or was a restoration."""
    save(viewer, draft, "checklist", replace(content_of(draft), done=tuple(done)), seen)


def restore(viewer: Viewer, draft: Draft, number: int) -> None:
    """Store the content of an earlier version as a new version. Raises NotFound for an unknown version."""
    _append(viewer, draft, content_of(draft, number), "restored")


def copy(viewer: Viewer, draft: Draft, requested: str) -> Draft:
    """Copy a draft into a new draft to the State `requested`. The viewer owns the new draft. Record the act, and return
    the new draft.

    If the viewer is a co-worker, the owner of `draft` gets a mail about the copy, unless the owner's account is
    inactive.
    """
    made = start(viewer, for_another_state(viewer, content_of(draft), requested), "copied")
    record(viewer.account_id, "draft_copied", draft.entry_key)
    owner = draft.owner
    if owner.id != viewer.account_id and owner.active:
        key, path = f"draft:{made.public_id}:copied", f"drafts/{draft.public_id}"
        queue("draft_copied", owner.email, owner.language, key=key, path=path)
    return made


def _append(viewer: Viewer, draft: Draft, content: DraftContent, part: str) -> None:
    if viewer.account_id == draft.owner_id:
        draft.authority_key = viewer.authority
    draft.version, draft.changed_at = draft.version + 1, clock.now()
    sealed = DRAFT_ENCRYPTION.cipher_of(draft).seal(str(draft.version), to_json(content))
    values = {"number": draft.version, "author_id": viewer.account_id, "at": draft.changed_at, "part": part}
    draft.versions.insert(0, DraftVersion(sealed_content=sealed, **values))
    del draft.versions[MOST_VERSIONS:]
