"""People on duty without two proven ways are shown before their duty: on the rota, to its keeper, to themselves."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory.alarms.queries import PROVEN_FOR, list_ways
from directory.extensions import db
from directory.focal_points.rotas.unproven import list_unproven
from directory.models import DeskRota, Mail, Shift
from directory.transaction import committing
from tests.alarms.conftest import NIGHT, ask
from tests.consultations.conftest import Scene
from tests.html import parse
from tests.people import signed_in

EVENING = NIGHT - timedelta(hours=8)
DUTY = NIGHT + timedelta(days=10)


@pytest.fixture
def ahead(scene: Scene) -> Scene:
    """Return the scene with the member on duty in ten days."""
    with committing():
        shift = db.session.scalars(select(Shift).where(Shift.focal_point_key == scene.desk)).one()
        shift.starts_at, shift.ends_at = DUTY, DUTY + timedelta(hours=10)
        rota = db.session.scalars(select(DeskRota).where(DeskRota.focal_point_key == scene.desk)).one()
        rota.laid_out_until = DUTY + timedelta(days=20)
    return scene


def prove(scene: Scene, *ages_at_duty: timedelta | None) -> None:
    """Set how old the proofs of the member's ways are when the duty begins."""
    with committing():
        for way, age in zip(list_ways(scene.people["member"].id), ages_at_duty, strict=True):
            way.proven_at = None if age is None else DUTY - age


@pytest.mark.parametrize(
    ("ages", "is_gap"),
    [
        ((timedelta(days=11), timedelta(days=12)), False),
        ((PROVEN_FOR, timedelta(days=12)), False),
        ((PROVEN_FOR + timedelta(seconds=1), timedelta(days=12)), True),
        ((timedelta(days=12), None), True),
        ((None, None), True),
    ],
)
def test_a_duty_needs_two_proofs_that_are_valid_when_it_begins(
    ahead: Scene, ages: tuple[timedelta | None, ...], is_gap: bool
) -> None:
    prove(ahead, *ages)

    with time_machine.travel(EVENING, tick=False):
        found = list_unproven([ahead.desk], 14)

    assert [one.account for one in found.get(ahead.desk, [])] == [ahead.people["member"].id] * is_gap


@pytest.mark.parametrize("is_proven", [True, False])
def test_the_keeper_and_the_person_see_it_before_the_duty_begins(
    gateways_app: Flask, ahead: Scene, is_proven: bool
) -> None:
    prove(ahead, timedelta(days=11), timedelta(days=11) if is_proven else None)

    with time_machine.travel(EVENING, tick=False):
        head, member = (signed_in(gateways_app, ahead.people[who]) for who in ("head", "member"))
        rota = parse(head.get(f"/en/focal-points/{ahead.desk}/rota"))
        of_head, of_member = parse(head.get("/en/work")), parse(member.get("/en/work"))

    assert len(rota.all("[aria-labelledby=unproven] li")) == (not is_proven)
    assert ("without two proven ways" in of_head.one("main").text) != is_proven
    assert ("fewer than two proven ways" in of_member.one("main").text) != is_proven
    assert "fewer than two proven ways" not in of_head.one("main").text


@pytest.mark.parametrize(
    ("age", "letter"),
    [(timedelta(days=12), "consultation_hole"), (None, "consultation_hole_unproven")],
)
def test_the_letter_about_a_hole_tells_coordinators_of_unproven_duties_too(
    ahead: Scene, age: timedelta | None, letter: str
) -> None:
    prove(ahead, timedelta(days=12), age)

    ask(ahead)

    keeper = ahead.people["coordinator there"].email
    about_holes = select(Mail.letter).where(Mail.address == keeper, Mail.letter.startswith("consultation_hole"))
    assert db.session.scalars(about_holes).all() == [letter]
