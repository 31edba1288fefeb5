"""A file is applied by another person, whole or not at all, and follows what others changed meanwhile."""

import sys
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.audit.verification import verify
from directory.errors import Conflict, NotFound, NotPermitted
from directory.extensions import db
from directory.imports import jobs, queries, service
from directory.models import (
    Account,
    AuditEvent,
    Authority,
    Change,
    ContactDetail,
    ImportBatch,
    JobFile,
    Mail,
    Network,
    Provenance,
    RestrictedWord,
)
from directory.search import restricted_terms
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories, forked
from tests.conftest import PROJECT, environment_of
from tests.imports.files import approve, batch, check, held, nothing, office, phone, run, submit, table


@pytest.fixture
def author(app: Flask) -> Account:
    return factories.account(Role.COORDINATOR, jurisdiction_key="KG")


@pytest.fixture
def reviewer(app: Flask) -> Viewer:
    return viewer_of(factories.account(Role.COORDINATOR, jurisdiction_key="KG"))


def provenance(key: str, detail: str) -> Provenance:
    return db.session.scalars(select(Provenance).where(Provenance.key == key, Provenance.detail == detail)).one()


# What a row says beside a new value, and what the value then stands with.
BESIDE = {
    "nothing": ({}, ((), "", "unverified", False)),
    "the source that it had": (
        {"source": "https://example.org/list", "source_date": "2026-01-01", "confidence": "sourced"},
        ((), "", "unverified", False),
    ),
    "another source": (
        {"source": "https://example.org/new"},
        (("https://example.org/new",), "", "sourced", False),
    ),
    "another day of the same source": (
        {"source_date": "2026-11-20"},
        (("https://example.org/list",), "2026-11-20", "sourced", False),
    ),
    "that it was verified": (
        {"verified_on": "2026-11-20"},
        (("Network coordinator, Kyrgyzstan",), "2026-11-20", "sourced", True),
    ),
    "that it is generally known": ({"confidence": "general_knowledge"}, ((), "", "general_knowledge", False)),
}


@pytest.mark.long(each=2)
@pytest.mark.parametrize(("said", "expected"), BESIDE.values(), ids=BESIDE)
def test_a_new_value_does_not_stand_under_the_source_of_the_former_one(
    app: Flask, author: Account, reviewer: Viewer, said: dict[str, str], expected: tuple[Any, ...]
) -> None:
    key = f"kg-sourced-{next(factories.NUMBERS)}"
    whole = table([office(key), phone(key, "+996 312 1", source_date="2026-01-01")])
    approve(reviewer, submit(author, check(author, whole)))
    line = db.session.scalars(select(ContactDetail.key).where(ContactDetail.authority_key == key)).one()

    changed = {"kind": "contact_detail", "key": line, "value": "+996 312 2", **said}
    approve(reviewer, submit(author, check(author, table([changed]))))

    row = provenance(line, "value")
    assert (row.sources, row.source_date, row.confidence, bool(row.verified_by)) == expected


def test_what_another_person_approves_stands_with_its_source_history_and_log(
    app: Flask, author: Account, reviewer: Viewer
) -> None:
    last = db.session.scalar(select(Change.id).order_by(Change.id.desc()).limit(1)) or 0
    content = table([office("kg-applied"), phone("kg-applied", "+996 312 1"), phone("kg-applied", "+996 312 2")])

    applied = approve(reviewer, submit(author, check(author, content)))

    entry = db.session.get(Authority, "kg-applied")
    assert applied.state == "applied"
    assert entry.name.text("en") == "Office kg-applied"
    assert [(one.value, one.position) for one in entry.contacts] == [("+996 312 1", 0), ("+996 312 2", 1)]
    assert provenance("kg-applied", "name").sources == ("https://example.org/list",)
    assert provenance("kg-applied", "name").is_edited
    acts = db.session.scalars(select(AuditEvent).where(AuditEvent.key == "kg-applied")).all()
    assert [(act.action, act.detail, act.actor_id) for act in acts] == [("created", "name", reviewer.account_id)]
    log = db.session.execute(select(Change.kind, Change.key).where(Change.id > last)).all()
    assert set(log) == {("authority", "kg-applied"), ("jurisdiction", "KG")}
    assert len(list(verify([]))) > 0


