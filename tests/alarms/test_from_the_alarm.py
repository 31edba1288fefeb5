"""From an alarm to what it is about: the link, the number that stands there, and the letter that can be checked."""

import time_machine
from flask import Flask
from sqlalchemy import select

from directory.accounts.revocation import end_everyones_secrets
from directory.alarms.queries import list_alarms, list_ways
from directory.alarms.service import acknowledge, token_of
from directory.alarms.ways import try_way
from directory.extensions import db
from directory.models import AlarmWay, Mail
from directory.outbox.messages import message_of
from directory.transaction import committing
from tests.alarms.conftest import MINUTES, NIGHT, alarms_of, ask, work
from tests.consultations.conftest import Scene
from tests.html import parse
from tests.people import signed_in


def test_the_link_leads_the_woken_person_alone_to_the_question_itself(gateways_app: Flask, scene: Scene) -> None:
    made = ask(scene)
    work(NIGHT)
    [alarm] = alarms_of(made)
    link = f"/en/account/alarms/{alarm.number}"
    with time_machine.travel(NIGHT + MINUTES, tick=False):
        own, other = (signed_in(gateways_app, scene.people[who]) for who in ("member", "deputy"))
        work_page, question = parse(own.get("/en/work")), parse(own.get(link, follow_redirects=True))

        assert own.get(link).location == f"/en/consultations/{made.public_id}"
        assert other.get(link).status_code == 404

    assert link in work_page.one("[aria-labelledby=alarms]").links
    assert f"Alarm {alarm.number}" in work_page.one("[aria-labelledby=waiting] .consultations").text
    assert f"This question has woken you: alarm {alarm.number}." in question.one("main").text


def test_a_visitor_comes_to_the_passkey_first_and_a_signed_in_person_need_not_sign_in(
    gateways_app: Flask, scene: Scene
) -> None:
    made = ask(scene)
    work(NIGHT)
    [alarm] = alarms_of(made)
    with time_machine.travel(NIGHT + MINUTES, tick=False):
        with committing():
            assert acknowledge(alarm.attempts[0], NIGHT + MINUTES)
        address, visitor = f"/en/alarms/{token_of(alarm.attempts[0])}", gateways_app.test_client()
        own = parse(signed_in(gateways_app, scene.people["member"]).get(address)).one("main a.button")
        button = parse(visitor.get(address)).one("main a.button")
        page = parse(visitor.get(button["href"]))

    assert (own.text, button.text) == ("Read what waits", "Sign in and read what waits")
    assert [one["id"] for one in page.all("main h2")] == ["by-passkey", "by-password"]
    assert page.all("main input[name=next]")[0]["value"] == f"/en/account/alarms/{alarm.number}"


def test_the_letter_of_an_alarm_is_urgent_and_that_of_a_trial_says_so(gateways_app: Flask, scene: Scene) -> None:
    with committing():
        for way in db.session.scalars(select(AlarmWay).where(AlarmWay.account_id == scene.people["member"].id)):
            way.kind = "mail"
        try_way(list_ways(scene.people["member"].id)[0], NIGHT)
    made = ask(scene)
    work(NIGHT)

    [alarm], trial = alarms_of(made), list_alarms(scene.people["member"], 9)[-1]
    letters = select(Mail).where(Mail.letter.in_(["alarm", "alarm_trial"])).order_by(Mail.letter)
    with gateways_app.test_request_context("/en/"):
        sent = [message_of(one, gateways_app.config["SETTINGS"]) for one in db.session.scalars(letters)]
    subjects, texts = [one["Subject"] for one in sent], [one.get_content() for one in sent]

    assert subjects == [f"URGENT: Alarm {alarm.number}", f"Trial of an alarm: {trial.number}"]
    assert "shows the same number" in texts[0]
    assert "Nothing waits for you." in texts[1]
    for word in (made.public_id, scene.desk, "France", "Kyrgyz", "hearing"):
        assert word not in "".join(texts)


def test_after_a_restore_whoever_had_ways_reads_that_they_must_be_tried_again(
    gateways_app: Flask, scene: Scene
) -> None:
    made = ask(scene)
    work(NIGHT)
    words = "Your ways to be woken must be tried again."
    pages = ("/en/account/alarms", "/en/work")
    with time_machine.travel(NIGHT + MINUTES, tick=False):
        with committing():
            assert acknowledge(alarms_of(made)[0].attempts[0], NIGHT + MINUTES)
        before = [words in signed_in(gateways_app, scene.people["member"]).get(page).text for page in pages]
        with committing():
            end_everyones_secrets()
        after = [words in signed_in(gateways_app, scene.people["member"]).get(page).text for page in pages]

    assert (before, after) == ([False, False], [True, True])
