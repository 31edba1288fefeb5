"""The requirements of a State for requests: a general requirement sheet, a sheet for each measure, and their rules."""

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.models.details import Entry, EntryKey, Place, detail
from directory.models.jurisdiction import EntryOfState
from directory.models.types import Codes, Texts, TextsType
from directory.vocabulary import (
    ANSWERS,
    AUTHORITY_KINDS,
    CHECKLIST_ITEMS,
    COVERED,
    DEPOSITARY_STATEMENTS,
    MEASURES,
    NECESSITIES,
    PHASES,
    RELEASE_TERMS,
    RULE_CONDITIONS,
    STEP_BASES,
    TOPICS,
)


class RequirementSheet(EntryOfState):
    """The requirement sheet of a State for one measure (`kg-extradition`), or its general sheet for all measures
    (`kg`)."""

    __tablename__ = "requirement_sheet"
    KIND = "requirement"

    jurisdiction_key: Mapped[str] = detail(
        _l("State"), ForeignKey("jurisdiction.key"), holds="jurisdiction", index=True
    )
    measure: Mapped[str] = detail(_l("Measure"), String(40), default="", vocabulary=MEASURES, searchable=True)
    note: Mapped[Texts] = detail(_l("Note"), TextsType, searchable=True)

    rules: Mapped[list["Rule"]] = relationship(order_by="Rule.position, Rule.key", back_populates="sheet")


class Rule(Entry):
    """One answer of a requirement sheet to the question `topic` (a field of the sheet). A rule that rests on a treaty
    binds only parties to the treaty.

    A rule with a `statement` is a declaration or reservation, which the State made to the depositary. This act of the
    State changes the effect of the treaty's `article`.
    """

    __tablename__ = "rule"
    KIND = "rule"

    sheet_key: Mapped[str] = mapped_column(ForeignKey("requirement_sheet.key"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    topic: Mapped[str] = detail(_l("Topic"), String(40), vocabulary=TOPICS)
    treaty_key: Mapped[str | None] = detail(_l("Under the treaty"), ForeignKey("treaty.key"), holds="treaty")
    article: Mapped[str] = detail(_l("Article of the treaty"), String(80), default="", server_default="")
    statement: Mapped[str] = detail(
        _l("Declaration or reservation"), String(20), default="", server_default="", vocabulary=DEPOSITARY_STATEMENTS
    )
    # An empty list means all measures of the sheet.
    measures: Mapped[tuple[str, ...]] = detail(
        _l("Only for these measures"), Codes, default=(), server_default="[]", vocabulary=COVERED
    )
    condition: Mapped[str] = detail(
        _l("Condition"), String(20), default="", server_default="", vocabulary=RULE_CONDITIONS
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
    towards_key: Mapped[str | None] = detail(
        _l("Only towards the State"), ForeignKey("jurisdiction.key"), holds="jurisdiction"
    )
    # A statement applies from the day `since` to the day `until`, on which the State withdrew it.
    since: Mapped[date | None] = detail(_l("Since"), Date, holds="date")
    until: Mapped[date | None] = detail(_l("Until"), Date, holds="date")
    legislation_key: Mapped[str | None] = detail(_l("Law"), ForeignKey("legislation.key"), holds="legislation")
    # Empty if the source gives no plain yes, no or condition.
    answer: Mapped[str] = detail(_l("Answer"), String(20), default="", vocabulary=ANSWERS)
    # For items of the request. Empty if the source only lists the item.
    necessity: Mapped[str] = detail(
        _l("Item needed"), String(20), default="", server_default="", vocabulary=NECESSITIES
    )
    # The items of a checklist for which the rule asks. Empty for what only a person can judge.
    items: Mapped[tuple[str, ...]] = detail(
        _l("Items of the checklist"), Codes, default=(), server_default="[]", vocabulary=CHECKLIST_ITEMS
    )
    languages: Mapped[tuple[str, ...]] = detail(_l("Languages"), Codes, holds="languages")
    # Of a step on the way within the State: the office to which the request is passed or, if the directory has no such
    # office, its kind, and the days that the request usually stays there.
    office_key: Mapped[str | None] = detail(_l("Step: office"), ForeignKey("authority.key"), holds="authority")
    office_kind: Mapped[str] = detail(
        _l("Step: kind of office"), String(40), default="", server_default="", vocabulary=AUTHORITY_KINDS
    )
    days: Mapped[int | None] = detail(_l("Step: days there"), Integer)
    # What a step rests on if neither a treaty nor a law is named. Empty if the source does not say.
    basis: Mapped[str] = detail(_l("Step: basis"), String(20), default="", server_default="", vocabulary=STEP_BASES)
    text: Mapped[Texts] = detail(_l("Rule"), TextsType, searchable=True)
    # `civil` if the source states the rule for civil matters only.
    matters: Mapped[str] = detail(_l("Kind of matters"), String(20), default="")

    sheet: Mapped[RequirementSheet] = relationship(back_populates="rules")

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the keys of the requirement sheet and its State, whose pages show the rule."""
        return (("requirement", self.sheet_key), *(self.sheet.shown_on() if self.sheet else ()))

    def place(self) -> Place:
        """Return the place of the requirement sheet."""
        return self.sheet.place() if self.sheet else Place()