def test_a_change_keeps_what_the_file_leaves_out_and_marks_translations_of_a_changed_original(
    app: Flask, author: Account, reviewer: Viewer
) -> None:
    first = table([office("kg-texts", **{"name.ru": "Ведомство", "name.original": "en"}), phone("kg-texts", "+996 1")])
    approve(reviewer, submit(author, check(author, first)))
    key = db.session.scalars(select(ContactDetail.key).where(ContactDetail.authority_key == "kg-texts")).one()
    second = table(
        [
            {"kind": "authority", "key": "kg-texts", "name.en": "New name", "source": "https://example.org/new"},
            {"kind": "contact_detail", "key": key, "value": "+996 2", "source": "https://example.org/new"},
        ]
    )

    approve(reviewer, submit(author, check(author, second)))

    entry = db.session.get(Authority, "kg-texts")
    assert dict(entry.name.by_language) == {"en": "New name", "ru": "Ведомство"}
    assert entry.authority_kind == "judicial_body"
    assert entry.contacts[0].value == "+996 2"
    assert provenance("kg-texts", "name.ru").is_outdated
    assert not provenance("kg-texts", "name").is_outdated
    assert provenance(key, "value").sources == ("https://example.org/new",)
    assert provenance(key, "means").sources == ("https://example.org/list",)


def test_seed_data_leave_a_line_alone_of_which_a_file_said_who_may_read_it(
    app: Flask, author: Account, reviewer: Viewer
) -> None:
    line = db.session.scalars(
        select(ContactDetail).where(ContactDetail.authority_key == "kg-prosecutor-general")
    ).first()
    key = line.key
    narrowing = {"kind": "contact_detail", "key": key, "audience": "coordinators"}

    approve(reviewer, submit(author, check(author, table([narrowing]))))

    assert db.session.get(ContactDetail, key).audience == "coordinators"
    assert provenance(key, "value").is_edited
    assert provenance(key, "value").sources


def test_the_author_may_not_approve_and_a_coordinator_elsewhere_knows_nothing_of_it(
    app: Flask, author: Account
) -> None:
    submitted = submit(author, check(author, table([office("kg-own")])))
    elsewhere = viewer_of(factories.account(Role.COORDINATOR, jurisdiction_key="KZ"))

    with pytest.raises(NotPermitted), committing():
        service.approve(viewer_of(author), held(submitted.id))
    with pytest.raises(NotFound):
        queries.get(elsewhere, submitted.id)

    assert db.session.get(Authority, "kg-own") is None


def test_two_decisions_at_once_are_one(app: Flask, author: Account, reviewer: Viewer) -> None:
    submitted = submit(author, check(author, table([office("kg-decided")])))
    approve(reviewer, submitted)

    with pytest.raises(Conflict), committing():
        service.refuse(reviewer, held(submitted.id), "Not ours")

    assert batch(submitted.id).state == "applied"
    assert run(submitted).state == "applied"


def test_refused_rows_stay_out_of_what_is_applied(app: Flask, author: Account, reviewer: Viewer) -> None:
    checked = check(author, table([office("kg-in"), office("kg-out", authority_kind="palace")]))

    approve(reviewer, submit(author, checked))

    assert db.session.get(Authority, "kg-in") is not None
    assert db.session.get(Authority, "kg-out") is None


def test_an_entry_that_changed_since_the_check_keeps_all_rows_out(
    app: Flask, author: Account, reviewer: Viewer
) -> None:
    factories.add(factories.authority("kg-moved", status="active"))
    changing = {"kind": "authority", "key": "kg-moved", "status": "closed", "source": "https://example.org"}
    submitted = submit(author, check(author, table([office("kg-beside"), changing])))
    with committing():
        db.session.get(Authority, "kg-moved").status = "replaced"

    outdated = approve(reviewer, submitted)

    assert (outdated.state, outdated.is_outdated) == ("checked", True)
    assert db.session.get(Authority, "kg-beside") is None
    assert db.session.get(Authority, "kg-moved").status == "replaced"


def count_waiting(of: ImportBatch) -> int:
    """Return how many letters said that an import waits to be decided."""
    return sum(mail.letter == "import_waiting" and of.id in mail.key for mail in db.session.scalars(select(Mail)))


def test_a_file_that_was_found_outdated_is_checked_again_and_applied(
    app: Flask, author: Account, reviewer: Viewer
) -> None:
    factories.add(factories.authority("kg-moved-again", status="active"))
    changing = {"kind": "authority", "key": "kg-moved-again", "status": "closed", "source": "https://example.org"}
    submitted = submit(author, check(author, table([changing])))
    with committing():
        db.session.get(Authority, "kg-moved-again").status = "replaced"
    outdated = approve(reviewer, submitted)
    waiting = count_waiting(submitted)

    with committing():
        service.check_again(viewer_of(author), held(outdated.id))
    jobs.check({"batch": outdated.id}, nothing)
    applied = approve(reviewer, submit(author, outdated))

    assert count_waiting(applied) == 2 * waiting > 0
    assert (applied.state, applied.is_outdated) == ("applied", False)
    assert db.session.get(Authority, "kg-moved-again").status == "closed"
    assert db.session.get(JobFile, applied.job_id) is None


