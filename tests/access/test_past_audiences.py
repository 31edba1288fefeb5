"""A value that an entry held before is for those of the place where it stood then, and of every place since."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.access.past_audiences import PastAudience, PastPlaces
from directory.access.viewer import Viewer
from directory.audit.chain import AuditAct, erase
from directory.clock import as_utc
from directory.extensions import db
from directory.history.past_owners import PastOwners
from directory.history.queries import list_events
from directory.models import Authority, ContactDetail, FocalPoint, Network, NetworkMember, Place
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.access.recorded import ADMINISTRATOR, DAY, NUMBERS, act, line
from tests.access.test_history_gate import values
from tests.people import signed_in


def member(*networks: str) -> Viewer:
    return Viewer(Role.PRACTITIONER, 7, "TJ", frozenset(networks))


READERS = {
    "casc": member("casc"),
    "beside": member("beside"),
    "both": member("casc", "beside"),
    "of KG": Viewer(Role.COORDINATOR, 8, "KG"),
    "of KZ": Viewer(Role.COORDINATOR, 8, "KZ"),
    "all": ADMINISTRATOR,
}
SECRET = "canary"


@pytest.fixture(scope="module", autouse=True)
def beside(site: Flask) -> None:
    """Let KG and KZ be members of casc since before all acts of tests, and KG of another network since later."""
    factories.add(Network(key="beside", name=factories.english("Beside"), network_kind="judicial_cooperation"))
    with committing():
        for row in db.session.query(NetworkMember).filter(NetworkMember.jurisdiction_key.in_(("KG", "KZ"))):
            row.recorded_at = DAY - timedelta(days=9)
        db.session.add(NetworkMember(key="beside:KG", network_key="beside", jurisdiction_key="KG"))


def readers(entry: Authority | FocalPoint) -> set[str]:
    return {name for name, viewer in READERS.items() if any(SECRET in pair for pair in values(viewer, entry))}


def desk(office: Authority, network: str) -> FocalPoint:
    made: FocalPoint = factories.focal_point(f"desk-{next(NUMBERS)}", office.key, network_key=network)
    factories.add(made)
    return made


def move(entry: Authority | ContactDetail | FocalPoint, **where: str) -> None:
    """Give a row another place, and record it as people's changes are."""
    before = {name: getattr(entry, name) for name in where}
    with committing():
        for name, value in where.items():
            setattr(entry, name, value)
    act(*(AuditAct("changed", entry.entry_key, name, before[name], value) for name, value in where.items()), day=2)


def test_the_past_of_a_desk_that_changed_its_network_is_for_members_of_both(office: Authority) -> None:
    moved = desk(office, "beside")
    act(AuditAct("changed", moved.entry_key, "members_note", SECRET, None))
    act(AuditAct("changed", moved.entry_key, "network_key", "casc", "beside"), day=2)

    assert readers(moved) == {"both", "all"}


def test_the_past_of_a_desk_since_it_changed_its_network_is_for_members_of_the_new_one(office: Authority) -> None:
    moved = desk(office, "beside")
    act(AuditAct("changed", moved.entry_key, "network_key", "casc", "beside"))
    act(AuditAct("changed", moved.entry_key, "members_note", SECRET, None), day=2)

    assert readers(moved) == {"beside", "both", "all"}


def test_the_past_of_a_desk_whose_network_then_is_erased_is_for_administrators(office: Authority) -> None:
    moved = desk(office, "beside")
    act(AuditAct("changed", moved.entry_key, "members_note", SECRET, None))
    act(AuditAct("changed", moved.entry_key, "network_key", "casc", "beside"), day=2)
    with committing():
        erase(None, moved.entry_key, "network_key")

    assert readers(moved) == {"all"}


def test_the_past_of_a_desk_that_passed_between_authorities_is_for_members_of_its_network(office: Authority) -> None:
    other: Authority = factories.authority(f"office-{next(NUMBERS)}", jurisdiction_key="KZ")
    factories.add(other)
    passed = desk(office, "casc")
    act(AuditAct("changed", passed.entry_key, "members_note", SECRET, None))
    move(passed, authority_key=other.key)

    assert readers(passed) == {"casc", "both", "all"}


