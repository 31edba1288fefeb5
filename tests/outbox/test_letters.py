"""Each letter as it is sent, in each language: whole, and nothing of it left in English."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from flask import Flask

from directory import clock
from directory.config import Config
from directory.i18n import LANGUAGES
from directory.models import Mail
from directory.outbox.letters import LETTERS
from directory.outbox.messages import message_of
from directory.vocabulary import Role
from tests import factories

# The values of a letter as they were stored before pages, States and kinds became codes: they are still sent.
GIVEN = {
    "link": "https://site.example/x",
    "news": "- News",
    "narrowed": "1 January 2030",
    "ended": "31 January 2030",
    "line": "42 0f3a",
    "code": "index",
    "desk": "Desk of tests",
    "state": "Georgia",
    "role": "Practitioner",
    "decider": "Central Office of tests",
    "office": "Requesting office of tests",
    "means": "Phone",
    "person": "A person (Office of tests)",
    "inviter": "Coordinator",
    "entries": "- Authority: Office of tests",
    "about": "Office of tests",
    "contact": "Office that asks · asks@example.org",
    "gaps": "- No phone of this office",
    "asker": "Office that asks",
    "until": "1 December 2026",
    "year": "2026",
    "at": "29 November 2026 at 10:00 (UTC)",
    "browser": "Firefox",
    "network": "Network of tests",
    "table": "Table of tests",
    "day": "2 December 2026",
    "states": "- Georgia: https://site.example/x",
    "desks": "- Desk of tests: since 29 November 2026",
    "file": "offices.csv",
    "author": "A coordinator (Office of tests)",
    "number": "482913",
    "shift": "Mon, 7 Dec 2026, 09:00, Bishkek (UTC+06:00)",
}

SIGNATURE = "-- "
# What a letter was filled with before an upgrade that gave its text more placeholders.
BEFORE = {name: {"link": GIVEN["link"], "gaps": GIVEN["gaps"]} for name, letter in LETTERS.items() if letter.added}


def sent(app: Flask, letter: str, language: str, given: Mapping[str, object] = GIVEN) -> list[str]:
    """Return the lines of a letter, its subject first."""
    mail = Mail(
        key=letter, letter=letter, values=dict(given), language=language, address="a@example.org", queued_at=clock.now()
    )
    message = message_of(mail, app.config["SETTINGS"])
    return [str(message["Subject"]), *message.get_content().splitlines()]


@pytest.mark.long(each=8)
@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_every_letter_is_sent_whole_in_the_language_of_its_reader(app: Flask, code: str) -> None:
    with app.test_request_context("/en/"):
        for letter in LETTERS:
            english, written = sent(app, letter, "en"), sent(app, letter, code)

            shared = {line for line in english if " " in line} & set(written)
            assert shared <= {*GIVEN.values(), SIGNATURE}, letter
            assert set(GIVEN.values()) & set(english) <= set(written), letter
            assert "%(" not in "".join(written), letter


@pytest.mark.parametrize(("letter", "given"), BEFORE.items(), ids=BEFORE)
def test_a_letter_that_was_queued_before_it_told_more_is_sent(app: Flask, letter: str, given: dict[str, str]) -> None:
    with app.test_request_context("/en/"):
        assert given["link"] in sent(app, letter, "en", given)


# What each letter says of itself, so that nobody takes it for a fraud: all of it is for everyone, or its reader's own.
NAMED = {
    "verification_ask": ("entries", "about", "asker", "until", "contact"),
    "verification_gaps": ("entries", "about", "gaps", "asker", "until", "contact"),
    "report_received": ("about",),
    "verification_reminder": ("entries", "about", "asker", "until", "contact"),
    "verification_second_reminder": ("entries", "about", "asker", "until", "contact"),
    "holidays_unconfirmed": ("state", "year"),
    "holidays_unconfirmed_in_several": ("year", "states"),
    "alert_desks": ("about", "desks"),
    "import_waiting": ("file", "author", "at"),
    "import_applied_at_once": ("file", "author", "at"),
    "import_stopped": ("file",),
    "import_refused": ("file",),
    "import_applied": ("file",),
    "proposal_waiting": ("about", "author"),
    "proposal_of_office": ("about",),
    "proposal_published": ("about", "decider"),
    "proposal_published_amended": ("about", "decider"),
    "proposal_refused": ("about", "decider"),
    "proposal_overruled": ("about", "decider"),
    "proposal_published_at_once": ("about", "author"),
    "proposal_reverting": ("about", "author"),
    "duty_changed": ("desk", "shift"),
    "duty_moved": ("desk", "shift"),
    "holidays_confirmed": ("desk", "shift"),
    "swap_asked": ("desk", "shift"),
    "swap_agreed": ("desk", "shift"),
    "swap_declined": ("desk", "shift"),
    "rota_member_left": ("desk",),
    "reachability_circle": ("desk",),
    "reachability_silent": ("desk", "state"),
    "invitation_with_passkey": ("role", "inviter", "until", "contact"),
    "invitation_known": ("inviter", "contact"),
    "invitation_accepted": ("person",),
    "request_waiting": ("state",),
    "request_refused_private_address": ("office", "day", "decider", "link"),
    "request_refused_not_admitted": ("office", "day", "decider", "link"),
    "report_corrected": ("about", "means", "day"),
    "report_right": ("about", "means", "day"),
    "report_dead": ("about", "means", "day"),
    "invitation": ("role", "inviter", "until", "contact"),
    "new_browser": ("at", "browser"),
    "passkey_added": ("at", "browser"),
    "password_changed": ("at", "browser"),
    "alarm_way_added": ("at", "browser"),
    "alarm_way_removed": ("at", "browser"),
    "webhook_added": ("at", "browser"),
    "office_account_bound": ("at", "browser"),
    "office_account_unbound": ("at", "browser"),
    "webhook_secret_renewed": ("at", "browser"),
}


@pytest.mark.parametrize(("letter", "names"), NAMED.items(), ids=NAMED)
def test_a_letter_says_what_it_is_about(app: Flask, letter: str, names: tuple[str, ...]) -> None:
    with app.test_request_context("/en/"):
        written = "\n".join(sent(app, letter, "en"))

    assert [name for name in names if GIVEN[name] not in written] == []


def test_page_and_state_are_put_into_the_language_of_the_reader(app: Flask) -> None:
    given = {"path": "people/requests/abc", "state_code": "KG"}

    with app.test_request_context("/en/", headers={"Host": "evil.example.net"}):
        lines = sent(app, "request_waiting", "fr", given)

    assert f"{Config.site_address}/fr/people/requests/abc" in lines
    assert "Kirghizistan" in "\n".join(lines)


@pytest.mark.parametrize("code", [None, ""])
def test_a_letter_about_an_entry_of_no_state_has_a_dash_for_the_state(app: Flask, code: str | None) -> None:
    given = {"path": "verification/reachability/abc", "state_code": code, "desk": "Desk of tests"}

    with app.test_request_context("/en/"):
        written = "\n".join(sent(app, "reachability_silent", "en", given))

    assert "Desk of tests, –." in written


@pytest.mark.parametrize(
    ("letter", "given", "is_urgent"),
    [
        ("consultation_asked", {}, False),
        ("consultation_asked", {"is_urgent": True}, True),
        ("alert_worker", {}, True),
        ("alert_worker_over", {}, False),
    ],
)
def test_the_subject_of_an_urgent_letter_begins_with_the_word(
    app: Flask, letter: str, given: dict[str, object], is_urgent: bool
) -> None:
    with app.test_request_context("/en/"):
        subject = sent(app, letter, "en", GIVEN | given)[0]

    assert subject.startswith("URGENT: ") is is_urgent


@pytest.mark.parametrize(
    ("letter", "role", "contact", "last"),
    [
        ("follows", Role.PRACTITIONER, "", "ask your coordinator."),
        ("follows", Role.PRACTITIONER, "mailto:help@site.example", "ask your coordinator."),
        ("proposal_waiting", Role.COORDINATOR, "", "/en/help"),
        ("proposal_waiting", Role.COORDINATOR, "mailto:help@site.example", "help@site.example"),
        ("alert_worker", Role.ADMINISTRATOR, "", "Answers to it are not read."),
        ("alert_worker", Role.ADMINISTRATOR, "mailto:help@site.example", "help@site.example"),
        ("report_right", None, "", "/en/help"),
        ("request_refused_not_admitted", None, "mailto:help@site.example", "help@site.example"),
        ("verification_ask", None, "mailto:help@site.example", "by a number that you know from elsewhere."),
        ("invitation", None, "", "by a number that you know from elsewhere."),
    ],
)
def test_the_last_line_names_whom_this_reader_may_ask(
    small_app: Flask, letter: str, role: Role | None, contact: str, last: str
) -> None:
    address = factories.account(role, jurisdiction_key="KG").email if role else "stranger@example.org"
    config = replace(small_app.config["SETTINGS"], security_contact=contact)
    mail = Mail(key=letter, letter=letter, values=GIVEN, language="en", address=address, queued_at=clock.now())

    lines = message_of(mail, config).get_content().splitlines()

    assert lines[-1].endswith(last)
