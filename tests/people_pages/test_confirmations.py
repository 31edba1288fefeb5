"""Once a year each office confirms who still holds an account. Whom nobody confirms is warned first."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest
import time_machine
from flask import Flask

from directory import clock
from directory.access.policy import may_read
from directory.accounts.queries import viewer_of
from directory.errors import NotPermitted
from directory.extensions import db
from directory.jobs.schedule import confirm_people
from directory.models import Account, AuditEvent, OfficeReview
from directory.people.queries.confirmations import list_to_confirm
from directory.people.service import accounts, confirmations
from directory.people.service.granting import may_give
from directory.people.service.invitations import InvitationTerms, invite
from directory.transaction import committing
from directory.vocabulary import Audience, Role
from tests import factories
from tests.html import parse
from tests.people import signed_in
from tests.people_pages.conftest import administrator, mails_to

NUMBERS = count(1)
PAGE = "/en/people/confirmations"
# A State for each test, so that none meets the coordinators of another.
STATES = iter(
    [
        "AM",
        "AZ",
        "GE",
        "KZ",
        "MD",
        "MN",
        "PK",
        "TJ",
        "TM",
        "UZ",
        "AL",
        "BA",
        "ME",
        "MK",
        "RS",
        "TR",
        "BG",
        "RO",
        "HU",
        "HR",
        "SI",
        "CZ",
        "SK",
        "PL",
    ]
)


@pytest.fixture
def state() -> str:
    return next(STATES)


@pytest.fixture(autouse=True)
def later(site: Flask) -> Iterator[time_machine.Traveller]:
    """Run each test long after the last one, so that the accounts of the others are not asked about anew in between."""
    with time_machine.travel(clock.now() + timedelta(days=800 * next(NUMBERS)), tick=False) as traveller:
        yield traveller


def office(state: str) -> str:
    key = f"confirms-{state.lower()}-{next(NUMBERS)}"
    factories.add(factories.authority(key, jurisdiction_key=state, name=factories.english(f"Office {key}")))
    return key


def member(state: str, authority: str | None) -> Account:
    return factories.account(Role.PRACTITIONER, ("casc",), jurisdiction_key=state, authority_key=authority)


def coordinator(state: str) -> Account:
    return factories.account(Role.COORDINATOR, ("casc",), jurisdiction_key=state)


def pass_days(traveller: time_machine.Traveller, days: int) -> datetime:
    """Let days pass, and run the job."""
    traveller.shift(timedelta(days=days))
    confirm_people()
    db.session.rollback()
    return clock.now()


def letters_to(account: Account) -> list[str]:
    return [one.letter for one in mails_to(account.email)]


def reads_restricted(account: Account) -> bool:
    db.session.rollback()
    person = db.session.get_one(Account, account.id)
    return may_read(viewer_of(person), Audience.PRACTITIONERS, lambda: pytest.fail("asked for a place"))


def is_active(account: Account) -> bool:
    db.session.rollback()
    return db.session.get_one(Account, account.id).active


def confirm(by: Account, *people: Account) -> int:
    with committing():
        return confirmations.confirm(viewer_of(by), {one.id for one in people})


def acts_on(account: Account) -> list[str]:
    return list(
        db.session.scalars(
            db.select(AuditEvent.action).where(AuditEvent.key == str(account.id), AuditEvent.kind == "account")
        )
    )


def test_an_office_is_asked_in_one_letter_a_year(state: str, later: time_machine.Traveller) -> None:
    key = office(state)
    one, other = member(state, key), member(state, key)

    pass_days(later, 364)
    assert letters_to(one) == []

    pass_days(later, 2)
    pass_days(later, 1)

    assert letters_to(one) == letters_to(other) == ["people_to_confirm"]
    assert mails_to(one.email)[0].values["path"] == "people/confirmations"


def test_colleagues_confirm_each_other_and_nobody_themselves(state: str, later: time_machine.Traveller) -> None:
    key = office(state)
    one, other, elsewhere = member(state, key), member(state, key), member(state, office(state))
    pass_days(later, 366)

    assert list_to_confirm(viewer_of(one)) == [other]
    assert confirm(one, one, other, elsewhere) == 1
    assert confirm(one, other) == 0

    assert acts_on(other) == ["account_confirmed"]
    assert acts_on(one) == []


def test_who_is_confirmed_is_left_alone_for_a_year(state: str, later: time_machine.Traveller) -> None:
    key = office(state)
    one, other = member(state, key), member(state, key)
    pass_days(later, 366)
    confirm(one, other)
    confirm(other, one)

    for days in (21, 9, 30, 300):
        pass_days(later, days)

    assert letters_to(one) == ["people_to_confirm"]
    assert is_active(one)
    assert reads_restricted(one)
    pass_days(later, 10)
    assert letters_to(one) == ["people_to_confirm", "people_to_confirm"]


def test_restricted_details_end_first_then_access_with_warning(state: str, later: time_machine.Traveller) -> None:
    key = office(state)
    leaver, stays = member(state, key), member(state, key)
    pass_days(later, 366)
    confirm(leaver, stays)

    pass_days(later, 21)
    assert letters_to(leaver) == ["people_to_confirm", "account_unconfirmed"]
    assert reads_restricted(leaver)

    pass_days(later, 9)
    assert letters_to(leaver)[-1] == "account_narrowed"
    assert not reads_restricted(leaver)
    assert is_active(leaver)

    pass_days(later, 30)
    assert letters_to(leaver)[-1] == "account_lapsed"
    assert not is_active(leaver)
    assert is_active(stays)
    assert acts_on(leaver) == ["account_narrowed", "account_lapsed"]


def test_the_warning_names_the_days(state: str, later: time_machine.Traveller) -> None:
    key = office(state)
    leaver, _stays = member(state, key), member(state, key)
    asked_at = pass_days(later, 366)
    pass_days(later, 21)

    asked, warned = mails_to(leaver.email)

    for mail in (asked, warned):
        assert str((asked_at + timedelta(days=30)).day) in mail.values["narrowed"]
        assert str((asked_at + timedelta(days=60)).day) in mail.values["ended"]


def test_a_worker_that_stood_still_skips_no_warning(state: str, later: time_machine.Traveller) -> None:
    key = office(state)
    leaver, _stays = member(state, key), member(state, key)
    pass_days(later, 366)

    pass_days(later, 90)

    assert letters_to(leaver)[-1] == "account_unconfirmed"
    assert reads_restricted(leaver)


def test_confirming_late_gives_restricted_details_back(state: str, later: time_machine.Traveller) -> None:
    key = office(state)
    person, colleague = member(state, key), member(state, key)
    pass_days(later, 366)
    confirm(person, colleague)
    for days in (21, 9):
        pass_days(later, days)
    assert not reads_restricted(person)
    master = coordinator(state)

    assert confirm(master, person) == 1

    assert reads_restricted(person)
    pass_days(later, 30)
    assert is_active(person)


def test_who_was_not_confirmed_in_time_confirms_nobody(state: str, later: time_machine.Traveller) -> None:
    key = office(state)
    leaver, other = member(state, key), member(state, key)
    for days in (366, 21, 9):
        pass_days(later, days)

    assert list_to_confirm(viewer_of(db.session.get_one(Account, leaver.id))) == []
    assert confirm(db.session.get_one(Account, leaver.id), other) == 0


def test_where_there_is_nobody_to_ask_the_coordinator_of_the_state_is(
    state: str, later: time_machine.Traveller
) -> None:
    alone, master = member(state, office(state)), coordinator(state)
    pass_days(later, 366)

    assert letters_to(alone) == []
    assert "people_to_confirm" in letters_to(master)
    assert alone in list_to_confirm(viewer_of(master))
    assert confirm(master, alone) == 1


def test_where_the_state_has_no_coordinator_either_those_who_look_after_it_are_asked(
    state: str, later: time_machine.Traveller
) -> None:
    alone, keeper = member(state, office(state)), administrator()
    pass_days(later, 366)

    asked = [one for one in db.session.scalars(db.select(Account)) if "people_to_confirm" in letters_to(one)]

    assert letters_to(alone) == []
    assert any(alone in list_to_confirm(viewer_of(one)) for one in (*asked, keeper))


@pytest.mark.parametrize("of_state", [True, False])
def test_whoever_is_asked_can_confirm_also_for_a_sole_coordinator_and_people_of_no_state(
    of_state: bool, state: str, later: time_machine.Traveller
) -> None:
    """A coordinator of the network alone looks after them otherwise, but confirms nobody."""
    keeper, network = administrator(), factories.account(Role.COORDINATOR, ("casc",))
    waiting = coordinator(state) if of_state else factories.account(Role.PRACTITIONER, ("casc",))

    pass_days(later, 366)

    asked = {one for one in (keeper, network) if "people_to_confirm" in letters_to(one)}
    assert asked == {keeper}
    assert waiting in list_to_confirm(viewer_of(keeper))


def test_a_coordinator_of_many_offices_gets_one_letter(state: str, later: time_machine.Traveller) -> None:
    keeper = coordinator(state)
    for _ in range(3):
        member(state, office(state))

    pass_days(later, 366)

    assert letters_to(keeper) == ["people_to_confirm"]
    assert len(list_to_confirm(viewer_of(keeper))) == 3


def test_who_is_moved_into_an_office_that_was_asked_long_ago_is_left_alone(
    state: str, later: time_machine.Traveller
) -> None:
    asked, keeper = office(state), administrator()
    member(state, asked), member(state, asked)
    later.shift(timedelta(days=200))
    moved = member(state, office(state))
    for days in (166, 22, 10):
        pass_days(later, days)

    rights = accounts.RoleAndScope(Role.PRACTITIONER, state, asked, frozenset({"casc"}))
    with committing():
        accounts.change_rights(viewer_of(keeper), db.session.get_one(Account, moved.id), rights)
    pass_days(later, 31)

    assert is_active(moved)
    assert letters_to(moved) == ["rights_changed"]


def test_who_was_not_confirmed_in_time_lets_nobody_in(state: str, later: time_machine.Traveller) -> None:
    """A leaver would otherwise come back by an account of another name."""
    leaver = factories.account(Role.COORDINATOR, jurisdiction_key=state)
    terms = InvitationTerms(f"second-{leaver.id}@example.org", Role.PRACTITIONER, state)
    pass_days(later, 366)
    assert may_give(viewer_of(leaver), terms.grant)
    for days in (22, 10):
        pass_days(later, days)

    viewer = viewer_of(db.session.get_one(Account, leaver.id))
    with pytest.raises(NotPermitted), committing():
        invite(viewer, terms)


def test_if_the_office_does_not_answer_its_coordinator_is_told_before_anything_is_lost(
    state: str, later: time_machine.Traveller
) -> None:
    key = office(state)
    member(state, key), member(state, key)
    pass_days(later, 300)
    master = coordinator(state)
    pass_days(later, 66)
    assert letters_to(master) == []

    pass_days(later, 21)

    assert letters_to(master) == ["people_to_confirm"]


def test_neither_another_state_nor_another_office_sees_or_confirms(state: str, later: time_machine.Traveller) -> None:
    key = office(state)
    one, _other = member(state, key), member(state, key)
    pass_days(later, 366)

    for stranger in (member(state, office(state)), member("KG", office("KG")), coordinator("KG"), member("KG", None)):
        assert one not in list_to_confirm(viewer_of(stranger))
        assert confirm(stranger, one) == 0


def test_who_is_restored_reads_as_before(state: str, later: time_machine.Traveller) -> None:
    key = office(state)
    person, _other = member(state, key), member(state, key)
    for days in (366, 21, 9, 30):
        pass_days(later, days)
    assert not is_active(person)
    keeper = administrator()

    with committing():
        accounts.restore(viewer_of(keeper), db.session.get_one(Account, person.id))

    assert is_active(person)
    assert reads_restricted(person)


def test_a_new_account_is_asked_about_a_year_later(state: str, later: time_machine.Traveller) -> None:
    key = office(state)
    member(state, key), member(state, key)
    pass_days(later, 366)
    later.shift(timedelta(days=1))
    new = member(state, key)

    for days in (21, 9, 30):
        pass_days(later, days)

    assert is_active(new)
    assert letters_to(new) == []


def test_an_office_is_asked_once_by_two_workers(state: str, later: time_machine.Traveller) -> None:
    key = office(state)
    member(state, key), member(state, key)
    pass_days(later, 366)
    confirm_people()

    assert db.session.query(OfficeReview).filter_by(authority=key).count() == 1


def test_one_page_confirms_those_who_are_ticked(site: Flask, state: str, later: time_machine.Traveller) -> None:
    key = office(state)
    one, other, third = member(state, key), member(state, key), member(state, key)
    pass_days(later, 366)

    client = signed_in(site, one)
    page = parse(client.get(PAGE))
    assert {box["value"] for box in page.all("input[name=person]")} == {str(other.id), str(third.id)}
    assert client.post(PAGE, data={}).status_code == 422
    assert client.post(PAGE, data={"person": [str(other.id), "no number"]}).status_code == 303
    assert [box["value"] for box in parse(client.get(PAGE)).all("input[name=person]")] == [str(third.id)]


def test_opening_the_page_confirms_nobody(site: Flask, state: str, later: time_machine.Traveller) -> None:
    key = office(state)
    one, other = member(state, key), member(state, key)
    pass_days(later, 366)

    client = signed_in(site, one)
    client.get(PAGE)

    assert acts_on(other) == []


def test_a_visitor_is_sent_to_sign_in(site: Flask) -> None:
    assert site.test_client().get(PAGE).status_code == 303


def test_who_lost_restricted_details_is_told_on_their_page(
    site: Flask, state: str, later: time_machine.Traveller
) -> None:
    key = office(state)
    person, _other = member(state, key), member(state, key)
    for days in (366, 21, 9):
        pass_days(later, days)

    client = signed_in(site, person)
    notice = parse(client.get("/en/account")).all("main .notice")[0]

    assert "nobody has confirmed" in notice.text
