"""Names the entries that rows of a file change, so that a reader need not know their keys."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from directory import i18n
from directory.extensions import db
from directory.imports.checking import CREATED, REFUSED
from directory.imports.columns import KINDS
from directory.imports.scope import OWNER
from directory.models import Authority, Entry, ImportRow
from directory.models.details import EntryKey
from directory.proposals.change_set import NETWORK
from directory.proposals.entry_parts import name_in
from directory.proposals.labels import entry_labels


def titles_of(rows: Iterable[ImportRow], language: str) -> dict[EntryKey, str]:
    """Return a mapping from entry key to title. The title is the public name of the entry's authority. For a desk, the
    network's key in capitals follows.

    Refused rows are left out: they may be about entries outside the reader's scope.
    """
    rows = [row for row in rows if row.outcome != REFUSED]
    stored = dict(_stored(rows))
    owners = {row.entry_key: _owner(row, stored.get(row.entry_key)) for row in rows}
    offices = list(db.session.scalars(select(Authority).where(Authority.key.in_(set(owners.values())))))
    names = _new_names(rows, language) | entry_labels(offices, language)
    titles = {}
    for row in rows:
        network = row.after.get(NETWORK) or getattr(stored.get(row.entry_key), NETWORK, None)
        is_desk = row.kind == "focal_point" and network
        name = names.get(owners[row.entry_key], "")
        titles[row.entry_key] = i18n.side_by_side([name, str(network).upper()]) if name and is_desk else name
    return titles


def _stored(rows: Iterable[ImportRow]) -> Iterator[tuple[EntryKey, Entry]]:
    keys: dict[str, set[str]] = {}
    for row in rows:
        keys.setdefault(row.kind, set()).add(row.key)
    for kind, wanted in keys.items():
        model = KINDS[kind]
        for entry in db.session.scalars(select(model).where(model.key.in_(wanted))):
            yield entry.entry_key, entry


def _owner(row: ImportRow, entry: Entry | None) -> str:
    if row.kind == Authority.KIND:
        return row.key
    return str(row.after.get(OWNER) or getattr(entry, OWNER, "") or row.key.partition(":")[0])


def _new_names(rows: list[ImportRow], language: str) -> dict[str, str]:
    """Return a mapping from the key of a new authority to its name in the file. The row that creates the authority may
    be on another page."""
    batches = {row.batch_id for row in rows}
    new = (ImportRow.outcome == CREATED, ImportRow.kind == Authority.KIND, ImportRow.batch_id.in_(batches))
    owners = {_owner(row, None) for row in rows}
    found = db.session.scalars(select(ImportRow).where(*new, ImportRow.key.in_(owners)))
    return {row.key: name_in(row.kind, row.after, language) for row in found}
