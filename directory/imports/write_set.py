"""The bulk SQL statements of an import, and the entries that must not change until these statements run."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, delete, insert, inspect, update

from directory.audit.chain import AuditAct, PreparedAct, prepare_act
from directory.bulk_statements import BulkStatement
from directory.imports.columns import KINDS
from directory.imports.restricted_words import RestrictedWords
from directory.models import Entry, Provenance
from directory.models.details import EntryKey
from directory.proposals.editable_columns import Values

PROVENANCE_KEY = ("kind", "key", "detail")


class WriteSet:
    """Collects the bulk SQL statements of an import. The methods execute nothing.

    - `created`: the keys of new entries.
    - `touched`: entries for the change log, and whether a public detail changes.
    - `states`: the States to which the written rows belong.
    """

    def __init__(self) -> None:
        # The order in which rows are written: a row is written after the rows to which it refers.
        self._inserts = {model: BulkStatement(insert(model), _columns(model)) for model in KINDS.values()}
        self._updates: dict[tuple[type[Entry], tuple[str, ...]], BulkStatement] = {}
        place = (getattr(Provenance, name) == bindparam(f"the_{name}") for name in PROVENANCE_KEY)
        self._taken_back = BulkStatement(delete(Provenance).where(*place))
        self._said = BulkStatement(insert(Provenance), _columns(Provenance))
        self.words = RestrictedWords()
        self.created: set[EntryKey] = set()
        self.touched: dict[EntryKey, bool] = {}
        self.states: set[str] = set()
        self.acts: list[PreparedAct] = []

    def insert(self, model: type[Entry], values: Values) -> None:
        """Add a new entry with values for all its columns."""
        self._inserts[model].add(values)
        self.created.add((model.KIND, values["key"]))

    def update(self, model: type[Entry], key: str, values: Values) -> None:
        """Add an UPDATE of these columns of an existing entry, or nothing if `values` is empty."""
        names = tuple(values)
        if names and (model, names) not in self._updates:
            statement = update(model).where(model.key == bindparam("the_key"))
            self._updates[model, names] = BulkStatement(statement, names)
        if names:
            self._updates[model, names].add({"the_key": key, **values})

    def add_provenance(self, rows: Iterable[Mapping[str, Any]], known: Collection[str] = ()) -> None:
        """Add rows of provenance for one entry. `known` are the details that have stored provenance. The rows
        replace the stored provenance of these details."""
        for row in rows:
            if row["detail"] in known:
                self._taken_back.add({f"the_{name}": row[name] for name in PROVENANCE_KEY})
            self._said.add(row)

    def drop_provenance(self, entry_key: EntryKey, details: Iterable[str]) -> None:
        """Delete the stored provenance of some details of an entry."""
        for detail in details:
            place = zip(PROVENANCE_KEY, (*entry_key, detail), strict=True)
            self._taken_back.add({f"the_{name}": value for name, value in place})

    def note(self, act: AuditAct) -> None:
        """Add an act for the audit chain."""
        self.acts.append(prepare_act(act))

    def touch(self, entries: Iterable[EntryKey], *, is_public: bool) -> None:
        """Add entries for the change log. `is_public` is true if a public detail changes."""
        for entry in entries:
            self.touched[entry] = is_public or self.touched.get(entry, False)

    @property
    def statements(self) -> Iterable[BulkStatement]:
        """The SQL statements, in the order in which they run."""
        return (*self._inserts.values(), *self._updates.values(), self._taken_back, self._said, *self.words.statements)

    @property
    def watched(self) -> Collection[EntryKey]:
        """The keys of the entries that must not change until the SQL statements run."""
        return {*self.touched, *(("jurisdiction", state) for state in self.states)}


def _columns(model: type[Any]) -> list[str]:
    return [one.key for one in inspect(model).column_attrs]
