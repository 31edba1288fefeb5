"""Those who keep a copy follow the changes of what everyone may read; nothing tells of the others."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from directory import clock
from directory.api.changes import MOST_CHANGES
from directory.extensions import db
from directory.models import Authority, ContactDetail, FocalPoint, Network, Provenance
from directory.transaction import committing
from directory.vocabulary import Audience
from tests import factories
from tests.api.conftest import Read, read_with

OFFICE = "test-authority"
OPEN, CLOSED = f"{OFFICE}:open-at-example.org", f"{OFFICE}:closed-at-example.org"


def test_following_next_gives_every_change_once_and_in_order(read: Read) -> None:
    seen: list[int] = []
    since = 0

    while items := (body := read(f"changes?since={since}"))["items"]:
        assert len(items) <= MOST_CHANGES
        seen += [item["id"] for item in items]
        since = body["next"]

    assert len(seen) > MOST_CHANGES
    assert seen == sorted(set(seen))
    assert read(f"changes?since={since}") == {"items": [], "next": since}


Did = list[tuple[str, str]]


@pytest.fixture
def did(small_app: Flask) -> Callable[[], Did]:
    """Return what gives, each time, the key and action of each change since the time before."""
    client, since = small_app.test_client(), 0

    def read() -> Did:
        nonlocal since
        found = []
        while items := (body := read_with(client, f"changes?since={since}&kind=authority"))["items"]:
            found += [(item["key"], item["action"]) for item in items]
            since = body["next"]
        return found

    read()
    return read


def test_a_change_says_what_became_of_the_entry(did: Callable[[], Did]) -> None:
    factories.add(factories.authority(OFFICE))
    change(Authority, OFFICE, note=factories.english("Another"))
    factories.add(factories.contact("open@example.org"))
    remove(OPEN)
    with committing():
        db.session.delete(db.session.get_one(Authority, OFFICE))

    assert did() == [(OFFICE, "created"), *[(OFFICE, "changed")] * 3, (OFFICE, "deleted")]


def test_an_entry_made_and_taken_back_at_once_is_gone_in_the_end(did: Callable[[], Did]) -> None:
    with committing():
        db.session.add(factories.authority(OFFICE))
        db.session.flush()
        db.session.delete(db.session.get_one(Authority, OFFICE))

    assert did() == [(OFFICE, "created"), (OFFICE, "deleted")]


def test_an_entry_taken_away_and_made_anew_at_once_is_there_in_the_end(did: Callable[[], Did]) -> None:
    factories.add(factories.authority(OFFICE))
    did()
    with committing():
        db.session.delete(db.session.get_one(Authority, OFFICE))
        db.session.flush()
        db.session.add(factories.authority(OFFICE))

    assert did()[-1] == (OFFICE, "created")


def test_changes_are_narrowed_by_kind_state_and_action(small_app: Flask) -> None:
    client = small_app.test_client()
    factories.add(factories.authority(OFFICE), factories.focal_point())
    change(Authority, OFFICE, jurisdiction_key="KZ")

    def told(asked: str) -> set[tuple[str, str, str]]:
        items = read_with(client, f"changes?{asked}")["items"]
        return {(one["kind"], one["key"], one["action"]) for one in items if one["key"] in (OFFICE, "test-desk")}

    of_office = {("authority", OFFICE, "created"), ("authority", OFFICE, "changed")}
    # Whoever keeps a copy of Kyrgyzstan learns that the office left it.
    assert of_office <= told("jurisdiction=KG&kind=authority")
    assert of_office <= told("jurisdiction=KZ&kind=authority")
    assert told("jurisdiction=TJ") == set()
    assert ("focal_point", "test-desk", "changed") in told("jurisdiction=KZ&action=changed")
    assert {kind for kind, _, _ in told("kind=focal_point")} == {"focal_point"}
    assert {action for _, _, action in told("action=deleted")} == set()


@pytest.fixture
def following(small_app: Flask) -> Callable[[], list[tuple[int, str]]]:
    """Return what gives, each time, the number and key of each change since the time before.

    There is an office with a line for everyone and one for practitioners, each with a source.
    """
    client, since = small_app.test_client(), 0

    def read() -> list[tuple[int, str]]:
        nonlocal since
        found = []
        while items := (body := read_with(client, f"changes?since={since}"))["items"]:
            found += [(item["id"], item["key"]) for item in items]
            since = body["next"]
            assert all(item["changed_at"].endswith("+00:00") for item in items)
        return found

    factories.add(factories.authority(note=factories.english("A note")), factories.focal_point())
    factories.add(
        factories.contact("open@example.org"), factories.contact("closed@example.org", audience=Audience.PRACTITIONERS)
    )
    factories.add(*(Provenance(kind="contact_detail", key=k, detail="value", sources=("a",)) for k in (OPEN, CLOSED)))
    read()
    return read


def change(model: type, key: str, **values: object) -> None:
    with committing():
        row = db.session.get_one(model, key)
        for name, value in values.items():
            setattr(row, name, value)


def verify(key: str) -> None:
    with committing():
        db.session.get_one(Provenance, ("contact_detail", key, "value")).verified_by = "Office of Tests"


def remove(key: str) -> None:
    with committing():
        db.session.delete(db.session.get_one(ContactDetail, key))


def add_contact(audience: Audience) -> None:
    factories.add(factories.contact("new@example.org", audience=audience))


Change = Callable[[], None]
UNSEEN: dict[str, Change] = {
    "note for coordinators": lambda: change(Authority, OFFICE, coordinator_note=factories.english("Kept back")),
    "note for members": lambda: change(FocalPoint, "test-desk", members_note=factories.english("Kept back")),
    "holder of a public line": lambda: change(ContactDetail, OPEN, held_by="A person"),
    "restricted line": lambda: change(ContactDetail, CLOSED, value="other@example.org"),
    "place of a restricted line": lambda: change(ContactDetail, CLOSED, position=7),
    "audience among people": lambda: change(ContactDetail, CLOSED, audience=Audience.COORDINATORS),
    "new restricted line": lambda: add_contact(Audience.NETWORK),
    "restricted line removed": lambda: remove(CLOSED),
    "restricted line verified": lambda: verify(CLOSED),
}
SEEN: dict[str, Change] = {
    "note": lambda: change(Authority, OFFICE, note=factories.english("Another")),
    "note that goes": lambda: change(Authority, OFFICE, note=None),
    "both notes": lambda: change(
        Authority, OFFICE, coordinator_note=factories.english("x"), note=factories.english("y")
    ),
    "public line": lambda: change(ContactDetail, OPEN, value="other@example.org"),
    "place of a public line": lambda: change(ContactDetail, OPEN, position=7),
    "line that is kept back": lambda: change(ContactDetail, OPEN, audience=Audience.PRACTITIONERS),
    "line that is published": lambda: change(ContactDetail, CLOSED, audience=Audience.PUBLIC),
    "new public line": lambda: add_contact(Audience.PUBLIC),
    "public line removed": lambda: remove(OPEN),
    "public line verified": lambda: verify(OPEN),
}


@pytest.fixture
def still() -> Iterator[None]:
    """Let no minute pass: pages show clocks."""
    with time_machine.travel(clock.now(), tick=False):
        yield


@pytest.mark.long(each=3)
@pytest.mark.usefixtures("still")
@pytest.mark.parametrize("what", UNSEEN)
def test_a_change_of_what_is_not_for_everyone_is_told_by_nothing(
    small_app: Flask, following: Callable[[], list[tuple[int, str]]], what: str
) -> None:
    client = small_app.test_client()
    change(Authority, OFFICE, notice=factories.english("Before"))
    [(last, _), *_] = reversed(following())
    before = state(client)

    UNSEEN[what]()

    assert following() == []
    assert state(client) == before
    change(Authority, OFFICE, notice=factories.english("After"))
    assert following()[0][0] == last + 1


def state(client: FlaskClient) -> list[tuple[str | None, str]]:
    """Return the validator and the text of what a visitor is answered about the office."""
    addresses = (f"/api/v1/authorities/{OFFICE}", "/api/v1/focal-points/test-desk", f"/en/authorities/{OFFICE}")
    return [(answer.headers.get("ETag"), answer.text) for answer in map(client.get, addresses)]


@pytest.mark.long(each=4)
@pytest.mark.parametrize("what", SEEN)
def test_a_change_of_what_everyone_may_read_is_told(following: Callable[[], list[tuple[int, str]]], what: str) -> None:
    SEEN[what]()

    assert OFFICE in {key for _, key in following()}


def test_what_everyone_may_read_is_told_also_where_the_same_entry_was_touched_before(
    following: Callable[[], list[tuple[int, str]]],
) -> None:
    with committing():
        office = db.session.get_one(Authority, OFFICE)
        office.coordinator_note = factories.english("Kept back")
        db.session.flush()
        office.note = factories.english("For everyone")

    assert [key for _, key in following()].count(OFFICE) == 1


def test_a_change_comes_after_what_was_seen_before(following: Callable[[], list[tuple[int, str]]]) -> None:
    change(Network, "casc", short_name="CASC network")

    assert "casc" in {key for _, key in following()}
