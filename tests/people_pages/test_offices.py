"""An office is given by those who may admit people there, and its State's coordinator sees who acts for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.access.viewer import Viewer
from directory.accounts.queries import get_by_address
from directory.audit.chain import record
from directory.errors import Expired, NotFound, NotPermitted
from directory.extensions import db
from directory.models import Account, AccountNetwork, FocalPoint, Invitation, InvitationNetwork, NetworkMember
from directory.people.queries import accounts as queries
from directory.people.queries import invitations as invitation_queries
from directory.people.queries.accounts import PeopleFilter
from directory.people.queries.agreements import get_for_state, list_to_agree
from directory.people.service import access_requests, accounts, agreements, handovers, invitations
from directory.people.service.handovers import HandoverTerms
from directory.people.service.invitations import InvitationTerms
from directory.tokens import new_token, public_id
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.people import signed_in
from tests.people_pages import test_access_requests
from tests.people_pages.conftest import administrator, as_viewer, coordinator, mails_to, practitioner, token_of
from tests.people_pages.test_invitations import accept, invite, offer

# A State that is in none of the networks whose members are known.
STATE, OFFICE = "AE", "ae-ministry-of-justice"
CASC = frozenset({"casc"})


def of_network() -> Viewer:
    """Return the coordinator of a network of which the State is no member."""
    return as_viewer(coordinator(None, ("casc",)))


def of_office(networks: tuple[str, ...] = ("casc",), desks: tuple[str, ...] = (), **values: object) -> Account:
    defaults: dict[str, object] = {"jurisdiction_key": STATE, "authority_key": OFFICE}
    return factories.account(Role.PRACTITIONER, networks, desks, **(defaults | values))


def colleague() -> Account:
    return factories.account(Role.PRACTITIONER, ["casc"], jurisdiction_key=STATE)


def invitation_of(inviter: Account) -> tuple[Invitation, str]:
    """Return an invitation into the office as it was stored before its place was asked, and the secret of its link."""
    token, digest = new_token()
    made = Invitation(
        public_id=public_id(),
        digest=digest,
        email=offer().email,
        role=Role.PRACTITIONER,
        jurisdiction_key=STATE,
        authority_key=OFFICE,
        inviter_id=inviter.id,
        expires_at=clock.now() + timedelta(days=1),
        networks=[InvitationNetwork(network_key="casc")],
    )
    factories.add(made)
    return made, token


def test_a_coordinator_of_a_network_invites_nobody_into_an_office_outside_it(site: Flask) -> None:
    made = offer(jurisdiction=STATE, authority=OFFICE)

    with pytest.raises(NotPermitted):
        invite(of_network(), made)

    assert mails_to(made.email) == []


def have_the_state_agree(made: InvitationTerms) -> None:
    """Have a coordinator of the State agree to all invitations from outside into its offices."""
    viewer = as_viewer(coordinator(made.jurisdiction, ()))
    with committing():
        for public_id in list_to_agree(viewer):
            agreements.agree(viewer, get_for_state(viewer, public_id))


@pytest.mark.parametrize(
    ("who", "what"),
    [
        ((None, ("casc",)), {"jurisdiction": "KG", "authority": "kg-prosecutor-general"}),
        (("KG", ("casc",)), {"jurisdiction": "KG", "authority": "kg-prosecutor-general"}),
        ((STATE, ()), {"jurisdiction": STATE, "authority": OFFICE, "networks": frozenset()}),
        # It runs a desk of a network whose members are not known.
        (
            (None, ("budapest-24-7",)),
            {"jurisdiction": "AZ", "authority": "az-ministry-of-national-security", "networks": {"budapest-24-7"}},
        ),
    ],
)
def test_an_office_of_the_own_scope_is_given(
    site: Flask, who: tuple[str | None, tuple[str, ...]], what: dict[str, object]
) -> None:
    made = offer(**what)

    invite(as_viewer(coordinator(*who)), made)
    have_the_state_agree(made)

    assert accept(token_of(mails_to(made.email)[0]), made.email).authority_key == what["authority"]


@pytest.mark.parametrize("status", ["closed", "replaced"])
def test_a_desk_that_has_ended_gives_its_office_to_no_coordinator_of_its_network(site: Flask, status: str) -> None:
    office, desk = factories.authority(f"fr-{status}-desk", jurisdiction_key="FR"), f"fr-{status}-desk-24-7"
    factories.add(office)
    factories.add(factories.focal_point(desk, office.key, network_key="budapest-24-7"))
    viewer, what = as_viewer(coordinator(None, ("budapest-24-7",))), {"networks": frozenset({"budapest-24-7"})}
    invite(viewer, offer(jurisdiction="FR", authority=office.key, **what))
    with committing():
        db.session.get_one(FocalPoint, desk).status = status

    with pytest.raises(NotPermitted):
        invite(viewer, offer(jurisdiction="FR", authority=office.key, **what))


def test_a_form_offers_no_office_that_one_cannot_give(site: Flask) -> None:
    client = signed_in(site, coordinator(None, ("casc",)))

    pages = [client.get(f"/en/people/invitations/new?jurisdiction={code}").text for code in (STATE, "KG")]

    assert [f'value="{key}"' in page for key, page in zip((OFFICE, "kg-prosecutor-general"), pages, strict=True)] == [
        False,
        True,
    ]


def test_an_invitation_into_an_office_is_not_sent_again_by_who_could_not_give_it(site: Flask) -> None:
    (invitation, _), viewer = invitation_of(administrator()), of_network()

    with pytest.raises(NotPermitted), committing():
        invitations.resend(viewer, invitation)


def test_an_invitation_whose_inviter_could_not_give_the_office_is_worth_nothing(site: Flask) -> None:
    invitation, token = invitation_of(coordinator(None, ("casc",)))

    with pytest.raises(Expired):
        accept(token, invitation.email)

    assert get_by_address(invitation.email) is None


def test_a_request_for_an_office_is_not_approved_by_who_cannot_give_it(site: Flask) -> None:
    asked = test_access_requests.confirm(test_access_requests.ask(jurisdiction=STATE, authority=OFFICE))
    own = coordinator(None, ("casc",))

    page = signed_in(site, own).get(f"/en/people/requests/{asked.public_id}").text
    with pytest.raises(NotPermitted), committing():
        access_requests.approve(as_viewer(own), asked, CASC)

    assert "You cannot admit this person" in page
    assert "/approve" not in page


def test_those_are_asked_about_an_office_who_can_give_it(site: Flask) -> None:
    of_casc, owner = coordinator(None, ("casc",)), administrator()

    test_access_requests.confirm(test_access_requests.ask(jurisdiction="JP", authority="jp-ministry-of-justice"))

    letters = [[mail.letter for mail in mails_to(one.email)] for one in (of_casc, owner)]
    assert letters == [[], ["request_waiting"]]


@pytest.mark.parametrize("authority", [True, False], ids=["the office passes", "what was asked for it passes alone"])
def test_nobody_hands_over_from_an_office_that_they_cannot_give(site: Flask, authority: bool) -> None:
    viewer, leaver, successor = of_network(), of_office(), colleague()
    passing = HandoverTerms(clock.today(), networks=CASC, authority=authority)

    with pytest.raises(NotPermitted), committing():
        handovers.hand_to_account(viewer, leaver, successor, passing)
    with pytest.raises(NotPermitted), committing():
        handovers.hand_to_invited(viewer, leaver, offer().email, "en", passing)


@pytest.mark.parametrize("what", [{}, {"authority_key": None, "jurisdiction_key": "GE"}], ids=["office", "desk"])
def test_an_account_of_an_office_or_desk_is_restored_by_who_could_give_it(site: Flask, what: dict[str, None]) -> None:
    desks = ("ge-budapest-24-7",) if what else ()
    person, viewer = of_office(("casc",), desks, active=False, **what), of_network()

    with pytest.raises(NotPermitted), committing():
        accounts.restore(viewer, person)

    assert not person.active


def test_the_coordinator_of_a_state_sees_whoever_acts_for_its_offices(site: Flask) -> None:
    viewer = as_viewer(coordinator(STATE, ("globe",)))
    person, of_no_office = of_office(), colleague()

    listed = queries.list_accounts(viewer, PeopleFilter(jurisdiction=STATE))

    assert person.id in {one.id for one in listed.rows}
    assert queries.get(viewer, person.id) == person
    assert of_no_office.id not in {one.id for one in listed.rows}
    with pytest.raises(NotFound):
        queries.get(viewer, of_no_office.id)


def test_the_coordinator_of_a_state_sees_whoever_staffs_its_desks(site: Flask) -> None:
    viewer = as_viewer(coordinator("GE", ("globe",)))
    person = practitioner("GE", ("casc",), ("ge-casc",))

    assert queries.get(viewer, person.id) == person
    assert person.id in {one.id for one in queries.list_accounts(viewer, PeopleFilter(jurisdiction="GE")).rows}


@pytest.mark.parametrize("act", [accounts.disable, accounts.sign_out])
def test_the_coordinator_of_a_state_ends_an_account_of_its_office(
    site: Flask, act: Callable[[Viewer, Account], None]
) -> None:
    viewer, person = as_viewer(coordinator(STATE, ("globe",))), of_office()
    client = signed_in(site, person)

    with committing():
        act(viewer, person)

    assert client.get("/en/account").status_code == 303


@pytest.mark.parametrize("act", [accounts.restore, accounts.recover])
def test_the_coordinator_of_a_state_gives_nothing_to_an_account_of_another_network(
    site: Flask, act: Callable[[Viewer, Account], None]
) -> None:
    viewer, person = as_viewer(coordinator(STATE, ("globe",))), of_office()

    with pytest.raises(NotPermitted), committing():
        act(viewer, person)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_coordinators_and_administrators_of_an_office_are_ended_by_administrators_alone(
    site: Flask, role: Role
) -> None:
    person = factories.account(role, ["casc"], jurisdiction_key=STATE, authority_key=OFFICE)
    viewer = as_viewer(coordinator(STATE, ("globe",)))

    with pytest.raises(NotPermitted), committing():
        accounts.disable(viewer, person)


def test_the_page_of_a_person_offers_the_states_coordinator_what_they_may_do(site: Flask) -> None:
    person, client = of_office(), signed_in(site, coordinator(STATE, ("globe",)))

    page = client.get(f"/en/people/{person.id}").text

    offered = [act for act in ("end", "sign-out", "help", "handover") if f"/en/people/{person.id}/{act}" in page]
    assert offered == ["end", "sign-out"]
    assert client.get(f"/en/people/{person.id}/handover").status_code == 403


def test_the_coordinator_of_another_state_in_no_common_network_sees_nobody_of_the_office(site: Flask) -> None:
    person = of_office()

    for own in (coordinator("SA", ()), coordinator("SA", ("globe",)), coordinator(None, ("globe",))):
        with pytest.raises(NotFound):
            queries.get(as_viewer(own), person.id)


def test_the_coordinator_of_a_state_withdraws_an_invitation_into_its_office(site: Flask) -> None:
    invitation, token = invitation_of(administrator())
    own = coordinator(STATE, ("globe",))
    viewer = as_viewer(own)

    assert invitation_queries.get(viewer, invitation.public_id) == invitation
    assert invitation.id in {one.id for one in invitation_queries.list_invitations(viewer).rows}
    page = signed_in(site, own).get("/en/people/invitations").text
    assert [f"{invitation.public_id}/{act}" in page for act in ("withdraw", "resend")] == [True, False]
    with pytest.raises(NotPermitted), committing():
        invitations.resend(viewer, invitation)
    with committing():
        invitations.withdraw(viewer, invitation)
    with pytest.raises(Expired):
        accept(token, invitation.email)


# Who gives which network to a practitioner of which State. casc lists its members, budapest-24-7 and globe list none;
# Armenia has no desk, Moldova has one of budapest-24-7 and is no member of casc.
NETWORKS = (
    ((None, ("casc",)), "AM", "casc", True),
    ((None, ("casc",)), "MD", "casc", False),
    ((None, ("casc", "globe")), "MD", "casc", False),
    ((None, ("casc", "globe")), "MD", "globe", True),
    (("MD", ("casc",)), "MD", "casc", False),
    (("MD", ("globe",)), "MD", "globe", True),
)


@pytest.mark.parametrize(("who", "state", "network", "is_given"), NETWORKS)
def test_a_network_is_given_to_people_of_its_states_alone(
    site: Flask, who: tuple[str | None, tuple[str, ...]], state: str, network: str, is_given: bool
) -> None:
    own, made = coordinator(*who), offer(jurisdiction=state, networks=frozenset({network}))

    page = signed_in(site, own).get(f"/en/people/invitations/new?jurisdiction={state}").text
    assert (f'name="networks" value="{network}"' in page.replace('type="checkbox" ', "")) is is_given
    if is_given:
        invite(as_viewer(own), made)
    else:
        with pytest.raises(NotPermitted):
            invite(as_viewer(own), made)


def test_an_administrator_gives_any_network_and_a_desk_opens_its_network(site: Flask) -> None:
    made = {"jurisdiction": "MN", "networks": frozenset({"casc"})}
    own = as_viewer(coordinator(None, ("casc",)))
    invite(as_viewer(administrator()), offer(**made))
    with pytest.raises(NotPermitted):
        invite(own, offer(**made))

    factories.add(factories.authority("mn-office", jurisdiction_key="MN"))
    factories.add(factories.focal_point("mn-office-casc", "mn-office"))

    invite(own, offer(**made))


def create(site: Flask, *more: str) -> tuple[int, str]:
    words = ["accounts", "create", "--email", offer().email, "--name", "A Person", "--role", "practitioner", *more]
    done = site.test_cli_runner().invoke(args=words)
    return done.exit_code, done.stderr


@pytest.mark.parametrize(
    ("more", "said"), [(["--authority", OFFICE], "authority"), (["--desk", "ge-budapest-24-7"], "desk")]
)
def test_no_command_puts_a_person_into_an_office_of_another_state(site: Flask, more: list[str], said: str) -> None:
    code, stderr = create(site, "--jurisdiction", "KG", "--network", "casc", *more)

    assert code == 1
    assert f"This {said} does not belong to the State chosen." in stderr


def reviewed(site: Flask) -> str:
    return site.test_cli_runner().invoke(args=["accounts", "review"]).stdout


def pages(site: Flask) -> list[str]:
    """Return the pages that list accounts to review, of an administrator, the State's coordinator and another one."""
    seen = [
        (administrator(), "/en/operation"),
        (coordinator(STATE, ("globe",)), "/en/people"),
        (coordinator("KG", ("casc",)), "/en/people"),
    ]
    return [signed_in(site, own).get(address).text for own, address in seen]


