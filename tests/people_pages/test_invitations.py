"""Invitations: one address, one role, one scope, one use, two days; nobody gives more than they hold."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask

from directory import clock
from directory.access.viewer import Viewer
from directory.accounts.sessions import Factor
from directory.errors import Conflict, DirectoryError, Expired, InvalidInput, NotFound, NotPermitted
from directory.jobs.schedule import end_expired_access
from directory.models import Account, AccountNetwork, Invitation
from directory.outbox.delivery import send_due
from directory.people.queries import invitations as queries
from directory.people.service import acceptance
from directory.people.service import invitations as service
from directory.people.service.invitations import InvitationTerms
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.people import sign_in
from tests.people_pages.conftest import administrator, as_viewer, coordinator, mails_to, practitioner, token_of

NUMBERS = count(1)
PASSWORD = "four plain words of tests"


def offer(**values: Any) -> InvitationTerms:
    defaults: dict[str, Any] = {
        "email": f"invited-{next(NUMBERS)}@example.org",
        "role": Role.PRACTITIONER,
        "jurisdiction": "KG",
        "networks": frozenset({"casc"}),
    }
    return InvitationTerms(**(defaults | values))


def invite(viewer: Viewer, made: InvitationTerms) -> Invitation:
    with committing():
        return service.invite(viewer, made)


def accept(token: str, email: str, name: str = "Anyone Fictional") -> Account:
    with committing():
        return acceptance.accept(token, email, name, PASSWORD)


def test_an_accepted_invitation_makes_an_account_of_its_role_and_scope_and_tells_both(site: Flask) -> None:
    inviter, made = coordinator(), offer()
    invite(as_viewer(inviter), made)
    token = token_of(mails_to(made.email)[0])

    account = accept(token, made.email.upper())

    assert (account.email, account.role, account.jurisdiction_key) == (made.email, "practitioner", "KG")
    assert [one.network_key for one in account.networks] == ["casc"]
    assert account.inviter_id == inviter.id
    assert [mail.letter for mail in mails_to(made.email)] == [
        "invitation",
        "password_set",
        "account_made",
    ]
    assert [mail.letter for mail in mails_to(inviter.email)] == ["invitation_accepted"]


def test_the_letter_names_the_role_at_the_desk(site: Flask) -> None:
    made = offer(authority="kg-prosecutor-general", desks={"kg-casc": "duty_officer"})
    invite(as_viewer(coordinator()), made)

    role = mails_to(made.email)[0].values["role"]

    assert role.startswith("Practitioner, Duty officer (")
    assert ", CASC), Kyrgyzstan" in role


def test_the_letter_names_who_invites_to_what_until_when_and_whom_to_ask(site: Flask) -> None:
    inviter, made = coordinator(), offer()
    invite(as_viewer(inviter), made)

    values = mails_to(made.email)[0].values

    assert values["inviter"].startswith(f"{inviter.name} (Network coordinator")
    assert values["role"].startswith("Practitioner, Kyrgyzstan, ")
    assert values["until"].endswith("(UTC)")
    assert values["contact"].endswith(f"{inviter.name} · {inviter.email}")


@pytest.mark.parametrize(
    ("jurisdiction", "networks", "what"),
    [
        ("KG", ("casc",), {"jurisdiction": "KZ"}),
        ("KG", ("casc",), {"networks": frozenset({"casc", "ejn"})}),
        ("KG", ("casc",), {"networks": frozenset()}),
        ("KG", (), {"networks": frozenset({"casc"})}),
        ("KG", ("casc",), {"role": Role.COORDINATOR}),
        ("KG", ("casc",), {"role": Role.ADMINISTRATOR}),
        ("KG", ("casc",), {"role": Role.VISITOR}),
        ("KG", ("casc",), {"desks": {"ge-budapest-24-7": "head"}}),
        (None, ("casc",), {"networks": frozenset({"ejn"})}),
        (None, (), {}),
    ],
)
def test_a_coordinator_gives_no_more_than_they_hold(
    site: Flask, jurisdiction: str | None, networks: tuple[str, ...], what: dict[str, Any]
) -> None:
    viewer, made = as_viewer(coordinator(jurisdiction, networks)), offer(**what)

    with pytest.raises(NotPermitted):
        invite(viewer, made)

    assert mails_to(made.email) == []


@pytest.mark.parametrize(
    ("jurisdiction", "networks", "what"),
    [
        ("KG", ("casc",), {}),
        ("KG", (), {"networks": frozenset()}),
        (None, ("casc",), {"jurisdiction": "TJ"}),
    ],
)
def test_a_coordinator_invites_within_the_own_scope(
    site: Flask, jurisdiction: str | None, networks: tuple[str, ...], what: dict[str, Any]
) -> None:
    made = offer(**what)

    invite(as_viewer(coordinator(jurisdiction, networks)), made)

    assert [mail.letter for mail in mails_to(made.email)] == ["invitation"]


@pytest.mark.parametrize("role", [Role.PRACTITIONER, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_an_administrator_invites_to_every_role(site: Flask, role: Role) -> None:
    made = offer(role=role, networks=frozenset({"casc", "ejn"}))

    invitation = invite(as_viewer(administrator()), made)

    assert invitation.role == role


@pytest.mark.parametrize("page", ["invitations/new?jurisdiction=KG", "{number}/handover"])
def test_who_gives_access_says_once_more_who_they_are(site: Flask, page: str) -> None:
    client, number = site.test_client(), practitioner().id
    row = sign_in(client, coordinator())
    with committing():
        for factor in Factor:
            setattr(row, factor, clock.now() - timedelta(minutes=16))

    answer = client.get(f"/en/people/{page.format(number=number)}")

    assert answer.headers["Location"].startswith("/en/account/confirm?next=/en/people/")


def test_a_practitioner_invites_nobody(site: Flask) -> None:
    with pytest.raises(NotPermitted):
        invite(as_viewer(practitioner()), offer())


@pytest.mark.parametrize(
    "what",
    [{"authority": "kz-prosecutor-general"}, {"authority": "unknown"}, {"jurisdiction": "", "networks": frozenset()}],
)
def test_an_offer_that_does_not_hang_together_is_refused(site: Flask, what: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        invite(as_viewer(administrator()), offer(**what))


def used(token: str, made: InvitationTerms, invitation: Invitation) -> None:
    accept(token, made.email)


def withdrawn(token: str, made: InvitationTerms, invitation: Invitation) -> None:
    viewer = as_viewer(administrator())
    with committing():
        service.withdraw(viewer, invitation)


def sent_again(token: str, made: InvitationTerms, invitation: Invitation) -> None:
    viewer = as_viewer(administrator())
    with committing():
        service.resend(viewer, invitation)


def account_made_meanwhile(token: str, made: InvitationTerms, invitation: Invitation) -> None:
    factories.account(email=made.email)


def inviter_ended(token: str, made: InvitationTerms, invitation: Invitation) -> None:
    with committing():
        invitation.inviter.active = False


def inviter_moved(token: str, made: InvitationTerms, invitation: Invitation) -> None:
    with committing():
        invitation.inviter.jurisdiction_key = "KZ"


@pytest.mark.parametrize(
    "happened", [used, withdrawn, sent_again, account_made_meanwhile, inviter_ended, inviter_moved]
)
def test_a_link_is_worth_nothing_once_the_invitation_is_settled(site: Flask, happened: Any) -> None:
    made = offer()
    invitation = invite(as_viewer(coordinator()), made)
    token = token_of(mails_to(made.email)[0])
    happened(token, made, invitation)

    with pytest.raises(Expired):
        accept(token, made.email)


def test_an_invitation_of_a_coordinator_who_left_is_sent_again_by_another(site: Flask) -> None:
    made, other = offer(), as_viewer(coordinator())
    invitation = invite(as_viewer(coordinator()), made)
    inviter_ended("", made, invitation)

    with committing():
        service.resend(other, invitation)

    account = accept(token_of(mails_to(made.email)[-1]), made.email)
    assert account.inviter_id == other.account_id


def test_a_desk_that_a_coordinator_could_not_give_is_not_given_by_sending_again(site: Flask) -> None:
    invitation = invite(as_viewer(administrator()), offer(jurisdiction="GE", desks={"ge-budapest-24-7": "head"}))
    viewer = as_viewer(coordinator("GE"))

    with pytest.raises(NotPermitted), committing():
        service.resend(viewer, invitation)


def test_a_desk_that_the_inviter_could_give_no_more_is_not_given(site: Flask) -> None:
    inviter = factories.account(Role.ADMINISTRATOR, jurisdiction_key="GE")
    made = offer(jurisdiction="GE", desks={"ge-budapest-24-7": "head"})
    invite(as_viewer(inviter), made)
    with committing():
        inviter.role, inviter.jurisdiction_key = Role.COORDINATOR, "GE"
        inviter.networks = [AccountNetwork(network_key="casc")]

    with pytest.raises(Expired):
        accept(token_of(mails_to(made.email)[0]), made.email)


@pytest.mark.parametrize(("hours", "outcome"), [(47, None), (48, Expired), (49, Expired)])
def test_a_link_works_for_two_days(
    site: Flask, monkeypatch: pytest.MonkeyPatch, hours: int, outcome: type[DirectoryError] | None
) -> None:
    made = offer()
    invitation = invite(as_viewer(administrator()), made)
    token, later = token_of(mails_to(made.email)[0]), invitation.created_at + timedelta(hours=hours)
    monkeypatch.setattr(clock, "now", lambda: later)

    if outcome is None:
        assert accept(token, made.email).email == made.email
    else:
        with pytest.raises(outcome):
            accept(token, made.email)


def test_an_invitation_of_a_clock_that_was_ahead_is_over_until_it_is_sent_again(site: Flask) -> None:
    made, viewer = offer(), as_viewer(administrator())
    with clock.frozen_at(clock.now() + timedelta(days=1)):
        invitation = invite(viewer, made)

    end_expired_access()

    with pytest.raises(Expired):
        accept(token_of(mails_to(made.email)[0]), made.email)
    with committing():
        service.resend(viewer, invitation)
    end_expired_access()
    assert accept(token_of(mails_to(made.email)[1]), made.email).email == made.email


def test_a_link_that_was_passed_on_does_not_work_for_another_address(site: Flask) -> None:
    made = offer()
    invite(as_viewer(administrator()), made)
    token = token_of(mails_to(made.email)[0])

    with pytest.raises(InvalidInput):
        accept(token, "another@example.org")

    assert accept(token, made.email).email == made.email


def test_the_database_holds_no_secret_of_a_link(site: Flask) -> None:
    made = offer()
    invitation = invite(as_viewer(administrator()), made)

    token = token_of(mails_to(made.email)[0])

    assert token not in {str(value) for value in vars(invitation).values()}


def test_the_database_holds_no_link_once_its_mail_is_sent(site: Flask) -> None:
    made = offer()
    invite(as_viewer(administrator()), made)

    send_due(clock.now())

    mail = mails_to(made.email)[0]
    assert (mail.state, mail.values) == ("sent", {})


def test_the_inviter_cannot_tell_an_address_that_has_an_account(site: Flask) -> None:
    known, viewer = practitioner("KZ", ("ejn",)), as_viewer(coordinator())

    invitation = invite(viewer, offer(email=known.email))
    other = invite(viewer, offer())

    assert invitation.state(clock.now()) == other.state(clock.now()) == "waiting"
    assert [mail.letter for mail in mails_to(known.email)] == ["invitation_known"]


@pytest.mark.parametrize("act", [service.withdraw, service.resend])
def test_an_invitation_that_was_accepted_is_neither_withdrawn_nor_sent_again(site: Flask, act: Any) -> None:
    made = offer()
    viewer = as_viewer(administrator())
    invitation = invite(viewer, made)
    accept(token_of(mails_to(made.email)[0]), made.email)

    with pytest.raises(Conflict), committing():
        act(viewer, invitation)


@pytest.mark.parametrize(
    ("jurisdiction", "networks"), [("KZ", ("casc",)), ("KG", ("ejn",)), (None, ("ejn",)), (None, ())]
)
def test_an_invitation_outside_the_own_scope_is_as_unknown_as_none(
    site: Flask, jurisdiction: str | None, networks: tuple[str, ...]
) -> None:
    invitation = invite(as_viewer(administrator()), offer())
    viewer = as_viewer(coordinator(jurisdiction, networks))

    with pytest.raises(NotFound):
        queries.get(viewer, invitation.public_id)
    with pytest.raises(NotFound):
        queries.get(viewer, "unknown")

    assert invitation.id not in {one.id for one in queries.list_invitations(viewer).rows}


def test_an_invitation_in_scope_is_listed(site: Flask) -> None:
    invitation = invite(as_viewer(administrator()), offer())

    found = queries.list_invitations(as_viewer(coordinator()))

    assert invitation.id in {one.id for one in found.rows}
