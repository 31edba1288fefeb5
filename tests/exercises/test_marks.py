"""A consultation of an exercise is known as one wherever it is shown, and is counted nowhere as real work."""

from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.consultations.presenters.links import links_to
from directory.consultations.queries.earlier import list_earlier
from directory.consultations.queries.seats import list_desks
from directory.consultations.queries.threads import count_overdue
from directory.consultations.queries.waiting import list_most_asked
from directory.consultations.service import answering, asking
from directory.consultations.service.answering import Reply
from directory.consultations.service.entries import WrittenText
from directory.errors import InvalidInput
from directory.extensions import db
from directory.i18n import LANGUAGES
from directory.models import Alarm, Consultation, Exercise, Mail
from directory.outbox.messages import message_of
from directory.statistics.periods import FiguresFilter, finished_quarters
from directory.statistics.presenters.pages import page, tables_by_id
from directory.statistics.queries import consultations as counted
from directory.transaction import committing
from directory.vocabulary import AlarmEnd, ConsultationState
from directory.worklist.queries import count_tasks
from tests.alarms.conftest import SMS, add_way
from tests.consultations.conftest import Scene, make_scene
from tests.exercises.conftest import running
from tests.html import parse
from tests.people import signed_in, with_token

LATER = datetime(2027, 2, 1, tzinfo=UTC)
THREAD_PAGES = {
    "member": ["", "/print", "/answer", "/bring-in", "/hand-over"],
    "asker": ["", "/print", "/reopen", "/sent", "/co-workers"],
    "coordinator there": [""],
}


@pytest.fixture
def rehearsed(scene: Scene, exercise: Exercise) -> Consultation:
    return scene.ask(exercise_id=exercise.id, urgency="urgent")


def address(made: Consultation, part: str = "") -> str:
    return f"/en/consultations/{made.public_id}{part}"


def client(app: Flask, scene: Scene, who: str) -> FlaskClient:
    return signed_in(app, scene.people[who])


@pytest.mark.parametrize(("who", "part"), [(who, part) for who, parts in THREAD_PAGES.items() for part in parts])
def test_every_page_of_it_begins_with_the_band(
    site: Flask, scene: Scene, rehearsed: Consultation, who: str, part: str
) -> None:
    shown = parse(client(site, scene, who).get(address(rehearsed, part)))

    assert shown.one("aside.exercise-band b").text == "EXERCISE"
    assert shown.one("title").text.startswith("EXERCISE: ")


def test_no_page_of_a_real_question_has_the_band(site: Flask, scene: Scene) -> None:
    shown = parse(client(site, scene, "member").get(address(scene.ask())))

    assert (shown.all("aside.exercise-band"), "EXERCISE" in shown.one("title").text) == ([], False)


@pytest.mark.parametrize(
    ("who", "list_of"), [("member", "/consultations"), ("coordinator there", "/consultations/overview")]
)
def test_lists_name_it_an_exercise(site: Flask, scene: Scene, rehearsed: Consultation, who: str, list_of: str) -> None:
    rows = parse(client(site, scene, who).get(f"/en{list_of}")).all("ul.consultations > li")

    [row] = [one for one in rows if address(rehearsed) in one.links]
    assert "exercise" in [tag.text for tag in row.all(".tag")]


def test_the_text_file_begins_with_the_word(site: Flask, scene: Scene, rehearsed: Consultation) -> None:
    assert client(site, scene, "member").get(address(rehearsed, "/export")).text.startswith("EXERCISE\n")


def test_a_link_to_it_names_it_first(site: Flask, rehearsed: Consultation) -> None:
    with site.test_request_context("/en/"):
        [link] = links_to([rehearsed], "en")

    assert link.label.split(" · ")[0].strip("\u2068\u2069") == "Exercise"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_letter_about_it_says_so_first(site: Flask, scene: Scene, rehearsed: Consultation, language: str) -> None:
    letters = db.session.scalars(select(Mail).where(Mail.key.contains(rehearsed.public_id))).all()

    with site.test_request_context(f"/{language}/"):
        for letter in letters:
            letter.language = language
            message = message_of(letter, site.config["SETTINGS"])
            real = Mail(key="x", letter=letter.letter, address=letter.address, language=language, values={"path": "x"})
            real.queued_at = letter.queued_at
            assert message["Subject"] != message_of(real, site.config["SETTINGS"])["Subject"]
            if language == "en":
                assert message["Subject"].startswith("EXERCISE: URGENT: ")
                assert message.get_content().startswith("This is an exercise.")
    db.session.rollback()
    assert letters


