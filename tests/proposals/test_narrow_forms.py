"""The form of one detail: opened from beside the detail, widened without loss, and refused where it opens nothing."""

from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.models import Authority, Competence, ContactDetail, Disclosure, Proposal
from directory.vocabulary import Role
from tests import factories
from tests.decisions import decide
from tests.html import parse
from tests.people import signed_in
from tests.proposals.test_pages import CHECK, SAVE, SOURCE, fields, proposal_at

KEYS = (f"kg-narrow-{number}" for number in count(1))
OLD, NEW, KEPT = "+996 312 000 001", "+996 312 000 005", "+996 312 000 002"


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


@pytest.fixture
def author(writing_app: Flask) -> FlaskClient:
    return signed_in(writing_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))


@pytest.fixture
def key() -> str:
    """Return an authority with a public phone and one that only coordinators read."""
    key = next(KEYS)
    factories.add(factories.authority(key))
    factories.add(
        factories.contact(OLD, key, means="phone"),
        factories.contact(KEPT, key, means="phone", audience="coordinators"),
        Competence(key=f"{key}:extradition", authority_key=key, function="extradition"),
    )
    return key


def form_of(key: str, **asked: str) -> str:
    return "&".join([f"/en/proposals/new?kind=authority&key={key}", *(f"{n}={v}" for n, v in asked.items())])


def phone_form(key: str) -> str:
    return form_of(
        key, part="contact_detail", row=f"{key}:{OLD.replace(' ', '%20').replace('+', '%2B')}", detail="value"
    )


def visible(sent: dict[str, list[str]]) -> set[str]:
    """Return the fields of details among the fields of a form."""
    return {name for name in sent if "-" in name and ":" not in name}


def test_each_detail_of_a_page_has_an_edit_whose_name_says_which(
    writing_app: Flask, author: FlaskClient, key: str
) -> None:
    page = parse(author.get(f"/en/authorities/{key}"))
    names = [link.text for link in page.all("a.edit-one")]
    opened = {link.text: author.get(str(link["href"])) for link in page.all("a.edit-one")}

    office = page.one("h1").text
    assert f"Edit: Name, {office}" in names
    assert f"Edit: Extradition, {office}" in names
    assert [name for name in names if name.startswith("Edit: Phone") and name.endswith(office)]
    assert len(set(names)) == len(names)
    assert {name for name, answer in opened.items() if answer.status_code != 200} == set()
    assert "edit-one" not in writing_app.test_client().get(f"/en/authorities/{key}").text


@pytest.mark.parametrize("address", ["/en/treaties/untoc", "/en/networks/casc", "/en/jurisdictions/KG/requirements"])
def test_each_edit_of_other_kinds_of_entries_opens_its_form(writing_app: Flask, address: str) -> None:
    administrator = signed_in(writing_app, factories.account(Role.ADMINISTRATOR))
    links = parse(administrator.get(address)).all("a.edit-one")[:12]

    opened = [administrator.get(str(link["href"])).status_code for link in links]

    assert set(opened) == {200}


