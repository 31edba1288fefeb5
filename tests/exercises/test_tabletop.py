"""Level 3: people of several States at one table, injects that a moderator releases, and what evaluators saw."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.test import TestResponse

from directory.errors import InvalidInput
from directory.exercises.presenters.evaluation import Evaluation
from directory.exercises.presenters.report import ExerciseReport, report
from directory.extensions import db
from directory.models import Exercise, ExerciseEvaluation
from directory.transaction import committing
from directory.vocabulary import ExerciseLevel, ExerciseState, InjectKind
from tests.consultations.conftest import NETWORK
from tests.exercises.conftest import MINUTES, NOON, Play, add, change, make_tabletop, work
from tests.exercises.test_scenario import FORM, address
from tests.html import parse

END = NOON + timedelta(hours=2)
SECRET = "They call the shelter."


@pytest.fixture
def table(site: Flask) -> Play:
    """Return a tabletop that has begun, with nothing released."""
    play = make_tabletop()
    play.start()
    return play


def at(minutes: int) -> time_machine.travel:
    return time_machine.travel(NOON + minutes * MINUTES, tick=False)


def step(play: Play, app: Flask, place: int, what: str, minutes: int) -> TestResponse:
    """Let the leader release or hold the inject at this place, so many minutes after the beginning."""
    with at(minutes):
        return play.client(app, "leader").post(address(play, f"/injects/{play.injects[place].public_id}/{what}"))


def sheet(play: Play, **typed: str) -> dict[str, str]:
    """Return what a form with all fields of the sheet sends: `observation_0` is the observation of the first inject."""
    ids = [one.public_id for one in play.injects]
    empty = {f"{name}-{one}": "" for one in ids for name in ("observation", "remark")}
    return empty | {f"{key.split('_')[0]}-{ids[int(key.split('_')[1])]}": value for key, value in typed.items()}


def evaluate(play: Play, client: FlaskClient, as_it_is: str = "", **typed: str) -> TestResponse:
    """Fill in the sheet as it is shown now, and send it."""
    page = address(play, "/evaluation")
    seen = parse(client.get(page)).one("input[name=seen]")["value"] or ""
    return client.post(page, data=sheet(play, **typed) | {"seen": seen, "as_it_is": as_it_is})


def stored(play: Play) -> set[tuple[int, str, str]]:
    """Return the evaluations: at which inject, what was seen, and the remark."""
    db.session.rollback()
    places = {one.id: place for place, one in enumerate(play.injects)}
    found = db.session.scalars(select(ExerciseEvaluation).where(ExerciseEvaluation.inject_id.in_(places)))
    return {(places[one.inject_id], one.observation, one.remark) for one in found}


def sections(play: Play, app: Flask, minutes: int) -> dict[str, list[str]]:
    """Return the texts of the injects under each heading of the moderator's page."""
    with at(minutes):
        shown = parse(play.client(app, "leader").get(address(play, "/tabletop")))
    found = {code: shown.all(f"section[aria-labelledby={code}] .written") for code in SECTIONS}
    return {code: [one.text for one in texts] for code, texts in found.items() if texts}


SECTIONS = ("overdue", "due", "next", "held", "released")
HOTLINE, NAME, JOURNALIST = "A wombat calls the hotline.", "The wombat names a bilby.", "A journalist calls."


def test_a_coordinator_prepares_it_on_its_pages(site: Flask) -> None:
    play = make_tabletop()
    with time_machine.travel(NOON, tick=False):
        leader, desks = play.client(site, "leader"), list(play.desks.values())
        page = leader.post(f"/en/exercises/new?network={NETWORK}", data=FORM | {"desks": desks, "level": "3"}).location
        inject = {"minutes": "5", "role": "shelter", "text": HOTLINE, "written_in": "en"}

        refused = leader.post(f"{page}/injects/new", data=inject)
        kept = leader.post(f"{page}/injects/new", data=inject | {"expected": SECRET})
        people = {"role": "shelter", "desk": desks[0], "people": "3"}
        added = leader.post(f"{page}/participants/new", data=people)
        shown = parse(leader.get(page))

    assert (refused.status_code, kept.status_code, added.status_code) == (422, 303, 303)
    assert parse(refused).one("textarea#text").typed == HOTLINE
    assert "Shelter for victims: 3" in shown.one("section[aria-labelledby=participants]").text
    assert "Shelter for victims" in shown.one("section[aria-labelledby=injects] li").text
    assert f"{page}/start" in [form["action"] for form in shown.all("form")]


