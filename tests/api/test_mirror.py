"""A copy that is kept for a month by `changes` alone is the directory, and tells nothing of what is restricted."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.models import Authority, Competence, ContactDetail, FocalPoint, NetworkMember, Provenance, Treaty
from directory.transaction import committing
from directory.vocabulary import Audience, Role
from tests import factories
from tests.api.programs import Program
from tests.api.test_changes_complete import entries
from tests.stored import add_states

ADDRESSES = {
    "jurisdiction": "jurisdictions",
    "authority": "authorities",
    "focal_point": "focal-points",
    "network": "networks",
    "treaty": "treaties",
    "requirement": "requirements",
    "legislation": "legislation",
}
# What an answer says of the day on which it is read, and not of the entry.
OF_THE_DAY = {"freshness", "standing", "last_test"}
STATES = ("KG", "FR", "TJ")
START, DAYS = datetime(2027, 1, 4, 9, tzinfo=UTC), 30
SECRET = "kept-back"
Get = Callable[[str], Any]


def lasting(value: Any) -> Any:
    """Return an answer without what it says of the day."""
    if isinstance(value, dict):
        return {name: lasting(one) for name, one in value.items() if name not in OF_THE_DAY}
    return [lasting(one) for one in value] if isinstance(value, list) else value


class Mirror:
    """A copy of the directory, or of the authorities of one State, that knows nothing but `changes`."""

    def __init__(self, get: Get, narrowed: str = "", state: str = "") -> None:
        self.get, self.narrowed, self.state = get, narrowed, state
        self.since, self.entries, self.told = 0, {}, []  # type: int, dict[tuple[str, str], Any], list[str]

    def follow(self) -> None:
        """Take in what changed."""
        actions: dict[tuple[str, str], str] = {}
        while True:
            answer = self.get(f"changes?since={self.since}{self.narrowed}")
            self.told.append(answer.text)
            body = answer.get_json()
            actions |= {(one["kind"], one["key"]): one["action"] for one in body["items"]}
            self.since = body["next"]
            if not body["items"]:
                break
        for (kind, key), action in actions.items():
            self.entries.pop((kind, key), None)
            if action != "deleted":
                answer = self.get(f"{ADDRESSES[kind]}/{key}")
                assert answer.status_code == 200, (kind, key)
                body = answer.get_json()
                if self.state in ("", body["jurisdiction"]):
                    self.entries[kind, key] = lasting(body)


@pytest.fixture
def site(empty_app: Flask) -> Iterator[Flask]:
    """Return a site with a few entries of every kind, at the beginning of the month."""
    empty_app.extensions["after_commit"].clear()
    with time_machine.travel(START, tick=False):
        add_states()
        with committing():
            for entry in entries():
                db.session.add(entry)
                db.session.flush()
        yield empty_app


def pages(client: FlaskClient, address: str) -> Iterator[Any]:
    """Yield the items of a list, page by page as the header Link leads."""
    at = f"/api/v1/{address}"
    while at:
        answer = client.get(at)
        yield from answer.get_json()["items"]
        links = dict(reversed(part.split("; rel=")) for part in answer.headers["Link"].split(", "))
        at = links.get('"next"', "").strip("<>")


def directory(client: FlaskClient) -> dict[tuple[str, str], Any]:
    """Return all that everyone may read, found through the lists."""
    keys = [(kind, one["id"]) for kind, of in ADDRESSES.items() if kind != "requirement" for one in pages(client, of)]
    for kind, state in list(keys):
        if kind == "jurisdiction":
            keys += [("requirement", one["id"]) for one in pages(client, f"jurisdictions/{state}/requirements")]
    return {
        (kind, key): lasting(client.get(f"/api/v1/{ADDRESSES[kind]}/{key}").get_json())
        for kind, key in dict.fromkeys(keys)
    }


class Month:
    """What happens in the directory, by chance but the same in each run."""

    def __init__(self, seed: int) -> None:
        self.chance, self.number = random.Random(seed), 0
        self.acts: tuple[Callable[[], None], ...] = (
            *(self.word, self.word, self.secret, self.secret, self.line, self.other_audience, self.other_audience),
            *(self.line_goes, self.office, self.office_goes, self.office_moves, self.treaty, self.member),
            *(self.source, self.made_and_withdrawn),
        )

    def day(self) -> None:
        for _ in range(4):
            self.chance.choice(self.acts)()

    def next(self) -> str:
        self.number += 1
        return str(self.number)

    def one(self, model: type) -> Any:
        rows = db.session.scalars(select(model).order_by(model.key)).all()  # type: ignore[attr-defined]
        return self.chance.choice(rows) if rows else None

    def change(self, model: type, **values: Any) -> None:
        with committing():
            row = self.one(model)
            for name, value in values.items() if row is not None else ():
                setattr(row, name, value)

    def word(self) -> None:
        self.change(Authority, name=factories.english(f"Office {self.next()}"))

    def secret(self) -> None:
        self.change(Authority, coordinator_note=factories.english(f"{SECRET} {self.next()}"))
        self.change(FocalPoint, members_note=factories.english(f"{SECRET} {self.next()}"))

    def line(self) -> None:
        office, audience = self.one(Authority), self.chance.choice([Audience.PUBLIC, Audience.PRACTITIONERS])
        value = f"{self.next()}@example.org" if audience == Audience.PUBLIC else f"{SECRET}-{self.next()}@example.org"
        line = factories.contact(value, office.key, audience=audience)
        # Whoever publishes the line publishes its key.
        line.key = f"{office.key}:line-{self.number}"
        factories.add(line)

    def other_audience(self) -> None:
        """Withdraw a line from the public, or publish one again; what stays back has another number."""
        line = self.one(ContactDetail)
        if line is None:
            return
        is_withdrawn = line.audience == Audience.PUBLIC
        with committing():
            line.audience = Audience.PRACTITIONERS if is_withdrawn else Audience.PUBLIC
            line.value = f"{SECRET}-{self.next()}" if is_withdrawn else f"+996 312 {self.next()}"

    def line_goes(self) -> None:
        self.goes(self.one(ContactDetail))

    def goes(self, row: Any) -> None:
        with committing():
            if row is not None:
                db.session.delete(row)

    def office(self) -> None:
        key = f"office-{self.next()}"
        factories.add(factories.authority(key, jurisdiction_key=self.chance.choice(STATES)))
        factories.add(
            factories.focal_point(f"desk-{key}", key),
            factories.contact(f"{key}@example.org", key),
            Competence(key=f"{key}:extradition", authority_key=key, function="extradition"),
        )

    def office_goes(self) -> None:
        made = [one for one in db.session.scalars(select(Authority)) if one.key.startswith("office-")]
        if made:
            self.withdraw(self.chance.choice(sorted(one.key for one in made)))

    def withdraw(self, key: str) -> None:
        with committing():
            for model in (FocalPoint, ContactDetail, Competence):
                for row in db.session.scalars(select(model).where(model.authority_key == key)):  # type: ignore[attr-defined]
                    db.session.delete(row)
            db.session.flush()
            db.session.delete(db.session.get_one(Authority, key))

    def office_moves(self) -> None:
        self.change(Authority, jurisdiction_key=self.chance.choice(STATES))

    def treaty(self) -> None:
        self.change(Treaty, title=factories.english(f"Treaty {self.next()}"))

    def member(self) -> None:
        found = db.session.get(NetworkMember, "casc:TJ")
        if found is None:
            factories.add(NetworkMember(key="casc:TJ", network_key="casc", jurisdiction_key="TJ"))
        else:
            self.goes(found)

    def source(self) -> None:
        office = self.one(Authority)
        with committing():
            known = {"sources": (f"Source {self.next()}",), "confidence": "sourced"}
            db.session.merge(Provenance(kind="authority", key=office.key, detail="name", **known))

    def made_and_withdrawn(self) -> None:
        """Make an entry and take it back in one transaction."""
        key = f"gone-{self.next()}"
        with committing():
            db.session.add(factories.authority(key))
            db.session.flush()
            db.session.delete(db.session.get_one(Authority, key))


@pytest.mark.parametrize("seed", [27])
def test_a_copy_kept_for_a_month_by_changes_alone_is_the_directory(site: Flask, seed: int) -> None:
    client, month = site.test_client(), Month(seed)
    reader = Program(site, factories.account(Role.ADMINISTRATOR), "read")
    copy = Mirror(lambda address: client.get(f"/api/v1/{address}"))
    of_state = Mirror(copy.get, "&kind=authority&jurisdiction=KG", "KG")
    readers_told: list[str] = []

    for day in range(DAYS):
        with time_machine.travel(START + timedelta(days=day), tick=False):
            month.day()
            before, seen = copy.since, len(copy.told)
            copy.follow()
            of_state.follow()
            readers_told = [reader.get(f"changes?since={before}").text]
            assert readers_told == copy.told[seen : seen + 1]
            if day % 10 == 9:
                now = directory(client)
                assert copy.entries == now
                assert of_state.entries == {
                    entry: body
                    for entry, body in now.items()
                    if entry[0] == "authority" and body["jurisdiction"] == "KG"
                }
                for address in ("authorities", "focal-points"):
                    asked = f"{address}?per_page=100&include=contacts"
                    assert reader.get(asked).data == client.get(f"/api/v1/{asked}").data
                db.session.expire_all()
                assert_reader_sees_more(reader, now)

    assert SECRET not in str(copy.entries) + "".join(copy.told)


def assert_reader_sees_more(reader: Program, now: dict[tuple[str, str], Any]) -> None:
    """Assert that the reader's own answers hold what the copy lacks."""
    held = [one.key for one in db.session.scalars(select(Authority)) if one.coordinator_note]
    assert held
    for key in held:
        assert SECRET in reader.get(f"authorities/{key}").text
        assert SECRET not in str(now["authority", key])
