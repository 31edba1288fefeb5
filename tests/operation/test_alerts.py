"""What an administrator must know is written to them once when it begins and once when it is over."""

from datetime import UTC, datetime, timedelta

import pytest
import yaml
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.access.disclosure_log import MOST_ENTRIES
from directory.extensions import db
from directory.models import Disclosure, Job, Mail, ReachabilityTest
from directory.operation.alerts import ALERT_RULES, mail_alerts
from directory.operation.measurements import GAUGES
from directory.vocabulary import ALERTS, Role
from tests import factories
from tests.conftest import PROJECT
from tests.focal_points.desks import add_desk
from tests.people import signed_in

BROKEN = "The record of who did what is not as it was written"


def verified(state: str, before: timedelta = timedelta()) -> None:
    factories.add(Job(name="verify audit", arguments={}, state=state, ended_at=clock.now() - before))


def told() -> list[str]:
    return list(db.session.scalars(select(Mail.letter).where(Mail.letter.startswith("alert_")).order_by(Mail.id)))


def test_an_alert_is_mailed_once_when_it_begins_and_once_when_it_is_over(small_app: Flask) -> None:
    administrator = factories.account(Role.ADMINISTRATOR)
    factories.account(Role.COORDINATOR, jurisdiction_key="KG")
    verified("failed", timedelta(hours=1))

    for _ in range(2):
        mail_alerts()
    assert told() == ["alert_audit"]
    verified("done")
    for _ in range(2):
        mail_alerts()

    assert told() == ["alert_audit", "alert_audit_over"]
    assert set(db.session.scalars(select(Mail.address))) == {administrator.email}


def test_mail_that_waits_is_not_told_by_mail(small_app: Flask) -> None:
    factories.account(Role.ADMINISTRATOR)
    queued = clock.now() - timedelta(hours=1)
    values = {"letter": "password_set", "address": "a@example.org", "language": "en", "values": {}}
    factories.add(Mail(key="waits", queued_at=queued, **values))

    mail_alerts()

    assert told() == []


@pytest.mark.parametrize(
    ("letter", "days", "letters"),
    [
        ("password_set", 1, ["alert_unreached"]),
        ("password_set", 3, []),
        ("alert_unreached", 1, []),
        ("alert_unreached_over", 1, []),
    ],
)
def test_mail_that_did_not_arrive_is_told_once(small_app: Flask, letter: str, days: int, letters: list[str]) -> None:
    factories.account(Role.ADMINISTRATOR)
    values = {"letter": letter, "address": "a@example.org", "language": "en", "values": {}, "state": "bounced"}
    factories.add(Mail(key="lost", queued_at=clock.now() - timedelta(days=days), **values))

    for _ in range(2):
        mail_alerts()

    lost = select(Mail.letter).where(Mail.state == "waiting")
    assert db.session.scalars(lost).all() == letters


def test_the_alert_names_the_desks_that_did_not_answer(small_app: Flask) -> None:
    author = factories.account(Role.ADMINISTRATOR)
    add_desk()
    at = datetime(2026, 11, 30, 9, 5, tzinfo=UTC)
    factories.add(
        ReachabilityTest(
            author_id=author.id, focal_point_key="test-desk", way="call", outcome="silent", asked_at=at, finished_at=at
        )
    )

    mail_alerts()

    [mail] = db.session.scalars(select(Mail).where(Mail.letter == "alert_desks"))
    assert mail.values["about"] == "Office of Tests (CASC), Kyrgyzstan"
    assert mail.values["desks"] == "- Office of Tests (CASC), Kyrgyzstan: since 30 November 2026, 09:05 (UTC)"
    assert mail.values["path"] == "verification/reachability"


def test_each_account_at_its_ceiling_is_told_of_once_a_day(small_app: Flask) -> None:
    factories.account(Role.ADMINISTRATOR)
    first, second, below = (factories.account().id for _ in range(3))
    for account, entries in ((first, MOST_ENTRIES), (second, MOST_ENTRIES), (below, MOST_ENTRIES - 1)):
        keys = (f"entry-{number}" for number in range(entries))
        factories.add(*(Disclosure(account_id=account, kind="authority", key=key, details=()) for key in keys))

    for _ in range(2):
        mail_alerts()

    pages = [mail.values["path"] for mail in db.session.scalars(select(Mail).where(Mail.letter == "alert_details"))]
    assert pages == [f"people/{first}", f"people/{second}"]


def test_the_page_of_the_operation_names_what_holds(small_app: Flask) -> None:
    administrator = signed_in(small_app, factories.account(Role.ADMINISTRATOR))
    assert BROKEN not in administrator.get("/en/operation").text

    verified("failed")

    assert BROKEN in administrator.get("/en/operation").text


def test_every_alert_has_its_figure_and_its_words() -> None:
    assert [alert.code for alert in ALERT_RULES] == list(ALERTS)
    assert {alert.gauge for alert in ALERT_RULES} <= {gauge.name for gauge in GAUGES}


def test_the_runbook_says_of_each_alert_what_to_do() -> None:
    runbook = " ".join((PROJECT / "docs/runbook.md").read_text().split())

    assert [alert.label for alert in ALERTS.values() if str(alert.label) not in runbook] == []


def rules() -> dict[str, str]:
    file = yaml.safe_load((PROJECT / "docs/deployment/alerts.yml").read_text())
    return {rule["alert"]: rule["expr"] for group in file["groups"] for rule in group["rules"]}


def test_prometheus_has_a_rule_for_each_alert_with_the_same_limit() -> None:
    assert {f"{alert.gauge} > {alert.limit}" for alert in ALERT_RULES} <= set(rules().values())


@pytest.mark.parametrize("rule", rules())
def test_a_rule_names_only_figures_that_there_are(rule: str) -> None:
    names = {word.strip("()") for word in rules()[rule].replace("(", " ").replace("[", " ").split()}

    assert {word for word in names if word.startswith("counterpart_")} <= {gauge.name for gauge in GAUGES}
