"""Plans of reachability tests: how often each line of a desk is tested, and the hours drawn for the tests to come."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.extensions import Model
from directory.models.account import Account
from directory.models.details import KEY_CHARACTERS
from directory.models.focal_point import FocalPoint
from directory.models.types import Instant

OF_NO_EXERCISE = text("exercise_id IS NULL")


class ReachabilityPlan(Model):
    """The plan of one desk: each of its lines, and its people on duty, are tested `tests_per_quarter` times in a
    quarter. In a plan of an exercise, they are tested once, before `drawn_until`. A desk has at most one plan that
    belongs to no exercise."""

    __tablename__ = "reachability_plan"
    __table_args__ = (
        Index(
            "uq_reachability_plan_focal_point_key",
            "focal_point_key",
            unique=True,
            sqlite_where=OF_NO_EXERCISE,
            postgresql_where=OF_NO_EXERCISE,
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    focal_point_key: Mapped[str] = mapped_column(ForeignKey("focal_point.key"))
    exercise_id: Mapped[int | None] = mapped_column(ForeignKey("exercise.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    tests_per_quarter: Mapped[int]
    # Tests are drawn up to this time: the end of the quarter, or of the part of an exercise in which desks are tested.
    drawn_until: Mapped[datetime] = mapped_column(Instant, index=True)

    author: Mapped[Account] = relationship()
    focal_point: Mapped[FocalPoint] = relationship()
    planned: Mapped[list["PlannedTest"]] = relationship(back_populates="plan", cascade="all, delete-orphan")


class PlannedTest(Model):
    """A test to come. Neither the desk nor the author of the plan is shown `due_at`."""

    __tablename__ = "planned_test"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("reachability_plan.id"), index=True)
    # Empty for an alarm, which goes to the people on duty.
    contact_key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), default="")
    # A code of TEST_WAYS.
    way: Mapped[str] = mapped_column(String(20))
    due_at: Mapped[datetime] = mapped_column(Instant, index=True)

    plan: Mapped[ReachabilityPlan] = relationship(back_populates="planned")
