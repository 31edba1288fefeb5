"""Health: up is up, and ready is said only when all parts are."""

import shutil

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade


def test_a_running_process_is_up(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "up"}


def test_a_seeded_site_is_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.get_json()["checks"] == {
        "database": "answers",
        "migration": "current",
        "index": "current",
        "mail": "none waits",
        "worker": "has not run",
    }


def test_a_site_without_an_index_is_not_ready(own_app: Flask) -> None:
    shutil.rmtree(own_app.config["SETTINGS"].data_dir / "search")

    answer = own_app.test_client().get("/readyz")

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
