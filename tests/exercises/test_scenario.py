"""Level 2: prepared by coordinators, released by the clock, played by the real chain, stopped in one step."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory.errors import InvalidInput, NotPermitted
from directory.exercises.service import preparation, running
from directory.extensions import db
from directory.models import Consultation, Exercise, Mail
from directory.transaction import committing
from directory.vocabulary import INVENTED_NUMBER, ConsultationState, ExerciseState, InjectKind
from tests.consultations.conftest import NETWORK
from tests.exercises.conftest import MINUTES, NOON, Play, add, change, make_play, prepared, work
from tests.html import parse

FORM = {
    "title": "Night of the potoroo",
    "scenario": "Invented.",
    "written_in": "en",
    "starts_at": "2026-12-24T22:00",
    "minutes": "120",
}
INJECT = {
    "minutes": "5",
    "kind": "question",
    "text": "May a bilby be heard?",
    "written_in": "en",
    "measure": "hearing_witness",
    "offence": "tip",
    "urgency": "urgent",
}


def address(play: Play, part: str = "") -> str:
    return f"/en/exercises/{play.exercise.public_id}{part}"


def letters(play: Play, what: str = "") -> set[tuple[str, str]]:
    """Return the letters of the exercise: which, and to whom."""
    names = {play.account(name).email: name for name in play.numbers}
    own = Mail.key.startswith(f"exercise:{play.exercise.public_id}:{what}", autoescape=True)
    return {(mail.letter, names[mail.address]) for mail in db.session.scalars(select(Mail).where(own))}


def asked_in(play: Play) -> list[Consultation]:
    of = select(Consultation).where(Consultation.exercise_id == play.exercise_id)
    return list(db.session.scalars(of.order_by(Consultation.id)))


def test_a_coordinator_prepares_it_on_its_pages(site: Flask) -> None:
    play = make_play()
    with time_machine.travel(NOON, tick=False):
        leader = play.client(site, "leader")
        desks = list(play.desks.values())

        answer = leader.post(f"/en/exercises/new?network={NETWORK}", data=FORM | {"desks": desks})
        page = answer.headers["Location"]
        inject = leader.post(f"{page}/injects/new", data=INJECT | {"from_key": desks[0], "to_key": desks[1]})
        shown = parse(leader.get(page))

    assert (answer.status_code, inject.status_code) == (303, 303)
    assert shown.one("h1").text == FORM["title"]
    assert INJECT["text"] in shown.one("ol.rows li").text
    assert f"{page}/start" in [form["action"] for form in shown.all("form")]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"to_key": ""}, "to_key"),
        ({"measure": ""}, "measure"),
        ({"minutes": "120"}, "minutes"),
        ({"from_key": "KZ"}, "to_key"),
        ({"kind": "other_language", "written_in": "kk"}, "written_in"),
        ({"kind": "wrong_number", "from_key": ""}, "from_key"),
    ],
)
def test_an_inject_that_cannot_be_played_is_refused_and_nothing_typed_is_lost(
    site: Flask, typed: dict[str, str], wrong: str
) -> None:
    play = make_play()
    keys = {name: play.desks.get(value, value) for name, value in typed.items()}
    data = INJECT | {"from_key": play.desks["KG"], "to_key": play.desks["KZ"]} | keys

    answer = play.client(site, "leader").post(address(play, "/injects/new"), data=data)

    shown = parse(answer)
    assert answer.status_code == 422
    assert f"#{wrong}" in shown.one("section[role=alert]").links
    assert shown.one("textarea#text").typed == INJECT["text"]
    assert play.injects == []


def test_it_begins_by_its_time_and_its_players_are_told(play: Play) -> None:
    work(NOON - MINUTES)
    assert (play.exercise.state, letters(play)) == (ExerciseState.PREPARED, set())

    work(NOON)

    assert play.exercise.state == ExerciseState.RUNNING
    assert letters(play, "started") == {("exercise_started", state) for state in play.desks}


def test_one_that_lacks_an_inject_does_not_begin(site: Flask) -> None:
    play = make_play()

    work(NOON)

    assert play.exercise.state == ExerciseState.PREPARED
    with pytest.raises(InvalidInput), committing():
        running.start(play.viewer("leader"), play.exercise)


def test_an_inject_is_released_at_its_minute_to_its_players_alone(site: Flask, play: Play) -> None:
    play.start()
    work(NOON + 4 * MINUTES)
    before = [one.released_at for one in play.injects]

    work(NOON + 5 * MINUTES)

    [question, missing] = play.injects
    assert before == [None, None]
    assert (question.released_at, missing.released_at) == (NOON + 5 * MINUTES, None)
    assert letters(play, question.public_id) == {("exercise_inject", "KG")}
    page = address(play, f"/injects/{question.public_id}")
    statuses = {who: play.client(site, who).get(page).status_code for who in ("KG", "KZ", "AM", "outsider")}
    assert statuses == {"KG": 200, "KZ": 404, "AM": 404, "outsider": 404}


def test_a_player_asks_by_one_button_and_the_desk_is_told_by_the_real_chain(site: Flask, play: Play) -> None:
    play.start()
    work(NOON + 5 * MINUTES)
    page = address(play, f"/injects/{play.injects[0].public_id}")
    shown = parse(play.client(site, "KG").get(page))
    filled_in = {"text": shown.one("textarea#text").typed, "written_in": "en"}

    with time_machine.travel(NOON + 6 * MINUTES, tick=False):
        player = play.client(site, "KG")
        answer = player.post(page, data=filled_in)
        again = player.post(page, data=filled_in)

    [made] = asked_in(play)
    assert (answer.status_code, again.status_code) == (303, 422)
    assert filled_in["text"] == "May a bilby be heard, 5?"
    assert (made.focal_point_key, made.from_jurisdiction_key) == (play.desks["KZ"], "KG")
    assert play.injects[0].consultation_id == made.id
    told = db.session.scalars(select(Mail).where(Mail.key.startswith(f"consultation:{made.public_id}"))).all()
    assert [(one.address, one.values["is_exercise"]) for one in told] == [(play.account("KZ").email, True)]
    assert f"/en/consultations/{made.public_id}" in parse(play.client(site, "KG").get(page)).one("main").links


def test_a_missing_state_is_told_to_answer_nothing_more(site: Flask, play: Play) -> None:
    play.start()

    work(NOON + 10 * MINUTES)

    left = {one.focal_point_key: one.left_at for one in play.exercise.desks}
    assert left == {play.desks["AM"]: NOON + 10 * MINUTES, play.desks["KG"]: None, play.desks["KZ"]: None}
    notice = "Your desk plays a State that takes no part."
    told = {who: notice in play.client(site, who).get(address(play)).text for who in play.desks}
    assert told == {"KG": False, "KZ": False, "AM": True}


def test_a_wrong_number_is_one_of_those_kept_for_fiction(site: Flask) -> None:
    play = make_play()
    add(play, 1, InjectKind.WRONG_NUMBER)
    play.start()
    work(NOON + MINUTES)

    shown = parse(play.client(site, "KG").get(address(play, f"/injects/{play.injects[0].public_id}")))

    assert INVENTED_NUMBER in shown.one("main").text
    assert "invented" in shown.one("main").text


def test_news_without_a_desk_is_for_all_and_starts_no_question(site: Flask) -> None:
    play = make_play()
    add(play, 0, InjectKind.NEWS, who="")
    play.start()
    work(NOON)
    page = address(play, f"/injects/{play.injects[0].public_id}")

    assert [play.client(site, who).get(page).status_code for who in play.desks] == [200, 200, 200]
    assert play.client(site, "KG").post(page, data={"text": "x", "written_in": "en"}).status_code in (404, 422)
    assert asked_in(play) == []


def test_stopping_it_closes_its_consultations_and_tells_those_who_take_part(site: Flask, play: Play) -> None:
    play.start()
    work(NOON + 5 * MINUTES)
    with time_machine.travel(NOON + 6 * MINUTES, tick=False):
        asked = {"text": "May a bilby be heard?", "written_in": "en"}
        page = address(play, f"/injects/{play.injects[0].public_id}")
        assert play.client(site, "KG").post(page, data=asked).status_code == 303
        answer = play.client(site, "leader").post(address(play, "/stop"))
    work(NOON + timedelta(days=2))

    [made] = asked_in(play)
    assert answer.status_code == 303
    assert play.exercise.state == ExerciseState.STOPPED
    assert (made.state, made.closed_at, made.next_step_at) == (ConsultationState.CLOSED, NOON + 6 * MINUTES, None)
    assert letters(play, "ended") == {("exercise_ended", state) for state in play.desks}
    assert play.injects[1].released_at is None
    with time_machine.travel(NOON + 7 * MINUTES, tick=False):
        assert play.client(site, "leader").post(address(play, "/stop")).status_code == 422


def test_it_ends_by_its_time(play: Play) -> None:
    play.start()

    work(NOON + timedelta(hours=2))

    assert (play.exercise.state, play.exercise.ended_at) == (ExerciseState.ENDED, NOON + timedelta(hours=2))


def test_nothing_of_it_is_changed_after_it_has_begun(play: Play) -> None:
    play.start()

    for act in (
        lambda: change(play, "leader"),
        lambda: preparation.discard(play.viewer("leader"), play.exercise),
        lambda: preparation.remove_inject(play.viewer("leader"), play.exercise, play.injects[0].public_id),
    ):
        with pytest.raises(InvalidInput), committing():
            act()
    with pytest.raises(InvalidInput):
        add(play, 20)


def test_one_that_has_not_begun_can_be_deleted_with_its_injects(site: Flask, play: Play) -> None:
    gone = play.exercise_id

    assert play.client(site, "leader").post(address(play, "/discard")).status_code == 303

    db.session.rollback()
    assert db.session.get(Exercise, gone) is None


# Who reads what: before the beginning, and while it goes on.
READERS = {
    "leader": (200, 200),
    "KG": (404, 200),
    "coordinator of AM": (404, 200),
    "other network": (404, 404),
    "outsider": (404, 404),
}


@pytest.mark.parametrize("who", READERS)
def test_only_those_whom_it_concerns_know_of_it(site: Flask, play: Play, who: str) -> None:
    reader = play.client(site, who)
    before = reader.get(address(play)).status_code
    play.start()
    after = reader.get(address(play))
    listed = play.exercise.public_id in reader.get("/en/exercises").text

    assert (before, after.status_code) == READERS[who]
    assert listed is (after.status_code == 200)
    if who != "leader":
        assert "May a bilby be heard" not in after.text
        assert "A quoll." not in after.text


@pytest.mark.parametrize("who", ["KG", "coordinator of KG", "other network", "outsider"])
def test_nobody_else_runs_it(site: Flask, play: Play, who: str) -> None:
    other = play.client(site, who)
    parts = ("/start", "/stop", "/discard", f"/injects/{play.injects[0].public_id}/remove", "/edit", "/injects/new")

    answers = {part: other.post(address(play, part), data=FORM).status_code for part in parts}
    new = other.post(f"/en/exercises/new?network={NETWORK}", data=FORM | {"desks": list(play.desks.values())})

    assert set(answers.values()) <= {403, 404}
    assert new.status_code in (403, 404)
    db.session.rollback()
    assert (play.exercise.state, len(play.injects)) == (ExerciseState.PREPARED, 2)


def test_a_desk_of_another_network_takes_no_part(play: Play) -> None:
    values = prepared(play, desks=[play.desks["KG"], "eurojust-desk"])

    with pytest.raises(InvalidInput), committing():
        preparation.prepare(play.viewer("leader"), NETWORK, values)
    with pytest.raises(NotPermitted), committing():
        preparation.prepare(play.viewer("coordinator of KG"), NETWORK, prepared(play))


def test_the_page_of_an_exercise_is_marked_as_one(site: Flask, play: Play) -> None:
    play.start()
    work(NOON + 5 * MINUTES)
    pages = [("leader", ""), ("KG", ""), ("KG", f"/injects/{play.injects[0].public_id}")]

    marks = [parse(play.client(site, who).get(address(play, part))).one(".exercise-band b").text for who, part in pages]

    assert marks == ["EXERCISE"] * 3
