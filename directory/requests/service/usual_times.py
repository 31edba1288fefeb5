"""Sets after how many days a State reminds its offices of requests that wait."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import InvalidInput, NotFound
from directory.extensions import db
from directory.models import DocketEntry, DocketRule, Jurisdiction, Place
from directory.requests.queries.entries import UsualTimes, is_pending, usual_times, with_partners
from directory.requests.service.dates import set_state

SET_MEANWHILE = _l("Somebody set these times meanwhile. What you typed is still here: send it again to set it.")


def require_state(viewer: Viewer, state: str) -> None:
    """Raise NotFound for an unknown State, and NotPermitted unless the viewer oversees its requests."""
    if db.session.get(Jurisdiction, state) is None:
        raise NotFound
    require(viewer, Action.OVERSEE_DOCKET, Place(state))


def version_of(usual: UsualTimes) -> str:
    """Return a version token of usual times. The form sends it back."""
    return f"{usual.receipt_days}-{usual.answer_days}"


def set_usual_times(viewer: Viewer, state: str, usual: UsualTimes, seen: str) -> None:
    """Set the usual times of a State, for the requests that are pending too. `seen` is the version that the writer saw.

    Raises as `require_state` does, and InvalidInput if the times were set since.
    """
    require_state(viewer, state)
    if seen != version_of(usual_times(state)):
        raise InvalidInput(SET_MEANWHILE)
    rule = db.session.get(DocketRule, state) or DocketRule(jurisdiction_key=state)
    rule.receipt_days, rule.answer_days = usual.receipt_days, usual.answer_days
    db.session.add(rule)
    pending = select(DocketEntry).where(DocketEntry.jurisdiction_key == state, is_pending())
    entries = db.session.scalars(pending.options(selectinload(DocketEntry.acts))).all()
    by_id = with_partners(entries)
    for entry in entries:
        set_state(entry, by_id.get(entry.partner_id or 0), usual)
    record(viewer.account_id, "set_usual_times", ("docket_rule", state))
