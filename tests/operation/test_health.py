"""Health: up is up, and ready is said only when all parts are."""

import shutil

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade

from directory.models import Mail
from directory.vocabulary import Role
from tests import factories
from tests.people import signed_in


def test_a_running_process_is_up(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "up"}


def test_a_seeded_site_is_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.get_json()["checks"] == {
        "database": "answers",
        "migration": "current",
        "index": "current",
        "secrets": "agreed",
        "mail": "none waits",
        "worker": "has not run",
        "backup": "none is set up",
    }


def test_a_site_without_an_index_is_not_ready(small_app: Flask) -> None:
    shutil.rmtree(small_app.config["SETTINGS"].data_dir / "search")

    answer = small_app.test_client().get("/readyz")

    assert answer.status_code == 503
    assert answer.get_json()["checks"]["index"] == "being made"


def test_a_site_whose_database_lacks_the_tables_is_not_ready(empty_app: Flask) -> None:
    downgrade(revision="base")

    answer = empty_app.test_client().get("/readyz")

    assert answer.status_code == 503


def test_security_txt_says_that_nobody_is_named_where_nobody_is(client: FlaskClient) -> None:
    answer = client.get("/.well-known/security.txt")

    assert answer.status_code == 200
    assert answer.text.startswith("# The operator")


@pytest.mark.parametrize("fault", ["gaierror", "SMTP 454", ""])
def test_administrators_are_told_what_keeps_mail_waiting(small_app: Flask, fault: str) -> None:
    waiting = Mail(key="waits", letter="password_set", address="a@example.org", language="en", values={}, fault=fault)
    factories.add(waiting)

    page = signed_in(small_app, factories.account(Role.ADMINISTRATOR)).get("/en/operation").text

    assert ("All mail has reached its address, or is on its way." in page) == (fault == "")
    assert (f'<bdi dir="ltr">{fault}</bdi>' in page) == (fault != "")


def test_administrators_alone_see_mail_that_was_given_up_and_may_have_it_tried_again(small_app: Flask) -> None:
    lost = Mail(
        key="lost", letter="password_set", address="lost@example.org", language="en", values={}, state="given_up"
    )
    factories.add(lost)
    administrator = signed_in(small_app, factories.account(Role.ADMINISTRATOR))
    coordinator = signed_in(small_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))

    page = administrator.get("/en/operation")
    again = administrator.post(f"/en/operation/mail/{lost.id}/again")

    assert "lost@example.org" in page.text
    assert again.status_code == 303
    assert "lost@example.org" not in administrator.get("/en/operation").text
    assert coordinator.get("/en/operation").status_code == 403
