"""Proposals of programs go the way of those on the pages: versions, two persons, and a word on each field."""

from typing import Any

import pytest
from flask import Flask

from directory.extensions import db
from directory.models import Authority, Proposal
from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import OFFICE
from tests.api.programs import Program

SOURCE = {"sources": ["https://office.example/contacts"], "source_date": "2026-11-01"}
LINE = f"{OFFICE}:office-at-example.org"


def proposed(**more: Any) -> dict[str, Any]:
    return {"kind": "authority", "id": OFFICE, "values": {"note": {"en": "Second floor."}}, **SOURCE, **more}


def create(program: Program, **more: Any) -> dict[str, Any]:
    answer = program.write("POST", "proposals", proposed(**more), of=f"authorities/{OFFICE}")
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.get_json()
    assert answer.headers["Location"] == f"/api/v1/proposals/{body['id']}"
    assert answer.headers["ETag"] == program.version(f"proposals/{body['id']}")
    return body


def fresh(site: Flask, key: str) -> Authority:
    db.session.rollback()
    return db.session.get_one(Authority, key)


def test_a_proposal_is_written_sent_and_published_by_another(
    site: Flask, coordinator: Program, colleague: Program
) -> None:
    made = create(coordinator, note="Seen on their page.")
    address = f"proposals/{made['id']}"
    assert (made["state"], made["may"]) == ("draft", ["edit", "submit"])

    submitted = coordinator.write("POST", f"{address}/submit", of=address)
    published = colleague.write("POST", f"{address}/publish", of=address)

    assert submitted.get_json()["state"] == "submitted"
    assert published.get_json()["state"] == "published"
    assert fresh(site, OFFICE).note.text("en") == "Second floor."
    undone = colleague.write("POST", f"{address}/undo", {"reason": "It is on the third."}, of=address).get_json()
    assert (undone["undoes"], undone["state"]) == (made["id"], "submitted")


def test_an_author_publishes_nothing_of_their_own(coordinator: Program) -> None:
    address = f"proposals/{create(coordinator, values={'note': {'en': 'Third floor.'}}, submit=True)['id']}"

    answer = coordinator.write("POST", f"{address}/publish", of=address)

    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")


def test_a_proposal_goes_on_is_refused_and_says_why(coordinator: Program, colleague: Program) -> None:
    address = f"proposals/{create(coordinator, values={'name': {'en': 'Office of Programs'}})['id']}"

    changed = coordinator.write(
        "PATCH", address, {"parts": [{"kind": "contact_detail", "id": LINE, "values": {"value": "new@example.org"}}]}
    )
    coordinator.write("POST", f"{address}/submit", of=address)
    refused = colleague.write("POST", f"{address}/refuse", {"reason": "It is the old one."}, of=address)

    assert [one["after"] for one in changed.get_json()["changes"]] == ["Office of Programs", "new@example.org"]
    assert (refused.get_json()["state"], refused.get_json()["reason"]) == ("refused", "It is the old one.")


def test_the_date_of_a_source_is_a_date_that_has_come(coordinator: Program) -> None:
    answer = coordinator.write(
        "POST",
        "proposals",
        proposed(values={"name": {"en": "Dated"}}, source_date="2999-01-01"),
        of=f"authorities/{OFFICE}",
    )

    assert answer.status_code == 422
    assert "source_date" in answer.get_json()["errors"]


def test_a_new_proposal_names_the_refused_one_of_its_author(coordinator: Program, colleague: Program) -> None:
    refused = create(coordinator, values={"name": {"en": "Ofice of Programs"}}, submit=True)
    address = f"proposals/{refused['id']}"
    colleague.write("POST", f"{address}/refuse", {"reason": "A letter is missing."}, of=address)

    follower = create(coordinator, values={"name": {"en": "Offices of Programs"}}, follows=refused["id"])
    by_another = colleague.write("POST", "proposals", proposed(follows=refused["id"]), of=f"authorities/{OFFICE}")

    of_another_entry = coordinator.write(
        "POST",
        "proposals",
        proposed(id="kg-prosecutor-general", follows=refused["id"]),
        of="authorities/kg-prosecutor-general",
    )

    assert follower["follows"] == refused["id"]
    assert by_another.status_code == of_another_entry.status_code == 404


def test_a_reviewer_amends_the_source_of_a_change(coordinator: Program, colleague: Program) -> None:
    made = create(coordinator, values={"note": {"en": "Fourth floor."}}, submit=True)
    address, [number] = f"proposals/{made['id']}", {one["number"] for one in made["changes"]}
    place, right = (
        f"{address}/changes/{number}/source",
        {"sources": ["https://office.example/law"], "confidence": "sourced"},
    )

    own = coordinator.write("POST", place, right, of=address)
    amended = colleague.write("POST", place, right, of=address)
    bad = colleague.write("POST", place, {"sources": [], "confidence": "sourced"}, of=address)

    assert (own.status_code, bad.status_code) == (403, 422)
    assert list(bad.get_json()["errors"]) == ["sources"]
    assert amended.get_json()["changes"][0]["sources"] == right["sources"]
    assert [one["sources"] for one in amended.get_json()["amendments"]] == [SOURCE["sources"]]


