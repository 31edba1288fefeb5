"""An authority that ends takes with it what belongs to it on the day of publication, or the proposal waits."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from directory.errors import Conflict, InvalidInput
from directory.extensions import db
from directory.models import Authority, ContactDetail, Designation, FocalPoint, Proposal, Provenance
from directory.proposals import conflict_resolution, service
from directory.proposals.conflict_resolution import THEIRS
from directory.proposals.editable_columns import flat
from directory.proposals.edits import Edit, EditAction
from directory.proposals.messages import AUTHORITY_ENDED, INCOMPLETE
from directory.proposals.successions import CLOSED, MERGED, REPLACED, ending
from tests import factories
from tests.proposals.choosing import choosing
from tests.proposals.test_service import (
    SOURCE,
    changing,
    commit,
    new_authority,
    person,
    provenance_of,
    published,
    submitted,
)
from tests.proposals.test_taking_back import taken_back


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


@pytest.fixture
def entry() -> Authority:
    """Return an authority with a desk, its line, and a designation."""
    made = new_authority()
    factories.add(_desk(made), _line(made), _designation(made, "untoc"))
    return db.session.get_one(Authority, made.key)


def _desk(entry: Authority, name: str = "desk") -> FocalPoint:
    return factories.focal_point(f"{entry.key}-{name}", entry.key, status="active")


def _line(entry: Authority, name: str = "desk", network: str = "casc") -> ContactDetail:
    return factories.contact(f"{name}@example.org", entry.key, network_key=network)


def _designation(entry: Authority, treaty: str) -> Designation:
    return Designation(key=f"{entry.key}:{treaty}", authority_key=entry.key, treaty_key=treaty)


def settled(proposal: Proposal) -> None:
    """Publish a proposal of which all that has changed meanwhile is dropped."""
    commit(conflict_resolution.resolve, person(), proposal, choosing(proposal, THEIRS))
    commit(service.publish, person(), proposal)


def lines_of(entry: Authority) -> set[str]:
    """Return what the lines of a network say that stand at an authority."""
    return {line.value for line in db.session.get_one(Authority, entry.key).contacts if line.network_key}


def end(entry: Authority, how: str, successor: str) -> list[Edit]:
    return ending(db.session.get_one(Authority, entry.key), how, successor, SOURCE)


# What comes to an authority while its end waits to be published.
NEWER: dict[str, Callable[[Authority], Any]] = {
    "a desk": lambda entry: factories.focal_point(f"{entry.key}-new", entry.key, network_key="ejn"),
    "a line of its desk": lambda entry: _line(entry, "new"),
    "a designation": lambda entry: _designation(entry, "chisinau-2002"),
}
LATE = [(MERGED, "a desk"), (MERGED, "a line of its desk"), (MERGED, "a designation"), (CLOSED, "a desk")]


@pytest.mark.parametrize(("how", "newer"), [*LATE, (REPLACED, "a desk")])
def test_an_end_that_leaves_something_behind_is_not_published(
    writing_app: Flask, entry: Authority, how: str, newer: str
) -> None:
    waiting = submitted(person(), entry, *end(entry, how, new_authority().key))
    factories.add(NEWER[newer](entry))

    with pytest.raises(Conflict) as refused:
        commit(service.publish, person(), waiting)

    assert refused.value.message is INCOMPLETE
    assert db.session.get_one(Authority, entry.key).status == "active"


def test_an_authority_that_ends_by_its_form_closes_its_desks_too(writing_app: Flask, entry: Authority) -> None:
    published(entry, changing(entry, "status", "closed"))

    assert db.session.get_one(FocalPoint, f"{entry.key}-desk").status == "closed"


def test_a_desk_that_is_moved_by_its_form_takes_its_lines_along(writing_app: Flask, entry: Authority) -> None:
    desk, other = db.session.get_one(FocalPoint, f"{entry.key}-desk"), new_authority()

    published(desk, changing(desk, "authority_key", other.key))

    lines = {line.value for line in db.session.get_one(Authority, other.key).contacts}
    assert "desk@example.org" in lines


def test_a_line_stays_where_another_desk_of_its_network_stays(writing_app: Flask, entry: Authority) -> None:
    factories.add(_desk(entry, "second"))
    desk, other = db.session.get_one(FocalPoint, f"{entry.key}-desk"), new_authority()

    published(desk, changing(desk, "authority_key", other.key))

    assert "desk@example.org" in {line.value for line in db.session.get_one(Authority, entry.key).contacts}


LINE = {"network_key": "casc", "means": "phone", "value": "+996 312 000 008", "audience": "public"}
# What would be new, or stand again, under an authority that has ended.
UNDER: dict[str, Callable[[Authority], Edit]] = {
    "a new desk": lambda entry: Edit(
        EditAction.CREATE,
        "focal_point",
        f"{entry.key}-late",
        "",
        None,
        {"authority_key": entry.key, "network_key": "casc", "cover": "on_call"},
        SOURCE,
    ),
    "a new line of a network": lambda entry: Edit(
        EditAction.CREATE,
        "contact_detail",
        f"{entry.key}:late",
        "",
        None,
        {**LINE, "authority_key": entry.key},
        SOURCE,
    ),
}


@pytest.mark.parametrize("late", UNDER.values(), ids=UNDER)
def test_nothing_new_stands_under_an_authority_that_ended_meanwhile(
    writing_app: Flask, entry: Authority, late: Callable[[Authority], Edit]
) -> None:
    edit = late(entry)
    author = person(networks=("casc",))
    waiting = commit(service.propose, author, edit.entry_key, [edit])
    commit(service.submit, author, waiting)
    published(entry, *end(entry, MERGED, new_authority().key))

    with pytest.raises(Conflict) as late_one:
        commit(service.publish, person(networks=("casc",)), waiting)
    with pytest.raises(InvalidInput) as new_one:
        commit(service.propose, author, edit.entry_key, [edit])

    assert [one.value.message for one in (late_one, new_one)] == [AUTHORITY_ENDED] * 2


def test_a_merger_that_is_taken_back_brings_lines_back_that_its_desk_got_meanwhile(
    writing_app: Flask, entry: Authority
) -> None:
    successor = new_authority()
    merger = published(entry, *end(entry, MERGED, successor.key))
    factories.add(_line(successor, "newer"))

    taken_back(merger)

    lines = {line.value for line in db.session.get_one(Authority, entry.key).contacts if line.network_key}
    assert lines == {"desk@example.org", "newer@example.org"}
    assert db.session.get_one(Authority, entry.key).status == "active"


def test_of_a_merger_that_is_taken_back_a_line_stays_with_its_desk_that_was_moved_on(
    writing_app: Flask, entry: Authority
) -> None:
    successor, third = new_authority(), new_authority()
    merger = published(entry, *end(entry, MERGED, successor.key))
    desk = db.session.get_one(FocalPoint, f"{entry.key}-desk")
    second = _desk(successor, "second")
    factories.add(second)
    published(desk, changing(desk, "authority_key", third.key))

    taken_back(merger)

    assert "desk@example.org" in {line.value for line in db.session.get_one(Authority, successor.key).contacts}


def test_of_a_closing_that_is_taken_back_nothing_reopens_while_its_authority_stays_ended(
    writing_app: Flask, entry: Authority
) -> None:
    closing = published(entry, *end(entry, CLOSED, ""))
    published(entry, changing(entry, "status", "replaced"), changing(entry, "successor_key", new_authority().key))

    with pytest.raises(Conflict):
        commit(service.undo, person(), closing, "It was right.")

    assert db.session.get_one(FocalPoint, f"{entry.key}-desk").status == "closed"


def test_a_merger_that_is_taken_back_leaves_the_successor_its_own_lines(writing_app: Flask, entry: Authority) -> None:
    successor = new_authority()
    factories.add(_line(successor, "own"))
    merger = published(entry, *end(entry, MERGED, successor.key))

    taken_back(merger)

    assert (lines_of(entry), lines_of(successor)) == ({"desk@example.org"}, {"own@example.org"})


def test_a_move_of_a_desk_that_is_taken_back_leaves_the_other_authority_its_own_lines(
    writing_app: Flask, entry: Authority
) -> None:
    desk, other = db.session.get_one(FocalPoint, f"{entry.key}-desk"), new_authority()
    factories.add(_line(other, "own"))
    move = published(desk, changing(desk, "authority_key", other.key))

    taken_back(move)

    assert (lines_of(entry), lines_of(other)) == ({"desk@example.org"}, {"own@example.org"})


def _merging(entry: Authority, successor: Authority) -> Proposal:
    return submitted(person(), entry, *end(entry, MERGED, successor.key))


def test_a_waiting_merger_of_an_authority_without_parts_passes_on_a_desk_that_came_meanwhile(
    writing_app: Flask,
) -> None:
    empty, successor = new_authority(), new_authority()
    waiting = _merging(empty, successor)
    factories.add(_desk(empty))

    settled(waiting)

    desk = db.session.get_one(FocalPoint, f"{empty.key}-desk")
    assert (desk.authority_key, desk.status) == (successor.key, "active")


def test_a_waiting_merger_whose_only_desk_went_passes_on_one_that_came_meanwhile(writing_app: Flask) -> None:
    former, successor = new_authority(), new_authority()
    factories.add(_desk(former, "first"))
    waiting = _merging(former, successor)
    first = db.session.get_one(FocalPoint, f"{former.key}-first")
    published(first, changing(first, "authority_key", new_authority().key))
    factories.add(_desk(former))

    settled(waiting)

    desk = db.session.get_one(FocalPoint, f"{former.key}-desk")
    assert (desk.authority_key, desk.status) == (successor.key, "active")


def test_a_merger_that_is_made_again_passes_on_a_desk_that_came_meanwhile(writing_app: Flask) -> None:
    empty, successor = new_authority(), new_authority()
    back = taken_back(published(empty, *end(empty, MERGED, successor.key)))
    factories.add(_desk(empty))

    taken_back(back)

    desk = db.session.get_one(FocalPoint, f"{empty.key}-desk")
    assert (desk.authority_key, desk.status) == (successor.key, "active")


def test_a_designation_passes_on_whose_double_at_the_successor_went_meanwhile(
    writing_app: Flask, entry: Authority
) -> None:
    successor = new_authority()
    factories.add(_designation(successor, "untoc"))
    waiting = _merging(entry, successor)
    double = db.session.get_one(Designation, f"{successor.key}:untoc")
    published(successor, Edit(EditAction.REMOVE, *double.entry_key, "", flat(double), None))

    settled(waiting)

    assert [one.treaty_key for one in db.session.get_one(Authority, successor.key).designations] == ["untoc"]


def test_a_designation_is_not_doubled_whose_double_came_to_the_successor_meanwhile(
    writing_app: Flask, entry: Authority
) -> None:
    successor = new_authority()
    waiting = _merging(entry, successor)
    factories.add(_designation(successor, "untoc"))

    settled(waiting)
    taken_back(waiting)

    kept = [db.session.get_one(Authority, one.key).designations for one in (entry, successor)]
    assert [[row.treaty_key for row in rows] for rows in kept] == [["untoc"], ["untoc"]]


@pytest.fixture
def closed_by_taking_back(entry: Authority) -> tuple[FocalPoint, Proposal]:
    """Return a desk that came to an authority after it opened again, closed as that was taken back; and by what."""
    published(entry, *end(entry, CLOSED, ""))
    reopening = published(entry, changing(entry, "status", "active"))
    desk = _desk(entry, "newer")
    factories.add(desk, Provenance(kind=desk.KIND, key=desk.key, detail="status", sources=("source of the desk",)))
    back = taken_back(reopening)
    return db.session.get_one(FocalPoint, f"{entry.key}-newer"), back


def test_a_desk_that_closes_as_a_reopening_is_taken_back_has_the_source_of_the_closing(
    writing_app: Flask, closed_by_taking_back: tuple[FocalPoint, Proposal]
) -> None:
    desk, _ = closed_by_taking_back

    assert (desk.status, provenance_of(desk, "status").sources) == ("closed", SOURCE.sources)


def test_a_desk_that_opens_again_with_its_authority_has_the_source_that_it_had(
    writing_app: Flask, closed_by_taking_back: tuple[FocalPoint, Proposal]
) -> None:
    desk, back = closed_by_taking_back

    taken_back(back)

    opened = db.session.get_one(FocalPoint, desk.key)
    assert (opened.status, provenance_of(opened, "status").sources) == ("active", ("source of the desk",))
