"""Who is on duty by the database: shifts in UTC, found by one query, that count while their person is there."""

from datetime import UTC, datetime, time, timedelta

import pytest

from directory.extensions import db
from directory.focal_points import duty
from directory.focal_points.rotas.service.upcoming_shifts import list_due, regenerate_shifts
from directory.models import (
    Account,
    DeskRota,
    FocalPoint,
    Holiday,
    Jurisdiction,
    Network,
    RotaChange,
    Shift,
    ShiftPattern,
)
from directory.transaction import committing
from directory.vocabulary import RotaChangeKind
from tests import factories

# A Thursday, 13:00 in Bishkek.
NOW = datetime(2026, 11, 26, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(params=["empty_app", pytest.param("empty_postgresql_app", marks=pytest.mark.xdist_group("postgresql"))])
def database(request: pytest.FixtureRequest) -> None:
    """Push an app over SQLite, and one over PostgreSQL, with what a desk needs."""
    request.getfixturevalue(request.param)
    state = Jurisdiction(key="KG", name=factories.english("Kyrgyzstan"), alpha3="KGZ", region="143")
    factories.add(state, Network(key="casc", name=factories.english("CASC"), network_kind="prosecutors"))


@pytest.fixture
def desk(database: None) -> FocalPoint:
    factories.add(factories.authority(), made := factories.focal_point())
    return made


@pytest.fixture
def officer(desk: FocalPoint) -> Account:
    return factories.account(jurisdiction_key="KG", networks=["casc"], desks=[desk.key])


def by_day(officer: Account, **values: object) -> ShiftPattern:
    defaults: dict[str, object] = {
        "account_id": officer.id,
        "weekdays": tuple("0123456"),
        "starts": time(9),
        "ends": time(18),
        "valid_from": NOW.date(),
    }
    return ShiftPattern(**(defaults | values))


def keep(desk: FocalPoint, *patterns: ShiftPattern, changes: tuple[RotaChange, ...] = ()) -> None:
    held = DeskRota(focal_point_key=desk.key, zone="Asia/Bishkek", patterns=[*patterns], changes=[*changes])
    with committing():
        db.session.add(held)
        db.session.flush()
        duty.generate_shifts(desk, held, NOW)


def on_duty(desk: FocalPoint, at: datetime) -> list[int]:
    db.session.expire_all()
    return [shift.account_id for shift in duty.list_on_duty([desk.key], at).get(desk.key, ())]


def test_a_shift_holds_from_its_start_up_to_its_end(desk: FocalPoint, officer: Account) -> None:
    keep(desk, by_day(officer))

    starts_at = NOW.replace(hour=3) + timedelta(days=1)
    assert on_duty(desk, starts_at - timedelta(seconds=1)) == []
    assert on_duty(desk, starts_at) == [officer.id]
    assert on_duty(desk, starts_at + 9 * HOUR - timedelta(seconds=1)) == [officer.id]
    assert on_duty(desk, starts_at + 9 * HOUR) == []


def test_a_shift_of_many_days_is_found_on_each_of_them(desk: FocalPoint, officer: Account) -> None:
    weeks = RotaChange(
        kind=RotaChangeKind.EXTRA,
        account_id=officer.id,
        starts_at=NOW + HOUR,
        ends_at=NOW + timedelta(days=9),
        agreed_at=NOW,
    )
    keep(desk, changes=(weeks,))

    hours = [NOW + number * HOUR for number in range(1, 9 * 24)]
    assert [at for at in hours if on_duty(desk, at) != [officer.id]] == []


def test_the_shifts_of_who_leaves_the_desk_count_for_nothing_at_once(desk: FocalPoint, officer: Account) -> None:
    keep(desk, by_day(officer))
    assert on_duty(desk, NOW + HOUR) == [officer.id]

    with committing():
        officer.desks = []

    assert on_duty(desk, NOW + HOUR) == []


def test_the_shifts_of_an_ended_account_count_for_nothing_at_once(desk: FocalPoint, officer: Account) -> None:
    keep(desk, by_day(officer))

    with committing():
        officer.active = False

    assert on_duty(desk, NOW + HOUR) == []


def test_a_desk_without_a_rota_is_never_on_duty(desk: FocalPoint, officer: Account) -> None:
    # Every seventh hour of sixty days: each hour of the day, and each day of the week.
    assert [at for at in range(0, 24 * 60, 7) if on_duty(desk, NOW + at * HOUR)] == []


def test_a_holiday_takes_off_duty_only_once_it_is_confirmed(desk: FocalPoint, officer: Account) -> None:
    holiday = Holiday(jurisdiction_key="KG", day=NOW.date() + timedelta(days=1))
    factories.add(holiday)
    keep(desk, by_day(officer, on_holidays=False))
    on_that_day = NOW + timedelta(days=1)
    assert on_duty(desk, on_that_day) == [officer.id]

    with committing():
        holiday.confirmed_at = NOW
        duty.generate_shifts(desk, db.session.get_one(DeskRota, desk.key), NOW)

    assert on_duty(desk, on_that_day) == []
    assert on_duty(desk, on_that_day + timedelta(days=1)) == [officer.id]


def test_laying_out_again_changes_nothing_of_the_past_and_doubles_nothing(desk: FocalPoint, officer: Account) -> None:
    keep(desk, by_day(officer))
    later = NOW + timedelta(days=3)

    for _ in range(2):
        with committing():
            duty.generate_shifts(desk, db.session.get_one(DeskRota, desk.key), later)

    assert on_duty(desk, NOW + HOUR) == [officer.id]
    assert on_duty(desk, later + HOUR) == [officer.id]
    assert db.session.query(Shift).filter(Shift.starts_at == Shift.ends_at).count() == 0


def test_a_row_that_stays_right_stays_as_it_is(desk: FocalPoint, officer: Account) -> None:
    keep(desk, by_day(officer, starts=time(12), ends=time(11)))
    rows = {row.id: (row.starts_at, row.ends_at) for row in db.session.query(Shift)}

    with committing():
        duty.generate_shifts(desk, db.session.get_one(DeskRota, desk.key), NOW + 2 * HOUR)

    assert {row.id: (row.starts_at, row.ends_at) for row in db.session.query(Shift)} == rows


def test_a_rota_is_due_a_day_after_it_was_laid_out_and_at_once_when_a_member_left(
    desk: FocalPoint, officer: Account
) -> None:
    keep(desk, by_day(officer))
    assert [list(list_due(NOW + hours * HOUR)) for hours in (0, 23, 25)] == [[], [], [desk.key]]

    with committing():
        officer.desks = []
    assert list_due(NOW) == [desk.key]
    with committing():
        regenerate_shifts(desk.key, NOW)

    assert list_due(NOW) == []
