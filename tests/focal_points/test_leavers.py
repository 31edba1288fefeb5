"""The rota counts on a person who hands over until the last day is over, and on the successor if the shifts pass."""

from datetime import UTC, date, datetime, timedelta

import pytest

from directory import clock
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.focal_points.duty import get_rota, plan_of
from directory.focal_points.fallback_chain import chain_of
from directory.focal_points.rotas.holes import list_holes
from directory.jobs.schedule import end_expired_access, generate_due_shifts
from directory.models import Account, FocalPoint, Handover, Mail, RotaChange
from directory.people.service.handovers import HandoverTerms, hand_to_account, stop
from directory.transaction import committing
from directory.vocabulary import ChainStep, Role
from tests import factories
from tests.focal_points.conftest import DESK, Office
from tests.focal_points.rota_pages import HOUR, NOW, ROTA, begin, hidden, on_duty, pattern, save
from tests.focal_points.test_rotation_pages import MONDAY, ORDER, WEEK, typed
from tests.html import parse

pytestmark = pytest.mark.usefixtures("thursday")
DAY = timedelta(days=1)
# A Thursday; it is over on the desk's clock at 18:00 UTC. The leaver's week in the order begins on Monday before.
LAST_DAY = date(2026, 12, 10)
OVER = datetime(2026, 12, 10, 18, tzinfo=UTC)


def in_order(office: Office, *, deputies: bool = False) -> Account:
    """Let three people relieve each other each week from 30 November: officer, leaver (deputy), and a third. Return the
    third."""
    third = factories.account(name="Officer Three", jurisdiction_key="KG", networks=["casc"], desks=[DESK])
    values = {"has_deputies": "y"} if deputies else {}
    people = (office.officer, office.deputy, third)
    assert save(begin(office), ORDER, typed(*people, zone="Asia/Bishkek", **values)) == 303
    return third


def an_administrator() -> Viewer:
    return viewer_of(factories.account(Role.ADMINISTRATOR))


def hand_over(office: Office, *, shifts: bool, last_day: date = LAST_DAY) -> tuple[Handover, Account]:
    successor = factories.account(name="Successor", jurisdiction_key="KG", networks=["casc"])
    terms = HandoverTerms(ends_on=last_day, desks=frozenset({DESK}), networks=frozenset({"casc"}), shifts=shifts)
    viewer = an_administrator()
    with committing():
        handover = hand_to_account(viewer, office.deputy, successor, terms)
    generate_due_shifts()
    return handover, successor


def holes() -> list[tuple[datetime, datetime]]:
    db.session.expire_all()
    return list_holes({DESK: get_rota(DESK).laid_out_until}, 40).get(DESK, [])


def told(letter: str) -> list[Mail]:
    db.session.rollback()
    return db.session.query(Mail).filter(Mail.letter == letter).order_by(Mail.address).all()


def test_after_the_last_day_the_shifts_of_a_leaver_are_holes(office: Office) -> None:
    in_order(office)

    hand_over(office, shifts=False)

    assert on_duty(OVER - HOUR) == [office.deputy.id]
    assert on_duty(OVER) == []
    # To the end of the leaver's week, and his next week.
    weeks = MONDAY + 2 * WEEK, MONDAY + 4 * WEEK
    assert holes()[1:] == [(OVER, weeks[0]), (weeks[1], weeks[1] + WEEK)]
    mails = told("rota_member_leaves")
    assert {mail.address for mail in mails} >= {office.coordinator.email, office.officer.email, office.deputy.email}
    assert mails[0].values["day"] == "11 December 2026"
    assert "CASC" in mails[0].values["desk"]


def test_the_successor_takes_the_place_of_the_leaver_in_the_order(office: Office) -> None:
    third = in_order(office)

    _handover, successor = hand_over(office, shifts=True)

    assert on_duty(OVER - HOUR) == [office.deputy.id]
    assert on_duty(OVER) == [successor.id]
    assert [on_duty(MONDAY + number * WEEK + HOUR) for number in (2, 3, 4)] == [
        [third.id],
        [office.officer.id],
        [successor.id],
    ]
    assert [begins for begins, _ends in holes() if begins > MONDAY] == []


