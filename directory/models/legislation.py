"""National laws behind a State's requirements."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped

from directory.models.details import Entry, Place, detail
from directory.models.network import place_of_state
from directory.models.types import Texts, TextsType


class Legislation(Entry):
    """A law; `carries_out` names the article of UNTOC or a Protocol that it gives effect to."""

    __tablename__ = "legislation"
    KIND = "legislation"

    jurisdiction_key: Mapped[str] = detail(
        _l("State"), ForeignKey("jurisdiction.key"), holds="jurisdiction", index=True
    )
    title: Mapped[Texts] = detail(_l("Title"), TextsType, searchable=True)
    citation: Mapped[str] = detail(_l("Citation"), Text, default="", searchable=True)
    article: Mapped[str] = detail(_l("Articles"), Text, default="")
    link: Mapped[str] = detail(_l("Text of the law"), Text, default="", holds="address")
    carries_out: Mapped[str] = detail(_l("Carries out"), Text, default="")
    note: Mapped[Texts] = detail(_l("Note"), TextsType)

    def place(self) -> Place:
        """Return the State."""
        return place_of_state(self.jurisdiction_key)