def test_one_number_is_corrected_by_a_form_that_has_no_other_field(
    author: FlaskClient, writing_app: Flask, key: str
) -> None:
    reviewer = signed_in(writing_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    sent = fields(author.get(phone_form(key)).text)

    made = author.post(phone_form(key), data=sent | SOURCE | {"1-value": [NEW]} | CHECK).headers["Location"]
    author.post(f"{made}/submit")
    decide(reviewer, made, "publish")

    assert visible(sent) == {"1-value"}
    assert [(row.kind, row.detail, row.after) for row in proposal_at(made).changes] == [
        ("contact_detail", "value", NEW)
    ]
    assert db.session.get_one(ContactDetail, f"{key}:{OLD}").value == NEW
    assert db.session.get_one(ContactDetail, f"{key}:{OLD}").means == "phone"


def test_the_whole_entry_opens_from_the_form_of_one_detail_and_keeps_what_was_typed(
    author: FlaskClient, key: str
) -> None:
    typed = fields(author.get(phone_form(key)).text) | SOURCE | {"1-value": [NEW], "note": ["For the reviewer"]}

    whole = fields(author.post(phone_form(key), data=typed | {"whole": ["1"]}).text)
    made = author.post(phone_form(key), data=whole | {"0-note.en": ["Ring twice"]} | CHECK).headers["Location"]

    assert whole["1-value"] == [NEW]
    assert whole["source"] == SOURCE["source"]
    assert whole["note"] == ["For the reviewer"]
    assert {"0-name.en", "1-means"} <= visible(whole)
    changes = {(row.detail, row.after) for row in proposal_at(made).changes}
    assert changes == {("value", NEW), ("note.en", "Ring twice"), ("note.original", "en")}


def test_a_mistake_and_an_unfinished_form_keep_the_form_of_one_detail(author: FlaskClient, key: str) -> None:
    typed = fields(author.get(phone_form(key)).text) | {"1-value": [NEW]}

    wrong = author.post(phone_form(key), data=typed | CHECK)
    saved = author.post(phone_form(key), data=typed | SAVE).headers["Location"]
    again = fields(author.get(saved).text)

    assert wrong.status_code == 400
    assert parse(wrong).one("main [role=alert]").text
    assert fields(wrong.text)["1-value"] == [NEW]
    assert visible(again) == {"1-value"}
    assert again["1-value"] == [NEW]


def test_a_later_change_of_the_same_detail_is_a_conflict_and_of_another_is_none(author: FlaskClient, key: str) -> None:
    sent = fields(author.get(phone_form(key)).text)
    contact = db.session.get_one(ContactDetail, f"{key}:{OLD}")
    contact.languages = ("ky",)
    db.session.commit()
    beside = author.post(phone_form(key), data=sent | SOURCE | {"1-value": [NEW]} | CHECK).headers["Location"]
    contact.value = "+996 312 000 009"
    db.session.commit()
    same = author.post(phone_form(key), data=sent | SOURCE | {"1-value": [NEW]} | CHECK).headers["Location"]

    assert [row.detail for row in proposal_at(beside).changes] == ["value"]
    assert author.post(f"{same}/submit").status_code == 409


def test_a_new_contact_opens_alone(author: FlaskClient, key: str) -> None:
    opened = fields(author.get(form_of(key, part="contact_detail")).text)

    values = {"1-means": ["email"], "1-value": ["office@example.org"], "1-audience": ["public"]}
    made = author.post(form_of(key, part="contact_detail"), data=opened | values | SOURCE | CHECK).headers["Location"]

    assert not {name for name in visible(opened) if not name.startswith("1-")}
    assert [(row.action, row.kind) for row in proposal_at(made).changes] == [("create", "contact_detail")]


def test_the_form_of_one_detail_discloses_that_detail_alone(author: FlaskClient, key: str) -> None:
    authority = db.session.get_one(Authority, key)
    authority.coordinator_note = factories.english("For us alone")
    db.session.commit()
    before = db.session.scalars(select(Disclosure.id)).all()

    page = author.get(phone_form(key)).text

    assert "For us alone" not in page
    assert KEPT not in page
    assert db.session.scalars(select(Disclosure.id)).all() == before


@pytest.mark.parametrize(
    "asked",
    [
        {"detail": "no_such_detail"},
        {"part": "no_such_part"},
        {"part": "rule", "row": "another:entry"},
        {"part": "contact_detail", "row": "nowhere"},
        {"part": "contact_detail", "row": "{key}:{old}", "detail": "no_such_detail"},
    ],
)
def test_a_link_to_what_the_entry_does_not_have_opens_nothing(
    author: FlaskClient, key: str, asked: dict[str, str]
) -> None:
    held = {name: value.format(key=key, old=OLD.replace("+", "%2B")) for name, value in asked.items()}

    assert author.get(form_of(key, **held)).status_code == 404


def test_a_part_of_another_entry_or_audience_opens_nothing(writing_app: Flask, author: FlaskClient, key: str) -> None:
    other = next(KEYS)
    factories.add(factories.authority(other), factories.contact(NEW, other, means="phone"))
    factories.add(factories.contact(KEPT, other, means="phone", audience="network", network_key="casc"))
    there, kept = (f"{other}:{number.replace('+', '%2B')}" for number in (NEW, KEPT))

    assert author.get(form_of(key, part="contact_detail", row=there)).status_code == 404
    assert author.get(form_of(other, part="contact_detail", row=there)).status_code == 200
    assert author.get(form_of(other, part="contact_detail", row=kept)).status_code == 404
    assert not db.session.scalars(select(Proposal).filter_by(key=other)).all()
