"""Two nodes over one PostgreSQL database, each with a data folder of its own: what one does the other knows."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.accounts.queries import viewer_of
from directory.app import create_app
from directory.exchange import snapshots
from directory.exchange.pocket import refresh
from directory.extensions import db
from directory.imports.queries import scope_of
from directory.jobs.worker import Worker
from directory.models import ContactDetail, Job, Network
from directory.operation.secrets import store_secrets_fingerprint
from directory.transaction import committing
from directory.vocabulary import Audience, Role
from tests import factories
from tests.api.conftest import read_with
from tests.conftest import close, copy_of, make_app
from tests.people import give_password, sign_in, visit
from tests.postgresql import PostgreSQL

pytestmark = pytest.mark.xdist_group("postgresql")

KEY, PHONE = "am-prosecutor-general", "+374 10 511 650"
FILES = ("exchange/counterpart.csv", "exchange/counterpart.xlsx", "networks/casc/pocket.pdf")
Nodes = tuple[Flask, Flask]


@pytest.fixture
def nodes(postgresql: PostgreSQL, few_states_template: tuple[Path, str], tmp_path: Path) -> Nodes:
    folder, template = few_states_template
    address = postgresql.database(template)
    first, second = (make_app(copy_of(folder, tmp_path / name), address) for name in ("first", "second"))
    return first, second


def found(node: Flask, word: str) -> list[str]:
    return [item["id"] for item in read_with(node.test_client(), f"search?q={word}")["items"]]


def hide_phone(node: Flask) -> None:
    with node.app_context(), committing():
        db.session.scalars(select(ContactDetail).filter_by(value=PHONE)).one().audience = Audience.NETWORK


def publish(node: Flask) -> None:
    with node.app_context():
        snapshots.make()
        refresh.make(db.session.get_one(Network, "casc"), "en")


def test_a_session_is_good_on_both_and_ended_on_both(nodes: Nodes) -> None:
    first, second = nodes
    with first.app_context():
        account = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
        here, there = first.test_client(), second.test_client()
        sign_in(here, account)
    there._cookies, there.environ_base = here._cookies, here.environ_base

    assert there.get("/en/account").status_code == 200
    here.post("/en/account/sign-out")
    assert there.get("/en/account").status_code == 303


def test_a_form_that_was_opened_on_one_is_taken_by_the_other(nodes: Nodes) -> None:
    here, there = (node.test_client() for node in nodes)
    visit(here)
    there._cookies, there.environ_base = here._cookies, here.environ_base

    assert there.post("/en/account/sign-in", data={"email": "", "password": ""}).status_code == 422


def test_tries_are_counted_over_both(nodes: Nodes) -> None:
    with nodes[0].app_context():
        account = factories.account()
        give_password(account)
        tried = {"email": account.email, "password": "wrong"}
    clients = [node.test_client() for node in nodes]
    for client in clients:
        visit(client)

    statuses = [clients[n % 2].post("/en/account/sign-in", data=tried).status_code for n in range(11)]

    assert statuses == [422] * 10 + [429]


def test_what_one_writes_the_other_finds_at_its_next_request(nodes: Nodes) -> None:
    first, second = nodes
    assert found(second, "zwqxvzwqxv") == []

    with first.app_context():
        factories.add(factories.authority("kg-new", name=factories.english("Zwqxvzwqxv")))

    assert found(second, "zwqxvzwqxv") == ["kg-new"]
    hide_phone(first)
    assert PHONE not in second.test_client().get(f"/en/authorities/{KEY}").text
    assert KEY not in found(second, PHONE.replace(" ", ""))


@pytest.mark.long
def test_files_are_the_same_on_both_and_gone_from_both(nodes: Nodes) -> None:
    first, second = nodes
    publish(first)

    for file in FILES:
        here, there = (node.test_client().get(f"/en/{file}") for node in nodes)
        assert here.status_code == 200
        assert (here.data, here.headers["ETag"]) == (there.data, there.headers["ETag"])
    hide_phone(first)
    with second.app_context():
        refresh.refresh_editions()
        snapshots.refresh_snapshots()
    for file in FILES:
        assert PHONE.encode() not in first.test_client().get(f"/en/{file}").data


def test_a_job_is_done_once_by_one_of_their_workers(nodes: Nodes) -> None:
    with nodes[0].app_context():
        account = factories.account(Role.ADMINISTRATOR)
        with committing():
            db.session.add(Job(name="export", arguments={"ending": "jsonl"}, account_id=account.id))
            db.session.flush()
            job = db.session.scalars(select(Job)).one()
            job.arguments = {"ending": "jsonl", "job": job.id, "scope": scope_of(viewer_of(account))}

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(turn, nodes))

    with nodes[0].app_context():
        job = db.session.scalars(select(Job).filter_by(name="export")).one()
        assert (job.state, job.tries) == ("done", 1)


def turn(node: Flask) -> None:
    with node.app_context():
        factories.leave_to_another_worker("public files", "pocket editions")
        Worker().run_once()


@pytest.mark.parametrize(
    "own", [{"secret_key": "another secret of the tests, long enough"}, {"encryption_keys": ("x" * 40,)}]
)
def test_a_node_with_other_secrets_is_not_ready(nodes: Nodes, tmp_path: Path, own: dict[str, Any]) -> None:
    first, second = nodes
    stranger = create_app(replace(first.config["SETTINGS"], **own))
    with first.app_context():
        store_secrets_fingerprint()

    answers = [node.test_client().get("/readyz") for node in (first, second, stranger)]
    close(stranger)

    assert [answer.status_code for answer in answers] == [200, 200, 503]
    assert answers[2].get_json()["checks"]["secrets"] == "not those of the node that was prepared last"


def test_a_node_with_another_clock_says_so(nodes: Nodes) -> None:
    with clock.frozen_at(clock.now() + timedelta(seconds=90)):
        checks = nodes[0].test_client().get("/readyz").get_json()["checks"]

    assert checks["database"] == "answers, its clock is 90 s away"
