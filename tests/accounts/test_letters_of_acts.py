"""A letter of what was done to an account names the time and the browser, as far as one did it."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.accounts.notices import send
from directory.extensions import db
from directory.models import Mail
from directory.transaction import committing
from tests import factories

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.mark.parametrize(("agent", "browser"), [(FIREFOX, "Firefox, Windows"), ("curl", "–")])
def test_it_names_the_time_with_its_zone_and_what_the_browser_calls_itself(
    small_app: Flask, agent: str, browser: str
) -> None:
    account = factories.account(language="en")

    with (
        clock.frozen_at(datetime(2026, 11, 26, 12, tzinfo=UTC)),
        small_app.test_request_context("/en/account", headers={"User-Agent": agent}),
        committing(),
    ):
        send(account, "passkey_added")

    mail = db.session.scalars(select(Mail).where(Mail.address == account.email)).one()
    assert (mail.values["at"], mail.values["browser"]) == ("26 November 2026, 12:00 (UTC)", browser)
