"""Who may vouch for whom, how a vouch ends, and who sees it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from directory import clock
from directory.accounts.queries import viewer_of
from directory.audit.chain import record
from directory.extensions import db
from directory.focal_points.standings import service
from directory.focal_points.standings.queries import list_standings
from directory.models import Account, AuditEvent, DeskMember, FocalPoint, Vouch
from directory.transaction import committing
from directory.vocabulary import Mark, Role, StandingLevel
from tests import factories
from tests.focal_points.standings.desks import add_accredited, add_tested, result_of, vouch_of
from tests.html import parse
from tests.people import sign_in, signed_in, with_token

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = timedelta(days=1)
NEW, WITHDRAW = "/en/focal-points/kg-desk/vouches/new", "/en/focal-points/kg-desk/vouches/withdraw"
DESK = "/en/focal-points/kg-desk"
SAID = {"voucher": "kz-desk", "knows": "y"}


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    with clock.frozen_at(NOW):
        yield


@pytest.fixture
def officer(small_app: Flask) -> Account:
    """Store a tested desk of Kyrgyzstan and one of Kazakhstan; return the officer of the latter."""
    add_tested("kg-desk", "KG")
    return add_tested("kz-desk", "KZ")


def vouches() -> list[tuple[str, str, bool]]:
    """Return who vouches for whom, and whether it was withdrawn."""
    rows = db.session.scalars(select(Vouch).order_by(Vouch.id))
    return [(one.voucher_key, one.focal_point_key, one.withdrawn_at is not None) for one in rows]


def acts() -> list[tuple[str, int | None]]:
    own = select(AuditEvent.action, AuditEvent.actor_id).where(AuditEvent.kind == "vouch").order_by(AuditEvent.id)
    return [(action, actor) for action, actor in db.session.execute(own)]


def test_a_member_of_a_tested_desk_vouches_and_withdraws_each_as_an_act(small_app: Flask, officer: Account) -> None:
    client = signed_in(small_app, officer)

    given = client.post(NEW, data=SAID)
    of_desk = client.get(DESK).text
    withdrawn = client.post(WITHDRAW)

    assert (given.status_code, withdrawn.status_code) == (303, 303)
    assert "Your desk vouches for this desk" in of_desk
    assert vouches() == [("kz-desk", "kg-desk", True)]
    assert acts() == [("vouch", officer.id), ("withdraw_vouch", officer.id)]


def test_opening_the_page_changes_nothing_and_a_form_without_the_statement_is_refused(
    small_app: Flask, officer: Account
) -> None:
    client = signed_in(small_app, officer)

    opened, refused = client.get(NEW), client.post(NEW, data={"voucher": "kz-desk"})

    assert (opened.status_code, refused.status_code, vouches()) == (200, 422, [])


def test_vouching_needs_a_recent_factor(small_app: Flask, officer: Account) -> None:
    client = signed_in(small_app, officer)

    with clock.frozen_at(NOW + timedelta(minutes=16)):
        answers = [client.get(NEW), client.post(NEW, data=SAID), client.post(WITHDRAW)]

    assert {answer.headers["Location"].partition("?")[0] for answer in answers} == {"/en/account/confirm"}
    assert vouches() == []


def of_another_network() -> Account:
    return add_tested("kz-other", "KZ", network="globe")


def invented() -> Account:
    return add_tested("kz-other", "KZ", mark=Mark.DEMONSTRATION)


def leaver() -> Account:
    """Return who staffed the desk of Kazakhstan until today."""
    of_desk = select(Account).join(DeskMember).where(DeskMember.focal_point_key == "kz-desk").order_by(Account.id)
    account = db.session.scalars(of_desk.limit(1)).one()
    with committing():
        db.session.execute(delete(DeskMember).where(DeskMember.account_id == account.id))
        record(None, "people", ("account", str(account.id)))
    db.session.refresh(account)
    return account


NEIGHBOURS: dict[str, Callable[[], Account]] = {
    "an officer of a desk of the same State": lambda: add_tested("kz-other", "KG"),
    "an officer of the desk itself": lambda: factories.account(desks=["kg-desk"], jurisdiction_key="KG"),
    "an officer of a desk that is not tested": lambda: add_tested("kz-other", "KZ", but="deputy"),
    "an officer of a desk that has ended": lambda: add_tested("kz-other", "KZ", status="closed"),
    "an officer of a desk of another network": of_another_network,
    "an officer of an invented desk": invented,
    "a leaver": leaver,
    "a member of the network without a desk": lambda: factories.account(networks=["casc"], jurisdiction_key="KZ"),
    "a coordinator of the network": lambda: factories.account(Role.COORDINATOR, ["casc"]),
    "a coordinator who staffs the desk": lambda: factories.account(Role.COORDINATOR, ["casc"], desks=["kz-desk"]),
    "an administrator": lambda: factories.account(Role.ADMINISTRATOR),
}


@pytest.mark.parametrize("who", NEIGHBOURS)
@pytest.mark.parametrize("voucher", ["kz-desk", "kz-other", "kg-desk"])
def test_nobody_else_vouches(small_app: Flask, officer: Account, who: str, voucher: str) -> None:
    client = signed_in(small_app, NEIGHBOURS[who]())

    answers = [client.get(NEW), client.post(NEW, data=SAID | {"voucher": voucher}), client.post(WITHDRAW)]

    assert [one.status_code for one in answers] == [403, 403, 403]
    assert vouches() == []
    assert "vouches/new" not in client.get(DESK).text


def test_an_officer_does_not_vouch_in_the_name_of_another_desk(small_app: Flask, officer: Account) -> None:
    add_tested("uz-desk", "UZ")

    answer = signed_in(small_app, officer).post(NEW, data=SAID | {"voucher": "uz-desk"})

    assert (answer.status_code, vouches()) == (422, [])


def test_a_desk_vouches_once_and_renews_in_the_last_month_alone(small_app: Flask, officer: Account) -> None:
    client = signed_in(small_app, officer)
    factories.add(vouch_of("kz-desk", "kg-desk", officer, days_ago=334))
    early = client.get(NEW).status_code

    factories.add(vouch_of("kz-desk", "kg-desk", officer, days_ago=335))
    with committing():
        db.session.execute(delete(Vouch).where(Vouch.given_at == NOW - 334 * DAY))
        record(None, "vouch", ("vouch", "one"))

    assert (early, client.get(NEW).status_code, client.post(NEW, data=SAID).status_code) == (403, 200, 303)


def test_a_button_that_is_pressed_twice_vouches_or_withdraws_once(small_app: Flask, officer: Account) -> None:
    client = signed_in(small_app, officer)

    answers = [client.post(address, data=SAID) for address in (NEW, NEW, WITHDRAW, WITHDRAW)]

    assert [(one.status_code, one.location) for one in answers] == [(303, f"{DESK}#standing")] * 4
    assert vouches() == [("kz-desk", "kg-desk", True)]
    assert acts() == [("vouch", officer.id), ("withdraw_vouch", officer.id)]


def test_two_vouches_at_once_make_one(small_app: Flask, officer: Account) -> None:
    """The second one was let through before the first was stored."""
    viewer, desk = viewer_of(officer), db.session.get_one(FocalPoint, "kg-desk")

    for _ in range(2):
        with committing():
            service.vouch(viewer, "kz-desk", desk)

    assert vouches() == [("kz-desk", "kg-desk", False)]


def test_a_vouch_stays_when_the_person_who_gave_it_leaves(small_app: Flask) -> None:
    officers = add_accredited()

    with committing():
        officers["kz-desk"].active = False
        record(None, "account_ended", ("account", str(officers["kz-desk"].id)))

    assert list_standings()["kg-desk"].level is StandingLevel.ACCREDITED


def test_a_vouch_of_one_desk_is_not_withdrawn_by_another(small_app: Flask) -> None:
    officers = add_accredited()

    signed_in(small_app, officers["uz-desk"]).post(WITHDRAW)

    assert vouches() == [("kz-desk", "kg-desk", False), ("uz-desk", "kg-desk", True)]


def test_no_program_vouches_since_it_cannot_show_a_factor(small_app: Flask, officer: Account) -> None:
    answer = with_token(small_app, officer).post("/api/v1/focal-points/kg-desk/vouches/new", json=SAID)

    assert (answer.status_code in (403, 404), vouches()) == (True, [])
    assert not [one for one in small_app.url_map.iter_rules() if one.rule.startswith("/api/") and "vouch" in one.rule]


@pytest.mark.parametrize(
    ("reader", "sees"),
    [
        (lambda: factories.account(desks=["kg-desk"], jurisdiction_key="KG"), True),
        (lambda: factories.account(networks=["casc"], jurisdiction_key="TJ"), False),
    ],
    ids=["a member of the desk", "a member of the network"],
)
def test_who_keeps_the_desk_sees_who_vouches_for_it(
    small_app: Flask, reader: Callable[[], Account], sees: bool
) -> None:
    add_accredited()

    page = signed_in(small_app, reader()).get(DESK).text

    assert ("Desks that vouch for this desk" in page) is sees


def in_work(client: FlaskClient) -> str:
    page = parse(client.get("/en/work"))
    return " ".join(section.text for section in page.all("section") if "Desks for which" in section.text)


def test_the_work_of_who_vouched_shows_that_the_desk_lost_its_standing(small_app: Flask) -> None:
    officers = add_accredited()
    client = signed_in(small_app, officers["kz-desk"])
    before = in_work(client)

    keeper = factories.account(Role.COORDINATOR, ["casc"])
    with committing():
        db.session.add(result_of("kg-desk", keeper, "silent"))
        record(None, "judge_test", ("reachability_test", "one"))

    assert (before, "lost its standing" in in_work(client)) == ("", True)


@pytest.mark.parametrize(
    ("days_ago", "words"), [(334, ""), (335, "until 26 December 2026"), (366, "ended"), (395, "ended"), (396, "")]
)
def test_the_work_of_who_vouched_shows_a_vouch_that_ends_or_has_ended(
    small_app: Flask, officer: Account, days_ago: int, words: str
) -> None:
    factories.add(vouch_of("kz-desk", "kg-desk", officer, days_ago))

    found = in_work(signed_in(small_app, officer))

    assert words in found if words else found == ""


def test_the_work_of_a_desk_that_is_not_tested_any_more_says_that_its_vouch_does_not_count(
    small_app: Flask, officer: Account
) -> None:
    factories.add(vouch_of("kz-desk", "kg-desk", officer))
    factories.add(result_of("kz-desk", factories.account(Role.COORDINATOR, ["casc"]), "silent"))

    assert "does not count" in in_work(signed_in(small_app, officer))


def test_a_closed_desk_is_not_vouched_for(small_app: Flask, officer: Account) -> None:
    with committing():
        db.session.get(FocalPoint, "kg-desk").status = "closed"
    client = small_app.test_client()
    sign_in(client, officer)

    assert client.post(NEW, data=SAID).status_code == 403


@pytest.mark.parametrize("key", ["kg-desk", "kz-desk"])
def test_the_history_of_both_desks_says_who_gave_a_vouch(small_app: Flask, officer: Account, key: str) -> None:
    officer.name = "Vera Voucher"
    signed_in(small_app, officer).post(NEW, data=SAID)
    history = f"/en/history?kind=focal_point&key={key}"

    of_coordinator = signed_in(small_app, factories.account(Role.COORDINATOR, ["casc"])).get(history).text
    of_visitor = small_app.test_client().get(history).text

    told = ("A vouch of one desk for another was given.", "Vera Voucher")
    assert [words in of_coordinator for words in told] == [True, True]
    assert [words in of_visitor for words in told] == [False, False]
