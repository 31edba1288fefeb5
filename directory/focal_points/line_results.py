"""When each line of a desk last answered a test, and how fast.

Callers pass only lines that the viewer may read. The result of a test of a line is for everyone who may read the line.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import or_, select

from directory import dates
from directory.clock import as_utc
from directory.extensions import db
from directory.focal_points.reachability_results import UNANSWERED, is_last_of_line
from directory.i18n import side_by_side
from directory.models import ReachabilityTest
from directory.vocabulary import TEST_OUTCOMES, ReachabilityOutcome

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class LastTests:
    """The last conclusive test of a line, and its last answer.

    - `outcome`: a code of TEST_OUTCOMES; empty if the line was never tested
    - `tested_at`: when the desk was asked by the last test
    - `answered_at`, `minutes`: when the line last answered, and after how many minutes; None if it never did
    - `is_exercise`, `is_exercise_answer`: whether the last test, or the last answer, was part of an exercise
    """

    outcome: str = ""
    tested_at: datetime | None = None
    answered_at: datetime | None = None
    minutes: int | None = None
    is_exercise: bool = False
    is_exercise_answer: bool = False

    @property
    def is_unanswered(self) -> bool:
        """Whether nobody of the desk answered the last test."""
        return self.outcome in UNANSWERED


@dataclass(frozen=True)
class LineResult:
    """The last tests of a line in words. `last` describes the last test. If the line did not answer this test, `answer`
    describes the last answer, if any; otherwise `answer` is empty."""

    last: str
    answer: str
    is_unanswered: bool


def list_last_tests(lines: Collection[str]) -> dict[str, LastTests]:
    """Return a mapping from each of these contact keys to the line's last tests. Runs one SQL statement."""
    found = dict.fromkeys(lines, LastTests())
    answered = is_last_of_line([ReachabilityOutcome.ANSWERED], with_exercises=True)
    is_shown = or_(is_last_of_line(with_exercises=True), answered)
    query = select(ReachabilityTest).where(ReachabilityTest.contact_key.in_(sorted(found)), is_shown)
    for test in db.session.scalars(query.order_by(ReachabilityTest.finished_at, ReachabilityTest.id)) if found else ():
        found[test.contact_key] = _after(found[test.contact_key], test)
    return found


def line_results(zones: Mapping[str, str], language: str) -> dict[str, LineResult]:
    """Return the last tests of lines in words, keyed by contact key. `zones` maps the contact key of each line to the
    IANA time zone of its office; an empty text counts as UTC."""
    return {key: _in_words(last, zones[key], language) for key, last in list_last_tests(zones).items()}


def _after(before: LastTests, test: ReachabilityTest) -> LastTests:
    last = replace(before, outcome=test.outcome, tested_at=test.asked_at, is_exercise=test.is_exercise)
    if test.outcome != ReachabilityOutcome.ANSWERED or not (test.asked_at and test.answered_at):
        return last
    answered_at, asked_at = as_utc(test.answered_at), as_utc(test.asked_at)
    minutes, is_exercise = round((answered_at - asked_at) / MINUTE), test.is_exercise
    return replace(last, tested_at=asked_at, answered_at=answered_at, minutes=minutes, is_exercise_answer=is_exercise)


def _in_words(last: LastTests, zone: str, language: str) -> LineResult:
    answer = _answer(last, zone, language)
    if not last.outcome:
        return LineResult(str(_("never tested")), "", is_unanswered=False)
    if last.outcome == ReachabilityOutcome.ANSWERED:
        return LineResult(answer, "", is_unanswered=False)
    outcome = str(TEST_OUTCOMES.label(last.outcome))
    told = str(_("%(time)s there: %(outcome)s", time=_time(last.tested_at, zone, language), outcome=outcome))
    return LineResult(_marked(told, is_exercise=last.is_exercise), answer, last.is_unanswered)


def _answer(last: LastTests, zone: str, language: str) -> str:
    if last.minutes is None:
        return ""
    time = _time(last.answered_at, zone, language)
    if last.minutes == 0:
        told = _("answered %(time)s there, at once", time=time)
    else:
        told = ngettext(
            "answered %(time)s there, after %(num)s minute",
            "answered %(time)s there, after %(num)s minutes",
            last.minutes,
            time=time,
        )
    return _marked(str(told), is_exercise=last.is_exercise_answer)


def _marked(told: str, *, is_exercise: bool) -> str:
    return side_by_side((told, _("in an exercise"))) if is_exercise else told


def _time(at: datetime | None, zone: str, language: str) -> str:
    return dates.full_datetime(as_utc(at).astimezone(ZoneInfo(zone or dates.UTC_ZONE)), language) if at else ""
