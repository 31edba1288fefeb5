"""Stores uploaded files, has them checked, and submits, applies, refuses and withdraws them. Also queues exports."""

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
from directory.imports.queries import FAILED, is_author, may_decide, scope_of, state_of, version_of
from directory.imports.read_permissions import may_read_all
from directory.models import ImportBatch, Job, JobFile
from directory.proposals.validation import LONGEST_NOTE_CHARACTERS, TOO_LONG

KEPT_FOR = timedelta(days=30)
LONGEST_NAME_CHARACTERS = 100

DECIDED = _l("This import has been decided already, or is at work.")
OUTDATED = _l("This import has changed since you opened its page. Nothing was decided. Look at it once more.")
NOTHING = _l("No row of this file changes anything.")
REASON_MISSING = _l("Say why it is refused: its author reads it.")


def take_in(viewer: Viewer, name: str, content: bytes) -> ImportBatch:
    """Store a file for KEPT_FOR at most, queue its check, and return the import. The name only helps the author to
    recognize the file."""
    batch = ImportBatch(author_id=viewer.account_id, file_name=PurePath(name).name[-LONGEST_NAME_CHARACTERS:])
    db.session.add(batch)
    db.session.flush()
    batch.job = Job(name="check import", arguments={"batch": batch.id}, account_id=viewer.account_id)
    db.session.add(batch.job)
    db.session.flush()
    kept_until = clock.now() + KEPT_FOR
    db.session.add(JobFile(job_id=batch.job.id, name=batch.file_name, content=content, kept_until=kept_until))
    return batch


def check_again(viewer: Viewer, batch: ImportBatch) -> None:
    """Have a file checked again. Raises NotPermitted unless the viewer is the import's author.

    Raises Conflict if work on the import is going on, if the import is submitted or decided, or if its file was
    deleted.
    """
    _require_author(viewer, batch)
    if state_of(batch) not in ("checked", "unreadable", FAILED):
        raise Conflict(DECIDED)
    if db.session.get(JobFile, batch.job_id) is None:
        raise Conflict(_l("The file has been deleted. Import it again."))
    _start(viewer, batch, "check import")
    batch.state, batch.fault, batch.is_outdated, batch.counts = "checking", [], False, {}


def submit(viewer: Viewer, batch: ImportBatch) -> None:
    """Send a checked file to another person. If the networks of its rows allow this, have it applied at once instead.

    Refused rows are not applied. Raises NotPermitted unless the viewer is the author. Raises Conflict unless the file
    is checked and no entry has changed since. Raises InvalidInput if the file changes nothing.
    """
    _require_author(viewer, batch)
    if batch.state != "checked" or batch.is_outdated:
        raise Conflict(DECIDED)
    if not batch.counts.get("created") and not batch.counts.get("changed"):
        raise InvalidInput(NOTHING)
    batch.state = "submitted"
    record(viewer.account_id, "import_submitted", ("import", batch.id))
    if may_apply_at_once(viewer, batch):
        _start_applying(viewer, batch)
    else:
        tell_others(batch)


def require_version(batch: ImportBatch, version: str) -> None:
    """Raise PageOutdated unless `version` is the present version of the import, so that people decide the version they
    saw.

    Call this inside `committing`, so that the write lock prevents a change of the version.
    """
    if version != version_of(batch):
        raise PageOutdated(OUTDATED)


def approve(viewer: Viewer, batch: ImportBatch) -> None:
    """Have a submitted file applied by the worker.

    Raises NotPermitted for the import's author, and for a viewer who may not decide the import or may not read all
    changed values. Raises Conflict unless the file waits for a decision or its application was given up.
    """
    _require_other(viewer, batch)
    is_given_up = batch.state == "applying" and state_of(batch) == FAILED
    if batch.state != "submitted" and not is_given_up:
        raise Conflict(DECIDED)
    _start_applying(viewer, batch)


def refuse(viewer: Viewer, batch: ImportBatch, reason: str) -> None:
    """Close a submitted file with a reason, and mail its author, who can then read the reason.

    Raises NotPermitted for the import's author, and for a viewer who may not decide the import or may not read all
    changed values. Raises Conflict unless the file waits for a decision, and InvalidInput if the reason is missing or
    too long.
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

    Raises NotPermitted unless the viewer is its author. Raises Conflict if the import is decided or the worker is
    processing it.
    """
    _require_author(viewer, batch)
    if state_of(batch) not in ("checked", "unreadable", "submitted", FAILED):
        raise Conflict(DECIDED)
    batch.state, batch.decided_at = "withdrawn", clock.now()
    record(viewer.account_id, "import_withdrawn", ("import", batch.id))


def finish(batch: ImportBatch) -> None:
    """Record that the rows of a file have been written, delete the file, and mail the decision to its author.

    Call this function in the transaction that writes the rows.
    """
    batch.state, batch.decided_at = "applied", clock.now()
    file = db.session.get(JobFile, batch.job_id)
    if file is not None:
        db.session.delete(file)
    record(batch.reviewer_id, "import_applied", ("import", batch.id))
    tell_decided(batch)


def note_outdated(batch: ImportBatch) -> None:
    """Record that entries have changed since the check and that nothing of the file was applied. Mail this to the
    import's author and to the person who approved the import."""
    batch.state, batch.is_outdated = "checked", True
    tell_stopped(batch)


def ask_for_export(viewer: Viewer, ending: str) -> Job:
    """Queue the job that writes an export, and return the job.

    The export is a file of the type `ending`. It contains all entries that the viewer may read and import.
    """
    job = Job(name="export", arguments={"ending": ending}, account_id=viewer.account_id)
    db.session.add(job)
    db.session.flush()
    job.arguments = {"ending": ending, "job": job.id, "scope": scope_of(viewer)}
    return job


def _start_applying(viewer: Viewer, batch: ImportBatch) -> None:
    batch.state, batch.reviewer_id = "applying", viewer.account_id
    _start(viewer, batch, "apply import")


def _start(viewer: Viewer, batch: ImportBatch, name: str) -> None:
    """Queue work on an import. The file moves to the new job, since the import may have to be checked again."""
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
