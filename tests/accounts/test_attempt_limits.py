"""Limits: shared by all workers, for each address by itself."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from directory import clock
from directory.accounts import attempt_limits, sign_in_links
from directory.accounts.cleanup import drop_expired
from directory.accounts.sign_in_links import LinkPurpose
from directory.config import Config
from directory.errors import LimitReached
from directory.extensions import db
from directory.models import AccountSession, LimitCount
from directory.transaction import committing
from tests import factories, people
from tests.api.programs import bearer
from tests.conftest import make_app

TRIES = 5


def take(app: Flask, who: str, times: int = 1) -> int:
    """Return how many of these tries were let through."""
    passed = 0
    with app.app_context():
        for _ in range(times):
            with suppress(LimitReached):
                attempt_limits.count_attempt("code_from", who)
                passed += 1
    return passed


def test_a_limit_lets_so_many_through_and_says_how_long_to_wait(site: Flask) -> None:
    assert take(site, "a", TRIES) == TRIES

    with pytest.raises(LimitReached) as refused:
        attempt_limits.count_attempt("code_from", "a")

    assert 0 < refused.value.wait_seconds <= 15 * 60
    assert refused.value.message == "Try again in 15 minutes."


def test_what_is_over_a_limit_is_not_written_down(site: Flask) -> None:
    drop_expired(clock.now() + timedelta(days=2))

    take(site, "h", TRIES + 3)

    assert db.session.scalars(select(LimitCount.count)).all() == [TRIES]


@pytest.mark.parametrize("address", ["/en/account/password", "/en/people/invitation/x", "/en/account/reset/x"])
def test_pages_on_which_a_password_is_judged_are_not_opened_for_ever(site: Flask, address: str) -> None:
    client = people.signed_in(site, factories.account())
    client.environ_base["REMOTE_ADDR"] = "198.18.97.1"
    with site.test_request_context(environ_base=client.environ_base):
        for _ in range(30):
            with suppress(LimitReached):
                attempt_limits.count_attempt_from_address("link_from")

    assert client.get(address).status_code == 429


def test_one_person_does_not_use_up_the_tries_of_another(site: Flask) -> None:
    take(site, "b", TRIES + 1)

    assert take(site, "c") == 1


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("", ""),
    ],
)
def test_a_subscriber_of_ipv6_has_one_address_and_not_as_many_as_they_like(
    site: Flask, address: str, counted: str
) -> None:
    with site.test_request_context(environ_base={"REMOTE_ADDR": address}):
        assert attempt_limits.client_address() == counted


def passed_by_two_workers(site: Flask) -> int:
    settings: Config = site.config["SETTINGS"]
    workers = [make_app(settings.data_dir, settings.database_url) for _ in range(2)]
    with ThreadPoolExecutor(2) as both:
        return sum(both.map(lambda worker: take(worker, "d", TRIES), workers))


def test_two_workers_count_together(site: Flask) -> None:
    assert passed_by_two_workers(site) == TRIES


@pytest.mark.xdist_group("postgresql")
def test_two_workers_count_together_on_postgresql(empty_postgresql_app: Flask) -> None:
    assert passed_by_two_workers(empty_postgresql_app) == TRIES


def test_what_is_over_is_dropped_and_what_is_not_stays(site: Flask) -> None:
    account = factories.account()
    kept = people.sign_in(site.test_client(), account).id
    with committing():
        token = sign_in_links.make(account, LinkPurpose.SIGN_IN)
    take(site, "g")
    challenge = AccountSession(digest="0" * 64, data={})
    factories.add(challenge)
    of_nobody = challenge.id

    drop_expired(clock.now() + timedelta(hours=2))

    assert db.session.scalar(select(func.count()).select_from(LimitCount)) == 0
    assert db.session.get(AccountSession, kept) is not None
    assert db.session.get(AccountSession, of_nobody) is None
    assert sign_in_links.person_of(token, LinkPurpose.SIGN_IN) == account
    assert drop_expired(clock.now() + timedelta(days=60)) >= 2


def test_after_its_window_a_limit_lets_through_again(site: Flask) -> None:
    take(site, "e", TRIES + 1)

    with time_machine.travel(clock.now() + timedelta(minutes=16)):
        assert take(site, "e") == 1


def test_a_limit_that_was_reached_while_the_clock_was_ahead_keeps_nobody_waiting(site: Flask) -> None:
    with time_machine.travel(clock.now() + timedelta(days=1)):
        assert take(site, "i", TRIES + 1) == TRIES

    assert take(site, "i", TRIES + 1) == TRIES


def test_what_succeeded_is_counted_from_nothing(site: Flask) -> None:
    take(site, "f", TRIES)

    attempt_limits.forget("code_from", "f")

    assert take(site, "f") == 1


def test_reads_are_refused_for_the_address_that_reads_too_much(tmp_path: Path) -> None:
    app = make_app(tmp_path, reads_per_minute=3)
    client = app.test_client()

    statuses = [client.get("/en/nothing").status_code for _ in range(4)]
    answer = client.get("/en/nothing")

    assert statuses == [404, 404, 404, 429]
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert client.get("/healthz").status_code == 200
    assert client.get("/en/nothing", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 404


def test_an_address_that_asks_too_much_takes_no_memory_with_ever_new_tokens(tmp_path: Path) -> None:
    app = make_app(tmp_path, reads_per_minute=3)
    client, counts = app.test_client(), app.extensions["request_counts"]

    for number in range(9):
        client.get("/api/v1/networks", headers={"Authorization": f"Bearer {number}"})

    assert len([who for who in counts if who.startswith("by ")]) == 3


def test_forms_of_people_without_an_account_are_counted_with_their_reads(tmp_path: Path) -> None:
    client = make_app(tmp_path, reads_per_minute=2).test_client()

    statuses = [client.post(f"/en/{page}").status_code for page in ("imports", "account/sign-in", "imports")]

    assert statuses == [400, 400, 429]


def test_a_program_is_told_how_many_requests_it_has_left(empty_app: Flask, tmp_path: Path) -> None:
    app = make_app(tmp_path / "data", reads_per_minute=3)
    token, client = bearer(factories.account()), app.test_client()

    answers = [
        client.get("/api/v1/networks", headers=token, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"})
        for number in range(4)
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"minute";q=3;w=60'}
    left, seconds = answers[1].headers["RateLimit"].removeprefix('"minute";r=').split(";t=")
    assert (left, 0 < int(seconds) <= 60) == ("1", True)
    assert answers[3].mimetype == "application/problem+json"
    assert answers[3].headers["Retry-After"] == answers[3].headers["RateLimit"].rpartition("=")[2]


def test_what_is_not_counted_is_not_told_of(empty_app: Flask) -> None:
    assert "RateLimit" not in empty_app.test_client().get("/api/v1/networks").headers


@pytest.mark.xdist_group("postgresql")
def test_workers_that_count_for_the_first_time_at_once_all_count(empty_postgresql_app: Flask) -> None:
    people_who_try, start = 30, Barrier(4, timeout=60)

    def count() -> int:
        taken = 0
        for number in range(people_who_try):
            start.wait()
            taken += take(empty_postgresql_app, f"first-{number}", 1)
        return taken

    with ThreadPoolExecutor(4) as workers:
        assert sum(done.result() for done in [workers.submit(count) for _ in range(4)]) == 4 * people_who_try
