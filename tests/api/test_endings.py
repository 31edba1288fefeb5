"""Entries end over the API by a proposal, which another person publishes."""

from typing import Any

import pytest
from flask import Flask

from directory.extensions import db
from directory.models import Authority, FocalPoint, Legislation, Proposal
from directory.vocabulary import Role
from tests import factories
from tests.api.programs import Program

SOURCE = {"source": "https://office.example/news", "source_date": "2026-11-01"}


@pytest.fixture
def office(site: Flask) -> str:
    """Return an authority with a desk."""
    number = next(factories.NUMBERS)
    factories.add(factories.authority(f"kg-ending-{number}"))
    factories.add(factories.focal_point(f"kg-ending-{number}-desk", f"kg-ending-{number}"))
    return f"kg-ending-{number}"


@pytest.fixture
def successor(site: Flask) -> str:
    found = factories.authority(f"kg-successor-{next(factories.NUMBERS)}")
    factories.add(found)
    return str(found.key)


def ending(office: str, **more: Any) -> dict[str, Any]:
    return {"kind": "authority", "id": office, "how": "closed", **SOURCE, "submit": True, **more}


def end(program: Program, office: str, **more: Any) -> Any:
    return program.write("POST", "endings", ending(office, **more), of=f"authorities/{office}")


def publish(program: Program, made: Any) -> None:
    address = f"proposals/{made.get_json()['id']}"
    assert program.write("POST", f"{address}/publish", of=address).status_code == 200
    db.session.rollback()


def test_an_authority_is_closed_with_its_desks(coordinator: Program, colleague: Program, office: str) -> None:
    made = end(coordinator, office, note="Read in the gazette.")
    assert (made.status_code, made.get_json()["state"]) == (201, "submitted")
    assert made.headers["Location"] == f"/api/v1/proposals/{made.get_json()['id']}"
    assert db.session.get_one(Authority, office).status == "active"

    publish(colleague, made)

    assert db.session.get_one(Authority, office).status == "closed"
    assert db.session.get_one(FocalPoint, f"{office}-desk").status == "closed"


def test_an_authority_is_merged_into_another_which_gets_its_desks(
    coordinator: Program, colleague: Program, office: str, successor: str
) -> None:
    publish(colleague, end(coordinator, office, how="merged", successor=successor))

    assert db.session.get_one(Authority, office).successor_key == successor
    assert db.session.get_one(FocalPoint, f"{office}-desk").authority_key == successor


def test_a_law_leaves_the_directory(site: Flask) -> None:
    author, other = (Program(site, factories.account(Role.ADMINISTRATOR)) for _ in range(2))
    factories.add(Legislation(key="kg-law-to-retire", jurisdiction_key="KG", title=factories.english("A law")))
    body = {"kind": "legislation", "id": "kg-law-to-retire", "how": "retired", **SOURCE, "submit": True}

    publish(other, author.write("POST", "endings", body, of="legislation/kg-law-to-retire"))

    assert db.session.get(Legislation, "kg-law-to-retire") is None
    assert other.get("legislation/kg-law-to-retire").status_code == 404


def test_it_waits_unfinished_until_it_is_submitted(coordinator: Program, office: str) -> None:
    made = end(coordinator, office, submit=False).get_json()
    address = f"proposals/{made['id']}"

    assert made["state"] == "draft"
    assert coordinator.write("POST", f"{address}/submit", of=address).get_json()["state"] == "submitted"


def test_an_ending_that_is_sent_twice_under_a_key_is_one(coordinator: Program, office: str) -> None:
    version, key = coordinator.version(f"authorities/{office}"), {"Idempotency_Key": f"end {office}"}

    first, second = (coordinator.ask("POST", "endings", ending(office), version, **key) for _ in range(2))

    assert first.get_json()["id"] == second.get_json()["id"]
    assert db.session.query(Proposal).filter_by(key=office).count() == 1


@pytest.mark.long(each=3)
@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"how": "replaced"}, "successor"),
        ({"how": "merged", "successor": "nothing"}, "successor"),
        ({"how": "retired"}, "how"),
        ({"how": "burnt"}, "how"),
        ({"source": ""}, "source"),
        ({"source": " "}, "source"),
        ({"kind": "contact_detail"}, "kind"),
        ({"values": {}}, "values"),
        ({"note": "x" * 2001}, "note"),
    ],
)
def test_what_is_wrong_is_told_by_its_field(
    coordinator: Program, office: str, change: dict[str, Any], place: str
) -> None:
    answer = end(coordinator, office, **change)

    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, [place])
    assert db.session.query(Proposal).filter_by(key=office).count() == 0


def test_it_is_for_the_version_that_was_read(coordinator: Program, office: str) -> None:
    answers = [coordinator.ask("POST", "endings", ending(office), version) for version in ("", '"older"')]

    assert [one.status_code for one in answers] == [428, 412]


def test_others_propose_no_end(site: Flask, asker: Program, office: str) -> None:
    elsewhere = Program(site, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KZ"))
    coordinator = Program(site, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))

    refused = [end(one, office).status_code for one in (elsewhere, asker)]
    unknown = coordinator.ask("POST", "endings", ending("nothing"), '"x"')

    assert (refused, unknown.status_code) == ([403, 403], 404)
    assert site.test_client().post("/api/v1/endings", json=ending(office)).status_code == 401