def test_what_is_not_for_everyone_is_found_by_its_readers_alone(app: Flask, author: Account, reviewer: Viewer) -> None:
    restricted = phone("kg-words", "+996 555 77", audience="practitioners", held_by="Duty Officerova")

    approve(reviewer, submit(author, check(author, table([office("kg-words"), restricted]))))

    found = db.session.scalars(select(RestrictedWord.word).where(RestrictedWord.key == "kg-words")).all()
    assert "officerova" in found
    assert ("authority", "kg-words") not in restricted_terms.differing()
    [public] = db.session.execute(select(Change.public_id).where(Change.key == "kg-words")).all()
    assert public[0] is not None


def test_others_are_told_by_mail_that_a_file_waits_and_the_author_what_became_of_it(
    app: Flask, author: Account, reviewer: Viewer
) -> None:
    submitted = submit(author, check(author, table([office("kg-mail")])))
    with committing():
        service.refuse(reviewer, held(submitted.id), "Not ours")

    waiting = select(Mail).where(Mail.key.contains(submitted.id), Mail.letter == "import_waiting")
    for mail in db.session.scalars(waiting):
        assert mail.values["file"] == "file.csv"
        assert mail.values["author"].startswith(f"{author.name} (")
        assert mail.values["at"].endswith("(UTC)")
    letters = db.session.execute(select(Mail.letter, Mail.address).where(Mail.key.contains(submitted.id))).all()
    assert ("import_refused", author.email) in letters
    assert author.email not in [address for letter, address in letters if letter == "import_waiting"]
    assert batch(submitted.id).reason == "Not ours"


def test_verified_contacts_of_a_network_that_allows_it_need_no_second_person(app: Flask) -> None:
    with committing():
        db.session.get(Network, "casc").publishes_contacts_at_once = True
    own = factories.account(Role.COORDINATOR, networks=["casc"])
    line = phone("kg-prosecutor-general", "+996 312 99", network="casc", audience="network", verified_on="2026-11-01")
    unverified = phone("kg-prosecutor-general", "+996 312 98", network="casc", audience="network")

    at_once = submit(own, check(own, table([line])))
    waiting = submit(own, check(own, table([unverified])))

    assert (at_once.state, waiting.state) == ("applying", "submitted")
    assert run(at_once).state == "applied"
    key = db.session.scalars(select(ContactDetail.key).where(ContactDetail.value == "+996 312 99")).one()
    opening = {"kind": "contact_detail", "key": key, "audience": "practitioners", "verified_on": "2026-11-02"}
    assert submit(own, check(own, table([opening]))).state == "submitted"


# Applies an import and dies between its statements, where the parent says so.
DYING = """
import os, signal, sys
from wsgi import app
from directory.imports import jobs, writing
batch, step = sys.argv[1:]
def die(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
with app.app_context():
    setattr(writing, step, die) if hasattr(writing, step) else setattr(jobs.service, step, die)
    jobs.apply({"batch": batch}, lambda done, total: None)
"""


@pytest.mark.long(each=2)
@pytest.mark.parametrize("step", ["_forget_removal", "append_prepared", "finish"])
def test_a_worker_that_is_killed_half_way_leaves_nothing_behind(
    app: Flask, author: Account, reviewer: Viewer, step: str
) -> None:
    content = table([office(f"kg-{step.strip('_').replace('_', '-')}-{number}") for number in range(50)])
    submitted = submit(author, check(author, content))
    with committing():
        service.approve(reviewer, held(submitted.id))
    before = state_of_everything()

    process = forked.run(
        [sys.executable, "-c", DYING, submitted.id, step], cwd=PROJECT, env=environment_of(app), check=False
    )

    assert process.returncode == -9
    assert state_of_everything() == before
    assert run(submitted).state == "applied"


def state_of_everything() -> list[tuple[int, ...]]:
    db.session.rollback()
    counted = (Authority, Provenance, AuditEvent, Change, RestrictedWord)
    return [tuple(db.session.execute(select(func.count()).select_from(model)).one()) for model in counted]
