"""What an office confirmed stands where the seed data say otherwise."""

from pathlib import Path

from flask import Flask
from sqlalchemy import select

from directory import seeding
from directory.extensions import db
from directory.models import ContactDetail, Provenance
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.people import signed_in
from tests.seeding.short import folder, own_app, short_files, short_site
from tests.verification.conftest import version_in

__all__ = ["folder", "own_app", "short_files", "short_site"]
KEY = "kg-prosecutor-general"


def test_the_seed_data_leave_alone_what_an_office_confirmed(own_app: Flask, folder: Path) -> None:
    own_app.extensions["after_commit"].clear()
    client = signed_in(own_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    page = f"/en/verification/verify?kind=authority&key={KEY}"
    assert client.post(page, data={"version": version_in(client.get(page).text)}).status_code == 303
    contact = db.session.scalar(select(ContactDetail).where(ContactDetail.authority_key == KEY))
    value, before = contact.value, everything_of(KEY)
    file = folder / "authorities.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace(value, f"{value}9"), encoding="utf-8")

    with committing():
        for _ in seeding.load(folder):
            pass

    assert db.session.get(ContactDetail, contact.key).value == value
    assert everything_of(KEY) == before


def everything_of(key: str) -> list[tuple[object, ...]]:
    rows = db.session.scalars(select(Provenance).order_by(Provenance.kind, Provenance.key, Provenance.detail))
    return [
        (row.key, row.detail, row.verified_on, row.verified_by, row.due_on) for row in rows if row.key.startswith(key)
    ]