@pytest.mark.parametrize("typed", [{"people": "0"}, {"people": "many"}, {"role": ""}, {"desk": "eurojust-desk"}])
def test_people_who_cannot_be_noted_are_refused_and_nothing_typed_is_lost(site: Flask, typed: dict[str, str]) -> None:
    play = make_tabletop()

    answer = play.client(site, "leader").post(
        address(play, "/participants/new"), data={"role": "police", "desk": play.desks["KG"], "people": "2"} | typed
    )

    shown = parse(answer)
    assert answer.status_code == 422
    assert f"#{next(iter(typed))}" in shown.one("section[role=alert]").links
    assert shown.one("input#people")["value"] == typed.get("people", "2")
    assert play.exercise.participants == []


def test_the_same_role_beside_a_desk_is_noted_once_and_taken_away(site: Flask) -> None:
    play = make_tabletop()
    leader, people = play.client(site, "leader"), {"role": "police", "desk": play.desks["KG"]}
    for number in ("2", "5"):
        leader.post(address(play, "/participants/new"), data=people | {"people": number})
    db.session.rollback()
    [one] = play.exercise.participants
    noted = one.people

    removed = leader.post(address(play, f"/participants/{one.public_id}/remove"))

    db.session.rollback()
    assert (noted, removed.status_code, play.exercise.participants) == (5, 303, [])


def test_its_level_is_not_changed_beside_its_injects(site: Flask) -> None:
    play = make_tabletop()

    with pytest.raises(InvalidInput), committing():
        change(play, "leader", level=ExerciseLevel.SCENARIO)


def test_the_clock_releases_nothing_and_ends_it(site: Flask, table: Play) -> None:
    work(NOON + 90 * MINUTES)
    released = [one.released_at for one in table.injects]
    work(END)

    assert released == [None, None, None]
    assert table.exercise.state == ExerciseState.ENDED


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, {"next": [HOTLINE, NAME, JOURNALIST]}),
        (5, {"due": [HOTLINE], "next": [NAME, JOURNALIST]}),
        (10, {"due": [HOTLINE], "next": [NAME, JOURNALIST]}),
        (11, {"overdue": [HOTLINE], "next": [NAME, JOURNALIST]}),
        (22, {"overdue": [HOTLINE], "due": [NAME], "next": [JOURNALIST]}),
    ],
)
def test_the_moderator_sees_what_is_overdue_due_and_next(
    site: Flask, table: Play, minutes: int, expected: dict[str, list[str]]
) -> None:
    assert sections(table, site, minutes) == expected


def test_an_inject_is_released_before_its_time_and_another_is_held(site: Flask, table: Play) -> None:
    answers = [
        step(table, site, 1, "release", minutes=2),
        step(table, site, 0, "hold", minutes=6),
        step(table, site, 1, "release", minutes=9),
    ]
    late = step(table, site, 1, "hold", minutes=9)

    assert [one.status_code for one in answers] == [303, 303, 303]
    assert late.status_code == 422
    assert "released already" in parse(late).one("section[role=alert]").text
    assert table.injects[1].released_at == NOON + 2 * MINUTES
    assert sections(table, site, 30) == {"next": [JOURNALIST], "held": [HOTLINE], "released": [NAME]}


