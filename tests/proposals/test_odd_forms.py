"""Forms that no page of ours sends, or that were kept when more was allowed, and what a reviewer is warned of."""

from collections.abc import Mapping
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import Account, ContactDetail, Jurisdiction, NetworkMember, Proposal
from directory.proposals import service
from directory.proposals.collected_changes import collect
from directory.proposals.field_types import values_from_form_data
from directory.proposals.forms import start
from directory.proposals.validation import TOO_LONG, problems
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.budget.meter import calls_of
from tests.decisions import decide
from tests.people import signed_in
from tests.proposals.test_service import changing, commit, new_authority, submitted

SECRET = "Only for coordinators"


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


@pytest.fixture
def account() -> Account:
    return factories.account(Role.COORDINATOR, jurisdiction_key="KG")


@pytest.fixture
def client(writing_app: Flask, account: Account) -> FlaskClient:
    return signed_in(writing_app, account)


ODD: Mapping[str, Mapping[str, str]] = {
    "nothing": {},
    "no entry, but a part": {"1:kind": "contact_detail", "1:key": "", "1:act": "create"},
    "a day that is none": {"0-notice_until": "soon", "check": "1"},
    "a part with a day that is none": {
        "0:kind": "jurisdiction",
        "1:kind": "treaty_status",
        "1:act": "create",
        "1-acted_on": "soon",
    },
    "very long words for the reviewer": {"note": "x" * 100_000},
}


@pytest.mark.long(each=5)
@pytest.mark.parametrize("sent", ODD.values(), ids=ODD)
@pytest.mark.parametrize("asked", ["authority&key=", "authority", "jurisdiction&key=KG"])
def test_an_odd_form_is_shown_again_or_is_none_of_ours(client: FlaskClient, asked: str, sent: dict[str, str]) -> None:
    key = new_authority().key if asked.endswith("y&key=") else ""

    answer = client.post(f"/en/proposals/new?kind={asked}{key}", data=sent)

    assert answer.status_code in (400, 404)


AUTHORITY = "/en/proposals/new?kind=authority&key=kg-prosecutor-general"
STATE = "/en/proposals/new?kind=jurisdiction&key=KG"
ZONES = [f"Asia/{city}" for city in ("Almaty", "Bishkek", "Dushanbe", "Tashkent")]
# Two hundred lines, each looked up; the folder of time zones was walked for each.
MOST_CALLS = 500_000


def test_each_time_zone_counts_once_and_looking_it_up_costs_little(client: FlaskClient) -> None:
    lines = {"0-time_zones": "\n".join(ZONES * 50)}

    def save() -> TestResponse:
        return client.post(STATE, data={**lines, "source": "office", "save": "1"})

    fewer = calls_of(lambda: client.post(STATE, data={"0-time_zones": "\n".join(ZONES), "save": "1"}))
    more = calls_of(save)

    assert more - fewer < MOST_CALLS
    assert typed_zones() == ZONES


@pytest.mark.parametrize(
    ("typed", "changed"),
    [(["ru\nky"], ["ru", "ky"]), (["ru", "ky"], ["ru", "ky"]), (["ky\nru"], None)],
    ids=["lines", "boxes of a form that was kept", "the same order"],
)
def test_another_order_of_official_languages_is_a_change(
    account: Account, typed: list[str], changed: list[str] | None
) -> None:
    form = start(viewer_of(account), Jurisdiction, db.session.get_one(Jurisdiction, "KG"), {})
    form.raw |= {"0-official_languages": typed, "source": ["office"]}

    found = collect(form)

    assert found.errors == {}
    assert [edit.after for edit in found.edits] == ([changed] if changed else [])


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("0-languages_accepted", ["".join(codes) for codes in product("abcdefgh", repeat=3)]),
        ("0-languages_accepted+", [" ".join("".join(codes) for codes in product("abcdefgh", repeat=3))]),
        ("0-official_languages", ["\n".join("".join(codes) for codes in product("abcdefgh", repeat=3))]),
        ("0-time_zones", ["\n".join(f"Asia/{number}" for number in range(150))]),
        ("0-time_zones", ["\n".join(f"Asia/{number}" for number in range(5_000))]),
    ],
    ids=["boxes", "codes beside the boxes", "lines of codes", "lines", "thousands of lines"],
)
def test_a_list_holds_a_hundred_values_and_more_are_refused(client: FlaskClient, field: str, values: list[str]) -> None:
    address = AUTHORITY if "accepted" in field else STATE

    answer = client.post(address, data={field: values, "source": "office", "submit": "1"})

    assert answer.status_code == 400
    assert "at most 100 values in this field" in answer.text
    assert len(answer.data) < 1_000_000


