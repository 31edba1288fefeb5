"""Relations between two States, such as the absence of diplomatic relations. Each has a source and dates."""

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, relationship

from directory.models.details import EntryKey, detail
from directory.models.jurisdiction import EntryOfState, Jurisdiction
from directory.models.types import Texts, TextsType
from directory.vocabulary import STATE_RELATIONS


class StateRelation(EntryOfState):
    """A relation between two States. `jurisdiction_key` is the State whose code sorts first.

    If a pair of States has no row, nothing is stated about the pair.
    """

    __tablename__ = "state_relation"
    KIND = "state_relation"

    jurisdiction_key: Mapped[str] = detail(
        _l("State"), ForeignKey("jurisdiction.key"), holds="jurisdiction", index=True
    )
    other_key: Mapped[str] = detail(_l("Other State"), ForeignKey("jurisdiction.key"), holds="jurisdiction", index=True)
    relation: Mapped[str] = detail(_l("Relation"), String(40), vocabulary=STATE_RELATIONS)
    since: Mapped[date | None] = detail(_l("Since"), Date, holds="date")
    until: Mapped[date | None] = detail(_l("Until"), Date, holds="date")
    note: Mapped[Texts] = detail(_l("Note"), TextsType)

    jurisdiction: Mapped[Jurisdiction] = relationship(foreign_keys=jurisdiction_key)
    other: Mapped[Jurisdiction] = relationship(foreign_keys=other_key)

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the keys of both States, whose pages show the relation."""
        return ("jurisdiction", self.jurisdiction_key), ("jurisdiction", self.other_key)