def is_listed(site: Flask, person: Account) -> bool:
    return f"/people/{person.id} acts for" in reviewed(site)


def test_accounts_whose_office_their_inviter_could_not_give_are_listed_for_review(site: Flask) -> None:
    person = of_office(inviter_id=coordinator(None, ("casc",)).id)

    assert is_listed(site, person)
    shown = ["Accounts to review" in page and person.name in page for page in pages(site)]
    assert shown == [True, True, False]


@pytest.mark.parametrize(
    "what",
    [
        {"inviter": administrator},
        {"inviter": lambda: coordinator(STATE, ())},
        {"inviter": None},
        {"active": False},
        {"authority_key": None},
    ],
    ids=["administrator", "coordinator of the State", "operator", "ended", "no office"],
)
def test_an_account_that_could_be_given_its_office_needs_no_review(site: Flask, what: dict[str, object]) -> None:
    inviter = what.pop("inviter", lambda: coordinator(None, ("casc",)))
    person = of_office(inviter_id=inviter and inviter().id, **what)  # type: ignore[operator]

    assert not is_listed(site, person)


def test_an_account_of_an_office_of_another_state_is_listed_for_review(site: Flask) -> None:
    person = of_office(jurisdiction_key="KG", inviter_id=administrator().id)

    assert is_listed(site, person)


