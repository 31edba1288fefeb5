"""Gives and withdraws vouches of desks for desks of other States."""

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from directory import clock
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import InvalidInput, NotPermitted
from directory.extensions import db
from directory.focal_points.standings.queries import list_standings
from directory.focal_points.standings.rules import YEAR, StandingFacts
from directory.models import FocalPoint, Vouch
from directory.models.details import Place
from directory.vocabulary import StandingLevel

# A vouch may be renewed in its last days.
RENEWED_WITHIN = timedelta(days=30)


def list_vouchers(viewer: Viewer, desk: str) -> list[str]:
    """Return the keys of the viewer's desks that may vouch for a desk today, sorted.

    Such a desk is tested, and belongs to another State and to the same network. Its last vouch for `desk`, if any, ends
    within RENEWED_WITHIN or has ended. The result is empty if `desk` has no level.
    """
    standings = list_standings()
    asked = standings.get(desk)
    if asked is None or asked.level is None:
        return []
    own = (standings[key] for key in sorted(viewer.desks) if key in standings)
    return [
        one.facts.key
        for one in own
        if one.has(StandingLevel.TESTED)
        and _is_of_another_state(one.facts, asked.facts)
        and may(viewer, Action.VOUCH, Place(one.facts.state, frozenset({one.facts.network}), one.facts.key))
        and not _vouches(one.facts.key, asked.facts)
    ]


def vouches_already(viewer: Viewer, voucher: str, desk: str) -> bool:
    """Return whether a desk that the viewer staffs vouches for a desk, and it is too early to renew that."""
    asked = list_standings().get(desk)
    return asked is not None and voucher in viewer.desks and _vouches(voucher, asked.facts)


def _vouches(voucher: str, asked: StandingFacts) -> bool:
    given = {one.key: one.given_on[-1] for one in asked.vouching}
    return voucher in given and given[voucher] + YEAR - RENEWED_WITHIN > clock.today()


def vouch(viewer: Viewer, voucher: str, desk: FocalPoint) -> None:
    """Store a vouch of the desk `voucher` for the desk `desk`, valid for a year. Records one act. If the desk vouches
    already (see `vouches_already`), as after a button that was pressed twice, nothing changes.

    Raises NotPermitted if the viewer does not staff the desk `voucher`, and InvalidInput if `voucher` is not in
    `list_vouchers`.
    """
    if voucher not in viewer.desks:
        raise NotPermitted
    if vouches_already(viewer, voucher, desk.key):
        return
    if viewer.account_id is None or voucher not in list_vouchers(viewer, desk.key):
        raise InvalidInput(_l("Your desk cannot vouch for this desk now: it is not tested itself, or vouches already."))
    made = Vouch(voucher_key=voucher, focal_point_key=desk.key, giver_id=viewer.account_id, given_at=clock.now())
    db.session.add(made)
    db.session.flush()
    _record(viewer, "vouch", [made])


def withdraw(viewer: Viewer, desk: FocalPoint) -> None:
    """Withdraw the vouches of the viewer's desks for a desk. Records an act for each. What was withdrawn before stays
    so.

    Raises NotPermitted if no desk that the viewer staffs has vouched for it.
    """
    own = (Vouch.focal_point_key == desk.key, Vouch.voucher_key.in_(sorted(viewer.desks)))
    given = db.session.scalars(select(Vouch).where(*own).order_by(Vouch.id)).all()
    if not given:
        raise NotPermitted
    found = [one for one in given if one.withdrawn_at is None]
    for one in found:
        one.withdrawn_at = clock.now()
    _record(viewer, "withdraw_vouch", found)


def _is_of_another_state(one: StandingFacts, other: StandingFacts) -> bool:
    is_beside = one.network == other.network and one.is_invented == other.is_invented
    return is_beside and "" not in (one.state, other.state) and one.state != other.state


def _record(viewer: Viewer, act: str, vouches: Iterable[Vouch]) -> None:
    for one in vouches:
        record(viewer.account_id, act, one.entry_key, after={"by": one.voucher_key, "desk": one.focal_point_key})
