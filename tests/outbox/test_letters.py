"""Each letter as it is sent, in each language: whole, and nothing of it left in English."""

import pytest
from flask import Flask

from directory import clock
from directory.i18n import LANGUAGES
from directory.models import Mail
from directory.outbox.letters import LETTERS
from directory.outbox.messages import message_of

GIVEN = {
    "link": "https://site.example/x",
    "news": "- News",
    "line": "42 0f3a",
    "code": "index",
    "desk": "Desk of tests",
    "state": "Georgia",
}

SIGNATURE = "-- "
# What a letter was filled with before an upgrade that gave its text more placeholders.
BEFORE = {"reachability_silent": {"link": GIVEN["link"]}}


def sent(app: Flask, letter: str, language: str, given: dict[str, str] = GIVEN) -> list[str]:
    """Return the lines of a letter, its subject first."""
    mail = Mail(
        key=letter, letter=letter, values=given, language=language, address="a@example.org", queued_at=clock.now()
    )
    message = message_of(mail, app.config["SETTINGS"])
    return [str(message["Subject"]), *message.get_content().splitlines()]


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
