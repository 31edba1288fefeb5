"""Who opens an exercise and what is read of it: by the desks that play it, and by their networks."""

from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from openpyxl import load_workbook

from directory.extensions import db
from directory.models import FocalPoint
from directory.transaction import committing
from directory.vocabulary import InjectKind
from tests.exercises.conftest import MINUTES, NOON, Play, add, make_play, make_tabletop, work
from tests.exercises.test_fallen_out import leave
from tests.exercises.test_scenario import address
from tests.exercises.test_tabletop import END, HOTLINE, JOURNALIST, NAME, step
from tests.html import parse
from tests.people import with_token

PAGES = ("", "/report", "/report/export?format=json", "/report.pdf")


def texts(site: Flask, play: Play, who: str) -> Iterator[str]:
    """Yield what a person reads of the exercise: its page, its report, and each file that there is."""
    client = play.client(site, who)
    yield from (client.get(address(play, page)).text for page in PAGES[:3])
    yield with_token(site, play.account(who)).get(f"/api/v1/exercises/{play.exercise.public_id}").text
    file = client.get(address(play, "/report/export?format=xlsx"))
    if file.status_code == 200:
        sheets = load_workbook(BytesIO(file.data))
        yield " ".join(str(cell.value) for sheet in sheets for row in sheet for cell in row)


@pytest.mark.parametrize("who", ["KG", "coordinator of KG"])
@pytest.mark.parametrize("names_states", [True, False])
def test_during_a_tabletop_nothing_is_read_but_what_was_released_to_the_reader(
    site: Flask, who: str, names_states: bool
) -> None:
    play = make_tabletop(names_states=names_states)
    play.start()
    step(play, site, 0, "release", minutes=5)
    step(play, site, 1, "release", minutes=20)

    with time_machine.travel(NOON + 30 * MINUTES, tick=False):
        read = "\n".join(texts(site, play, who))

        links = parse(play.client(site, who).get(address(play, "/report"))).one("main").links
        opened = {link: play.client(site, who).get(link).status_code for link in links if "/report" in link}

    hidden = [NAME, JOURNALIST, *(one.expected for one in play.injects)]
    assert (HOTLINE in read) is (who == "KG")
    assert [one for one in hidden if one in read] == []
    assert set(opened.values()) == {200}


@pytest.mark.parametrize("make", [make_play, make_tabletop])
def test_a_coordinator_of_a_state_reads_no_injects(site: Flask, make: Callable[[], Play]) -> None:
    play = make()
    if make is make_play:
        add(play, 60, InjectKind.NEWS, who="", text=JOURNALIST)
    play.start()
    for place, one in enumerate(play.injects):
        step(play, site, place, "release", one.minutes)
    work(NOON + 60 * MINUTES)

    with time_machine.travel(NOON + 61 * MINUTES, tick=False):
        page = parse(play.client(site, "coordinator of KG").get(address(play)))
        player = parse(play.client(site, "KG").get(address(play))).one("main").text

    assert JOURNALIST in player
    assert JOURNALIST not in page.one("main").text
    assert [link for link in page.one("main").links if "/injects/" in link] == []


@pytest.mark.parametrize("at", [NOON + 30 * MINUTES, END + MINUTES], ids=["during it", "after it"])
@pytest.mark.parametrize("who", ["KZ", "coordinator of KZ", "other network"])
def test_nobody_opens_it_through_a_desk_that_left_the_network(site: Flask, play: Play, at: datetime, who: str) -> None:
    play.start()
    before = play.client(site, who).get(address(play)).status_code
    with committing():
        leave(play, "KZ")
    work(at)

    client = play.client(site, who)
    statuses = {page: client.get(address(play, page)).status_code for page in PAGES}

    assert before == (404 if who == "other network" else 200)
    assert statuses == dict.fromkeys(PAGES, 404)
    program = with_token(site, play.account(who))
    assert program.get(f"/api/v1/exercises/{play.exercise.public_id}").status_code == 404
    assert play.client(site, "KG").get(address(play)).status_code == 200
    assert db.session.get_one(FocalPoint, play.desks["KZ"]).network_key == "ejn"