def test_all_texts_of_a_proposal_together_have_an_end_and_what_was_typed_stays(client: FlaskClient) -> None:
    address = f"/en/proposals/new?kind=authority&key={new_authority().key}"
    codes = ["".join(codes) for codes in product("abcd", repeat=3)]
    notes = {f"0-note.{code}": f"{code} " + "word " * 990 for code in codes}
    fewer = dict(list(notes.items())[:20])
    kept = {"0:kind": "authority", "0-name.en": "New", "source": "office"}

    refused = client.post(address, data={**kept, **notes, "submit": "1"})
    held = client.post(address, data={**kept, **notes, "save": "1"})

    assert "150000" not in client.post(address, data={**kept, **fewer, "check": "1"}).text
    assert (refused.status_code, held.status_code) == (400, 303)
    assert "at most 150000 characters" in refused.text
    assert newest().form["0-note.ccc"] == [notes["0-note.ccc"]]


@pytest.mark.parametrize(("lines", "is_refused"), [(20, False), (21, True)])
def test_an_address_has_at_most_twenty_lines(lines: int, is_refused: bool) -> None:
    values = {"authority_key": "x", "means": "address", "value": "\n".join("a" * lines), "audience": "public"}

    assert problems(ContactDetail, values, ["value"]) == ({"value": TOO_LONG} if is_refused else {})


def test_a_form_keeps_no_more_values_and_languages_than_an_entry_may_have(client: FlaskClient) -> None:
    codes = ["".join(codes) for codes in product("abcdefgh", repeat=3)]
    names = {f"0-name.{code}": "Name" for code in codes}

    answer = client.post(STATE, data={**names, "0-status": codes, "source": "office", "save": "1"})

    kept = newest().form
    assert answer.status_code == 303
    assert len(kept["0-status"]) == 101
    assert len([name for name in kept if name.startswith("0-name.")]) == 101
    assert len(client.get(answer.location).data) < 1_000_000


def typed_zones() -> list[str]:
    raw = newest().form
    return list(values_from_form_data(0, Jurisdiction, ["time_zones"], raw)["time_zones"])


def newest() -> Proposal:
    return db.session.scalars(select(Proposal).order_by(Proposal.created_at.desc())).first()


def test_words_for_the_reviewer_have_an_end(client: FlaskClient) -> None:
    sent = {"0:kind": "authority", "0-name.en": "New", "source": "office", "note": "x" * 2_001, "check": "1"}

    answer = client.post(f"/en/proposals/new?kind=authority&key={new_authority().key}", data=sent)

    assert answer.status_code == 400
    assert 'href="#note"' in answer.text


def test_a_membership_is_added_or_removed_and_never_turned_into_another(client: FlaskClient) -> None:
    member = db.session.scalars(select(NetworkMember).filter_by(network_key="casc", jurisdiction_key="KG")).one()
    sent = {"0:kind": "jurisdiction", "1:kind": "network_member", "1:key": member.key, "1:act": "change"}

    answer = client.post(
        "/en/proposals/new?kind=jurisdiction&key=KG", data={**sent, "1-network_key": "ejn", "source": "office"}
    )

    assert answer.status_code == 404


def test_what_was_begun_is_no_longer_open_to_who_has_lost_the_state(client: FlaskClient, account: Account) -> None:
    entry = new_authority(coordinator_note=factories.english(SECRET))
    address = f"/en/proposals/new?kind=authority&key={entry.key}"
    sent = {"0:kind": "authority", "0:base": '{"coordinator_note.en": "' + SECRET + '"}', "save": "1"}
    kept = client.post(address, data=sent).headers["Location"]
    with committing():
        db.session.get_one(Account, account.id).jurisdiction_key = "KZ"

    answers = [client.get(kept), client.post(kept, data=sent), client.get(kept.removesuffix("/edit"))]

    assert [answer.status_code for answer in answers] == [403, 403, 200]
    assert not any(SECRET in answer.text for answer in answers)


def test_a_reason_for_refusing_has_an_end(writing_app: Flask, client: FlaskClient, account: Account) -> None:
    entry = new_authority()
    author = viewer_of(factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    proposal = submitted(author, entry, changing(entry, "name.en", "Renamed"))

    answer = decide(client, f"/en/proposals/{proposal.id}", "refuse", reason="x" * 2_001)

    assert answer.status_code == 400
    assert db.session.get_one(Proposal, proposal.id).state == "submitted"


@pytest.mark.parametrize(
    ("name", "words"), [("Mинистерство", "mixes letters of two alphabets"), ("Of\u200dfice", "that is not seen")]
)
def test_who_decides_is_told_what_to_look_at_twice(
    writing_app: Flask, client: FlaskClient, account: Account, name: str, words: str
) -> None:
    entry = new_authority()
    author = viewer_of(factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    proposal = commit(service.propose, author, entry.entry_key, [changing(entry, "name.en", name)])
    commit(service.submit, author, proposal)

    assert words in client.get(f"/en/proposals/{proposal.id}").text
