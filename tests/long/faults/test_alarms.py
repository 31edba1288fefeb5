"""A thousand alarms over two workers that are killed, with a gateway that is well, slow, refuses, lies, or is gone.

    .venv/bin/pytest -n0 -rP tests/long/faults/test_alarms.py

The first way of each alarm goes by this gateway, the second by one that is well. A third of the alarms is acknowledged.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.alarms.addresses import seal_address
from directory.alarms.service import acknowledge, raise_alarm
from directory.extensions import db
from directory.models import Account, Alarm, AlarmAttempt, AlarmGateway, AlarmWay
from directory.tokens import public_id
from directory.transaction import committing
from directory.vocabulary import AlarmEnd, AlarmOccasion, AttemptState
from tests.alarms.gateway import Gateway, serving
from tests.conftest import PROJECT, copy_of, environment_of, make_app

WELL, SLOW, REFUSES, LIES, GONE = "well", "slow", "refuses", "lies", "gone"
FAULTS = {WELL: (200, 0.0), SLOW: (200, 2.0), LIES: (200, 0.0), REFUSES: (400, 0.0), GONE: (None, 0.0)}
ALARMS, WORKERS, KILLS = 1000, 2, 20
EACH = ALARMS // len(FAULTS)
SMS, VOICE, WAIT_MINUTES = "sms", "voice", 1
SOON = timedelta(seconds=60)
LONGEST_SECONDS = 300
HEAD = "gateway | alarms | first way handed over within 60 s | some way within 60 s | acknowledged | lost | load"


@contextmanager
def workers(app: Flask, log: Path) -> Iterator["Workers"]:
    """Run two workers until the block ends."""
    found = Workers(app, log)
    try:
        yield found
    finally:
        for one in found.running:
            one.kill()
            one.wait()


class Workers:
    """Two workers of one site, of which any can be killed and is started again."""

    def __init__(self, app: Flask, log: Path) -> None:
        settings = app.config["SETTINGS"]
        urls = {"ALARM_SMS_URL": settings.alarm_sms_url, "ALARM_VOICE_URL": settings.alarm_voice_url}
        self._environment, self._log = environment_of(app) | urls, log
        self.running = [self._started() for _ in range(WORKERS)]

    def kill_one(self, chance: random.Random) -> None:
        """Kill one worker, and start another."""
        place = chance.randrange(WORKERS)
        self.running[place].send_signal(signal.SIGKILL)
        self.running[place].wait()
        self.running[place] = self._started()

    def _started(self) -> "subprocess.Popen[bytes]":
        words = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        with self._log.open("ab") as log:
            return subprocess.Popen(words, cwd=PROJECT, env=self._environment, stdout=log, stderr=log)


def add_people(number: int) -> list[int]:
    """Store people with two proven ways each, and return the ids of their accounts."""
    people = [Account(email=f"duty{one}@example.org", name=f"Duty {one}", role="practitioner") for one in range(number)]
    with committing():
        db.session.add_all(people)
        db.session.flush()
        for index, person in enumerate(people):
            for position, kind in enumerate((SMS, VOICE)):
                way = AlarmWay(public_id=public_id(), account_id=person.id, kind=kind, position=position)
                way.wait_minutes, way.proven_at = WAIT_MINUTES, clock.now()
                seal_address(way, f"+9990{position}{index:06}")
                db.session.add(way)
        return [one.id for one in people]


def raise_alarms(accounts: list[int]) -> list[int]:
    """Raise an alarm to each of these people by both ways, and return the ids of the alarms."""
    with committing():
        made = []
        for account_id in accounts:
            person = db.session.get_one(Account, account_id)
            ways = list(db.session.scalars(select(AlarmWay).where(AlarmWay.account_id == account_id)))
            alarm = raise_alarm(person, AlarmOccasion.TRIAL, clock.now(), ways=ways)
            assert alarm is not None
            made.append(alarm.id)
    return made


def acknowledge_some(alarms: list[int], done: dict[int, object], chance: random.Random) -> None:
    """Acknowledge one alarm whose first way was handed over, and note when that was stored."""
    open_ones = [one for one in alarms if one not in done and one % 3 == 0]
    handed = AlarmAttempt.alarm_id.in_(open_ones), AlarmAttempt.state == AttemptState.HANDED_OVER
    found = db.session.scalars(select(AlarmAttempt).where(*handed)).all()
    db.session.rollback()
    if not found:
        return
    number = chance.choice(found).id
    with committing():
        attempt = db.session.get_one(AlarmAttempt, number)
        was_open = acknowledge(attempt, clock.now())
        alarm = attempt.alarm_id
    if was_open:
        done[alarm] = clock.true_now()


@pytest.mark.sqlite
def test_no_alarm_is_lost_and_none_follows_its_acknowledgement(few_states: Path, tmp_path: Path) -> None:
    chance, killed, lines = random.Random(25), 0, [HEAD]
    with serving(Gateway()) as first, serving(Gateway()) as second:
        data = copy_of(few_states, tmp_path / "data")
        app = make_app(data, alarm_sms_url=first.url(SMS), alarm_voice_url=second.url(VOICE))
        with app.app_context(), workers(app, tmp_path / "workers.log") as running:
            accounts = add_people(ALARMS)
            for phase, (fault, (status, seconds)) in enumerate(FAULTS.items()):
                first.status, first.seconds = status, seconds
                with committing():
                    for gateway in db.session.scalars(select(AlarmGateway)):
                        db.session.delete(gateway)
                alarms = raise_alarms(accounts[phase * EACH : (phase + 1) * EACH])
                acknowledged: dict[int, object] = {}
                ends_at = time.monotonic() + LONGEST_SECONDS
                while count_open(alarms):
                    assert time.monotonic() < ends_at, (tmp_path / "workers.log").read_text()[-3000:]
                    acknowledge_some(alarms, acknowledged, chance)
                    if killed < (phase + 1) * KILLS // len(FAULTS) and chance.random() < 0.2:
                        running.kill_one(chance)
                        killed += 1
                    time.sleep(0.5)
                lines.append(judged(fault, alarms, acknowledged, (first, second)))
    print("\n".join(lines))
    assert killed == KILLS


def count_open(alarms: list[int]) -> int:
    found = db.session.scalars(select(Alarm.id).where(Alarm.id.in_(alarms), Alarm.ended_at.is_(None))).all()
    db.session.rollback()
    return len(found)


def judged(fault: str, alarms: list[int], acknowledged: dict[int, object], gateways: tuple[Gateway, Gateway]) -> str:
    """Return the line of the table for one fault. Raises AssertionError for a lost or a late message."""
    by_first = by_some = 0
    arrived = [dict[str, list[object]]() for _ in gateways]
    for place, gateway in enumerate(gateways):
        for number, at in zip(gateway.recipients, gateway.times, strict=True):
            arrived[place].setdefault(number, []).append(at)
    for number in alarms:
        alarm = db.session.get_one(Alarm, number)
        handed = [one for one in alarm.attempts if one.handed_over_at is not None]
        soon = [one for one in handed if one.handed_over_at - alarm.raised_at <= SOON]
        by_first += any(one.position == 0 for one in soon)
        by_some += bool(soon)
        assert not [one for one in alarm.attempts if one.state == AttemptState.WAITING], (fault, number)
        phone = f"{alarm.account_id}"
        own = [at for place in range(2) for at in arrived[place].get(phone_of(alarm, place), [])]
        if number in acknowledged:
            assert alarm.end == AlarmEnd.ACKNOWLEDGED
            assert not [at for at in own if at > acknowledged[number]], (fault, number, phone)
        else:
            assert alarm.end == AlarmEnd.UNACKNOWLEDGED, (fault, number, alarm.end)
            assert arrived[1].get(phone_of(alarm, 1)), (fault, number)
    load = f"{os.getloadavg()[0]:.1f}"
    db.session.rollback()
    assert by_some >= 0.95 * len(alarms)
    return f"{fault} | {len(alarms)} | {by_first} | {by_some} | {len(acknowledged)} | 0 | {load}"


def phone_of(alarm: Alarm, position: int) -> str:
    """Return the number of the person's way at this position."""
    index = int(alarm.account.email.removeprefix("duty").partition("@")[0])
    return f"+9990{position}{index:06}"
