"""The log of changes: which entries a write touches, in commit order, and nothing after a rollback."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.extensions import db
from directory.models import Authority, Change, ContactDetail, Jurisdiction, Network, Provenance, Texts, Treaty
from directory.transaction import committing
from tests import factories


def newest() -> int:
    return db.session.scalar(select(func.max(Change.id)))


def changes_since(position: int) -> set[tuple[str, str]]:
    rows = db.session.execute(select(Change.kind, Change.key).where(Change.id > position))
    return {(kind, key) for kind, key in rows}


def test_a_changed_name_notes_the_entry_its_state_and_its_desks(own_app: Flask) -> None:
    before = newest()

    with committing():
        db.session.get(Authority, "kg-prosecutor-general").name = factories.english("A new name")

    assert changes_since(before) == {
        ("authority", "kg-prosecutor-general"),
        ("jurisdiction", "KG"),
        ("focal_point", "kg-casc"),
        ("network", "casc"),
    }


def test_a_new_contact_notes_its_authority(own_app: Flask) -> None:
    before = newest()

    factories.add(factories.contact("office@example.org", "kg-prosecutor-general"))

    assert changes_since(before) == {("authority", "kg-prosecutor-general")}


def test_a_removed_contact_notes_its_authority(own_app: Flask) -> None:
    before = newest()

    with committing():
        db.session.delete(
            db.session.scalars(select(ContactDetail).filter_by(authority_key="am-prosecutor-general")).first()
        )

    assert changes_since(before) == {("authority", "am-prosecutor-general")}


def test_a_verified_detail_notes_its_entry(own_app: Flask) -> None:
    before = newest()

    with committing():
        db.session.get(
            Provenance, ("authority", "kg-prosecutor-general", "name")
        ).verified_by = "Prosecutor General's Office"

    assert ("authority", "kg-prosecutor-general") in changes_since(before)


def test_a_state_that_changes_its_name_notes_every_entry_that_shows_it(own_app: Flask) -> None:
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
        (Network, "budapest-24-7", "name", ("focal_point", "ge-budapest-24-7")),
    ],
)
def test_a_renamed_treaty_or_network_notes_the_entries_that_show_it(
    own_app: Flask, model: type, key: str, detail: str, shown_by: tuple[str, str]
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


def test_a_rollback_leaves_no_change_behind(own_app: Flask) -> None:
    before = newest()

    with pytest.raises(ZeroDivisionError):
        rename_and_fail()

    assert newest() == before
    assert db.session.get(Authority, "kg-prosecutor-general").name.text("en").startswith("Prosecutor")
