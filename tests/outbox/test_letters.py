"""Each letter as it is sent, in each language: whole, and nothing of it left in English."""

from collections.abc import Mapping

import pytest
from flask import Flask

from directory import clock
from directory.config import Config
from directory.i18n import LANGUAGES
from directory.models import Mail
from directory.outbox.letters import LETTERS
from directory.outbox.messages import message_of

# The values of a letter as they were stored before pages, States and kinds became codes: they are still sent.
GIVEN = {
    "link": "https://site.example/x",
    "news": "- News",
    "line": "42 0f3a",
    "code": "index",
    "desk": "Desk of tests",
    "state": "Georgia",
    "kind": "24/7 desk",
    "role": "Practitioner",
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
    "import_applied_at_once": ("file",),
    "import_stopped": ("file",),
    "import_refused": ("file",),
    "import_applied": ("file",),
    "proposal_waiting": ("kind", "state"),
    "invitation": ("role", "inviter", "until", "contact"),
    "new_browser": ("at", "browser"),
    "passkey_added": ("at", "browser"),
    "password_changed": ("at", "browser"),
}


@pytest.mark.parametrize(("letter", "names"), NAMED.items(), ids=NAMED)
def test_a_letter_says_what_it_is_about(app: Flask, letter: str, names: tuple[str, ...]) -> None:
    with app.test_request_context("/en/"):
        written = "\n".join(sent(app, letter, "en"))

    assert [name for name in names if GIVEN[name] not in written] == []


def test_page_state_and_kind_are_put_into_the_language_of_the_reader(app: Flask) -> None:
    given = {"path": "proposals/abc", "state_code": "KG", "kind_code": "authority"}

    with app.test_request_context("/en/", headers={"Host": "evil.example.net"}):
        lines = sent(app, "proposal_waiting", "fr", given)

    assert f"{Config.site_address}/fr/proposals/abc" in lines
    assert "Autorité, Kirghizistan" in "\n".join(lines)


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
