"""What is said of a territory of a State and a treaty, for example that it does not apply there: by the treaty's text,
the State or the depositary."""

import hashlib
import re
from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from directory.models.details import EntryKey, detail
from directory.models.jurisdiction import EntryOfState, Jurisdiction
from directory.models.treaty import Treaty
from directory.models.types import Texts, TextsType
from directory.vocabulary import TERRITORIAL_EFFECTS, TERRITORIAL_SPEAKERS


def territory_key(treaty: str, state: str, effect: str, territory: str, day: str) -> str:
    """Return the key of a row of TreatyTerritory.

    `territory` is a code of two letters, or a text. The key contains the code, or a digest of the text.
    """
    if not re.fullmatch("[A-Z]{2}", territory):
        territory = hashlib.sha256(territory.encode()).hexdigest()[:10]
    return ":".join((treaty, state, effect, territory, *filter(None, (day,))))


class TreatyTerritory(EntryOfState):
    """The stated effect of a treaty in one territory of a State (Vienna Convention on the Law of Treaties, art. 29).

    The row takes no position on the status of a territory. The row has no effect if acts on treaties are recorded for
    the territory itself.
    """

    __tablename__ = "treaty_territory"
    KIND = "treaty_territory"

    treaty_key: Mapped[str] = detail(_l("Treaty"), ForeignKey("treaty.key"), holds="treaty", index=True)
    jurisdiction_key: Mapped[str] = detail(
        _l("State"), ForeignKey("jurisdiction.key"), holds="jurisdiction", index=True
    )
    effect: Mapped[str] = detail(_l("How far the treaty reaches"), String(20), vocabulary=TERRITORIAL_EFFECTS)
    # A State or territory of the list. Any other territory is in `territory`, in the words of the `speaker`.
    territory_key: Mapped[str | None] = detail(
        _l("Territory"), ForeignKey("jurisdiction.key"), holds="jurisdiction", index=True
    )
    territory: Mapped[Texts] = detail(_l("Territory in the words of the State or depositary"), TextsType)
    speaker: Mapped[str] = detail(_l("Who says so"), String(20), default="state", vocabulary=TERRITORIAL_SPEAKERS)
    article: Mapped[str] = detail(_l("Article"), String(80), default="")
    since: Mapped[date | None] = detail(_l("Since"), Date, holds="date")
    until: Mapped[date | None] = detail(_l("Until"), Date, holds="date")
    note: Mapped[Texts] = detail(_l("Note"), TextsType)
    retrieved_from: Mapped[str] = detail(_l("Copy that was read"), Text, default="")

    treaty: Mapped[Treaty] = relationship()
    jurisdiction: Mapped[Jurisdiction] = relationship(foreign_keys=jurisdiction_key)

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the keys of the treaty and the State, whose pages show the territory."""
        return ("treaty", self.treaty_key), ("jurisdiction", self.jurisdiction_key)
