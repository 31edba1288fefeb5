"""Reachability tests: messages, calls and alarms to a desk that show whether anybody answers, and how soon."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.account import Account
from directory.models.details import KEY_CHARACTERS
from directory.models.focal_point import FocalPoint
from directory.models.report import Report
from directory.models.types import DIGEST_CHARACTERS, Instant
from directory.tokens import public_id


class ReachabilityTest(Model):
    """One test of a desk. A test by message sends links to a page with several buttons. The message says which
    `button` to press."""

    __tablename__ = "reachability_test"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(30), unique=True, default=public_id)
    focal_point_key: Mapped[str] = mapped_column(ForeignKey("focal_point.key"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    # Whether the author staffed the desk when the test was made or sent. Such a test does not count for the desk's
    # standing.
    is_own: Mapped[bool] = mapped_column(default=False)
    # When the test was scheduled or logged.
    made_at: Mapped[datetime] = mapped_column(Instant, default=now, index=True)
    # Whether the test comes from a plan. The author of the test is then the author of the plan.
    is_planned: Mapped[bool] = mapped_column(default=False)
    # The contact that is tested. Empty if the test is of the desk as a whole.
    contact_key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), default="", index=True)
    # A code of TEST_WAYS. A test by call is logged after the call. Only a test by message has a button and links.
    way: Mapped[str] = mapped_column(String(20))
    button: Mapped[str] = mapped_column(String(20), default="")
    # The exercise of which the test is a part. Such a test counts in no figure of real work.
    exercise_id: Mapped[int | None] = mapped_column(ForeignKey("exercise.id"), index=True)
    # The time to answer, from `asked_at`.
    allowed_minutes: Mapped[int] = mapped_column(default=0)
    # 0 if the test is not repeated.
    every_days: Mapped[int] = mapped_column(default=0)
    # A code of `TEST_STEPS`, or empty if no step is left.
    next_step: Mapped[str] = mapped_column(String(20), default="")
    next_step_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    asked_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    # A code of `TEST_OUTCOMES`, or empty until the test is over.
    outcome: Mapped[str] = mapped_column(String(20), default="")
    # The report of a wrong number that was made when the call was logged.
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))

    author: Mapped[Account] = relationship()
    focal_point: Mapped[FocalPoint] = relationship()
    report: Mapped[Report | None] = relationship()

    @property
    def is_exercise(self) -> bool:
        """Whether the test is part of an exercise."""
        return self.exercise_id is not None


class ReachabilityLink(Model):
    """The link in one letter of a test by message. The link ends when its recipient loses access. The test goes on for
    the other recipients."""

    __tablename__ = "reachability_link"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    test_id: Mapped[int] = mapped_column(ForeignKey("reachability_test.id"), index=True)
    # None if the letter went to an address of an office.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), unique=True)

    test: Mapped[ReachabilityTest] = relationship()
