"""Rotas over the API: read by the network, kept by who keeps them, each decision for one version."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from directory import clock
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.focal_points.duty import get_rota
from directory.focal_points.rotas.service import patterns
from directory.models import FocalPoint
from directory.transaction import committing
from tests import factories
from tests.api.conftest import DESK, OFFICE
from tests.api.programs import Program

ROTA = f"focal-points/{DESK}/rota"


@pytest.fixture
def keeper(site: Flask, member: Program) -> Program:
    """Return the program of a member of the desk, which has a rota."""
    with committing():
        if get_rota(DESK) is None:
            desk = db.session.get_one(FocalPoint, DESK)
            patterns.set_zone(viewer_of(member.account), desk, "Asia/Bishkek", patterns.NO_ROTA)
    return member


def pattern(program: Program, **more: Any) -> dict[str, Any]:
    week = {"weekdays": list(range(7)), "starts": "00:00", "ends": "00:00"}
    return {"member": program.account.id, **week, "valid_from": clock.today().isoformat(), **more}


def day(number: int, hour: int = 8) -> str:
    return f"{clock.today() + timedelta(days=number)}T{hour:02}:00"


def names(rota: Any, part: str) -> list[str]:
    return [one["name"] for one in rota[part]]


@pytest.fixture
def desk(site: Flask) -> str:
    """Return a desk that has no rota yet."""
    found = factories.focal_point(f"kg-desk-to-begin-{next(factories.NUMBERS)}", OFFICE)
    factories.add(found)
    return str(found.key)


def test_a_rota_is_begun_in_a_zone_and_moved_to_another(coordinator: Program, desk: str) -> None:
    rota = f"focal-points/{desk}/rota"

    begun = coordinator.write("PUT", f"{rota}/zone", {"zone": "Asia/Bishkek"}, of=rota)

    assert (begun.status_code, begun.get_json()["zone"]) == (200, "Asia/Bishkek")
    assert begun.headers["ETag"] == coordinator.version(rota)
    again = coordinator.write("PUT", f"{rota}/zone", {"zone": "Asia/Bishkek"}, of=rota)
    assert again.status_code == 200


@pytest.mark.parametrize("zone", ["Europe/Paris", "Asia/Nowhere", "", 5])
def test_a_rota_begins_in_no_zone_but_those_of_its_state(coordinator: Program, desk: str, zone: Any) -> None:
    rota = f"focal-points/{desk}/rota"

    answer = coordinator.write("PUT", f"{rota}/zone", {"zone": zone}, of=rota)

    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["zone"])
    assert get_rota(desk) is None


def test_of_two_who_begin_a_rota_at_once_the_second_is_told(
    coordinator: Program, colleague: Program, desk: str
) -> None:
    rota = f"focal-points/{desk}/rota"
    version = colleague.version(rota)
    coordinator.write("PUT", f"{rota}/zone", {"zone": "Asia/Bishkek"}, of=rota)

    late = colleague.ask("PUT", f"{rota}/zone", {"zone": "Asia/Bishkek"}, version)

    assert (late.status_code, colleague.ask("PUT", f"{rota}/zone", {"zone": "Asia/Bishkek"}).status_code) == (412, 428)


def test_who_does_not_keep_a_rota_does_not_begin_it(site: Flask, asker: Program, desk: str) -> None:
    rota, outsider = f"focal-points/{desk}/rota", Program(site, factories.account(jurisdiction_key="KG"))

    answers = [one.ask("PUT", f"{rota}/zone", {"zone": "Asia/Bishkek"}, '"x"') for one in (asker, outsider)]

    assert [one.status_code for one in answers] == [403, 404]
    assert get_rota(desk) is None


def test_a_week_is_set_changed_and_taken_away(keeper: Program) -> None:
    added = keeper.write("POST", f"{ROTA}/patterns", pattern(keeper), of=ROTA)
    assert added.status_code == 200, added.text
    number = added.get_json()["patterns"][-1]["number"]

    shorter = keeper.write("PUT", f"{ROTA}/patterns/{number}", pattern(keeper, starts="08:00", ends="16:00"), of=ROTA)
    removed = keeper.write("DELETE", f"{ROTA}/patterns/{number}", of=ROTA)

    assert keeper.account.name in names(added.get_json(), "shifts")
    assert shorter.get_json()["patterns"][-1]["ends"] == "16:00"
    assert number not in [one["number"] for one in removed.get_json()["patterns"]]
    assert removed.headers["ETag"] == keeper.version(ROTA)


def test_an_absence_is_added_in_the_time_of_the_desk_and_removed(keeper: Program) -> None:
    body = {"kind": "absence", "member": keeper.account.id, "starts": day(2), "ends": day(3)}

    added = keeper.write("POST", f"{ROTA}/changes", body, of=ROTA)
    change = next(one for one in added.get_json()["changes"] if one["member"] == keeper.account.id)
    removed = keeper.write("DELETE", f"{ROTA}/changes/{change['number']}", of=ROTA)

    # Bishkek is six hours ahead.
    assert change["starts_at"] == f"{clock.today() + timedelta(days=2)}T02:00:00+00:00"
    assert change["number"] not in [one["number"] for one in removed.get_json()["changes"]]


def test_a_shift_is_asked_for_and_taken_over(site: Flask, keeper: Program) -> None:
    other = Program(site, factories.account(networks=["casc"], desks=[DESK], jurisdiction_key="KG"))
    body = {"kind": "extra", "member": keeper.account.id, "starts": day(1), "ends": day(1, 12)}
    rota = keeper.write("POST", f"{ROTA}/changes", body, of=ROTA).get_json()
    shift = next(one["number"] for one in rota["shifts"] if one["member"] == keeper.account.id)

    asked = keeper.write("POST", f"{ROTA}/swaps", {"shift": shift, "colleague": other.account.id}, of=ROTA)
    swap = asked.get_json()["swaps"][-1]["number"]
    by_wrong_hand = keeper.write("POST", f"{ROTA}/swaps/{swap}/agree", of=ROTA)
    agreed = other.write("POST", f"{ROTA}/swaps/{swap}/agree", of=ROTA)

    assert by_wrong_hand.status_code == 403
    assert other.account.name in names(agreed.get_json(), "shifts")
    assert agreed.get_json()["swaps"] == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"ends": day(1, 7)}, "ends"),
        ({"ends": "9999-12-31T00:00"}, "ends"),
        ({"starts": "2026-02-30T00:00"}, "starts"),
        ({"starts": "tomorrow"}, "starts"),
        ({"kind": "swap"}, "kind"),
        ({"member": 999_999}, "member"),
        ({"member": None}, "member"),
        ({"zone": "UTC"}, "zone"),
    ],
)
def test_what_is_wrong_with_a_change_is_told_by_its_field(keeper: Program, change: dict[str, Any], place: str) -> None:
    body = {"kind": "absence", "member": keeper.account.id, "starts": day(1), "ends": day(2)}

    answer = keeper.write("POST", f"{ROTA}/changes", body | change, of=ROTA)

    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, [place])


def test_the_network_reads_who_is_on_duty_and_no_number_of_anyone(asker: Program, keeper: Program) -> None:
    keeper.write("POST", f"{ROTA}/patterns", pattern(keeper), of=ROTA)

    rota = asker.get(ROTA).get_json()

    assert keeper.account.name in names(rota, "shifts")
    assert (rota["may_keep"], rota["patterns"], rota["changes"]) == (False, [], [])
    assert {one["member"] for one in (*rota["members"], *rota["shifts"])} == {None}
    assert asker.write("POST", f"{ROTA}/patterns", pattern(keeper), of=ROTA).status_code == 403


def test_others_find_no_rota(site: Flask, keeper: Program) -> None:
    outsider = Program(site, factories.account(jurisdiction_key="KG"))

    assert outsider.get(ROTA).status_code == 404
    assert site.test_client().get(f"/api/v1/{ROTA}").status_code == 401


def test_of_two_who_keep_a_rota_at_once_the_second_is_told(keeper: Program, coordinator: Program) -> None:
    version = coordinator.version(ROTA)
    keeper.write("POST", f"{ROTA}/patterns", pattern(keeper), of=ROTA)

    assert coordinator.ask("POST", f"{ROTA}/patterns", pattern(keeper), version).status_code == 412
