"""Lets invented people follow entries, and post notices on the boards of their networks."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from directory import clock
from directory.extensions import db
from directory.follows.service import follow
from directory.models import Account, AuditEvent, Network, Notice, Texts
from directory.notices import service
from directory.seeding.demonstration.files import DemonstrationFiles, entry_of, number, viewer_in
from directory.seeding.rows import SeedRow
from directory.vocabulary import AUDIENCES, NOTICE_KINDS


def put_notices(files: DemonstrationFiles) -> None:
    """Let people follow entries and post notices. A notice is withdrawn if its row says when."""
    for row in files.rows("follows.csv"):
        with clock.frozen_at(files.ago(row)):
            follow(viewer_in(row), row.text("kind", required=True), row.text("key", required=True))
    for row in files.rows("notices.jsonl"):
        with clock.frozen_at(files.ago(row, "posted_hours_ago")):
            network = entry_of(row, Network, "network").key
            notice = service.post(viewer_in(row), network, _values(files, row))
        if "withdrawn_hours_ago" in row.values:
            with clock.frozen_at(files.ago(row, "withdrawn_hours_ago")):
                service.withdraw(viewer_in(row), notice)


def list_notices_of(people: Iterable[Account]) -> Iterable[Notice]:
    """Return the notices that these people wrote, according to the audit chain."""
    written = (AuditEvent.kind == Notice.KIND, AuditEvent.actor_id.in_([one.id for one in people]))
    keys = select(AuditEvent.key).where(*written, AuditEvent.action == "created")
    return db.session.scalars(select(Notice).where(Notice.key.in_(keys)))


def _values(files: DemonstrationFiles, row: SeedRow) -> dict[str, Any]:
    language = row.text("language", required=True)
    texts = {name: Texts(language, {language: row.text(name, required=True)}) for name in ("title", "text")}
    plain = {name: row.text(name) for name in ("host", "who", "how")}
    codes = {"audience": row.code("audience", AUDIENCES), "notice_kind": row.code("kind", NOTICE_KINDS)}
    days = {f"{end}_on": _day(files, row, f"{end}_in_days") for end in ("starts", "ends")}
    return {**texts, **plain, **codes, **days}


def _day(files: DemonstrationFiles, row: SeedRow, name: str) -> Any:
    return (files.now + timedelta(days=number(row, name))).date() if name in row.values else None
