"""Asking several States: all or none, once, each with its own thread; adding, letting go, naming, shredding."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import clock
from directory.consultations.encryption import cipher_of
from directory.consultations.queries import threads
from directory.consultations.queries.naming import list_named_beside
from directory.consultations.queries.outlines import list_outlines
from directory.consultations.service import naming, seats
from directory.consultations.service.asking import DeskQuestion, ask
from directory.consultations.service.entries import NOTHING, WrittenText
from directory.consultations.service.retention import _shred
from directory.consultations.service.seats import add_coworker
from directory.errors import InvalidInput, NotFound
from directory.extensions import db
from directory.models import Consultation, FocalPoint, QuestionRound
from directory.rounds import queries
from directory.rounds.named_states import find_named
from directory.rounds.service import asking, keeping
from directory.rounds.service.asking import AskedState
from directory.rounds.service.retention import shred_old
from directory.tokens import public_id
from directory.transaction import committing
from directory.vocabulary import ConsultationState
from tests import factories
from tests.consultations.conftest import letters_of, practitioner
from tests.rounds.conftest import LINE, NINTH, QUESTION, STATES, RoundScene, question, threads_of


def count() -> int:
    return db.session.scalar(select(func.count(Consultation.id))) or 0


def text_of(scene: RoundScene, code: str, thread: Consultation) -> str:
    [asked] = [one for one in threads.list_entries(scene.viewer(code), thread) if one.act == "asked"]
    return cipher_of(thread).open(asked.public_id, asked.sealed_text)


def agree(scene: RoundScene, thread: Consultation, code: str) -> None:
    with committing():
        naming.agree(scene.viewer(code), threads.get(scene.viewer(code), thread.public_id))


def test_eight_states_have_a_thread_and_a_clock_each(scene: RoundScene) -> None:
    found = threads_of(scene.open())

    assert set(found) == set(STATES)
    assert len({one.public_id for one in found.values()}) == len(STATES)
    assert all(one.acknowledge_by < one.answer_by for one in found.values())
    assert all("consultation_asked" in dict(letters_of(one)) for one in found.values())


def test_a_line_of_one_state_is_read_by_it_alone(scene: RoundScene) -> None:
    found = threads_of(scene.open(lines={"GE": LINE}))

    assert text_of(scene, "GE", found["GE"]) == f"{QUESTION}\n\n{LINE}"
    assert {text_of(scene, code, found[code]) for code in STATES if code != "GE"} == {QUESTION}


def test_the_outline_is_shared_without_a_second_letter(scene: RoundScene) -> None:
    found = threads_of(scene.open(outline=("legal_basis", "translation")))

    for one in found.values():
        [outline] = list_outlines(one)
        assert [item.code for item in outline.content.items] == ["legal_basis", "translation"]
        assert {letter for letter, _to in letters_of(one)} == {"consultation_asked"}


def test_if_one_desk_cannot_be_asked_none_is(scene: RoundScene) -> None:
    before, viewer = count(), scene.viewer("asker")

    with pytest.raises(NotFound), committing():
        asking.open_round(viewer, question(), [*scene.asked(("AM", "AZ")), AskedState("no-such-desk")])

    assert count() == before


@pytest.mark.parametrize("states", [("AM",), ("AM", "AM")])
def test_one_state_alone_or_twice_is_no_round(scene: RoundScene, states: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput):
        scene.open(states)


def test_a_form_sent_twice_opens_one_round(scene: RoundScene) -> None:
    key, before, asked = public_id(), count(), question(outline=("legal_basis",))
    made = []
    for _time in range(2):
        with committing():
            made.append(asking.open_round(scene.viewer("asker"), asked, scene.asked(("AM", "AZ")), key).public_id)

    assert made == [key, key]
    assert count() == before + 2


def test_the_same_question_without_a_key_opens_one_round(scene: RoundScene) -> None:
    before, asked = count(), question(outline=("legal_basis",))
    for _time in range(2):
        with committing():
            asking.open_round(scene.viewer("asker"), asked, scene.asked(("AM", "AZ")))

    assert count() == before + 2


def test_another_text_for_one_state_alone_is_not_dropped(scene: RoundScene) -> None:
    asked = question()
    with committing():
        asking.open_round(scene.viewer("asker"), asked, scene.asked(("AM", "AZ")))

    with pytest.raises(InvalidInput), committing():
        asking.open_round(scene.viewer("asker"), asked, scene.asked(("AM", "AZ"), {"AM": LINE}))


def test_a_desk_that_takes_over_has_not_agreed_to_be_named(scene: RoundScene) -> None:
    thread = threads_of(scene.open(("AM", "AZ")))["AM"]
    agree(scene, thread, "AM")
    other = f"other-{scene.desks['AM']}"
    office = db.session.get_one(FocalPoint, scene.desks["AM"]).authority_key
    factories.add(factories.focal_point(other, office, network_key="ejn"))
    factories.add(practitioner(desk=(other, "duty_officer"), jurisdiction_key="AM"))

    with committing():
        seats.hand_over(scene.viewer("AM"), threads.get(scene.viewer("AM"), thread.public_id), other, NOTHING)

    db.session.rollback()
    assert db.session.get_one(Consultation, thread.id).naming_agreed_at is None


def test_the_key_of_another_round_opens_a_new_one(scene: RoundScene) -> None:
    known = scene.open(("AM", "AZ")).public_id

    with committing():
        made = asking.open_round(scene.viewer("stranger"), question(), scene.asked(("AM", "AZ")), known)

    assert made.public_id != known


def test_a_desk_that_was_just_asked_the_same_alone_is_not_asked_again(scene: RoundScene) -> None:
    asked = question()
    with committing():
        asking.ask(scene.viewer("asker"), asking._desk_question(scene.viewer("asker"), asked, scene.asked(("AM",))[0]))

    with pytest.raises(InvalidInput), committing():
        asking.open_round(scene.viewer("asker"), asked, scene.asked(("AM", "AZ")))


def test_a_state_added_later_gets_the_question_as_it_stands(scene: RoundScene) -> None:
    made = scene.open(("AM", "AZ"), outline=("legal_basis",))
    for _time in range(2):
        with committing():
            asking.add_state(scene.viewer("asker"), made, scene.asked(("GE",), {"GE": LINE})[0])

    found = threads_of(made)
    assert set(found) == {"AM", "AZ", "GE"}
    assert text_of(scene, "GE", found["GE"]) == f"{QUESTION}\n\n{LINE}"
    assert len(list_outlines(found["GE"])) == 1


def test_a_ninth_state_is_refused(scene: RoundScene) -> None:
    made = scene.open()

    with pytest.raises(InvalidInput), committing():
        asking.add_state(scene.viewer("asker"), made, scene.asked((NINTH,))[0])


def test_a_state_that_is_let_go_is_told_by_the_ordinary_letter(scene: RoundScene) -> None:
    made, viewer = scene.open(("AM", "AZ")), scene.viewer("asker")
    for _time in range(2):
        with committing():
            keeping.let_go(viewer, queries.get_member(viewer, made, "AM"))

    found = threads_of(made)
    assert (found["AM"].state, found["AZ"].state) == (ConsultationState.CLOSED, ConsultationState.OPEN)
    assert [letter for letter, _to in letters_of(found["AM"])] == ["consultation_asked", "consultation_news"]
    assert [letter for letter, _to in letters_of(found["AZ"])] == ["consultation_asked"]


def test_no_desk_is_named_before_two_agreed_and_were_told(scene: RoundScene) -> None:
    made = scene.open(("AM", "AZ", "GE"))
    agree(scene, threads_of(made)["AM"], "AM")
    with pytest.raises(InvalidInput), committing():
        keeping.tell(scene.viewer("asker"), made)

    agree(scene, threads_of(made)["AZ"], "AZ")
    found = threads_of(made)
    assert [list_named_beside(scene.viewer(code), found[code]) for code in ("AM", "AZ", "GE")] == [[], [], []]

    with committing():
        keeping.tell(scene.viewer("asker"), made)
    found = threads_of(made)
    assert [list_named_beside(scene.viewer(code), found[code]) for code in ("AM", "AZ", "GE")] == [["AZ"], ["AM"], []]


def test_what_was_agreed_can_be_taken_back(scene: RoundScene) -> None:
    made = scene.open(("AM", "AZ"))
    for code, thread in threads_of(made).items():
        agree(scene, thread, code)
    with committing():
        keeping.tell(scene.viewer("asker"), made)
    with committing():
        naming.take_back(scene.viewer("AM"), threads_of(made)["AM"])
    agree(scene, threads_of(made)["AM"], "AM")

    found = threads_of(made)
    assert [list_named_beside(scene.viewer(code), found[code]) for code in ("AM", "AZ")] == [[], []]


def test_a_state_that_was_let_go_is_named_no_more(scene: RoundScene) -> None:
    made = scene.open(("AM", "AZ"))
    for code, thread in threads_of(made).items():
        agree(scene, thread, code)
    with committing():
        keeping.tell(scene.viewer("asker"), made)
    with committing():
        keeping.let_go(scene.viewer("asker"), queries.get_member(scene.viewer("asker"), made, "AM"))

    assert list_named_beside(scene.viewer("AZ"), threads_of(made)["AZ"]) == []


def test_a_colleague_with_a_seat_in_one_thread_sees_that_one_alone(scene: RoundScene) -> None:
    made = scene.open(("AM", "AZ"))
    with pytest.raises(NotFound):
        queries.get(scene.viewer("colleague"), made.public_id)

    with committing():
        add_coworker(scene.viewer("asker"), threads_of(made)["AM"], scene.people["colleague"].id)

    viewer = scene.viewer("colleague")
    own = queries.members_of(viewer, queries.get(viewer, made.public_id))
    assert [one.consultation.to_jurisdiction_key for one in own] == ["AM"]


def test_colleagues_in_all_consultations_take_part_in_that_of_an_added_state_too(scene: RoundScene) -> None:
    made, colleague = scene.open(("AM", "AZ")), scene.people["colleague"].id
    for thread in threads_of(made).values():
        with committing():
            add_coworker(scene.viewer("asker"), thread, colleague)
    with committing():
        asking.add_state(scene.viewer("colleague"), made, scene.asked(("GE",))[0])

    seen = [queries.members_of(scene.viewer(who), made) for who in ("asker", "colleague")]
    assert [{one.consultation.to_jurisdiction_key for one in own} for own in seen] == [{"AM", "AZ", "GE"}] * 2


def test_a_single_question_has_the_same_outline_as_one_of_a_round(scene: RoundScene) -> None:
    """Else an outline without a draft would tell the desk of a round."""
    inside = threads_of(scene.open(("AM", "AZ"), outline=("legal_basis",)))["AM"]
    with committing():
        words = WrittenText("Another question", "en")
        about = DeskQuestion(scene.desks["GE"], "hearing_witness", "tip", "normal", "Alone", words)
        single = ask(scene.viewer("asker"), replace(about, outline=("legal_basis",)))

    shown = [(who, one) for who, one in (("AM", inside), ("GE", single))]
    acts = [[said.act for said in threads.list_entries(scene.viewer(who), one)] for who, one in shown]
    assert acts[0] == acts[1] == ["asked", "outlined"]
    assert list_outlines(inside)[0].content == list_outlines(single)[0].content


def test_a_successor_takes_all_consultations_over(scene: RoundScene) -> None:
    made = scene.open(("AM", "AZ"))
    with committing():
        add_coworker(scene.viewer("asker"), threads_of(made)["AM"], scene.people["colleague"].id)
    with committing():
        db.session.get_one(type(scene.people["asker"]), scene.numbers["asker"]).active = False
    heir = scene.here().viewer("colleague")

    with committing():
        keeping.take_over(heir, queries.list_left(heir, queries.get(heir, made.public_id)))

    assert {one.consultation.to_jurisdiction_key for one in queries.members_of(heir, made)} == {"AM", "AZ"}


def test_a_round_is_shredded_with_the_last_of_its_consultations(scene: RoundScene) -> None:
    made = scene.open(("AM", "AZ"))
    first, second = threads_of(made).values()
    for thread, kept in ((first, True), (second, False)):
        with committing():
            _shred(db.session.get_one(Consultation, thread.id), clock.now())
            shred_old(clock.now())
        stored = db.session.get_one(QuestionRound, made.id)
        assert (stored.wrapped_key is not None, bool(stored.sealed_text)) == (kept, kept)


def test_what_is_written_is_sealed(scene: RoundScene) -> None:
    made = scene.open(("AM", "AZ"))

    assert QUESTION.encode() not in made.sealed_text
    assert made.sealed_subject


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("As we asked Georgia", ["GE"]),
        ("Мы спросили Грузию", ["GE"]),
        ("我们问过格鲁吉亚", ["GE"]),
        ("Nothing at all", []),
        ("грузинские коллеги", ["GE"]),
        ("Ask la République française", ["FR"]),
    ],
)
def test_names_of_states_are_found_in_any_language(site: Flask, text: str, found: list[str]) -> None:
    assert find_named(text, ["GE", "FR"]) == found
