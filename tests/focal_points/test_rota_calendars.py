"""Calendars of a rota: a link says when its person is on duty and nothing more; a file puts its bringer on duty."""

import io
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from limits import parse
from werkzeug.test import TestResponse

from directory.accounts.attempt_limits import LIMITS
from directory.extensions import db
from directory.focal_points.duty import get_rota
from directory.models import CalendarLink
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.focal_points.conftest import Office
from tests.focal_points.rota_pages import HOUR, NOW, ROTA, begin, hidden, on_duty, pattern, save
from tests.html import parse as parse_page

pytestmark = pytest.mark.usefixtures("thursday")
FILE = f"{ROTA.removesuffix('/rota')}.ics"
UNKNOWN = "/en/focal-points/calendar/" + "x" * 43 + ".ics"


def make_link(browser: FlaskClient) -> str:
    """Return the path of a new calendar link."""
    shown = parse_page(browser.post(f"{ROTA}/calendar")).one("code[dir=ltr]", "/en/focal-points/calendar/").text
    found = re.search(r"/en/focal-points/calendar/[\w-]{43}\.ics$", shown)
    assert found
    return found[0]


def test_a_link_says_when_its_person_is_on_duty_and_names_nobody(office: Office) -> None:
    browser = begin(office)
    save(browser, f"{ROTA}/patterns/new", pattern(office.officer.id))
    save(browser, f"{ROTA}/patterns/new", pattern(office.deputy.id, starts="18:00", ends="09:00"))

    answer = office.app.test_client().get(make_link(browser))

    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "private, no-store"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["SUMMARY"] == "On duty: Office of Tests"
    assert f"{event['DTSTART'].dt:%H:%M} {event['DTEND'].dt:%H:%M}" == "09:00 18:00"
    kept = [office.officer.name, office.officer.email, office.deputy.name, "tel:", "mailto:"]
    assert [word for word in kept if word in answer.text] == []


def test_the_address_of_a_desk_gives_its_rota_without_names_to_those_who_may_read_it(office: Office) -> None:
    browser = begin(office)
    save(browser, f"{ROTA}/patterns/new", pattern(office.officer.id))
    save(browser, f"{ROTA}/patterns/new", pattern(office.deputy.id, starts="18:00", ends="09:00"))
    reader = factories.account(Role.PRACTITIONER, ["casc"], jurisdiction_key="KZ")

    answer = office.browser(reader).get(FILE)

    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "private, no-store"
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    assert {f"{event['DTSTART'].dt:%H:%M}" for event in events} == {"09:00", "18:00"}
    assert len({event["UID"] for event in events}) == len(events) == 2
    assert [
        word for word in (office.officer.name, office.deputy.name, office.officer.email) if word in answer.text
    ] == []
    assert FILE in browser.get(ROTA).text


def test_the_rota_at_the_address_of_a_desk_is_for_nobody_else(office: Office) -> None:
    begin(office)
    outsider = factories.account(Role.PRACTITIONER, [], jurisdiction_key="FR")

    assert "/account/sign-in" in office.app.test_client().get(FILE).headers["Location"]
    assert office.browser(outsider).get(FILE).status_code == 404


def test_the_secret_of_a_link_is_shown_once_and_kept_nowhere(office: Office) -> None:
    browser = begin(office)
    secret = make_link(browser).split("/")[-1].removesuffix(".ics")

    (row,) = db.session.query(CalendarLink)

    assert secret not in str(vars(row))
    assert secret not in browser.get(f"{ROTA}/calendar").text


def test_a_link_that_is_revoked_or_whose_person_left_answers_like_an_unknown_one(office: Office) -> None:
    browser, visitor = begin(office), office.app.test_client()
    revoked, left = make_link(browser), make_link(browser)
    assert visitor.get(revoked).status_code == visitor.get(left).status_code == 200

    first = db.session.query(CalendarLink).order_by(CalendarLink.id).first()
    assert browser.post(f"{ROTA}/calendar/{first.id}/revoke").status_code == 303
    assert visitor.get(left).status_code == 200
    with committing():
        office.officer.desks = []

    answers = [_alike(visitor.get(path)) for path in (revoked, left, UNKNOWN)]
    assert answers[0][0] == 404
    assert answers[0] == answers[1] == answers[2]


