"""A State stays master of its offices: whom somebody outside of it lets in waits until the State agrees."""

from datetime import date, timedelta
from itertools import count

import pytest
import time_machine
from flask import Flask

from directory import clock
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.errors import Conflict, Expired, InvalidInput, NotFound
from directory.extensions import db
from directory.jobs.schedule import end_expired_access
from directory.models import Account, Invitation
from directory.people.queries.agreements import get_for_state, list_to_agree
from directory.people.service import acceptance, accounts, agreements, handovers, invitations
from directory.people.service.handovers import HandoverTerms
from directory.people.service.invitations import InvitationTerms
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.people import sign_in, signed_in
from tests.people_pages.conftest import administrator, coordinator, mails_to, token_of

NUMBERS = count(1)
PASSWORD = "four plain words of tests"
PAGE = "/en/people/agreements"


def office(state: str) -> str:
    key = f"master-{next(NUMBERS)}"
    factories.add(factories.authority(key, jurisdiction_key=state, name=factories.english(f"Office {key}")))
    return key


def member(state: str, authority: str | None) -> Account:
    return factories.account(Role.PRACTITIONER, ("casc",), jurisdiction_key=state, authority_key=authority)


def network_coordinator() -> Account:
    return coordinator(None)


def terms(state: str, authority: str) -> InvitationTerms:
    email = f"let-in-{next(NUMBERS)}@example.org"
    return InvitationTerms(email, Role.PRACTITIONER, state, frozenset({"casc"}), authority)


def invite(inviter: Account, offer: InvitationTerms) -> str:
    """Invite a person, and return the public id of the invitation."""
    with committing():
        return invitations.invite(viewer_of(inviter), offer).public_id


def invitation(public_id: str) -> Invitation:
    db.session.rollback()
    return db.session.query(Invitation).filter_by(public_id=public_id).one()


def accept(offer: InvitationTerms) -> Account:
    with committing():
        return acceptance.accept(token_of(mails_to(offer.email)[-1]), offer.email, "Let In", PASSWORD)


def letters_to(account: Account) -> list[str]:
    return [one.letter for one in mails_to(account.email)]


def agree(viewer: Viewer, public_id: str) -> None:
    with committing():
        agreements.agree(viewer, get_for_state(viewer, public_id))


def refuse(viewer: Viewer, public_id: str) -> None:
    with committing():
        agreements.refuse(viewer, get_for_state(viewer, public_id))


def test_an_invitation_from_outside_into_an_office_waits_and_the_state_is_told(site: Flask) -> None:
    key = office("KG")
    colleague, master = member("KG", key), coordinator("KG", ("casc",))
    offer = terms("KG", key)

    public_id = invite(network_coordinator(), offer)

    assert invitation(public_id).state(clock.now()) == "asked"
    assert mails_to(offer.email) == []
    assert letters_to(colleague) == letters_to(master) == ["invitation_to_agree"]
    assert set(mails_to(colleague.email)[0].values) == {"path"}


@pytest.mark.parametrize("who", ["colleague", "coordinator"])
def test_somebody_of_the_state_agrees_and_the_person_gets_the_link(site: Flask, who: str) -> None:
    key = office("KG")
    people = {"colleague": member("KG", key), "coordinator": coordinator("KG", ("casc",))}
    offer = terms("KG", key)
    public_id = invite(network_coordinator(), offer)

    agree(viewer_of(people[who]), public_id)
    agree(viewer_of(people[who]), public_id)

    assert [mail.letter for mail in mails_to(offer.email)] == ["invitation"]
    assert accept(offer).authority_key == key


def test_who_refuses_ends_the_invitation_and_the_inviter_is_told(site: Flask) -> None:
    key, inviter = office("KG"), network_coordinator()
    colleague, offer = member("KG", key), terms("KG", key)
    public_id = invite(inviter, offer)

    refuse(viewer_of(colleague), public_id)
    refuse(viewer_of(colleague), public_id)

    assert invitation(public_id).state(clock.now()) == "refused"
    assert letters_to(inviter) == ["invitation_refused"]
    with pytest.raises(Conflict):
        agree(viewer_of(colleague), public_id)
    with pytest.raises(Conflict), committing():
        invitations.resend(viewer_of(inviter), invitation(public_id))


