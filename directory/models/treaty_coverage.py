"""The measures that a treaty covers, and the channels and languages of requests under it."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped

from directory.models.details import Entry, EntryKey, detail
from directory.models.types import Codes, Texts, TextsType
from directory.vocabulary import ANSWERS, AUTHORITY_KINDS, CONDITIONS, COVERED, OFFENCES, PHASES, TOPICS, URGENCIES


class PartOfTreaty(Entry):
    """A row that belongs to a treaty. It applies to the named measures, or to all measures if none is named."""

    __abstract__ = True

    treaty_key: Mapped[str] = detail(_l("Treaty"), ForeignKey("treaty.key"), holds="treaty", index=True)
    measures: Mapped[tuple[str, ...]] = detail(_l("Measures"), Codes, vocabulary=COVERED)
    article: Mapped[str] = detail(_l("Article"), String(80), default="")
    position: Mapped[int] = detail(_l("Order of display"), default=0)

    def shown_on(self) -> Iterable[EntryKey]:
        """Return the key of the treaty, whose page shows the row."""
        return (("treaty", self.treaty_key),)


class TreatyCoverage(PartOfTreaty):
    """The statement that a treaty covers some measures for some offences. The statement holds only if all `conditions`
    are met. If `offences` is empty, the statement holds for all offences."""

    __tablename__ = "treaty_coverage"
    KIND = "treaty_coverage"

    offences: Mapped[tuple[str, ...]] = detail(_l("Offences"), Codes, vocabulary=OFFENCES)
    # The treaty covers the measures only between parties to this other treaty.
    through_key: Mapped[str | None] = detail(_l("Between parties to"), ForeignKey("treaty.key"), holds="treaty")
    conditions: Mapped[tuple[str, ...]] = detail(_l("Conditions"), Codes, vocabulary=CONDITIONS)
    note: Mapped[Texts] = detail(_l("Note"), TextsType)


class TreatyTerm(PartOfTreaty):
    """The statement of a treaty on one field (`topic`) of requirement sheets. If a State's sheet has a rule on the
    field, the rule of the sheet takes precedence."""

    __tablename__ = "treaty_term"
    KIND = "treaty_term"

    topic: Mapped[str] = detail(_l("Topic"), String(40), vocabulary=TOPICS)
    answer: Mapped[str] = detail(_l("Answer"), String(20), default="", vocabulary=ANSWERS)
    languages: Mapped[tuple[str, ...]] = detail(_l("Languages"), Codes, holds="languages")
    urgency: Mapped[str] = detail(_l("Only in cases of this urgency"), String(20), default="", vocabulary=URGENCIES)
    # The phase of the measure to which the term applies. Empty if the term applies to the request itself.
    phase: Mapped[str] = detail(_l("Phase"), String(40), default="", server_default="", vocabulary=PHASES)
    # For a topic that is a channel: the kind of authority that receives requests through it.
    receiver: Mapped[str] = detail(
        _l("Receives the request"), String(40), default="", server_default="", vocabulary=AUTHORITY_KINDS
    )
    text: Mapped[Texts] = detail(_l("Rule"), TextsType)
