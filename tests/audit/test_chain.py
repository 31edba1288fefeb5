"""Acts are appended in the transaction of the act itself, never changed, and erased by an act of their own."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from directory.audit import chain
from directory.audit.queries import count_events, list_events
from directory.extensions import db
from directory.models import AuditEvent, AuditValues, Texts
from directory.transaction import committing
from tests.audit.conftest import ACTS, ENTRY, fault

ACCOUNT = ("account", "7")
COLUMNS = "at, actor_id, action, kind, key, detail, values_digest, previous, digest"


class Interrupted(Exception):
    """Ends a write half-way."""


def record_half() -> None:
    chain.record(1, "publish", ENTRY)
    raise Interrupted


def change_by_orm() -> None:
    db.session.get(AuditEvent, 3).action = "import"


def delete_by_orm() -> None:
    db.session.delete(db.session.get(AuditEvent, ACTS))


def change_values_by_orm() -> None:
    db.session.get(AuditValues, 3).after = "forged"


@pytest.mark.sqlite
@pytest.mark.parametrize("write", [change_by_orm, delete_by_orm, change_values_by_orm])
def test_the_database_refuses_what_a_service_must_not_do(recorded: Path, write: Any) -> None:
    with pytest.raises(IntegrityError, match=r"append-only|only be erased"), committing():
        write()

    assert fault(recorded) == ""


@pytest.mark.sqlite
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET actor_id = 2",
        "DELETE FROM audit_event WHERE id = 6",
        "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event WHERE id = 6",
        f"INSERT OR REPLACE INTO audit_event SELECT 2, {COLUMNS} FROM audit_event WHERE id = 1",
        "UPDATE audit_values SET after = '1'",
        "INSERT OR REPLACE INTO audit_values SELECT 2, key, before, after FROM audit_values WHERE event_id = 1",
    ],
)
def test_the_database_refuses_every_other_statement_but_growth(recorded: Path, statement: str) -> None:
    with pytest.raises(IntegrityError, match=r"append-only|only be erased"), committing():
        db.session.execute(text(statement))

    assert fault(recorded) == ""


def test_acts_recorded_together_stand_in_their_order(recorded: Path) -> None:
    acts = [chain.AuditAct("import", ("authority", f"kg-{number}"), "note", None, number) for number in range(2500)]

    with committing():
        numbers = chain.record_all(1, acts)

    rows = db.session.execute(select(AuditEvent.id, AuditEvent.key).order_by(AuditEvent.id)).all()[ACTS:]
    assert rows == [(number, f"kg-{place}") for place, number in enumerate(numbers)]
    assert fault(recorded) == ""


def test_no_acts_are_recorded_as_none(recorded: Path) -> None:
    with committing():
        assert chain.record_all(1, []) == []


def test_values_are_kept_as_a_detail_holds_them(recorded: Path) -> None:
    held = [Texts("ky", {"ky": "Ош", "en": "Osh"}), date(2026, 11, 25), ("ru", "ky"), True, None]

    with committing():
        for value in held:
            chain.record(None, "publish", ("network", "casc"), "note", after=value)

    kept = [event.values.after for event in list_events([("network", "casc")])]
    assert kept == [{"original": "ky", "texts": {"en": "Osh", "ky": "Ош"}}, "2026-11-25", ["ru", "ky"], True, None]
    assert fault(recorded) == ""


def test_an_act_outside_a_transaction_that_commits_is_refused(recorded: Path) -> None:
    with pytest.raises(RuntimeError, match="committing"):
        chain.record(1, "publish", ENTRY)


def test_an_act_that_is_rolled_back_leaves_nothing(recorded: Path) -> None:
    with pytest.raises(Interrupted), committing():
        record_half()

    assert count_events() == ACTS
    assert fault(recorded) == ""


@pytest.mark.parametrize(
    ("action", "entry", "detail"),
    [
        ("changed by A. Person", ENTRY, "note"),
        ("publish", ("authority", "person@example.org"), "note"),
        ("publish", ("account", "A. Person"), ""),
        ("publish", ("invitation", "person@example.org"), ""),
        ("publish", ("A. Person", "1"), ""),
        ("publish", ENTRY, "phone of A. Person"),
    ],
)
def test_what_might_name_a_person_is_refused_in_the_chain_itself(
    recorded: Path, action: str, entry: tuple[str, str], detail: str
) -> None:
    with pytest.raises(ValueError, match="Not for the audit chain"), committing():
        chain.record(1, action, entry, detail)


@pytest.mark.sqlite
def test_a_person_who_is_erased_is_found_nowhere_and_the_chain_verifies(recorded: Path) -> None:
    with committing():
        chain.record(1, "invite", ACCOUNT, "name", None, "Fictional Person")
        chain.record(7, "change", ACCOUNT, "email", "fictional@example.org", "person@example.org")
        chain.record(7, "publish", ENTRY, "note", "value 6", "value 7")

    with committing():
        erased = chain.erase(1, ACCOUNT)

    assert erased == 2
    assert fault(recorded) == ""
    db.session.remove()
    db.engine.dispose()
    content = b"".join(file.read_bytes() for file in recorded.rglob("*") if file.is_file())
    assert b"value 7" in content
    assert b"Fictional" not in content
    assert b"example.org" not in content


def test_erasing_one_detail_leaves_the_values_of_the_others(recorded: Path) -> None:
    contact = ("contact_detail", "test-authority:phone-1")
    with committing():
        chain.record(1, "publish", contact, "held_by", None, "Fictional Person")
        chain.record(1, "publish", contact, "means", None, "phone")

    with committing():
        chain.erase(1, contact, "held_by")

    kept = {event.detail: event.values for event in list_events([contact]) if event.action == "publish"}
    assert kept["held_by"] is None
    assert kept["means"].after == "phone"
    assert fault(recorded) == ""
