"""The acts of a State on a multilateral treaty (signature, ratification, accession ...): one row for each act, with its
date."""

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Date, ForeignKey, String, Text, exists
from sqlalchemy.orm import InstrumentedAttribute, Mapped, relationship

from directory.models.details import EntryKey, detail
from directory.models.jurisdiction import EntryOfState, Jurisdiction
from directory.models.treaty import Treaty
from directory.models.types import Texts, TextsType
from directory.vocabulary import ACTIONS, DATE_KINDS

NATIONAL_LAW = "national_law"
# Acts that end or suspend the force of a treaty for a State. Sources may give several days for one such act.
ENDING = ("withdrawal", "suspension")


def status_key(treaty: str, state: str, action: str, date_kind: str, towards: str, day: str) -> str:
    """Return the key of an act of a State on a treaty, such as ratification. If the act has effect towards one other
    State only, `towards` is the code of this other State. Otherwise `towards` is empty.

    The key of a suspension or withdrawal contains `day`, since sources may give several days for the act. The key does
    not contain `day` for any other act, nor for a date of national law (`date_kind`).
    """
    of_ending = day if action in ENDING and date_kind != NATIONAL_LAW else ""
    return ":".join((treaty, state, action, date_kind, *filter(None, (towards, of_ending))))


class TreatyStatus(EntryOfState):
    """One act of one State on a multilateral treaty, such as signature, ratification or accession. `acted_on` is None
    if the source prints no date."""

    __tablename__ = "treaty_status"
    KIND = "treaty_status"

    treaty_key: Mapped[str] = detail(_l("Treaty"), ForeignKey("treaty.key"), holds="treaty", index=True)
    jurisdiction_key: Mapped[str] = detail(
        _l("State"), ForeignKey("jurisdiction.key"), holds="jurisdiction", index=True
    )
    action: Mapped[str] = detail(_l("Act"), String(30), vocabulary=ACTIONS)
    acted_on: Mapped[date | None] = detail(_l("Date"), Date, holds="date")
    date_kind: Mapped[str] = detail(_l("Kind of date"), String(30), default="", vocabulary=DATE_KINDS)
    # A suspension or withdrawal may apply towards one State alone.
    towards_key: Mapped[str | None] = detail(
        _l("Only towards the State"), ForeignKey("jurisdiction.key"), holds="jurisdiction"
    )
    note: Mapped[Texts] = detail(_l("Note"), TextsType)
    retrieved_from: Mapped[str] = detail(_l("Copy that was read"), Text, default="")

    treaty: Mapped[Treaty] = relationship()
    jurisdiction: Mapped[Jurisdiction] = relationship(foreign_keys=jurisdiction_key)

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the keys of the treaty and the State, whose pages show the act."""
        return ("treaty", self.treaty_key), ("jurisdiction", self.jurisdiction_key)


def has_acts(code: InstrumentedAttribute[str] | InstrumentedAttribute[str | None]) -> ColumnElement[bool]:
    """Return the SQL condition that the State in column `code` has done an act on a treaty, such as ratification.

    Such a State is not treated as a territory of another State.
    """
    return exists().where(TreatyStatus.jurisdiction_key == code)