def test_sending_it_again_goes_to_the_state_and_not_to_the_person(site: Flask) -> None:
    key, inviter = office("KG"), network_coordinator()
    colleague, offer = member("KG", key), terms("KG", key)
    public_id = invite(inviter, offer)

    with committing():
        invitations.resend(viewer_of(inviter), invitation(public_id))

    assert mails_to(offer.email) == []
    assert letters_to(colleague) == ["invitation_to_agree"] * 2


def test_a_person_of_the_state_invites_into_its_offices_at_once(site: Flask) -> None:
    key = office("KG")
    member("KG", key)
    offer = terms("KG", key)

    invite(coordinator("KG", ("casc",)), offer)

    assert [mail.letter for mail in mails_to(offer.email)] == ["invitation"]


def test_an_administrator_waits_too(site: Flask) -> None:
    key = office("KG")
    member("KG", key)
    offer = terms("KG", key)

    invite(administrator(), offer)

    assert mails_to(offer.email) == []


def test_a_desk_is_an_office_too(site: Flask) -> None:
    duty = factories.account(Role.PRACTITIONER, ("casc",), ("kg-casc",), jurisdiction_key="KG")
    offer = InvitationTerms(
        "at-the-desk@example.org", Role.PRACTITIONER, "KG", frozenset({"casc"}), desks={"kg-casc": "deputy"}
    )

    public_id = invite(network_coordinator(), offer)

    assert mails_to(offer.email) == []
    agree(viewer_of(duty), public_id)
    assert [mail.letter for mail in mails_to(offer.email)] == ["invitation_with_passkey"]


def test_nobody_else_sees_it_or_decides(site: Flask) -> None:
    key = office("KG")
    member("KG", key)
    inviter = network_coordinator()
    public_id = invite(inviter, terms("KG", key))

    for other in (member("KG", office("KG")), member("KZ", office("KZ")), coordinator("KZ", ("casc",)), inviter):
        viewer = viewer_of(other)
        assert not list_to_agree(viewer)
        for act in (agree, refuse):
            with pytest.raises(NotFound):
                act(viewer, public_id)
    assert invitation(public_id).state(clock.now()) == "asked"


def test_whom_the_own_office_did_not_confirm_neither_sees_it_nor_decides(site: Flask) -> None:
    key = office("KG")
    lapsed, colleague = member("KG", key), member("KG", key)
    with committing():
        lapsed.narrowed_at = clock.now()

    public_id = invite(network_coordinator(), terms("KG", key))

    assert (letters_to(lapsed), letters_to(colleague)) == ([], ["invitation_to_agree"])
    assert not list_to_agree(viewer_of(lapsed))
    with pytest.raises(NotFound):
        agree(viewer_of(lapsed), public_id)


def test_a_person_named_by_desk_or_office_of_another_state_is_not_asked(site: Flask) -> None:
    key = office("KG")
    member("KG", key)
    stray = member("KZ", key)

    public_id = invite(network_coordinator(), terms("KG", key))

    assert letters_to(stray) == []
    with pytest.raises(NotFound):
        agree(viewer_of(stray), public_id)


def test_where_the_state_has_nobody_an_administrator_lets_in_and_its_first_coordinator_sees_it(site: Flask) -> None:
    key, other = office("TM"), administrator()
    offer = terms("TM", key)
    public_id = invite(network_coordinator(), offer)
    assert letters_to(other) == ["invitation_to_agree"]
    assert mails_to(offer.email) == []
    agree(viewer_of(other), public_id)
    let_in = accept(offer)
    first = coordinator("TM", ("casc",))

    assert list_to_agree(viewer_of(first)) == [public_id]
    assert offer.email in signed_in(site, first).get(PAGE).text
    agree(viewer_of(first), public_id)
    assert not list_to_agree(viewer_of(first))
    assert let_in.active


