"""Stores uploaded files and queues their checks. Submits, applies, refuses and withdraws imports. Queues exports."""

from datetime import timedelta
from pathlib import PurePath

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import Conflict, InvalidInput, NotPermitted, PageOutdated
from directory.extensions import db
from directory.imports.immediate_application import may_apply_at_once
from directory.imports.letters import tell_decided, tell_others, tell_stopped
from directory.imports.queries import DOUBTFUL, FAILED, is_author, may_decide, scope_of, state_of, version_of
from directory.imports.read_permissions import may_read_all
from directory.models import ImportBatch, Job, JobFile
from directory.proposals.validation import LONGEST_NOTE_CHARACTERS, TOO_LONG

KEPT_FOR = timedelta(days=30)
LONGEST_NAME_CHARACTERS = 100

DECIDED = _l("This import has been decided already, or is at work.")
OUTDATED = _l("This import has changed since you opened its page. Nothing was decided. Look at it once more.")
NOTHING = _l("No row of this file changes anything.")
UNCONFIRMED = _l("Some values of this file look wrong. Confirm that you have checked them, or correct the file.")
REASON_MISSING = _l("Say why it is refused: its author reads it.")


class DoubtsUnconfirmed(InvalidInput):
    """Raised if the author submits values that look wrong without confirming that the values were checked."""


def take_in(viewer: Viewer, name: str, content: bytes) -> ImportBatch:
    """Store a file as a new import, and queue its check. The file is kept for KEPT_FOR at most.

    `name` only helps the author to recognize the file.
    """
    file_name = PurePath(name).name[-LONGEST_NAME_CHARACTERS:]
    batch = ImportBatch(author_id=viewer.account_id, scope=scope_of(viewer), file_name=file_name)
    db.session.add(batch)
    db.session.flush()
    batch.job = Job(name="check import", arguments={"batch": batch.id}, account_id=viewer.account_id)
    db.session.add(batch.job)
    db.session.flush()
    kept_until = clock.now() + KEPT_FOR
    db.session.add(JobFile(job_id=batch.job.id, name=batch.file_name, content=content, kept_until=kept_until))
    return batch


def check_again(viewer: Viewer, batch: ImportBatch) -> None:
    """Queue another check of an import's file.

    Raises these errors:

    - NotPermitted: the viewer is not the author.
    - Conflict: a job works on the import, the import is submitted or decided, or its file was deleted.
    """
    _require_author(viewer, batch)
    if state_of(batch) not in ("checked", "unreadable", FAILED):
        raise Conflict(DECIDED)
    if db.session.get(JobFile, batch.job_id) is None:
        raise Conflict(_l("The file has been deleted. Import it again."))
    _start(viewer, batch, "check import")
    batch.state, batch.fault, batch.is_outdated, batch.counts = "checking", [], False, {}
    batch.scope = scope_of(viewer)


def submit(viewer: Viewer, batch: ImportBatch, *, confirms_doubts: bool = False) -> None:
    """Submit a checked file for the decision of another person, or queue its application (see `may_apply_at_once`).

    Raises these errors:

    - NotPermitted: the viewer is not the author.
    - Conflict: the import is in another state, or its last application failed because entries had changed.
    - InvalidInput: the file changes nothing.
    - DoubtsUnconfirmed: values look wrong, and `confirms_doubts` is false.
    """
    _require_author(viewer, batch)
    if batch.state != "checked" or batch.is_outdated:
        raise Conflict(DECIDED)
    if not batch.counts.get("created") and not batch.counts.get("changed"):
        raise InvalidInput(NOTHING)
    if batch.counts.get(DOUBTFUL) and not confirms_doubts:
        raise DoubtsUnconfirmed(UNCONFIRMED)
    batch.state = "submitted"
    record(viewer.account_id, "import_submitted", ("import", batch.id))
    if may_apply_at_once(viewer, batch):
        _start_applying(viewer, batch)
    else:
        tell_others(batch)


def require_version(batch: ImportBatch, version: str) -> None:
    """Raise PageOutdated unless `version` is the present version of the import. Call this inside `committing`."""
    if version != version_of(batch):
        raise PageOutdated(OUTDATED)