@pytest.mark.parametrize("moves", [False, True])
def test_the_past_of_a_desk_whose_authority_then_is_erased_is_for_administrators(
    office: Authority, moves: bool
) -> None:
    passed = desk(office, "casc")
    act(AuditAct("changed", passed.entry_key, "members_note", SECRET, None))
    act(AuditAct("changed", passed.entry_key, "authority_key", "another", office.key), day=2)
    if moves:
        move(office, jurisdiction_key="KZ")
    with committing():
        erase(None, passed.entry_key, "authority_key")

    assert readers(passed) == {"all"}


@pytest.mark.parametrize(
    ("began_in", "moves", "passes"), [("KZ", False, True), ("KG", True, False), ("KG", True, True)]
)
def test_a_desk_has_stood_in_each_state_that_its_authorities_have_been_in_since(
    office: Authority, began_in: str, moves: bool, passes: bool
) -> None:
    first: Authority = factories.authority(f"office-{next(NUMBERS)}", jurisdiction_key=began_in)
    factories.add(first)
    made = desk(first, "casc")
    act(AuditAct("changed", made.entry_key, "members_note", SECRET, None))
    if moves:
        move(first, jurisdiction_key="KZ")
    if passes:
        move(made, authority_key=office.key)

    events = list_events(made, PastOwners())
    places = PastPlaces(made, events).since(events[-1], PastAudience(None, "casc"))

    assert places == [Place("KG", frozenset({"casc"})), Place("KZ", frozenset({"casc"}))]


def test_what_a_desk_began_with_is_for_members_of_its_network(office: Authority) -> None:
    made = desk(office, "casc")
    start = (("network_key", "casc"), ("authority_key", office.key), ("members_note", SECRET))
    act(*(AuditAct("created", made.entry_key, name, None, value) for name, value in start))

    assert readers(made) == {"casc", "both", "all"}


def test_what_an_authority_began_with_is_for_those_of_its_state(office: Authority) -> None:
    start = (("jurisdiction_key", "KG"), ("coordinator_note", SECRET))
    act(*(AuditAct("created", office.entry_key, name, None, value) for name, value in start))

    assert readers(office) == {"of KG", "all"}


def test_what_a_line_began_with_is_for_its_readers(office: Authority) -> None:
    key = line(office, audience="network", network_key="casc").entry_key
    start = (("authority_key", office.key), ("audience", "network"), ("network_key", "casc"), ("value", SECRET))
    act(*(AuditAct("created", key, name, None, value) for name, value in start))

    assert readers(office) == {"casc", "both", "all"}


@pytest.mark.parametrize(("state", "told"), [("KG", {"of KG", "all"}), ("KZ", {"all"})])
def test_the_past_of_an_authority_that_moved_to_another_state_is_for_neither_alone(
    office: Authority, state: str, told: set[str]
) -> None:
    act(AuditAct("changed", office.entry_key, "coordinator_note", SECRET, None))
    if state != "KG":
        move(office, jurisdiction_key=state)

    assert readers(office) == told


@pytest.mark.parametrize("day", [2, 3])
def test_what_is_written_of_an_authority_once_it_moved_is_for_its_new_state(office: Authority, day: int) -> None:
    move(office, jurisdiction_key="KZ")
    act(AuditAct("changed", office.entry_key, "coordinator_note", SECRET, None), day=day)

    assert readers(office) == ({"all"} if day == 2 else {"of KZ", "all"})


def test_the_past_of_a_body_that_came_to_a_state_is_not_for_the_networks_of_that_state() -> None:
    body: Authority = factories.authority(f"office-{next(NUMBERS)}", jurisdiction_key=None)
    factories.add(body)
    act(AuditAct("changed", line(body, audience="network").entry_key, "value", SECRET, "new"))
    move(body, jurisdiction_key="KG")

    assert readers(body) == {"all"}


def test_the_past_of_an_authority_whose_state_then_is_erased_is_for_administrators(office: Authority) -> None:
    act(AuditAct("changed", office.entry_key, "coordinator_note", SECRET, None))
    move(office, jurisdiction_key="KZ")
    with committing():
        erase(None, office.entry_key, "jurisdiction_key")

    assert readers(office) == {"all"}


