"""Who reads a consultation: those who take part and nobody else; those who oversee see the bare facts."""

import pytest
from flask import Flask

from directory.consultations.queries import threads
from directory.consultations.service import answering, asking, seats
from directory.consultations.service.answering import Reply
from directory.consultations.service.entries import NOTHING, WrittenText
from directory.errors import DirectoryError, InvalidInput, NotFound
from directory.extensions import db
from directory.models import DeskMember
from directory.transaction import committing
from tests.consultations.conftest import QUESTION, Scene, make_scene, reaches

READERS = {
    "asker": True,
    "colleague": False,
    "stranger at home": False,
    "member": True,
    "deputy": True,
    "head": True,
    "member of the other desk": False,
    "of the central authority": False,
    "executing officer": False,
    "third State": False,
    "coordinator there": False,
    "coordinator here": False,
    "coordinator elsewhere": False,
    "administrator": False,
    "visitor": False,
}
OVERSEERS = ("coordinator there", "coordinator here", "administrator")


@pytest.mark.parametrize(("who", "is_shown"), READERS.items())
def test_a_thread_is_read_by_the_asker_and_the_members_of_the_desk_alone(
    scene: Scene, who: str, is_shown: bool
) -> None:
    made = scene.ask()
    viewer = scene.viewer(who)

    assert reaches(viewer, made) is is_shown
    if not is_shown:
        with pytest.raises(NotFound):
            threads.get(viewer, made.public_id)


@pytest.mark.parametrize("who", READERS)
def test_bare_facts_are_for_coordinators_of_either_state_and_administrators(scene: Scene, who: str) -> None:
    made = scene.ask()
    viewer = scene.viewer(who)

    listed = any(one.id == made.id for one in threads.list_overseen(viewer, 1).rows)

    assert listed is (who in OVERSEERS)
    if who not in OVERSEERS:
        with pytest.raises(NotFound):
            threads.get_overseen(viewer, made.public_id)


def test_a_co_worker_of_the_same_authority_reads_once_added_and_no_longer_once_removed(scene: Scene) -> None:
    made, colleague = scene.ask(), scene.people["colleague"]

    with committing():
        seats.add_coworker(scene.viewer("asker"), made, colleague.id)
    assert reaches(scene.viewer("colleague"), made)
    with committing():
        seats.remove_coworker(scene.viewer("asker"), made, colleague.id)

    assert not reaches(scene.viewer("colleague"), made)


def test_a_co_worker_is_removed_from_a_closed_consultation_too_since_it_is_still_read(scene: Scene) -> None:
    made, colleague = scene.ask(), scene.people["colleague"]
    with committing():
        seats.add_coworker(scene.viewer("asker"), made, colleague.id)
    with committing():
        asking.close(scene.viewer("asker"), made)
    assert reaches(scene.viewer("colleague"), made)

    with committing():
        seats.remove_coworker(scene.viewer("asker"), made, colleague.id)

    assert not reaches(scene.viewer("colleague"), made)


@pytest.mark.parametrize("who", ["stranger at home", "third State", "coordinator here", "member", "asker"])
def test_nobody_of_another_authority_is_added(scene: Scene, who: str) -> None:
    made = scene.ask()

    with pytest.raises(InvalidInput), committing():
        seats.add_coworker(scene.viewer("asker"), made, scene.people[who].id)


def test_the_asker_keeps_their_own_seat(scene: Scene) -> None:
    made = scene.ask()

    with pytest.raises(InvalidInput), committing():
        seats.remove_coworker(scene.viewer("asker"), made, scene.people["asker"].id)


def test_an_executing_authority_reads_once_brought_in_and_does_not_answer_for_the_desk(scene: Scene) -> None:
    made, officer = scene.ask(), "executing officer"

    with committing():
        seats.bring_in(scene.viewer("member"), made, scene.executing_office, NOTHING)

    assert reaches(scene.viewer(officer), made)
    with pytest.raises(NotFound), committing():
        answering.answer(scene.viewer(officer), made, Reply("welcome", (), NOTHING))


def test_no_authority_of_another_state_is_brought_in(scene: Scene) -> None:
    made = scene.ask()

    with pytest.raises(InvalidInput), committing():
        seats.bring_in(scene.viewer("member"), made, scene.asking_office, NOTHING)


def test_a_desk_that_hands_over_reads_no_further_and_the_other_does(scene: Scene) -> None:
    made = scene.ask()

    with committing():
        seats.hand_over(scene.viewer("member"), made, scene.other_desk, NOTHING)

    assert not reaches(scene.viewer("member"), made)
    assert reaches(scene.viewer("member of the other desk"), made)
    assert (made.state, made.round) == ("open", 2)


def test_a_person_who_leaves_the_desk_reads_nothing_from_then_on(site: Flask) -> None:
    scene = make_scene()
    made, member = scene.ask(), scene.people["member"]
    assert reaches(scene.viewer("member"), made)

    with committing():
        db.session.delete(db.session.get_one(DeskMember, (member.id, scene.desk)))

    assert not reaches(scene.viewer("member"), made)


@pytest.mark.parametrize(("writer", "other"), [("asker", "member"), ("member", "asker")])
def test_a_note_is_shown_to_the_side_that_wrote_it_alone(scene: Scene, writer: str, other: str) -> None:
    made = scene.ask()
    with committing():
        answering.send_message(scene.viewer(writer), made, WrittenText("for us", "en", is_note=True))

    shown = [len(threads.list_entries(scene.viewer(one), made)) for one in (writer, other)]

    assert shown == [2, 1]
    assert threads.newest_entry(scene.viewer(writer), made) != threads.newest_entry(scene.viewer(other), made)
    assert made.id not in threads.list_unread(scene.viewer(other), [made]) or other == "member"


ACTS = {
    "acknowledge": lambda viewer, made, _scene: answering.acknowledge(viewer, made),
    "answer": lambda viewer, made, _scene: answering.answer(viewer, made, Reply("welcome", (), NOTHING)),
    "message": lambda viewer, made, _scene: answering.send_message(viewer, made, WrittenText(QUESTION, "en")),
    "bring in": lambda viewer, made, scene: seats.bring_in(viewer, made, scene.executing_office, NOTHING),
    "hand over": lambda viewer, made, scene: seats.hand_over(viewer, made, scene.other_desk, NOTHING),
    "add": lambda viewer, made, scene: seats.add_coworker(viewer, made, scene.people["colleague"].id),
}
DOERS = {
    "asker": {"message", "add"},
    "member": {"acknowledge", "answer", "message", "bring in", "hand over"},
    "administrator": set(),
    "coordinator there": set(),
    "third State": set(),
}


@pytest.mark.parametrize("who", DOERS)
@pytest.mark.parametrize("act", ACTS)
def test_each_side_does_what_is_its_own(scene: Scene, who: str, act: str) -> None:
    made, viewer = scene.ask(), scene.viewer(who)

    try:
        with committing():
            ACTS[act](viewer, made, scene)
        is_done = True
    except DirectoryError:
        is_done = False

    assert is_done is (act in DOERS[who])
