"""Public holidays of a State: who is asked for them, who learns of them, and what they are called."""

import pytest

from directory import clock
from directory.extensions import db
from directory.focal_points.rotas.known_holidays import known_holidays, name_in
from directory.focal_points.rotas.service.holidays import ask_to_confirm
from directory.jobs.schedule import ask_for_holidays
from directory.models import Mail, Place
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.focal_points.conftest import DESK, Office
from tests.focal_points.rota_pages import NOW, ROTA, begin, pattern, save
from tests.html import parse

pytestmark = pytest.mark.usefixtures("thursday")
HOLIDAYS = "/en/focal-points/holidays/KG"
NEW_YEAR = {"days-0-day": "2027-01-01", "days-0-name": "New Year's Day", "days-0-is_off": "y"}
OWN_DAY = {"days-1-day": "2027-01-02", "days-1-name": "Quokka Day", "days-1-is_off": "y"}
UNCONFIRMED = "Nobody has confirmed the public holidays of 2027 yet"


def confirm(office: Office) -> None:
    answer = office.browser(office.coordinator).post(f"{HOLIDAYS}?year=2027", data={**NEW_YEAR, **OWN_DAY})
    assert answer.status_code == 303


def told(letter: str) -> list[tuple[str, str]]:
    """Return who was told, with the page that the letter leads to."""
    db.session.rollback()
    mails = db.session.query(Mail).filter(Mail.letter == letter).order_by(Mail.id)
    return [(mail.address, mail.values["path"]) for mail in mails]


def test_who_is_off_duty_for_a_holiday_is_told_when_it_is_confirmed(office: Office) -> None:
    browser = begin(office)
    save(browser, f"{ROTA}/patterns/new", pattern(office.officer.id, on_holidays=""))
    save(browser, f"{ROTA}/patterns/new", pattern(office.deputy.id))

    confirm(office)

    assert told("holidays_confirmed") == [(office.officer.email, f"focal-points/{DESK}/rota")]


def test_the_coordinator_is_asked_once_a_year_while_the_coming_years_holidays_are_unconfirmed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for_holidays()
    assert told("holidays_unconfirmed") == []

    begin(office)
    for _ in range(2):
        ask_for_holidays()
    asked = [(office.coordinator.email, "focal-points/holidays/KG?year=2027")]
    assert told("holidays_unconfirmed") == asked

    monkeypatch.setattr(clock, "now", lambda: NOW.replace(year=2027))
    for _ in range(2):
        ask_for_holidays()
    assert told("holidays_unconfirmed") == [*asked, (office.coordinator.email, "focal-points/holidays/KG?year=2028")]


def test_one_letter_asks_for_all_states_of_a_recipient_and_a_later_one_for_new_ones(office: Office) -> None:
    recipient, now = factories.account(Role.COORDINATOR, ["casc"]), clock.now()
    of_network = [Place(state, frozenset({"casc"})) for state in ("AM", "KZ", "TJ")]

    for places in (of_network[:2], of_network[:2], of_network):
        with committing():
            ask_to_confirm(places, now)

    [both] = db.session.query(Mail).filter(Mail.letter == "holidays_unconfirmed_in_several")
    assert both.address == recipient.email
    assert [line.partition(": ")[2].partition("/en/")[2] for line in both.values["states"].splitlines()] == [
        f"focal-points/holidays/{state}?year=2027" for state in ("AM", "KZ")
    ]
    assert told("holidays_unconfirmed") == [(recipient.email, "focal-points/holidays/TJ?year=2027")]


def test_once_they_are_confirmed_nobody_is_asked(office: Office) -> None:
    begin(office)
    confirm(office)

    ask_for_holidays()

    assert told("holidays_unconfirmed") == []


def test_a_year_is_not_confirmed_without_a_day_and_stays_as_it_was(office: Office) -> None:
    begin(office)
    confirm(office)
    browser, address = office.browser(office.coordinator), f"{HOLIDAYS}?year=2027"
    version = parse(browser.get(address).text).one("#version")["value"]

    answer = browser.post(address, data={"version": version, "days-0-day": "", "days-0-name": ""})

    assert answer.status_code in (400, 422)
    assert "Choose at least one day." in answer.text
    assert "Quokka Day" in browser.get(address).text


def test_the_rota_says_that_they_are_unconfirmed_to_those_who_keep_it(office: Office) -> None:
    browsers = [begin(office), office.browser(office.coordinator)]
    pages = [browser.get(ROTA).text for browser in browsers]
    assert [UNCONFIRMED in page for page in pages] == [True, True]
    assert [f"{HOLIDAYS}?year=2027" in page for page in pages] == [False, True]

    confirm(office)

    assert [UNCONFIRMED in browser.get(ROTA).text for browser in browsers] == [False, False]


@pytest.mark.parametrize(
    ("language", "shown"),
    [("en", "New Year&#39;s Day"), ("ru", "Новый год"), ("ar", 'lang="ky" dir="ltr">Жаңы жыл')],
)
def test_a_holiday_is_named_in_the_readers_language_or_its_own(office: Office, language: str, shown: str) -> None:
    browser = begin(office)
    confirm(office)

    page = browser.get(f"/{language}/focal-points/{DESK}/rota?week=2027-01-01").text

    assert shown in page
    assert "Quokka Day" in page


# The names of a day by State and language; a name that the calendar does not know stays as it is, in no language.
NAMES = [
    ("KG", "Новый год", "en", "New Year's Day", "en"),
    ("KG", "New Year's Day", "ky", "Жаңы жыл", "ky"),
    ("KG", "New Year's Day", "fr", "Жаңы жыл", "ky"),
    ("KG", "Quokka Day", "en", "Quokka Day", ""),
    ("FR", "New Year's Day", "fr", "Jour de l'an", "fr"),
    ("XX", "Quokka Day", "en", "Quokka Day", ""),
]


@pytest.mark.parametrize(("state", "name", "language", "text", "spoken"), NAMES)
def test_names_are_found_from_any_language_of_the_calendar(
    state: str, name: str, language: str, text: str, spoken: str
) -> None:
    found = name_in(state, 2027, name, language)

    assert (found.text, found.language) == (text, spoken)


def test_a_state_that_the_calendar_does_not_know_has_no_holidays() -> None:
    assert known_holidays("XX", 2027) == {}


@pytest.mark.parametrize(("network", "status"), [("casc", 303), ("ejn", 403)])
def test_a_coordinator_of_a_network_confirms_the_holidays_of_its_own_states_alone(
    office: Office, network: str, status: int
) -> None:
    coordinator = factories.account(Role.COORDINATOR, [network])

    answer = office.browser(coordinator).post(f"{HOLIDAYS}?year=2027", data={**NEW_YEAR, **OWN_DAY})

    assert answer.status_code == status
