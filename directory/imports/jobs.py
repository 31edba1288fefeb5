"""Jobs of the worker: the check of a file, its application, exports, and the deletion of expired files.

Each job may run again from its start.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any

from flask_babel import force_locale
from sqlalchemy import Text, cast, delete, insert, select, update

from directory import clock, i18n
from directory.access import disclosure_log
from directory.access.disclosure_log import write_disclosures
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.errors import NotFound
from directory.extensions import db
from directory.formats.cells import FileUnreadable
from directory.formats.tables import read_table
from directory.imports import service
from directory.imports.checking import CHANGED, CREATED, REFUSED, UNCHANGED, CheckedRow, FileCheck
from directory.imports.consequences import following
from directory.imports.exporting import export
from directory.imports.letters import tell_stopped
from directory.imports.lines import FileLine, read_lines
from directory.imports.preparation import Preparation, RowOutdated
from directory.imports.queries import DOUBTFUL, EXPORT_KEPT_FOR, OPERATOR, count_doubtful, count_rows, is_of, row_chunks
from directory.imports.scope import KnownEntries
from directory.imports.write_set import WriteSet
from directory.imports.writing import moved_since, write
from directory.jobs.batches import ReportProgress
from directory.models import Account, ImportBatch, ImportRow, Job, JobFile, Place
from directory.proposals.verifying_office import office_of
from directory.search.sync import last_change
from directory.transaction import committing, separate_transaction

LINES_AT_ONCE = 500
MOST_PREPARATIONS = 5


def check(arguments: Mapping[str, Any], report: ReportProgress) -> None:
    """Check each row of an imported file, and store the outcomes. If the file cannot be read, store the reason.

    Does nothing if the import `arguments["batch"]` does not wait for a check. Raises NotFound if the import or file is
    gone, or if the author's account is not active.
    """
    batch, file = _batch(arguments["batch"]), None
    if batch.state != "checking":
        return
    file = db.session.get(JobFile, batch.job_id)
    author = db.session.get(Account, batch.author_id) if batch.author_id else None
    viewer = OPERATOR if batch.author_id is None else viewer_of(author) if author and author.active else None
    if file is None or viewer is None:
        raise NotFound
    batch_id, name, content = batch.id, file.name, file.content
    with separate_transaction() as session:
        session.execute(delete(ImportRow).where(ImportRow.batch_id == batch_id))
    try:
        places = _check_lines(batch_id, viewer, read_lines(read_table(name, content)), report)
    except FileUnreadable as error:
        _end_check(batch_id, "unreadable", [_in_english(error.message), error.values], ())
    else:
        _end_check(batch_id, "checked", [], places)


def apply(arguments: Mapping[str, Any], report: ReportProgress) -> None:
    """Write the checked rows of an import, all in one transaction.

    Does nothing if the import `arguments["batch"]` does not wait to be applied. If entries keep changing while the
    rows are prepared, or if a row no longer fits its entry, nothing is written, and the import must be checked again.
    """
    batch_id = arguments["batch"]
    for _ in range(MOST_PREPARATIONS):
        position = last_change()
        batch = _batch(batch_id)
        if batch.state != "applying":
            return
        try:
            prepared = _prepared(batch, report)
        except RowOutdated:
            break
        with committing():
            if moved_since(position, prepared.watched):
                continue
            batch = _batch(batch_id)
            if batch.state != "applying":
                return
            with _undisturbed():
                write(batch.reviewer_id, prepared)
            # After the commit, this process updates the index and needs the memory.
            del prepared
            service.finish(batch)
        return
    with committing():
        service.note_outdated(_batch(batch_id))


def tell_given_up(arguments: Mapping[str, Any]) -> None:
    """Mail the author of an import that its check or application has failed for good. If the application has failed,
    mail also the person who approved the import.

    The import is `arguments["batch"]`. Call this inside `committing`.
    """
    tell_stopped(_batch(arguments["batch"]))


def write_export(arguments: Mapping[str, Any], report: ReportProgress) -> None:
    """Write the file that an account requested as an export, and store it for EXPORT_KEPT_FOR.

    The disclosures are logged, but the daily ceiling does not apply. Raises NotFound if the job `arguments["job"]` is
    gone, if its account is gone or not active, or if the account's role or scope has changed.
    """
    job = db.session.get(Job, arguments["job"])
    account = db.session.get(Account, job.account_id) if job is not None and job.account_id else None
    if job is None or account is None or not account.active or not is_of(viewer_of(account), job):
        raise NotFound
    job_id, name = job.id, f"counterpart-{clock.today().isoformat()}.{job.arguments['ending']}"
    disclosure_log.begin(is_exempt=True)
    with force_locale(i18n.label_language(account.language)):
        content = export(viewer_of(account), job.arguments["ending"], account.language, report)
    write_disclosures()
    with committing():
        kept_until = clock.now() + EXPORT_KEPT_FOR
        db.session.merge(JobFile(job_id=job_id, name=name, content=content, kept_until=kept_until))


def forget_files() -> None:
    """Delete what has been kept for long enough:

    - the files of imports and exports that have expired;
    - the cells of refused rows, if the file was uploaded more than `service.KEPT_FOR` ago;
    - the rows of an import, if the import was decided more than `service.KEPT_FOR` ago.
    """
    before = clock.now() - service.KEPT_FOR
    decided = select(ImportBatch.id).where(ImportBatch.decided_at < before)
    expired = ImportRow.batch_id.in_(select(ImportBatch.id).where(ImportBatch.uploaded_at < before))
    # PostgreSQL cannot compare JSON values, so their texts are compared.
    has_cells = cast(ImportRow.cells, Text) != "{}"
    with separate_transaction() as session:
        session.execute(delete(JobFile).where(JobFile.kept_until < clock.now()))
        session.execute(delete(ImportRow).where(ImportRow.batch_id.in_(decided)))
        session.execute(update(ImportRow).where(expired, has_cells).values(cells={}))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Stop garbage collection during the block. Other write transactions wait for the block to end, and garbage
    collection would take a quarter of this time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _batch(batch_id: str) -> ImportBatch:
    batch = db.session.get(ImportBatch, batch_id)
    if batch is None:
        raise NotFound
    return batch


def _check_lines(batch_id: str, viewer: Viewer, lines: Iterable[FileLine], report: ReportProgress) -> set[Place]:
    places: set[Place] = set()
    whole = list(lines)
    run, office, done = FileCheck(KnownEntries(viewer), whole), office_of(viewer), 0
    for some in _stretches(whole):
        checked = list(run.lines(some))
        for one in checked:
            places |= set(one.places if one.outcome in (CREATED, CHANGED) else ())
        rows = [_row(batch_id, one, office) for one in checked]
        with separate_transaction() as session:
            session.execute(insert(ImportRow), rows)
        done += len(some)
        report(done, len(whole))
    return places


def _end_check(batch_id: str, state: str, fault: list[Any], places: Iterable[Place]) -> None:
    kept = sorted([place.jurisdiction, sorted(place.networks)] for place in places)
    with committing():
        batch = _batch(batch_id)
        counts = dict.fromkeys((CREATED, CHANGED, UNCHANGED, REFUSED), 0) | count_rows(batch)
        counts |= {DOUBTFUL: doubtful} if (doubtful := count_doubtful(batch)) else {}
        batch.state, batch.fault, batch.places, batch.counts = state, fault, kept, counts


def _row(batch_id: str, one: CheckedRow, office: str) -> dict[str, Any]:
    given = dict(one.given)
    if given.get("verified_on"):
        given["verified_by"] = office
        if not given["sources"]:
            given |= {"sources": [office], "source_date": given["verified_on"]}
    refusals = [[refusal.heading, _in_english(refusal.message), dict(refusal.values)] for refusal in one.refusals]
    return {
        "batch_id": batch_id,
        "number": one.number,
        "outcome": one.outcome,
        "kind": one.kind,
        "key": one.key,
        "before": one.before,
        "after": one.after,
        "given": given,
        "refusals": refusals,
        "doubts": [[detail, _in_english(doubt)] for detail, doubt in one.doubts],
        "cells": dict(one.cells),
        "audiences": list(one.audiences),
        "places": [[place.jurisdiction, sorted(place.networks)] for place in one.places],
    }


def _in_english(message: Any) -> str:
    with force_locale(i18n.DEFAULT):
        return str(message)


def _prepared(batch: ImportBatch, report: ReportProgress) -> WriteSet:
    preparation, done = Preparation(following(batch)), 0
    total = batch.counts[CREATED] + batch.counts[CHANGED]
    for rows in row_chunks(batch, CREATED, CHANGED):
        preparation.take(rows)
        done += len(rows)
        report(done, total)
    return preparation.end()


def _stretches(lines: Iterable[FileLine]) -> Iterator[list[FileLine]]:
    rest = iter(lines)
    while some := list(islice(rest, LINES_AT_ONCE)):
        yield some
