"""The page of a person's own ways, and the page behind the link of an alarm."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.accounts.attempt_limits import LIMITS
from directory.alarms import delivery, ways
from directory.alarms.queries import PROVEN_FOR, list_alarms, list_ways
from directory.alarms.service import acknowledge, end_alarm, raise_alarm, token_of
from directory.consultations.service.answering import acknowledge as acknowledge_question
from directory.extensions import db
from directory.models import Account, Alarm, AlarmAttempt, Consultation, Shift
from directory.transaction import committing
from directory.vocabulary import AlarmEnd, AlarmOccasion, AlarmWayKind, Role
from tests import factories
from tests.alarms.conftest import MINUTES, NIGHT, SMS, VOICE, add_way, alarms_of, ask, work
from tests.consultations.conftest import Scene
from tests.html import parse
from tests.people import signed_in, visit

OWN = "/en/account/alarms"
BUTTON = "I am awake and look at it"


@pytest.fixture
def person(scene: Scene) -> Account:
    return factories.account(Role.PRACTITIONER, jurisdiction_key="KG")


@pytest.fixture
def client(gateways_app: Flask, person: Account) -> FlaskClient:
    return signed_in(gateways_app, person)


def added(person: Account, *kinds: str) -> list[str]:
    with committing():
        for number, kind in enumerate(kinds):
            if kind == AlarmWayKind.MAIL:
                ways.add_mail(person)
            else:
                ways.add_number(person, AlarmWayKind(kind), f"+99631212345{number}", [AlarmWayKind(kind)])
    return [one.public_id for one in list_ways(person.id)]


def test_without_a_way_the_page_says_that_no_alarm_comes(client: FlaskClient) -> None:
    page = parse(client.get(OWN))

    assert "No alarm can reach you yet" in page.one("main").text
    assert [link for link in page.one("main").links if "/add/" in link] == [
        f"{OWN}/add/{kind}" for kind in ("push", "sms", "voice", "mail")
    ]
    assert "2 proven ways are missing" in page.one("main").text


def test_without_a_gateway_the_page_says_what_that_means(app: Flask) -> None:
    with app.app_context():
        client = signed_in(app, factories.account(Role.PRACTITIONER, jurisdiction_key="KG"))

        page = parse(client.get(OWN)).one("main")

    assert "by notifications on devices and by mail only" in page.text
    assert [link for link in page.links if "/add/" in link] == [f"{OWN}/add/push", f"{OWN}/add/mail"]
    assert client.get(f"{OWN}/add/sms").status_code == 404


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (None, "Not proven yet: alarms do not use it."),
        (1, "valid until"),
        (PROVEN_FOR.days + 1, "more than 30 days ago"),
    ],
)
def test_the_state_of_a_way_is_said_in_words(
    client: FlaskClient, person: Account, days: int | None, words: str
) -> None:
    added(person, SMS)
    with committing():
        list_ways(person.id)[0].proven_at = None if days is None else clock.now() - timedelta(days=days)

    assert words in parse(client.get(OWN)).one("ol.own li").text


def test_a_number_is_added_and_what_is_no_number_is_said_beside_what_was_typed(client: FlaskClient) -> None:
    refused = client.post(f"{OWN}/add/sms", data={"phone": "312 12"})
    kept = client.post(f"{OWN}/add/sms", data={"phone": "+996 312 123456"}, follow_redirects=True)

    assert refused.status_code == 422
    assert parse(refused).one("#phone")["value"] == "312 12"
    assert "international form" in parse(refused).one("[role=alert]").text
    assert "SMS: …456" in parse(kept).one("ol.own li").text
    assert "123456" not in kept.text


def test_order_and_waiting_time_are_changed(client: FlaskClient, person: Account) -> None:
    first, second = added(person, SMS, VOICE)

    client.post(f"{OWN}/{second}/move", data={"to": "earlier"})
    client.post(f"{OWN}/{first}/wait", data={"minutes": "7"})
    refused = [client.post(f"{OWN}/{first}/wait", data={"minutes": typed}).status_code for typed in ("0", "31", "x")]

    assert refused == [422, 422, 422]
    db.session.expire_all()
    assert [(one.public_id, one.wait_minutes) for one in list_ways(person.id)] == [(second, 3), (first, 7)]


def test_a_trial_from_the_page_to_the_proof(client: FlaskClient, gateways_app: Flask, person: Account) -> None:
    [way] = added(person, SMS)

    page = client.post(f"{OWN}/{way}/try", follow_redirects=True)
    [alarm] = list_alarms(person, 5)
    link = f"/en/alarms/{token_of(alarm.attempts[0])}"
    stranger = gateways_app.test_client()
    visit(stranger)
    opened, pressed = stranger.get(link), stranger.post(link, follow_redirects=True)

    assert "A trial is on its way." in parse(page).one("main > [role=status]").text
    assert "This is a trial." in parse(opened).one("main").text
    assert "The way is proven for 30 days." in parse(pressed).one("main").text
    history = parse(client.get(OWN)).one("[aria-labelledby=alarms] .rows").text
    assert f"Alarm {alarm.number}" in history
    assert "acknowledged" in history


def test_a_call_which_has_no_link_is_acknowledged_from_the_own_page(client: FlaskClient, person: Account) -> None:
    [way] = added(person, VOICE)
    client.post(f"{OWN}/{way}/try")
    before = parse(client.get(OWN)).one("[aria-labelledby=alarms]").links
    delivery.send_due(clock.now())

    [link] = [one for one in parse(client.get(OWN)).one("[aria-labelledby=alarms]").links if "/alarms/" in one]
    pressed = client.post(link, follow_redirects=True)
    after = parse(client.get(OWN)).one("[aria-labelledby=alarms]").links

    assert "The way is proven for 30 days." in parse(pressed).one("main").text
    assert (before, after) == ([], [])


def test_trials_are_limited_since_they_cost_money(client: FlaskClient, person: Account) -> None:
    [way] = added(person, SMS)
    most = int(LIMITS["alarm_trial"].split()[0])

    answers = [client.post(f"{OWN}/{way}/try").status_code for _ in range(most + 1)]

    assert answers == [303] * most + [429]
    assert len(list_alarms(person, 50)) == most


@pytest.mark.parametrize("act", ["try", "move", "wait", "remove"])
def test_nobody_reaches_a_way_of_another_person(client: FlaskClient, scene: Scene, act: str) -> None:
    other = list_ways(scene.people["member"].id)[0]
    before = (other.public_id, other.position, other.wait_minutes)

    answer = client.post(f"{OWN}/{other.public_id}/{act}", data={"minutes": "9", "to": "later"})

    db.session.expire_all()
    assert answer.status_code == 404
    first = list_ways(scene.people["member"].id)[0]
    assert (first.public_id, first.position, first.wait_minutes) == before
    assert list_alarms(scene.people["member"], 5) == []


def going_on(_scene: Scene, _alarm: Alarm) -> None:
    """Change nothing."""


def acknowledged(_scene: Scene, alarm: Alarm) -> None:
    acknowledge(alarm.attempts[0], clock.now())


def unacknowledged(_scene: Scene, alarm: Alarm) -> None:
    end_alarm(alarm, AlarmEnd.UNACKNOWLEDGED, clock.now())


def answered(scene: Scene, alarm: Alarm) -> None:
    about = Consultation.public_id == alarm.subject_key
    acknowledge_question(scene.viewer("deputy"), db.session.scalars(select(Consultation).where(about)).one())


def off_duty(scene: Scene, _alarm: Alarm) -> None:
    shift = db.session.scalars(select(Shift).where(Shift.focal_point_key == scene.desk)).one()
    shift.ends_at = NIGHT


@pytest.mark.parametrize(
    ("become", "words"),
    [
        (going_on, "Something waits at Counterpart."),
        (acknowledged, "Acknowledged: 26 November 2026, 03:01"),
        (unacknowledged, "by an alarm or by mail only. Nobody has acknowledged yet: you still can."),
        (answered, "it is no longer needed"),
        (off_duty, "You are no longer on duty. The others of the desk are told"),
    ],
)
def test_the_link_says_how_its_alarm_stands(
    gateways_app: Flask, scene: Scene, become: Callable[[Scene, Alarm], None], words: str
) -> None:
    made = ask(scene)
    work(NIGHT)
    [alarm] = alarms_of(made)
    with time_machine.travel(NIGHT + MINUTES, tick=False):
        with committing():
            become(scene, alarm)
        answer = gateways_app.test_client().get(f"/en/alarms/{token_of(alarm.attempts[0])}")
    page = parse(answer)

    assert words in page.one("main").text
    has_button = become in (going_on, unacknowledged)
    assert [one.text for one in page.all("main form button")] == ([BUTTON] if has_button else [])
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert page.one('meta[name="robots"]')["content"] == "noindex"
    for secret in (made.public_id, scene.desk, "France", "Kyrgyz", "hearing"):
        assert secret not in page.one("main").markup


def link_of(scene: Scene) -> tuple[str, AlarmAttempt]:
    made = ask(scene)
    work(NIGHT)
    attempt = alarms_of(made)[0].attempts[0]
    return f"/en/alarms/{token_of(attempt)}", attempt


def is_acknowledged(attempt: AlarmAttempt) -> bool:
    db.session.expire_all()
    return attempt.alarm.ended_at is not None


def test_opening_the_link_never_acknowledges(gateways_app: Flask, scene: Scene) -> None:
    link, attempt = link_of(scene)
    visitor = gateways_app.test_client()

    with time_machine.travel(NIGHT + MINUTES, tick=False):
        answers = [visitor.get(link).status_code, visitor.head(link).status_code, visitor.options(link).status_code]

    assert answers == [200, 200, 200]
    assert not is_acknowledged(attempt)


def test_another_site_cannot_press_the_button(gateways_app: Flask, scene: Scene) -> None:
    link, attempt = link_of(scene)
    visitor = gateways_app.test_client()

    with time_machine.travel(NIGHT + MINUTES, tick=False):
        bare = visitor.post(link)
        visit(visitor)
        foreign = visitor.post(link, headers={"Sec-Fetch-Site": "cross-site"})

    assert (bare.status_code, foreign.status_code) == (400, 400)
    assert not is_acknowledged(attempt)


def test_a_link_acknowledges_its_own_alarm_once(gateways_app: Flask, scene: Scene) -> None:
    link, attempt = link_of(scene)
    way = add_way(scene, "asker", SMS, "+33155500000", 0, 3)
    with committing():
        other = raise_alarm(scene.people["asker"], AlarmOccasion.TRIAL, NIGHT, ways=[way])
    visitor = gateways_app.test_client()
    visit(visitor)

    with time_machine.travel(NIGHT + MINUTES, tick=False):
        assert visitor.post(link).status_code == 303
    with time_machine.travel(NIGHT + 2 * MINUTES, tick=False):
        again = parse(visitor.post(link, follow_redirects=True))

    assert is_acknowledged(attempt)
    assert attempt.acknowledged_at == NIGHT + MINUTES
    assert "03:01" in again.one("main").text
    assert other is not None
    assert other.ended_at is None


@pytest.mark.parametrize("token", ["x", "A" * 43])
def test_an_unknown_link_is_not_found(gateways_app: Flask, scene: Scene, token: str) -> None:
    visitor = gateways_app.test_client()
    visit(visitor)

    assert visitor.get(f"/en/alarms/{token}").status_code == 404
    assert visitor.post(f"/en/alarms/{token}").status_code == 404
