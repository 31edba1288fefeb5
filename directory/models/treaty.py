"""Treaties, the parties of bilateral treaties, and the rules in the paragraphs of treaties."""

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, relationship

from directory.models.details import Entry, EntryKey, detail
from directory.models.treaty_coverage import TreatyCoverage, TreatyTerm
from directory.models.treaty_relation import TreatyRelation
from directory.models.types import Codes, Texts, TextsType
from directory.vocabulary import (
    CHECKLIST_ITEMS,
    COVERED,
    FORCES,
    INSTRUMENTS,
    LEVELS,
    OBLIGATIONS,
    PHASES,
    RELEASE_TERMS,
    SUBJECTS,
    TOPICS,
)


class Treaty(Entry):
    """A treaty. Its key is its code (`untoc`, `kz-kg-mla-1996`). A date is None if it is not known.

    A bilateral treaty has `subject`, `parties`, `force` and `in_force_year`. A multilateral treaty has rows of
    `TreatyStatus`.
    """

    __tablename__ = "treaty"
    KIND = "treaty"

    title: Mapped[Texts] = detail(_l("Title"), TextsType, searchable=True)
    short_title: Mapped[Texts] = detail(_l("Short title"), TextsType, searchable=True)
    # Everyday names for searches.
    other_names: Mapped[tuple[str, ...]] = detail(_l("Other names"), Codes, searchable=True, holds="texts")
    # The kind of instrument limits the measures: no compulsory act can rest on an agreement of offices.
    instrument: Mapped[str] = detail(
        _l("Kind of instrument"), String(20), default="treaty", server_default="treaty", vocabulary=INSTRUMENTS
    )
    level: Mapped[str] = detail(_l("Level of the treaty"), String(20), vocabulary=LEVELS)
    subject: Mapped[str] = detail(_l("Subject"), String(40), default="", vocabulary=SUBJECTS, searchable=True)
    depositary: Mapped[str] = detail(_l("Depositary"), Text, default="")
    # Set if the depositary cites the treaty by the day of its adoption, not of its signature, as the United Nations do.
    adopted_on: Mapped[date | None] = detail(_l("Adopted"), Date, holds="date")
    opened_on: Mapped[date | None] = detail(_l("Opened for signature"), Date, holds="date")
    signed_on: Mapped[date | None] = detail(_l("Signed"), Date, holds="date")
    force: Mapped[str] = detail(
        _l("Status of the treaty"), String(20), default="", server_default="", vocabulary=FORCES
    )
    in_force_from: Mapped[date | None] = detail(_l("In force from"), Date, holds="date")
    in_force_year: Mapped[int | None] = detail(_l("In force since the year"), Integer)
    entry_rule: Mapped[Texts] = detail(_l("Entry into force for a State"), TextsType)
    # A treaty binds a State `entry_days` after the State's deposit, or from the first day of the month after
    # `entry_months`.
    entry_days: Mapped[int | None] = detail(_l("Days from deposit to entry into force"), Integer)
    entry_months: Mapped[int | None] = detail(_l("Months from deposit to entry into force"), Integer)
    listed_in: Mapped[int | None] = detail(_l("Year of the list of parties that was read"), Integer)
    covers: Mapped[Texts] = detail(_l("Subjects covered"), TextsType, searchable=True, holds="list")
    offences: Mapped[Texts] = detail(_l("Offences"), TextsType, searchable=True, holds="list")
    note: Mapped[Texts] = detail(_l("Note"), TextsType)

    parties: Mapped[list["TreatyParty"]] = relationship(order_by="TreatyParty.key")
    rules: Mapped[list["TreatyRule"]] = relationship(order_by="TreatyRule.position, TreatyRule.key")
    coverage: Mapped[list[TreatyCoverage]] = relationship(
        order_by=(TreatyCoverage.position, TreatyCoverage.key), foreign_keys=TreatyCoverage.treaty_key
    )
    terms: Mapped[list[TreatyTerm]] = relationship(order_by=(TreatyTerm.position, TreatyTerm.key))
    relations: Mapped[list[TreatyRelation]] = relationship(
        order_by=(TreatyRelation.position, TreatyRelation.key), foreign_keys=TreatyRelation.treaty_key
    )


class TreatyParty(Entry):
    """A party that the text of a bilateral treaty names."""

    __tablename__ = "treaty_party"
    KIND = "treaty_party"

    treaty_key: Mapped[str] = detail(_l("Treaty"), ForeignKey("treaty.key"), holds="treaty", index=True)
    jurisdiction_key: Mapped[str] = detail(
        _l("State"), ForeignKey("jurisdiction.key"), holds="jurisdiction", index=True
    )

    treaty: Mapped[Treaty] = relationship(back_populates="parties")

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the keys of the treaty and the State, whose pages show the party."""
        return ("treaty", self.treaty_key), ("jurisdiction", self.jurisdiction_key)


class TreatyRule(Entry):
    """The content of one paragraph of a treaty, in our own words. The summary does not replace the text."""

    __tablename__ = "treaty_rule"
    KIND = "treaty_rule"

    treaty_key: Mapped[str] = detail(_l("Treaty"), ForeignKey("treaty.key"), holds="treaty", index=True)
    article: Mapped[str] = detail(_l("Article"), String(10))
    paragraph: Mapped[str] = detail(_l("Paragraph"), String(20), default="")
    topic: Mapped[str] = detail(_l("Topic"), String(60), default="")
    text: Mapped[Texts] = detail(_l("Rule"), TextsType, searchable=True)
    applies_to: Mapped[str] = detail(_l("Applies to"), String(40), default="")
    # The fields of a requirement sheet that the paragraph answers if the State's own sheet is silent.
    sheet_topics: Mapped[tuple[str, ...]] = detail(
        _l("Fields of a requirement sheet"), Codes, default=(), server_default="[]", vocabulary=TOPICS
    )
    # An empty list means all that the treaty covers.
    measures: Mapped[tuple[str, ...]] = detail(
        _l("Measures"), Codes, default=(), server_default="[]", vocabulary=COVERED
    )
    # The phase of the measure to which the rule applies. Empty if the rule applies to the request itself.
    phase: Mapped[str] = detail(_l("Phase"), String(40), default="", server_default="", vocabulary=PHASES)
    # The time after provisional arrest at which the person may be released, and the time at which the person must be
    # released, if the request and its papers have not arrived.
    release_possible: Mapped[str] = detail(
        _l("Release possible after"), String(20), default="", server_default="", vocabulary=RELEASE_TERMS
    )
    release_due: Mapped[str] = detail(
        _l("Release due after"), String(20), default="", server_default="", vocabulary=RELEASE_TERMS
    )
    obligation: Mapped[str] = detail(
        _l("Obligation"), String(20), default="", server_default="", vocabulary=OBLIGATIONS
    )
    # The items of a checklist for which the paragraph asks. Empty for what only a person can judge.
    items: Mapped[tuple[str, ...]] = detail(
        _l("Items of the checklist"), Codes, default=(), server_default="[]", vocabulary=CHECKLIST_ITEMS
    )
    position: Mapped[int] = detail(_l("Order of display"), default=0)

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the key of the treaty, whose page shows the rule."""
        return (("treaty", self.treaty_key),)
