"""After each act its author is told what happened, who is told, and what comes next; and nobody by a forged address."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.consultations.service import answering
from directory.models import Consultation
from directory.transaction import committing
from tests.consultations.conftest import Scene
from tests.consultations.test_pages import ASKED, client_of, page_of
from tests.html import Element, parse

WORDS = {"text": "Some words.", "written_in": "en"}
ANSWER = WORDS | {"outcome": "welcome"}
SENT = {"sent_on": "2026-11-02", "channel": "", "reference": ""}
# By act: who does it, the address below the consultation, what is sent, and what the confirmation says.
ACTS: dict[str, tuple[str, str, dict[str, Any], tuple[str, ...]]] = {
    "acknowledged": ("member", "/acknowledge", {}, ("You have acknowledged the question.", "Answer by", "in ")),
    "answered": ("member", "/answer", ANSWER, ("Your answer has been sent.", "The asking State can ask again.")),
    "message": ("asker", "/messages", WORDS, ("Your message has been sent.", "The desk acknowledges by")),
    "note": ("asker", "/messages", WORDS | {"is_note": "y"}, ("The other State does not see it.",)),
    "sent": ("asker", "/sent", SENT, ("It is written down that the request has been sent.", "If you hear nothing")),
    "closed": ("asker", "/close", {}, ("The consultation is closed.", "can reopen it")),
}


def done(client: FlaskClient, made: Consultation, path: str, form: dict[str, Any]) -> Element:
    """Do an act, and return what confirms it where its author lands."""
    answer = client.post(page_of(made, path), data=form)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("#done")
    return parse(client.get(answer.headers["Location"].partition("#")[0])).one("#done")


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_confirmed_to_its_author(site: Flask, scene: Scene, act: str) -> None:
    made, (who, path, form, words) = scene.ask(), ACTS[act]

    confirmed = done(client_of(site, scene, who), made, path, form)

    assert [one for one in words if one not in confirmed.text] == []
    assert ("A mail goes to:" in confirmed.text) == (act != "note")
    assert (confirmed["role"], confirmed["tabindex"]) == ("status", "-1")


def test_a_question_is_confirmed_with_the_desk_that_is_told_and_the_time_of_its_next_step(
    site: Flask, scene: Scene
) -> None:
    client = client_of(site, scene, "asker")

    answer = client.post(f"/en/consultations/new?desk={scene.desk}", data=ASKED)
    page = parse(client.get(answer.headers["Location"].partition("#")[0]))

    confirmed = page.one("#done").text
    assert page.one("title").text.startswith("Your question has been sent.")
    assert "A mail goes to: central office" in confirmed
    assert "The desk acknowledges by" in confirmed
    assert "in 1 hour" in confirmed


def test_a_handover_is_confirmed_to_a_desk_that_reads_no_further(site: Flask, scene: Scene) -> None:
    made, client = scene.ask(), client_of(site, scene, "member")

    answer = client.post(page_of(made, "/hand-over"), data=WORDS | {"to": scene.other_desk})

    page = parse(client.get(answer.headers["Location"].partition("#")[0]))
    assert "Your desk reads no further." in page.one("#done").text


def test_an_address_confirms_nothing_that_its_reader_did_not_do_last(site: Flask, scene: Scene) -> None:
    made = scene.ask()
    with committing():
        answering.acknowledge(scene.viewer("member"), made)

    for who, act in (("asker", "closed"), ("asker", "acknowledged"), ("member", "answered"), ("member", "<b>")):
        assert not parse(client_of(site, scene, who).get(page_of(made, f"?done={act}"))).all("#done")
    assert not parse(client_of(site, scene, "member").get("/en/consultations?done=handed_over")).all("#done")
