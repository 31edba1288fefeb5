"""The State of a new entry is filled in: that of the person, or that of the page from which the person came."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models import Authority
from directory.vocabulary import Role
from tests import factories
from tests.html import Element, parse
from tests.people import signed_in
from tests.proposals.test_pages import CHECK, SOURCE, fields, proposal_at


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


def coordinator(app: Flask, state: str = "KG", networks: tuple[str, ...] = ()) -> FlaskClient:
    return signed_in(app, factories.account(Role.COORDINATOR, networks, jurisdiction_key=state or None))


def chosen(page: str, name: str) -> list[str]:
    field = parse(page).one(f'select[name="{name}"]')
    return [str(option["value"]) for option in field.all("option[selected]")]


def offered(field: Element) -> set[str]:
    return {str(option["value"]) for option in field.all("option") if option["value"]}


@pytest.mark.parametrize("kind", ["authority", "legislation", "requirement"])
def test_a_new_entry_is_of_the_state_of_its_writer(writing_app: Flask, kind: str) -> None:
    page = coordinator(writing_app).get(f"/en/proposals/new?kind={kind}").text

    assert chosen(page, "0-jurisdiction_key") == ["KG"]


def test_a_link_from_another_state_wins_over_the_state_of_the_writer(writing_app: Flask) -> None:
    administrator = signed_in(writing_app, factories.account(Role.ADMINISTRATOR, jurisdiction_key="KG"))

    page = administrator.get("/en/proposals/new?kind=authority&jurisdiction_key=KZ").text

    assert chosen(page, "0-jurisdiction_key") == ["KZ"]


@pytest.mark.parametrize(("state", "asked"), [("KG", ""), ("", "&jurisdiction_key=KG")])
def test_a_new_desk_is_put_under_an_authority_of_the_state(writing_app: Flask, state: str, asked: str) -> None:
    author = coordinator(writing_app, state, () if state else ("casc",))
    form = f"/en/proposals/new?kind=focal_point{asked}"

    page = author.get(form).text
    wrong = author.post(form, data=fields(page) | SOURCE | CHECK).text

    keys = offered(parse(page).one('select[name="0-authority_key"]'))
    assert keys
    assert {db.session.get_one(Authority, key).jurisdiction_key for key in keys} == {"KG"}
    assert offered(parse(wrong).one('select[name="0-authority_key"]')) == keys


def test_a_desk_of_a_person_without_a_state_may_be_anywhere(writing_app: Flask) -> None:
    page = coordinator(writing_app, "", ("casc",)).get("/en/proposals/new?kind=focal_point").text

    keys = offered(parse(page).one('select[name="0-authority_key"]'))
    assert len({db.session.get_one(Authority, key).jurisdiction_key for key in keys}) > 1


def test_the_page_of_a_state_leads_to_forms_with_this_state(writing_app: Flask) -> None:
    author = coordinator(writing_app)
    links = parse(author.get("/en/jurisdictions/KG")).all("[aria-labelledby=new-here] a")
    pages = {link.text: author.get(str(link["href"])) for link in links}

    assert set(pages) == {"Authority", "24/7 desk", "Law", "Invite a person"}
    assert {answer.status_code for answer in pages.values()} == {200}
    assert chosen(pages["Law"].text, "0-jurisdiction_key") == ["KG"]
    assert "Add to this State" not in writing_app.test_client().get("/en/jurisdictions/KG").text
    assert "Add to this State" not in author.get("/en/jurisdictions/KZ").text


def test_a_person_who_may_invite_in_many_states_finds_their_own_selected(writing_app: Flask) -> None:
    administrator = signed_in(writing_app, factories.account(Role.ADMINISTRATOR, jurisdiction_key="KG"))

    page = administrator.get("/en/people/invitations/new").text

    assert chosen(page, "jurisdiction") == ["KG"]


def test_a_saved_form_of_a_desk_keeps_its_state(writing_app: Flask) -> None:
    author = coordinator(writing_app, "", ("casc",))
    form = "/en/proposals/new?kind=focal_point&jurisdiction_key=KG"

    saved = author.post(form, data=fields(author.get(form).text) | {"save": ["1"]}).headers["Location"]
    keys = offered(parse(author.get(saved)).one('select[name="0-authority_key"]'))

    assert proposal_at(saved).state == "draft"
    assert {db.session.get_one(Authority, key).jurisdiction_key for key in keys} == {"KG"}
