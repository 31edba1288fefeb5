"""Alarms and exercises in figures: what is counted, who reads which, and that no small count is read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count, pairwise
from typing import Any

import pytest
from flask import Flask

from directory import clock
from directory.access.viewer import ANONYMOUS, Viewer
from directory.alarms.service import RETENTION
from directory.models import Alarm, AlarmAttempt, DeskRota, Exercise, ExerciseDesk
from directory.statistics.parts_of_week import PARTS
from directory.statistics.periods import FiguresFilter, Quarter, finished_quarters
from directory.statistics.presenters.pages import page, tables_by_id
from directory.statistics.queries.alarms import AlarmPeriod
from directory.statistics.tables import Table
from directory.vocabulary import AlarmOccasion, Role
from tests import factories
from tests.focal_points.desks import MEMBER, OF_NETWORK, OF_STATE, OUTSIDER, add_desk
from tests.html import parse
from tests.people import signed_in
from tests.statistics.conftest import Consult
from tests.statistics.test_report import words_of

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
# A Sunday at ten and a Monday at two in the zone of the desks, UTC+6.
IN_AUGUST, AT_NIGHT = datetime(2026, 8, 9, 4, tzinfo=UTC), datetime(2026, 8, 9, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WHOLE, OTHERS = "alarms", "alarms-others"
Wake = Callable[..., None]
numbers = count()


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def wake(small_app: Flask) -> Wake:
    """Return a function that stores alarms of a desk. `ways` were used one after the other; the last one was
    acknowledged after `minutes`, if these are given."""
    for state in ("KG", "KZ"):
        add_desk(f"desk-{state}", f"office-{state}", jurisdiction_key=state)
        factories.add(DeskRota(focal_point_key=f"desk-{state}", zone="Asia/Bishkek", version=1))
    account = factories.account(jurisdiction_key="TJ").id

    def wake(
        desk: str, at: datetime, *ways: str, minutes: float | None = None, times: int = 1, **values: object
    ) -> None:
        ended_at = at + timedelta(minutes=30 if minutes is None else minutes)
        end = "unacknowledged" if minutes is None else "acknowledged"
        made = {"number": "123456", "account_id": account, "occasion": "consultation", "focal_point_key": desk}
        made |= {"raised_at": at, "ended_at": ended_at, "acknowledge_by": at, "end": end, **values}
        for _ in range(times):
            attempts = [
                AlarmAttempt(
                    kind=way,
                    position=place,
                    wait_minutes=1,
                    due_at=at,
                    state="handed_over",
                    handed_over_at=at + place * MINUTE,
                    token_digest=f"digest {next(numbers)}",
                    acknowledged_at=ended_at if minutes is not None and place == len(ways) - 1 else None,
                )
                for place, way in enumerate(ways)
            ]
            factories.add(Alarm(**made, attempts=attempts))

    return wake


def read(viewer: Viewer, asked: FiguresFilter | None = None) -> dict[str, Table]:
    asked = asked or FiguresFilter(365, finished_quarters(NOON)[0], "casc")
    return tables_by_id(page(viewer, asked, NOON, "en").sections)


def rows(table: Table) -> dict[str, tuple[object, ...]]:
    return {row.key: row.values for row in table.rows}


def test_reach_is_counted_by_way_hour_and_part_of_the_week_at_the_desk(wake: Wake) -> None:
    wake("desk-KG", IN_AUGUST, "push", "sms", minutes=5)
    wake("desk-KG", IN_AUGUST, "push", minutes=2)
    wake("desk-KZ", AT_NIGHT, "push", "voice")

    found = read(OF_NETWORK)

    assert rows(found[f"{WHOLE}-times"]) == {"all": (3, 2, 67, 3.5, 5.0)}
    assert rows(found[f"{WHOLE}-ways"]) == {
        "push": (3, 1, 33, 2.0, 2.0),
        "sms": (1, 1, 100, 4.0, 4.0),
        "voice": (1, 0, 0, "", ""),
    }
    hours = {key: values for key, values in rows(found[f"{WHOLE}-hours"]).items() if values[0]}
    assert hours == {"2": (1, 0, 0), "10": (2, 2, 100)}
    parts = {key: values[:2] for key, values in rows(found[f"{WHOLE}-parts"]).items() if values[0]}
    assert parts == {"weekday-22": (1, 0), "weekend-06": (2, 2)}


def test_eighty_per_cent_of_the_acknowledgements_came_within_the_time_told(wake: Wake) -> None:
    for minutes in range(1, 11):
        wake("desk-KG", IN_AUGUST, "sms", minutes=minutes)

    [row] = read(OF_NETWORK)[f"{WHOLE}-times"].rows

    assert row.values == (10, 10, 100, 5.5, 8.0)


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("is_weekend", [True, False])
def test_each_hour_is_in_one_part_of_the_week(hour: int, is_weekend: bool) -> None:
    assert len([part for part in PARTS if part.holds(hour, is_weekend=is_weekend)]) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"occasion": "trial"},
        {"is_exercise": True},
        {"end": "not_needed"},
        {"end": "off_duty"},
        {"ended_at": None, "end": ""},
    ],
)
def test_what_says_nothing_of_real_work_is_not_counted(wake: Wake, values: dict[str, object]) -> None:
    wake("desk-KG", IN_AUGUST, "sms", **values)

    found = {key: table for key, table in read(OF_NETWORK).items() if key.startswith("alarms")}

    assert {key: rows(table) for key, table in found.items()} == {f"{WHOLE}-times": {"all": (0, 0, "", "", "")}}


def test_alarms_of_tests_stand_in_a_section_of_their_own(wake: Wake) -> None:
    wake("desk-KG", IN_AUGUST, "sms", minutes=1)
    wake("desk-KG", IN_AUGUST, "sms", occasion="reachability", times=2)

    found = read(OF_NETWORK)

    assert [rows(found[f"{code}-times"])["all"][:2] for code in ("alarms", "alarms-tests")] == [(1, 1), (2, 0)]


def test_who_reads_which_figures_of_alarms(wake: Wake) -> None:
    wake("desk-KG", IN_AUGUST, "sms", minutes=1, times=6)
    wake("desk-KZ", IN_AUGUST, "sms", minutes=1, times=5)
    keeper = Viewer(OF_STATE.role, 1010, "KG", frozenset({"casc"}))

    def counted(viewer: Viewer) -> dict[str, object]:
        return {key: table.rows[0].values[0] for key, table in read(viewer).items() if key in (
            f"{WHOLE}-times", f"{OTHERS}-times")}  # fmt: skip

    assert counted(OF_NETWORK) == {f"{WHOLE}-times": 11}
    assert counted(keeper) == {f"{WHOLE}-times": 6, f"{OTHERS}-times": 5}
    assert counted(MEMBER) == {f"{OTHERS}-times": 11}
    assert counted(OUTSIDER) == counted(ANONYMOUS) == {}


def test_a_member_reads_parts_of_the_week_without_small_counts_and_no_hours(wake: Wake) -> None:
    wake("desk-KG", IN_AUGUST, "push", "sms", minutes=5, times=7)
    wake("desk-KG", AT_NIGHT, "push", minutes=5, times=2)
    wake("desk-KZ", AT_NIGHT, "push", "sms", times=8)

    found = read(MEMBER)

    assert rows(found[f"{OTHERS}-times"])["all"][:2] == (17, 9)
    assert rows(found[f"{OTHERS}-ways"]) == {"push": (17, None, None, None, None), "sms": (15, None, None, None, None)}
    parts = {key: values[:2] for key, values in rows(found[f"{OTHERS}-parts"]).items() if values[0] != 0}
    assert parts == {"weekday-22": (None, None), "weekend-06": (None, None)}
    assert f"{OTHERS}-hours" not in found


def test_where_the_sums_are_small_no_table_takes_them_apart(wake: Wake) -> None:
    wake("desk-KZ", IN_AUGUST, "sms", minutes=5, times=7)
    wake("desk-KZ", AT_NIGHT, "sms", times=2)

    found = {key: table for key, table in read(MEMBER).items() if key.startswith("alarms")}

    assert {key: rows(table) for key, table in found.items()} == {
        f"{OTHERS}-times": {"all": (9, None, None, None, None)}
    }


def test_the_yearly_report_of_a_network_has_the_quarters_of_its_alarms_without_small_counts(
    wake: Wake, small_app: Flask
) -> None:
    wake("desk-KG", IN_AUGUST, "push", "sms", minutes=5, times=7)
    wake("desk-KG", AT_NIGHT, "push", minutes=5, times=2)
    wake("desk-KZ", AT_NIGHT, "push", "sms", times=8)
    wake("desk-KZ", IN_AUGUST, "sms", occasion="reachability", minutes=5, times=2)
    leader = factories.account(Role.COORDINATOR, networks=["casc"])

    told = words_of(signed_in(small_app, leader).get("/en/statistics/report?network=casc&year=2026").data)

    about = told.partition("about urgent questions, 3rd quarter 2026")[2]
    in_tests = told.partition("in reachability tests, 3rd quarter 2026")[2]
    assert "All together Alarms: 17 · Acknowledged: 9" in about
    assert "Weekdays, 22:00–06:00 Alarms: kept back · Acknowledged: kept back" in about
    assert "All together Alarms: kept back · Acknowledged: kept back" in in_tests
    assert "By the hour at the desk" not in told
    assert "about urgent questions, 2nd quarter" not in told


@pytest.mark.parametrize(("year", "is_told"), [(2025, True), (2026, False)])
def test_the_yearly_report_tells_of_exercises_once_their_year_is_over(
    consult: Consult, small_app: Flask, year: int, *, is_told: bool
) -> None:
    at = datetime(year, 3, 1, tzinfo=UTC)
    exercise = rehearse(at, *five_desks())
    ask(consult, exercise, "KZ", at, 5, times=8)
    ask(consult, exercise, "KZ", at, 20, times=2)
    leader = factories.account(Role.COORDINATOR, networks=["casc"])

    told = words_of(signed_in(small_app, leader).get(f"/en/statistics/report?network=casc&year={year}").data)

    counted = "Exercises: 1 · Desks: 5 · Questions: 10 · Acknowledged in time: kept back"
    assert (counted in told) is is_told


def test_alarms_of_a_quarter_are_shown_only_as_long_as_all_of_them_are_kept() -> None:
    quarter = Quarter(2024, 4)
    period = AlarmPeriod(AlarmOccasion.CONSULTATION, quarter.begins_at, quarter.ends_at)

    assert period.is_kept(quarter.begins_at + RETENTION)
    assert not period.is_kept(quarter.begins_at + RETENTION + MINUTE)


def test_the_page_draws_the_hours_and_gives_them_in_a_table_too(wake: Wake, small_app: Flask) -> None:
    wake("desk-KG", IN_AUGUST, "sms", minutes=5)
    keeper = factories.account(Role.COORDINATOR, jurisdiction_key="KG", networks=["casc"])

    shown = parse(signed_in(small_app, keeper).get("/en/statistics?days=365&network=casc"))

    section = shown.one("section[aria-labelledby=alarms]")
    assert len(section.all(".plot")) == 3
    assert section.one("[aria-labelledby=alarms-hours] caption").text == "By the hour at the desk"
    assert len(section.all("[aria-labelledby=alarms-hours] tbody tr")) == 24


def rehearse(starts_at: datetime, *desks: str, state: str = "ended", **values: object) -> int:
    """Store an exercise of an hour, and return its number."""
    creator = factories.account(Role.COORDINATOR, networks=["casc"]).id
    taking_part = [ExerciseDesk(focal_point_key=desk, **values) for desk in desks]
    exercise = Exercise(
        network_key="casc",
        level=2,
        title="Invented",
        language="en",
        creator_id=creator,
        starts_at=starts_at,
        ends_at=starts_at + 60 * MINUTE,
        state=state,
        desks=taking_part,
    )
    factories.add(exercise)
    return exercise.id


def five_desks() -> list[str]:
    """Add three desks to those of `consult` in Kyrgyzstan and Kazakhstan, and return the keys of all five."""
    added = ("AM", "FR", "TJ")
    for state in added:
        add_desk(f"desk-{state}", f"office-{state}", jurisdiction_key=state)
    return [f"desk-{state}" for state in ("KG", "KZ", *added)]


def ask(consult: Consult, exercise: int, desk: str, at: datetime, minutes: float | None, times: int = 1) -> None:
    acknowledged_at = None if minutes is None else at + timedelta(minutes=minutes)
    values = {"acknowledge_by": at + 10 * MINUTE, "acknowledged_at": acknowledged_at, "exercise_id": exercise}
    consult("KG" if desk == "KZ" else "KZ", desk, times, at, **values)


def test_exercises_are_counted_by_year_apart_from_real_work(consult: Consult) -> None:
    first = rehearse(datetime(2025, 3, 1, tzinfo=UTC), "desk-KG", "desk-KZ")
    second = rehearse(datetime(2026, 3, 1, tzinfo=UTC), "desk-KG", "desk-UZ")
    running = rehearse(NOON, "desk-KG", state="running")
    ask(consult, first, "KZ", datetime(2025, 3, 1, tzinfo=UTC), 30)
    ask(consult, first, "KG", datetime(2025, 3, 1, tzinfo=UTC), 5)
    ask(consult, second, "KG", datetime(2026, 3, 1, tzinfo=UTC), None)
    ask(consult, running, "KG", NOON, 1)

    found = read(OF_NETWORK)

    assert rows(found["exercises-years"]) == {"2025": (1, 2, 2, 1, 50, 17.5, 30.0), "2026": (1, 2, 1, 0, 0, "", "")}
    assert len(found["exercises-years"].plots) == 7
    assert rows(found["consultations-times"])["all"][0] == 0


def test_real_work_is_no_part_of_the_figures_of_exercises(consult: Consult) -> None:
    exercise = rehearse(IN_AUGUST, "desk-KG")
    ask(consult, exercise, "KG", IN_AUGUST, 5)
    consult("KZ", "KG", 3, IN_AUGUST)

    assert rows(read(OF_NETWORK)["exercises-years"])["2026"][2] == 1


def test_questions_to_a_desk_that_had_left_the_exercise_are_not_counted(consult: Consult) -> None:
    exercise = rehearse(IN_AUGUST, "desk-KG", left_at=IN_AUGUST + 5 * MINUTE)
    ask(consult, exercise, "KG", IN_AUGUST, 5)
    ask(consult, exercise, "KG", IN_AUGUST + 6 * MINUTE, None)

    assert rows(read(OF_NETWORK)["exercises-years"])["2026"][2:4] == (1, 1)


def test_a_member_reads_exercises_of_years_that_are_over_without_small_counts(consult: Consult) -> None:
    before, then, now = (datetime(year, 3, 1, tzinfo=UTC) for year in (2024, 2025, 2026))
    desks = five_desks()
    for at, in_time, late in ((before, 9, 0), (then, 8, 2), (now, 9, 9)):
        exercise = rehearse(at, *desks)
        ask(consult, exercise, "KZ", at, 5, times=in_time)
        ask(consult, exercise, "KZ", at, 20, times=late)

    found = rows(read(MEMBER)["exercises-others-years"])

    assert found == {"2024": (1, 5, 9, 9, 100, 5.0, 5.0), "2025": (1, 5, 10, None, None, None, None)}


def test_of_a_year_in_which_few_desks_took_part_nothing_but_the_number_of_exercises_is_told(consult: Consult) -> None:
    at = datetime(2025, 3, 1, tzinfo=UTC)
    exercise = rehearse(at, "desk-KZ", "desk-UZ")
    ask(consult, exercise, "KZ", at, 5, times=9)

    assert rows(read(MEMBER)["exercises-others-years"]) == {"2025": (1, None, None, None, None, None, None)}


@pytest.mark.parametrize("own", [{"desks": frozenset({"desk-KZ"})}, {"authority": "office-KZ"}])
def test_ones_own_desk_is_not_among_the_figures_of_other_desks(consult: Consult, own: dict[str, Any]) -> None:
    at = datetime(2025, 3, 1, tzinfo=UTC)
    exercise = rehearse(at, "desk-KZ")
    ask(consult, exercise, "KZ", at, 5, times=9)

    assert "exercises-others-years" in read(MEMBER)
    assert "exercises-others-years" not in read(replace(MEMBER, **own))


def test_without_an_exercise_the_page_says_so(wake: Wake, small_app: Flask) -> None:
    keeper = factories.account(Role.COORDINATOR, jurisdiction_key="KG", networks=["casc"])

    shown = parse(signed_in(small_app, keeper).get("/en/statistics?network=casc"))

    assert "No exercise with a desk in your scope has ended yet." in shown.one("main").text


def test_years_follow_each_other(consult: Consult) -> None:
    for year in (2026, 2024, 2025):
        rehearse(datetime(year, 1, 1, tzinfo=UTC), "desk-KG")

    years = [row.key for row in read(OF_NETWORK)["exercises-years"].rows]

    assert all(before < after for before, after in pairwise(years))
