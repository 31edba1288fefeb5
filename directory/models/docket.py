"""The docket: requests that were really sent, in the list of a State, with their dates. It holds no text, no person and
no facts."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.consultation import CHANNEL_CHARACTERS, KEY_NAME_CHARACTERS, PUBLIC_ID_CHARACTERS
from directory.models.details import KEY_CHARACTERS, EntryKey
from directory.models.types import Instant
from directory.tokens import public_id


class DocketEntry(Model):
    """One request in the list of the State `jurisdiction_key`. Addresses name it by its random `public_id`.

    If the other State takes part, it has an entry of its own for the same request, and `partner_id` of each names the
    other. Neither State reads the other's row, only its dates.
    """

    __tablename__ = "docket_entry"
    __table_args__ = (UniqueConstraint("jurisdiction_key", "year", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    jurisdiction_key: Mapped[str] = mapped_column(ForeignKey("jurisdiction.key"))
    # The running number within the State and the year in which the entry was made. There are no gaps.
    year: Mapped[int]
    number: Mapped[int]
    # A RequestDirection.
    direction: Mapped[str] = mapped_column(String(10))
    other_jurisdiction_key: Mapped[str] = mapped_column(ForeignKey("jurisdiction.key"), index=True)
    # The office that holds the entry.
    authority_key: Mapped[str] = mapped_column(ForeignKey("authority.key"), index=True)
    # The office of the other State to which the request went, or from which it came, if known.
    other_authority_key: Mapped[str | None] = mapped_column(ForeignKey("authority.key"), index=True)
    measure: Mapped[str] = mapped_column(String(40))
    offence: Mapped[str] = mapped_column(String(20))
    treaty_key: Mapped[str | None] = mapped_column(ForeignKey("treaty.key"))
    # A code of CHANNELS, or empty.
    channel: Mapped[str] = mapped_column(String(CHANNEL_CHARACTERS), default="")
    # The language of the request, or empty.
    language: Mapped[str] = mapped_column(String(10), default="")
    # A code of REQUEST_STATES, by the dates of both States: kept here so that lists can filter by it.
    state: Mapped[str] = mapped_column(String(20))
    # The day on which the request was sent or, if that is not known, received.
    since: Mapped[date] = mapped_column(Date, index=True)
    # The day from which the request has waited for longer than is usual for its State. None once it is closed.
    late_on: Mapped[date | None] = mapped_column(Date, index=True)
    entered_at: Mapped[datetime] = mapped_column(Instant, default=now)
    changed_at: Mapped[datetime] = mapped_column(Instant, default=now, index=True)
    # Increases with each act of the own State. Forms send it back.
    version: Mapped[int] = mapped_column(default=1)
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("draft.id", ondelete="SET NULL"), index=True)
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"), index=True)
    # Whether a consultation came before the request. For figures: the link itself is erased after some time.
    after_consultation: Mapped[bool] = mapped_column(default=False)
    # The file number of the own office, sealed by the key of this row. Without a file number there is no key.
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_name: Mapped[str] = mapped_column(String(KEY_NAME_CHARACTERS), index=True, default="")
    sealed_file_number: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    # When `other_authority_key` was invited to take part. None again once it has answered.
    invited_at: Mapped[datetime | None] = mapped_column(Instant)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("docket_entry.id"), unique=True)
    # When links, file number and the accounts of the acts were erased.
    shredded_at: Mapped[datetime | None] = mapped_column(Instant)

    acts: Mapped[list["DocketAct"]] = relationship(order_by="DocketAct.id", cascade="all, delete-orphan")

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the entry in the audit chain."""
        return "docket_entry", self.public_id


class DocketAct(Model):
    """One act in the history of an entry: a date that its State has stated, or a code of DOCKET_STEPS.

    The newest row of a RequestEvent is what the State states now. Earlier rows stay.
    """

    __tablename__ = "docket_act"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("docket_entry.id"), index=True)
    act: Mapped[str] = mapped_column(String(20))
    # The stated day of a RequestEvent, or of a step within the State. None takes an earlier day back.
    on_day: Mapped[date | None] = mapped_column(Date)
    # Of a refusal: a code of REFUSAL_GROUNDS.
    ground: Mapped[str] = mapped_column(String(20), default="")
    # Of a correction: what the entry said before it. Figures of a counted year count that.
    former_measure: Mapped[str] = mapped_column(String(40), default="")
    former_treaty_key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), default="")
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    # The office to which an entry was handed over, or that was invited; or the step (a rule) to which a request was
    # passed within the State.
    subject_key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), default="")


class DocketRule(Model):
    """After how many days a State reminds its offices. If a State has no row, the defaults apply."""

    __tablename__ = "docket_rule"

    jurisdiction_key: Mapped[str] = mapped_column(ForeignKey("jurisdiction.key"), primary_key=True)
    receipt_days: Mapped[int]
    answer_days: Mapped[int]


class DocketReminder(Model):
    """When an office was last reminded of requests that have waited for longer than usual."""

    __tablename__ = "docket_reminder"

    authority_key: Mapped[str] = mapped_column(ForeignKey("authority.key"), primary_key=True)
    sent_at: Mapped[datetime] = mapped_column(Instant)


class RequestDuration(Model):
    """How long requests to a State usually take, rounded so that no single request can be told. There is a row only if
    enough requests have ended."""

    __tablename__ = "request_duration"

    jurisdiction_key: Mapped[str] = mapped_column(ForeignKey("jurisdiction.key"), primary_key=True)
    # Requests that began from `since` on count, as the lists stood when `until` began.
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    # Half of the requests had ended after so many days, and 80 per cent of them. None if fewer than that have ended.
    half_days: Mapped[int]
    most_days: Mapped[int | None]
