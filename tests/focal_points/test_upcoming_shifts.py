"""Shifts stay laid out ahead and without those who left: what the worker does every minute."""

from datetime import timedelta

import pytest

from directory import clock
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.focal_points.duty import GENERATED_AHEAD, get_rota
from directory.focal_points.rotas.service.letters import tell_of_duty
from directory.focal_points.rotas.service.upcoming_shifts import list_due
from directory.jobs.schedule import generate_due_shifts
from directory.models import FocalPoint, Mail, RotaChange, Shift
from directory.people.service.accounts import disable, restore
from directory.people.service.forgetting import forget
from directory.transaction import committing
from directory.vocabulary import Role, RotaChangeKind
from tests import factories
from tests.focal_points.conftest import DESK, Office
from tests.focal_points.rota_pages import HOUR, NOW, ROTA, begin, on_duty, pattern, save

pytestmark = pytest.mark.usefixtures("thursday")


def at(monkeypatch: pytest.MonkeyPatch, later: timedelta) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + later)


def test_a_rota_is_laid_out_again_once_a_day(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    save(begin(office), f"{ROTA}/patterns/new", pattern(office.officer.id))
    last = NOW + GENERATED_AHEAD + 20 * HOUR
    assert on_duty(last) == []
    assert list_due(NOW) == []

    at(monkeypatch, 25 * HOUR)
    version = get_rota(DESK).version
    generate_due_shifts()

    assert on_duty(last) == [office.officer.id]
    assert list_due(NOW + 25 * HOUR) == []
    assert get_rota(DESK).version == version
    assert told() == []


@pytest.mark.parametrize(("begins", "named"), [((-1, 24), "27"), ((-1,), None)])
def test_a_letter_about_duty_names_the_next_shift_that_has_not_begun(
    office: Office, begins: tuple[int, ...], named: str | None
) -> None:
    begin(office)
    for hour in begins:
        times = {"starts_at": NOW + hour * HOUR, "ends_at": NOW + (hour + 2) * HOUR}
        factories.add(Shift(focal_point_key=DESK, account_id=office.deputy.id, **times))

    with committing():
        tell_of_duty(office.deputy, "duty_moved", db.session.get_one(FocalPoint, DESK), "account")

    [letter] = db.session.query(Mail).filter(Mail.letter == "duty_moved")
    assert (named in letter.values["shift"]) if named else ("shift" not in letter.values)


DUTY = ("duty_changed", "duty_moved")


def told(*letters: str) -> list[str]:
    """Return who was told since, by the account's address."""
    db.session.rollback()
    return sorted(mail.address for mail in db.session.query(Mail).filter(Mail.letter.in_(letters or DUTY)))


ENDS = {"disabled": disable, "forgotten": forget}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_when_a_member_is_gone_the_others_are_told_once_and_cover_what_they_had(office: Office, end: object) -> None:
    browser = begin(office)
    save(browser, f"{ROTA}/patterns/new", pattern(office.deputy.id))
    instead = {"kind": "instead", "member": office.officer.id, "starts": "2026-11-27T09:00", "ends": "2026-11-27T18:00"}
    save(browser, f"{ROTA}/changes/new", instead)
    tomorrow = NOW + timedelta(days=1)
    assert on_duty(tomorrow) == [office.officer.id]
    administrator = viewer_of(factories.account(Role.ADMINISTRATOR))

    with committing():
        end(administrator, office.officer)
    assert on_duty(tomorrow) == []
    for _ in range(2):
        generate_due_shifts()

    assert on_duty(tomorrow) == [office.deputy.id]
    assert db.session.query(Shift).filter(Shift.account_id == office.officer.id, Shift.ends_at > NOW).count() == 0
    assert told("rota_member_left") == sorted([office.deputy.email, office.coordinator.email])


def test_who_comes_back_is_on_duty_again_as_before_and_is_told_once(office: Office) -> None:
    save(begin(office), f"{ROTA}/patterns/new", pattern(office.deputy.id))
    before = len(told())
    tomorrow, administrator = NOW + timedelta(days=1), viewer_of(factories.account(Role.ADMINISTRATOR))
    with committing():
        disable(administrator, office.deputy)
    generate_due_shifts()
    assert on_duty(tomorrow) == []

    with committing():
        restore(administrator, office.deputy)
    for _ in range(2):
        generate_due_shifts()

    assert on_duty(tomorrow) == [office.deputy.id]
    assert told()[before:] == [office.deputy.email]


def test_a_desk_that_has_ended_has_nobody_on_duty_and_one_that_stands_again_has_its_rota(office: Office) -> None:
    save(begin(office), f"{ROTA}/patterns/new", pattern(office.deputy.id))
    tomorrow = NOW + timedelta(days=1)

    for status, expected in (("closed", []), ("", [office.deputy.id])):
        with committing():
            db.session.get_one(FocalPoint, DESK).status = status
        generate_due_shifts()
        assert on_duty(tomorrow) == expected
        assert list_due(NOW) == []

    assert told("rota_member_left") == []


def test_swaps_that_nobody_answered_and_changes_long_over_are_dropped(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(office)
    held = get_rota(DESK)
    with committing():
        for kind, agreed_at, days in (("swap", None, 1), ("swap", None, 30), ("closed", NOW, 1), ("closed", NOW, 30)):
            held.changes.append(
                RotaChange(
                    kind=RotaChangeKind(kind),
                    account_id=office.deputy.id if kind == "swap" else None,
                    asked_by_id=office.officer.id if kind == "swap" else None,
                    starts_at=NOW + timedelta(days=days),
                    ends_at=NOW + timedelta(days=days, hours=8),
                    agreed_at=agreed_at,
                )
            )

    at(monkeypatch, timedelta(days=70))
    generate_due_shifts()

    assert [row.kind for row in get_rota(DESK).changes] == ["closed"]
