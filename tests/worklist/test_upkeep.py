"""What a person has begun, and gaps in rotas and in what the directory knows, on the page of who can mend them."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.extensions import db
from directory.imports.queries import scope_of
from directory.models import Account, DeskRota, FocalPoint, ImportBatch, Proposal, Shift
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.consultations.conftest import ASKED_STATE, Scene, make_scene, person
from tests.consultations.test_pages import client_of
from tests.html import parse
from tests.people import signed_in

WORK = "/en/work"
NEAR_DESK = ("member", "deputy", "coordinator there")
PEOPLE = (
    "asker",
    "member",
    "deputy",
    "member of the other desk",
    "executing officer",
    "third State",
    "coordinator there",
    "coordinator here",
    "coordinator elsewhere",
    "administrator",
)


@pytest.fixture
def own_scene(site: Flask) -> Scene:
    """Return a scene whose desks announce to be there round the clock, without the rotas of other tests."""
    with committing():
        for model in (Shift, DeskRota):
            for row in db.session.scalars(select(model)):
                db.session.delete(row)
            db.session.flush()
    return make_scene()


def lines_of(client: FlaskClient, section: str) -> list[tuple[str, str]]:
    """Return the addresses and words of the lines in a section of the page of work."""
    return [
        (str(one["href"]), one.text) for one in parse(client.get(WORK)).all(f"section[aria-labelledby={section}] a")
    ]


def proposal(author: Account, state: str, *, decided_days_ago: int = 0) -> str:
    number = f"{author.id}-{state}-{decided_days_ago}"
    values = {"kind": "jurisdiction", "key": ASKED_STATE, "jurisdiction_key": ASKED_STATE}
    decided_at = clock.now() - timedelta(days=decided_days_ago) if decided_days_ago else None
    factories.add(Proposal(id=number, state=state, author_id=author.id, decided_at=decided_at, **values))
    return number


def test_own_proposals_stand_there_until_they_are_over(site: Flask) -> None:
    author, other = (person(Role.COORDINATOR, jurisdiction_key=ASKED_STATE) for _ in range(2))
    author.networks, other.networks = [], []
    factories.add(author, other)
    open_ones = [proposal(author, state) for state in ("draft", "submitted")]
    refused = proposal(author, "refused", decided_days_ago=13)
    for state, days in (("refused", 15), ("published", 1), ("withdrawn", 1)):
        proposal(author, state, decided_days_ago=days)

    lines = [lines_of(signed_in(site, one), "begun") for one in (author, other)]

    assert {address for address, _words in lines[0]} == {f"/en/proposals/{one}" for one in open_ones}
    assert {words for _address, words in lines[0]} == {"Proposal: France"}
    assert lines[1] == []
    waiting = [lines_of(signed_in(site, one), "waiting") for one in (author, other)]
    sentence = "Your proposal was refused. Read why and correct it: France"
    assert [line for line in waiting[0] if "/proposals/" in line[0]] == [(f"/en/proposals/{refused}", sentence)]
    assert "Nothing waits for you" not in signed_in(site, author).get(WORK).text
    assert not [line for line in waiting[1] if "/proposals/" in line[0]]


@pytest.mark.parametrize(("state", "stands"), [("draft", False), ("submitted", False), ("withdrawn", True)])
def test_a_refused_proposal_stands_there_until_another_corrects_it(site: Flask, state: str, stands: bool) -> None:
    author = person(Role.COORDINATOR, jurisdiction_key=ASKED_STATE)
    author.networks = []
    factories.add(author)
    refused, correction = proposal(author, "refused", decided_days_ago=1), proposal(author, state)
    with committing():
        db.session.get_one(Proposal, correction).follows_id = refused

    addresses = [address for address, _words in lines_of(signed_in(site, author), "waiting")]

    assert (f"/en/proposals/{refused}" in addresses) is stands


def test_imports_that_were_not_submitted_stand_there_for_who_brought_them(site: Flask, own_scene: Scene) -> None:
    brought = {}
    for state in ("checked", "unreadable", "submitted", "applied"):
        made = ImportBatch(author_id=own_scene.numbers["coordinator there"], file_name=f"{state}.csv", state=state)
        made.scope = scope_of(own_scene.viewer("coordinator there"))
        factories.add(made)
        brought[state] = f"/en/imports/{made.id}"
    of_former_scope = ImportBatch(
        author_id=own_scene.numbers["coordinator there"], file_name="old.csv", state="checked"
    )
    of_former_scope.scope = scope_of(own_scene.viewer("coordinator here"))
    factories.add(of_former_scope)

    lines = {who: lines_of(client_of(site, own_scene, who), "begun") for who in PEOPLE}

    assert {address for address, _words in lines.pop("coordinator there")} == {
        brought["checked"],
        brought["unreadable"],
    }
    assert set(map(tuple, lines.values())) == {()}


def on_duty(scene: Scene, *hours: tuple[int, int]) -> None:
    """Store a rota of the desk whose member is on duty in these hours from now."""
    now = clock.now()
    until = now + timedelta(days=60)
    factories.add(DeskRota(focal_point_key=scene.desk, zone="Europe/Paris", laid_out_until=until))
    account = scene.numbers["member"]
    for begin, end in hours:
        times = {"starts_at": now + timedelta(hours=begin), "ends_at": now + timedelta(hours=end)}
        factories.add(Shift(focal_point_key=scene.desk, account_id=account, **times))


def test_a_desk_on_call_has_gaps_too(site: Flask, own_scene: Scene) -> None:
    with committing():
        db.session.get_one(FocalPoint, own_scene.desk).cover = "on_call"
    on_duty(own_scene, (-1, 24), (30, 24 * 20))

    [(_address, words)] = lines_of(client_of(site, own_scene, "member"), "gaps")

    assert words.startswith("1 time without anybody on duty")


@pytest.mark.parametrize("who", PEOPLE)
def test_times_without_anybody_on_duty_are_told_to_those_who_keep_the_rota(
    site: Flask, own_scene: Scene, who: str
) -> None:
    on_duty(own_scene, (-1, 24), (30, 24 * 20))

    found = [line for line in lines_of(client_of(site, own_scene, who), "gaps") if f"/{own_scene.desk}/" in line[0]]

    expected = [f"/en/focal-points/{own_scene.desk}/rota"] if who in NEAR_DESK else []
    assert [address for address, _words in found] == expected
    assert all(words.startswith("1 time without anybody on duty") for _address, words in found)


@pytest.mark.parametrize(("cover", "is_told"), [("round_the_clock", True), ("working_hours", False)])
def test_a_desk_without_a_rota_that_announces_to_be_there_round_the_clock_is_named(
    site: Flask, own_scene: Scene, cover: str, is_told: bool
) -> None:
    with committing():
        db.session.get_one(FocalPoint, own_scene.desk).cover = cover

    lines = {who: lines_of(client_of(site, own_scene, who), "gaps") for who in ("member", "asker")}

    said = [words.startswith("No rota yet, so nobody is on duty") for _address, words in lines["member"]]
    assert said == ([True] if is_told else [])
    assert not [line for line in lines["asker"] if own_scene.desk in line[0]]


@pytest.mark.parametrize(
    ("cover", "hours"),
    [("working_hours", [(-1, 2)]), ("round_the_clock", [(-1, 24 * 15)])],
    ids=["a desk that announces working hours", "a gap later than two weeks"],
)
def test_what_is_no_gap_yet_is_not_told(
    site: Flask, own_scene: Scene, cover: str, hours: list[tuple[int, int]]
) -> None:
    with committing():
        db.session.get_one(FocalPoint, own_scene.desk).cover = cover
    on_duty(own_scene, *hours)

    assert lines_of(client_of(site, own_scene, "member"), "gaps") == []


def test_duty_of_somebody_who_left_counts_as_a_gap(site: Flask, own_scene: Scene) -> None:
    on_duty(own_scene, (-1, 24 * 20))
    with committing():
        db.session.get_one(Account, own_scene.numbers["member"]).active = False

    [(_address, words)] = lines_of(client_of(site, own_scene, "deputy"), "gaps")

    assert words.startswith("1 time without anybody on duty")


def test_whoever_looks_after_a_state_is_led_to_its_gaps(site: Flask) -> None:
    coordinators = [person(Role.COORDINATOR, jurisdiction_key=state) for state in (ASKED_STATE, "KG")]
    practitioner, administrator = person(Role.PRACTITIONER, jurisdiction_key=ASKED_STATE), person(Role.ADMINISTRATOR)
    for one in coordinators:
        one.networks = []
    factories.add(*coordinators, practitioner, administrator)

    lines = [lines_of(signed_in(site, one), "gaps") for one in (*coordinators, practitioner, administrator)]
    own, other, *none = ([line for line in found if "/gaps/" in line[0]] for found in lines)

    assert own == [(f"/en/gaps/{ASKED_STATE}", "What the directory does not know: France")]
    assert [address for address, _words in other] == ["/en/gaps/KG"]
    assert none == [[], []]
