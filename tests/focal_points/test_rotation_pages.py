"""A rota made from people in order on one page: shown first, saved once, in place of the present rota."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from directory.accounts.queries import viewer_of
from directory.api.rotas.answers import serialize_rota
from directory.extensions import db
from directory.focal_points.duty import get_rota
from directory.focal_points.fallback_chain import chain_of
from directory.focal_points.rotas.service.rotations import MOST_ROTATIONS
from directory.models import Account, AuditEvent, FocalPoint, Mail
from directory.vocabulary import ChainStep, Role
from tests import factories
from tests.focal_points.conftest import DESK, Office
from tests.focal_points.rota_pages import HOUR, NOW, ROTA, begin, hidden, on_duty, pattern, save
from tests.html import parse

pytestmark = pytest.mark.usefixtures("thursday")
ORDER = f"{ROTA}/order"
DAY, WEEK = timedelta(days=1), timedelta(days=7)
# A Monday, 09:00 in Bishkek.
MONDAY = datetime(2026, 11, 30, 3, tzinfo=UTC)


def typed(*people: Account, **values: object) -> dict[str, object]:
    """Return what is typed for people in this order, with a handover on Mondays."""
    given: dict[str, object] = {
        "division": "whole",
        "first_starts": "09:00",
        "second_starts": "",
        "third_starts": "",
        "turn": "week",
        "handover": "0",
        "valid_from": "2026-11-30",
        "valid_until": "",
    }
    return given | {f"order-{one.id}": str(place) for place, one in enumerate(people, start=1)} | values


def five(office: Office) -> list[Account]:
    """Return five people of the desk, in the order of the list."""
    own = {"jurisdiction_key": "KG", "networks": ["casc"], "desks": [DESK]}
    others = [factories.account(name=f"Officer {name}", **own) for name in ("Three", "Four", "Five")]
    return [office.officer, office.deputy, *others]


def test_one_save_begins_the_rota_and_puts_five_people_on_duty_in_order(office: Office) -> None:
    people, browser = five(office), office.browser(office.officer)
    values = typed(*people, zone="Asia/Bishkek")

    looked_at = browser.post(ORDER, data={**hidden(browser.get(ORDER).text), **values})
    assert (looked_at.status_code, get_rota(DESK)) == (200, None)
    saved = browser.post(ORDER, data={**values, **hidden(looked_at.text)})

    assert saved.status_code == 303
    assert [on_duty(MONDAY + number * WEEK + HOUR) for number in range(6)] == [[one.id] for one in (*people, people[0])]
    page = parse(browser.get(saved.location).text)
    assert page.one("#done-title").text == (
        "The rota is saved: 5 people in order, handover each week: Monday, 09:00, from 30 November 2026 on."
    )
    assert page.one("#week").text.startswith("30 Nov")


def test_the_first_two_weeks_are_shown_before_anything_is_saved(office: Office) -> None:
    browser = begin(office)

    looked_at = parse(browser.post(ORDER, data=typed(office.deputy, office.officer)).text)

    planned = looked_at.one("section[aria-labelledby=planned] ul")
    assert [one.text for one in planned.all("b")] == ["Officer Two", "Officer One"]
    spans = [one["datetime"] for one in planned.all("time")]
    assert spans == [
        "2026-11-30T03:00+00:00/2026-12-07T03:00+00:00",
        "2026-12-07T03:00+00:00/2026-12-14T03:00+00:00",
    ]
    assert get_rota(DESK).rotations == []


def test_who_has_moved_comes_before_or_after_the_person_with_the_same_place(office: Office) -> None:
    people = five(office)
    begin(office)
    moves = {"3": (4, [0, 1, 3, 2, 4]), "1": (4, [3, 0, 1, 2, 4]), "": (5, [0, 1, 2, 3])}

    for place, (who, expected) in moves.items():
        sent = typed(*people) | {f"order-{people[who - 1].id}": place}
        page = parse(office.browser(office.officer).post(ORDER, data=sent).text)
        shown = [(one["name"], one["value"]) for one in page.all(".places input")]
        placed = [(f"order-{people[number].id}", str(index)) for index, number in enumerate(expected, start=1)]
        assert shown[: len(placed)] == placed


def test_the_present_rota_ends_and_what_was_swapped_by_hand_stays_unless_it_is_ended(office: Office) -> None:
    browser = begin(office)
    save(browser, f"{ROTA}/patterns/new", pattern(office.officer.id, starts="09:00", ends="09:00"))
    extra = {"kind": "extra", "member": office.deputy.id, "starts": "2026-12-01T10:00", "ends": "2026-12-01T12:00"}
    absence = {"kind": "absence", "member": office.deputy.id, "starts": "2026-12-02T10:00", "ends": "2026-12-02T12:00"}
    for change in (extra, absence):
        assert save(browser, f"{ROTA}/changes/new", change) == 303
    tuesday, wednesday = MONDAY + DAY + 2 * HOUR, MONDAY + 2 * DAY + 2 * HOUR

    looked_at = browser.post(ORDER, data=typed(office.officer)).text
    assert "all seven days" in looked_at.split("This ends when the new rota begins")[1]
    assert "2026-12-01T04:00+00:00/2026-12-01T06:00+00:00" in looked_at
    assert save(browser, ORDER, typed(office.officer)) == 303
    assert sorted(on_duty(tuesday)) == [office.officer.id, office.deputy.id]
    assert on_duty(MONDAY - HOUR) == on_duty(MONDAY + HOUR) == [office.officer.id]
    assert [one.valid_until for one in get_rota(DESK).patterns] == [date(2026, 11, 29)]

    assert save(browser, ORDER, typed(office.deputy, swaps="end")) == 303

    assert on_duty(tuesday) == [office.deputy.id]
    assert on_duty(wednesday) == []
    assert [one.kind for one in get_rota(DESK).changes] == ["absence"]


def test_holes_of_the_next_four_weeks_stand_there_with_a_link_that_fills_each(office: Office) -> None:
    browser = begin(office)
    save(browser, ORDER, typed(office.officer, division="whole", valid_until="2026-12-20"))

    page = parse(browser.get(ROTA).text)

    spans = [one["datetime"] for one in page.one("section[aria-labelledby=holes]").all("time")]
    assert spans == [
        "2026-11-26T07:00+00:00/2026-11-30T03:00+00:00",
        "2026-12-21T03:00+00:00/2026-12-24T07:00+00:00",
    ]
    form = parse(browser.get(page.one("section[aria-labelledby=holes]").all("a")[1]["href"]).text)
    assert [form.one(f"#{name}")["value"] for name in ("starts", "ends")] == ["2026-12-21T09:00", "2026-12-24T13:00"]


def test_the_next_in_the_order_is_the_deputy_unless_absent(office: Office) -> None:
    people, browser = five(office), begin(office)
    save(browser, ORDER, typed(*people, has_deputies="y", valid_from="2026-11-26", handover="3", first_starts="00:00"))
    desk = db.session.get(FocalPoint, DESK)

    def deputies() -> list[int]:
        return [one for step in chain_of(desk, NOW + HOUR) if step.step is ChainStep.DEPUTY for one in step.accounts]

    assert deputies() == [people[1].id]
    assert "Deputy: Officer Two" in browser.get(ROTA).text
    absence = {"kind": "absence", "member": people[1].id, "starts": "2026-11-26T00:00", "ends": "2026-11-27T00:00"}
    save(browser, f"{ROTA}/changes/new", absence)
    assert deputies() == [people[2].id]


REFUSED = {
    "a place that is no number": ({"order-{officer}": "first"}, "Write whole numbers, such as 1, 2 and 3."),
    "nobody": ({"order-{officer}": ""}, "Give a place to at least one person and to at most 20."),
    "a stranger": ({"order-999999": "2"}, "Choose from the list."),
    "the past": ({"valid_from": "2026-11-25"}, "choose today or a later day"),
    "an end before the beginning": ({"valid_until": "2026-11-29"}, "The last day must not lie before the first."),
    "the same times": ({"division": "two", "second_starts": "09:00"}, "Write a different time for each shift."),
    "no time": ({"first_starts": "nine"}, "Write a time, like 14:30."),
}


@pytest.mark.parametrize(("wrong", "told"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_hold_is_refused_at_its_field_and_nothing_typed_is_lost(
    office: Office, wrong: dict[str, str], told: str
) -> None:
    browser = begin(office)
    sent = typed(office.officer, third_starts="23:30") | {
        name.format(officer=office.officer.id): value for name, value in wrong.items()
    }

    answer = browser.post(ORDER, data=sent)

    assert answer.status_code == 422
    assert told in parse(answer.text).one("form .error").text
    assert parse(answer.text).one("#third_starts")["value"] == "23:30"
    assert get_rota(DESK).rotations == []


def test_of_two_editors_the_second_is_told_and_may_save_again(office: Office) -> None:
    first, second = begin(office), office.browser(office.coordinator)
    values = typed(office.deputy)
    looked_at = hidden(second.post(ORDER, data=values).text)
    save(first, f"{ROTA}/patterns/new", pattern(office.officer.id))

    overtaken = second.post(ORDER, data={**values, **looked_at})

    assert overtaken.status_code == 409
    assert "Another person changed this rota meanwhile" in overtaken.text
    assert second.post(ORDER, data={**values, **hidden(overtaken.text)}).status_code == 303
    assert on_duty(MONDAY + HOUR) == [office.deputy.id]


def test_an_order_that_is_removed_puts_nobody_on_duty_and_each_act_is_audited(office: Office) -> None:
    browser = begin(office)
    save(browser, ORDER, typed(office.deputy))
    address = f"{ORDER}/{get_rota(DESK).rotations[0].id}/remove"

    assert browser.post(address, data=hidden(browser.get(address).text)).status_code == 303

    assert on_duty(MONDAY + HOUR) == []
    acts = db.session.query(AuditEvent).filter(AuditEvent.kind == "desk_rota").order_by(AuditEvent.id).all()
    assert [act.action for act in acts] == ["rota_zone", "rotation", "rotation"]
    assert acts[1].values.after["members"] == [office.deputy.id]
    assert "Officer" not in str([(act.values.before, act.values.after) for act in acts])
    told = db.session.query(Mail).filter(Mail.letter == "duty_changed").all()
    assert {mail.address for mail in told} == {office.deputy.email}


def test_the_api_tells_the_order_to_who_keeps_the_rota_alone(office: Office) -> None:
    browser = begin(office)
    save(browser, ORDER, typed(office.deputy, office.officer))
    desk, reader = db.session.get(FocalPoint, DESK), factories.account(jurisdiction_key="KZ", networks=["casc"])

    with office.app.test_request_context():
        (order,) = serialize_rota(viewer_of(office.officer), desk)["rotations"]
        hidden_order = serialize_rota(viewer_of(reader), desk)["rotations"]

    assert [one["member"] for one in order["members"]] == [office.deputy.id, office.officer.id]
    assert (order["division"], order["starts"], order["turn"], order["handover"]) == ("whole", ["09:00"], "week", 0)
    assert hidden_order == []


def test_who_may_not_keep_the_rota_neither_sees_nor_makes_an_order(office: Office) -> None:
    begin(office)
    reader = office.browser(factories.account(jurisdiction_key="KZ", networks=["casc"]))
    elsewhere = office.browser(factories.account(Role.COORDINATOR, jurisdiction_key="KZ"))

    def statuses(browser: FlaskClient) -> list[int]:
        return [browser.get(ORDER).status_code, browser.post(ORDER, data=typed(office.officer)).status_code]

    assert statuses(reader) == [403, 403]
    assert statuses(elsewhere) == [404, 404]
    assert get_rota(DESK).rotations == []


def test_a_rota_takes_no_more_than_its_number_of_rotations(office: Office) -> None:
    browser = begin(office)
    days = [date(2026, 12, 1) + timedelta(days=number) for number in range(MOST_ROTATIONS + 1)]

    statuses = [save(browser, ORDER, typed(office.officer, turn="day", valid_from=day.isoformat())) for day in days]

    assert statuses == [303] * MOST_ROTATIONS + [422]
    assert len(get_rota(DESK).rotations) == MOST_ROTATIONS
