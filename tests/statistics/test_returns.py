"""Yearly figures: who files them, what is refused, what everyone reads of them."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.extensions import db
from directory.models import AnnualReturn, AuditEvent
from directory.vocabulary import Role
from tests import factories
from tests.html import parse
from tests.people import signed_in

SERIES = "/en/statistics/returns/KG/tip"
YEAR = f"{SERIES}/2025"
FIGURES = {"victims-total": "40", "victims-women": "20", "victims-girls": "12", "victims-men": "3", "victims-boys": "5"}
SOURCE = {"sources": "Register of the Office of Tests, 2026"}


@pytest.fixture
def keeper(small_app: Flask) -> FlaskClient:
    return signed_in(small_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG", networks=["casc"]))


def filed() -> AnnualReturn | None:
    db.session.expire_all()
    return db.session.scalar(select(AnnualReturn))


def numbers_in(page: str, table: str) -> list[str]:
    return [cell.text for cell in parse(page).one(f"h2#{table}").within("section").one("tbody").all("td")]


def test_a_coordinator_files_a_year_of_their_state_and_reads_it_in_full(keeper: FlaskClient) -> None:
    answer = keeper.post(YEAR, data={**FIGURES, **SOURCE})

    assert (answer.status_code, answer.headers["Location"]) == (303, SERIES)
    found = filed()
    assert found is not None
    assert found.counts == {"victims": {"total": 40, "women": 20, "men": 3, "girls": 12, "boys": 5}}
    assert numbers_in(keeper.get(SERIES).text, "victims") == ["20", "3", "12", "5", "–", "40"]
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert (event.action, event.kind, event.key) == ("file_return", "annual_return", "KG-tip-2025")


def test_everyone_else_reads_no_small_count_and_nothing_that_tells_it(keeper: FlaskClient, small_app: Flask) -> None:
    keeper.post(YEAR, data={**FIGURES, **SOURCE})

    page = small_app.test_client().get(SERIES).text
    exported = small_app.test_client().get(f"{SERIES}/export?format=json").json["tables"]

    kept = "kept back"
    assert numbers_in(page, "victims") == ["20", kept, "12", kept, "–", "40"]
    assert "Register of the Office of Tests" in page
    assert "Correct 2025" not in page
    assert next(one for one in exported if one["code"] == "victims")["rows"][0]["values"]["Men"] is None


def test_a_small_total_is_kept_back_with_its_parts(keeper: FlaskClient, small_app: Flask) -> None:
    keeper.post(YEAR, data={"convictions-total": "3", "convictions-men": "3", **SOURCE})

    page = small_app.test_client().get(SERIES).text

    assert numbers_in(page, "convictions") == ["–", "kept back", "–", "–", "–", "kept back"]


REFUSED = [
    ({"victims-total": "4", "victims-women": "3", "victims-men": "2"}, "add up to 5"),
    ({"victims-women": "3"}, "Write the total too."),
    ({"victims-total": "-1"}, "Write a number from 0 to 9999999."),
    ({"victims-total": "many"}, "Write a whole number."),
    ({"victims-total": "9" * 5000}, "Write a whole number."),
    ({}, "Write at least one figure."),
    ({"victims-total": "4", "version": "9" * 5000}, "meanwhile"),
    ({"victims-total": "4", "sources": ""}, "Fill in this field."),
]


@pytest.mark.parametrize(("sent", "said"), REFUSED)
def test_what_cannot_be_right_is_refused_and_stays_in_the_form(
    keeper: FlaskClient, sent: dict[str, str], said: str
) -> None:
    answer = keeper.post(YEAR, data={**SOURCE, "note": "Counted by case", **sent})

    assert answer.status_code == 422
    assert said in answer.text
    assert "Counted by case" in answer.text
    assert filed() is None


def test_a_total_far_from_the_year_before_is_asked_about_once(keeper: FlaskClient) -> None:
    keeper.post(f"{SERIES}/2024", data={"victims-total": "10", **SOURCE})

    asked = keeper.post(YEAR, data={"victims-total": "90", **SOURCE})
    confirmed = keeper.post(YEAR, data={"victims-total": "90", "confirmed": "y", **SOURCE})

    assert asked.status_code == 422
    assert "far from the year before or after" in asked.text
    assert 'name="confirmed"' in asked.text
    assert confirmed.status_code == 303
    assert numbers_in(keeper.get(SERIES).text, "totals") == ["10", *["–"] * 5, "90", *["–"] * 5]


def test_a_change_from_an_old_page_is_refused_and_one_from_the_new_page_taken(keeper: FlaskClient) -> None:
    keeper.post(YEAR, data={"victims-total": "10", **SOURCE})

    old = keeper.post(YEAR, data={"victims-total": "11", "version": "0", **SOURCE})
    new = keeper.post(YEAR, data={"victims-total": "12", "version": "1", **SOURCE})

    assert (old.status_code, new.status_code) == (422, 303)
    assert 'value="2"' in keeper.get(YEAR).text


def test_what_was_filed_by_mistake_is_withdrawn(keeper: FlaskClient) -> None:
    keeper.post(YEAR, data={"victims-total": "10", **SOURCE})

    answers = [keeper.post(f"{YEAR}/withdraw").status_code for _ in range(2)]

    assert answers == [303, 404]
    assert "has filed no figures" in keeper.get(SERIES).text


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.PRACTITIONER, {"jurisdiction_key": "KG", "networks": ["casc"]}),
        (Role.COORDINATOR, {"jurisdiction_key": "KZ", "networks": ["casc"]}),
        (Role.COORDINATOR, {"networks": ["ejn"]}),
    ],
)
def test_nobody_files_for_a_state_that_they_do_not_look_after(
    small_app: Flask, role: Role, place: dict[str, object]
) -> None:
    client = signed_in(small_app, factories.account(role, **place))

    answers = [client.get(YEAR), client.post(YEAR, data={**FIGURES, **SOURCE}), client.post(f"{YEAR}/withdraw")]

    assert [one.status_code for one in answers] == [403] * 3
    assert filed() is None


@pytest.mark.parametrize("address", ["KG/tip/1999", "KG/tip/3000", "KG/gold/2025", "ZZ/tip/2025", "kg/tip/2025"])
def test_a_year_that_is_not_over_or_a_subject_or_state_that_is_not_there_is_not_found(
    keeper: FlaskClient, address: str
) -> None:
    assert keeper.get(f"/en/statistics/returns/{address}").status_code == 404
    assert keeper.get(f"/en/statistics/returns/KG/tip/{clock.today().year}").status_code == 404


def test_the_first_step_offers_the_own_states_and_leads_to_the_year(keeper: FlaskClient) -> None:
    page = keeper.get("/en/statistics/returns/new").text
    answer = keeper.post("/en/statistics/returns/new", data={"state": "KG", "subject": "som", "year": "2024"})
    foreign = keeper.post("/en/statistics/returns/new", data={"state": "KZ", "subject": "som", "year": "2024"})

    offered = [str(option["value"]) for option in parse(page).all("option")]
    assert [value for value in offered if value.isupper()] == ["KG"]
    assert answer.headers["Location"] == "/en/statistics/returns/KG/som/2024"
    assert foreign.status_code == 422
