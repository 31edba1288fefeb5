"""Writes down to which office a received request was passed within the State that received it."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _l

from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import InvalidInput
from directory.models import DocketEntry
from directory.requests.queries.route import last_pass, steps_of
from directory.requests.service.dates import append_act, require_open, require_plausible, touch
from directory.requests.service.entering import Passing
from directory.requests.statements import Statement, Statements, stated_by
from directory.vocabulary import DocketStep, RequestDirection, RequestEvent

NO_STEP = _l("For this request the way within the State has no such step.")
NOT_RECEIVED = _l("Only a request that your State received is passed on here.")
TOO_EARLY = _l("This date is before the request was received.")


def pass_on(viewer: Viewer, entry: DocketEntry, passed: Passing, seen: int) -> None:
    """Write down that a request was passed to a step of the State's route on a day. Does nothing if the newest act says
    so already. `seen` is the version that the writer saw. The caller checks that the viewer's office holds the entry.

    Raises InvalidInput if the entry was changed since or is closed for good, and as `require_possible` does.
    """
    last = last_pass(entry)
    if last is not None and (last.subject_key, last.on_day) == (passed.step, passed.day):
        return
    require_open(entry, seen)
    steps = {one.key for one in steps_of(viewer, entry, "en")}
    require_possible(passed, entry.direction, stated_by(entry), steps)
    append_act(viewer, entry, DocketStep.PASSED, Statement(passed.day), passed.step)
    touch(entry)
    record(viewer.account_id, "pass_request_on", entry.entry_key)


def require_possible(passed: Passing, direction: str, dates: Statements, steps: Collection[str]) -> None:
    """Raise InvalidInput if a request of a direction cannot have been passed on so: the State did not receive it, its
    route (`steps`) has no such step, or the day is still to come, or before the receipt."""
    if direction != RequestDirection.INCOMING:
        raise InvalidInput(NOT_RECEIVED)
    if passed.step not in steps:
        raise InvalidInput(NO_STEP)
    require_plausible(direction, {RequestEvent.RECEIVED: Statement(passed.day)})
    if RequestEvent.RECEIVED in dates and passed.day < dates[RequestEvent.RECEIVED].day:
        raise InvalidInput(TOO_EARLY)