def test_a_program_reads_that_it_is_an_exercise(site: Flask, scene: Scene, rehearsed: Consultation) -> None:
    reader = with_token(site, scene.people["member"])

    one = reader.get(f"/api/v1/consultations/{rehearsed.public_id}").json
    real = reader.get(f"/api/v1/consultations/{scene.ask().public_id}").json

    assert (one["is_exercise"], real["is_exercise"]) == (True, False)


def figures(site: Flask, scene: Scene) -> list[object]:
    """Return all that is counted of consultations, as those read it who may read most."""
    viewer, asker = scene.viewer("administrator"), scene.viewer("asker")
    ago, now = datetime(2020, 1, 1, tzinfo=UTC), clock.now()
    with site.test_request_context("/en/"):
        tables = tables_by_id(page(viewer, FiguresFilter(365, finished_quarters(now)[0], ""), now, "en").sections)
    return [
        {key: table.rows for key, table in tables.items()},
        counted.list_in_scope(viewer, ago),
        counted.list_in_network(viewer, "casc", ago, LATER),
        counted.list_of_others(asker, ago, LATER),
        list_most_asked(asker, 3),
        [one.id for one in list_earlier(asker, scene.desk)],
    ]


def test_no_figure_of_real_work_counts_it(site: Flask) -> None:
    scene = make_scene()
    exercise = running(scene)
    before = figures(site, scene)

    made = scene.ask(exercise_id=exercise.id, urgency="urgent")
    with committing():
        answering.acknowledge(scene.viewer("member"), made)
        answering.answer(scene.viewer("member"), made, Reply("possible", (), WrittenText("Yes.", "en")))
    assert figures(site, scene) == before

    scene.ask()
    after = figures(site, scene)
    assert not any(one == other for one, other in zip(before, after, strict=True))


def test_an_overdue_exercise_is_no_overdue_work(site: Flask, scene: Scene, rehearsed: Consultation) -> None:
    before = count_overdue(LATER)
    scene.ask()

    assert count_overdue(LATER) == before + 1


def test_the_page_of_work_shows_it_apart_and_the_bar_does_not_count_it(
    site: Flask,
) -> None:
    scene = make_scene()
    exercise = running(scene)
    before = count_tasks(scene.viewer("member"))
    made = scene.ask(exercise_id=exercise.id, urgency="urgent")

    after = count_tasks(scene.viewer("member"))
    shown = parse(client(site, scene, "member").get("/en/work"))

    assert after == before
    apart = [one for one in shown.all("section[aria-labelledby=exercises]") if address(made) in one.links]
    elsewhere = [one for one in shown.all("section") if address(made) in one.links]
    assert len(apart) == len(elsewhere) == 1


def test_no_draft_is_begun_from_it(site: Flask, scene: Scene, rehearsed: Consultation) -> None:
    asker = client(site, scene, "asker")

    assert asker.get(f"/en/drafts/new?consultation={rehearsed.public_id}").status_code == 404
    assert "/en/drafts/new?consultation=" not in asker.get(address(rehearsed)).text


def test_it_is_handed_over_to_a_desk_of_the_exercise_alone(scene: Scene, rehearsed: Consultation) -> None:
    assert scene.other_desk not in [one.key for one in list_desks(rehearsed)]
    assert scene.other_desk in [one.key for one in list_desks(scene.ask())]


def test_one_that_ended_with_its_exercise_wakes_nobody_more_and_is_not_reopened(
    scene: Scene, exercise: Exercise
) -> None:
    add_way(scene, "member", SMS, "+33155500001", 0, 3)
    made = scene.ask(exercise_id=exercise.id, urgency="urgent")

    with committing():
        asking.end_with_exercise(made)

    assert (made.state, made.next_step_at) == (ConsultationState.CLOSED, None)
    ends = db.session.scalars(select(Alarm.end).where(Alarm.subject_key == made.public_id)).all()
    assert set(ends) == {AlarmEnd.NOT_NEEDED}
    with pytest.raises(InvalidInput), committing():
        asking.reopen(scene.viewer("asker"), made, WrittenText("Once more?", "en"))


def test_the_same_words_asked_in_earnest_are_another_question(scene: Scene, exercise: Exercise) -> None:
    with time_machine.travel(clock.now(), tick=False):
        asked = [scene.ask(reference="one", exercise_id=number) for number in (exercise.id, None)]

    assert asked[0].id != asked[1].id