def test_players_read_an_inject_from_its_release_and_never_what_is_expected(site: Flask, table: Play) -> None:
    police = table.client(site, "KG")
    page = address(table, f"/injects/{table.injects[0].public_id}")
    before = police.get(page).status_code, HOTLINE in police.get(address(table)).text

    step(table, site, 0, "release", minutes=5)
    step(table, site, 2, "release", minutes=6)

    assert before == (404, False)
    shown = {who: table.client(site, who).get(address(table)).text for who in ("KG", "KZ", "AM")}
    assert {who: (HOTLINE in text, JOURNALIST in text) for who, text in shown.items()} == {
        "KG": (True, True),
        "KZ": (False, True),
        "AM": (False, True),
    }
    read = police.get(page)
    pages = [*shown.values(), read.text, police.get(address(table, "/report")).text]
    assert read.status_code == 200
    assert [SECRET in text for text in pages] == [False] * 5


def test_it_is_stopped_in_one_step_and_nothing_is_released_any_more(site: Flask, table: Play) -> None:
    with at(6):
        leader = table.client(site, "leader")
        forms = parse(leader.get(address(table, "/tabletop"))).all("form")
        stopped = leader.post(address(table, "/stop")).status_code

    late = [step(table, site, 0, what, minutes=7).status_code for what in ("release", "hold")]

    assert address(table, "/stop") in [form["action"] for form in forms]
    assert (stopped, table.exercise.state, late) == (303, ExerciseState.STOPPED, [422, 422])
    assert table.injects[0].released_at is None


def test_two_evaluators_at_once_have_sheets_of_their_own(site: Flask, table: Play) -> None:
    first, second = table.client(site, "leader"), table.client(site, "second leader")
    page = address(table, "/evaluation")
    seen = {who: parse(who.get(page)).one("input[name=seen]")["value"] for who in (first, second)}

    answers = [
        first.post(page, data=sheet(table, observation_0="met", remark_0="At once.") | {"seen": seen[first]}),
        second.post(page, data=sheet(table, observation_0="partly") | {"seen": seen[second]}),
    ]

    assert [one.status_code for one in answers] == [303, 303]
    assert stored(table) == {(0, "met", "At once."), (0, "partly", "")}
    assert "At once." in parse(second.get(page)).all("fieldset")[0].text


def test_a_sheet_in_two_windows_loses_nothing(site: Flask, table: Play) -> None:
    leader, page = table.client(site, "leader"), address(table, "/evaluation")
    seen = parse(leader.get(page)).one("input[name=seen]")["value"]
    evaluate(table, leader, observation_0="met", remark_0="From the first window.")

    refused = leader.post(page, data=sheet(table, observation_1="partly", remark_1="From the second.") | {"seen": seen})

    shown = parse(refused)
    kept = shown.one(f"textarea[id=remark-{table.injects[1].public_id}]").typed
    assert (refused.status_code, kept) == (422, "From the second.")
    assert "From the first window." in shown.all("fieldset")[0].text
    assert stored(table) == {(0, "met", "From the first window.")}
    again = {"seen": shown.one("input[name=seen]")["value"] or ""}
    typed = sheet(table, observation_0="met", remark_0="From the first window.", observation_1="partly")
    assert leader.post(page, data=typed | again).status_code == 303


@pytest.mark.parametrize("typed", [{"observation_0": "perfect"}, {"remark_0": "x" * 9000}])
def test_a_bad_input_is_refused_beside_it_and_nothing_typed_is_lost(
    site: Flask, table: Play, typed: dict[str, str]
) -> None:
    answer = evaluate(table, table.client(site, "leader"), **{"remark_1": "A long remark."} | typed)

    [wrong] = [f"#{key.split('_')[0]}-{table.injects[0].public_id}" for key in typed]
    shown = parse(answer)
    assert answer.status_code == 422
    assert wrong in shown.one("section[role=alert]").links
    assert shown.one(f"textarea[id=remark-{table.injects[1].public_id}]").typed == "A long remark."
    assert stored(table) == set()


def test_the_sheet_prints_what_is_expected_and_boxes_to_tick(site: Flask) -> None:
    play = make_tabletop()

    made = play.client(site, "leader").get(address(play, "/evaluation.pdf"))

    words = " ".join(page.extract_text() for page in PdfReader(BytesIO(made.data)).pages)
    for part in ("EXERCISE", HOTLINE, SECRET, "done as expected", "done in part", "not done", "Remark", "Evaluator"):
        assert part in words


