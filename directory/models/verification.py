"""Verifications of entries, and the periods for which verifications are valid."""

from datetime import date, datetime, timedelta

from sqlalchemy import DateTime, ForeignKey, Integer, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from directory.clock import now
from directory.extensions import Model, db
from directory.models.authority import Authority, Competence, ContactDetail, Designation
from directory.models.details import KEY_CHARACTERS, Entry, Place
from directory.models.focal_point import FocalPoint
from directory.models.requirement import RequirementSheet, Rule
from directory.vocabulary import PERIODS

ROUND_THE_CLOCK = "round_the_clock"
PERIODS_BY_MODEL: dict[type[Entry], str] = {
    Authority: "contact",
    Competence: "contact",
    Designation: "contact",
    ContactDetail: "contact",
    FocalPoint: "contact",
    RequirementSheet: "requirement",
    Rule: "requirement",
}


class VerificationPeriod(Model):
    """A network's own number of days for which a verification is valid. `period` is a code of `PERIODS`.

    For entries of this network, `days` replaces the number of days that `PERIODS` gives for the code.
    """

    __tablename__ = "verification_period"

    network_key: Mapped[str] = mapped_column(ForeignKey("network.key"), primary_key=True)
    period: Mapped[str] = mapped_column(String(20), primary_key=True)
    days: Mapped[int]


class Verification(Model):
    """One confirmation of an entry with its parts. `office` is an office, never a person."""

    __tablename__ = "verification"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), index=True)
    verified_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    # The campaign whose link was used, or None if the person `account_id` confirmed.
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    # Whether a practitioner of the office confirmed, or somebody with the link of a campaign. False for a coordinator.
    is_of_office: Mapped[bool] = mapped_column(default=False)
    office: Mapped[str] = mapped_column(Text)
    # The number of confirmed details.
    details: Mapped[int]


def due_on(entry: Entry, verified_on: date, place: Place | None = None) -> date:
    """Return the day on which an entry that was verified on `verified_on` is due again.

    If networks of the entry have set a period, the shortest of their periods applies. If none has, the period in
    `PERIODS` applies. Give `place` if the entry is not stored yet.
    """
    period = period_of(entry)
    networks = (place or entry.place()).networks
    query = select(VerificationPeriod.days).where(
        VerificationPeriod.period == period, VerificationPeriod.network_key.in_(sorted(networks))
    )
    days = min(db.session.scalars(query), default=PERIODS[period].days)
    return verified_on + timedelta(days=days)


def period_of(entry: Entry) -> str:
    """Return the code in `PERIODS` that applies to an entry.

    The code is ROUND_THE_CLOCK for a desk with round-the-clock cover. It is also ROUND_THE_CLOCK for a contact of that
    desk's authority if the contact has the same network as the desk.
    """
    if isinstance(entry, ContactDetail) and entry.network_key:
        desk = select(FocalPoint.key).where(
            FocalPoint.authority_key == entry.authority_key,
            FocalPoint.network_key == entry.network_key,
            FocalPoint.cover == ROUND_THE_CLOCK,
        )
        if db.session.scalar(desk.limit(1)) is not None:
            return ROUND_THE_CLOCK
    if isinstance(entry, FocalPoint) and entry.cover == ROUND_THE_CLOCK:
        return ROUND_THE_CLOCK
    return PERIODS_BY_MODEL.get(type(entry), "other")