def test_who_was_let_in_so_agrees_to_nobody_else(site: Flask) -> None:
    key = office("UZ")
    puppet, next_one = terms("UZ", key), terms("UZ", key)
    own = invite(administrator(), puppet)
    let_in = accept(puppet)

    other = invite(network_coordinator(), next_one)

    assert invitation(other).state(clock.now()) == "asked"
    assert not list_to_agree(viewer_of(let_in))
    for public_id in (own, other):
        with pytest.raises(NotFound):
            agree(viewer_of(let_in), public_id)
    assert letters_to(let_in).count("invitation_to_agree") == 0
    first = coordinator("UZ", ("casc",))
    assert set(list_to_agree(viewer_of(first))) == {own, other}


def test_the_agreement_has_its_time(site: Flask) -> None:
    key = office("KG")
    colleague = member("KG", key)
    public_id = invite(network_coordinator(), terms("KG", key))

    end_expired_access()
    with time_machine.travel(clock.now() + timedelta(days=13), tick=False):
        assert invitation(public_id).state(clock.now()) == "asked"
    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        assert not list_to_agree(viewer_of(colleague))
        with pytest.raises(Conflict):
            agree(viewer_of(colleague), public_id)


def test_the_page_shows_whom_by_whom_and_has_a_button_for_each_act(site: Flask) -> None:
    key, inviter = office("KG"), network_coordinator()
    colleague, offer = member("KG", key), terms("KG", key)
    public_id = invite(inviter, offer)
    browser = signed_in(site, colleague)

    page = browser.get(PAGE).text

    assert offer.email in page
    assert inviter.name in page
    assert f"Office {key}" in page
    assert page.count(f"/people/agreements/{public_id}/") == 2
    assert invitation(public_id).state(clock.now()) == "asked"
    assert "1 person whom somebody outside of your State" in browser.get("/en/work").text
    assert browser.post(f"{PAGE}/{public_id}/refuse").status_code == 303
    assert invitation(public_id).state(clock.now()) == "refused"


def test_agreeing_asks_for_a_recent_factor(site: Flask) -> None:
    key = office("KG")
    colleague = member("KG", key)
    public_id = invite(network_coordinator(), terms("KG", key))
    client = site.test_client()
    row = sign_in(client, colleague)
    with committing():
        row.password_at = row.totp_at = row.recovery_at = row.passkey_at = clock.now() - timedelta(minutes=40)

    answer = client.post(f"{PAGE}/{public_id}/agree")

    assert "/account/confirm" in answer.headers["Location"]
    assert invitation(public_id).state(clock.now()) == "asked"


def test_an_office_with_people_is_not_handed_over_or_given_back_from_outside(site: Flask) -> None:
    key = office("KG")
    leaver, _colleague, other = member("KG", key), member("KG", key), member("KG", office("KG"))
    outside = viewer_of(network_coordinator())
    ends_on = clock.today() + timedelta(days=3)

    with pytest.raises(InvalidInput), committing():
        handovers.hand_to_account(outside, leaver, other, HandoverTerms(ends_on, authority=True))
    with committing():
        accounts.disable(outside, other)
    other_colleague = member("KG", other.authority_key)
    with pytest.raises(InvalidInput), committing():
        accounts.restore(outside, other)

    db.session.rollback()
    assert (db.session.get_one(Account, other.id).active, other_colleague.active) == (False, True)


def desk_of(authority: str) -> str:
    key = f"desk-of-{authority}"
    factories.add(factories.focal_point(key, authority, network_key="casc"))
    return key


def at_desk(state: str, desk: str) -> Account:
    return factories.account(Role.PRACTITIONER, ("casc",), (desk,), jurisdiction_key=state)


def to_desk(state: str, desk: str, authority: str = "") -> InvitationTerms:
    email = f"let-in-{next(NUMBERS)}@example.org"
    return InvitationTerms(email, Role.PRACTITIONER, state, frozenset({"casc"}), authority, {desk: "deputy"})


def end_account(viewer: Viewer, account: Account) -> None:
    with committing():
        accounts.disable(viewer, db.session.get_one(Account, account.id))