@pytest.mark.parametrize("paper", ["/report.pdf", "/evaluation.pdf"])
def test_each_page_of_a_paper_says_that_it_is_an_exercise(site: Flask, paper: str) -> None:
    play = make_tabletop()
    for minute in range(10, 25):
        add(play, minute, InjectKind.NEWS, text="A quokka waits. " * 20, expected="They ask. " * 20)
    play.start()
    for place in range(len(play.injects)):
        step(play, site, place, "release", minutes=50)

    made = play.client(site, "leader").get(address(play, paper))

    pages = [page.extract_text() for page in PdfReader(BytesIO(made.data)).pages]
    assert len(pages) > 1
    assert all("EXERCISE" in one for one in pages)


@pytest.fixture
def evaluated(site: Flask, table: Play) -> Play:
    """Return a tabletop that is over. KG did its part for one evaluator and in part for the other, AM nothing; the
    inject for all was never released."""
    leader, second = table.client(site, "leader"), table.client(site, "second leader")
    step(table, site, 0, "release", minutes=5)
    step(table, site, 1, "release", minutes=25)
    leader.post(address(table, "/participants/new"), data={"role": "police", "people": "4"})
    evaluate(table, leader, observation_0="met", observation_1="not_met", remark_1="Nobody asked Georgia.")
    evaluate(table, second, observation_0="partly", remark_0="After ten minutes.", observation_2="not_met")
    work(END)
    return table


def read(site: Flask, play: Play, who: str) -> tuple[ExerciseReport, Evaluation]:
    with site.test_request_context("/en/"):
        found = report(play.viewer(who), play.exercise, "en")
    assert found.evaluation is not None
    return found, found.evaluation


def test_the_report_counts_each_released_inject_by_the_worst_that_was_seen(site: Flask, evaluated: Play) -> None:
    found, _ = read(site, evaluated, "leader")

    tables = {code: {row.key: row.values for row in table.rows} for code, table in found.tables_by_id.items()}
    tables.pop("exercises", None)
    tables.pop("injects")
    assert tables == {
        "desks": {
            evaluated.desks["KG"]: (0, 1, 0, 0, 1),
            evaluated.desks["KZ"]: (0, 0, 0, 0, 0),
            evaluated.desks["AM"]: (0, 0, 1, 0, 1),
            "total": (0, 1, 1, 0, 2),
        },
        "roles": {"police": (0, 1, 0, 0, 1)},
        "participants": {"police": (4,)},
    }
    assert [one.split(": ", 1)[0] for one in found.failed] == ["Inject 1", "Inject 2"]


@pytest.mark.parametrize(
    ("who", "injects"),
    [("leader", {HOTLINE, NAME}), ("KG", {HOTLINE}), ("coordinator of AM", {NAME}), ("KZ", set())],
)
def test_each_reader_reads_the_evaluation_of_the_desks_that_they_may_name(
    site: Flask, evaluated: Play, who: str, injects: set[str]
) -> None:
    found, evaluation = read(site, evaluated, who)
    client = evaluated.client(site, who)
    page = address(evaluated, "/report")
    texts = [client.get(page).text, PdfReader(BytesIO(client.get(f"{page}.pdf").data)).pages[0].extract_text()]

    assert {one.inject.text for one in evaluation.injects} == injects
    assert [{one for one in (HOTLINE, NAME) if one in text} for text in texts] == [injects, injects]
    names = [line.evaluator.person for one in evaluation.injects for line in one.evaluations]
    assert any(names) is (who == "leader")
    assert ("total" in [row.key for row in found.tables_by_id["desks"].rows]) is (who == "leader")


def test_the_remarks_of_all_evaluators_stand_in_the_table_of_injects(site: Flask, evaluated: Play) -> None:
    files = {
        who: evaluated.client(site, who).get(address(evaluated, "/report/export?format=csv&table=injects"))
        for who in ("leader", "KG", "KZ")
    }

    assert [(HOTLINE in one.text, "Nobody asked Georgia." in one.text) for one in files.values()] == [
        (True, True),
        (True, False),
        (False, False),
    ]
    assert [one.status_code for one in files.values()] == [200, 200, 404]


