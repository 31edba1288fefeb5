"""The authorities to which a row belonged over time. Contacts, designations and desks can move and retain their
keys."""

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
    """A move of a row from one authority to another. `number` is the number of the recorded act."""

    number: int
    before: str
    after: str


class PastOwners:
    """The authorities (owners) to which each row belonged, at each act. Acts are given by their audit event ids."""

    def __init__(self) -> None:
        self._moves: dict[EntryKey, list[OwnerChange]] = defaultdict(list)
        columns = (AuditEvent.kind, AuditEvent.key, AuditEvent.id, AuditValues.before, AuditValues.after)
        passing = select(*columns).join(AuditValues, AuditValues.event_id == AuditEvent.id).where(PASSING_ON)
        for kind, key, number, before, after in db.session.execute(passing.order_by(AuditEvent.id)):
            self._moves[kind, key].append(OwnerChange(number, before, after))

    def at(self, row: EntryKey, number: int) -> set[str]:
        """Return the owner of a row at an act, as a set. If the act moved the row, the set contains the old and the new
        owner."""
        moves = self._moves.get(row, [])
        later = next((move for move in moves if move.number >= number), None)
        if later is not None:
            return {later.before, later.after} if later.number == number else {later.before}
        return {self.now(row)}

    def now(self, row: EntryKey) -> str:
        """Return the current owner of a row. For a removed row, return its last owner."""
        moves = self._moves.get(row, [])
        return moves[-1].after if moves else row[1].partition(":")[0]

    def within(self, row: EntryKey, after: int, until: int) -> set[str]:
        """Return the owners of a row after the act `after`, up to and including the act `until`."""
        moves = [move for move in self._moves.get(row, []) if after < move.number <= until]
        return self.at(row, until + 1) | set(chain.from_iterable((move.before, move.after) for move in moves))

    def left(self, row: EntryKey, after: int, until: int) -> set[str]:
        """Return the authorities that a row left after the act `after`, up to and including the act `until`."""
        return {move.before for move in self._moves.get(row, []) if after < move.number <= until}

    def ever(self, row: EntryKey) -> set[str]:
        """Return all owners of a row, past and present."""
        return self.within(row, 0, self._moves[row][-1].number) if row in self._moves else {self.now(row)}

    def passed(self, authority: str) -> set[EntryKey]:
        """Return the rows that ever moved to or from an authority."""
        return {row for row, moves in self._moves.items() if any(authority in (m.before, m.after) for m in moves)}