@pytest.mark.parametrize("by", ["authority", "desk"])
def test_the_only_person_of_an_office_is_not_handed_over_to_somebody_let_in_from_outside(site: Flask, by: str) -> None:
    key = office("AM")
    desk = desk_of(key)
    sole = member("AM", key) if by == "authority" else at_desk("AM", desk)
    outside, offer = network_coordinator(), terms("AM", "")
    invite(outside, offer)
    puppet = accept(offer)
    passing = HandoverTerms(clock.today(), frozenset({desk} if by == "desk" else ()), authority=by == "authority")

    with pytest.raises(InvalidInput), committing():
        handovers.hand_to_account(viewer_of(outside), db.session.get_one(Account, sole.id), puppet, passing)

    db.session.rollback()
    held = db.session.get_one(Account, puppet.id)
    assert (held.authority_key, held.desks) == (None, [])


def test_people_of_the_authority_are_asked_for_its_desk(site: Flask) -> None:
    key = office("AM")
    chief, offer = member("AM", key), to_desk("AM", desk_of(key))

    invite(network_coordinator(), offer)

    assert letters_to(chief) == ["invitation_to_agree"]
    assert mails_to(offer.email) == []


def test_people_of_its_desk_are_asked_for_the_authority(site: Flask) -> None:
    key = office("AM")
    duty, offer = at_desk("AM", desk_of(key)), terms("AM", key)

    public_id = invite(network_coordinator(), offer)

    assert mails_to(offer.email) == []
    agree(viewer_of(duty), public_id)
    assert [mail.letter for mail in mails_to(offer.email)] == ["invitation"]


def test_nobody_of_one_office_agrees_for_another(site: Flask) -> None:
    big, small = office("AM"), office("AM")
    desk = desk_of(small)
    people, other = (member("AM", big), at_desk("AM", desk)), administrator()
    public_id = invite(network_coordinator(), to_desk("AM", desk, big))

    for one in people:
        assert letters_to(one) == []
        with pytest.raises(NotFound):
            agree(viewer_of(one), public_id)
    refuse(viewer_of(other), public_id)


def test_who_is_of_every_office_agrees_for_all(site: Flask) -> None:
    big, small = office("AM"), office("AM")
    desk = desk_of(small)
    both = factories.account(Role.PRACTITIONER, ("casc",), (desk,), jurisdiction_key="AM", authority_key=big)
    public_id = invite(network_coordinator(), to_desk("AM", desk, big))

    agree(viewer_of(both), public_id)

    assert invitation(public_id).state(clock.now()) == "waiting"


def test_who_ends_all_accounts_of_an_office_first_lets_nobody_in(site: Flask) -> None:
    key, outside = office("AZ"), network_coordinator()
    end_account(viewer_of(outside), member("AZ", key))
    offer = terms("AZ", key)

    public_id = invite(outside, offer)

    assert invitation(public_id).state(clock.now()) == "asked"
    assert mails_to(offer.email) == []


def test_the_inviter_does_not_agree_and_an_administrator_only_where_the_state_has_nobody(site: Flask) -> None:
    key, inviter, other = office("GE"), network_coordinator(), administrator()
    public_id = invite(inviter, terms("GE", key))
    assert public_id in list_to_agree(viewer_of(other))
    assert list_to_agree(viewer_of(inviter)) == []

    colleague = member("GE", key)

    assert public_id not in list_to_agree(viewer_of(other))
    with pytest.raises(NotFound):
        agree(viewer_of(other), public_id)
    assert list_to_agree(viewer_of(colleague)) == [public_id]


def test_the_state_is_asked_again_when_the_link_is_used(site: Flask) -> None:
    key = office("TJ")
    public_id, offer = invite(administrator(), terms("TJ", key)), terms("TJ", key)
    second = invite(administrator(), offer)
    colleague = member("TJ", key)

    with pytest.raises(Expired):
        accept(offer)

    assert set(list_to_agree(viewer_of(colleague))) == {public_id, second}
    agree(viewer_of(colleague), second)
    assert accept(offer).authority_key == key


def test_an_agreement_lapses(site: Flask) -> None:
    key, outside = office("KG"), network_coordinator()
    colleague, offer = member("KG", key), terms("KG", key)
    public_id = invite(outside, offer)
    agree(viewer_of(colleague), public_id)

    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        with committing():
            invitations.resend(viewer_of(outside), invitation(public_id))

        assert invitation(public_id).state(clock.now()) == "asked"
        assert letters_to(colleague) == ["invitation_to_agree"] * 2


