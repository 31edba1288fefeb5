"""Which authority held a row when: contacts, designations and desks pass from one to another and keep their keys.

The key of a row that never passed on begins with that of the authority which holds it.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import select

from directory.extensions import db
from directory.models import AuditEvent, AuditValues
from directory.models.audit import PASSING_ON
from directory.models.details import EntryKey


@dataclass(frozen=True)
class OwnerChange:
    """The act of this number, by which a row passed from one authority to another."""

    number: int
    before: str
    after: str


class PastOwners:
    """The authorities that held rows, as the chain of acts tells."""

    def __init__(self) -> None:
        self._moves: dict[EntryKey, list[OwnerChange]] = defaultdict(list)
        columns = (AuditEvent.kind, AuditEvent.key, AuditEvent.id, AuditValues.before, AuditValues.after)
        passing = select(*columns).join(AuditValues, AuditValues.event_id == AuditEvent.id).where(PASSING_ON)
        for kind, key, number, before, after in db.session.execute(passing.order_by(AuditEvent.id)):
            self._moves[kind, key].append(OwnerChange(number, before, after))

    def at(self, row: EntryKey, number: int) -> set[str]:
        """Return who held a row when an act was done: both authorities for the act by which it passed on."""
        moves = self._moves.get(row, [])
        later = next((move for move in moves if move.number >= number), None)
        if later is not None:
            return {later.before, later.after} if later.number == number else {later.before}
        return {self.now(row)}

    def now(self, row: EntryKey) -> str:
        """Return who holds a row now or, where it is gone, held it last."""
        moves = self._moves.get(row, [])
        return moves[-1].after if moves else row[1].partition(":")[0]

    def within(self, row: EntryKey, after: int, until: int) -> set[str]:
        """Return who held a row after one act, up to another."""
        moves = [move for move in self._moves.get(row, []) if after < move.number <= until]
        return self.at(row, until + 1) | set(chain.from_iterable((move.before, move.after) for move in moves))

    def left(self, row: EntryKey, after: int, until: int) -> set[str]:
        """Return from whom a row passed on after one act, up to another."""
        return {move.before for move in self._moves.get(row, []) if after < move.number <= until}

    def ever(self, row: EntryKey) -> set[str]:
        """Return all that ever held a row."""
        return self.within(row, 0, self._moves[row][-1].number) if row in self._moves else {self.now(row)}

    def passed(self, authority: str) -> set[EntryKey]:
        """Return the rows that passed to an authority, or from it."""
        return {row for row, moves in self._moves.items() if any(authority in (m.before, m.after) for m in moves)}
