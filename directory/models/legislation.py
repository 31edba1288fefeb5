"""The library of law: national laws, decisions of courts, and guides. Laws have provisions."""

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.models.details import Entry, EntryKey, Place, detail
from directory.models.jurisdiction import EntryOfState
from directory.models.types import Codes, Texts, TextsType
from directory.vocabulary import ISSUES, LAW_KINDS, LAW_STATUSES, OFFENCES, TREATY_ARTICLES


class Legislation(EntryOfState):
    """A law, decision or guide. An unclassified document has no kind, crime types, issues or articles."""

    __tablename__ = "legislation"
    KIND = "legislation"

    jurisdiction_key: Mapped[str] = detail(
        _l("State"), ForeignKey("jurisdiction.key"), holds="jurisdiction", index=True
    )
    title: Mapped[Texts] = detail(_l("Title"), TextsType, searchable=True)
    citation: Mapped[str] = detail(_l("Citation"), Text, default="", searchable=True, holds="remark")
    article: Mapped[str] = detail(_l("Articles"), Text, default="")
    link: Mapped[str] = detail(_l("Text of the law"), Text, default="", holds="address")
    # The treaty article to which the document gives effect, in words.
    carries_out: Mapped[str] = detail(_l("Provision implemented"), Text, default="")
    law_kind: Mapped[str] = detail(_l("Kind"), String(20), default="", server_default="", vocabulary=LAW_KINDS)
    status: Mapped[str] = detail(
        _l("Status of the law"), String(20), default="", server_default="", vocabulary=LAW_STATUSES
    )
    # The day on which the law took effect, or else on which it was adopted.
    not_before: Mapped[date | None] = detail(_l("Not in force before"), Date, holds="date")
    # The day on which the law was replaced or repealed.
    in_force_until: Mapped[date | None] = detail(_l("In force until"), Date, holds="date")
    crime_types: Mapped[tuple[str, ...]] = detail(
        _l("Crime types"), Codes, default=(), server_default="[]", vocabulary=OFFENCES
    )
    issues: Mapped[tuple[str, ...]] = detail(_l("Issues"), Codes, default=(), server_default="[]", vocabulary=ISSUES)
    treaty_articles: Mapped[tuple[str, ...]] = detail(
        _l("Articles of UNTOC and its Protocols"), Codes, default=(), server_default="[]", vocabulary=TREATY_ARTICLES
    )
    note: Mapped[Texts] = detail(_l("Note"), TextsType)

    provisions: Mapped[list["Provision"]] = relationship(order_by="Provision.position, Provision.key")


class Provision(Entry):
    """One article of a law, or several articles about one subject."""

    __tablename__ = "provision"
    KIND = "provision"

    legislation_key: Mapped[str] = detail(_l("Law"), ForeignKey("legislation.key"), holds="legislation", index=True)
    position: Mapped[int] = mapped_column(default=0)
    article: Mapped[str] = detail(_l("Article"), String(80), default="")
    about: Mapped[Texts] = detail(_l("What the article is about"), TextsType)
    carries_out: Mapped[str] = detail(_l("Provision implemented"), Text, default="")

    law: Mapped[Legislation] = relationship(viewonly=True)

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the keys of the law and its State, whose pages show the provision."""
        state = (("jurisdiction", self.law.jurisdiction_key),) if self.law else ()
        return (("legislation", self.legislation_key), *state)

    def place(self) -> Place:
        """Return the State of the law with its networks."""
        return self.law.place() if self.law else Place()
