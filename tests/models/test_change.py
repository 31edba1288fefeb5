"""The log of changes: which entries a write touches, in commit order, and nothing after a rollback."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.extensions import db
from directory.models import (
    Authority,
    Change,
    Competence,
    ContactDetail,
    Designation,
    FocalPoint,
    Jurisdiction,
    Network,
    NetworkMember,
    OtherName,
    Provenance,
    Rule,
    Texts,
    Treaty,
    TreatyParty,
    TreatyStatus,
)
from directory.search import sync
from directory.transaction import committing
from tests import factories
from tests.conftest import MadeOnce, copy_of, keep_few_rules, keep_few_states, make_app, rebuild_index

STATES = ("AM", "FR", "KG", "KZ")
TREATIES = ("budapest-185", "cis-custody-1994", "ets30", "kz-kg-mla-1996", "kz-kg-mla-prot-2022")


@pytest.fixture(scope="session")
def few_treaties(few_states: Path, made_once: MadeOnce) -> Path:
    def make(folder: Path) -> None:
        database = copy_of(few_states, folder) / "directory.sqlite3"
        keep_few_states(database, STATES, TREATIES)
        keep_few_rules(database)
        rebuild_index(folder)

    return made_once("changed_treaties", make)


@pytest.fixture
def small_app(few_treaties: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app over a few States and the treaties that are changed here; its context is pushed."""
    app = make_app(copy_of(few_treaties, tmp_path / "data"))
    with app.app_context():
        yield app


def newest() -> int:
    return db.session.scalar(select(func.max(Change.id)))


def changes_since(position: int) -> set[tuple[str, str]]:
    rows = db.session.execute(select(Change.kind, Change.key).where(Change.id > position))
    return {(kind, key) for kind, key in rows}


def test_a_changed_name_notes_the_entry_its_state_and_its_desks(small_app: Flask) -> None:
    before = newest()

    with committing():
        db.session.get(Authority, "kg-prosecutor-general").name = factories.english("A new name")

    assert changes_since(before) == {
        ("authority", "kg-prosecutor-general"),
        ("jurisdiction", "KG"),
        ("focal_point", "kg-casc"),
        ("network", "casc"),
    }


def test_a_new_contact_notes_its_authority_its_state_and_its_desks(small_app: Flask) -> None:
    before = newest()

    factories.add(factories.contact("office@example.org", "kg-prosecutor-general"))

    assert changes_since(before) == {
        ("authority", "kg-prosecutor-general"),
        ("jurisdiction", "KG"),
        ("focal_point", "kg-casc"),
        ("network", "casc"),
    }


def test_a_removed_contact_notes_its_authority(small_app: Flask) -> None:
    before = newest()

    with committing():
        db.session.delete(
            db.session.scalars(select(ContactDetail).filter_by(authority_key="am-prosecutor-general")).first()
        )

    assert {("authority", "am-prosecutor-general"), ("jurisdiction", "AM")} <= changes_since(before)


def test_a_verified_detail_notes_its_entry(small_app: Flask) -> None:
    before = newest()

    with committing():
        db.session.get(
            Provenance, ("authority", "kg-prosecutor-general", "name")
        ).verified_by = "Prosecutor General's Office"

    assert ("authority", "kg-prosecutor-general") in changes_since(before)


def test_a_state_that_changes_its_name_notes_every_entry_that_shows_it(small_app: Flask) -> None:
    before = newest()

    with committing():
        db.session.get(Jurisdiction, "KG").name = Texts("ky", {"ky": "Жаңы", "en": "New"})

    noted = changes_since(before)
    assert {
        ("jurisdiction", "KG"),
        ("authority", "kg-ministry-of-justice"),
        ("focal_point", "kg-casc"),
        ("requirement", "kg"),
        ("network", "casc"),
        ("treaty", "kz-kg-mla-1996"),
    } <= noted
    assert ("authority", "kz-prosecutor-general") not in noted


@pytest.mark.parametrize(
    ("model", "key", "detail", "shown_by"),
    [
        (Treaty, "ets30", "short_title", ("authority", "am-ministry-of-justice")),
        (Network, "budapest-24-7", "name", ("focal_point", "fr-budapest-24-7")),
    ],
)
def test_a_renamed_treaty_or_network_notes_the_entries_that_show_it(
    small_app: Flask, model: type, key: str, detail: str, shown_by: tuple[str, str]
) -> None:
    before = newest()

    with committing():
        setattr(db.session.get(model, key), detail, factories.english("Renamed"))

    assert shown_by in changes_since(before)


def rename_and_fail() -> None:
    with committing():
        db.session.get(Authority, "kg-prosecutor-general").name = factories.english("Never")
        db.session.flush()
        raise ZeroDivisionError


def test_a_rollback_leaves_no_change_behind(small_app: Flask) -> None:
    before = newest()

    with pytest.raises(ZeroDivisionError):
        rename_and_fail()

    assert newest() == before
    assert db.session.get(Authority, "kg-prosecutor-general").name.text("en").startswith("Prosecutor")


def put(*rows: Any) -> Callable[[], None]:
    return lambda: db.session.add_all([make() for make in rows])


def take(model: type, **of: str) -> Callable[[], None]:
    """Return a change that removes the first row that is so."""
    return lambda: db.session.delete(db.session.scalars(select(model).filter_by(**of)).first())


def alter(model: type, key: str, **values: Any) -> Callable[[], None]:
    def change() -> None:
        row = db.session.get(model, key)
        for name, value in values.items():
            setattr(row, name, value)

    return change


