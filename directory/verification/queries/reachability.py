"""Reads tests of whether desks can be reached."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select

from directory import clock
from directory.access.policy import Action, permitted_rows
from directory.access.viewer import Viewer
from directory.alarms.queries import list_about
from directory.errors import Expired, NotFound
from directory.extensions import db
from directory.focal_points.reachability_results import IS_CONCLUSIVE
from directory.models import (
    Alarm,
    AlarmAttempt,
    Authority,
    DeskMember,
    FocalPoint,
    Mail,
    ReachabilityLink,
    ReachabilityTest,
)
from directory.paging import Paged, paginate
from directory.tokens import digest_of
from directory.verification.messages import TEST_OVER
from directory.vocabulary import (
    ENDED_STATUSES,
    AlarmEnd,
    AlarmOccasion,
    AttemptState,
    ReachabilityOutcome,
    ReachabilityWay,
)

# The time in which a person can take back a logged call. Later, others may have relied on the result.
TAKEN_BACK_WITHIN = timedelta(days=1)
_WITH_DESK = select(ReachabilityTest).join(ReachabilityTest.focal_point).join(FocalPoint.authority)


def get(viewer: Viewer, public_id: str) -> ReachabilityTest:
    """Return a test. Raises NotFound if there is no such test in the viewer's scope."""
    found = db.session.scalar(_WITH_DESK.where(ReachabilityTest.public_id == public_id, _in_scope(viewer)))
    if found is None:
        raise NotFound
    return found


def list_tests(viewer: Viewer, page: int) -> Paged[ReachabilityTest]:
    """Return one page of the tests in the viewer's scope, newest first."""
    return paginate(_WITH_DESK.where(_in_scope(viewer)).order_by(ReachabilityTest.id.desc()), page)


def list_desks(viewer: Viewer) -> list[FocalPoint]:
    """Return the desks that the viewer may test, sorted by key. Ended desks are left out."""
    query = select(FocalPoint).join(FocalPoint.authority).where(_in_scope(viewer)).order_by(FocalPoint.key)
    return list(db.session.scalars(query.where(FocalPoint.status.not_in(ENDED_STATUSES))))


def get_by_token(token: str) -> ReachabilityTest:
    """Return the test to which the link with this token leads. Raises NotFound for an unknown token, or if the link was
    deleted because its recipient has lost access.

    Raises Expired if the test is finished or the desk has ended.
    """
    links = select(ReachabilityTest).join(ReachabilityLink, ReachabilityLink.test_id == ReachabilityTest.id)
    found = db.session.scalar(links.where(ReachabilityLink.token_digest == digest_of(token)))
    if found is None:
        raise NotFound
    if found.outcome != ReachabilityOutcome.NONE or found.focal_point.has_ended:
        raise Expired(TEST_OVER)
    return found


def list_due(at: datetime, most: int, but_not: Collection[int | str] = ()) -> list[ReachabilityTest]:
    """Return up to `most` tests whose next step is due at `at`, sorted by id. Tests with ids in `but_not` are left
    out."""
    due = (ReachabilityTest.next_step != "", ReachabilityTest.next_step_at <= at, ReachabilityTest.id.not_in(but_not))
    return list(db.session.scalars(select(ReachabilityTest).where(*due).order_by(ReachabilityTest.id).limit(most)))


def get_last_outcome(desk: str, line: str) -> str:
    """Return the outcome of the latest conclusive test of a desk's line, or "" if there is no such test. `line` is the
    key of a contact, or empty for tests of the desk as a whole. Tests of exercises are left out."""
    of_line = ReachabilityTest.focal_point_key == desk, ReachabilityTest.contact_key == line
    query = select(ReachabilityTest.outcome).where(*of_line, IS_CONCLUSIVE)
    newest = query.order_by(ReachabilityTest.finished_at.desc(), ReachabilityTest.id.desc())
    return db.session.scalar(newest.limit(1)) or ""


