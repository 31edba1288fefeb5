"""Files for imports, and the ways that they take: brought, checked, applied."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.formats.tables import write_table
from directory.imports import jobs, service
from directory.imports.queries import OPERATOR
from directory.jobs.schedule import RECURRING
from directory.jobs.worker import Worker
from directory.models import Account, ImportBatch, ImportRow
from directory.transaction import committing
from tests import factories

SOURCE = {"source": "https://example.org/list", "confidence": "sourced"}
Row = Mapping[str, str]


def table(rows: Iterable[Row], ending: str = "csv") -> bytes:
    rows = list(rows)
    names = list(dict.fromkeys(("kind", "key", *(name for row in rows for name in row))))
    return write_table(ending, [("rows", [names, *([row.get(name, "") for name in names] for row in rows)])])


def office(key: str, state: str = "KG", **values: str) -> Row:
    whole = {"jurisdiction": state, "name.en": f"Office {key}", "authority_kind": "judicial_body", **SOURCE}
    return {"kind": "authority", "key": key, **whole, **values}


def phone(authority: str, value: str, **values: str) -> Row:
    line = {"means": "phone", "value": value, "audience": "public"}
    return {"kind": "contact_detail", "authority": authority, **line, **SOURCE, **values}


def nothing(_done: int, _total: int) -> None:
    pass


def work_off() -> None:
    """Have a worker do all that waits, but nothing that it does from time to time: its backup of the site and its check
    of the audit trail take longer than the imports."""
    factories.leave_to_another_worker(*(job.name for job in RECURRING))
    worker = Worker()
    while worker.run_once():
        pass


def check(account: Account | None, content: bytes, name: str = "file.csv") -> ImportBatch:
    """Import a file and have it checked."""
    with committing():
        viewer = viewer_of(account) if account is not None else OPERATOR
        batch_id = service.take_in(viewer, name, content).id
    jobs.check({"batch": batch_id}, nothing)
    return batch(batch_id)


def batch(batch_id: str) -> ImportBatch:
    db.session.rollback()
    found = db.session.get(ImportBatch, batch_id)
    assert found is not None
    return found


def held(batch_id: str) -> ImportBatch:
    """Return an import inside `committing`, which a rollback would end."""
    return db.session.get_one(ImportBatch, batch_id)


def rows(of: ImportBatch) -> list[ImportRow]:
    query = select(ImportRow).where(ImportRow.batch_id == of.id).order_by(ImportRow.number)
    return list(db.session.scalars(query))


def refusals(of: ImportBatch) -> list[tuple[int, str, str]]:
    """Return the row, column and message of each refused cell."""
    return [(row.number, column, message % values) for row in rows(of) for column, message, values in row.refusals]


def submit(author: Account, of: ImportBatch) -> ImportBatch:
    with committing():
        service.submit(viewer_of(author), held(of.id), confirms_doubts=True)
    return batch(of.id)


def approve(reviewer: Viewer, of: ImportBatch) -> ImportBatch:
    """Approve a submitted file and run the work that this asks for."""
    with committing():
        service.approve(reviewer, held(of.id))
    return run(of)


def run(of: ImportBatch, **arguments: Any) -> ImportBatch:
    jobs.apply({"batch": of.id} | arguments, nothing)
    return batch(of.id)