def _alike(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, re.sub(r"[\w-]{43}|[0-9a-f]{16}", "", answer.text)


def test_nobody_revokes_the_link_of_another(office: Office) -> None:
    path = make_link(begin(office))
    number = db.session.query(CalendarLink).one().id

    assert office.browser(office.deputy).post(f"{ROTA}/calendar/{number}/revoke").status_code == 404
    assert office.app.test_client().get(path).status_code == 200


def test_a_coordinator_who_staffs_no_desk_has_no_calendar_of_it(office: Office) -> None:
    begin(office)
    browser = office.browser(office.coordinator)

    assert [browser.get(f"{ROTA}/calendar{path}").status_code for path in ("", "/file")] == [403, 403]
    assert browser.post(f"{ROTA}/calendar").status_code == 403


def event(uid: str, starts: str, hours: int = 8, more: str = "") -> str:
    return f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:{starts}\r\nDURATION:PT{hours}H\r\n{more}END:VEVENT\r\n"


def calendar(*events: str) -> bytes:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:tests\r\n{''.join(events)}END:VCALENDAR\r\n".encode()


def bring(browser: FlaskClient, data: bytes) -> tuple[str, int]:
    """Send a file, look at it, and save it; return the page that was looked at and the status of the saving."""
    looked_at = browser.post(f"{ROTA}/calendar/file", data={"file": (io.BytesIO(data), "own.ics")}).text
    return looked_at, browser.post(f"{ROTA}/calendar/file", data=hidden(looked_at)).status_code


def test_a_file_is_looked_at_before_it_puts_its_bringer_on_duty(office: Office) -> None:
    browser = begin(office)
    data = calendar(event("a", "20261127T030000"), event("old", "20261020T030000"))

    looked_at, status = bring(browser, data)

    assert "1 time on duty" in looked_at
    assert status == 303
    three_in_bishkek = NOW.replace(day=26, hour=21)
    assert on_duty(three_in_bishkek) == [office.officer.id]
    assert on_duty(three_in_bishkek - HOUR) == on_duty(three_in_bishkek + 8 * HOUR) == []


def test_a_file_must_be_chosen_until_the_page_carries_one(office: Office) -> None:
    browser = begin(office)
    asked = browser.get(f"{ROTA}/calendar/file").text

    looked_at, _ = bring(browser, calendar(event("a", "20261127T030000Z")))

    inputs = [parse_page(page).one("input[type=file]") for page in (asked, looked_at)]
    assert [one.has("required") for one in inputs] == [True, False]
    assert "(optional)" not in asked
    assert "Choose a file." in browser.post(f"{ROTA}/calendar/file").text


def test_a_file_brought_again_replaces_its_own_events_and_leaves_all_else(office: Office) -> None:
    browser = begin(office)
    bring(browser, calendar(event("a", "20261127T030000Z"), event("b", "20261128T030000Z")))
    bring(office.browser(office.deputy), calendar(event("a", "20261130T030000Z")))

    cancelled = event("b", "20261128T030000Z", more="STATUS:CANCELLED\r\n")
    bring(browser, calendar(event("a", "20261129T030000Z"), cancelled))

    days = [NOW.replace(hour=4) + number * timedelta(days=1) for number in range(1, 5)]
    assert [on_duty(day) for day in days] == [[], [], [office.officer.id], [office.deputy.id]]


@pytest.mark.parametrize("data", [b"no calendar", calendar(), b"", calendar(event("a", "20261127T030000Z", 24 * 40))])
def test_a_file_that_cannot_be_read_is_refused_in_words_and_changes_nothing(office: Office, data: bytes) -> None:
    browser = begin(office)

    answer = browser.post(f"{ROTA}/calendar/file", data={"file": (io.BytesIO(data), "own.ics")})

    assert answer.status_code == 422
    assert "The form has not been sent yet" in answer.text
    assert get_rota(office.officer.desks[0].focal_point_key).changes == []


def test_files_are_counted_as_those_of_imports_are(office: Office) -> None:
    browser = begin(office)
    most = parse(LIMITS["file"]).amount

    answers = [browser.post(f"{ROTA}/calendar/file", data={"text": "eA=="}).status_code for _ in range(most + 1)]

    assert answers == [422] * most + [429]


def test_a_file_with_an_unknown_zone_is_refused_on_the_page_by_its_name(office: Office) -> None:
    starts = "UID:a\r\nDTSTART;TZID=Customized Time Zone:20261127T030000\r\nDURATION:PT8H"

    page = begin(office).post(
        f"{ROTA}/calendar/file",
        data={"file": (io.BytesIO(calendar(f"BEGIN:VEVENT\r\n{starts}\r\nEND:VEVENT\r\n")), "own.ics")},
    )

    assert page.status_code == 422
    assert "“Customized Time Zone”" in page.text


@pytest.mark.parametrize("is_first", [True, False])
def test_what_the_file_of_another_state_says_of_a_zone_moves_nobodys_duty(office: Office, is_first: bool) -> None:
    browser = begin(office)
    name = "Eastern Standard Time"
    change = "DTSTART:19700101T000000\r\nTZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900"
    own = f"BEGIN:VTIMEZONE\r\nTZID:{name}\r\nBEGIN:STANDARD\r\n{change}\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    at = f"BEGIN:VEVENT\r\nUID:a\r\nDTSTART;TZID={name}:20261127T030000\r\nDURATION:PT8H\r\nEND:VEVENT\r\n"
    files = [calendar(own, at), calendar(at)]

    pages = [bring(browser, data)[0] for data in (files if is_first else reversed(files))]

    times = [re.findall(r"\d\d:\d\d", page) for page in pages]
    assert times[0] == times[1]
