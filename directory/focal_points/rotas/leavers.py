"""The duty of a person on rotas, for the pages on which the person hands over to a successor."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from flask_babel import gettext as _

from directory import clock, collation
from directory.access.current_viewer import current_viewer
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.focal_points.duty import GENERATED_AHEAD, as_rota, get_rota, pattern_of, plan_of
from directory.focal_points.queries import may_read_rota
from directory.focal_points.rotas.presenters.desk import name_of_desk, note_names
from directory.focal_points.rotas.presenters.duties import joined
from directory.focal_points.rotas.presenters.lines import RotaContext, pattern_line, rota_context
from directory.focal_points.rotas.presenters.rotations import rotation_line
from directory.focal_points.rotas.presenters.times import IntervalText, span
from directory.i18n import current_language
from directory.models import Account, DeskMember, DeskRota, FocalPoint

MOST_SHOWN = 6


@dataclass(frozen=True)
class DutyAtDesk:
    """The duty and the places that a person has on the rota of one desk.

    - `places`: in words, the places in orders and the weekly patterns that are not over
    - `shifts`: the first MOST_SHOWN duties to come, adjoining shifts joined
    - `leaving`: until when the person is on duty and who takes over, or an empty text
    - `colleagues`: the other staff of the desk who have a place in an order or a weekly pattern, as a mapping from
      account id to name, sorted by name
    """

    key: str
    name: str
    places: list[str]
    shifts: list[IntervalText]
    leaving: str
    colleagues: Mapping[int, str]


def duties_of(number: int) -> list[DutyAtDesk]:
    """Return the duty of the person with this account id at each desk whose rota the viewer may read. A desk is left
    out if the person has no duty and no place in a pattern or rotation there. Logs that the viewer was shown names of
    the rota."""
    viewer, account = current_viewer(), db.session.get_one(Account, number)
    return [one for member in account.desks if (one := _at_desk(viewer, member)) is not None]


def _at_desk(viewer: Viewer, member: DeskMember) -> DutyAtDesk | None:
    desk, held = db.session.get_one(FocalPoint, member.focal_point_key), get_rota(member.focal_point_key)
    if held is None or not may_read_rota(viewer, desk.place()):
        return None
    number, context = member.account_id, rota_context(viewer, desk, held, current_language())
    now = clock.now()
    bounds = now, now + GENERATED_AHEAD
    own = [stretch for stretch, who in joined(as_rota(desk, held).shifts(*bounds), bounds) if who == number]
    places = list(_places(held, context, number))
    if not own and not places:
        return None
    note_names(viewer, desk)
    return DutyAtDesk(
        desk.key,
        name_of_desk(viewer, desk, context.language).text,
        places,
        [span(one, context.zones, context.language) for one in own[:MOST_SHOWN]],
        context.leaving(number),
        _colleagues(held, context, number),
    )


def _colleagues(held: DeskRota, context: RotaContext, number: int) -> Mapping[int, str]:
    plans = [plan for plan in map(plan_of, held.rotations) if not rotation_line(plan, context).is_over]
    patterns = [one for one in map(pattern_of, held.patterns) if not pattern_line(one, context).is_over]
    placed = {*(member for plan in plans for member in plan.members), *(one.member for one in patterns)}
    names = {one: context.name(one) for one in (placed & context.staff) - {number}}
    return dict(collation.sorted_by_name(names.items(), itemgetter(1)))


def _places(held: DeskRota, context: RotaContext, number: int) -> Iterator[str]:
    for row in held.rotations:
        plan, line = plan_of(row), rotation_line(plan_of(row), context)
        if number in plan.members and not line.is_over:
            place = plan.members.index(number) + 1
            said = {"place": place, "people": line.people, "handover": line.handover, "validity": line.validity}
            yield str(_("place %(place)s (%(people)s), %(handover)s, %(validity)s", **said))
    for pattern in map(pattern_of, held.patterns):
        weekly = pattern_line(pattern, context)
        if pattern.member == number and not weekly.is_over:
            yield f"{weekly.days} · {weekly.times} · {weekly.validity}"
