"""The worker verifies the audit chain, and keeps how that ended."""

import pytest
from flask import Flask
from sqlalchemy import select, text

from directory.audit.chain import record
from directory.extensions import db
from directory.jobs import worker
from directory.jobs.schedule import have_audit_verified
from directory.jobs.worker import Worker
from directory.models import Job
from directory.operation.audit_job import get_last_verification
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories


@pytest.fixture
def app(empty_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """Return an app with two acts in its chain, whose worker has nothing else to do."""
    monkeypatch.setattr(worker, "RECURRING", ())
    administrator = factories.account(Role.ADMINISTRATOR)
    with committing():
        for key in ("casc", "ejn"):
            record(administrator.id, "publish", ("network", key))
    return empty_app


def test_it_is_asked_for_once_until_it_has_ended(app: Flask) -> None:
    have_audit_verified()
    have_audit_verified()

    assert len(db.session.scalars(select(Job)).all()) == 1


def test_a_whole_chain_is_kept_as_verified(app: Flask) -> None:
    have_audit_verified()
    factories.leave_to_another_worker("public files", "pocket editions")

    Worker().run_once()

    last = get_last_verification()
    assert last is not None
    assert last.state == "done"


@pytest.mark.sqlite
def test_a_chain_that_was_changed_is_kept_as_broken(app: Flask) -> None:
    for trigger in db.session.scalars(text("SELECT name FROM sqlite_schema WHERE type = 'trigger'")).all():
        db.session.execute(text(f"DROP TRIGGER {trigger}"))
    db.session.execute(text("UPDATE audit_event SET key = 'other' WHERE id = 1"))
    db.session.commit()
    have_audit_verified()
    factories.leave_to_another_worker("public files", "pocket editions")

    Worker().run_once()

    last = get_last_verification()
    assert last is not None
    assert (last.state, last.fault) == ("failed", "BrokenChain")