def alter_first(model: type, /, *, of: dict[str, str], **values: Any) -> Callable[[], None]:
    def change() -> None:
        row = db.session.scalars(select(model).filter_by(**of)).first()
        for name, value in values.items():
            setattr(row, name, value)

    return change


def move_unread(model: type, key: str, **values: Any) -> Callable[[], None]:
    """Return a change of attributes that were not read before, so that the session knows no older value."""

    def change() -> None:
        row = db.session.get(model, key)
        db.session.expire(row)
        for name, value in values.items():
            setattr(row, name, value)

    return change


NAMED = {"jurisdiction_key": "KG", "name": "Zephyrland", "language": "en", "name_kind": "informal"}
ACT = {"treaty_key": "ets30", "jurisdiction_key": "KG", "action": "signature"}
CHANGES: list[tuple[str, Callable[[], None]]] = [
    ("a new other name", put(lambda: OtherName(key="new", **NAMED))),
    ("a removed other name", take(OtherName, jurisdiction_key="KG")),
    ("a changed other name", alter_first(OtherName, of={"jurisdiction_key": "KG"}, name="Zephyrland")),
    (
        "an other name given to another State",
        alter_first(OtherName, of={"jurisdiction_key": "KG"}, jurisdiction_key="KZ"),
    ),
    ("a renamed State", alter(Jurisdiction, "KG", name=factories.english("Zephyrland"))),
    ("a new authority", put(factories.authority)),
    ("a desk moved to another authority", alter(FocalPoint, "kg-casc", authority_key="kz-prosecutor-general")),
    ("a desk moved to another network", alter(FocalPoint, "kg-casc", network_key="ejn")),
    ("a desk moved before it was read", move_unread(FocalPoint, "kg-casc", authority_key="kz-prosecutor-general")),
    ("a removed desk", take(FocalPoint, key="kg-casc")),
    ("an authority moved to another State", alter(Authority, "kg-prosecutor-general", jurisdiction_key="KZ")),
    (
        "a new membership",
        put(lambda: NetworkMember(key="new", network_key="ejn", jurisdiction_key="KG")),
    ),
    ("a removed membership", take(NetworkMember, network_key="casc", jurisdiction_key="KG")),
    ("a membership moved to another State", alter(NetworkMember, "casc:KG", jurisdiction_key="FR")),
    ("a membership moved to another network", alter(NetworkMember, "casc:KG", network_key="ejn")),
    ("a new status", put(lambda: TreatyStatus(key="new", **ACT))),
    ("a removed status", take(TreatyStatus, treaty_key="cis-custody-1994", jurisdiction_key="KG")),
    (
        "a status moved to another treaty",
        alter_first(TreatyStatus, of={"treaty_key": "cis-custody-1994", "jurisdiction_key": "KG"}, treaty_key="ets30"),
    ),
    ("a renamed network", alter(Network, "casc", name=factories.english("Zephyr network"))),
    ("a renamed treaty", alter(Treaty, "ets30", short_title=factories.english("Zephyr treaty"))),
    (
        "a new competence",
        put(lambda: Competence(key="new", authority_key="kg-prosecutor-general", function="mla_copy")),
    ),
    ("a removed competence", take(Competence, authority_key="kg-prosecutor-general")),
    (
        "a competence moved to another authority",
        alter_first(Competence, of={"authority_key": "kg-prosecutor-general"}, authority_key="kz-prosecutor-general"),
    ),
    (
        "a new designation",
        put(lambda: Designation(key="new", authority_key="kg-prosecutor-general", treaty_key="ets30")),
    ),
    ("a removed designation", take(Designation, authority_key="am-ministry-of-justice")),
    (
        "a designation under another treaty",
        alter_first(Designation, of={"authority_key": "am-ministry-of-justice"}, treaty_key="cis-custody-1994"),
    ),
    ("a new contact", put(lambda: factories.contact("office@example.org", "kg-prosecutor-general"))),
    ("a new rule", put(lambda: Rule(key="new", sheet_key="kg", topic="languages", treaty_key="ets30"))),
    ("a removed rule", take(Rule, sheet_key="kg")),
    ("a rule moved to another sheet", alter_first(Rule, of={"sheet_key": "kg"}, sheet_key="kz")),
    ("a new party", put(lambda: TreatyParty(key="new", treaty_key="kz-kg-mla-1996", jurisdiction_key="FR"))),
    ("a removed party", take(TreatyParty, treaty_key="kz-kg-mla-1996", jurisdiction_key="KG")),
    (
        "a party moved to another treaty",
        alter_first(TreatyParty, of={"treaty_key": "kz-kg-mla-1996"}, treaty_key="kz-kg-mla-prot-2022"),
    ),
    (
        "a new provenance",
        put(
            lambda: Provenance(
                kind="authority", key="kg-prosecutor-general", detail="notice", sources=(), confidence="unverified"
            )
        ),
    ),
    (
        "another confidence",
        alter(Provenance, ("authority", "kg-prosecutor-general", "name"), confidence="unverified"),  # type: ignore[arg-type]
    ),
]


@pytest.mark.usefixtures("index_at_once")
@pytest.mark.long(each=12)
@pytest.mark.parametrize(("kind", "change"), CHANGES, ids=[kind for kind, _ in CHANGES])
def test_the_index_equals_the_database_after(small_app: Flask, kind: str, change: Callable[[], None]) -> None:
    before = newest()

    with committing():
        change()

    assert newest() > before
    assert sync.differences() == []
