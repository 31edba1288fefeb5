"""A shorter time of keeping counts after two weeks, of which people are told at once; until then it is set back."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.consultations.queries.rules import DEFAULTS, list_waiting, retained_until, rule_of, version_of
from directory.extensions import db
from directory.jobs.schedule import shred_consultations
from directory.models import Account, AuditEvent, Consultation, ConsultationRule, Mail
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.consultations.conftest import NETWORK, Scene
from tests.html import parse
from tests.people import signed_in

ADDRESS = f"/en/consultations/networks/{NETWORK}"
LETTER = "consultation_kept_shorter"
NOTICE = timedelta(days=14)
MINUTE = timedelta(minutes=1)
SHORTER = "for a shorter time from"


@pytest.fixture(autouse=True)
def _no_rule(site: Flask) -> Iterator[None]:
    yield
    with committing():
        for rule in db.session.scalars(select(ConsultationRule)):
            db.session.delete(rule)


@pytest.fixture
def keeper(site: Flask) -> Account:
    return factories.account(Role.COORDINATOR, [NETWORK])


def typed(**values: str) -> dict[str, object]:
    """Return what a form that was opened now sends."""
    db.session.rollback()
    return {**DEFAULTS, **values, "version": version_of(rule_of(NETWORK))}


def keep(site: Flask, keeper: Account, days: int) -> None:
    """Set for how many days the network keeps consultations."""
    answer = signed_in(site, keeper).post(ADDRESS, data=typed(kept_days=str(days)))
    assert answer.status_code == 303


def finished(scene: Scene, days_ago: int) -> Consultation:
    """Return a thread that was answered, and in which nothing has happened for so long."""
    made = scene.ask()
    with committing():
        made.state, made.changed_at = "answered", clock.now() - timedelta(days=days_ago)
    return made


def is_gone(made: Consultation, at: datetime) -> bool:
    """Return whether a thread is gone once the worker has looked at a moment."""
    with clock.frozen_at(at):
        shred_consultations()
    db.session.expire_all()
    return made.shredded_at is not None


def told() -> dict[str, Mail]:
    db.session.rollback()
    return {mail.address: mail for mail in db.session.scalars(select(Mail).where(Mail.letter == LETTER))}


def test_a_shorter_time_ends_no_thread_before_two_weeks_are_over(site: Flask, scene: Scene, keeper: Account) -> None:
    made = finished(scene, 40)
    keep(site, keeper, 30)
    at = clock.now()

    assert retained_until(made) - (at + NOTICE) < MINUTE
    assert not is_gone(made, at + NOTICE - MINUTE)
    assert is_gone(made, at + NOTICE + MINUTE)


@pytest.mark.parametrize(("days_ago", "kept_days"), [(364, 365), (345, 359), (40, 54), (20, 34), (10, 30)])
def test_a_thread_is_kept_by_the_rule_that_is_in_force(
    site: Flask, scene: Scene, keeper: Account, days_ago: int, kept_days: int
) -> None:
    made = finished(scene, days_ago)
    keep(site, keeper, 30)
    until = made.changed_at + timedelta(days=kept_days)

    assert abs(retained_until(made) - until) < MINUTE
    assert not is_gone(made, retained_until(made) - MINUTE)
    assert is_gone(made, retained_until(made) + MINUTE)


def test_a_longer_time_counts_at_once(site: Flask, scene: Scene, keeper: Account) -> None:
    made, before = finished(scene, 400), set(told())
    keep(site, keeper, 500)

    assert not is_gone(made, clock.now())
    assert set(told()) == before


def test_a_shorter_time_is_set_back_until_it_counts(site: Flask, scene: Scene, keeper: Account) -> None:
    made = finished(scene, 40)
    keep(site, keeper, 30)
    keep(site, keeper, DEFAULTS["kept_days"])

    assert not is_gone(made, clock.now() + NOTICE + MINUTE)
    assert SHORTER not in signed_in(site, keeper).get(ADDRESS).text


def test_a_shorter_time_waits_until_the_moment_from_which_it_counts(site: Flask, keeper: Account) -> None:
    keep(site, keeper, 30)
    rule = db.session.get_one(ConsultationRule, NETWORK)
    counts_from = rule.shorter_from
    assert counts_from is not None

    waiting = []
    for moment in (counts_from - timedelta(microseconds=1), counts_from):
        with clock.frozen_at(moment):
            waiting.append(list_waiting([NETWORK]))

    assert waiting == [[rule], []]


def test_other_values_of_the_rule_leave_the_day_of_a_shorter_time(site: Flask, keeper: Account) -> None:
    keep(site, keeper, 30)
    before = db.session.get_one(ConsultationRule, NETWORK).shorter_from
    with clock.frozen_at(clock.now() + timedelta(days=10)):
        signed_in(site, keeper).post(ADDRESS, data=typed(kept_days="30", answer_days="11"))

    db.session.expire_all()
    rule = db.session.get_one(ConsultationRule, NETWORK)
    assert (rule.answer_days, rule.shorter_from) == (11, before)


def test_a_still_shorter_time_waits_two_weeks_of_its_own(site: Flask, scene: Scene, keeper: Account) -> None:
    made, at = finished(scene, 45), clock.now()
    keep(site, keeper, 60)
    with clock.frozen_at(at + NOTICE - MINUTE):
        keep(site, keeper, 30)

    assert not is_gone(made, at + NOTICE + NOTICE - 2 * MINUTE)
    assert is_gone(made, at + NOTICE + NOTICE + MINUTE)


def test_those_who_look_after_the_network_are_told_at_once(site: Flask, scene: Scene, keeper: Account) -> None:
    with committing():
        db.session.execute(Mail.__table__.delete().where(Mail.letter == LETTER))
    elsewhere = factories.account(Role.COORDINATOR, ["ejn"])
    whole = factories.account(Role.COORDINATOR, [NETWORK], language="fr")
    gone = factories.account(Role.COORDINATOR, [NETWORK], active=False)

    keep(site, keeper, 30)

    found = told()
    assert {scene.people[name].email for name in ("coordinator there", "administrator")} | {whole.email} <= set(found)
    assert not {keeper.email, elsewhere.email, gone.email, scene.people["asker"].email} & set(found)
    values = found[whole.email].values
    assert set(values) == {"network", "day", "path"}
    assert values["path"] == f"consultations/networks/{NETWORK}"
    assert found[scene.people["coordinator there"].email].values["path"] == "consultations/overview"


def pages(scene: Scene, made: Consultation, keeper: Account) -> list[tuple[Account, str]]:
    """Return who sees which page of consultations of the network."""
    return [
        (scene.people["member"], "/en/consultations"),
        (scene.people["asker"], f"/en/consultations/{made.public_id}"),
        (scene.people["coordinator there"], "/en/consultations/overview"),
        (keeper, ADDRESS),
    ]


def test_a_shorter_time_is_shown_to_the_people_of_the_network_with_its_day(
    site: Flask, scene: Scene, keeper: Account
) -> None:
    seen = pages(scene, scene.ask(), keeper)
    stranger = factories.account(networks=["ejn"], jurisdiction_key="FR")
    before = [signed_in(site, one).get(page).text for one, page in seen]

    keep(site, keeper, 30)
    after = [signed_in(site, one).get(page).text for one, page in seen]

    assert not [page for page in before if SHORTER in page]
    day = clock.today() + NOTICE
    said = f"{SHORTER} {day.day} {day:%B} {day.year} on"
    assert [said in page for page in after] == [True] * 4
    assert SHORTER not in signed_in(site, stranger).get("/en/consultations").text


def button(client: FlaskClient) -> dict[str, str]:
    """Return what the button sends that sets the time back."""
    fields = parse(client.get(ADDRESS)).one("form#set-back").all("input[type=hidden]")
    return {str(one["name"]): str(one["value"]) for one in fields if one["name"] != "csrf_token"}


def test_one_button_sets_a_shorter_time_back_and_leaves_the_rest(site: Flask, keeper: Account) -> None:
    client = signed_in(site, keeper)
    client.post(ADDRESS, data=typed(kept_days="30", answer_days="11"))

    pressed = button(client)
    client.post(ADDRESS, data=typed(kept_days="30", answer_days="12"))

    client.post(ADDRESS, data=pressed)

    db.session.expire_all()
    rule = db.session.get_one(ConsultationRule, NETWORK)
    assert (rule.kept_days, rule.shorter_from, rule.answer_days) == (365, None, 12)


def test_a_time_that_counts_already_is_not_set_back_by_an_older_page(site: Flask, keeper: Account) -> None:
    client, at = signed_in(site, keeper), clock.now()
    client.post(ADDRESS, data=typed(kept_days="30"))
    pressed = button(client)
    db.session.expire_all()
    db.session.get_one(ConsultationRule, NETWORK).shorter_from = at - MINUTE
    db.session.commit()

    assert client.post(ADDRESS, data=pressed).status_code == 303

    db.session.expire_all()
    assert db.session.get_one(ConsultationRule, NETWORK).kept_days == 30


def test_the_record_says_from_when_a_shorter_time_counts(site: Flask, keeper: Account) -> None:
    keep(site, keeper, 30)

    events = select(AuditEvent).where(AuditEvent.kind == "consultation_rule").order_by(AuditEvent.id.desc()).limit(3)
    assert {one.detail for one in db.session.scalars(events)} == {"kept_days", "earlier_kept_days", "shorter_from"}
