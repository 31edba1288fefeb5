"""Converts the names of States and treaties in an official table to keys of the directory."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from directory.extensions import db
from directory.formats.cells import FileUnreadable
from directory.models import Treaty
from directory.models.treaty_status import status_key
from directory.proposals.validation import LONGEST_TEXT_CHARACTERS
from directory.sources.readers.mapped_tables import TREATY
from directory.sources.readers.reading import NOT_KNOWN, ActKind, Remark, StatedAct, TableReading
from directory.sources.readers.registry import READERS
from directory.sources.remarks import visible_remark
from directory.sources.state_names import StateNames, folded
from directory.sources.tables import TableValues
from directory.web.request_validation import nfc_normalized, visible

# A refusal names at most this many participants.
MOST_NAMED = 20

NO_STATES = _l("The table names participants that are no State of this directory: %(names)s.")
TWICE = _l("Row %(row)s: “%(name)s” has this act twice.")
TOO_LONG = _l(
    "Row %(row)s: the declaration of “%(name)s” has more than %(most)s characters, and is left out. Add it by hand."
)


@dataclass(frozen=True)
class SourceAct:
    """One act of a State on a treaty (such as ratification), from an official table. `state` and `treaty` are keys,
    `participant` is the State's name in the table."""

    row: int
    participant: str
    state: str
    treaty: str
    action: str
    date_kind: str
    acted_on: date | None
    declaration: str = ""

    @property
    def key(self) -> str:
        """The key of the row that stores the act in the directory."""
        day = self.acted_on.isoformat() if self.acted_on else ""
        return status_key(self.treaty, self.state, self.action, self.date_kind, "", day)


@dataclass(frozen=True)
class SourceActs:
    """All acts of an official table, with keys. The other fields are those of `TableReading`.

    No text contains invisible characters.
    """

    acts: tuple[SourceAct, ...]
    covers: frozenset[ActKind]
    remarks: tuple[Remark, ...] = ()
    title: str = ""
    as_of: date | None = None

    @property
    def states(self) -> list[str]:
        """The codes of the States that have an act in the table, sorted."""
        return sorted({act.state for act in self.acts})


def read_acts(table: TableValues, content: bytes) -> SourceActs:
    """Return the acts of States on treaties (such as ratification) in a file (`content`) of an official table.

    Raises FileUnreadable for an unknown layout, State, treaty or act, and for a repeated act.
    """
    reading = READERS[table.reader](content, table.columns)
    return _Resolution(table, StateNames()).resolve(reading)


@dataclass
class _Resolution:
    table: TableValues
    names: StateNames
    treaties: dict[str, str] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)

    def resolve(self, reading: TableReading) -> SourceActs:
        """Return the acts with keys, without the acts of the participants that the table's `left_out` names.

        Raises FileUnreadable for an unknown name or a repeated act.
        """
        left_out = {folded(name) for name in self.table.left_out}
        stated = [act for act in reading.acts if folded(act.participant) not in left_out]
        self._require_states(stated)
        if any(act.treaty for act in stated) or not self.table.treaty:
            self.treaties = _treaties_by_name()
        acts, remarks = [], [one for one in reading.remarks if folded(one.values.get("name", "")) not in left_out]
        for one in stated:
            if len(one.declaration) > LONGEST_TEXT_CHARACTERS:
                named = {"row": one.row, "name": one.participant, "most": LONGEST_TEXT_CHARACTERS}
                remarks.append(Remark(TOO_LONG, named))
            acts.append(self._act(one))
        told = tuple(map(visible_remark, remarks)), visible(reading.title)
        return SourceActs(tuple(acts), reading.covers, *told, reading.as_of)

    def _require_states(self, stated: Iterable[StatedAct]) -> None:
        named = dict.fromkeys(act.participant for act in stated)
        unknown = [name for name in named if not self.names.code_of(name)]
        if unknown:
            raise FileUnreadable(NO_STATES, names=", ".join(f"“{name[:60]}”" for name in unknown[:MOST_NAMED]))

    def _act(self, one: StatedAct) -> SourceAct:
        treaty = self.treaties.get(folded(one.treaty), "") if one.treaty else self.table.treaty
        if not treaty:
            raise FileUnreadable(NOT_KNOWN, row=one.row, text=one.treaty[:60], column=TREATY)
        declaration = nfc_normalized(one.declaration) if len(one.declaration) <= LONGEST_TEXT_CHARACTERS else ""
        state = self.names.code_of(one.participant)
        act = SourceAct(one.row, one.participant, state, treaty, one.action, one.date_kind, one.acted_on, declaration)
        if act.key in self.keys:
            raise FileUnreadable(TWICE, row=one.row, name=one.participant)
        self.keys.add(act.key)
        return act


def _treaties_by_name() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for treaty in db.session.scalars(select(Treaty)):
        titles = (*treaty.title.by_language.values(), *treaty.short_title.by_language.values(), *treaty.other_names)
        for name in (treaty.key, *titles):
            found.setdefault(folded(name), set()).add(treaty.key)
    return {name: min(keys) for name, keys in found.items() if len(keys) == 1}
