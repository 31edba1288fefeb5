"""The public facts whose provenance names a web address as a source."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Text, cast, select

from directory.extensions import db
from directory.models import Entry, Provenance, Texts
from directory.models.change import MODELS_BY_KIND, public_details
from directory.sources.public_hosts import host_of

# The types of values that a page can state in the same words. No page states a code or a reference in this form.
WORDS = (str, Texts, date)


FactKey = tuple[str, str, str]


@dataclass(frozen=True)
class SourcedFact:
    """One detail of an entry with its value as text. `jurisdiction` is the code of the entry's State, or empty."""

    kind: str
    key: str
    detail: str
    value: str
    jurisdiction: str

    @property
    def fact_key(self) -> FactKey:
        """The kind and key of the entry, and the name of the detail."""
        return self.kind, self.key, self.detail


def list_addresses() -> set[str]:
    """Return the web addresses that the provenance of any detail names as a source."""
    # PostgreSQL compares texts, but not JSON.
    found = db.session.scalars(select(cast(Provenance.sources, Text)).distinct())
    return {source for sources in found for source in json.loads(sources or "[]") or () if host_of(source)}


def list_facts(address: str) -> Iterator[SourcedFact]:
    """Yield the public texts and dates that rest on an address, sorted by kind, key and detail. The directory's own
    translations are left out."""
    # JSON writes letters other than ASCII as numbers.
    in_json = json.dumps(address)[1:-1]
    resting = select(Provenance).where(cast(Provenance.sources, Text).contains(in_json, autoescape=True))
    order = Provenance.kind, Provenance.key, Provenance.detail
    for row in db.session.scalars(resting.order_by(*order)).all():
        entry = db.session.get(MODELS_BY_KIND[row.kind], row.key) if address in row.sources else None
        name, _, language = row.detail.partition(".")
        if entry is not None and row.translated_by is None and name in public_details(entry):
            value = _value(entry, name, language)
            if value:
                place = entry.place().jurisdiction or ""
                yield SourcedFact(row.kind, row.key, row.detail, value, place)


def _value(entry: Entry, name: str, language: str) -> str:
    column = type(entry).__mapper__.column_attrs[name].columns[0]
    value = getattr(entry, name)
    if not isinstance(value, WORDS) or column.foreign_keys or getattr(column.type, "length", None):
        return ""
    if isinstance(value, Texts):
        return value.by_language.get(language or value.original, "")
    return value.isoformat() if isinstance(value, date) else value