def test_an_office_that_came_by_a_handover_is_reviewed_by_who_handed_it_over(site: Flask) -> None:
    inviter, giver = administrator(), coordinator(None, ("casc",))
    leaver, person = of_office(), of_office(inviter_id=inviter.id)
    with committing():
        handover = handovers.hand_to_account(
            as_viewer(inviter), leaver, person, HandoverTerms(clock.today(), networks=CASC, authority=True)
        )
    assert not is_listed(site, person)

    with committing():
        handover.creator_id = giver.id

    assert is_listed(site, person)


def test_an_account_leaves_the_review_once_an_administrator_has_set_its_rights(site: Flask) -> None:
    person = of_office(inviter_id=coordinator(None, ("casc",)).id)
    client = signed_in(site, administrator())

    answer = client.post(
        f"/en/people/{person.id}/rights?jurisdiction={STATE}",
        data={"role": "practitioner", "networks": "casc", "authority": OFFICE, "desk_role": "head"},
    )

    assert answer.status_code == 303
    assert not is_listed(site, person)


def test_an_office_handed_over_after_an_administrator_set_the_rights_is_reviewed_again(site: Flask) -> None:
    owner, giver = administrator(), coordinator(None, ("casc",))
    leaver, person = of_office(), of_office()
    with committing():
        passing = HandoverTerms(clock.today(), networks=CASC, authority=True)
        handover = handovers.hand_to_account(as_viewer(owner), leaver, person, passing)
        # The record of acts knows whole seconds alone.
        handover.creator_id, handover.created_at = giver.id, clock.now() - timedelta(minutes=1)
    listed = [is_listed(site, person)]

    with committing():
        accounts.change_rights(as_viewer(owner), person, accounts.RoleAndScope(Role.PRACTITIONER, STATE, OFFICE, CASC))
    listed.append(is_listed(site, person))
    with committing():
        handover.created_at = clock.now() + timedelta(minutes=1)
    listed.append(is_listed(site, person))

    assert listed == [True, False, True]


