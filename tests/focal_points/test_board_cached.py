"""The board is kept for people who may read the same, and tells of each act at their next request."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from directory import clock
from directory.accounts.queries import viewer_of
from directory.jobs.schedule import generate_due_shifts
from directory.people.service.accounts import disable, restore
from directory.transaction import committing
from directory.verification.service import reachability
from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.focal_points.conftest import Office
from tests.focal_points.rota_pages import HOUR, NOW, ROTA, begin, pattern, save
from tests.html import parse
from tests.people import signed_in
from tests.verification.tested import deliver, held, schedule, take_steps

pytestmark = pytest.mark.usefixtures("thursday")
PAGES = ("/en/focal-points", "/en/search?reachable=now")
ON_DUTY, NOBODY, SILENT = "on duty now", "nobody on duty now", "did not answer its last test"


@pytest.fixture
def reader(office: Office) -> FlaskClient:
    """Return a browser of a practitioner of another State in the desk's network, which keeps a rota."""
    save(begin(office), f"{ROTA}/patterns/new", pattern(office.deputy.id))
    return signed_in(office.app, factories.account(jurisdiction_key="KZ", networks=["casc"]))


@pytest.fixture
def administrator() -> Callable[[Callable[..., None], object], None]:
    """Return a way to have an administrator do something to an account."""
    viewer = viewer_of(factories.account(Role.ADMINISTRATOR))

    def act(service: Callable[..., None], account: object) -> None:
        with committing():
            service(viewer, account)

    return act


def of_the_desk(reader: FlaskClient) -> str:
    """Return what the board says of the desk alone."""
    return reader.get("/en/focal-points?jurisdiction=KG&network=casc").text


@pytest.mark.parametrize("page", PAGES)
def test_pages_that_tell_who_is_on_duty_are_kept_for_people(reader: FlaskClient, page: str) -> None:
    with clock.frozen_at(clock.now()):
        first = reader.get(page)

        with counted_statements() as statements:
            second = reader.get(page)

    # The token of a form bears the second in which it was made.
    assert parse(second).one("body").text == parse(first).one("body").text
    # One of them counts what waits for the reader.
    assert len(statements) <= 3


def test_a_change_of_the_rota_is_told_at_once(reader: FlaskClient, office: Office) -> None:
    before = of_the_desk(reader)

    closed = {"kind": "closed", "starts": "2026-11-26T12:00", "ends": "2026-11-26T18:00"}
    save(office.browser(office.officer), f"{ROTA}/changes/new", closed)

    assert (ON_DUTY in before, NOBODY in of_the_desk(reader)) == (True, True)


def test_who_leaves_and_comes_back_is_told_at_once(
    reader: FlaskClient, office: Office, administrator: Callable[..., None]
) -> None:
    administrator(disable, office.deputy)
    left = of_the_desk(reader)
    generate_due_shifts()
    administrator(restore, office.deputy)
    restored = of_the_desk(reader)

    generate_due_shifts()

    assert (NOBODY in left, NOBODY in restored, NOBODY in of_the_desk(reader)) == (True, True, False)


def test_a_rota_that_was_laid_out_too_late_is_told_at_once(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=61))
    before = of_the_desk(reader)

    generate_due_shifts()

    assert (ON_DUTY in before, ON_DUTY in of_the_desk(reader)) == (False, True)


def test_silence_of_a_desk_and_its_answer_are_told_at_once(
    reader: FlaskClient, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedule(office.coordinator)
    take_steps()
    deliver()
    monkeypatch.setattr(clock, "now", lambda: NOW + 2 * HOUR)
    asked = of_the_desk(reader)
    take_steps()
    silent = of_the_desk(reader)
    monkeypatch.setattr(clock, "now", lambda: NOW + 3 * HOUR)
    schedule(office.coordinator)
    take_steps()
    asked_again = of_the_desk(reader)

    with committing():
        reachability.answer(held()[-1], held()[-1].button)

    told = [SILENT in page for page in (asked, silent, asked_again, of_the_desk(reader))]
    assert told == [False, True, True, False]
