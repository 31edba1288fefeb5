"""A desk that ends while people's work hangs on it: nothing is lost, and both sides of a consultation learn of it."""

from collections.abc import Mapping
from datetime import time, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import clock
from directory.accounts.queries import viewer_of
from directory.consultations.service import answering, asking
from directory.consultations.service.answering import Reply
from directory.consultations.service.entries import NOTHING, WrittenText
from directory.errors import InvalidInput
from directory.extensions import db
from directory.focal_points.duty import get_rota, list_on_duty
from directory.focal_points.rotas.service import links, patterns
from directory.focal_points.shift_generation import Pattern
from directory.jobs.schedule import generate_due_shifts
from directory.models import (
    Authority,
    CalendarLink,
    Consultation,
    ConsultationEntry,
    ConsultationSeat,
    DeskMember,
    DeskRota,
    FocalPoint,
    ReachabilityTest,
    Shift,
    ShiftPattern,
)
from directory.proposals import service
from directory.proposals.editable_columns import flat
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.proposals.successions import CLOSED, MERGED, REPLACED, ending
from directory.transaction import committing
from directory.verification.service import reachability
from directory.vocabulary import Role
from tests import factories
from tests.consultations.conftest import Scene, make_scene
from tests.people import signed_in

SOURCE = StatedProvenance(("https://office.example.org",), "2026-11-01", "sourced")
NOTICE = "The desk that is asked here has ended."
KEPT = (DeskMember, DeskRota, ShiftPattern, ReachabilityTest, CalendarLink, Consultation, ConsultationSeat)
HOUR = timedelta(hours=1)


@pytest.fixture
def own_scene(site: Flask) -> Scene:
    return at_work(make_scene())


def at_work(scene: Scene) -> Scene:
    """Let a desk have a rota, a shift that is over, a test, a calendar link and a consultation."""
    desk, now = db.session.get_one(FocalPoint, scene.desk), clock.now()
    member, coordinator = scene.people["member"], scene.viewer("coordinator there")
    always = Pattern(member.id, frozenset(range(7)), time(), time(), now.date() - timedelta(days=9))
    with committing():
        patterns.set_zone(scene.viewer("head"), desk, "Europe/Paris", patterns.NO_ROTA)
        patterns.save_pattern(scene.viewer("head"), desk, always, 1)
        links.make_link(scene.viewer("member"), desk)
        reachability.log_call(coordinator, desk, now - HOUR, 3)
    factories.add(
        Shift(focal_point_key=desk.key, account_id=member.id, starts_at=now - 99 * HOUR, ends_at=now - 98 * HOUR)
    )
    scene.ask()
    return scene


def end(scene: Scene, entry: FocalPoint | Authority, how: str, successor: str = "") -> None:
    """Have somebody propose the end, and another person publish it."""
    author, other = viewer_of(factories.account(Role.ADMINISTRATOR)), scene.viewer("administrator")
    with committing():
        proposal = service.propose(author, entry.entry_key, ending(entry, how, successor, SOURCE))
        service.submit(author, proposal)
    with committing():
        service.publish(other, proposal)
    generate_due_shifts()
    db.session.rollback()


def desk_of(scene: Scene) -> FocalPoint:
    return db.session.get_one(FocalPoint, scene.desk)


def asked(scene: Scene) -> Consultation:
    return db.session.scalars(select(Consultation).filter_by(focal_point_key=scene.desk)).one()


def work_of(scene: Scene) -> Mapping[str, int]:
    """Return how many rows of each kind there are, and how many shifts of the desk were over an hour ago."""
    counts = {model.__tablename__: db.session.scalar(select(func.count()).select_from(model)) or 0 for model in KEPT}
    over = select(func.count(Shift.id)).where(Shift.focal_point_key == scene.desk, Shift.ends_at < clock.now() - HOUR)
    return counts | {"shifts that are over": db.session.scalar(over) or 0}


