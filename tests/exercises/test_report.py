"""The report of an exercise: what the desks have shown, who reads of which desk, and what is to be mended."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import inspect

from directory.consultations.service import answering, asking
from directory.consultations.service.answering import Reply
from directory.consultations.service.entries import WrittenText
from directory.errors import InvalidInput
from directory.exercises.presenters.report import ExerciseReport, report
from directory.exercises.queries.findings import list_findings
from directory.exercises.service import running
from directory.exercises.service.findings import add_finding
from directory.exercises.service.playing import ask_by_inject
from directory.exercises.service.preparation import prepare
from directory.extensions import db
from directory.models import Consultation, DeskMember
from directory.transaction import committing
from directory.vocabulary import ExerciseLevel, ExerciseState, InjectKind
from tests import factories
from tests.consultations.conftest import NETWORK
from tests.exercises.conftest import MINUTES, NOON, Play, add, change, make_play, prepared, work
from tests.html import parse
from tests.people import with_token

END = NOON + timedelta(hours=2)
PARTS = ("", "/export?format=json", "/export?format=csv&table=desks")


def ask(play: Play, place: int, at: int) -> Consultation:
    """Ask by the inject at this place, so many minutes after the beginning."""
    inject = play.injects[place]
    [who] = [state for state, desk in play.desks.items() if desk == inject.from_key]
    with time_machine.travel(NOON + at * MINUTES, tick=False), committing():
        return ask_by_inject(play.viewer(who), play.exercise, inject, WrittenText(inject.text, "en"))


def act(play: Play, made: Consultation, who: str, acknowledged: int, answered: int | None = None) -> None:
    with time_machine.travel(NOON + acknowledged * MINUTES, tick=False), committing():
        answering.acknowledge(play.viewer(who), made)
    if answered is not None:
        with time_machine.travel(NOON + answered * MINUTES, tick=False), committing():
            answering.answer(play.viewer(who), made, Reply("welcome", (), WrittenText("It may.", "en")))


def read(site: Flask, play: Play, who: str) -> ExerciseReport:
    with site.test_request_context("/en/"):
        return report(play.viewer(who), play.exercise, "en")


@pytest.fixture
def played(site: Flask) -> Play:
    """Return an exercise that is over: KZ did all that was asked, AM acknowledged too late, then left; nobody asked
    KG."""
    play = make_play()
    add(play, 1, asked="KZ")
    add(play, 2, asked="AM")
    add(play, 80, InjectKind.MISSING_STATE, who="AM")
    add(play, 90, who="KZ", asked="AM")
    play.start()
    work(NOON + 2 * MINUTES)
    act(play, ask(play, 0, 2), "KZ", acknowledged=12, answered=32)
    act(play, ask(play, 1, 3), "AM", acknowledged=73)
    work(NOON + 90 * MINUTES)
    ask(play, 3, 91)
    work(END)
    return play


def test_it_tells_what_each_desk_did(site: Flask, played: Play) -> None:
    found = read(site, played, "leader")

    rows = {row.key: row.values for row in found.tables_by_id["desks"].rows}
    assert rows == {
        played.desks["KZ"]: (1, 1, 1, 1, 1, 10.0, 30.0, "yes"),
        played.desks["AM"]: (1, 1, 1, 0, 0, 70.0, "", "played a State that is missing"),
        played.desks["KG"]: (0, 0, 0, 0, 0, "", "", "was not tested"),
        "total": (2, 2, 2, 1, 1, 40.0, 30.0, ""),
    }
    assert [one.split(": ", 1)[1] for one in found.failed] == [
        "questions not acknowledged in time: 1",
        "questions not answered: 1",
    ]


def test_the_hour_is_that_of_the_desk(site: Flask, played: Play) -> None:
    hours = {row.key: row.values for row in read(site, played, "leader").tables_by_id["hours"].rows}

    # Noon in UTC is 17 o'clock in Almaty and 16 o'clock in Yerevan.
    assert hours == {"16": (1, 0), "17": (1, 1)}


def test_a_desk_that_did_what_was_asked_has_passed(played: Play) -> None:
    passed = {one.focal_point_key: one.passed_at for one in played.exercise.desks}

    assert passed == {played.desks["KZ"]: END, played.desks["AM"]: None, played.desks["KG"]: None}


@pytest.mark.parametrize(
    ("who", "named"),
    [("leader", {"KG", "KZ", "AM"}), ("KZ", {"KZ"}), ("coordinator of AM", {"AM"}), ("KG", {"KG"})],
)
def test_each_reader_reads_of_the_desks_that_they_may_name_and_sums_only_of_all(
    site: Flask, played: Play, who: str, named: set[str]
) -> None:
    client = played.client(site, who)
    found = read(site, played, who)
    texts = [client.get(f"/en/exercises/{played.exercise.public_id}/report{part}").text for part in PARTS]

    keys = {row.key for row in found.tables_by_id["desks"].rows}
    hidden = [f"Office {state} " for state in played.desks if state not in named]
    is_leader = who == "leader"
    assert keys - {"total"} == {played.desks[state] for state in named}
    assert ("total" in keys, "hours" in found.tables_by_id) == (is_leader, is_leader)
    assert [word for word in hidden for text in texts if word in text] == []


def test_a_network_that_lets_states_be_named_names_them_to_those_who_take_part(site: Flask) -> None:
    play = make_play(names_states=True)
    add(play, 1)
    play.start()

    assert len(read(site, play, "AM").tables_by_id["desks"].rows) == 4
    assert play.client(site, "outsider").get(f"/en/exercises/{play.exercise.public_id}/report").status_code == 404


def test_the_asking_desk_cannot_undo_what_the_asked_desk_did_in_time(site: Flask) -> None:
    play = make_play()
    add(play, 1, asked="KZ")
    play.start()
    work(NOON + 2 * MINUTES)
    made = ask(play, 0, 2)
    again = {"text": "Once more?", "written_in": "en"}
    thread = f"/en/consultations/{made.public_id}"

    with time_machine.travel(NOON + 3 * MINUTES, tick=False), pytest.raises(InvalidInput), committing():
        asking.close(play.viewer("KG"), made)
    act(play, made, "KZ", acknowledged=12, answered=32)
    with time_machine.travel(NOON + 40 * MINUTES, tick=False):
        asker = play.client(site, "KG")
        offered = [link for link in parse(asker.get(thread)).one("main").links if link.endswith("/reopen")]
        refused = asker.post(f"{thread}/reopen", data=again).status_code
    work(END)

    assert (offered, refused) == ([], 422)
    [row] = [row for row in read(site, play, "leader").tables_by_id["desks"].rows if row.key == play.desks["KZ"]]
    assert row.values[-1] == "yes"


@pytest.mark.parametrize("part", ["", "/export?format=xlsx", ".pdf"])
def test_only_those_whom_the_exercise_concerns_take_the_report(site: Flask, played: Play, part: str) -> None:
    clients = {who: played.client(site, who) for who in ("leader", "KZ", "outsider", "other network")}

    address = f"/en/exercises/{played.exercise.public_id}/report{part}"
    statuses = {who: client.get(address).status_code for who, client in clients.items()}

    assert statuses == {"leader": 200, "KZ": 200, "outsider": 404, "other network": 404}


def test_no_report_is_there_before_the_beginning(site: Flask, play: Play) -> None:
    assert play.client(site, "leader").get(f"/en/exercises/{play.exercise.public_id}/report").status_code == 404


def test_the_next_exercise_stands_beside_the_last_of_its_level(site: Flask, played: Play) -> None:
    play = make_play()
    add(play, 1)
    with committing():
        play.exercise.starts_at, play.exercise.ends_at = END + timedelta(hours=1), END + timedelta(days=2)
        play.exercise.state = ExerciseState.RUNNING

    rows = read(site, play, "leader").tables_by_id["exercises"].rows

    assert [rows[-2].key, rows[-1].key] == [played.exercise.public_id, play.exercise.public_id]
    assert rows[-2].values[:5] == (2, 2, 2, 1, 1)


@pytest.mark.parametrize("level", [ExerciseLevel.LINES, ExerciseLevel.SCENARIO, ExerciseLevel.TABLETOP])
@pytest.mark.parametrize(
    ("is_same", "names_states", "readers"),
    [
        (True, True, {"leader", "KZ", "coordinator of AM"}),
        (True, False, {"leader"}),
        (False, True, {"leader", "coordinator of AM"}),
    ],
    ids=["earlier names States", "earlier names none", "earlier of other desks"],
)
def test_sums_of_an_earlier_exercise_are_for_those_who_read_them_in_its_own_report(
    site: Flask, level: str, is_same: bool, names_states: bool, readers: set[str]
) -> None:
    earlier = make_play(level=level, names_states=names_states)
    play = earlier if is_same else make_play(level=level)
    values = prepared(play, level=level, names_states=True, starts_at=END, ends_at=END + timedelta(hours=1))
    with time_machine.travel(NOON, tick=False), committing():
        later = prepare(play.viewer("leader"), NETWORK, values)
        for one in (earlier.exercise, later):
            one.state, one.ended_at = ExerciseState.ENDED, one.ends_at

    page = f"/en/exercises/{later.public_id}/report/export?format=json"
    shown = set()
    for who in ("leader", "KZ", "coordinator of AM"):
        tables = play.client(site, who).get(page).json["tables"]
        keys = {row["key"] for one in tables if one["code"] == "exercises" for row in one["rows"]}
        if earlier.exercise.public_id in keys:
            shown.add(who)

    assert shown == readers


def test_a_finding_is_taken_on_by_its_desk_and_mended(site: Flask, played: Play) -> None:
    page = f"/en/exercises/{played.exercise.public_id}"
    added = {"text": "The rota of the night has a hole.", "desk": played.desks["AM"]}
    assert played.client(site, "leader").post(f"{page}/findings", data=added).status_code == 303
    desk, other = played.client(site, "AM"), played.client(site, "KZ")
    [finding] = list_findings(played.exercise)
    at = f"{page}/findings/{finding.public_id}"

    refused = other.post(f"{at}/take").status_code
    seen_by_others = added["text"] in other.get(f"{page}/report").text
    taken = desk.post(f"{at}/take").status_code
    mended = desk.post(f"{at}/mend").status_code

    db.session.rollback()
    [finding] = list_findings(played.exercise)
    assert (refused, seen_by_others, taken, mended) == (404, False, 303, 303)
    assert finding.taken_by_id == played.numbers["AM"]
    assert finding.mended_at is not None
    assert "mended" in [tag.text for tag in parse(desk.get(f"{page}/report")).all(".tag")]


def test_findings_that_are_hidden_leave_no_gap_in_the_numbers(site: Flask, played: Play) -> None:
    for state in ("KG", "KZ", "", "AM", "KZ"):
        with committing():
            text = f"Mend {state} {len(list_findings(played.exercise))}."
            add_finding(played.viewer("leader"), played.exercise, text, played.desks.get(state, ""))

    numbers = {who: [one.number for one in read(site, played, who).findings] for who in ("leader", "KZ", "AM")}
    program = with_token(site, played.account("KZ"))
    sent = program.get(f"/api/v1/exercises/{played.exercise.public_id}").json["report"]["findings"]
    shown = parse(played.client(site, "KZ").get(f"/en/exercises/{played.exercise.public_id}/report"))
    addresses = [form["action"] for form in shown.all("section[aria-labelledby=findings] form")]

    assert numbers == {"leader": [1, 2, 3, 4, 5], "KZ": [1, 2, 3], "AM": [1, 2]}
    assert [one["number"] for one in sent] == [1, 2, 3]
    assert len(addresses) == 4
    assert [one for one in addresses for number in range(1, 6) if f"/findings/{number}/" in one] == []


def test_a_finding_that_is_sent_twice_is_written_once(site: Flask, played: Play) -> None:
    leader, page = played.client(site, "leader"), f"/en/exercises/{played.exercise.public_id}/findings"
    sent = {"text": "The rota has a hole.", "desk": played.desks["AM"]}

    answers = [leader.post(page, data=data) for data in (sent, sent, sent | {"desk": played.desks["KZ"]})]

    assert [one.status_code for one in answers] == [303] * 3
    assert len(list_findings(played.exercise)) == 2


@pytest.mark.parametrize("who", ["KZ", "coordinator of KZ", "outsider"])
def test_only_those_who_run_it_write_a_finding(site: Flask, played: Play, who: str) -> None:
    page = f"/en/exercises/{played.exercise.public_id}/findings"

    assert played.client(site, who).post(page, data={"text": "x"}).status_code in (403, 404)
    assert list_findings(played.exercise) == []


@pytest.mark.parametrize(("placed", "asked", "passes"), [(1, 1, True), (2, 1, False), (2, 2, True)])
def test_a_stopped_exercise_passes_a_desk_only_if_all_its_questions_were_asked(
    site: Flask, placed: int, asked: int, passes: bool
) -> None:
    play = make_play()
    for _ in range(placed):
        add(play, 0, asked="KZ")
    play.start()
    work(NOON)
    for place in range(asked):
        act(play, ask(play, place, 1), "KZ", acknowledged=2, answered=3)

    play.stop(NOON + 5 * MINUTES)

    [kz] = [one for one in play.exercise.desks if one.focal_point_key == play.desks["KZ"]]
    assert (kz.passed_at is not None) is passes


# Who of the people of the asked desk did what, and left the desk before the end.
OWN_ACTS = {
    "prepared": lambda _play, _who: None,
    "changed": change,
    "started": lambda play, who: running.start(play.viewer(who), play.exercise),
}


@pytest.mark.parametrize("did", OWN_ACTS)
def test_a_desk_does_not_pass_by_an_exercise_that_its_own_people_prepared_or_ran(site: Flask, did: str) -> None:
    play = make_play()
    who = "leader" if did == "prepared" else "second leader"
    add(play, 0, asked="KZ")
    staffs = DeskMember(account_id=play.numbers[who], focal_point_key=play.desks["KZ"], desk_role="head")
    factories.add(staffs)
    with time_machine.travel(NOON - MINUTES, tick=False), committing():
        OWN_ACTS[did](play, who)
    work(NOON)
    with committing():
        db.session.delete(db.session.get_one(DeskMember, inspect(staffs).identity))
    act(play, ask(play, 0, 1), "KZ", acknowledged=2, answered=3)
    work(END)

    assert [one.passed_at for one in play.exercise.desks] == [None] * 3
