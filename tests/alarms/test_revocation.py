"""Whatever ends a person's secrets ends the alarms to this person, and those who are next are woken at once."""

import pytest
import time_machine
from flask import Flask

from directory import clock
from directory.accounts.queries import viewer_of
from directory.accounts.revocation import ENDS_ALL_ACCESS, end_everyones_secrets, end_secrets
from directory.alarms.queries import list_about, list_alarms, list_usable_ways, list_ways
from directory.alarms.service import acknowledge, token_of
from directory.alarms.ways import try_way
from directory.consultations.queries.threads import list_steps
from directory.extensions import db
from directory.models import FocalPoint
from directory.transaction import committing
from directory.verification.service import reachability
from directory.verification.service.reachability_steps import take_due_steps
from directory.vocabulary import (
    AlarmEnd,
    AlarmOccasion,
    AttemptState,
    ChainStep,
    ConsultationState,
    ReachabilityOutcome,
)
from tests.alarms.conftest import MINUTES, NIGHT, alarms_of, ask, work
from tests.consultations.conftest import Scene
from tests.html import parse

EVENTS = sorted(ENDS_ALL_ACCESS)


def end(scene: Scene, event: str) -> None:
    """End the secrets of the person on duty, as this event does."""
    with time_machine.travel(NIGHT + MINUTES, tick=False), committing():
        end_everyones_secrets() if event == "restored" else end_secrets(scene.people["member"], event)


@pytest.mark.parametrize("event", EVENTS)
def test_the_next_step_of_the_chain_is_taken_at_once(scene: Scene, event: str) -> None:
    made = ask(scene)
    work(NIGHT)

    end(scene, event)
    work(NIGHT + MINUTES)

    first, *next_ones = alarms_of(made)
    assert (first.account_id, first.end) == (scene.people["member"].id, AlarmEnd.REVOKED)
    assert [(one.reached, one.taken_at) for one in list_steps(made)] == [
        (ChainStep.DUTY, NIGHT),
        (ChainStep.DEPUTY, NIGHT + MINUTES),
    ]
    # After a restore nobody has a proven way: the deputy is told by mail alone.
    woken = [] if event == "restored" else [(scene.people["deputy"].id, AlarmEnd.NONE)]
    assert [(one.account_id, one.end) for one in next_ones] == woken


@pytest.mark.parametrize(
    ("event", "ways", "proven"),
    [
        ("new_password", 2, 2),
        ("signed_out_everywhere", 2, 2),
        ("password_by_mail", 2, 0),
        ("restored", 2, 0),
        ("factors_dropped", 0, 0),
        ("left", 0, 0),
    ],
)
def test_ways_that_somebody_else_may_have_added_are_no_longer_proven(
    scene: Scene, event: str, ways: int, proven: int
) -> None:
    end(scene, event)

    member = scene.people["member"].id
    assert (len(list_ways(member)), len(list_usable_ways(member))) == (ways, proven)


@pytest.mark.parametrize("event", EVENTS)
def test_a_test_of_the_desk_is_not_counted_as_silence(scene: Scene, event: str) -> None:
    with time_machine.travel(NIGHT, tick=False):
        with committing():
            desk = db.session.get_one(FocalPoint, scene.desk)
            test = reachability.wake(viewer_of(scene.people["coordinator there"]), desk)
        with committing():
            take_due_steps(NIGHT)
    work(NIGHT)

    end(scene, event)

    [alarm] = list_about(AlarmOccasion.REACHABILITY, test.public_id)
    assert alarm.ended_at == NIGHT + MINUTES
    assert alarm.attempts[0].state == AttemptState.HANDED_OVER
    assert test.outcome == ReachabilityOutcome.CANCELLED


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("minutes", [1, 8])
def test_the_links_of_a_revoked_alarm_acknowledge_nothing_whether_it_went_on_or_had_ended(
    scene: Scene, gateways_app: Flask, event: str, minutes: int
) -> None:
    made = ask(scene)
    for minute in range(minutes):
        work(NIGHT + minute * MINUTES)
    attempt = alarms_of(made)[0].attempts[0]
    with time_machine.travel(NIGHT + minutes * MINUTES, tick=False):
        with committing():
            end_everyones_secrets() if event == "restored" else end_secrets(scene.people["member"], event)
        page = gateways_app.test_client().get(f"/en/alarms/{token_of(attempt)}").text
        with committing():
            was_acknowledged = acknowledge(attempt, clock.now())

    assert not was_acknowledged
    assert "<button" not in parse(page).one("main").markup
    assert made.state == ConsultationState.OPEN
    assert attempt.alarm.end == (AlarmEnd.REVOKED if minutes == 1 else AlarmEnd.UNACKNOWLEDGED)


@pytest.mark.parametrize("event", EVENTS)
def test_a_trial_ends_and_its_link_says_so(scene: Scene, gateways_app: Flask, event: str) -> None:
    member = scene.people["member"]
    with committing():
        try_way(list_ways(member.id)[0], NIGHT)
    [alarm] = list_alarms(member, 1)

    end(scene, event)

    page = gateways_app.test_client().get(f"/en/alarms/{token_of(alarm.attempts[0])}").text
    assert alarm.ended_at == NIGHT + MINUTES
    assert "The links of this alarm are no longer valid" in page
    assert "<button" not in parse(page).one("main").markup
