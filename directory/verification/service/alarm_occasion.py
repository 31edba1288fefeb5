"""The occasion of alarms that test a desk. A person on duty passes the test by acknowledging the alarm."""

from datetime import datetime

from sqlalchemy import select

from directory.alarms.occasions import OWN_PAGE
from directory.alarms.service import end_alarm
from directory.extensions import db
from directory.models import Alarm, ReachabilityTest
from directory.verification.queries.reachability import list_open_alarms
from directory.verification.service.reachability import acknowledge
from directory.verification.service.reachability_outcomes import judge
from directory.verification.service.reachability_steps import on_duty
from directory.vocabulary import AlarmEnd, ReachabilityOutcome


class DeskTest:
    """The rules for an alarm that tests whether the people on duty at a desk hear it."""

    def end_of(self, alarm: Alarm, now: datetime) -> AlarmEnd:
        """Return NOT_NEEDED if the test is over or the desk has ended, OFF_DUTY if the person is off duty, and NONE if
        the alarm goes on."""
        test = _test_of(alarm)
        if test.outcome != ReachabilityOutcome.NONE or test.focal_point.has_ended:
            return AlarmEnd.NOT_NEEDED
        return AlarmEnd.NONE if alarm.account_id in on_duty(test.focal_point, now) else AlarmEnd.OFF_DUTY

    def still_waits(self, alarm: Alarm, now: datetime) -> bool:
        """Return whether the test goes on for others of the desk, and the person is on duty."""
        return self.end_of(alarm, now) is AlarmEnd.NONE

    def path_of(self, alarm: Alarm) -> str:
        """Return the path of the page with the person's own alarms. The page of the test cannot be used: people of a
        desk may not read the desk's tests."""
        return OWN_PAGE

    def acknowledged(self, alarm: Alarm) -> None:
        """Finish the test as answered. All other alarms of the test end."""
        test = _test_of(alarm)
        acknowledge(test)
        for other in list_open_alarms(test):
            end_alarm(other, AlarmEnd.NOT_NEEDED, test.answered_at or other.raised_at)

    def unacknowledged(self, alarm: Alarm, now: datetime) -> None:
        """Finish the test as not answered, if no other alarm of the test goes on."""
        test = _test_of(alarm)
        if not list_open_alarms(test):
            judge(test, now)


def _test_of(alarm: Alarm) -> ReachabilityTest:
    return db.session.scalars(select(ReachabilityTest).where(ReachabilityTest.public_id == alarm.subject_key)).one()
