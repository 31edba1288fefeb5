"""A year of 200 desks: two exercises of level 1 with planted delays, silences and leavers, and real tests between.

Report, standing and lapses must equal the truth of `simulated.py`, and no exercise may count in a figure of real work.
"""

from collections.abc import Callable
from datetime import date, datetime
from random import Random
from typing import Any

import time_machine
from flask import Flask
from sqlalchemy import delete, select

from directory import clock
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.alarms import delivery
from directory.alarms.queries import get_attempt_by_token
from directory.alarms.service import acknowledge
from directory.audit.chain import record
from directory.errors import Expired
from directory.exercises.presenters.report import report
from directory.exercises.service import preparation
from directory.exercises.service.preparation import PreparedExercise
from directory.extensions import db
from directory.focal_points.reachability_results import count_silent, reachability_of
from directory.focal_points.standings.queries import list_facts, list_standings
from directory.jobs.schedule import end_overdue_alarms, run_exercises, run_reachability_tests
from directory.models import (
    Account,
    Alarm,
    AlarmAttempt,
    AlarmWay,
    ContactDetail,
    DeskMember,
    Exercise,
    ExerciseDesk,
    FocalPoint,
    Mail,
    ReachabilityLink,
    ReachabilityTest,
    Verification,
)
from directory.statistics.periods import FiguresFilter, finished_quarters
from directory.statistics.presenters.pages import page, tables_by_id
from directory.transaction import committing
from directory.verification.queries.plans import list_calls
from directory.verification.queries.reachability import get_by_token
from directory.verification.service import reachability
from directory.vocabulary import AlarmWayKind, ExerciseLevel, ExerciseState, Role, StandingLevel
from tests import factories
from tests.consultations.conftest import site, written
from tests.long.exercises.simulated import (
    ALARM,
    AUTUMN,
    BEGINS,
    CALL,
    DAY,
    DAYS_BETWEEN_CALLS,
    HOUR,
    LASTS,
    MAIL,
    MINUTE,
    MINUTES_TO_ANSWER,
    SPRING,
    STATES,
    WAYS,
    YEAR,
    Note,
    SimulatedDesk,
    figures_of,
    in_order,
    lapses_on,
    make_desks,
    passed,
)

__all__ = ["site", "written"]
NETWORK = "casc"
Act = Callable[[], None]


