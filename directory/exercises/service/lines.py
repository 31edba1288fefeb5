"""Level 1 of exercises: the tests of all lines are planned at the start, and end with the exercise."""

from datetime import datetime
from random import Random

from directory.alarms.service import end_alarm
from directory.exercises.queries.exercises import list_taking_part
from directory.extensions import db
from directory.models import Exercise, FocalPoint, ReachabilityTest
from directory.verification.queries.plans import list_exercise_plans
from directory.verification.queries.reachability import list_of_exercise, list_open_alarms
from directory.verification.service import plans
from directory.verification.service.reachability_outcomes import finish, judge, record_test
from directory.vocabulary import AlarmEnd, ReachabilityOutcome


def plan_tests(exercise: Exercise, author_id: int, now: datetime, source: Random = plans.SOURCE) -> None:
    """Plan a test of each line of each desk, at random hours during the exercise. Desks that no longer take part are
    left out."""
    for key in list_taking_part(exercise):
        plans.plan_exercise(exercise, db.session.get_one(FocalPoint, key), author_id, now, source)


def end_tests(exercise: Exercise, now: datetime) -> None:
    """Take back the tests of an exercise that were not made, and end the open ones with their alarms."""
    for plan in list_exercise_plans(exercise.id):
        plans.end(plan, now)
    for test in list_of_exercise(exercise.id):
        if test.outcome == ReachabilityOutcome.NONE:
            _end(test, now)


def _end(test: ReachabilityTest, now: datetime) -> None:
    if test.next_step == "judge" and test.next_step_at is not None and test.next_step_at <= now:
        judge(test, now)
        return
    finish(test, ReachabilityOutcome.CANCELLED, now)
    record_test(None, "cancel_test", test)
    for alarm in list_open_alarms(test):
        end_alarm(alarm, AlarmEnd.NOT_NEEDED, now)
