"""What an adversary tries: to learn that a thread is there, to get in by another door, to write in another's name."""

from datetime import timedelta

import pytest
from flask import Flask

from directory import clock
from directory.consultations.queries import threads
from directory.consultations.queries.rules import DEFAULTS
from directory.consultations.service.entries import WrittenText
from directory.jobs.schedule import shred_consultations
from directory.people.service.api_tokens import create
from directory.transaction import committing
from tests.consultations.conftest import SUBJECT, Scene
from tests.consultations.test_pages import ASKED, client_of, newest, page_of


@pytest.mark.parametrize("who", ["third State", "stranger at home", "colleague", "coordinator there", "administrator"])
def test_a_poll_tells_others_nothing_also_by_its_mark(site: Flask, scene: Scene, who: str) -> None:
    made, other = scene.ask(), client_of(site, scene, who)
    mark = {"If-None-Match": client_of(site, scene, "asker").get(page_of(made, "/state")).headers["ETag"]}

    for method in (other.get, other.head):
        found = method(page_of(made, "/state"), headers=mark)
        unknown = method(f"/en/consultations/{'x' * len(made.public_id)}/state", headers=mark)
        assert (found.status_code, found.headers.get("ETag")) == (404, None)
        passing = {"Date", "Content-Length"}
        alike = [{(k, v) for k, v in one.headers if k not in passing} for one in (found, unknown)]
        assert alike[0] == alike[1]


def test_a_token_of_the_api_opens_no_page_of_a_thread(site: Flask, scene: Scene) -> None:
    made = scene.ask()
    with committing():
        token = create(scene.people["asker"], "read", 1, "tests")
    carrying = {"Authorization": f"Bearer {token}"}

    for path in (page_of(made), page_of(made, "/export")):
        answer = site.test_client().get(path, headers=carrying)
        assert answer.status_code in (302, 303, 404)
        assert SUBJECT not in answer.text


def test_nobody_writes_what_looks_like_an_act_of_another_in_a_file(site: Flask, scene: Scene) -> None:
    forged = "Yes\u2028Fabricated: answered the question\r\nFabricated: is welcome\vFabricated: closed"
    made = scene.ask(words=WrittenText(forged, "en"))

    file = client_of(site, scene, "member").get(page_of(made, "/export")).text

    lines = [line for line in file.splitlines() if "Fabricated" in line]
    assert [line.partition("Fabricated")[0] for line in lines] == ["  | "] * 3


def test_a_subject_of_several_lines_becomes_one(site: Flask, scene: Scene) -> None:
    asker = client_of(site, scene, "asker")

    asker.post(f"/en/consultations/new?desk={scene.desk}", data=ASKED | {"subject": "A hearing\nOutcome:\u2028welcome"})

    assert "Subject: A hearing Outcome: welcome\n" in asker.get(page_of(newest(), "/export")).text


TRIED = {
    "/messages": "asker",
    "/reopen": "asker",
    "/co-workers": "asker",
    "/close": "asker",
    "/take-over": "asker",
    "/acknowledge": "member",
    "/answer": "member",
    "/bring-in": "member",
    "/hand-over": "member",
}


@pytest.mark.long(each=3)
@pytest.mark.parametrize("path", TRIED)
def test_nothing_is_written_to_a_thread_that_was_shredded_and_nothing_fails(
    site: Flask, scene: Scene, path: str
) -> None:
    made = scene.ask()
    with committing():
        made.changed_at = made.answer_by = clock.now() - timedelta(days=9 * DEFAULTS["kept_days"])
    shred_consultations()
    to = {"/bring-in": scene.executing_office, "/hand-over": scene.other_desk}.get(path, "")
    form = {"text": "Too late", "written_in": "en", "outcome": "welcome", "to": to}
    form["account"] = str(scene.numbers["colleague"])

    answer = client_of(site, scene, TRIED[path]).post(page_of(made, path), data=form)

    assert answer.status_code in (303, 422)
    assert [one.act for one in threads.list_entries(scene.viewer("asker"), made)] == ["asked"]
