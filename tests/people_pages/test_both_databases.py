"""On either database: of several at once one gets through, and a person who is forgotten is gone."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.audit.verification import verify
from directory.errors import Conflict, Expired
from directory.extensions import db
from directory.models import Account, Invitation
from directory.people.queries import access_requests as requests
from directory.people.queries import accounts as queries
from directory.people.queries.accounts import PeopleFilter
from directory.people.queries.review import list_to_review
from directory.people.service import acceptance, access_requests
from directory.people.service.forgetting import forget
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.people import signed_in
from tests.people_pages import test_access_requests, test_invitations
from tests.people_pages.conftest import administrator, as_viewer, coordinator, mails_to, practitioner, token_of

AT_ONCE = 4


@pytest.fixture(params=["small_app", pytest.param("postgresql_app", marks=pytest.mark.xdist_group("postgresql"))])
def site(request: pytest.FixtureRequest) -> Iterator[Flask]:
    found: Flask = request.getfixturevalue(request.param)
    yield found
    db.session.rollback()


def outcomes(site: Flask, act: Callable[[int], object]) -> list[str]:
    """Return how an act ended for each of several who try it at once."""

    def attempt(number: int) -> str:
        with site.app_context():
            try:
                with committing():
                    act(number)
            except (Conflict, Expired) as error:
                return type(error).__name__
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = sorted(threads.map(attempt, range(AT_ONCE)))
    db.session.rollback()
    return found


def test_of_several_who_accept_one_invitation_at_once_one_gets_an_account(site: Flask) -> None:
    made = test_invitations.offer()
    test_invitations.invite(as_viewer(coordinator()), made)
    token = token_of(mails_to(made.email)[0])

    found = outcomes(
        site, lambda number: acceptance.accept(token, made.email, f"Person {number}", test_invitations.PASSWORD)
    )

    assert found == ["Expired"] * (AT_ONCE - 1) + ["done"]
    assert db.session.scalar(select(func.count(Account.id)).where(Account.email == made.email)) == 1


def test_of_several_who_decide_on_one_request_at_once_one_decides(site: Flask) -> None:
    asked = test_access_requests.confirm(test_access_requests.ask())
    viewers = [as_viewer(coordinator()) for _ in range(AT_ONCE)]
    public_id = asked.public_id
    db.session.commit()

    def decide(number: int) -> None:
        found = requests.get(viewers[number], public_id)
        access_requests.approve(viewers[number], found, frozenset({"casc"}))

    found = outcomes(site, decide)

    assert found == ["Conflict"] * (AT_ONCE - 1) + ["done"]
    assert db.session.scalar(select(func.count(Invitation.id))) == 1


def test_a_person_is_found_by_scope_and_name_and_then_forgotten(site: Flask) -> None:
    person, viewer = practitioner(), as_viewer(administrator())
    narrowing = PeopleFilter(q=person.name.upper(), jurisdiction="KG", network="casc", role="practitioner")
    assert [one.id for one in queries.list_accounts(as_viewer(coordinator()), narrowing).rows] == [person.id]

    with committing():
        forget(viewer, person)

    assert queries.list_accounts(viewer, narrowing).total == 0
    assert list(verify())


def test_whoever_acts_for_an_office_is_seen_by_its_state_and_reviewed(site: Flask) -> None:
    own, inviter = coordinator("FR", ("globe",)), coordinator(None, ("casc",))
    office = {"jurisdiction_key": "FR", "authority_key": "fr-ministry-of-justice", "inviter_id": inviter.id}
    person = factories.account(Role.PRACTITIONER, ["casc"], **office)
    of_desk = practitioner("KZ", ("casc",), ("kz-casc",))
    admin = signed_in(site, administrator())

    seen = [one.id for one in queries.list_accounts(as_viewer(own), PeopleFilter()).rows]
    of_kazakhstan = queries.list_accounts(as_viewer(coordinator("KZ", ("globe",))), PeopleFilter()).rows
    reviewed = [[one.account.id for one in list_to_review(viewer)] for viewer in (None, as_viewer(own))]
    rights = {"role": "practitioner", "networks": "casc", "authority": office["authority_key"]}
    answer = admin.post(f"/en/people/{person.id}/rights?jurisdiction=FR", data=rights)

    assert sorted(seen) == [own.id, person.id]
    assert of_desk.id in {one.id for one in of_kazakhstan}
    assert reviewed == [[person.id]] * 2
    assert answer.status_code == 303
    assert list_to_review() == []


def test_what_a_database_cannot_compare_is_refused_before_it_is_asked(site: Flask) -> None:
    client = signed_in(site, administrator())
    reads = {
        "/en/authorities/%00": 404,
        "/en/people/requests/%00": 404,
        "/en/people/99999999999999999999": 404,
        "/en/people?q=%00": 400,
        "/en/people?network=%00": 400,
        "/en/people?network=ejn&network=%00": 400,
        "/en/people?page=99999999999999999999": 200,
    }

    found = {address: client.get(address).status_code for address in reads}
    sent = client.post("/en/account/tokens/new", data={"label": "\0", "scope": "read", "days": "1"})

    assert found == reads
    assert sent.status_code == 400
