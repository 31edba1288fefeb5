"""Invented authorities and their desks, marked as demonstration data, and the desks' contact details."""

from collections.abc import Iterator

from sqlalchemy import select

from directory.extensions import db
from directory.models import (
    Authority,
    Competence,
    ContactDetail,
    Entry,
    FocalPoint,
    Jurisdiction,
    Legislation,
    Network,
    Provenance,
    Treaty,
)
from directory.models.details import EntryKey
from directory.seeding.authorities import digest, put_authority, put_focal_point
from directory.seeding.demonstration.files import DemonstrationFiles, desk_of
from directory.seeding.rows import SeedRow
from directory.seeding.sources import SeedSource
from directory.seeding.store import SeedStore
from directory.seeding.text_translations import TextTranslations
from directory.vocabulary import AUDIENCES, MEANS, Mark


def put_entries(files: DemonstrationFiles) -> None:
    """Store the invented entries, and protect them from later loads of the seed data."""
    store = SeedStore.with_existing(Jurisdiction, Network, Treaty, Legislation)
    store.text_translations = TextTranslations(files.rows("text_translations.csv"))
    for row in files.rows("authorities.jsonl"):
        put_authority(store, row)
    for row in files.rows("desks.csv"):
        put_focal_point(store, row)
    store.flush()
    for row in files.rows("lines.csv"):
        _put_line(store, row)
    store.flush()
    _keep(files)


def list_marked() -> Iterator[Entry]:
    """Yield the authorities and desks marked as demonstration data."""
    for model in (Authority, FocalPoint):
        yield from db.session.scalars(select(model).where(model.mark == Mark.DEMONSTRATION))


def _put_line(store: SeedStore, row: SeedRow) -> None:
    desk, means, value = desk_of(row), row.code("means", MEANS), row.text("value", required=True)
    values = {
        "authority_key": desk.authority_key,
        "network_key": desk.network_key,
        "means": means,
        "value": value,
        "languages": row.codes("languages"),
        "audience": row.code("audience", AUDIENCES),
        "position": row.line,
    }
    store.put(ContactDetail, f"{desk.authority_key}:{means}-{digest(value)}", values, SeedSource.of(row))


def _keep(files: DemonstrationFiles) -> None:
    for row in files.rows("authorities.jsonl"):
        db.session.get_one(Authority, row.text("id")).mark = Mark.DEMONSTRATION
    for row in files.rows("desks.csv"):
        db.session.get_one(FocalPoint, row.text("id")).mark = Mark.DEMONSTRATION
    db.session.flush()
    for entry_key in list_entry_keys():
        kind, key = entry_key
        for provenance in db.session.scalars(select(Provenance).where(Provenance.kind == kind, Provenance.key == key)):
            # Provenance that is marked as edited protects an entry from a load of the seed data.
            provenance.is_edited = True


def list_entry_keys() -> list[EntryKey]:
    """Return the kind and key of each marked authority and desk, and of their functions and contact details."""
    entries = list(list_marked())
    own = [one.key for one in entries if isinstance(one, Authority)]
    parts = [
        part.entry_key
        for model in (Competence, ContactDetail)
        for part in db.session.scalars(select(model).where(model.authority_key.in_(own)))
    ]
    return [*(one.entry_key for one in entries), *parts]