def approve(viewer: Viewer, batch: ImportBatch) -> None:
    """Approve a file, and queue its application. The file must be submitted, or its last application must have failed.

    Raises these errors:

    - NotPermitted: the viewer is the author, may not decide the import, or may not read all changed values.
    - Conflict: the import is in any other state.
    """
    _require_other(viewer, batch)
    is_given_up = batch.state == "applying" and state_of(batch) == FAILED
    if batch.state != "submitted" and not is_given_up:
        raise Conflict(DECIDED)
    _start_applying(viewer, batch)


def refuse(viewer: Viewer, batch: ImportBatch, reason: str) -> None:
    """Refuse a submitted file with a reason, and mail its author.

    Raises these errors:

    - NotPermitted: the viewer is the author, may not decide the import, or may not read all changed values.
    - Conflict: the file does not wait for a decision.
    - InvalidInput: the reason is missing or too long.
    """
    _require_other(viewer, batch)
    if batch.state != "submitted":
        raise Conflict(DECIDED)
    if not reason.strip():
        raise InvalidInput(REASON_MISSING)
    if len(reason) > LONGEST_NOTE_CHARACTERS:
        raise InvalidInput(TOO_LONG)
    batch.state, batch.reason, batch.reviewer_id, batch.decided_at = "refused", reason, viewer.account_id, clock.now()
    record(viewer.account_id, "import_refused", ("import", batch.id))
    tell_decided(batch)


def withdraw(viewer: Viewer, batch: ImportBatch) -> None:
    """Withdraw an import that nobody has decided.

    Raises these errors:

    - NotPermitted: the viewer is not the author.
    - Conflict: the import is decided, or a job works on it.
    """
    _require_author(viewer, batch)
    if state_of(batch) not in ("checked", "unreadable", "submitted", FAILED):
        raise Conflict(DECIDED)
    batch.state, batch.decided_at = "withdrawn", clock.now()
    record(viewer.account_id, "import_withdrawn", ("import", batch.id))


def finish(batch: ImportBatch) -> None:
    """Record that an import was applied, delete its file, and mail its author.

    Call this in the transaction that writes the rows.
    """
    batch.state, batch.decided_at = "applied", clock.now()
    file = db.session.get(JobFile, batch.job_id)
    if file is not None:
        db.session.delete(file)
    record(batch.reviewer_id, "import_applied", ("import", batch.id))
    tell_decided(batch)


def note_outdated(batch: ImportBatch) -> None:
    """Record that nothing of an import was applied, since entries have changed. Mail the author and the person who
    approved."""
    batch.state, batch.is_outdated = "checked", True
    tell_stopped(batch)


def ask_for_export(viewer: Viewer, ending: str) -> Job:
    """Queue a job that writes an export of the type `ending`, with all entries that the viewer may read and import."""
    job = Job(name="export", arguments={"ending": ending}, account_id=viewer.account_id)
    db.session.add(job)
    db.session.flush()
    job.arguments = {"ending": ending, "job": job.id, "scope": scope_of(viewer)}
    return job


def _start_applying(viewer: Viewer, batch: ImportBatch) -> None:
    batch.state, batch.reviewer_id = "applying", viewer.account_id
    _start(viewer, batch, "apply import")


def _start(viewer: Viewer, batch: ImportBatch, name: str) -> None:
    """Queue the job `name` for an import.

    The uploaded file is attached to the new job, so that the import can be checked again later.
    """
    file = db.session.get(JobFile, batch.job_id)
    batch.job = Job(name=name, arguments={"batch": batch.id}, account_id=viewer.account_id)
    db.session.add(batch.job)
    db.session.flush()
    if file is not None:
        file.job_id = batch.job.id


def _require_author(viewer: Viewer, batch: ImportBatch) -> None:
    if not is_author(viewer, batch):
        raise NotPermitted


def _require_other(viewer: Viewer, batch: ImportBatch) -> None:
    if not may_decide(viewer, batch) or not may_read_all(viewer, batch):
        raise NotPermitted
