"""An asker leaves: who reads what they asked from then on, who takes it over, and who is told."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from directory import clock
from directory.consultations.queries import threads
from directory.consultations.queries.seats import list_coworkers
from directory.consultations.queries.succession import count_vacant, list_vacant
from directory.consultations.service import answering, seats, succession
from directory.consultations.service.entries import WrittenText
from directory.errors import NotFound
from directory.jobs.schedule import note_vacant_seats
from directory.models import Account, Consultation, Handover
from directory.people.service import handovers
from directory.people.service.forgetting import forget
from directory.people.service.handovers import HandoverTerms
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.consultations.conftest import QUESTION, SUBJECT, Scene, letters_of, make_scene, practitioner, reaches
from tests.people import signed_in


@pytest.fixture
def own_scene(site: Flask) -> Scene:
    return make_scene()


def end_access(account: Account) -> None:
    with committing():
        account.active = False


def may_take(scene: Scene, made: Consultation, who: str) -> bool:
    """Take a consultation over as a person, and return whether that went."""
    try:
        with committing():
            succession.take_over(scene.viewer(who), made.public_id)
    except NotFound:
        return False
    return made.asker_id == scene.people[who].id


def at_the_office(scene: Scene, role: Role) -> Account:
    """Add a person of this role to the office that asks."""
    scene.people[role] = factories.account(role, jurisdiction_key="KG", authority_key=scene.asking_office)
    return scene.people[role]


@pytest.mark.parametrize("who", ["stranger at home", "member", "third State", "coordinator here", "administrator"])
def test_nobody_but_the_office_takes_over_from_an_asker_whose_account_has_ended(own_scene: Scene, who: str) -> None:
    made = own_scene.ask()
    end_access(own_scene.people["asker"])

    assert not may_take(own_scene, made, who)
    assert count_vacant(own_scene.viewer(who)) == 0


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_who_can_end_accounts_gains_nothing_by_it_at_their_own_office(own_scene: Scene, role: Role) -> None:
    made = own_scene.ask()
    at_the_office(own_scene, role)
    end_access(own_scene.people["asker"])

    assert not may_take(own_scene, made, role)


def test_a_colleague_of_the_office_takes_over_once_the_asker_has_left_and_not_before(own_scene: Scene) -> None:
    made = own_scene.ask()
    assert not may_take(own_scene, made, "colleague")
    assert count_vacant(own_scene.viewer("colleague")) == 0

    end_access(own_scene.people["asker"])
    assert count_vacant(own_scene.viewer("colleague")) == 1
    assert not reaches(own_scene.viewer("colleague"), made)

    assert may_take(own_scene, made, "colleague")
    assert count_vacant(own_scene.viewer("colleague")) == 0
    with committing():
        answering.send_message(own_scene.viewer("colleague"), made, WrittenText("I go on with it", "en"))
    assert made.asker_id == own_scene.people["colleague"].id


def test_nobody_is_told_of_a_consultation_that_they_have_no_part_in_and_may_not_take(own_scene: Scene) -> None:
    made = own_scene.ask()

    for who in ("colleague", "stranger at home", "third State"):
        with pytest.raises(NotFound), committing():
            succession.take_over(own_scene.viewer(who), made.public_id)


def test_it_stands_in_the_thread_who_took_over_from_whom_on_the_asking_side(own_scene: Scene) -> None:
    made, left = own_scene.ask(), own_scene.people["asker"]
    end_access(left)

    assert may_take(own_scene, made, "colleague")

    colleague = own_scene.viewer("colleague")
    entry = threads.list_entries(colleague, made)[-1]
    assert (entry.act, entry.side, entry.author_id) == ("taken_over", "asking", colleague.account_id)
    assert (entry.subject_kind, entry.subject_key) == ("account", str(left.id))


def test_who_has_come_back_reads_again_unless_a_colleague_has_taken_over(own_scene: Scene) -> None:
    made, other, asker = own_scene.ask(), own_scene.ask(), own_scene.people["asker"]
    end_access(asker)
    assert may_take(own_scene, made, "colleague")

    with committing():
        asker.active = True

    assert [reaches(own_scene.viewer("asker"), one) for one in (made, other)] == [False, True]


@pytest.mark.parametrize("change", [{"authority_key": None}, {"jurisdiction_key": "TJ"}])
def test_who_is_in_another_office_or_state_reads_no_more_of_what_they_asked_for_the_old_one(
    own_scene: Scene, change: dict[str, str | None]
) -> None:
    made, asker = own_scene.ask(), own_scene.people["asker"]
    with committing():
        for name, value in change.items():
            setattr(asker, name, value)

    assert not reaches(own_scene.viewer("asker"), made)
    assert may_take(own_scene, made, "colleague")


def test_what_a_forgotten_person_asked_is_taken_over(own_scene: Scene) -> None:
    made = own_scene.ask()
    with committing():
        forget(own_scene.viewer("administrator"), own_scene.people["asker"])

    assert may_take(own_scene, made, "colleague")


def hand_over(scene: Scene, successor: Account, *, authority: bool = True) -> Handover:
    with committing():
        passing = HandoverTerms(ends_on=clock.today(), authority=authority)
        return handovers.hand_to_account(scene.viewer("administrator"), scene.people["asker"], successor, passing)


@pytest.mark.parametrize("is_stopped", [False, True])
def test_a_successor_in_the_office_takes_over_unless_the_handover_was_stopped(
    own_scene: Scene, is_stopped: bool
) -> None:
    made, successor = own_scene.ask(), at_the_office(own_scene, Role.COORDINATOR)
    handover = hand_over(own_scene, successor)
    if is_stopped:
        with committing():
            handovers.stop(own_scene.viewer("administrator"), handover)
    assert not may_take(own_scene, made, Role.COORDINATOR)

    end_access(own_scene.people["asker"])

    assert may_take(own_scene, made, Role.COORDINATOR) is not is_stopped


# What has become of a successor who can no longer take what was asked for the office.
LOST: dict[str, dict[str, Any]] = {
    "in no office": {"authority_key": None},
    "in another office": {"authority_key": "another office"},
    "in another State": {"jurisdiction_key": "TJ"},
    "without access": {"active": False},
}


@pytest.fixture(params=LOST.values(), ids=LOST)
def lost_successor(request: pytest.FixtureRequest, own_scene: Scene) -> Account:
    """Hand over to a coordinator of the office, who takes nothing otherwise, and return them as they are later."""
    successor, values = at_the_office(own_scene, Role.COORDINATOR), dict(request.param)
    if values.get("authority_key"):
        values["authority_key"] = f"another-{own_scene.asking_office}"
        factories.add(factories.authority(values["authority_key"], jurisdiction_key="KG"))
    hand_over(own_scene, successor)
    with committing():
        for name, value in values.items():
            setattr(successor, name, value)
    return successor


@pytest.mark.usefixtures("lost_successor")
def test_a_successor_who_has_moved_takes_nothing_and_the_office_is_told(own_scene: Scene) -> None:
    made = own_scene.ask()
    end_access(own_scene.people["asker"])

    note_vacant_seats()

    assert told(own_scene, made, "consultation_left") == ["colleague"]
    assert not may_take(own_scene, made, Role.COORDINATOR)


def test_a_successor_outside_the_office_takes_nothing_where_the_authority_does_not_pass(own_scene: Scene) -> None:
    made, successor = own_scene.ask(), own_scene.people["stranger at home"]
    hand_over(own_scene, successor, authority=False)
    end_access(own_scene.people["asker"])

    assert count_vacant(own_scene.viewer("stranger at home")) == 0
    assert not may_take(own_scene, made, "stranger at home")


def test_coordinators_are_told_where_neither_a_successor_nor_the_office_can_take(own_scene: Scene) -> None:
    made, successor = own_scene.ask(), own_scene.people["stranger at home"]
    hand_over(own_scene, successor, authority=False)
    for who in ("asker", "colleague"):
        end_access(own_scene.people[who])

    note_vacant_seats()

    assert told(own_scene, made, "consultation_left") == []
    assert told(own_scene, made, "consultation_nobody") == ["coordinator here"]


def test_a_handover_gives_what_was_asked_before_it_ended_and_nothing_after_a_return(own_scene: Scene) -> None:
    asker, before = own_scene.people["asker"], own_scene.ask()
    handover = hand_over(own_scene, at_the_office(own_scene, Role.COORDINATOR))
    with committing():
        handover.ended_at = clock.now()
    later = own_scene.ask()
    end_access(asker)

    assert [may_take(own_scene, made, Role.COORDINATOR) for made in (later, before)] == [False, True]


def test_a_handover_gives_what_was_asked_for_the_office_that_is_left_alone(own_scene: Scene) -> None:
    of_first, asker = own_scene.ask(), own_scene.people["asker"]
    second = f"second-{own_scene.asking_office}"
    factories.add(factories.authority(second, jurisdiction_key="KG"))
    heir = at_the_office(own_scene, Role.COORDINATOR)
    with committing():
        asker.authority_key = heir.authority_key = second
    of_second = own_scene.ask()
    hand_over(own_scene, heir)
    end_access(asker)

    assert [may_take(own_scene, made, Role.COORDINATOR) for made in (of_first, of_second)] == [False, True]
    with committing():
        heir.authority_key = own_scene.asking_office
    assert not may_take(own_scene, of_first, Role.COORDINATOR)


def test_what_was_asked_for_no_office_passes_by_a_handover_from_no_office_alone(own_scene: Scene) -> None:
    alone, heir = practitioner(jurisdiction_key="KG"), own_scene.people["stranger at home"]
    factories.add(alone)
    own_scene.people["asker"] = alone
    made = own_scene.ask()
    hand_over(own_scene, heir)
    end_access(alone)

    assert may_take(own_scene, made, "stranger at home")


def test_what_was_asked_for_no_office_does_not_pass_from_an_office_that_was_joined_later(own_scene: Scene) -> None:
    alone, heir = practitioner(jurisdiction_key="KG"), own_scene.people["stranger at home"]
    factories.add(alone)
    own_scene.people["asker"] = alone
    made = own_scene.ask()
    with committing():
        alone.authority_key = own_scene.asking_office
    hand_over(own_scene, heir)
    end_access(alone)

    assert not may_take(own_scene, made, "stranger at home")


def test_who_leaves_lets_the_successor_in_before_the_last_day(own_scene: Scene) -> None:
    made, successor = own_scene.ask(), own_scene.people["stranger at home"]
    hand_over(own_scene, successor)

    with committing():
        seats.add_coworker(own_scene.viewer("asker"), made, successor.id)

    assert reaches(own_scene.viewer("stranger at home"), made)


@pytest.mark.usefixtures("lost_successor")
def test_a_successor_who_could_not_read_is_not_offered_as_a_co_worker(own_scene: Scene) -> None:
    made = own_scene.ask()

    assert [one.id for one in list_coworkers(made)] == [own_scene.people["colleague"].id]


def test_a_co_worker_who_takes_part_goes_before_the_rest_of_the_office(own_scene: Scene) -> None:
    made = own_scene.ask()
    with committing():
        seats.add_coworker(own_scene.viewer("asker"), made, own_scene.people["colleague"].id)
    at_the_office(own_scene, Role.PRACTITIONER)
    end_access(own_scene.people["asker"])

    assert not may_take(own_scene, made, Role.PRACTITIONER)
    assert may_take(own_scene, made, "colleague")
    assert len([seat for seat in made.seats if seat.account_id == own_scene.people["colleague"].id]) == 1
    with committing():
        seats.add_coworker(own_scene.viewer("colleague"), made, own_scene.people[Role.PRACTITIONER].id)


def test_a_seat_of_a_co_worker_that_is_vacant_lets_nobody_take_that_of_the_asker(own_scene: Scene) -> None:
    made = own_scene.ask()
    at_the_office(own_scene, Role.PRACTITIONER)
    with committing():
        for who in ("colleague", Role.PRACTITIONER):
            seats.add_coworker(own_scene.viewer("asker"), made, own_scene.people[who].id)
    end_access(own_scene.people["colleague"])

    assert not may_take(own_scene, made, Role.PRACTITIONER)


def test_a_person_of_another_office_of_the_state_takes_nothing_over(own_scene: Scene) -> None:
    made, office = own_scene.ask(), f"another-{own_scene.asking_office}"
    factories.add(factories.authority(office, jurisdiction_key="KG"))
    own_scene.people["neighbour"] = factories.account(jurisdiction_key="KG", authority_key=office)
    end_access(own_scene.people["asker"])

    assert not may_take(own_scene, made, "neighbour")


def test_what_was_left_is_listed_for_those_who_may_take_it_and_take_no_part_in_it(own_scene: Scene) -> None:
    made, shared = own_scene.ask(), own_scene.ask()
    with committing():
        seats.add_coworker(own_scene.viewer("asker"), shared, own_scene.people["colleague"].id)
    end_access(own_scene.people["asker"])

    listed = {who: list_vacant(own_scene.viewer(who), 1).rows for who in ("colleague", "stranger at home", "visitor")}

    assert {who: [one.id for one in rows] for who, rows in listed.items()} == {
        "colleague": [made.id],
        "stranger at home": [],
        "visitor": [],
    }


def test_what_is_shredded_is_taken_over_by_nobody(own_scene: Scene) -> None:
    made = own_scene.ask()
    end_access(own_scene.people["asker"])
    with committing():
        made.shredded_at = clock.now()

    assert not may_take(own_scene, made, "colleague")


def told(scene: Scene, made: Consultation, letter: str) -> list[str]:
    names = {account.email: name for name, account in scene.people.items()}
    return [names[address] for one, address in letters_of(made) if one == letter and address in names]


def test_the_office_and_the_desk_are_told_once_that_an_asker_has_left(own_scene: Scene) -> None:
    made = own_scene.ask()
    end_access(own_scene.people["asker"])

    for _ in range(2):
        note_vacant_seats()

    assert told(own_scene, made, "consultation_left") == ["colleague"]
    assert told(own_scene, made, "consultation_news") == ["member", "deputy", "head"]
    assert [one.act for one in threads.list_entries(own_scene.viewer("member"), made)] == ["asked", "vacated"]


def test_where_the_office_has_nobody_else_its_coordinators_are_told(own_scene: Scene) -> None:
    made = own_scene.ask()
    for who in ("asker", "colleague"):
        end_access(own_scene.people[who])

    note_vacant_seats()

    assert told(own_scene, made, "consultation_nobody") == ["coordinator here"]


def test_the_successor_alone_is_told_where_a_handover_names_one(own_scene: Scene) -> None:
    made = own_scene.ask()
    hand_over(own_scene, own_scene.people["stranger at home"])
    end_access(own_scene.people["asker"])

    note_vacant_seats()

    assert told(own_scene, made, "consultation_left") == ["stranger at home"]


def test_a_seat_that_is_held_again_is_noted_when_it_is_lost_another_time(own_scene: Scene) -> None:
    made, asker = own_scene.ask(), own_scene.people["asker"]
    for is_active in (False, True, False):
        with committing():
            asker.active = is_active
        note_vacant_seats()

    assert told(own_scene, made, "consultation_left") == ["colleague"] * 2


def test_seats_that_were_lost_and_that_are_held_again_are_looked_after_at_once(own_scene: Scene) -> None:
    made, asker, colleague = own_scene.ask(), own_scene.people["asker"], own_scene.people["colleague"]
    with committing():
        seats.add_coworker(own_scene.viewer("asker"), made, colleague.id)
    end_access(asker)
    note_vacant_seats()
    with committing():
        asker.active, colleague.active = True, False

    with committing():
        looked_after = [succession.note_vacancies(clock.now()) for _ in range(2)]

    assert looked_after == [2, 0]


def test_what_is_closed_is_left_as_it_is(own_scene: Scene) -> None:
    made = own_scene.ask()
    with committing():
        made.state, made.changed_at = "closed", clock.now() - timedelta(days=9)
    end_access(own_scene.people["asker"])

    note_vacant_seats()

    assert told(own_scene, made, "consultation_left") == []
    assert made.changed_at < clock.now() - timedelta(days=8)


def test_pages_offer_the_colleague_to_take_over_and_show_both_sides_that_it_is_done(
    site: Flask, own_scene: Scene
) -> None:
    made = own_scene.ask()
    end_access(own_scene.people["asker"])
    note_vacant_seats()
    page, colleague = f"/en/consultations/{made.public_id}", signed_in(site, own_scene.people["colleague"])
    member = signed_in(site, own_scene.people["member"])
    assert "1 consultation of a colleague who has left" in colleague.get("/en/consultations").text
    assert page in colleague.get("/en/consultations/left").text
    assert "Nobody of the asking side can read this now" in member.get(page).text
    before = colleague.get(page).text
    assert f"{page}/take-over" in before
    assert [words for words in (SUBJECT, QUESTION) if words in before] == []

    answers = [colleague.post(f"{page}/take-over").status_code for _ in range(2)]

    assert answers == [303, 303]
    for client in (colleague, member):
        after = client.get(page).text
        assert "took over from" in after
        assert QUESTION in after
        assert "Nobody of the asking side can read this now" not in after
    assert "consultations/left" not in colleague.get("/en/consultations").text


def test_whoever_asks_without_an_office_keeps_the_seat_as_a_person(own_scene: Scene) -> None:
    alone = practitioner(jurisdiction_key="KG")
    factories.add(alone)
    own_scene.people["asker"] = alone

    made = own_scene.ask()

    assert reaches(own_scene.viewer("asker"), made)
    end_access(alone)
    assert not may_take(own_scene, made, "stranger at home")
