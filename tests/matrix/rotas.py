"""Who staffs the desk of a spot and what tests of it showed: for the network's own and for who keeps the rota."""

from datetime import time, timedelta

from directory import clock
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.focal_points.duty import get_rota
from directory.focal_points.rotas.service import links, patterns, rotations, swaps
from directory.focal_points.rotations import RotationPlan
from directory.focal_points.shift_generation import Pattern, ShiftChange
from directory.models import Account, CalendarLink, FocalPoint, ReachabilityTest
from directory.transaction import committing
from directory.verification.service import reachability
from directory.verification.service.reachability_messages import new_link
from directory.vocabulary import DayDivision, RotaChangeKind, Turn
from tests import factories
from tests.matrix.things import Maker

DAY = timedelta(days=1)
MINUTES = 737


def add_rota(maker: Maker) -> None:
    """Store two members of whom one is always on duty, and a day that the other is asked to take over."""
    desk, now = db.session.get_one(FocalPoint, maker.spot.desk), clock.now()
    on_duty, colleague = (add_member(maker, which) for which in ("on duty", "asked to take over"))
    always = Pattern(on_duty.id, frozenset(range(7)), time(), time(), now.date() - DAY)
    absence = ShiftChange(RotaChangeKind.ABSENCE, now + 9 * DAY, now + 10 * DAY, colleague.id)
    with committing():
        patterns.set_zone(viewer_of(maker.writer), desk, "Asia/Bishkek", patterns.NO_ROTA)
        patterns.save_pattern(viewer_of(maker.writer), desk, always, version(maker))
        patterns.add_change(viewer_of(maker.writer), desk, absence, version(maker))
        rotations.make_rotation(
            viewer_of(maker.writer), desk, order_of(on_duty, colleague), "", version(maker), ends_swaps=False
        )
        swaps.ask(viewer_of(on_duty), desk, colleague.id, now + DAY, now + 2 * DAY, version(maker))
    held = get_rota(desk.key)
    with committing():
        held.changes[0].file_uid = maker.word("mark of a shift in a calendar file", "nobody")
    for part in (*held.patterns, *held.rotations, *held.changes):
        maker.things.add("part of a rota", part.id, kept(maker))
    maker.canaries.stand_on(f"focal-points/{desk.key}/rota", on_duty.name, colleague.name)
    add_calendar(maker, on_duty, desk)


def order_of(*people: Account) -> RotationPlan:
    """Return an order of people that holds from a day on for which no shifts are laid out yet."""
    first = (clock.now() + 300 * DAY).date()
    return RotationPlan(tuple(one.id for one in people), DayDivision.WHOLE, (time(9),), Turn.WEEK, 0, first)


def add_member(maker: Maker, which: str) -> Account:
    """Store a person who staffs the desk, whose address is for who looks after people."""
    email = f"{maker.word(f'address of a member who is {which}')}@example.org"
    name = maker.word(f"name of a member who is {which}", f"rota/{maker.spot.name}")
    own = {"jurisdiction_key": maker.spot.state, "email": email, "name": name}
    return factories.account(networks=(maker.spot.network,), desks=(maker.spot.desk,), **own)


def add_calendar(maker: Maker, member: Account, desk: FocalPoint) -> None:
    """Store a member's calendar: whoever holds its link reads it, and nobody else is told of it."""
    with committing():
        token = links.make_link(viewer_of(member), desk)
    link = db.session.query(CalendarLink).filter_by(focal_point_key=desk.key).one()
    maker.things.add("calendar link", link.id, "nobody", kept(maker))
    maker.things.add("calendar", token, "public")


def add_tests(maker: Maker) -> None:
    """Store a test call that was answered, and a message that is to be sent."""
    desk, viewer = db.session.get_one(FocalPoint, maker.spot.desk), viewer_of(maker.writer)
    with committing():
        reachability.log_call(viewer, desk, clock.now() - DAY, MINUTES)
        reachability.schedule(viewer, desk, clock.now() + DAY, 60, 0)
    for test in db.session.query(ReachabilityTest).filter_by(focal_point_key=desk.key):
        maker.things.add("test", test.public_id, maker.upkeep)
        if test.button:
            with committing():
                token = new_link(test, None)
            maker.things.add("link of a test", token, "public")


def version(maker: Maker) -> int:
    return get_rota(maker.spot.desk).version


def kept(maker: Maker) -> str:
    return f"kept/{maker.spot.name}"
