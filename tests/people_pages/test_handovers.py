"""Handovers: both have access until the last day is over; then the leaver has none, and it is signed off."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.access.viewer import Viewer
from directory.errors import Conflict, InvalidInput, NotFound, NotPermitted
from directory.extensions import db
from directory.jobs.batches import RowsFailed
from directory.jobs.schedule import end_expired_access
from directory.models import Account, AccountNetwork, Authority, FocalPoint, Handover, Mail
from directory.people.queries import handovers as queries
from directory.people.queries.accounts import place_of
from directory.people.queries.api_tokens import of_secret
from directory.people.service import acceptance, api_tokens, end_access_after_last_day
from directory.people.service import handovers as service
from directory.people.service.accounts import RoleAndScope, change_rights, disable
from directory.people.service.handovers import HandoverTerms
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.authenticator import Authenticator
from tests.html import parse
from tests.people import give_passkey, signed_in
from tests.people_pages.conftest import administrator, as_viewer, coordinator, mails_to, practitioner, token_of

DESK = "ge-test-desk"
STATE = "GE"


@pytest.fixture(scope="module", autouse=True)
def desk(written: Flask) -> None:
    with written.app_context():
        factories.add(factories.authority("ge-test-authority", jurisdiction_key=STATE))
        factories.add(
            FocalPoint(key=DESK, authority_key="ge-test-authority", network_key="casc", cover="round_the_clock")
        )


def leaver(**values: Any) -> Account:
    return factories.account(
        Role.PRACTITIONER, ["casc"], [DESK], jurisdiction_key=STATE, authority_key="ge-test-authority", **values
    )


def own_coordinator() -> Viewer:
    return as_viewer(coordinator(STATE, ("casc",)))


def passing(days: int = 7, **values: Any) -> HandoverTerms:
    defaults: dict[str, Any] = {"desks": frozenset({DESK}), "networks": frozenset({"casc"}), "authority": True}
    return HandoverTerms(clock.today() + timedelta(days=days), **(defaults | values))


def hand_over(viewer: Viewer, one: Account, successor: Account, **values: Any) -> Handover:
    with committing():
        return service.hand_to_account(viewer, one, successor, passing(**values))


def end_all(days: int) -> int:
    with committing():
        return end_access_after_last_day(clock.now() + timedelta(days=days))


def rights(account: Account) -> tuple[bool, set[str], set[str], str | None]:
    db.session.refresh(account)
    return (
        account.active,
        {one.focal_point_key for one in account.desks},
        {one.network_key for one in account.networks},
        account.authority_key,
    )


EVERYTHING = (True, {DESK}, {"casc"}, "ge-test-authority")


def test_during_the_overlap_both_have_access(site: Flask) -> None:
    one, successor = leaver(), practitioner(STATE, ("casc",))

    hand_over(own_coordinator(), one, successor)

    assert rights(one) == rights(successor) == EVERYTHING


def test_a_successor_without_a_passkey_and_who_hands_over_are_told_that_a_desk_needs_one(site: Flask) -> None:
    one, without, has = leaver(), practitioner(STATE, ("casc",)), practitioner(STATE, ("casc",))
    own = coordinator(STATE, ("casc",))
    give_passkey(has, Authenticator("http://localhost"))
    client = signed_in(site, own)

    form = parse(client.get(f"/en/people/{one.id}/handover"))
    handover = hand_over(as_viewer(own), one, without)
    page = parse(client.get(f"/en/people/handovers/{handover.public_id}"))

    marked = {text["value"]: "no passkey yet" in text.text for text in form.all("[name=successor] option")}
    assert (marked[str(without.id)], marked[str(has.id)]) == (True, False)
    assert "has no passkey yet" in page.one(".notice").text
    assert mails_to(without.email)[-1].letter == "handover_received_without_passkey"
    give_passkey(without, Authenticator("http://localhost"))
    assert not parse(client.get(f"/en/people/handovers/{handover.public_id}")).all(".notice")


@pytest.mark.parametrize(
    ("desks", "has_passkey", "letter"),
    [
        ({DESK: "member"}, False, "rights_changed_without_passkey"),
        ({DESK: "member"}, True, "rights_changed"),
        ({}, False, "rights_changed"),
    ],
)
def test_who_is_put_on_a_desk_without_a_passkey_is_told_that_a_desk_needs_one(
    site: Flask, desks: dict[str, str], has_passkey: bool, letter: str
) -> None:
    one, viewer = practitioner(STATE, ("casc",)), as_viewer(administrator())
    if has_passkey:
        give_passkey(one, Authenticator("http://localhost"))

    with committing():
        change_rights(viewer, one, RoleAndScope(Role.PRACTITIONER, STATE, "", frozenset({"casc"}), desks))

    assert mails_to(one.email)[-1].letter == letter


@pytest.mark.parametrize(("days", "has_ended"), [(6, False), (7, False), (8, True)])
def test_the_leavers_access_ends_when_the_last_day_is_over(site: Flask, days: int, has_ended: bool) -> None:
    one, successor = leaver(), practitioner(STATE, ("casc",))
    hand_over(own_coordinator(), one, successor)

    end_all(days)

    assert rights(one)[:2] == ((False, set()) if has_ended else (True, {DESK}))
    assert rights(successor) == EVERYTHING


def test_a_leaver_whose_account_was_ended_before_is_told_nothing_more(site: Flask) -> None:
    one, viewer = leaver(), own_coordinator()
    hand_over(viewer, one, practitioner(STATE))
    with committing():
        disable(viewer, one)

    end_all(8)

    assert [mail.letter for mail in mails_to(one.email)] == ["handover_started", "account_ended"]


def test_ending_twice_changes_and_tells_nothing_more(site: Flask) -> None:
    viewer, one = own_coordinator(), leaver()
    hand_over(viewer, one, practitioner(STATE, ("casc",)))
    end_all(30)
    told = set(db.session.scalars(select(Mail.key)))

    ended = end_all(31)

    assert ended == 0
    assert set(db.session.scalars(select(Mail.key))) == told


def test_the_tokens_of_the_leaver_end_too(site: Flask) -> None:
    one = leaver()
    with committing():
        secret = api_tokens.create(one, "read", 90, "A program")
    hand_over(own_coordinator(), one, practitioner(STATE, ("casc",)))

    end_all(30)

    assert of_secret(secret) is None


def test_an_invited_successor_gets_what_passes_by_accepting(site: Flask) -> None:
    viewer, one, email = own_coordinator(), leaver(), "successor@example.org"
    with committing():
        handover = service.hand_to_invited(viewer, one, email, "en", passing())

    with committing():
        account = acceptance.accept(token_of(mails_to(email)[0]), email, "New Fictional", "four plain words of tests")

    assert rights(account) == EVERYTHING
    assert handover.successor_id == account.id


def test_a_stopped_handover_does_not_end(site: Flask) -> None:
    viewer, one = own_coordinator(), leaver()
    handover = hand_over(viewer, one, practitioner(STATE, ("casc",)))
    with committing():
        service.stop(viewer, handover)

    end_all(30)

    assert rights(one) == EVERYTHING
    assert handover.state == "stopped"


def test_a_handover_is_signed_off_once_after_its_end(site: Flask) -> None:
    viewer, one = own_coordinator(), leaver()
    handover = hand_over(viewer, one, practitioner(STATE, ("casc",)))
    with pytest.raises(Conflict), committing():
        service.sign_off(viewer, handover)
    end_all(30)

    with committing():
        service.sign_off(viewer, handover)

    assert (handover.state, handover.signer_id) == ("signed_off", viewer.account_id)
    with pytest.raises(Conflict), committing():
        service.sign_off(viewer, handover)


def test_the_coordinators_are_asked_to_sign_off(site: Flask) -> None:
    decider = coordinator(STATE, ("casc",))
    hand_over(as_viewer(decider), leaver(), practitioner(STATE, ("casc",)))

    end_all(30)

    assert "handover_ended" in [mail.letter for mail in mails_to(decider.email)]


def test_a_successor_does_not_sign_off_their_own_handover(site: Flask) -> None:
    one = leaver()
    successor = coordinator(STATE, ("casc",))
    handover = hand_over(as_viewer(administrator()), one, successor)
    end_all(30)

    with pytest.raises(NotPermitted), committing():
        service.sign_off(as_viewer(successor), handover)


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"days": -1}, InvalidInput),
        ({"networks": frozenset({"ejn"})}, NotPermitted),
        ({"desks": frozenset({"kg-unknown"})}, NotPermitted),
    ],
)
def test_only_what_the_leaver_has_passes(site: Flask, values: dict[str, Any], refused: type[Exception]) -> None:
    with pytest.raises(refused):
        hand_over(own_coordinator(), leaver(), practitioner(STATE, ("casc",)), **values)


@pytest.mark.parametrize(("role", "is_permitted"), [(Role.COORDINATOR, False), (Role.ADMINISTRATOR, True)])
def test_the_role_of_a_coordinator_passes_by_an_administrator_alone(
    site: Flask, role: Role, is_permitted: bool
) -> None:
    one, successor = coordinator(STATE, ("casc",)), practitioner(STATE, ("casc",))
    viewer = as_viewer(factories.account(role, ["casc"], jurisdiction_key=STATE))
    what = {"desks": frozenset(), "authority": False, "role": True}

    if is_permitted:
        hand_over(viewer, one, successor, **what)
    else:
        with pytest.raises(NotPermitted):
            hand_over(viewer, one, successor, **what)

    db.session.refresh(successor)
    assert successor.role == ("coordinator" if is_permitted else "practitioner")


def test_nobody_hands_over_to_a_person_of_another_state(site: Flask) -> None:
    with pytest.raises(InvalidInput):
        hand_over(as_viewer(administrator()), leaver(), practitioner("KG", ("casc",)))


def office(key: str, state: str = STATE) -> str:
    """Return the key of an authority with a desk of `globe` alone, in a State that lists no membership of it."""
    if db.session.get(Authority, key) is None:
        factories.add(factories.authority(key, jurisdiction_key=state))
        factories.add(factories.focal_point(f"{key}-globe", key, network_key="globe"))
    return key


# In the United Arab Emirates, which no network lists: who hands over, from whom to whom, and whether that is refused.
GLOBE = ("AE", ("globe",))
TAKEN = (
    (GLOBE, "ae-ministry-of-justice", True),
    (GLOBE, None, False),
    (GLOBE, "ae-beside", False),
    (GLOBE, "ae-office", False),
    (("AE", ()), "ae-ministry-of-justice", False),
)


@pytest.mark.parametrize(("who", "held", "is_refused"), TAKEN)
def test_a_successor_is_taken_out_of_no_office_that_one_could_not_give(
    site: Flask, who: tuple[str | None, tuple[str, ...]], held: str | None, is_refused: bool
) -> None:
    own, beside = office("ae-office", "AE"), office("ae-beside", "AE")
    assert held in (None, own, beside, "ae-ministry-of-justice")
    leaving = factories.account(networks=["globe"], jurisdiction_key="AE", authority_key=own)
    successor = factories.account(networks=["globe", "carin"], jurisdiction_key="AE", authority_key=held)
    client = signed_in(site, coordinator(*who))
    sent = {"successor": str(successor.id), "language": "en", "ends_on": clock.today().isoformat(), "authority": "y"}

    answer = client.post(f"/en/people/{leaving.id}/handover", data=sent)

    assert ("not yours to give" in answer.text) is is_refused
    assert answer.status_code == (422 if is_refused else 303)
    db.session.refresh(successor)
    assert successor.authority_key == (held if is_refused else own)


def test_who_has_no_office_takes_it_from_no_successor(site: Flask) -> None:
    one = factories.account(Role.PRACTITIONER, ["casc"], [DESK], jurisdiction_key=STATE)
    successor = leaver()

    hand_over(own_coordinator(), one, successor, authority=True)

    assert rights(successor)[3] == "ge-test-authority"


# Where an administrator puts a person who is to leave, and whether the handover is stopped by that.
MOVES = (
    ({"jurisdiction": "DE", "authority": "de-federal-office-of-justice", "networks": frozenset({"ejn"})}, True),
    ({"authority": ""}, True),
    ({"authority": "ge-prosecutor-general"}, True),
    ({"networks": frozenset({"casc", "globe"})}, False),
    ({"desks": {}}, False),
)


@pytest.mark.parametrize(("move", "is_stopped"), MOVES)
def test_a_handover_does_not_end_who_was_moved_to_another_office(
    site: Flask, move: dict[str, Any], is_stopped: bool
) -> None:
    one, own = leaver(), coordinator(STATE, ("casc",))
    handover = hand_over(as_viewer(own), one, practitioner(STATE))
    kept = {"jurisdiction": STATE, "authority": "ge-test-authority", "networks": frozenset({"casc"})}
    admin = as_viewer(administrator())
    with committing():
        change_rights(admin, one, RoleAndScope(Role.PRACTITIONER, **(kept | move)))

    end_all(8)

    db.session.refresh(handover)
    assert (handover.state, one.active) == (("stopped", True) if is_stopped else ("ended", False))
    of_it = [mail.letter for mail in mails_to(own.email) if handover.public_id in mail.key]
    assert of_it == ["handover_of_moved" if is_stopped else "handover_ended"]
    assert ("handover_stopped" in {mail.letter for mail in mails_to(one.email)}) is is_stopped


def test_a_handover_does_not_end_who_got_another_office_by_a_handover(site: Flask) -> None:
    one = leaver()
    handover = hand_over(own_coordinator(), one, practitioner(STATE))
    other = factories.account(networks=["casc"], jurisdiction_key=STATE, authority_key="ge-prosecutor-general")

    hand_over(own_coordinator(), other, one, desks=frozenset(), authority=True)

    db.session.refresh(handover)
    assert handover.state == "stopped"


# Who stops and signs off the handover of a person of casc and carin who leaves a desk of casc and its authority.
DECIDERS = (
    ((None, ("casc",)), True),
    ((STATE, ("casc",)), True),
    ((STATE, ()), True),
    ((None, ("carin",)), False),
    ((STATE, ("carin",)), False),
)


@pytest.mark.long(each=4)
@pytest.mark.parametrize(("who", "decides"), DECIDERS)
@pytest.mark.parametrize("act", ["stop", "sign-off"])
def test_one_network_in_common_with_the_leaver_decides_about_no_handover(
    site: Flask, who: tuple[str | None, tuple[str, ...]], decides: bool, act: str
) -> None:
    one = leaver()
    factories.add(AccountNetwork(account_id=one.id, network_key="carin"))
    handover = hand_over(own_coordinator(), one, practitioner(STATE))
    if act == "sign-off":
        end_all(8)
    client, address = signed_in(site, coordinator(*who)), f"/en/people/handovers/{handover.public_id}"

    assert (f"{address}/{act}" in client.get(address).text) is decides
    assert client.post(f"{address}/{act}").status_code == (303 if decides else 403)


def test_nobody_hands_over_twice_at_once(site: Flask) -> None:
    viewer, one = own_coordinator(), leaver()
    hand_over(viewer, one, practitioner(STATE, ("casc",)))

    with pytest.raises(Conflict):
        hand_over(viewer, one, practitioner(STATE, ("casc",)))


def test_nobody_hands_over_themselves(site: Flask) -> None:
    own = administrator()

    with pytest.raises(NotPermitted):
        hand_over(as_viewer(own), own, practitioner(STATE, ("casc",)), networks=frozenset(), desks=frozenset())


@pytest.mark.parametrize("who", [("KG", ("casc",)), (STATE, ("ejn",)), (None, ())])
def test_a_handover_outside_the_own_scope_is_as_unknown_as_none(
    site: Flask, who: tuple[str | None, tuple[str, ...]]
) -> None:
    handover = hand_over(own_coordinator(), leaver(), practitioner(STATE, ("casc",)))
    viewer = as_viewer(coordinator(*who))

    with pytest.raises(NotFound):
        queries.get(viewer, handover.public_id)

    assert handover.id not in {one.id for one in queries.list_handovers(viewer).rows}


def test_a_role_passes_with_its_whole_scope_and_ends_the_sessions_of_the_successor(site: Flask) -> None:
    one, successor = coordinator(STATE, ("casc",)), practitioner(STATE)
    browser = signed_in(site, successor)
    before = browser.get("/en/account").status_code

    hand_over(as_viewer(administrator()), one, successor, desks=frozenset(), networks=frozenset(), role=True)

    assert (before, browser.get("/en/account").status_code) == (200, 303)
    db.session.refresh(successor)
    assert (successor.role, place_of(successor).networks) == (Role.COORDINATOR, {"casc"})


def test_a_role_that_passes_makes_the_tokens_of_the_successor_worthless(site: Flask) -> None:
    one, successor = coordinator(STATE, ("casc",)), practitioner(STATE)
    with committing():
        secret = api_tokens.create(successor, "read", 30, "A program of tests")

    hand_over(as_viewer(administrator()), one, successor, desks=frozenset(), authority=False, role=True)

    assert of_secret(secret) is None


def test_an_invited_successor_gets_no_wider_scope_than_the_leaver(site: Flask) -> None:
    one, viewer = coordinator(STATE, ("casc",)), as_viewer(administrator())
    what = passing(desks=frozenset(), networks=frozenset(), authority=False, role=True)

    with committing():
        handover = service.hand_to_invited(viewer, one, "next@example.org", "en", what)

    assert handover.invitation is not None
    assert handover.invitation.place().networks == {"casc"}


def test_a_leaver_to_whom_no_letter_can_be_written_is_told_of_and_nobody_keeps_their_access(site: Flask) -> None:
    broken, other = leaver(), leaver()
    for one in (broken, other):
        hand_over(own_coordinator(), one, leaver())
    broken.email = "broken"
    db.session.commit()

    with clock.frozen_at(clock.now() + timedelta(days=8)), pytest.raises(RowsFailed):
        end_expired_access()

    assert (rights(broken)[0], rights(other)[0]) == (False, False)


def test_a_form_offers_no_desk_that_has_ended(site: Flask) -> None:
    factories.add(factories.focal_point("ge-ended-desk", "ge-test-authority", status="closed"))
    one = factories.account(Role.PRACTITIONER, ["casc"], [DESK, "ge-ended-desk"], jurisdiction_key=STATE)
    client = signed_in(site, coordinator(STATE, ("casc",)))

    page = client.get(f"/en/people/{one.id}/handover").text

    assert f'value="{DESK}"' in page
    assert "ge-ended-desk" not in page