@pytest.mark.parametrize(
    ("audience", "network", "moves", "told"),
    [
        ("network", None, False, {"casc", "both", "all"}),
        ("network", "casc", True, {"casc", "both", "all"}),
        ("network", None, True, {"casc", "both", "all"}),
        ("coordinators", None, True, {"all"}),
        ("practitioners", None, True, set(READERS)),
    ],
)
def test_the_past_of_a_line_is_for_those_of_the_states_that_its_authority_has_had_and_of_their_networks_then(
    office: Authority, audience: str, network: str | None, moves: bool, told: set[str]
) -> None:
    act(AuditAct("changed", line(office, audience=audience, network_key=network).entry_key, "value", SECRET, "new"))
    if moves:
        move(office, jurisdiction_key="KZ")

    assert readers(office) == told


@pytest.mark.parametrize("day", [5, 6])
def test_a_network_that_the_state_joined_later_reads_what_was_written_since(office: Authority, day: int) -> None:
    row = line(office, audience="network")
    joined = as_utc(db.session.get_one(NetworkMember, "beside:KG").recorded_at)
    with committing():
        db.session.get_one(NetworkMember, "beside:KG").recorded_at = DAY.replace(day=5)
    act(AuditAct("changed", row.entry_key, "value", SECRET, "new"), day=day)

    assert readers(office) == {"casc", "beside", "both", "all"}
    with committing():
        db.session.get_one(NetworkMember, "beside:KG").recorded_at = joined


@pytest.mark.parametrize("asked", [0, 1])
@pytest.mark.parametrize("beside", [(), ("position", 1, 2)])
def test_the_past_of_a_line_that_moved_to_an_authority_of_another_state_is_for_administrators(
    office: Authority, beside: tuple[str, int, int] | tuple[()], asked: int
) -> None:
    other: Authority = factories.authority(f"office-{next(NUMBERS)}", jurisdiction_key="KZ")
    factories.add(other)
    row = line(office, audience="network", network_key="casc")
    act(AuditAct("changed", row.entry_key, "value", SECRET, "new"))
    act(
        AuditAct("changed", row.entry_key, "authority_key", office.key, other.key),
        *([AuditAct("changed", row.entry_key, *beside)] if beside else []),
        day=2,
    )
    with committing():
        row.authority_key = other.key

    assert readers((office, other)[asked]) == {"all"}


def test_the_past_of_a_line_that_passed_to_an_authority_once_of_another_state_is_for_administrators(
    office: Authority,
) -> None:
    other: Authority = factories.authority(f"office-{next(NUMBERS)}", jurisdiction_key="KZ")
    factories.add(other)
    row = line(office)
    act(AuditAct("changed", row.entry_key, "value", SECRET, "new"))
    move(other, jurisdiction_key="KG")
    move(row, authority_key=other.key)

    assert readers(office) == {"all"}


def test_the_past_of_a_line_that_passed_between_two_bodies_of_no_state_is_for_its_readers(office: Authority) -> None:
    bodies = [factories.authority(f"office-{next(NUMBERS)}", jurisdiction_key=None) for _ in range(2)]
    factories.add(*bodies)
    row = line(bodies[0])
    act(AuditAct("changed", row.entry_key, "value", SECRET, "new"))
    move(row, authority_key=bodies[1].key)

    assert readers(bodies[0]) == set(READERS)


def coordinator_of(site: Flask, state: str) -> FlaskClient:
    return signed_in(site, factories.account(Role.COORDINATOR, jurisdiction_key=state))


@pytest.mark.parametrize("state", ["KG", "KZ"])
@pytest.mark.parametrize("address", ["/en/history?", "/en/history/export?format=csv&"])
def test_neither_page_nor_file_tells_either_state_what_was_written_before_the_move(
    site: Flask, office: Authority, address: str, state: str
) -> None:
    words = {"original": "en", "texts": {"en": f"Note {SECRET}"}}
    act(AuditAct("changed", office.entry_key, "coordinator_note", words, None))
    move(office, jurisdiction_key="KZ")

    told = coordinator_of(site, state).get(f"{address}kind=authority&key={office.key}")

    assert told.status_code == (403 if state == "KG" and "export" in address else 200)
    assert SECRET not in told.text
