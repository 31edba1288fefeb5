"""Whom a consultation reaches at a moment: who is on duty, who comes after them, and who is told of something new."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.consultations.queries.people import (
    desk_at,
    desk_of,
    first_reachable_step,
    list_members,
    list_members_on_duty,
    list_people_of_authority,
    list_people_to_notify,
)
from directory.consultations.queries.succession import list_colleagues
from directory.consultations.service import seats
from directory.consultations.service.entries import NOTHING
from directory.extensions import db
from directory.models import Account, Consultation, DeskMember, DeskRota, FocalPoint, Shift
from directory.transaction import committing
from directory.vocabulary import ChainStep, ConsultationSide
from tests import factories
from tests.consultations.conftest import Scene, make_scene, practitioner

STAFF = ["member", "deputy", "head"]
HOUR = timedelta(hours=1)


@pytest.fixture
def own_scene(site: Flask) -> Scene:
    return make_scene()


def names(scene: Scene, accounts: Iterable[Account]) -> list[str]:
    known = {account.id: name for name, account in scene.people.items()}
    return [known[one.id] for one in accounts if one.id in known]


def on_duty(scene: Scene, *who: str) -> None:
    """Give the desk a rota with a shift of these people, an hour before and after now."""
    now = clock.now()
    factories.add(
        DeskRota(focal_point_key=scene.desk, zone="Europe/Paris", version=1),
        *(
            Shift(
                focal_point_key=scene.desk,
                account_id=scene.people[one].id,
                starts_at=now - HOUR,
                ends_at=now + HOUR,
            )
            for one in who
        ),
    )


def leave(*accounts: Account) -> None:
    with committing():
        for one in accounts:
            one.active = False


def reached(scene: Scene, step: ChainStep) -> tuple[ChainStep, list[str]]:
    found, accounts = first_reachable_step(db.session.get_one(FocalPoint, scene.desk), step, clock.now())
    return found, names(scene, accounts)


@pytest.mark.parametrize(
    ("step", "people"),
    [
        (ChainStep.DUTY, STAFF),
        (ChainStep.DEPUTY, ["deputy"]),
        (ChainStep.HEAD, ["head"]),
        (ChainStep.COORDINATOR, ["coordinator there"]),
    ],
)
def test_a_step_reaches_those_whom_it_is_named_for(own_scene: Scene, step: ChainStep, people: list[str]) -> None:
    assert reached(own_scene, step) == (step, people)


def test_with_a_rota_the_first_step_is_who_is_on_duty(own_scene: Scene) -> None:
    on_duty(own_scene, "head")

    assert reached(own_scene, ChainStep.DUTY) == (ChainStep.DUTY, ["head"])


def test_where_a_step_reaches_nobody_the_next_that_does_is_taken(own_scene: Scene) -> None:
    on_duty(own_scene)
    leave(own_scene.people["deputy"])

    assert reached(own_scene, ChainStep.DUTY) == (ChainStep.HEAD, ["head"])


def test_where_nobody_is_left_the_coordinators_are_reached_or_the_administrators(own_scene: Scene) -> None:
    leave(*(own_scene.people[name] for name in STAFF))
    assert reached(own_scene, ChainStep.DUTY) == (ChainStep.COORDINATOR, ["coordinator there"])

    leave(*db.session.scalars(select(Account).where(Account.role == "coordinator")))

    assert reached(own_scene, ChainStep.DUTY) == (ChainStep.COORDINATOR, ["administrator"])


def test_a_desk_is_staffed_by_its_active_members_in_the_order_in_which_they_came(own_scene: Scene) -> None:
    late = practitioner(jurisdiction_key="FR")
    factories.add(late)
    factories.add(DeskMember(focal_point_key=own_scene.desk, account_id=late.id, desk_role="duty_officer"))
    leave(own_scene.people["deputy"])

    members = list_members(own_scene.desk)

    assert [one.id for one in members] == [own_scene.people["member"].id, own_scene.people["head"].id, late.id]


def test_at_a_desk_without_a_rota_all_are_there_and_with_one_who_is_on_duty(own_scene: Scene) -> None:
    now = clock.now()
    assert names(own_scene, list_members_on_duty(own_scene.desk, now)) == STAFF

    on_duty(own_scene, "deputy", "third State")

    assert names(own_scene, list_members_on_duty(own_scene.desk, now)) == ["deputy"]
    assert list_members_on_duty(own_scene.desk, now + 2 * HOUR) == []


def told(scene: Scene, made: Consultation, side: str = "") -> list[str]:
    db.session.refresh(made)
    return names(scene, list_people_to_notify(made, clock.now(), side))


def test_of_something_new_both_sides_are_told_or_the_one_that_it_is_for(own_scene: Scene) -> None:
    made = own_scene.ask()

    assert told(own_scene, made) == ["asker", *STAFF]
    assert told(own_scene, made, ConsultationSide.ASKING) == ["asker"]
    assert told(own_scene, made, ConsultationSide.ASKED) == STAFF


def test_of_a_desk_those_on_duty_are_told_and_all_where_nobody_is(own_scene: Scene) -> None:
    made = own_scene.ask()
    on_duty(own_scene, "head")

    assert told(own_scene, made, ConsultationSide.ASKED) == ["head"]
    leave(own_scene.people["head"])

    assert told(own_scene, made, ConsultationSide.ASKED) == ["member", "deputy"]


def test_who_was_brought_in_is_told_as_an_authority_and_who_lost_a_seat_is_not(own_scene: Scene) -> None:
    made = own_scene.ask()
    with committing():
        seats.bring_in(own_scene.viewer("member"), made, own_scene.executing_office, NOTHING)
        seats.add_coworker(own_scene.viewer("asker"), made, own_scene.people["colleague"].id)
    assert told(own_scene, made) == ["asker", *STAFF, "executing officer", "colleague"]

    with committing():
        seats.remove_coworker(own_scene.viewer("asker"), made, own_scene.people["colleague"].id)

    assert told(own_scene, made, ConsultationSide.ASKING) == ["asker"]


@pytest.mark.parametrize("change", [{"active": False}, {"jurisdiction_key": "TJ"}, {"authority_key": None}])
def test_a_person_who_is_not_where_they_asked_from_is_not_told(own_scene: Scene, change: dict[str, object]) -> None:
    made = own_scene.ask()
    with committing():
        for name, value in change.items():
            setattr(own_scene.people["asker"], name, value)

    assert told(own_scene, made, ConsultationSide.ASKING) == []


def test_a_person_who_asked_for_no_office_is_told_wherever_they_work(own_scene: Scene) -> None:
    alone = practitioner(jurisdiction_key="KG")
    factories.add(alone)
    own_scene.people["asker"] = alone
    made = own_scene.ask()

    assert list_colleagues(made) == []
    with committing():
        alone.authority_key = own_scene.asking_office

    assert told(own_scene, made, ConsultationSide.ASKING) == ["asker"]


def test_a_consultation_is_asked_for_the_office_of_who_asks_now(own_scene: Scene) -> None:
    made = own_scene.ask()
    with committing():
        seats.add_coworker(own_scene.viewer("asker"), made, own_scene.people["colleague"].id)
    assert names(own_scene, list_colleagues(made)) == ["asker", "colleague"]

    with committing():
        made.seats[0].ended_at = clock.now()

    assert list_colleagues(made) == []


def test_in_an_office_are_its_active_people_and_in_none_nobody(own_scene: Scene) -> None:
    assert names(own_scene, list_people_of_authority(own_scene.asking_office)) == ["asker", "colleague"]
    leave(own_scene.people["colleague"])

    assert names(own_scene, list_people_of_authority(own_scene.asking_office)) == ["asker"]
    assert list_people_of_authority(None) == list_people_of_authority("") == []


def test_the_desk_of_a_moment_is_the_one_that_had_the_question_then(own_scene: Scene) -> None:
    with clock.frozen_at(clock.now() - HOUR):
        made = own_scene.ask()
    with committing():
        seats.bring_in(own_scene.viewer("member"), made, own_scene.executing_office, NOTHING)
        seats.hand_over(own_scene.viewer("member"), made, own_scene.other_desk, NOTHING)
    first, second = (seat.since for seat in made.seats if seat.focal_point_key)

    assert desk_of(made).key == own_scene.other_desk
    assert [desk_at(made, at) for at in (first - HOUR, first, second - timedelta(seconds=1), second)] == [
        own_scene.other_desk,
        own_scene.desk,
        own_scene.desk,
        own_scene.other_desk,
    ]
