"""What proposals keep back: values that were for fewer people when they were taken away, and odd forms."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from directory.accounts.queries import viewer_of
from directory.errors import NotPermitted
from directory.extensions import db
from directory.models import ContactDetail, FocalPoint, Mail, Network, NetworkMember, Proposal
from directory.proposals import conflict_resolution, queries, service
from directory.proposals.conflict_resolution import THEIRS
from directory.proposals.editable_columns import flat
from directory.proposals.edits import Edit, EditAction
from directory.vocabulary import Role
from directory.vocabulary.proposals import ProposalState
from tests import factories
from tests.budget.forms import forms_of
from tests.html import parse
from tests.people import signed_in
from tests.proposals.choosing import choosing
from tests.proposals.test_service import SOURCE, changing, commit, new_authority, person, submitted

NUMBER = "+996 312 777 777"


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


@pytest.fixture
def line() -> ContactDetail:
    """Return a phone that is for the members of one network."""
    authority = new_authority()
    factories.add(factories.contact(NUMBER, authority.key, means="phone", audience="network", network_key="casc"))
    return db.session.get_one(ContactDetail, f"{authority.key}:{NUMBER}")


@pytest.mark.parametrize("what", ["removed", "opened to everyone with another value"])
def test_a_published_proposal_shows_an_old_value_to_nobody_who_could_not_read_it_then(
    writing_app: Flask, line: ContactDetail, what: str
) -> None:
    author, reviewer = person(networks=("casc",)), person(networks=("casc",))
    removal = [Edit(EditAction.REMOVE, *line.entry_key, "", flat(line), None, SOURCE)]
    opening = [changing(line, "audience", "public"), changing(line, "value", "+996 312 000 009")]
    proposal = submitted(author, line.authority, *(removal if what == "removed" else opening))
    commit(service.publish, reviewer, proposal)

    outsider = signed_in(writing_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    member = signed_in(writing_app, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))
    pages = [client.get(f"/en/proposals/{proposal.id}") for client in (outsider, member)]

    assert [page.status_code for page in pages] == [200, 200]
    assert ["777" in page.text for page in pages] == [False, True]


def test_who_may_not_read_a_line_cannot_hand_it_to_another_network(line: ContactDetail) -> None:
    without_networks = person()

    with pytest.raises(NotPermitted):
        commit(
            service.propose,
            without_networks,
            line.authority.entry_key,
            [changing(line, "network_key", "ejn")],
        )


def test_who_may_not_read_a_desks_note_for_members_cannot_hand_the_desk_to_another_network() -> None:
    authority = new_authority()
    factories.add(factories.focal_point(f"{authority.key}-desk", authority.key, members_note=factories.english("Kept")))
    desk = db.session.get_one(FocalPoint, f"{authority.key}-desk")

    with pytest.raises(NotPermitted):
        commit(service.propose, person(), desk.entry_key, [changing(desk, "network_key", "ejn")])


@pytest.fixture
def beside() -> str:
    """Return a network of which Kyrgyzstan alone is a member."""
    if db.session.get(Network, "beside") is None:
        named = {"name": factories.english("Beside"), "network_kind": "judicial_cooperation"}
        factories.add(Network(key="beside", **named))
        factories.add(NetworkMember(key="beside:KG", network_key="beside", jurisdiction_key="KG"))
    return "beside"


def change_of_line(audience: str, network: str) -> Proposal:
    """Return a proposal that waits: a line of a network gets another value. The line has changed since."""
    authority = new_authority()
    factories.add(factories.contact(NUMBER, authority.key, means="phone", audience=audience, network_key=network))
    line = db.session.get_one(ContactDetail, f"{authority.key}:{NUMBER}")
    proposal = submitted(person("", networks=(network,)), authority, changing(line, "value", "+996 312 888 888"))
    line.value = "+996 312 999 999"
    factories.add(line)
    return proposal


REVIEWERS = {
    "a public line, by the coordinator of another network of the State": ("public", "", ("casc",), False),
    "a line for the network, by the coordinator of another network": ("network", "", ("casc",), False),
    "a line for the network, by the coordinator of the State": ("network", "KG", (), False),
    "a public line, by the coordinator of the State": ("public", "KG", (), True),
    "a line for the network, by another coordinator of it": ("network", "", ("beside",), True),
}


@pytest.mark.parametrize(("audience", "state", "networks", "may"), REVIEWERS.values(), ids=REVIEWERS)
def test_who_may_not_publish_a_change_neither_refuses_it_nor_settles_its_conflict(
    beside: str, audience: str, state: str, networks: tuple[str, ...], *, may: bool
) -> None:
    proposal, reviewer = change_of_line(audience, beside), person(state, networks=networks)
    acts = ((service.refuse, "No."), (conflict_resolution.resolve, choosing(proposal, THEIRS)))

    ended = {}
    for act, said in acts:
        try:
            commit(act, reviewer, proposal, said)
        except NotPermitted:
            db.session.rollback()
        ended[act.__name__] = proposal.state
        proposal.state = ProposalState.SUBMITTED
        factories.add(proposal)

    assert ended == ({"refuse": "refused", "resolve": "withdrawn"} if may else dict.fromkeys(ended, "submitted"))


def test_who_may_not_publish_a_change_is_offered_no_choice_of_its_conflict(writing_app: Flask, beside: str) -> None:
    proposal = change_of_line("public", beside)
    pages = {
        network: signed_in(writing_app, factories.account(Role.COORDINATOR, [network])).get(
            f"/en/proposals/{proposal.id}/conflict"
        )
        for network in ("casc", beside)
    }

    offered = {network: bool(parse(page).all("main form")) for network, page in pages.items()}

    assert offered == {"casc": False, beside: True}


def test_an_author_is_told_that_another_person_kept_what_was_published_meanwhile(beside: str) -> None:
    proposal, reviewer = change_of_line("public", beside), person("", networks=(beside,))
    before = db.session.query(Mail).count()

    commit(conflict_resolution.resolve, reviewer, proposal, choosing(proposal, THEIRS))

    told = [mail.letter for mail in db.session.scalars(select(Mail).order_by(Mail.id).offset(before))]
    assert told == ["proposal_overruled"]


@pytest.mark.parametrize("name", ["²", "9" * 5_000, "-1"], ids=["superscript", "long", "negative"])
def test_an_odd_field_on_the_page_of_a_conflict_chooses_nothing(writing_app: Flask, name: str) -> None:
    account = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
    client, authority = signed_in(writing_app, account), new_authority()
    proposal = submitted(viewer_of(account), authority, changing(authority, "note.en", "New"))

    answer = client.post(f"/en/proposals/{proposal.id}/conflict", data={name: "yours"})

    assert answer.status_code == 303


BASES = {
    "deep": "[" * 100_000,
    "unsigned": json.dumps({"name.en": "Never called so"}),
    "signed by others": f"signature {json.dumps({'name.en': 'Never called so'})}",
    "object for a text": json.dumps({"note.en": {"a": 1}}),
    "list for a code": json.dumps({"status": ["active"]}),
    "no day": json.dumps({"notice_until": "2026-13-45"}),
    "text for a list": json.dumps({"languages_accepted": "ru"}),
    "half a character": json.dumps({"note.en": "\ud800"}),
}


@pytest.mark.parametrize("base", BASES.values(), ids=BASES)
def test_what_an_entry_held_is_never_taken_from_who_sends_a_form(writing_app: Flask, base: str) -> None:
    client = signed_in(writing_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    authority = new_authority()
    address = f"/en/proposals/new?kind=authority&key={authority.key}"
    [form] = [one for one in forms_of(client.get(address).text) if any(row.name == "0:base" for row in one.fields)]
    sent = {row.name: row.value for row in form.fields if row.kind != "checkbox"}

    client.post(address, data={**sent, "0:base": base, "0-name.en": "New", "source": "office", "save": "1"})

    proposal = db.session.scalars(select(Proposal).filter_by(key=authority.key)).one()
    [edit] = [one for one in queries.edits_of(proposal) if one.detail == "name.en"]
    assert edit.before == authority.name.by_language["en"]
