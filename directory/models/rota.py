"""Rotas of desks: patterns, rotations and changes that people enter, shifts in UTC, public holidays, and calendar
links."""

from datetime import date, datetime, time

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.details import KEY_CHARACTERS
from directory.models.types import Codes, Instant


class DeskRota(Model):
    """The rota of one desk, in its IANA time zone. A desk without this row has no rota."""

    __tablename__ = "desk_rota"

    focal_point_key: Mapped[str] = mapped_column(
        String(KEY_CHARACTERS), ForeignKey("focal_point.key"), primary_key=True
    )
    zone: Mapped[str] = mapped_column(String(40))
    # Each edit of the rota increases the version; the generation of shifts does not. An edit that names an older
    # version is refused.
    version: Mapped[int] = mapped_column(Integer, default=1)
    # Until when shifts are generated, and the account ids of the members for whom they are generated.
    laid_out_until: Mapped[datetime | None] = mapped_column(Instant)
    laid_out_for: Mapped[tuple[str, ...]] = mapped_column(Codes, default=(), server_default="[]")

    patterns: Mapped[list["ShiftPattern"]] = relationship(order_by="ShiftPattern.id", cascade="all, delete-orphan")
    rotations: Mapped[list["Rotation"]] = relationship(order_by="Rotation.id", cascade="all, delete-orphan")
    changes: Mapped[list["RotaChange"]] = relationship(order_by="RotaChange.id", cascade="all, delete-orphan")


class ShiftPattern(Model):
    """A weekly pattern of one member of the desk: duty on `weekdays` (`0` is Monday) in the time zone of the rota.

    The duty begins at the time `starts`. It ends at the time `ends`, on the next day if `ends` is not after `starts`.
    """

    __tablename__ = "shift_pattern"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    focal_point_key: Mapped[str] = mapped_column(ForeignKey("desk_rota.focal_point_key"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    weekdays: Mapped[tuple[str, ...]] = mapped_column(Codes)
    starts: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)
    # The pattern applies from `valid_from` to `valid_until` (without end if None), in every `every_weeks`-th week.
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    every_weeks: Mapped[int] = mapped_column(default=1)
    on_holidays: Mapped[bool] = mapped_column(default=True)


class Rotation(Model):
    """People who relieve each other in order, from `valid_from` to `valid_until` (without end if None).

    `division` says how the day is divided (DayDivision). `turn` says how long one person's turn lasts (Turn). `starts`
    are the local times (`09:00`) at which the parts of the day begin. `office_days` (`0` is Monday) are used only if
    the division is office hours. `handover` is the weekday on which the next turn begins. `handover` is used only if a
    turn lasts one week or two weeks.
    """

    __tablename__ = "rotation"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    focal_point_key: Mapped[str] = mapped_column(ForeignKey("desk_rota.focal_point_key"), index=True)
    # Account ids.
    members: Mapped[tuple[str, ...]] = mapped_column(Codes)
    division: Mapped[str] = mapped_column(String(20))
    starts: Mapped[tuple[str, ...]] = mapped_column(Codes)
    office_days: Mapped[tuple[str, ...]] = mapped_column(Codes)
    turn: Mapped[str] = mapped_column(String(20))
    handover: Mapped[int] = mapped_column(Integer)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    # Whether the next person in the order is the deputy of the person on duty.
    has_deputies: Mapped[bool] = mapped_column(default=False)


class RotaChange(Model):
    """A deviation from the patterns and rotations of a rota, in an interval. `kind` is a RotaChangeKind, which says who
    is on duty."""

    __tablename__ = "rota_change"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    focal_point_key: Mapped[str] = mapped_column(ForeignKey("desk_rota.focal_point_key"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    # Set only for a swap: the person who asks a colleague to take over a shift. A swap takes effect at `agreed_at`.
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(Instant)
    # The id of the event in a calendar file. A newer file with the same event replaces the shift.
    file_uid: Mapped[str] = mapped_column(Text, default="")


class Shift(Model):
    """One interval of a member's duty, in UTC. A longer duty is stored as several intervals of at most a day."""

    __tablename__ = "shift"
    __table_args__ = (
        Index("ix_shift_starts_at", "starts_at", "focal_point_key", "account_id", "ends_at"),
        Index("ix_shift_focal_point_key", "focal_point_key", "starts_at", "account_id", "ends_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    focal_point_key: Mapped[str] = mapped_column(ForeignKey("desk_rota.focal_point_key"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)


class Holiday(Model):
    """A public holiday of a State. It changes no shifts until a coordinator has confirmed it."""

    __tablename__ = "holiday"

    jurisdiction_key: Mapped[str] = mapped_column(ForeignKey("jurisdiction.key"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    name: Mapped[str] = mapped_column(Text, default="")
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    # False if people work on that day all the same.
    is_off: Mapped[bool] = mapped_column(default=True)


class CalendarLink(Model):
    """An address from which a calendar program fetches a person's shifts at one desk. The address works until it is
    revoked."""

    __tablename__ = "calendar_link"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    # The digest of the address's secret.
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    focal_point_key: Mapped[str] = mapped_column(ForeignKey("focal_point.key"))
    made_at: Mapped[datetime] = mapped_column(Instant, default=now)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