def test_nothing_to_review_is_said(site: Flask) -> None:
    with committing():
        for person in db.session.scalars(select(Account)):
            person.active = False

    assert reviewed(site) == "No account needs a review.\n"


def test_who_could_give_an_office_no_more_is_asked_at_acceptance(site: Flask) -> None:
    inviter, made = coordinator(None, ("casc",)), offer(authority="kg-prosecutor-general")
    invite(as_viewer(inviter), made)
    have_the_state_agree(made)
    with committing():
        inviter.networks = [AccountNetwork(network_key="casc")]
        inviter.jurisdiction_key = "TJ"

    with pytest.raises(Expired):
        accept(token_of(mails_to(made.email)[0]), made.email)


def leave_casc(state: str) -> None:
    """Have a State leave the network, as a proposal that is published does."""
    with committing():
        gone = db.session.scalars(select(NetworkMember).filter_by(network_key="casc", jurisdiction_key=state)).one()
        record(None, "removed", gone.entry_key)
        db.session.delete(gone)


def test_people_of_a_state_that_has_left_a_network_are_listed_until_an_administrator_decides(site: Flask) -> None:
    owner = administrator()
    people = [
        factories.account(networks=["casc", "globe"], jurisdiction_key="TM", inviter_id=inviter)
        for inviter in (coordinator(None, ("casc",)).id, owner.id, None)
    ]
    elsewhere, ended = practitioner("AM"), practitioner("TM")
    with committing():
        ended.active = False
    seen = coordinator(None, ("casc",)), coordinator("TM", ()), coordinator("TM", ("carin",)), coordinator("AM")

    def listed() -> list[bool]:
        return [f"/people/{one.id} is in casc, of which TM" in reviewed(site) for one in (*people, elsewhere, ended)]

    assert listed() == [False] * 5
    leave_casc("TM")

    assert listed() == [True] * 3 + [False] * 2
    shown = ["that their State is not a member of" in signed_in(site, one).get("/en/people").text for one in seen]
    assert shown == [True, True, False, False]
    assert "that their State is not a member of" in signed_in(site, owner).get("/en/operation").text

    kept = accounts.RoleAndScope(Role.PRACTITIONER, "TM", "", frozenset({"casc"}))
    with committing():
        accounts.change_rights(as_viewer(owner), people[0], kept)
        accounts.change_rights(as_viewer(owner), people[1], replace(kept, networks=frozenset({"globe"})))
    assert listed() == [False, False, True, False, False]