def test_an_invitation_of_the_state_is_not_sent_again_from_outside_without_the_state(site: Flask) -> None:
    key, outside = office("KG"), network_coordinator()
    colleague, offer = member("KG", key), terms("KG", key)
    public_id = invite(coordinator("KG", ("casc",)), offer)

    with committing():
        invitations.resend(viewer_of(outside), invitation(public_id))

    assert invitation(public_id).state(clock.now()) == "asked"
    assert letters_to(colleague) == ["invitation_to_agree"]


def test_a_refusal_is_remembered_for_a_while(site: Flask) -> None:
    key, outside = office("KG"), network_coordinator()
    colleague, offer = member("KG", key), terms("KG", key)
    refuse(viewer_of(colleague), invite(outside, offer))

    with pytest.raises(InvalidInput):
        invite(network_coordinator(), offer)

    invite(coordinator("KG", ("casc",)), offer)
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        invite(outside, offer)


def test_invitations_from_outside_into_one_state_are_bounded(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agreements, "MOST_SENT", 2)
    key, outside = office("KG"), network_coordinator()
    member("KG", key)
    public_id = invite(outside, terms("KG", key))
    with committing():
        invitations.resend(viewer_of(outside), invitation(public_id))

    with pytest.raises(InvalidInput):
        invite(outside, terms("KG", key))
    with pytest.raises(InvalidInput), committing():
        invitations.resend(viewer_of(outside), invitation(public_id))
    invite(outside, terms("AM", office("AM")))


def hand_to_invited(outside: Account, leaver: Account, ends_on: date) -> str:
    """Hand over to a person who is invited, and return the public id of the invitation."""
    with committing():
        held, email = db.session.get_one(Account, leaver.id), f"heir-{next(NUMBERS)}@example.org"
        passing = HandoverTerms(ends_on, networks=frozenset({"casc"}), authority=True)
        made = handovers.hand_to_invited(viewer_of(outside), held, email, "en", passing)
        assert made.invitation is not None
        return made.invitation.public_id


def test_a_leaver_is_asked_and_stays_until_the_state_decides(site: Flask) -> None:
    sole, outside = member("KZ", office("KZ")), network_coordinator()
    public_id = hand_to_invited(outside, sole, clock.today())
    assert "invitation_to_agree" in letters_to(sole)

    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        end_expired_access()
        assert invitation(public_id).state(clock.now()) == "asked"
        assert db.session.get_one(Account, sole.id).active


def test_who_refuses_the_successor_stays(site: Flask) -> None:
    sole = member("KZ", office("KZ"))
    public_id = hand_to_invited(network_coordinator(), sole, clock.today())

    refuse(viewer_of(sole), public_id)

    with time_machine.travel(clock.now() + timedelta(days=2), tick=False):
        end_expired_access()
        assert db.session.get_one(Account, sole.id).active
    assert "handover_stopped" in letters_to(sole)


def test_the_page_says_until_when_what_was_done_and_to_others_who_decided(site: Flask) -> None:
    key = office("KG")
    colleague, other, offer = member("KG", key), member("KG", key), terms("KG", key)
    public_id = invite(network_coordinator(), offer)
    browser = signed_in(site, colleague)

    page = browser.get(PAGE).text
    assert "Decide until:" in page
    assert "by a number that you know from elsewhere" in page

    answer = browser.post(f"{PAGE}/{public_id}/agree")
    assert "You agreed. The link went to the invited person by mail." in browser.get(answer.headers["Location"]).text
    seen = signed_in(site, other).get(PAGE).text
    assert f"Agreed to by {colleague.name}" in seen
    assert f"/people/agreements/{public_id}/" not in seen
    assert "You agreed" not in signed_in(site, other).get(f"{PAGE}?done={public_id}").text


def test_the_list_has_pages(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directory.paging.PER_PAGE", 1)
    key, outside = office("KG"), network_coordinator()
    colleague, offers = member("KG", key), [terms("KG", key) for _ in range(2)]
    for offer in offers:
        invite(outside, offer)
    browser = signed_in(site, colleague)

    first, second = browser.get(PAGE).text, browser.get(f"{PAGE}?page=2").text

    assert [offer.email in first for offer in offers] == [True, False]
    assert [offer.email in second for offer in offers] == [False, True]
