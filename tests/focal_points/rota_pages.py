"""Keeps a rota through its pages, as a member of the desk does."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient

from directory.extensions import db
from directory.focal_points.duty import list_on_duty
from tests.focal_points.conftest import DESK, Office
from tests.html import parse

ROTA = f"/en/focal-points/{DESK}/rota"
# A Thursday, 13:00 in Bishkek.
NOW = datetime(2026, 11, 26, 7, tzinfo=UTC)
HOUR = timedelta(hours=1)


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of a page, as a browser sends them again."""
    fields = parse(page).all("input[type=hidden][name]")
    return {str(field["name"]): field["value"] or "" for field in fields}


def save(browser: FlaskClient, address: str, values: Mapping[str, object]) -> int:
    """Send a form, look at what follows, and save it; return the status of the saving."""
    first = browser.post(address, data={**hidden(browser.get(address).text), **values})
    return browser.post(address, data={**values, **hidden(first.text)}).status_code


def pattern(member: object, **values: object) -> dict[str, object]:
    days: dict[str, object] = {
        "member": member,
        "weekdays": list("0123456"),
        "starts": "09:00",
        "ends": "18:00",
        "every_weeks": "1",
        "valid_from": "2026-11-01",
        "on_holidays": "y",
    }
    return days | values


def begin(office: Office) -> FlaskClient:
    browser = office.browser(office.officer)
    assert browser.post(f"{ROTA}/zone", data={"zone": "Asia/Bishkek"}).status_code == 303
    return browser


def on_duty(at: datetime) -> list[int]:
    db.session.expire_all()
    return [shift.account_id for shift in list_on_duty([DESK], at).get(DESK, ())]
