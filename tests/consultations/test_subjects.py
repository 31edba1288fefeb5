"""The subject of a consultation on lists: shown to those who take part, and written down; nothing to others."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from directory.consultations.queries import threads
from directory.consultations.service import answering, retention, seats
from directory.consultations.service.answering import Reply
from directory.consultations.service.entries import NOTHING
from directory.extensions import db
from directory.models import Account, Consultation, ConsultationReading, DeskMember
from directory.transaction import committing
from tests.api.conftest import counted_statements
from tests.consultations.conftest import SUBJECT, Scene, make_scene
from tests.consultations.test_access import READERS as TAKES_PART
from tests.consultations.test_pages import client_of, page_of
from tests.html import parse

LISTS = ("/en/consultations", "/en/work")
SUMMARIES = ("/en/consultations/overview", "/en/consultations/left")
READERS, READINGS_EACH = 4, 20


@pytest.fixture
def own_scene(site: Flask) -> Scene:
    """Return a scene in which nothing has been asked yet."""
    return make_scene()


def readings_of(made: Consultation) -> dict[tuple[str, int], int]:
    """Return how often a consultation was shown, by way and account."""
    db.session.rollback()
    rows = db.session.scalars(select(ConsultationReading).filter_by(consultation_id=made.id))
    return {(one.way, one.account_id): one.times for one in rows}


@pytest.mark.parametrize(("who", "is_shown"), TAKES_PART.items())
def test_a_subject_is_on_the_lists_of_those_who_take_part_alone(
    site: Flask, own_scene: Scene, who: str, is_shown: bool
) -> None:
    made = own_scene.ask()
    client = client_of(site, own_scene, who)

    lists, summaries = ([client.get(address) for address in some] for some in (LISTS, SUMMARIES))

    assert [SUBJECT in one.text for one in lists] == [is_shown] * 2
    assert [SUBJECT in one.text for one in summaries] == [False, False]
    assert ["no-store" in one.headers["Cache-Control"] for one in lists] == [who != "visitor"] * 2
    expected = {("list", own_scene.numbers[who]): 2} if is_shown else {}
    assert readings_of(made) == expected


def test_who_left_the_desk_or_the_office_or_whose_desk_handed_over_sees_no_subject(
    site: Flask, own_scene: Scene
) -> None:
    scene, made = own_scene, own_scene.ask()
    member, deputy = (client_of(site, scene, who) for who in ("member", "deputy"))
    with committing():
        db.session.delete(db.session.get_one(DeskMember, (scene.numbers["deputy"], scene.desk)))
    left = [SUBJECT in deputy.get(address).text for address in LISTS]
    with committing():
        seats.hand_over(scene.viewer("member"), made, scene.other_desk, NOTHING)
    handed_over = [SUBJECT in member.get(address).text for address in LISTS]
    asker = client_of(site, scene, "asker")
    with committing():
        db.session.get_one(Account, scene.numbers["asker"]).authority_key = None
    moved = [SUBJECT in asker.get(address).text for address in LISTS]

    assert left == [False, False]
    assert handed_over == [False, False]
    assert moved == [False, False]


def test_a_subject_in_a_list_is_written_down_and_seen_by_all_who_take_part(site: Flask, own_scene: Scene) -> None:
    made = own_scene.ask()
    asker, member = (client_of(site, own_scene, who) for who in ("asker", "member"))
    member.head(LISTS[0])
    member.head(LISTS[1])
    member.get(LISTS[0])

    page = parse(asker.get(page_of(made)))

    assert readings_of(made)["list", own_scene.numbers["member"]] == 1
    assert "its subject, in a list · 1 time" in page.one("details.fold-plain li").text


def test_whoever_saw_the_subject_alone_has_not_read_the_consultation(site: Flask, own_scene: Scene) -> None:
    dealt_with, made = own_scene.ask(), own_scene.ask()
    with committing():
        answering.answer(own_scene.viewer("member"), dealt_with, Reply("welcome", (), NOTHING))
    deputy = client_of(site, own_scene, "deputy")

    deputy.get(LISTS[0])

    assert threads.list_unread(own_scene.viewer("deputy"), [made]) == {made.id}
    links = parse(deputy.get("/en/work")).all(".consultations h3 a")
    assert [str(link["href"]) for link in links] == [page_of(made)]


def test_where_the_key_is_gone_the_list_stands_without_the_subject(site: Flask, own_scene: Scene) -> None:
    made, client = own_scene.ask(), client_of(site, own_scene, "asker")
    with committing():
        made.wrapped_key = bytes(60)

    pages = [parse(client.get(address)).one(".consultations").text for address in LISTS]

    assert [page.startswith("Hearing a witness or victim: Kyrgyzstan – France") for page in pages] == [True, True]
    assert readings_of(made) == {}


@pytest.mark.parametrize("address", LISTS)
def test_subjects_cost_a_list_the_same_statements_however_many_there_are(
    site: Flask, own_scene: Scene, address: str
) -> None:
    member = client_of(site, own_scene, "member")
    own_scene.ask()
    member.get(address)
    # An act has the standing of desks read anew, here as below.
    own_scene.ask()

    with counted_statements() as few:
        member.get(address)
    for _time in range(10):
        own_scene.ask()
    with counted_statements() as many:
        member.get(address)

    assert len([one for one in many if one != "BEGIN"]) == len([one for one in few if one != "BEGIN"])


@pytest.mark.xdist_group("postgresql")
def test_each_list_is_counted_though_several_are_opened_at_once(postgresql_app: Flask) -> None:
    scene = make_scene()
    made, member, start = [scene.ask() for _time in range(3)], scene.viewer("member"), Barrier(READERS)
    names = [one.public_id for one in made]

    def read(number: int) -> None:
        with postgresql_app.app_context():
            start.wait()
            for _ in range(READINGS_EACH):
                retention.note_subjects(member, names if number % 2 else names[::-1])

    with ThreadPoolExecutor(READERS) as readers:
        for done in [readers.submit(read, number) for number in range(READERS)]:
            done.result()

    times = READERS * READINGS_EACH
    assert [readings_of(one) for one in made] == [{("list", scene.numbers["member"]): times}] * 3