def test_nobody_but_its_leaders_reads_the_evaluation_while_it_goes_on(site: Flask, table: Play) -> None:
    step(table, site, 0, "release", minutes=5)
    evaluate(table, table.client(site, "leader"), observation_0="not_met", remark_0="Too slow.")

    text = {who: table.client(site, who).get(address(table, "/report")).text for who in ("leader", "KG")}

    assert {who: ("Too slow." in one, SECRET in one) for who, one in text.items()} == {
        "leader": (True, True),
        "KG": (False, False),
    }


@pytest.mark.parametrize("end", [ExerciseState.ENDED, ExerciseState.STOPPED])
def test_the_next_tabletop_stands_beside_the_last(site: Flask, evaluated: Play, end: ExerciseState) -> None:
    play = make_tabletop()
    with committing():
        evaluated.exercise.state = end
    with committing():
        play.exercise.starts_at, play.exercise.ends_at = END + timedelta(hours=1), END + timedelta(days=2)
        play.exercise.state = ExerciseState.RUNNING

    found, _ = read(site, play, "leader")

    rows = found.tables_by_id["exercises"].rows
    assert [rows[-2].key, rows[-1].key] == [evaluated.exercise.public_id, play.exercise.public_id]
    assert (rows[-2].values, rows[-1].values) == ((0, 1, 1, 0, 2), (0, 0, 0, 0, 0))
    assert found.tables_by_id["exercises"].plots


def test_a_tabletop_passes_no_desk(evaluated: Play) -> None:
    assert {one.passed_at for one in evaluated.exercise.desks} == {None}


NEIGHBOURS = ["KG", "coordinator of KG", "other network", "outsider"]


@pytest.mark.parametrize("who", NEIGHBOURS)
def test_nobody_else_moderates_or_evaluates_it(site: Flask, table: Play, who: str) -> None:
    other, inject = table.client(site, who), table.injects[0].public_id
    reading = ("/tabletop", "/evaluation", "/evaluation.pdf", "/participants/new")
    writing = (f"/injects/{inject}/release", f"/injects/{inject}/hold", "/evaluation", "/participants/new")
    typed = sheet(table, observation_0="met") | {"role": "police", "people": "2", "seen": ""}

    answers = [other.get(address(table, part)).status_code for part in reading]
    answers += [other.post(address(table, part), data=typed).status_code for part in writing]

    assert set(answers) <= {403, 404}
    db.session.rollback()
    [first, *_] = table.injects
    assert (first.released_at, first.held_at, table.exercise.participants, stored(table)) == (None, None, [], set())


def test_a_scenario_has_no_moderator_and_no_sheet(site: Flask, play: Play) -> None:
    play.start()
    leader, inject = play.client(site, "leader"), play.injects[0].public_id

    answers = [leader.get(address(play, part)).status_code for part in ("/tabletop", "/evaluation", "/evaluation.pdf")]

    assert answers == [404, 404, 404]
    assert leader.post(address(play, f"/injects/{inject}/release")).status_code == 404


def test_it_is_deleted_with_all_that_belongs_to_it_before_it_begins(site: Flask) -> None:
    play = make_tabletop()
    leader, gone = play.client(site, "leader"), play.exercise_id
    leader.post(address(play, "/participants/new"), data={"role": "police", "people": "2"})

    assert leader.post(address(play, "/discard")).status_code == 303

    db.session.rollback()
    assert db.session.get(Exercise, gone) is None


def test_every_page_of_it_is_marked_as_exercise(site: Flask, table: Play) -> None:
    leader = table.client(site, "leader")

    pages = [parse(leader.get(address(table, part))) for part in ("", "/tabletop", "/evaluation", "/participants/new")]

    assert [one.one(".exercise-band b").text for one in pages] == ["EXERCISE"] * 4
    assert all(one.one("title").text.startswith("EXERCISE: ") for one in pages)
