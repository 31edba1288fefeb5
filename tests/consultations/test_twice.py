"""What is sent twice, sent at once, or sent by the thousand: each act stands once, and a page stays small."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from directory import clock
from directory.access.viewer import Viewer
from directory.consultations.queries import threads
from directory.consultations.service import answering, asking
from directory.consultations.service.answering import Reply
from directory.consultations.service.entries import DUPLICATE_WINDOW, WrittenText
from directory.consultations.views.blueprint import SHOWN
from directory.extensions import db
from directory.models import Consultation, Mail
from directory.transaction import committing
from tests.consultations.conftest import Scene, letters_of, make_scene
from tests.consultations.test_pages import ASKED, client_of, count, newest, page_of

SAID = WrittenText("The very same words", "en")


def acts_of(scene: Scene, made: Consultation, who: str = "member") -> list[str]:
    return [one.act for one in threads.list_entries(scene.viewer(who), made)]


def test_a_question_that_is_sent_twice_is_one_consultation(site: Flask, scene: Scene) -> None:
    asker, before = client_of(site, scene, "asker"), count()
    path = f"/en/consultations/new?desk={scene.desk}"

    answers = [asker.post(path, data=ASKED) for _ in range(2)]
    other = asker.post(path, data=ASKED | {"subject": "Another question"})

    assert [answer.status_code for answer in (*answers, other)] == [303] * 3
    assert answers[0].headers["Location"] == answers[1].headers["Location"] != other.headers["Location"]
    assert count() == before + 2


def test_a_question_that_is_sent_twice_at_the_same_moment_is_one_consultation(site: Flask, scene: Scene) -> None:
    before, start = count(), Barrier(2)
    db.session.rollback()

    def send() -> int:
        with site.app_context():
            client = client_of(site, scene.here(), "asker")
            db.session.rollback()
            start.wait()
            return client.post(f"/en/consultations/new?desk={scene.desk}", data=ASKED | {"text": "At once"}).status_code

    with ThreadPoolExecutor(2) as browsers:
        codes = [sent.result() for sent in [browsers.submit(send) for _ in range(2)]]

    assert (codes, count()) == ([303, 303], before + 1)


REPLY = Reply("welcome", ("purpose",), SAID)
DONE_TWICE: dict[str, tuple[str, Callable[[Viewer, Consultation], None]]] = {
    "message": ("member", lambda viewer, made: answering.send_message(viewer, made, SAID)),
    "answered": ("member", lambda viewer, made: answering.answer(viewer, made, REPLY)),
    "acknowledged": ("member", answering.acknowledge),
    "closed": ("asker", asking.close),
}


@pytest.mark.parametrize("act", DONE_TWICE)
def test_an_act_that_is_sent_twice_stands_once_and_is_told_once(scene: Scene, act: str) -> None:
    made, (who, do) = scene.ask(), DONE_TWICE[act]
    mails = []

    for _ in range(2):
        with committing():
            do(scene.viewer(who), made)
        mails.append(db.session.scalar(select(func.count(Mail.id))))

    assert acts_of(scene, made) == ["asked", act]
    assert mails[0] == mails[1]


def test_the_desk_that_answered_and_closes_twice_is_told_of_no_fault(scene: Scene) -> None:
    made, member = scene.ask(), scene.viewer("member")
    with committing():
        answering.answer(member, made, REPLY)

    for _ in range(2):
        with committing():
            asking.close(member, made)

    assert acts_of(scene, made) == ["asked", "answered", "closed"]


def test_a_reopening_that_is_sent_twice_is_one(scene: Scene) -> None:
    made, asker = scene.ask(), scene.viewer("asker")
    with committing():
        asking.close(asker, made)

    for _ in range(2):
        with committing():
            asking.reopen(asker, made, SAID)

    assert (acts_of(scene, made), made.round) == (["asked", "closed", "reopened"], 2)


def test_the_same_words_later_are_said_again_and_an_outcome_that_was_mended_counts(scene: Scene) -> None:
    made, member = scene.ask(), scene.viewer("member")
    with committing():
        answering.answer(member, made, REPLY)
    with committing():
        answering.answer(member, made, Reply("not_possible", ("purpose",), SAID))
    with time_machine.travel(clock.now() + DUPLICATE_WINDOW + timedelta(seconds=1), tick=False), committing():
        answering.answer(member, made, Reply("not_possible", ("purpose",), SAID))

    assert (acts_of(scene, made), made.outcome) == (["asked", *["answered"] * 3], "not_possible")


def test_two_members_who_answer_at_once_both_stand_in_the_thread_and_the_later_counts(site: Flask) -> None:
    scene = make_scene()
    made, start = scene.ask(), Barrier(2)
    page, outcomes = page_of(made, "/answer"), {"member": "welcome", "deputy": "not_possible"}
    db.session.rollback()

    def send(who: str) -> int:
        with site.app_context():
            client = client_of(site, scene.here(), who)
            db.session.rollback()
            start.wait()
            said = {"outcome": outcomes[who], "text": f"By the {who}", "written_in": "en"}
            return client.post(page, data=said).status_code

    with ThreadPoolExecutor(2) as browsers:
        codes = [sent.result() for sent in [browsers.submit(send, who) for who in outcomes]]

    db.session.rollback()
    entries = threads.list_entries(scene.viewer("asker"), made)
    names = {scene.numbers[who]: outcome for who, outcome in outcomes.items()}
    assert codes == [303, 303]
    assert {one.author_id for one in entries[1:]} == set(names)
    assert newest().outcome == names[entries[-1].author_id or 0]


def test_a_page_shows_the_newest_acts_and_the_rest_by_a_link(site: Flask, scene: Scene) -> None:
    made, member = scene.ask(), scene.viewer("member")
    with committing():
        for number in range(SHOWN + 2):
            answering.send_message(member, made, WrittenText(f"numbered {number}.", "en"))
    client = client_of(site, scene, "asker")

    page, whole, printed = (client.get(page_of(made, way)).text for way in ("", "?all=1", "/print"))

    assert ["numbered 0." in text for text in (page, whole, printed)] == [False, True, True]
    assert page.count("numbered ") == SHOWN
    assert f"{page_of(made)}?all=1" in page
    assert "Show 3 earlier acts" in page


def test_whoever_reads_often_stands_once_among_the_readers(site: Flask, scene: Scene) -> None:
    made, asker = scene.ask(), client_of(site, scene, "asker")
    for number in range(3):
        asker.get(page_of(made))
        with committing():
            answering.send_message(scene.viewer("member"), made, WrittenText(f"{number}", "en"))

    readers = threads.list_readings(made)

    assert [(one.account_id, one.way, one.times) for one in readers] == [(scene.numbers["asker"], "page", 3)]
    assert readers[0].last_at.tzinfo is not None


def test_an_acknowledgement_and_an_answer_are_two_different_letters(site: Flask, scene: Scene) -> None:
    made, member = scene.ask(), scene.viewer("member")
    with committing():
        answering.acknowledge(member, made)
        answering.answer(member, made, Reply("welcome", (), WrittenText("Yes.", "en")))

    told = [letter for letter, to in letters_of(made) if to == scene.stored("asker").email]

    assert told == ["consultation_acknowledged", "consultation_answered"]