def list_of_exercise(exercise: int) -> Sequence[ReachabilityTest]:
    """Return the tests of an exercise, sorted by id. `exercise` is the id of the exercise."""
    own = ReachabilityTest.exercise_id == exercise
    return db.session.scalars(select(ReachabilityTest).where(own).order_by(ReachabilityTest.id)).all()


def find_open_alarm(desk: str) -> ReachabilityTest | None:
    """Return the unfinished test by alarm of a desk, or None if there is none."""
    of_desk = ReachabilityTest.focal_point_key == desk, ReachabilityTest.way == ReachabilityWay.ALARM
    query = select(ReachabilityTest).where(*of_desk, ReachabilityTest.outcome == ReachabilityOutcome.NONE)
    return db.session.scalar(query.limit(1))


def is_staffed_by(desk: str, account_id: int | None) -> bool:
    """Return whether a person staffs a desk."""
    member = DeskMember.focal_point_key == desk, DeskMember.account_id == account_id
    return db.session.scalar(select(DeskMember.account_id).where(*member).limit(1)) is not None


def list_waiting(desk: str) -> list[ReachabilityTest]:
    """Return the tests of a desk that wait to be sent, sorted by id."""
    waits = ReachabilityTest.focal_point_key == desk, ReachabilityTest.next_step == "ask"
    return list(db.session.scalars(select(ReachabilityTest).where(*waits).order_by(ReachabilityTest.id)))


def may_take_back(viewer: Viewer, test: ReachabilityTest) -> bool:
    """Return whether the viewer logged this call within the last day and has not taken it back."""
    is_own_call = test.way == ReachabilityWay.CALL and test.author_id == viewer.account_id
    is_recent = test.made_at > clock.now() - TAKEN_BACK_WITHIN
    return is_own_call and is_recent and test.outcome != ReachabilityOutcome.TAKEN_BACK


def list_own_calls(viewer: Viewer, desk: str) -> list[ReachabilityTest]:
    """Return the calls to a desk that the viewer may take back (see `may_take_back`), sorted by id."""
    own = ReachabilityTest.focal_point_key == desk, ReachabilityTest.author_id == viewer.account_id
    query = select(ReachabilityTest).where(*own, ReachabilityTest.made_at > clock.now() - TAKEN_BACK_WITHIN)
    return [one for one in db.session.scalars(query.order_by(ReachabilityTest.id)) if may_take_back(viewer, one)]


def list_open_alarms(test: ReachabilityTest) -> list[Alarm]:
    """Return the alarms of a test that have not ended, oldest first."""
    return [one for one in list_about(AlarmOccasion.REACHABILITY, test.public_id) if one.ended_at is None]


def is_revoked(test: ReachabilityTest) -> bool:
    """Return whether alarms of this test were raised, and all of them were revoked."""
    ends = {one.end for one in list_about(AlarmOccasion.REACHABILITY, test.public_id)}
    return ends == {AlarmEnd.REVOKED}


def is_delivered(test: ReachabilityTest) -> bool:
    """Return whether any letter of this test was sent, or any of its alarms handed over. Revoked alarms do not count:
    nobody could acknowledge them."""
    if test.way == ReachabilityWay.ALARM:
        of_test = Alarm.occasion == AlarmOccasion.REACHABILITY, Alarm.subject_key == test.public_id
        about = (*of_test, Alarm.end != AlarmEnd.REVOKED)
        made = select(AlarmAttempt.id).join(AlarmAttempt.alarm).where(*about)
        return db.session.scalar(made.where(AlarmAttempt.state == AttemptState.HANDED_OVER).limit(1)) is not None
    letters = Mail.key.startswith(mail_key(test.id, "ask", ""), autoescape=True)
    return db.session.scalar(select(Mail.id).where(letters, Mail.state == "sent").limit(1)) is not None


def mail_key(*parts: object) -> str:
    """Return the key of a letter. `parts` are the id of the test, the step and the name of the recipient."""
    return ":".join(("reachability", *map(str, parts)))


def _in_scope(viewer: Viewer) -> ColumnElement[bool]:
    return permitted_rows(viewer, Action.VERIFY, Authority.jurisdiction_key, FocalPoint.network_key)