def test_the_successor_keeps_the_place_when_the_access_of_the_leaver_has_ended(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_order(office)
    _handover, successor = hand_over(office, shifts=True)

    monkeypatch.setattr(clock, "now", lambda: NOW + 16 * DAY)
    end_expired_access()
    generate_due_shifts()

    assert on_duty(MONDAY + 4 * WEEK + HOUR) == [successor.id]
    assert told("rota_member_left") == []


def test_a_stopped_handover_leaves_the_rota_as_it_was(office: Office) -> None:
    in_order(office)
    handover, _successor = hand_over(office, shifts=True)

    viewer = an_administrator()
    with committing():
        stop(viewer, handover)
    generate_due_shifts()

    assert on_duty(OVER) == on_duty(MONDAY + 4 * WEEK + HOUR) == [office.deputy.id]


def test_what_is_left_of_a_night_shift_passes_too(office: Office) -> None:
    save(begin(office), f"{ROTA}/patterns/new", pattern(office.deputy.id, starts="18:00", ends="09:00"))

    _handover, successor = hand_over(office, shifts=True)

    assert on_duty(OVER - HOUR) == [office.deputy.id]
    assert on_duty(OVER) == on_duty(OVER + 8 * HOUR) == [successor.id]


def test_changes_pass_with_the_shifts_but_absences_do_not(office: Office) -> None:
    browser = begin(office)
    save(browser, f"{ROTA}/patterns/new", pattern(office.deputy.id))
    for kind, day in (("extra", 12), ("absence", 13)):
        times = {"starts": f"2026-12-{day}T08:00", "ends": f"2026-12-{day}T20:00"}
        save(browser, f"{ROTA}/changes/new", {"kind": kind, "member": office.deputy.id, **times})

    _handover, successor = hand_over(office, shifts=True)

    assert on_duty(datetime(2026, 12, 12, 13, tzinfo=UTC)) == [successor.id]
    assert on_duty(datetime(2026, 12, 13, 5, tzinfo=UTC)) == [successor.id]


def test_a_swap_with_a_leaver_takes_the_duty_from_the_successor(office: Office) -> None:
    save(begin(office), f"{ROTA}/patterns/new", pattern(office.deputy.id))
    held = get_rota(DESK)
    with committing():
        held.changes.append(
            RotaChange(
                kind="swap",
                account_id=office.officer.id,
                asked_by_id=office.deputy.id,
                starts_at=datetime(2026, 12, 12, 3, tzinfo=UTC),
                ends_at=datetime(2026, 12, 12, 12, tzinfo=UTC),
                agreed_at=NOW,
            )
        )

    hand_over(office, shifts=True)

    assert on_duty(datetime(2026, 12, 12, 5, tzinfo=UTC)) == [office.officer.id]


def test_nobody_who_has_left_is_a_deputy_and_the_successor_is(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    in_order(office, deputies=True)
    _handover, successor = hand_over(office, shifts=True)
    desk = db.session.get_one(FocalPoint, DESK)
    # The officer is on duty again; the leaver was the next in the order.
    at = MONDAY + 3 * WEEK + HOUR

    assert {one.step: one.accounts for one in chain_of(desk, at)}[ChainStep.DEPUTY][0] == successor.id
    week = parse(office.browser(office.coordinator).get(f"{ROTA}?week=2026-12-21").text).one("#week").text
    assert "Officer Two" not in week


def test_the_page_of_the_rota_says_who_leaves_and_who_takes_over(office: Office) -> None:
    in_order(office)
    hand_over(office, shifts=True)

    page = parse(office.browser(office.coordinator).get(ROTA).text)

    assert (
        "Officer Two, on duty until 10 December 2026, then Successor" in page.one("section[aria-labelledby=order]").text
    )


def test_the_form_of_an_order_says_who_leaves_and_who_takes_over(office: Office) -> None:
    in_order(office)
    _handover, successor = hand_over(office, shifts=True)

    form = parse(office.browser(office.coordinator).get(ORDER)).one("main").text

    assert f"on duty until 10 December 2026, then {successor.name}" in form.replace("\u2068", "").replace("\u2069", "")


def test_nobody_is_put_on_duty_after_the_last_day(office: Office) -> None:
    in_order(office)
    hand_over(office, shifts=False)
    times = {"starts": "2026-12-12T08:00", "ends": "2026-12-12T20:00"}
    browser = office.browser(office.coordinator)

    status = save(browser, f"{ROTA}/changes/new", {"kind": "extra", "member": office.deputy.id, **times})

    assert status == 422


def test_the_form_of_an_order_warns_of_a_successor_who_would_stand_twice_and_leaves_them_out_by_one_box(
    office: Office,
) -> None:
    third = in_order(office)
    _handover, successor = hand_over(office, shifts=True)
    browser, people = office.browser(office.officer), (office.officer, office.deputy, successor, third)
    warning = "one person has two places in this order: Successor, also in place of Officer Two."
    box = {"order_without": str(successor.id)}

    warned = parse(browser.post(ORDER, data=typed(*people)).text)
    apart = parse(browser.post(ORDER, data=typed(office.deputy, office.officer, successor, third)).text)
    over = parse(browser.post(ORDER, data=typed(*people, valid_until="2026-12-10")).text)
    without = browser.post(ORDER, data=typed(*people, **box)).text

    assert warning in warned.one("#order").text
    assert "twice in a row" in warned.one("#order").text
    assert warning in apart.one("#order").text
    assert "twice in a row" not in apart.one("#order").text
    assert warning not in over.text
    assert warning not in parse(without).text
    assert browser.post(ORDER, data={**typed(*people, **box), **hidden(without)}).status_code == 303
    assert plan_of(get_rota(DESK).rotations[-1]).members == (office.officer.id, office.deputy.id, third.id)


def test_who_hands_a_person_over_is_told_by_desk_which_colleagues_have_a_place_there_already(office: Office) -> None:
    third = in_order(office)
    assert save(office.browser(office.officer), f"{ROTA}/patterns/new", pattern(third.id)) == 303
    browser = office.browser(factories.account(Role.ADMINISTRATOR))

    section = parse(browser.get(f"/en/people/{office.deputy.id}/handover")).one("section[aria-labelledby=shifts-after]")

    [desk] = section.all("ul.rows > li")
    assert "Already on this rota:" in desk.text
    assert [desk.text.count(one) for one in ("Officer One", "Officer Two", "Officer Three")] == [1, 0, 1]


@pytest.mark.parametrize(("shifts", "is_told"), [({"shifts": "y"}, True), ({}, False)])
def test_the_preview_of_a_handover_says_by_desk_that_the_successor_has_a_place_there_and_starts_nothing(
    office: Office, shifts: dict[str, str], is_told: bool
) -> None:
    third = in_order(office)
    other = factories.account(name="Successor", jurisdiction_key="KG", networks=["casc"])
    browser = office.browser(factories.account(Role.ADMINISTRATOR))
    address = f"/en/people/{office.deputy.id}/handover"
    sent = {"language": "en", "ends_on": "2026-12-10", "desks": DESK, "networks": "casc", "preview": "1", **shifts}

    told = {}
    for person in (third, other):
        page = browser.post(address, data={**hidden(browser.get(address).text), **sent, "successor": person.id})
        assert page.status_code == 200
        told[person.name] = parse(page.text).one("section[aria-labelledby=shifts-after]").text

    assert ("has a place on this rota already, and two after the last day" in told["Officer Three"]) == is_told
    assert not any("Already on this rota" in text for text in told.values())
    assert "has a place on this rota already" not in told["Successor"]
    assert db.session.query(Handover).count() == 0


def test_the_form_shows_what_the_leaver_has_on_the_rota_and_passes_it_in_one_save(office: Office) -> None:
    in_order(office)
    successor = factories.account(name="Successor", jurisdiction_key="KG", networks=["casc"])
    browser = office.browser(factories.account(Role.ADMINISTRATOR))
    address = f"/en/people/{office.deputy.id}/handover"

    page = browser.get(address)
    shown = parse(page.text).one("section[aria-labelledby=shifts-after]")
    assert "place 2 (3 people in order)" in shown.text
    assert shown.all("li li time")[0]["datetime"] == "2026-12-07T03:00+00:00/2026-12-14T03:00+00:00"
    assert shown.one("input[name=shifts]")["checked"] is not None
    values = {"successor": successor.id, "ends_on": "2026-12-10", "desks": DESK, "networks": "casc", "shifts": "y"}
    saved = browser.post(address, data={**hidden(page.text), "language": "ru", **values})

    assert saved.status_code == 303
    generate_due_shifts()
    assert on_duty(OVER) == [successor.id]
    received = told("handover_received_without_passkey")[0].values
    assert (received["leaver"], received["day"], received["shifts"]) == (
        "Officer Two",
        "10 December 2026",
        "they pass to the successor",
    )
    assert "CASC" in received["desks"]