class Year:
    """The desks and their people, the letters that they get, and what they note."""

    def __init__(self) -> None:
        self.desks = make_desks(Random(27))
        self.by_key = {one.key: one for one in self.desks}
        self.by_address: dict[str, SimulatedDesk] = {}
        self.people: dict[tuple[str, str], int] = {}
        self.notes: dict[int, list[Note]] = {}
        self.running = 0
        self.seen_mail = 0
        self.leader_id = factories.account(Role.COORDINATOR, [NETWORK]).id
        for desk in self.desks:
            self._store(desk)

    def _store(self, desk: SimulatedDesk) -> None:
        office = f"{desk.key}-office"
        named = factories.english(f"Office {desk.key}")
        factories.add(factories.authority(office, jurisdiction_key=desk.state, languages_spoken=("ru",), name=named))
        factories.add(factories.focal_point(desk.key, office, network_key=NETWORK))
        own = {"jurisdiction_key": desk.state, "networks": [NETWORK]}
        officer, deputy = factories.account(desks=[desk.key], **own), factories.account(**own)
        digits = int(desk.key[-3:])
        phone = factories.contact(f"+996 312 77 {digits:04}", office, means="phone", network_key=NETWORK)
        mail = factories.contact(f"{desk.key}@example.org", office, network_key=NETWORK)
        way = AlarmWay(account_id=officer.id, kind=AlarmWayKind.MAIL, position=0, wait_minutes=MINUTES_TO_ANSWER)
        way.proven_at = BEGINS
        confirmation = Verification(
            kind="focal_point",
            key=desk.key,
            verified_at=BEGINS,
            account_id=officer.id,
            office="Office",
            details=1,
            is_of_office=True,
        )
        deputy_of = DeskMember(account_id=deputy.id, focal_point_key=desk.key, desk_role="deputy")
        factories.add(phone, mail, way, confirmation, deputy_of)
        desk.phone = phone.key
        self.by_address |= {mail.value: desk, officer.email: desk}
        self.people |= {(desk.key, "officer"): officer.id, (desk.key, "deputy"): deputy.id}

    @property
    def leader(self) -> Viewer:
        return viewer_of(db.session.get_one(Account, self.leader_id))

    def live(self, begins: datetime, ends: datetime) -> None:
        """Let the days of a time pass without an exercise: people leave, and desks are called."""
        for at in in_order(begins, ends - MINUTE, DAY):
            with time_machine.travel(at, tick=False):
                self._let_leave(at)
                for number, desk in enumerate(self.desks):
                    if ((at - BEGINS) // DAY + number) % DAYS_BETWEEN_CALLS == 0:
                        desk.calls.append((at, self._call(desk, at) is not None))
                if at.weekday() == 0:
                    self.check_standing(at)

    def rehearse(self, begins: datetime) -> int:
        """Let an exercise take place from its preparation to its end, hour by hour. Return its id."""
        with time_machine.travel(begins - HOUR, tick=False), committing():
            values = PreparedExercise(
                level=ExerciseLevel.LINES,
                title="Week of the numbat",
                scenario="",
                language="en",
                starts_at=begins,
                ends_at=begins + LASTS,
                desks=self.by_key,
            )
            self.running = preparation.prepare(self.leader, NETWORK, values).id
        self.notes[self.running] = []
        later: list[tuple[datetime, Act]] = []
        for at in in_order(begins, begins + LASTS, HOUR):
            with time_machine.travel(at, tick=False):
                self._let_leave(at)
                self._work(at)
                self._make_calls(at)
                later += self._read_letters(at)
            for due, act in sorted((one for one in later if one[0] < at + HOUR), key=lambda one: one[0]):
                with time_machine.travel(due, tick=False):
                    act()
            later = [one for one in later if one[0] >= at + HOUR]
        return self.running

    def _work(self, at: datetime) -> None:
        run_exercises()
        run_reachability_tests()
        end_overdue_alarms()
        delivery.send_due(at)

    def _let_leave(self, at: datetime) -> None:
        for desk in self.desks:
            for role, left in (("officer", desk.officer_left), ("deputy", desk.deputy_left)):
                person = db.session.get_one(Account, self.people[desk.key, role])
                if left is not None and left <= at and person.active:
                    with committing():
                        person.active = False
                        record(self.leader_id, "end_access", ("account", str(person.id)))

    def _call(self, desk: SimulatedDesk, at: datetime) -> int | None:
        minutes = desk.minutes_of(CALL, at)
        with committing():
            line = db.session.get_one(ContactDetail, desk.phone)
            reachability.log_call(self.leader, db.session.get_one(FocalPoint, desk.key), at, minutes, line)
        return minutes

    def _make_calls(self, at: datetime) -> None:
        for key in [one.plan.focal_point_key for one in list_calls(self.leader, at)]:
            self._note(key, CALL, at, self._call(self.by_key[key], at))

    def _note(self, desk: str, way: str, at: datetime, minutes: int | None) -> None:
        self.notes[self.running].append(Note(desk, way, at, minutes))

    def _read_letters(self, at: datetime) -> list[tuple[datetime, Act]]:
        """Have all letters delivered. Note those that test a desk, and return what the desks will do, and when."""
        todo: list[tuple[datetime, Act]] = []
        letters = db.session.scalars(select(Mail).where(Mail.id > self.seen_mail).order_by(Mail.id)).all()
        for mail in letters:
            way = {"alarm": ALARM}.get(mail.letter, MAIL if mail.letter.startswith("reachability_") else "")
            if way and mail.address in self.by_address:
                desk, token = self.by_address[mail.address], mail.values["path"].rsplit("/", 1)[1]
                assert mail.values["is_exercise"]
                minutes = desk.minutes_of(way, at)
                self._note(desk.key, way, at, minutes)
                if minutes is not None:
                    todo.append((at + minutes * MINUTE, _acknowledging(token) if way == ALARM else _pressing(mail)))
        with committing():
            for mail in letters:
                mail.state = "sent"
        self.seen_mail = max([self.seen_mail, *(one.id for one in letters)])
        return todo

    def passed_on(self, desk: SimulatedDesk) -> list[date]:
        begun = {SPRING: 0, AUTUMN: 1}
        numbers = list(self.notes)
        return [
            (begins + LASTS).date()
            for begins, index in begun.items()
            if index < len(numbers) and clock.now() >= begins + LASTS and passed(desk, self.notes[numbers[index]])
        ]

    def check_standing(self, at: datetime) -> None:
        found = list_standings()
        told = {
            one.key: found[one.key].period.lapses_on if found[one.key].has(StandingLevel.TESTED) else None
            for one in self.desks
        }
        assert told == {one.key: lapses_on(one, self.passed_on(one), at) for one in self.desks}, at


def _pressing(mail: Mail) -> Act:
    token, button = mail.values["path"].rsplit("/", 1)[1], mail.letter.removeprefix("reachability_")

    def press() -> None:
        try:
            with committing():
                reachability.answer(get_by_token(token), button)
        except Expired:
            db.session.rollback()

    return press


def _acknowledging(token: str) -> Act:
    def tap() -> None:
        with committing():
            acknowledge(get_attempt_by_token(token), clock.now())

    return tap


def check_report(site: Flask, year: Year, number: int) -> None:
    exercise, notes = db.session.get_one(Exercise, number), year.notes[number]
    with site.test_request_context("/en/"):
        found = report(year.leader, exercise, "en")
    tables = {code: {row.key: row.values for row in table.rows} for code, table in found.tables_by_id.items()}

    assert exercise.state == ExerciseState.ENDED
    desks = {one.key: (*figures_of([one], notes), "yes" if passed(one, notes) else "no") for one in year.desks}
    assert tables["desks"] == desks | {"total": (*figures_of(year.desks, notes), "")}
    assert tables["ways"] == {way: figures_of(year.desks, notes, (way,)) for way in WAYS}
    assert tables["states"] == {
        state: figures_of([one for one in year.desks if one.state == state], notes) for state in STATES
    }
    earlier = [one for one in year.notes if one <= number]
    assert tables.get("exercises", {}) == (
        {db.session.get_one(Exercise, one).public_id: figures_of(year.desks, year.notes[one]) for one in earlier}
        if len(earlier) > 1
        else {}
    )
    whole = {one.key for one in year.desks if sum(note.minutes is not None for note in notes if note.desk == one.key)}
    assert 0 < len(whole) <= len(year.desks)


def figures(site: Flask, year: Year, now: datetime) -> list[Any]:
    """Return all that is counted of real tests and alarms, as those read it who may read most."""
    with site.test_request_context("/en/"):
        period = FiguresFilter(365, finished_quarters(now)[0], "")
        tables = tables_by_id(page(year.leader, period, now, "en").sections)
        desks = [db.session.get_one(FocalPoint, one.key) for one in year.desks]
        return [
            {key: table.rows for key, table in tables.items() if not key.startswith("exercises")},
            [reachability_of(year.leader, desk, now, "en") for desk in desks],
            count_silent(),
            {key: one.tests for key, one in list_facts().items()},
        ]


def forget_exercises() -> None:
    """Delete every row that belongs to an exercise."""
    rehearsed = select(Alarm.id).where(Alarm.is_exercise)
    with committing():
        db.session.execute(delete(AlarmAttempt).where(AlarmAttempt.alarm_id.in_(rehearsed)))
        db.session.execute(delete(Alarm).where(Alarm.is_exercise))
        tests = select(ReachabilityTest.id).where(ReachabilityTest.exercise_id.is_not(None))
        db.session.execute(delete(ReachabilityLink).where(ReachabilityLink.test_id.in_(tests)))
        db.session.execute(delete(ReachabilityTest).where(ReachabilityTest.exercise_id.is_not(None)))
        db.session.execute(delete(ExerciseDesk))
        db.session.execute(delete(Exercise))
    db.session.expire_all()


def test_report_standing_and_lapses_of_a_year_are_the_truth(site: Flask) -> None:
    with time_machine.travel(BEGINS, tick=False):
        year = Year()

    year.live(BEGINS, SPRING)
    spring = year.rehearse(SPRING)
    year.live(SPRING + LASTS + HOUR, AUTUMN)
    autumn = year.rehearse(AUTUMN)
    year.live(AUTUMN + LASTS + HOUR, BEGINS + YEAR + 30 * DAY)

    now = BEGINS + YEAR + 30 * DAY
    with time_machine.travel(now, tick=False):
        check_report(site, year, spring)
        check_report(site, year, autumn)
        with_exercises = figures(site, year, now)
        forget_exercises()
        without = figures(site, year, now)
        changed = [key for key, rows in without[0].items() if rows != with_exercises[0].get(key)]
        assert (changed, without) == ([], with_exercises)
    outcomes = {len({passed(one, notes) for one in year.desks}) for notes in year.notes.values()}
    assert outcomes == {2}
