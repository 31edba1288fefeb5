"""Reads imports with their rows, and exports. Determines who may see an import, and who may approve or refuse it."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Select, Text, cast, func, or_, select
from sqlalchemy.orm import joinedload

from directory import clock
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import ImportBatch, ImportRow, Job, JobFile, Place
from directory.paging import Paged, paginate, paginate_rows
from directory.tokens import signed
from directory.vocabulary import Role

ROWS_AT_ONCE = 1_000
WAITING = "submitted"
UNSUBMITTED = ("checking", "checked", "unreadable")
FAILED = "failed"
EXPORT_KEPT_FOR = timedelta(days=1)
UNCONFIRMED = "unconfirmed"
# The name for created and changed rows with a value that looks wrong. Their author must confirm these values.
DOUBTFUL = "doubtful"
# PostgreSQL cannot compare JSON values, so their texts are compared.
_IS_DOUBTFUL = cast(ImportRow.doubts, Text) != "[]"
# `flask import` runs as an administrator, since the person who runs the command controls the whole machine.
OPERATOR = Viewer(Role.ADMINISTRATOR)


def get(viewer: Viewer, batch_id: str) -> ImportBatch:
    """Return an import that the viewer uploaded or may decide. Raises NotFound for any other import."""
    batch = db.session.get(ImportBatch, batch_id)
    if batch is None or not (is_author(viewer, batch) or may_decide(viewer, batch)):
        raise NotFound
    return batch


def is_author(viewer: Viewer, batch: ImportBatch) -> bool:
    """Return whether the viewer uploaded the file with the present role and scope, and may still import in all places
    of its rows.

    Refused rows have no places, so only the viewer's scope is checked for them.
    """
    brought = viewer.account_id is not None and viewer.account_id == batch.author_id
    is_in_scope = batch.scope in ([], scope_of(viewer))
    return brought and is_in_scope and all(may(viewer, Action.IMPORT, place) for place in places_of(batch))


def state_of(batch: ImportBatch) -> str:
    """Return `failed` if the last attempt to check or apply an import has failed. Otherwise return its stored state."""
    is_at_work = batch.state in ("checking", "applying") and batch.job is not None
    return FAILED if is_at_work and batch.job and batch.job.state == "failed" else batch.state


def may_decide(viewer: Viewer, batch: ImportBatch) -> bool:
    """Return whether the viewer may decide a submitted import, or may see an import that was decided.

    The viewer must not be the author. All rows must be in the viewer's scope. Whether the viewer may read all values is
    not checked (see `may_read_all`).
    """
    approved = viewer.account_id is not None and viewer.account_id == batch.reviewer_id
    is_shown = approved or batch.state in (WAITING, "applying", "applied", "refused")
    is_other = viewer.account_id is not None and viewer.account_id != batch.author_id
    return is_shown and is_other and all(may(viewer, Action.PUBLISH, place) for place in places_of(batch))


def version_of(batch: ImportBatch) -> str:
    """Return a signature of an import's state, which changes with each check and decision.

    The page of an import contains the signature. A decision sends it back, so that an outdated page is noticed.
    """
    return signed("import", repr((batch.id, batch.state, batch.job.public_id if batch.job else "")))


def places_of(batch: ImportBatch) -> list[Place]:
    """Return the places (State and networks) of the new and changed rows of an import, as the check found them."""
    return [Place(state, frozenset(networks)) for state, networks in batch.places]


def list_own(viewer: Viewer, page: int) -> Paged[ImportBatch]:
    """Return one page of the imports that the viewer uploaded and may still see, newest first."""
    own = select(ImportBatch).where(ImportBatch.author_id == viewer.account_id)
    newest_first = own.order_by(ImportBatch.uploaded_at.desc(), ImportBatch.id)
    return paginate_rows([batch for batch in db.session.scalars(newest_first) if is_author(viewer, batch)], page)


def list_unsubmitted(viewer: Viewer, most: int) -> list[ImportBatch]:
    """Return up to `most` imports that the viewer uploaded, may still see and did not submit yet, newest first."""
    own = (ImportBatch.author_id == viewer.account_id, ImportBatch.state.in_(UNSUBMITTED))
    query = select(ImportBatch).where(*own).order_by(ImportBatch.uploaded_at.desc(), ImportBatch.id)
    newest_first = db.session.scalars(query.options(joinedload(ImportBatch.job)))
    return [batch for batch in newest_first if is_author(viewer, batch)][:most]


def list_waiting(viewer: Viewer) -> list[ImportBatch]:
    """Return the submitted imports that the viewer may decide, oldest first."""
    query = select(ImportBatch).where(ImportBatch.state == WAITING).order_by(ImportBatch.uploaded_at)
    return [batch for batch in db.session.scalars(query) if may_decide(viewer, batch)]


def list_rows(batch: ImportBatch, outcome: str, page: int) -> Paged[ImportRow]:
    """Return one page of the rows of an import, in the order of the file. An empty `outcome` means all rows.

    The caller checks that the viewer may see the import.
    """
    return paginate(_rows(batch, outcome), page)


def row_chunks(batch: ImportBatch, *outcomes: str) -> Iterator[list[ImportRow]]:
    """Yield the rows of an import in lists of ROWS_AT_ONCE, in the order of the file. Without `outcomes`, yield all
    rows.

    Callers that show the rows check that the viewer may see the import.
    """
    last = 0
    while True:
        query = _rows(batch, *outcomes).where(ImportRow.number > last).limit(ROWS_AT_ONCE)
        rows = list(db.session.scalars(query))
        if not rows:
            return
        last = rows[-1].number
        yield rows


def count_rows(batch: ImportBatch) -> dict[str, int]:
    """Return the number of rows with each outcome. Outcomes without rows are left out."""
    query = select(ImportRow.outcome, func.count()).where(ImportRow.batch_id == batch.id).group_by(ImportRow.outcome)
    return dict(db.session.execute(query).all())


def count_doubtful(batch: ImportBatch) -> int:
    """Return the number of rows in which something looks wrong."""
    query = select(func.count()).select_from(ImportRow).where(ImportRow.batch_id == batch.id, _IS_DOUBTFUL)
    return db.session.scalar(query) or 0


def list_exports(viewer: Viewer) -> list[Job]:
    """Return the viewer's exports that are unfinished or ended less than EXPORT_KEPT_FOR ago, newest first.

    Exports that the viewer requested with another role or scope are left out.
    """
    is_kept = or_(Job.ended_at.is_(None), Job.ended_at > clock.now() - EXPORT_KEPT_FOR)
    own = select(Job).where(Job.name == "export", Job.account_id == viewer.account_id, is_kept)
    return [job for job in db.session.scalars(own.order_by(Job.id.desc())) if is_of(viewer, job)]


def get_export(viewer: Viewer, job_id: str) -> Job:
    """Return an export that the viewer requested with the present role and scope.

    Raises NotFound for any other export.
    """
    job = db.session.scalar(select(Job).where(Job.public_id == job_id, Job.name == "export"))
    if job is None or viewer.account_id is None or job.account_id != viewer.account_id or not is_of(viewer, job):
        raise NotFound
    return job


def is_of(viewer: Viewer, job: Job) -> bool:
    """Return whether a job was requested with the viewer's present role and scope."""
    return bool(job.arguments.get("scope") == scope_of(viewer))


def scope_of(viewer: Viewer) -> list[str | list[str]]:
    """Return the role and scope of a viewer as imports and jobs store them: role, State, networks, authority, desks.

    Whom the own office has not confirmed has another scope, since files made before hold restricted details.
    """
    confirmed = [] if viewer.is_confirmed else [UNCONFIRMED]
    lists = sorted(viewer.networks), viewer.authority, sorted(viewer.desks)
    return [viewer.role, viewer.jurisdiction, *lists, *confirmed]


def get_file(job: Job) -> JobFile:
    """Return the file of a job. Raises NotFound if the file is not made yet or was deleted.

    The caller checks that the viewer requested the job.
    """
    file = db.session.get(JobFile, job.id)
    if file is None:
        raise NotFound
    return file


def _rows(batch: ImportBatch, *outcomes: str) -> Select[ImportRow]:
    query = select(ImportRow).where(ImportRow.batch_id == batch.id).order_by(ImportRow.number)
    if DOUBTFUL in outcomes:
        return query.where(_IS_DOUBTFUL)
    return query.where(ImportRow.outcome.in_(outcomes)) if any(outcomes) else query