def nothing_is_lost(scene: Scene, how: str) -> None:
    before = work_of(scene)

    end(scene, desk_of(scene), how, "" if how == CLOSED else scene.other_desk)

    assert work_of(scene) == before
    assert list_on_duty([scene.desk], clock.now()) == {}
    assert desk_of(scene).successor_key == (None if how == CLOSED else scene.other_desk)


@pytest.mark.parametrize("how", [CLOSED, REPLACED])
def test_a_desk_that_ends_keeps_all_that_was_done_there_and_has_nobody_on_duty(own_scene: Scene, how: str) -> None:
    nothing_is_lost(own_scene, how)


@pytest.mark.long
@pytest.mark.xdist_group("postgresql")
def test_so_it_is_on_postgresql(postgresql_app: Flask) -> None:
    nothing_is_lost(at_work(make_scene()), REPLACED)


def test_a_merged_authority_takes_no_work_from_its_desk(own_scene: Scene) -> None:
    before, office = work_of(own_scene), db.session.get_one(Authority, desk_of(own_scene).authority_key)

    end(own_scene, office, MERGED, own_scene.executing_office)

    assert work_of(own_scene) == before
    assert desk_of(own_scene).authority_key == own_scene.executing_office
    assert own_scene.desk in list_on_duty([own_scene.desk], clock.now())


def test_a_desk_on_which_work_hangs_cannot_be_removed(own_scene: Scene) -> None:
    desk = desk_of(own_scene)
    removal = Edit(EditAction.REMOVE, *desk.entry_key, "", flat(desk), None)

    with pytest.raises(InvalidInput), committing():
        service.propose(own_scene.viewer("administrator"), desk.entry_key, [removal])

    assert get_rota(own_scene.desk) is not None


@pytest.mark.parametrize("who", ["asker", "member", "coordinator there"])
def test_both_sides_and_the_coordinator_read_that_the_desk_has_ended_and_what_took_its_place(
    site: Flask, own_scene: Scene, who: str
) -> None:
    page = f"/en/consultations/{asked(own_scene).public_id}"
    browser = signed_in(site, own_scene.people[who])
    assert NOTICE not in browser.get(page).text

    end(own_scene, desk_of(own_scene), REPLACED, own_scene.other_desk)

    told = browser.get(page).text
    assert NOTICE in told
    assert f"/en/focal-points/{own_scene.other_desk}" in told
    lists = "overview" if who == "coordinator there" else ""
    assert "desk closed or replaced" in browser.get(f"/en/consultations/{lists}".rstrip("/")).text


def test_the_address_of_the_desk_stays_and_names_its_successor(site: Flask, own_scene: Scene) -> None:
    end(own_scene, desk_of(own_scene), REPLACED, own_scene.other_desk)

    page = site.test_client().get(f"/en/focal-points/{own_scene.desk}")

    assert page.status_code == 200
    assert f"/en/focal-points/{own_scene.other_desk}" in page.text


def test_the_people_of_an_ended_desk_still_answer_and_it_is_not_asked_again(own_scene: Scene) -> None:
    end(own_scene, desk_of(own_scene), CLOSED)

    with committing():
        answering.answer(own_scene.viewer("member"), asked(own_scene), Reply("welcome", (), NOTHING))
    with pytest.raises(InvalidInput), committing():
        asking.reopen(own_scene.viewer("asker"), asked(own_scene), WrittenText("And then?", "en"))

    assert (
        db.session.query(ConsultationEntry).filter_by(consultation_id=asked(own_scene).id, act="reopened").count() == 0
    )


@pytest.mark.parametrize("file", ["export", "print"])
def test_what_is_taken_along_says_that_the_desk_ended_and_names_its_successor(
    site: Flask, own_scene: Scene, file: str
) -> None:
    address = f"/en/consultations/{asked(own_scene).public_id}/{file}"
    end(own_scene, desk_of(own_scene), REPLACED, own_scene.other_desk)

    taken = signed_in(site, own_scene.people["asker"]).get(address).text

    assert NOTICE in taken
    assert "Its successor:" in taken
