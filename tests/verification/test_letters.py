"""A letter of a campaign says of which entry, who asks, and until when: what everyone may read of it, and no more."""

from datetime import UTC, date, datetime, timedelta

from flask import Flask
from sqlalchemy import select

from directory import clock, dates, i18n
from directory.extensions import db
from directory.models import Account, Mail
from directory.transaction import committing
from directory.verification.service import campaigns
from tests import factories
from tests.verification.conftest import start

BEGAN = datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_each_letter_names_entry_state_who_asks_and_the_last_day(small_app: Flask, coordinator: Account) -> None:
    factories.add(factories.authority())
    factories.add(factories.contact("office@example.org"))

    with clock.frozen_at(BEGAN):
        start(coordinator, campaigns.ReminderSchedule(2, 3, 4))
    for day in (0, 2, 5):
        with clock.frozen_at(BEGAN + timedelta(days=day)), committing():
            campaigns.send_due_steps(clock.now())

    mails = db.session.scalars(select(Mail).where(Mail.address == "office@example.org", Mail.letter.like("verif%")))
    # An office of Kyrgyzstan is written to in Kyrgyz.
    told = [{name: value for name, value in mail.values.items() if name != "path"} for mail in mails]
    state = i18n.territory_name("KG", "ky")
    assert told == 3 * [
        {
            "entries": f"- Орган: Office of Tests, {state}",
            "about": f"Office of Tests, {state}",
            "asker": f"Тармактын координатору, {state}",
            "until": dates.long_day(date(2026, 12, 5), "ky"),
            "contact": f"Тармактын координатору, {state} · {coordinator.name} · {coordinator.email}",
            "reply_to": "",
        }
    ]