def test_parts_are_added_and_removed(coordinator: Program) -> None:
    parts = [
        {"kind": "contact_detail", "values": {"means": "email", "value": "further@example.org", "audience": "public"}},
        {"kind": "competence", "values": {"function": "extradition"}},
        {"kind": "contact_detail", "id": LINE, "remove": True},
    ]

    made = create(coordinator, values={}, parts=parts)

    assert sorted({one["act"] for one in made["changes"]}) == ["create", "remove"]


def test_a_new_entry_needs_no_version(site: Flask, coordinator: Program, colleague: Program) -> None:
    body = {
        "kind": "authority",
        "values": {"jurisdiction_key": "KG", "name": {"en": "New Office"}, "authority_kind": "judicial_body"},
        **SOURCE,
        "submit": True,
    }

    made = coordinator.ask("POST", "proposals", body).get_json()
    colleague.write("POST", f"proposals/{made['id']}/publish", of=f"proposals/{made['id']}")

    assert (made["entry"]["is_new"], made["name"]) == (True, "New Office")
    assert fresh(site, made["entry"]["id"]).name.text("en") == "New Office"


@pytest.mark.long(each=5)
@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"values": {"languages_accepted": ["Kyrgyz!"]}}, "values/languages_accepted"),
        ({"values": {"notice_until": "soon"}}, "values/notice_until"),
        ({"values": {"notice_until": "2026-02-30"}}, "values/notice_until"),
        ({"values": {"note": 5}}, "values/note"),
        ({"values": {"secret": "x"}}, "values/secret"),
        ({"values": {"name": {"e": "x"}}}, "values/name"),
        ({"values": {"authority_kind": "bakery"}}, "values/authority_kind"),
        ({"values": {"successor_key": "kz-prosecutor-general"}}, "values/successor_key"),
        ({"values": {"note": {"en": "Fourth floor."}}, "sources": []}, "sources"),
        ({"values": {}}, "note"),
        ({"parts": [{"kind": "bakery", "values": {}}]}, "parts/0/kind"),
        ({"parts": [{"kind": "contact_detail", "id": "nothing", "values": {}}]}, "parts/0/id"),
        (
            {"parts": [{"kind": "contact_detail", "values": {"means": "email", "value": "x", "audience": "public"}}]},
            "parts/0/values/value",
        ),
        ({"role": "administrator"}, "role"),
        ({"parts": 5}, "parts"),
    ],
)
def test_what_is_wrong_is_told_by_its_place(coordinator: Program, change: dict[str, Any], place: str) -> None:
    before = db.session.query(Proposal).count()

    answer = coordinator.write("POST", "proposals", proposed() | change, of=f"authorities/{OFFICE}")

    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert list(answer.get_json()["errors"]) == [place]
    assert db.session.query(Proposal).count() == before


def test_an_authority_that_would_take_along_what_is_out_of_scope_says_so(site: Flask) -> None:
    key = f"kg-stays-{next(factories.NUMBERS)}"
    factories.add(factories.authority(key))
    factories.add(factories.focal_point(f"{key}-desk", key, network_key="globe"))
    casc = Program(site, factories.account(Role.COORDINATOR, ["casc"]))
    moved = {"kind": "authority", "id": key, "values": {"jurisdiction_key": "KZ"}, **SOURCE}

    answer = casc.write("POST", "proposals", moved, of=f"authorities/{key}")

    [message] = answer.get_json()["errors"]["values/jurisdiction_key"]
    assert message.startswith("This entry cannot go to another State")


def test_words_on_a_field_come_in_the_language_asked_for(coordinator: Program) -> None:
    version = coordinator.version(f"authorities/{OFFICE}?lang=ru")

    answer = coordinator.ask("POST", "proposals?lang=ru", proposed(values={"languages_accepted": ["Kyrgyz!"]}), version)

    [words] = answer.get_json()["errors"]["values/languages_accepted"]
    assert words.isascii() is False


def test_what_one_may_not_read_cannot_be_guessed_by_proposing(site: Flask) -> None:
    outsider = Program(site, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    hidden, unknown = (f"{OFFICE}:{end}" for end in ("+996 312 000 000", "+996 312 999 999"))

    answers = [
        outsider.write(
            "POST",
            "proposals",
            proposed(parts=[{"kind": "contact_detail", "id": key, "values": {"value": "+996 312 111 111"}}]),
            of=f"authorities/{OFFICE}",
        )
        for key in (hidden, unknown)
    ]

    assert [answer.get_json()["errors"] for answer in answers] == [{"parts/0/id": ["There is no such field here."]}] * 2


@pytest.mark.parametrize(("who", "status"), [("asker", 403), ("elsewhere", 403)])
def test_who_may_not_propose_is_told_so(site: Flask, asker: Program, who: str, status: int) -> None:
    elsewhere = Program(site, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KZ"))
    program = {"asker": asker, "elsewhere": elsewhere}[who]

    assert program.write("POST", "proposals", proposed(), of=f"authorities/{OFFICE}").status_code == status


def test_lists_never_say_what_is_proposed(coordinator: Program, colleague: Program) -> None:
    create(coordinator, values={"note": {"en": "zqlisted"}}, submit=True)

    waiting, mine = colleague.get("proposals?list=waiting"), coordinator.get("proposals?list=mine")

    assert waiting.get_json()["total"] >= 1
    assert "zqlisted" not in waiting.text + mine.text
    assert colleague.get("proposals?list=all").status_code == 400
