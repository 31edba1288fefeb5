"""Keeping a rota on its pages: shown with its consequences first, then saved, for those who may."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from directory.extensions import db
from directory.focal_points.duty import get_rota
from directory.models import AuditEvent, Change, Disclosure, FocalPoint, Mail
from directory.vocabulary import NAMES_ON_ROTA, Role
from tests import factories
from tests.focal_points.conftest import DESK, Office
from tests.focal_points.rota_pages import HOUR, NOW, ROTA, begin, hidden, on_duty, pattern, save
from tests.html import parse

pytestmark = pytest.mark.usefixtures("thursday")


def test_a_pattern_is_shown_with_its_consequences_and_counts_once_it_is_saved(office: Office) -> None:
    browser, values = begin(office), pattern(office.officer.id)

    looked_at = browser.post(f"{ROTA}/patterns/new", data=values)

    assert looked_at.status_code == 200
    assert "Consequences of this change" in looked_at.text
    assert on_duty(NOW + HOUR) == []
    saved = browser.post(f"{ROTA}/patterns/new", data={**values, **hidden(looked_at.text)})
    assert saved.status_code == 303
    assert on_duty(NOW + HOUR) == [office.officer.id]
    page = browser.get(ROTA).text
    assert "Officer One" in page
    assert "09:00–18:00" in page


def test_values_changed_after_the_look_are_looked_at_again_before_they_are_saved(office: Office) -> None:
    browser, values = begin(office), pattern(office.officer.id)
    looked_at = hidden(browser.post(f"{ROTA}/patterns/new", data=values).text)

    answer = browser.post(f"{ROTA}/patterns/new", data={**values, **looked_at, "ends": "17:00"})

    assert answer.status_code == 200
    assert get_rota(DESK).patterns == []


def test_a_new_gap_is_named_before_an_absence_is_saved(office: Office) -> None:
    browser = begin(office)
    save(browser, f"{ROTA}/patterns/new", pattern(office.officer.id, starts="00:00", ends="00:00"))
    absence = {"kind": "absence", "member": office.officer.id, "starts": "2026-11-28T03:00", "ends": "2026-11-28T05:00"}

    looked_at = browser.post(f"{ROTA}/changes/new", data=absence).text

    named = looked_at.split("Nobody would be on duty any more")[1].split("</ul>")[0]
    assert "2026-11-27T21:00+00:00/2026-11-27T23:00+00:00" in named
    assert "In all, nobody is on duty for 2 h; without this change for 0 h." in looked_at


def test_the_page_names_who_is_replaced_and_shows_the_week_of_the_change_once_it_is_saved(office: Office) -> None:
    browser = begin(office)
    save(browser, f"{ROTA}/patterns/new", pattern(office.officer.id))
    instead = {"kind": "instead", "member": office.deputy.id, "starts": "2026-12-09T09:00", "ends": "2026-12-09T18:00"}

    looked_at = browser.post(f"{ROTA}/changes/new", data=instead).text
    saved = browser.post(f"{ROTA}/changes/new", data={**instead, **hidden(looked_at)})

    named = parse(looked_at).one("section[aria-labelledby=consequences]")
    assert [one.text for one in named.all("b")] == ["Officer One", "Officer Two"]
    page = parse(browser.get(saved.location).text)
    assert page.one("#week").text.startswith("7")
    assert page.one("#done-title").text == (
        "The change is saved: on duty in place of the others: Officer Two, Wed, 9 Dec, 09:00 – 18:00."
    )


def test_who_may_invite_is_told_how_a_person_comes_onto_the_rota(office: Office) -> None:
    begin(office)

    page = parse(office.browser(factories.account(Role.ADMINISTRATOR)).get(ROTA).text)

    assert page.one("main a", "Invite a person")["href"] == "/en/people/invitations/new?jurisdiction=KG"
    assert "Invite a person" not in office.browser(office.officer).get(ROTA).text


def test_of_two_editors_the_second_is_told_and_loses_nothing_typed(office: Office) -> None:
    first, second = begin(office), office.browser(office.coordinator)
    typed = pattern(office.deputy.id, starts="18:00", ends="09:00")
    looked_at = hidden(second.post(f"{ROTA}/patterns/new", data=typed).text)
    save(first, f"{ROTA}/patterns/new", pattern(office.officer.id))

    overtaken = second.post(f"{ROTA}/patterns/new", data={**typed, **looked_at})

    assert overtaken.status_code == 409
    assert "Another person changed this rota meanwhile" in overtaken.text
    assert 'value="18:00"' in overtaken.text
    assert on_duty(NOW + HOUR) == [office.officer.id]
    again = second.post(f"{ROTA}/patterns/new", data={**typed, **hidden(overtaken.text)})
    assert again.status_code == 303
    assert on_duty(NOW + 6 * HOUR) == [office.deputy.id]


def test_a_pattern_that_another_took_away_is_added_again_with_what_was_typed(office: Office) -> None:
    browser = begin(office)
    save(browser, f"{ROTA}/patterns/new", pattern(office.officer.id))
    address = f"{ROTA}/patterns/{get_rota(DESK).patterns[0].id}"
    typed = pattern(office.officer.id, ends="20:00")
    looked_at = hidden(browser.post(address, data=typed).text)
    removal = office.browser(office.coordinator)
    assert removal.post(f"{address}/remove", data=hidden(removal.get(f"{address}/remove").text)).status_code == 303

    overtaken = browser.post(address, data={**typed, **looked_at})

    assert overtaken.status_code == 409
    assert 'value="20:00"' in overtaken.text
    assert browser.post(address, data={**typed, **hidden(overtaken.text)}).status_code == 303
    assert on_duty(NOW + 6 * HOUR) == [office.officer.id]


def test_a_change_that_is_removed_lets_the_pattern_hold_again(office: Office) -> None:
    browser = begin(office)
    save(browser, f"{ROTA}/patterns/new", pattern(office.officer.id))
    closed = {"kind": "closed", "member": "", "starts": "2026-11-26T14:00", "ends": "2026-11-26T16:00"}
    assert save(browser, f"{ROTA}/changes/new", closed) == 303
    assert on_duty(NOW + 2 * HOUR) == []

    address = f"{ROTA}/changes/{get_rota(DESK).changes[0].id}/remove"
    assert browser.post(address, data=hidden(browser.get(address).text)).status_code == 303

    assert on_duty(NOW + 2 * HOUR) == [office.officer.id]


WRONG = {
    "no days": ({"weekdays": []}, "Choose at least one day."),
    "no time": ({"starts": ""}, "Fill in this field."),
    "no such time": ({"starts": "25:99"}, "Write a time, like 14:30."),
    "a last day before the first": ({"valid_until": "2026-10-01"}, "must not lie before the first"),
    "too few weeks": ({"every_weeks": "0"}, "Write a number from 1 to 8."),
    "a day in no year of ours": ({"valid_from": "9999-12-31"}, "within two years of today"),
    "a day of the first year": ({"valid_from": "0001-01-01"}, "within two years of today"),
    "no such person": ({"member": "999999"}, "Choose from the list."),
}


@pytest.mark.long(each=3)
@pytest.mark.parametrize(("values", "told"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_beside_its_field_and_the_rest_stays(
    office: Office, values: dict[str, object], told: str
) -> None:
    answer = begin(office).post(f"{ROTA}/patterns/new", data=pattern(office.officer.id) | values)

    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="18:00"' in answer.text


@pytest.mark.parametrize(
    ("times", "told"),
    [
        (("2026-11-28T05:00", "2026-11-28T03:00"), "The end must come after the start."),
        (("2026-11-20T05:00", "2026-11-20T06:00"), "past shifts cannot be changed"),
        (("2026-12-01T05:00", "2027-03-01T06:00"), "This period is too long"),
        (("2020-01-01T00:00", "2034-12-31T23:59"), "within two years of today"),
        (("0001-01-01T00:00", "9999-12-31T23:59"), "Write a date and a time, like 2026-12-31 14:30."),
    ],
)
def test_a_change_that_cannot_hold_is_refused_in_words(office: Office, times: tuple[str, str], told: str) -> None:
    browser, (starts, ends) = begin(office), times
    extra = {"kind": "extra", "member": office.officer.id, "starts": starts, "ends": ends}

    answer = browser.post(f"{ROTA}/changes/new", data=extra)

    assert answer.status_code == 422
    assert told in answer.text
    assert get_rota(DESK).changes == []


PATHS = ("", "/zone", "/patterns/new", "/patterns/1", "/changes/new", "/swaps/new", "/calendar", "/calendar/file")


def test_to_others_the_rota_of_a_desk_is_as_one_that_is_not_there(office: Office) -> None:
    begin(office)
    outsider = office.browser(factories.account(jurisdiction_key="KZ", networks=["carin"]))
    elsewhere = office.browser(factories.account(Role.COORDINATOR, jurisdiction_key="KZ"))
    visitor = office.app.test_client()

    for browser in (outsider, elsewhere, visitor):
        for path in PATHS:
            known = browser.get(f"{ROTA}{path}")
            unknown = browser.get(f"{ROTA.replace(DESK, 'none')}{path}")
            assert known.status_code == unknown.status_code != 200, path
            assert _alike(known.text) == _alike(unknown.text), path


def _alike(page: str) -> str:
    return re.sub(r"[0-9a-f]{16}|[\w.-]{40,}", "", page.replace(DESK, "none"))


def test_a_member_of_the_network_reads_the_rota_and_changes_nothing(office: Office) -> None:
    browser = begin(office)
    save(browser, f"{ROTA}/patterns/new", pattern(office.officer.id))
    reader = office.browser(factories.account(jurisdiction_key="KZ", networks=["casc"]))

    page = reader.get(ROTA)

    assert page.status_code == 200
    assert "Officer One" in page.text
    assert "patterns/new" not in page.text
    assert "Almaty (UTC+05:00)" in page.text
    values = pattern(office.deputy.id)
    assert [reader.post(f"{ROTA}{path}", data=values).status_code for path in PATHS[1:7]] == [403] * 6
    assert len(get_rota(DESK).patterns) == 1


def test_each_decision_is_audited_without_a_name_and_no_history_of_an_entry_tells_of_it(office: Office) -> None:
    noted = db.session.query(Change).count()
    browser = begin(office)
    save(browser, f"{ROTA}/patterns/new", pattern(office.officer.id))

    acts = db.session.query(AuditEvent).filter(AuditEvent.kind == "desk_rota").all()

    assert [(act.action, act.actor_id) for act in acts] == [
        ("rota_zone", office.officer.id),
        ("rota_pattern", office.officer.id),
    ]
    assert acts[1].values.after["member"] == office.officer.id
    assert "Officer" not in str([act.values.after for act in acts])
    assert db.session.query(Change).count() == noted


def told(letter: str) -> list[str]:
    return sorted(mail.address for mail in db.session.query(Mail).filter(Mail.letter == letter))


def test_whose_duty_another_changes_is_told_and_nobody_else(office: Office) -> None:
    keeper = begin(office)
    save(keeper, f"{ROTA}/patterns/new", pattern(office.officer.id))
    assert told("duty_changed") == []

    save(keeper, f"{ROTA}/patterns/new", pattern(office.deputy.id, starts="18:00", ends="09:00"))

    assert told("duty_changed") == [office.deputy.email]


def test_a_letter_about_duty_names_the_desk_and_the_first_shift_and_no_other_person(office: Office) -> None:
    keeper = begin(office)

    save(keeper, f"{ROTA}/patterns/new", pattern(office.deputy.id, starts="18:00", ends="09:00"))

    (mail,) = db.session.query(Mail).filter(Mail.letter == "duty_changed")
    desk = db.session.get_one(FocalPoint, DESK)
    assert mail.values["desk"] == f"{desk.authority.name.text('en')} · CASC"
    assert "Officer One" not in str(mail.values)
    # The pattern begins on the evening of the day on which the tests stand.
    assert mail.values["shift"].startswith("Thu, 26 Nov 2026, 18:00")


def asked(office: Office, browser: FlaskClient) -> str:
    """Have the officer ask the deputy for the first of their shifts; return the address of the swap."""
    page = browser.get(f"{ROTA}/swaps/new").text
    shift = re.findall(r'<option[^>]* value="(\d+)">', page.split('name="shift"')[1])[1]
    values = {**hidden(page), "shift": shift, "colleague": office.deputy.id}
    assert browser.post(f"{ROTA}/swaps/new", data=values).status_code == 303
    return f"{ROTA}/swaps/{get_rota(DESK).changes[0].id}"


def test_a_swap_counts_once_the_colleague_has_agreed_by_a_button(office: Office) -> None:
    browser, colleague = begin(office), office.browser(office.deputy)
    save(browser, f"{ROTA}/patterns/new", pattern(office.officer.id))
    address, tomorrow = asked(office, browser), NOW + timedelta(days=1)
    (letter,) = db.session.query(Mail).filter(Mail.letter == "swap_asked")
    assert letter.address == office.deputy.email
    assert letter.values["path"] == address.removeprefix("/en/")

    assert colleague.get(address).status_code == 200
    assert on_duty(tomorrow) == [office.officer.id]
    assert colleague.post(f"{address}/agree").status_code == 303

    assert on_duty(tomorrow) == [office.deputy.id]
    assert on_duty(tomorrow + timedelta(days=1)) == [office.officer.id]
    assert told("swap_agreed") == [office.officer.email]
    assert colleague.post(f"{address}/agree").status_code == 409


@pytest.mark.parametrize("answer", ["decline", "withdraw"])
def test_a_swap_that_is_declined_or_withdrawn_changes_nothing(office: Office, answer: str) -> None:
    browser, colleague = begin(office), office.browser(office.deputy)
    save(browser, f"{ROTA}/patterns/new", pattern(office.officer.id))
    address = asked(office, browser)
    right, wrong = (colleague, browser) if answer == "decline" else (browser, colleague)

    assert wrong.post(f"{address}/{answer}").status_code == 403
    assert right.post(f"{address}/{answer}").status_code == 303

    assert get_rota(DESK).changes == []
    assert on_duty(NOW + timedelta(days=1)) == [office.officer.id]


def test_nobody_agrees_for_a_colleague_or_to_a_shift_that_has_changed(office: Office) -> None:
    browser, colleague = begin(office), office.browser(office.deputy)
    save(browser, f"{ROTA}/patterns/new", pattern(office.officer.id))
    address = asked(office, browser)
    assert office.browser(office.coordinator).post(f"{address}/agree").status_code == 403
    absence = {"kind": "absence", "member": office.officer.id, "starts": "2026-11-26T00:00", "ends": "2026-12-02T00:00"}
    save(browser, f"{ROTA}/changes/new", absence)

    assert colleague.post(f"{address}/agree").status_code == 409
    assert on_duty(NOW + timedelta(days=1)) == []


def test_a_shift_that_can_no_longer_be_taken_over_awaits_no_answer_and_says_so(office: Office) -> None:
    browser, colleague = begin(office), office.browser(office.deputy)
    save(browser, f"{ROTA}/patterns/new", pattern(office.officer.id))
    address = asked(office, browser)
    awaited = colleague.get(ROTA).text
    absence = {"kind": "absence", "member": office.officer.id, "starts": "2026-11-26T00:00", "ends": "2026-12-02T00:00"}
    save(browser, f"{ROTA}/changes/new", absence)

    page = colleague.get(address).text

    assert "your answer is awaited" in awaited
    assert "your answer is awaited" not in colleague.get(ROTA).text
    assert ("/agree" in page, "/decline" in page, "cannot be taken over" in page) == (False, True, True)
    assert ("/withdraw" in (own := browser.get(address).text), "cannot be taken over" in own) == (True, True)


def test_holidays_are_estimates_until_the_coordinator_confirms_them(office: Office) -> None:
    browser, keeper = begin(office), office.browser(office.coordinator)
    save(browser, f"{ROTA}/patterns/new", pattern(office.officer.id, on_holidays=""))
    new_year = datetime(2027, 1, 1, 7, tzinfo=UTC)
    address = "/en/focal-points/holidays/KG?year=2027"
    page = keeper.get(address).text
    assert "estimated" in page
    assert on_duty(new_year) == [office.officer.id]

    days = {f"days-0-{name}": value for name, value in (("day", "2027-01-01"), ("name", "Own day"), ("is_off", "y"))}
    assert keeper.post(address, data={**hidden(page), **days}).status_code == 303

    assert on_duty(new_year) == []
    assert "Own day" in browser.get(f"{ROTA}?week=2027-01-01").text
    assert keeper.post(address, data={"version": "", **days}).status_code == 409
    assert browser.get(address).status_code == 403
    assert office.browser(factories.account(Role.COORDINATOR, jurisdiction_key="KZ")).get(address).status_code == 403


def test_a_rota_tells_a_visitor_nothing_anywhere(office: Office) -> None:
    visitor = office.app.test_client()
    addresses = ["/en/focal-points", f"/en/focal-points/{DESK}", "/en/search?q=test", "/api/v1/focal-points"]
    addresses += [f"/api/v1/focal-points/{DESK}", "/en/history", "/en/jurisdictions/KG", "/en/networks/casc"]
    before = {address: _alike(visitor.get(address).text) for address in addresses}

    save(begin(office), f"{ROTA}/patterns/new", pattern(office.officer.id))

    assert {address: _alike(visitor.get(address).text) for address in addresses} == before


def test_a_week_shows_each_day_with_who_is_on_duty_and_when_nobody_is(office: Office) -> None:
    browser = begin(office)
    save(browser, f"{ROTA}/patterns/new", pattern(office.officer.id, starts="22:00", ends="06:00"))

    page = browser.get(f"{ROTA}?week=2026-12-07").text

    assert [page.count(times) for times in ("00:00–06:00", "22:00–24:00", "06:00–22:00")] == [7, 7, 7]


def newest_reveal() -> tuple[int, str, tuple[str, ...]] | None:
    db.session.rollback()
    row = db.session.query(Disclosure).order_by(Disclosure.id.desc()).first()
    return None if row is None else (row.account_id, row.key, row.details)


@pytest.mark.parametrize("page", [ROTA, f"/en/focal-points/{DESK}"])
def test_who_was_shown_the_names_on_a_rota_is_written_down_and_read_by_its_coordinator(
    office: Office, page: str
) -> None:
    member = factories.account(jurisdiction_key="KZ", networks=["casc"], name="Reader Afar")
    outsider = office.browser(factories.account(jurisdiction_key="KZ"))
    for browser in (outsider, office.app.test_client()):
        browser.get(page)
    assert newest_reveal() is None

    office.browser(member).get(page)

    assert newest_reveal() == (member.id, DESK, (NAMES_ON_ROTA,))
    history = office.browser(office.coordinator).get(f"/en/history?kind=focal_point&key={DESK}").text
    assert "Reader Afar" in history
    assert "Who staffs this desk" in history


@pytest.mark.parametrize("kind", ["absence", "extra", "instead"])
def test_a_change_that_needs_a_person_and_names_none_is_refused_beside_the_field(office: Office, kind: str) -> None:
    typed = {"kind": kind, "member": "", "starts": "2026-11-28T03:00", "ends": "2026-11-28T05:00"}

    answer = begin(office).post(f"{ROTA}/changes/new", data=typed)

    assert answer.status_code == 422
    assert "Choose a person." in answer.text
    assert get_rota(DESK).changes == []
