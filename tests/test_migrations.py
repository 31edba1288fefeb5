"""Migrations: the migrated schema is that of the models, and every revision goes down and up again."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cryptography.fernet import Fernet
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text

from directory.accounts import recovery_codes
from directory.clock import as_utc, now
from directory.consultations.queries.rules import DEFAULTS
from directory.extensions import db
from directory.key_derivation import derive
from directory.models import (
    AccountSecrets,
    Authority,
    Change,
    ConsultationRule,
    Exercise,
    ExerciseFinding,
    Jurisdiction,
    Network,
    NetworkMember,
    Proposal,
    ProposedChange,
    SourcePage,
    Treaty,
    TreatyRelation,
)
from directory.transaction import committing
from tests import factories, people
from tests.conftest import ENCRYPTION_KEY
from tests.stored import ON_BOTH, add_states

# Its way down makes tables anew that others refer to.
MARKS = "0016"
ENCRYPTED_RECOVERY_CODES = "0037"
BEFORE_ENDS = "0041"
BEFORE_MEMBERSHIPS = "0043"
BEFORE_SHORTER_TIMES = "0044"
BEFORE_RELATIONS = "0047"
WITH_HOSTS = "0057"
BEFORE_NAMES_OF_FINDINGS = "0086"
BEFORE_ACTIONS = "0099"
OFFICE, DESK = ("authority", "office"), ("focal_point", "desk")


# A change of rows is tried on one kind of database in `make test`, in turn.
@pytest.fixture(params=ON_BOTH)
def site(request: pytest.FixtureRequest) -> Flask:
    """Return an app over an empty database of either kind; its context is pushed."""
    app: Flask = request.getfixturevalue("empty_app" if request.param == "sqlite" else "empty_postgresql_app")
    return app


def go_down(revision: str) -> None:
    """Migrate down. PostgreSQL waits for ever to change a table that an open transaction has read."""
    db.session.rollback()
    downgrade(revision=revision)


def test_the_migrated_schema_is_that_of_the_models(empty_app: Flask) -> None:
    with db.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), db.metadata)

    assert differences == []


def test_migrations_go_down_to_nothing_and_up_again(empty_app: Flask) -> None:
    tables = set(inspect(db.engine).get_table_names())

    go_down("base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}

    upgrade()
    assert set(inspect(db.engine).get_table_names()) == tables


def test_a_table_that_is_made_anew_keeps_its_rows_and_those_that_refer_to_it(small_app: Flask) -> None:
    with small_app.app_context():
        go_down(MARKS)
        before = counts()

        go_down("-1")

        assert counts() == before
        assert before["authority"] > 0
        assert before["contact_detail"] > 0


@pytest.mark.long(each=2)
def test_recovery_codes_that_lay_encrypted_are_good_as_hashes(site: Flask) -> None:
    account, key = factories.account(), derive(ENCRYPTION_KEY, "recovery codes")
    people.give_password(account)
    number = account.id
    fernet = Fernet(base64.urlsafe_b64encode(key))
    go_down(ENCRYPTED_RECOVERY_CODES)
    with committing():
        secrets = db.session.get_one(AccountSecrets, number)
        secrets.recovery_codes = (fernet.encrypt(b"0123-4567-89ab").decode(), "of a key that is gone")

    upgrade()

    db.session.rollback()
    assert len(people.secrets_of(account).recovery_codes) == 1
    with committing():
        assert recovery_codes.use(account, "0123-4567-89ab")


def _changing(entry_key: tuple[str, str], detail: str, **values: Any) -> ProposedChange:
    kind, key = entry_key
    return ProposedChange(action="change", kind=kind, key=key, detail=detail, before="before", after="after", **values)


@pytest.mark.long(each=2, start=1)
def test_a_waiting_merger_is_known_as_one_once_ends_are_recorded(site: Flask) -> None:
    changes = [_changing(OFFICE, "status"), _changing(DESK, "authority_key", position=1)]
    factories.add(Proposal(id="merger", kind="authority", key="office", changes=changes))
    go_down(BEFORE_ENDS)

    upgrade()

    db.session.rollback()
    assert [row.ending for row in db.session.get_one(Proposal, "merger").changes] == ["merged", ""]


@pytest.mark.long(each=2)
def test_what_a_waiting_take_back_brings_along_puts_no_provenance_back(site: Flask) -> None:
    factories.add(Proposal(id="first", kind="authority", key="office"))
    changes = [_changing(OFFICE, "status", replaced={"status": None}), _changing(DESK, "status", position=1)]
    factories.add(Proposal(id="back", kind="authority", key="office", undoes_id="first", changes=changes))
    go_down(BEFORE_ENDS)

    upgrade()

    db.session.rollback()
    assert [row.takes_back for row in db.session.get_one(Proposal, "back").changes] == [True, False]


@pytest.mark.long(each=2, start=1)
def test_a_shorter_time_of_keeping_that_waits_is_set_back_for_the_code_that_would_count_it_at_once(site: Flask) -> None:
    factories.add(
        *(Network(key=key, name=factories.english(key), network_kind="prosecutors") for key in ("waits", "counts"))
    )
    for key, days in (("waits", 1), ("counts", -1)):
        rule = {**DEFAULTS, "kept_days": 30, "earlier_kept_days": 365, "shorter_from": now() + timedelta(days=days)}
        factories.add(ConsultationRule(network_key=key, **rule))

    go_down(BEFORE_SHORTER_TIMES)

    with db.engine.connect() as connection:
        kept = connection.execute(text("SELECT network_key, kept_days FROM consultation_rule"))
        assert dict(kept.all()) == {"waits": 365, "counts": 30}


def counts() -> dict[str, int]:
    with db.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in names}


@pytest.mark.long(each=2)
def test_memberships_that_were_there_before_are_known_since_the_upgrade(site: Flask) -> None:
    factories.add(
        Jurisdiction(key="KG", name=factories.english("State"), alpha3="KGZ", region="143"),
        Network(key="casc", name=factories.english("Network"), network_kind="judicial_cooperation"),
    )
    factories.add(NetworkMember(key="casc:KG", network_key="casc", jurisdiction_key="KG"))
    first = as_utc(db.session.get_one(NetworkMember, "casc:KG").recorded_at)
    db.session.rollback()

    go_down(BEFORE_MEMBERSHIPS)
    upgrade()

    db.session.rollback()
    assert as_utc(db.session.get_one(NetworkMember, "casc:KG").recorded_at) > first


@pytest.mark.long(each=2, start=1)
def test_clauses_between_treaties_go_down_into_columns_and_up_into_rows_again(site: Flask) -> None:
    factories.add(
        *(Treaty(key=key, title=factories.english(key), level="regional") for key in ("old", "new", "protocol", "un"))
    )
    clauses = {
        "new:1": ("new", "supersedes", "old", ""),
        "new:2": ("new", "leaves", "un", "9"),
        "protocol:1": ("protocol", "supplements", "new", ""),
        "un:1": ("un", "subsidiary", None, "18(7)"),
    }
    factories.add(
        *(
            TreatyRelation(key=key, treaty_key=treaty, effect=effect, other_key=other, article=article)
            for key, (treaty, effect, other, article) in clauses.items()
        )
    )

    go_down(BEFORE_RELATIONS)
    with db.engine.connect() as connection:
        columns = connection.execute(text("SELECT key, supplements_key, replaces_key, gives_way FROM treaty"))
        below = {key: told for key, *told in columns}
    upgrade()

    assert below == {
        "old": [None, None, ""],
        "new": [None, "old", ""],
        "protocol": ["new", None, ""],
        "un": [None, None, "18(7)"],
    }
    db.session.rollback()
    # A clause that had no column of its own is gone.
    assert {(row.treaty_key, row.effect, row.other_key, row.article) for row in db.session.query(TreatyRelation)} == {
        told for told in clauses.values() if told[1] != "leaves"
    }


@pytest.mark.long(each=2)
def test_the_host_of_a_source_page_comes_back_from_its_address(site: Flask) -> None:
    hosts = {"https://law.example.org/act?id=1": "law.example.org", "http://[law.example.org": "", "general": ""}
    factories.add(*(SourcePage(address=address) for address in hosts))

    go_down(WITH_HOSTS)

    with db.engine.connect() as connection:
        below = dict(connection.execute(text("SELECT address, host FROM source_page")).all())
    upgrade()
    assert below == hosts
    db.session.rollback()
    assert {page.address for page in db.session.query(SourcePage)} == hosts.keys()


def test_findings_of_before_get_names_of_their_own(site: Flask) -> None:
    who = factories.account()
    factories.add(Network(key="casc", name=factories.english("CASC"), network_kind="prosecutors"))
    times = {"starts_at": now(), "ends_at": now() + timedelta(hours=1)}
    made = Exercise(network_key="casc", level=2, title="Night", language="en", creator_id=who.id, **times)
    factories.add(made)
    factories.add(*(ExerciseFinding(exercise_id=made.id, number=number, text="A hole.") for number in (1, 2)))

    go_down(BEFORE_NAMES_OF_FINDINGS)
    upgrade()

    db.session.rollback()
    names = {one.public_id for one in db.session.query(ExerciseFinding)}
    assert len(names) == 2
    assert all(len(one) > 12 for one in names)


def test_changes_of_before_say_what_they_did_and_of_which_state(site: Flask) -> None:
    add_states()
    factories.add(factories.authority("office"), factories.authority("gone"), factories.focal_point("desk", "office"))
    with committing():
        db.session.get_one(Authority, "office").name = factories.english("Another name")
        db.session.get_one(Authority, "office").jurisdiction_key = "FR"
    with committing():
        db.session.delete(db.session.get_one(Authority, "gone"))

    go_down(BEFORE_ACTIONS)
    upgrade()

    db.session.rollback()
    told = db.session.scalars(select(Change).where(Change.kind.in_(("authority", "focal_point"))).order_by(Change.id))
    found = [(one.key, one.action, one.jurisdiction_key) for one in told]
    # Of an entry that is gone nobody knows the State.
    assert [one for one in found if one[0] == "gone"] == [("gone", "created", None), ("gone", "deleted", None)]
    assert [one for one in found if one[0] == "office"] == [("office", "created", "FR"), ("office", "changed", "FR")]
    assert found.count(("desk", "created", "FR")) == 1
